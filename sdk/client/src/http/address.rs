//! Which addresses may be spoken to at all.
//!
//! Directory entries, metadata and links are data, and data can lie: an address may lead into this device, into the home
//! network, or to a cloud's metadata service. So a URL is checked when it is read ([`check_url`]) and its host again when
//! its name has been resolved, at the moment of connecting ([`GuardedResolver`]); that the name meant a public address a
//! second earlier counts for nothing. Plain `http` exists for one case only: a sandbox bank on a loopback literal.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use serde::{Deserialize, Serialize};
use url::{Host, Url};

/// Whether an entry is a real bank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Environment {
    /// A real bank: TLS, public addresses, no exception.
    Live,
    /// A pretend bank: may run on this device.
    Sandbox,
}

/// Why a URL is not spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UrlRefused {
    /// It cannot be parsed.
    #[error("it is not a URL")]
    Unreadable,
    /// It is not `https` (or `http` on a loopback literal of a sandbox entry).
    #[error("it does not use TLS")]
    NotTls,
    /// It has a user name or password in it.
    #[error("it carries credentials")]
    Credentials,
    /// It has a fragment.
    #[error("it carries a fragment")]
    Fragment,
    /// It names an address directly where only a name will do.
    #[error("it names an address instead of a host")]
    Literal,
    /// Its port belongs to another kind of service.
    #[error("it names a port that is not for the web")]
    Port,
}

/// Reads a URL and checks that an entry of this kind may name it.
///
/// # Errors
/// The first reason against it.
pub fn check_url(text: &str, environment: Environment) -> Result<Url, UrlRefused> {
    if text.chars().any(char::is_control) {
        return Err(UrlRefused::Unreadable);
    }
    let url = Url::parse(text).map_err(|_| UrlRefused::Unreadable)?;
    check_parsed(&url, environment)?;
    Ok(url)
}

pub(super) fn check_parsed(url: &Url, environment: Environment) -> Result<(), UrlRefused> {
    let loopback = is_loopback_literal(url);
    match url.scheme() {
        "https" => {}
        "http" if loopback && environment == Environment::Sandbox => {}
        _ => return Err(UrlRefused::NotTls),
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(UrlRefused::Credentials);
    }
    if url.fragment().is_some() {
        return Err(UrlRefused::Fragment);
    }
    let fine = match url.host() {
        Some(Host::Domain(_)) => true,
        _ => loopback && environment == Environment::Sandbox,
    };
    if !fine {
        return Err(UrlRefused::Literal);
    }
    match url.port() {
        Some(port) if port < 1024 && port != 443 => Err(UrlRefused::Port),
        _ => Ok(()),
    }
}

fn is_loopback_literal(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        _ => false,
    }
}

/// Whether an address is out on the public internet.
#[must_use]
pub(super) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        // A v4 address in v6 clothes is judged as what it is.
        IpAddr::V6(v6) => v6.to_ipv4_mapped().map_or_else(|| is_public_v6(v6), is_public_v4),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let shared = a == 100 && (b & 0b1100_0000) == 64; // RFC 6598, carrier-grade NAT
    let protocol = a == 192 && b == 0 && c == 0; // RFC 6890
    let benchmark = a == 198 && (b & 0xfe) == 18; // RFC 2544
    !(address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_broadcast()
        || address.is_documentation()
        || address.is_multicast()
        || a == 0
        || a >= 240
        || shared
        || protocol
        || benchmark)
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [first, second, ..] = address.segments();
    // Only 2000::/3 is public; inside it, documentation, 6to4 and Teredo lead elsewhere.
    (first & 0xe000) == 0x2000
        && !(first == 0x2001 && (second == 0x0db8 || second == 0))
        && first != 0x2002
        && first != 0x3fff
}

/// Resolves names and drops every address that is not public. The connection is made to what is left, so a name that
/// changes its mind between two look-ups gains nothing.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct GuardedResolver;

#[derive(Debug, thiserror::Error)]
#[error("the host's name leads to no public address")]
struct NoPublicAddress;

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let public: Vec<SocketAddr> = found.filter(|address| is_public(address.ip())).collect();
            if public.is_empty() {
                return Err(NoPublicAddress.into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_is_for_sandboxes_on_loopback_literals_only() {
        for fine in ["http://127.0.0.1:7301", "http://[::1]:7301", "https://127.0.0.1:7301", "https://bank.example/x"] {
            assert!(check_url(fine, Environment::Sandbox).is_ok(), "{fine}");
        }
        for wrong in
            ["http://localhost:7301", "http://bank.example", "http://10.0.0.1", "https://10.0.0.1", "ftp://127.0.0.1"]
        {
            assert!(check_url(wrong, Environment::Sandbox).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_live_bank_has_a_name_and_tls() {
        assert!(check_url("https://bank.example", Environment::Live).is_ok());
        assert!(check_url("https://bank.example:8443/x?y=z", Environment::Live).is_ok());
        let refused = [
            ("http://bank.example", UrlRefused::NotTls),
            ("http://127.0.0.1:7301", UrlRefused::NotTls),
            ("https://127.0.0.1", UrlRefused::Literal),
            ("https://[::1]", UrlRefused::Literal),
            ("https://[::ffff:7f00:1]", UrlRefused::Literal),
            ("https://169.254.169.254/latest", UrlRefused::Literal),
            ("https://2130706433/", UrlRefused::Literal),
            ("https://0x7f.1/", UrlRefused::Literal),
            ("https://u:p@bank.example", UrlRefused::Credentials),
            ("https://bank.example/#x", UrlRefused::Fragment),
            ("https://bank.example:22", UrlRefused::Port),
            ("https://bank.example\n.evil", UrlRefused::Unreadable),
            ("bank.example", UrlRefused::Unreadable),
        ];
        for (text, reason) in refused {
            assert_eq!(check_url(text, Environment::Live).err(), Some(reason), "{text}");
        }
    }

    #[test]
    fn only_public_addresses_are_connected_to() {
        for public in ["8.8.8.8", "2606:4700::1111", "203.0.112.1"] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
        let inside = [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "224.0.0.1",
            "198.18.0.1",
            "192.0.0.8",
            "::1",
            "::",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "fe80::1",
            "fc00::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "ff02::1",
        ];
        for address in inside {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
    }

    #[tokio::test]
    async fn a_name_that_leads_home_is_not_followed() {
        let resolved = GuardedResolver.resolve("localhost".parse().unwrap()).await;
        assert!(resolved.is_err());
    }
}
