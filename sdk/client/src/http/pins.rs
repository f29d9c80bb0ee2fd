//! The addresses a bank's directory entry vouches for. A token goes there and nowhere else.
//!
//! Metadata endpoints, paging links and `Location` headers are resolved first, compared with the pins, and refused before
//! any header is attached. The directory is the one authority: a bank that moves must move in the directory.

use std::collections::BTreeSet;

use url::Url;

use super::address::{Environment, UrlRefused, check_parsed};

/// A link leads outside the addresses its bank was pinned to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UntrustedLink {
    /// Not a URL that may be spoken to.
    #[error("the link is no URL to speak to: {0}")]
    Refused(#[from] UrlRefused),
    /// Another scheme, host or port.
    #[error("the link leads to another origin")]
    Origin,
    /// The right origin, but not the API.
    #[error("the link leaves the API's base path")]
    Path,
}

/// One bank's pinned origins and API base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pins {
    environment: Environment,
    origins: BTreeSet<String>,
    api_base: Url,
}

impl Pins {
    /// Pins the origins of all the URLs a directory entry names.
    ///
    /// # Errors
    /// When one of them is not a URL such an entry may name.
    pub fn new(environment: Environment, issuer: &Url, api_base: &Url) -> Result<Self, UrlRefused> {
        check_parsed(issuer, environment)?;
        check_parsed(api_base, environment)?;
        let origins = [issuer, api_base].into_iter().map(origin).collect();
        let mut api_base = api_base.clone();
        let path = api_base.path().trim_end_matches('/').to_owned();
        api_base.set_path(&path);
        api_base.set_query(None);
        Ok(Self { environment, origins, api_base })
    }

    /// The pinned origins, as text.
    pub fn origins(&self) -> impl Iterator<Item = &str> {
        self.origins.iter().map(String::as_str)
    }

    /// What every API path of the bank starts with.
    #[must_use]
    pub const fn api_base(&self) -> &Url {
        &self.api_base
    }

    /// Whose rules its addresses follow: those of a sandbox may lead to this device.
    #[must_use]
    pub const fn environment(&self) -> Environment {
        self.environment
    }

    /// Accepts an endpoint from the bank's metadata, if it lies in a pinned origin.
    ///
    /// # Errors
    /// When it does not, or is not a URL to speak to.
    pub fn check_endpoint(&self, url: &Url) -> Result<(), UntrustedLink> {
        check_parsed(url, self.environment)?;
        if self.origins.contains(&origin(url)) { Ok(()) } else { Err(UntrustedLink::Origin) }
    }

    /// The URL of a path below the API base.
    ///
    /// # Errors
    /// When the path climbs out of the base.
    pub fn under_base(&self, path: &str, query: &[(String, String)]) -> Result<Url, UntrustedLink> {
        let mut url = self.api_base.clone();
        url.set_path(&format!("{}/{}", self.api_base.path().trim_end_matches('/'), path.trim_start_matches('/')));
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        self.check_api(&url)?;
        Ok(url)
    }

    /// Resolves a link the bank sent and accepts it only inside the API's origin and base path.
    ///
    /// # Errors
    /// When it leads anywhere else, however it is written.
    pub fn follow(&self, link: &str) -> Result<Url, UntrustedLink> {
        // URL parsers skip line breaks and turn backslashes round; an honest link has neither.
        if link.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\') {
            return Err(UntrustedLink::Refused(UrlRefused::Unreadable));
        }
        let mut url = self.api_base.join(link).map_err(|_| UrlRefused::Unreadable)?;
        url.set_fragment(None);
        check_parsed(&url, self.environment)?;
        self.check_api(&url)?;
        Ok(url)
    }

    fn check_api(&self, url: &Url) -> Result<(), UntrustedLink> {
        if origin(url) != origin(&self.api_base) {
            return Err(UntrustedLink::Origin);
        }
        let path = url.path().to_ascii_lowercase();
        // A server that decodes before it routes would see another path than the one that was checked here.
        if path.contains("%2f") && path.contains("..") || path.contains("%5c") || path.contains("%00") {
            return Err(UntrustedLink::Path);
        }
        let base = self.api_base.path().trim_end_matches('/');
        match url.path().strip_prefix(base) {
            Some(rest) if rest.is_empty() || rest.starts_with('/') => Ok(()),
            _ => Err(UntrustedLink::Path),
        }
    }
}

