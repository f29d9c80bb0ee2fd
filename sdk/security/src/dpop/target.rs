//! Comparing the URL a proof names with the URL that was asked for (RFC 9449 §4.3-9, RFC 3986 §6.2).

use url::Url;

/// The URL as a proof names it: without query and fragment.
pub(crate) fn written(url: &Url) -> String {
    let mut bare = url.clone();
    bare.set_query(None);
    bare.set_fragment(None);
    bare.into()
}

/// Whether a proof's `htu` names this URL. Case of scheme and host, default ports, dot segments and the way harmless
/// characters are escaped do not matter; query and fragment are ignored; a user name in front of the host is never right.
pub(crate) fn names(htu: &str, asked: &str) -> bool {
    // What is written alike is alike, and nearly always it is. A user name can only stand before an `@`.
    if htu == asked && !asked.contains('@') {
        return true;
    }
    let (Ok(named), Ok(url)) = (Url::parse(htu), Url::parse(asked)) else { return false };
    let origin = |url: &Url| (url.scheme().to_owned(), url.host_str().map(str::to_owned), url.port_or_known_default());
    named.username().is_empty()
        && named.password().is_none()
        && named.has_host()
        && origin(&named) == origin(&url)
        && plain_path(named.path()) == plain_path(url.path())
}

/// A path in which characters that never needed an escape have none, and all other escapes are in capitals.
fn plain_path(path: &str) -> Vec<u8> {
    let mut plain = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        let mut ahead = rest.clone();
        match (byte, ahead.next().and_then(hex), ahead.next().and_then(hex)) {
            (b'%', Some(high), Some(low)) => {
                push_escaped(&mut plain, high << 4 | low);
                rest = ahead;
            }
            _ => plain.push(byte),
        }
    }
    plain
}

fn push_escaped(plain: &mut Vec<u8>, byte: u8) {
    if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
        plain.push(byte);
    } else {
        plain.extend(format!("%{byte:02X}").bytes());
    }
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn spelling_does_not_matter_and_meaning_does() {
        let url = "https://bank.example/open-banking/v4.0/aisp/accounts?page=2#top";
        for same in [
            "https://bank.example/open-banking/v4.0/aisp/accounts",
            "HTTPS://BANK.example:443/open-banking/v4.0/aisp/accounts?other=1",
            "https://bank.example/open%2Dbanking/v4%2e0/./aisp/x/../accounts#f",
        ] {
            assert!(names(same, url), "{same}");
        }
        for other in [
            "https://bank.example/open-banking/v4.0/aisp/accounts/",
            "https://bank.example/open-banking/v4.0/aisp/Accounts",
            "https://bank.example/open-banking/v4.0/aisp",
            "https://bank.example:8443/open-banking/v4.0/aisp/accounts",
            "http://bank.example/open-banking/v4.0/aisp/accounts",
            "https://evil.example/open-banking/v4.0/aisp/accounts",
            "https://bank.example@evil.example/open-banking/v4.0/aisp/accounts",
            "https://user@bank.example/open-banking/v4.0/aisp/accounts",
            "https://bank.example/open-banking/v4.0/aisp%2Faccounts",
            "/open-banking/v4.0/aisp/accounts",
            "",
        ] {
            assert!(!names(other, url), "{other}");
        }
        let with_a_user = "https://user@bank.example/accounts";
        assert!(!names(with_a_user, with_a_user), "not even where it was asked for");
        assert!(names("https://bank.example/a@b", "https://bank.example/a@b"));
    }

    #[test]
    fn escapes_that_matter_are_compared_in_capitals() {
        let url = "https://bank.example/a%c3%a9%2f";
        assert!(names("https://bank.example/a%C3%A9%2F", url));
        assert!(!names("https://bank.example/a%C3%A9/", url));
        assert_eq!(plain_path("/%4"), b"/%4");
        assert_eq!(plain_path("/%zz%"), b"/%zz%");
    }

    proptest! {
        #[test]
        fn what_we_write_names_what_we_wrote(path in "[ -~가-힣]{0,40}", query in "[a-z=&]{0,10}") {
            let mut url = Url::parse("https://bank.example").unwrap();
            url.set_path(&path);
            url.set_query(Some(&query));
            prop_assert!(names(&written(&url), url.as_str()));
        }

        #[test]
        fn reading_never_panics(text in ".{0,200}") {
            let _ = names(&text, "https://bank.example/a");
        }
    }
}
