//! Reads the token from where it may stand: exactly one `Authorization` header, and nowhere else (FAPI 2.0 §5.3.4).

use http::header::AUTHORIZATION;
use http::request::Parts;
use moa_kernel::SecretString;

use super::Scheme;

/// No token of this bank is longer.
const TOKEN_CHARS_MAX: usize = 512;

/// What a request brought, before anybody was asked about it.
pub(super) enum Presented {
    Nothing,
    InUrl,
    Unreadable,
    Token { scheme: Scheme, token: SecretString },
}

pub(super) fn presented(request: &Parts) -> Presented {
    let query = request.uri.query().unwrap_or_default();
    if url::form_urlencoded::parse(query.as_bytes()).any(|(name, _)| name == "access_token") {
        return Presented::InUrl;
    }
    // `get` would silently take the first of several.
    let mut headers = request.headers.get_all(AUTHORIZATION).iter();
    match (headers.next(), headers.next()) {
        (None, _) => Presented::Nothing,
        (Some(header), None) => header.to_str().ok().and_then(read).unwrap_or(Presented::Unreadable),
        (Some(_), Some(_)) => Presented::Unreadable,
    }
}

fn read(header: &str) -> Option<Presented> {
    let (name, token) = header.split_once(' ')?;
    // Scheme names know no case (RFC 9110 §11.1).
    let scheme = if name.eq_ignore_ascii_case("DPoP") {
        Scheme::Dpop
    } else if name.eq_ignore_ascii_case("Bearer") {
        Scheme::Bearer
    } else {
        return None;
    };
    let is_token = (1..=TOKEN_CHARS_MAX).contains(&token.len()) && token.bytes().all(is_token68);
    is_token.then(|| Presented::Token { scheme, token: SecretString::from(token) })
}

fn is_token68(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte)
}

#[cfg(test)]
mod tests {
    use http::Request;
    use moa_kernel::ExposeSecret as _;

    use super::*;

    fn of(uri: &str, headers: &[&str]) -> Presented {
        let mut request = Request::builder().uri(uri);
        for header in headers {
            request = request.header(AUTHORIZATION, *header);
        }
        presented(&request.body(()).unwrap().into_parts().0)
    }

    #[test]
    fn a_token_is_read_from_its_one_header() {
        for header in ["DPoP abc-._~+/=", "dpop abc-._~+/=", "DPOP abc-._~+/="] {
            let Presented::Token { scheme: Scheme::Dpop, token } = of("/accounts", &[header]) else {
                panic!("{header}")
            };
            assert_eq!(token.expose_secret(), "abc-._~+/=");
        }
        assert!(matches!(of("/accounts", &["Bearer abc"]), Presented::Token { scheme: Scheme::Bearer, .. }));
    }

    #[test]
    fn and_from_nowhere_else() {
        assert!(matches!(of("/accounts", &[]), Presented::Nothing));
        assert!(matches!(of("/accounts?access_token=abc", &["DPoP abc"]), Presented::InUrl));
        assert!(matches!(of("/accounts?access%5Ftoken=abc", &[]), Presented::InUrl));
        let long = format!("DPoP {}", "a".repeat(TOKEN_CHARS_MAX + 1));
        for headers in [&["DPoP abc", "DPoP def"][..], &["Basic YTpi"], &["DPoP"], &["DPoP "], &["DPoP a b"], &[&long]]
        {
            assert!(matches!(of("/accounts", headers), Presented::Unreadable), "{headers:?}");
        }
    }
}
