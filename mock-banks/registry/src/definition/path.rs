//! Paths: where an API begins, and the templates below. Two rules keep the rest simple: a path is written in one way only,
//! and an API never begins where the platform's own pages and endpoints are.

/// First segments that are the platform's or its authorisation server's own.
pub const RESERVED: &[&str] = &[
    "admin",
    "assets",
    "authorize",
    "favicon.ico",
    "health",
    "icon.svg",
    "introspect",
    "jwks",
    "logos",
    "logout",
    "metrics",
    "par",
    "participants",
    "portal",
    "register",
    "revoke",
    "robots.txt",
    "static",
    "style.css",
    "token",
    "userinfo",
];

const CHARS_MAX: usize = 200;
const BASE_SEGMENTS: std::ops::RangeInclusive<usize> = 2..=6;
const TEMPLATE_SEGMENTS_MAX: usize = 12;

/// What is wrong with a base path, and what to do.
pub(super) fn base_fault(path: &str) -> Option<(&'static str, &'static str)> {
    let Some(segments) = segments(path) else {
        return Some(("it is no plain path", "write it like `/spending/v1`: small letters, digits, `-`, `.` and `_`"));
    };
    if !BASE_SEGMENTS.contains(&segments.len()) || path.len() > CHARS_MAX {
        return Some(("it is too short or too long", "give it two to six segments, the API's name before its version"));
    }
    let own = segments.first().is_some_and(|first| RESERVED.contains(first) || first.starts_with('.'));
    if own {
        return Some(("the platform itself lives there", "begin with another word"));
    }
    segments.iter().any(|part| !is_plain(part) || part.bytes().any(|byte| byte.is_ascii_uppercase())).then_some((
        "it holds a character that a base path has not",
        "use small letters, digits, `-`, `.` and `_` only",
    ))
}

/// What is wrong with an operation's path, and what to do.
pub(super) fn template_fault(path: &str) -> Option<(&'static str, &'static str)> {
    let Some(segments) = segments(path) else {
        return Some(("it is no plain path", "write it like `/accounts/{AccountId}`, without a slash at its end"));
    };
    if segments.len() > TEMPLATE_SEGMENTS_MAX || path.len() > CHARS_MAX {
        return Some(("it is too long", "use at most twelve segments"));
    }
    let mut names: Vec<&str> = segments.iter().filter_map(|part| parameter(part)).collect();
    names.sort_unstable();
    let twice = names.iter().zip(names.iter().skip(1)).any(|(one, next)| one == next);
    if twice {
        return Some(("one parameter stands in it twice", "give each its own name"));
    }
    let fits = |part: &&str| match parameter(part) {
        Some(name) => !name.is_empty() && name.len() <= 40 && name.bytes().all(|byte| byte.is_ascii_alphanumeric()),
        None => is_plain(part),
    };
    (!segments.iter().all(fits)).then_some((
        "a segment is neither a plain word nor a parameter",
        "write parameters like `{AccountId}`, alone in their segment",
    ))
}

/// The parts between the slashes, when there is nothing else about the path.
fn segments(path: &str) -> Option<Vec<&str>> {
    let parts: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
    let plain = parts.iter().all(|part| !part.is_empty() && *part != "." && *part != "..");
    plain.then_some(parts)
}

/// The name in a segment's braces.
pub(crate) fn parameter(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

fn is_plain(segment: &str) -> bool {
    segment.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_'))
}

/// A template with its parameters' names taken out: two that are alike mean the same requests.
pub(super) fn shape(template: &str) -> String {
    let parts = template.split('/').map(|part| parameter(part).map_or(part, |_| "{}"));
    parts.collect::<Vec<_>>().join("/")
}

/// Whether one path begins with the other, segment by segment.
pub(crate) fn overlap(one: &str, other: &str) -> bool {
    let mut pairs = one.split('/').zip(other.split('/'));
    pairs.all(|(one, other)| one == other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_path_is_plain_and_not_the_platforms_own() {
        for good in ["/open-banking/v4.0/aisp", "/spending/v1", "/a/b/c/d/e/f"] {
            assert_eq!(base_fault(good), None, "{good}");
        }
        let long = format!("/a/{}", "b".repeat(CHARS_MAX));
        for bad in [
            "",
            "/",
            "spending/v1",
            "/spending",
            "/spending/v1/",
            "//v1",
            "/a/../b",
            "/a/./b",
            "/a/{b}",
            "/a/b?c",
            "/a/B",
            "/a/%2e",
            "/a/b c",
            "/a/é",
            "/token/v1",
            "/.well-known/v1",
            "/admin/v1",
            "/a/b/c/d/e/f/g",
            &long,
        ] {
            assert!(base_fault(bad).is_some(), "{bad}");
        }
    }

    #[test]
    fn a_template_is_words_and_parameters() {
        for good in ["/accounts", "/accounts/{AccountId}/balances", "/a.b/c_d"] {
            assert_eq!(template_fault(good), None, "{good}");
        }
        for bad in
            ["", "/", "accounts", "/a/", "/{}", "/{a b}", "/a{b}", "/{a}b", "/{a}/{a}", "/*", "/a/..", "/{a", "/a}"]
        {
            assert!(template_fault(bad).is_some(), "{bad}");
        }
        assert_eq!(shape("/a/{B}/c"), shape("/a/{D}/c"));
        assert_ne!(shape("/a/{B}"), shape("/a/b"));
    }

    #[test]
    fn paths_overlap_by_segments_not_by_letters() {
        assert!(overlap("/a/b", "/a/b"));
        assert!(overlap("/a/b", "/a/b/c"));
        assert!(!overlap("/a/b", "/a/bc"));
        assert!(!overlap("/a/b", "/c/b"));
    }
}