/// Scheme, host and port, with the default port left out.
pub(crate) fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pins() -> Pins {
        let issuer = Url::parse("https://login.bank.example").unwrap();
        let base = Url::parse("https://api.bank.example/open-banking/v4.0/aisp/").unwrap();
        Pins::new(Environment::Live, &issuer, &base).unwrap()
    }

    #[test]
    fn links_inside_the_api_are_followed_however_they_are_written() {
        let page = "https://api.bank.example/open-banking/v4.0/aisp/accounts/1/transactions?page=2";
        for link in [page, "/open-banking/v4.0/aisp/accounts/1/transactions?page=2", &format!("{page}#top")] {
            assert_eq!(pins().follow(link).unwrap().as_str(), page, "{link}");
        }
        assert!(pins().follow("https://API.bank.example:443/open-banking/v4.0/aisp/accounts").is_ok());
    }

    #[test]
    fn links_out_of_the_api_are_refused_however_they_are_written() {
        use UntrustedLink::{Origin, Path, Refused};
        let wrong = [
            ("https://evil.example/open-banking/v4.0/aisp/accounts", Origin),
            ("//evil.example/open-banking/v4.0/aisp/accounts", Origin),
            ("https://api.bank.example:8443/open-banking/v4.0/aisp/accounts", Origin),
            ("https://api.bank.example.evil.example/open-banking/v4.0/aisp/", Origin),
            ("https://login.bank.example/open-banking/v4.0/aisp/accounts", Origin),
            ("http://api.bank.example/open-banking/v4.0/aisp/accounts", Refused(UrlRefused::NotTls)),
            ("https://api.bank.example@evil.example/", Refused(UrlRefused::Credentials)),
            ("https://u:p@api.bank.example/open-banking/v4.0/aisp/a", Refused(UrlRefused::Credentials)),
            ("https://api.bank.example/open-banking/v4.0/aisp/../../admin", Path),
            ("https://api.bank.example/open-banking/v4.0/aisp/%2e%2e/x", Path),
            ("https://api.bank.example/open-banking/v4.0/aisp/..%2f..%2fadmin", Path),
            ("https://api.bank.example/open-banking/v4.0/aispx/accounts", Path),
            ("https://api.bank.example/admin", Path),
            ("\\\\evil.example\\x", Refused(UrlRefused::Unreadable)),
            ("java\nscript:alert(1)", Refused(UrlRefused::Unreadable)),
            ("javascript:alert(1)", Refused(UrlRefused::NotTls)),
        ];
        for (link, reason) in wrong {
            assert_eq!(pins().follow(link), Err(reason), "{link}");
        }
    }

    #[test]
    fn metadata_endpoints_stay_in_the_pinned_origins() {
        let check = |text: &str| pins().check_endpoint(&Url::parse(text).unwrap());
        assert!(check("https://login.bank.example/token").is_ok());
        assert!(check("https://api.bank.example/jwks").is_ok());
        assert_eq!(check("https://evil.example/token"), Err(UntrustedLink::Origin));
        assert!(check("http://login.bank.example/token").is_err());
    }

    #[test]
    fn an_asked_path_stays_below_the_base_and_its_query_is_encoded() {
        let query = [("fromBookingDateTime".to_owned(), "2026-01-01T00:00:00&x=y".to_owned())];
        let url = pins().under_base("/accounts/a%20b/transactions", &query).unwrap();
        assert_eq!(url.path(), "/open-banking/v4.0/aisp/accounts/a%20b/transactions");
        assert_eq!(url.query(), Some("fromBookingDateTime=2026-01-01T00%3A00%3A00%26x%3Dy"));
        assert_eq!(pins().under_base("/../../admin", &[]), Err(UntrustedLink::Path));
        assert!(pins().under_base("/accounts/a%2Fb", &[]).is_ok(), "an id may hold a slash");
    }
}
