//! Which address an answer may be sent to.
//!
//! A redirect URI is compared as text, character by character (RFC 9700 §2.1). The one exception is the port of a
//! loopback address: a native app gets a free port from its operating system each time (RFC 8252 §7.3). Only the literal
//! addresses count as loopback; `localhost` can be made to mean something else.

use url::Url;

/// The longest redirect URI anyone may register.
const MAX_CHARS: usize = 512;

/// A redirect URI that an app registered and that is safe to send a browser to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedirectUri(String);

/// Why a redirect URI cannot be registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RedirectUriError {
    /// Not a URL, or a longer one than we keep.
    #[error("a redirect URI is an absolute URL of at most {MAX_CHARS} characters")]
    NotAUrl,
    /// `http` to somewhere else, or a scheme of its own.
    #[error("a redirect URI is https, or http to the literal 127.0.0.1 or [::1]")]
    Scheme,
    /// `user@` in front of the host.
    #[error("a redirect URI holds no user name or password")]
    UserInfo,
    /// `#` at the end.
    #[error("a redirect URI holds no fragment")]
    Fragment,
    /// `..`, `%2e`, a backslash, upper case in the host: written otherwise than a browser would write it.
    #[error("a redirect URI is written the way a browser writes it, without dot segments")]
    NotNormal,
}

impl RedirectUri {
    /// Checks a redirect URI an app wants to register.
    ///
    /// # Errors
    /// A [`RedirectUriError`] for the first rule it breaks.
    pub fn new(text: &str) -> Result<Self, RedirectUriError> {
        if text.len() > MAX_CHARS || !text.is_ascii() {
            return Err(RedirectUriError::NotAUrl);
        }
        let url = Url::parse(text).map_err(|_| RedirectUriError::NotAUrl)?;
        let safe = match url.scheme() {
            "https" => url.has_host(),
            "http" => split_loopback(text).is_some(),
            _ => false,
        };
        if !safe {
            return Err(RedirectUriError::Scheme);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(RedirectUriError::UserInfo);
        }
        if text.contains('#') {
            return Err(RedirectUriError::Fragment);
        }
        if !is_written_normally(text, &url) {
            return Err(RedirectUriError::NotNormal);
        }
        Ok(Self(text.to_owned()))
    }

    /// The text as registered.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether `asked` is this URI: the same text, but for the port of a loopback address.
    #[must_use]
    pub fn allows(&self, asked: &str) -> bool {
        match (split_loopback(&self.0), split_loopback(asked)) {
            (Some(own), Some(theirs)) => own == theirs,
            (None, None) => self.0 == asked,
            _ => false,
        }
    }
}

/// A loopback redirect URI as (address, everything after the port); nothing for any other URI.
fn split_loopback(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix("http://")?;
    let address = ["127.0.0.1", "[::1]"].into_iter().find(|address| rest.starts_with(address))?;
    let rest = rest.strip_prefix(address)?;
    let path = match rest.strip_prefix(':') {
        None => rest,
        Some(rest) => {
            let port = rest.split('/').next().unwrap_or_default();
            let digits = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
            if !digits || port.parse::<u16>().is_err() {
                return None;
            }
            rest.strip_prefix(port)?
        }
    };
    path.starts_with('/').then_some((address, path))
}

/// A default port may be spelled out; everything else must already look the way the URL parser would write it.
fn is_written_normally(text: &str, url: &Url) -> bool {
    let lower = text.to_ascii_lowercase();
    let tricky = lower.contains("%2e") || lower.contains("%2f") || lower.contains("%5c") || text.contains('\\');
    !tricky && (url.as_str() == text || split_loopback(text).is_some_and(|(_, path)| url.as_str().ends_with(path)))
}

