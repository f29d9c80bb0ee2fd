//! An app's own address for customers who come back from their bank.

use crate::http::{Environment, UrlRefused, check_url};

/// An `https` address that the system gives to this app alone: an Android App Link, an Apple Universal Link (RFC 8252 §7.2).
///
/// With one, customers come back to it and not to a port of this device. Each bank gets a path of its own below it,
/// `{address}/callback/{bank}/{random}`, so what the app claims is everything below `/callback/`. A scheme of the app's own
/// (`myapp:`) is not taken: any other app may claim the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimedRedirect {
    origin: String,
    prefix: String,
}

/// Why customers cannot come back to an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ClaimedRedirectError {
    /// It is no address of the web, or none with a name and TLS.
    #[error("customers cannot come back to this address: {0}")]
    Address(#[from] UrlRefused),
    /// It has a query.
    #[error("an address for customers to come back to has no query")]
    Query,
    /// It is written otherwise than a browser would write it, and banks compare letter by letter.
    #[error("an address for customers to come back to is written the way a browser writes it")]
    NotNormal,
}

impl ClaimedRedirect {
    /// Checks an address (`https://app.example`, `https://example.com/app`).
    ///
    /// # Errors
    /// A [`ClaimedRedirectError`] for the first rule it breaks.
    pub fn new(address: &str) -> Result<Self, ClaimedRedirectError> {
        let url = check_url(address, Environment::Live)?;
        if url.query().is_some() {
            return Err(ClaimedRedirectError::Query);
        }
        let plain = |text: &str| text.trim_end_matches('/').to_owned();
        let (origin, prefix) = (url.origin().ascii_serialization(), plain(url.path()));
        if plain(address) != format!("{origin}{prefix}") || prefix.contains("//") {
            return Err(ClaimedRedirectError::NotNormal);
        }
        Ok(Self { origin, prefix })
    }

    /// The scheme, name and port.
    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// What every path begins with: nothing, or `/app`.
    pub(crate) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// Where it was taken from.
    pub(crate) fn address(&self) -> String {
        format!("{}{}", self.origin, self.prefix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_with_a_name_and_tls_is_taken() {
        for (address, origin, prefix) in [
            ("https://app.example", "https://app.example", ""),
            ("https://app.example/", "https://app.example", ""),
            ("https://app.example:8443/moa", "https://app.example:8443", "/moa"),
            ("https://app.example/my/app/", "https://app.example", "/my/app"),
        ] {
            let claimed = ClaimedRedirect::new(address).unwrap();
            assert_eq!((claimed.origin(), claimed.prefix()), (origin, prefix), "{address}");
        }
    }

    #[test]
    fn what_another_app_could_claim_or_a_bank_would_compare_otherwise_is_refused() {
        use ClaimedRedirectError::{Address, NotNormal, Query};
        for (address, why) in [
            ("myapp://callback", Address(UrlRefused::NotTls)),
            ("http://app.example", Address(UrlRefused::NotTls)),
            ("http://127.0.0.1", Address(UrlRefused::NotTls)),
            ("https://127.0.0.1", Address(UrlRefused::Literal)),
            ("https://me@app.example", Address(UrlRefused::Credentials)),
            ("https://app.example/#x", Address(UrlRefused::Fragment)),
            ("app.example", Address(UrlRefused::Unreadable)),
            ("https://app.example/?x=1", Query),
            ("https://App.example", NotNormal),
            ("https://app.example:443", NotNormal),
            ("https://app.example/a/../b", NotNormal),
            ("https://app.example/a//b", NotNormal),
        ] {
            assert_eq!(ClaimedRedirect::new(address), Err(why), "{address}");
        }
    }
}