/// `uri` with the answer's parameters added to whatever query it has. The values are encoded.
pub(crate) fn with_answer(uri: &str, parameters: &[(&str, &str)]) -> Option<Url> {
    let mut url = Url::parse(uri).ok()?;
    url.query_pairs_mut().extend_pairs(parameters);
    Some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_and_literal_loopback_can_be_registered() {
        for right in [
            "https://app.example/callback",
            "https://app.example:8443/callback?bank=thames",
            "http://127.0.0.1/callback/thames/x",
            "http://127.0.0.1:80/callback",
            "http://[::1]:4711/callback",
        ] {
            assert_eq!(RedirectUri::new(right).map(|uri| uri.0), Ok(right.to_owned()));
        }
        for (wrong, why) in [
            ("http://app.example/callback", RedirectUriError::Scheme),
            ("http://localhost/callback", RedirectUriError::Scheme),
            ("http://127.0.0.1.evil.example/callback", RedirectUriError::Scheme),
            ("http://127.0.0.1@evil.example/callback", RedirectUriError::Scheme),
            ("http://127.0.0.1:80@evil.example/callback", RedirectUriError::Scheme),
            ("http://127.0.0.1:99999/callback", RedirectUriError::NotAUrl),
            ("http://127.0.0.1", RedirectUriError::Scheme),
            ("com.example.app:/callback", RedirectUriError::Scheme),
            ("javascript:alert(1)", RedirectUriError::Scheme),
            ("https://user@app.example/callback", RedirectUriError::UserInfo),
            ("https://app.example/callback#there", RedirectUriError::Fragment),
            ("https://app.example/a/../callback", RedirectUriError::NotNormal),
            ("https://app.example/a/%2e%2e/callback", RedirectUriError::NotNormal),
            ("https://app.example\\@evil.example/", RedirectUriError::NotNormal),
            ("https://APP.example/callback", RedirectUriError::NotNormal),
            ("https://аpp.example/callback", RedirectUriError::NotAUrl),
            ("/callback", RedirectUriError::NotAUrl),
        ] {
            assert_eq!(RedirectUri::new(wrong), Err(why), "{wrong}");
        }
    }

    #[test]
    fn a_request_must_name_the_registered_text() {
        let own = RedirectUri::new("https://app.example/callback").unwrap();
        assert!(own.allows("https://app.example/callback"));
        for other in [
            "https://app.example/callback/",
            "https://app.example/callback/../other",
            "https://app.example/callback?x=1",
            "https://app.example/callback#x",
            "https://app.example:443/callback",
            "https://user@app.example/callback",
            "https://app.example/Callback",
            "http://app.example/callback",
            "https://evil.example/callback",
            "http://127.0.0.1/callback",
        ] {
            assert!(!own.allows(other), "{other}");
        }
    }

    #[test]
    fn a_loopback_app_may_come_from_any_port_and_nothing_else() {
        let own = RedirectUri::new("http://127.0.0.1/callback/thames/x").unwrap();
        assert!(own.allows("http://127.0.0.1/callback/thames/x"));
        assert!(own.allows("http://127.0.0.1:51234/callback/thames/x"));
        for other in [
            "http://127.0.0.1:51234/callback/thames/y",
            "http://127.0.0.1:51234/callback/thames/x/../y",
            "http://127.0.0.1:51234/callback/thames/x?more",
            "http://127.0.0.1:x/callback/thames/x",
            "http://127.0.0.1:/callback/thames/x",
            "http://127.0.0.1:70000/callback/thames/x",
            "http://127.0.0.2:51234/callback/thames/x",
            "http://[::1]:51234/callback/thames/x",
            "http://localhost:51234/callback/thames/x",
            "https://127.0.0.1:51234/callback/thames/x",
        ] {
            assert!(!own.allows(other), "{other}");
        }
    }

    #[test]
    fn an_answer_is_added_and_encoded() {
        let url = with_answer("https://app.example/cb?bank=a", &[("code", "x&y"), ("iss", "https://b")]).unwrap();
        assert_eq!(url.as_str(), "https://app.example/cb?bank=a&code=x%26y&iss=https%3A%2F%2Fb");
    }
}
