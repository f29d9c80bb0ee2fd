//! What comes back through the browser, and whether it belongs to this attempt.
//!
//! Anybody can call the listener, and a hostile bank can send the browser there with another bank's code. So the answer
//! must come in at the address of this bank's registration, with this attempt's `state` (compared in constant time) and with
//! exactly one `iss` that is this attempt's issuer (RFC 9207 §2.4). Until all three hold, nothing in it is looked at, and
//! no request goes anywhere because of it.

use moa_kernel::{ExposeSecret as _, Issuer, SecretString};
use moa_security::attempt::State;
use moa_wire::oauth::{code, param};
use url::{Origin, Url, form_urlencoded};

use crate::error::CallContext;

/// Why an answer is not used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CallbackError {
    /// It is not a URL, or it names a parameter twice.
    #[error("the answer cannot be read")]
    Unreadable,
    /// It came in on the path of another bank, or on none of ours, or at another address.
    #[error("the answer came in at another address than this bank's")]
    OtherPath,
    /// It has no `state`, or another attempt's.
    #[error("the answer does not belong to this attempt")]
    OtherState,
    /// It does not say who it is from.
    #[error("the answer does not say which bank it is from")]
    NoIssuer,
    /// It says so twice.
    #[error("the answer says twice which bank it is from")]
    TwoIssuers,
    /// It is from another bank: a mix-up.
    #[error("the answer is from another bank than the one that was asked")]
    OtherIssuer,
    /// The customer said no.
    #[error("the customer did not approve")]
    Denied,
    /// The bank ended it with an error.
    #[error("the bank ended the approval with an error")]
    Failed(Option<String>),
    /// It came too late.
    #[error("the answer came after the attempt had expired")]
    TooLate,
}

impl CallbackError {
    /// Whether the answer, useless as it is, came on this bank's path with this attempt's state and this bank's name.
    pub(super) const fn is_from_the_bank(&self) -> bool {
        match self {
            Self::OtherPath | Self::OtherState | Self::NoIssuer | Self::TwoIssuers | Self::OtherIssuer => false,
            // What cannot be read is found out after all of that was right.
            Self::Unreadable | Self::Denied | Self::Failed(_) | Self::TooLate => true,
        }
    }
}

/// An answer that came back through the browser. It may hold a code: it is never printed.
#[derive(Clone)]
pub struct Redirect {
    /// Where it was sent. None when it was heard there: the listener looks at that itself.
    origin: Option<Origin>,
    path: String,
    query: SecretString,
}

impl std::fmt::Debug for Redirect {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Redirect(…)")
    }
}

impl Redirect {
    /// Takes the whole URL the browser was sent to, for apps that catch it themselves.
    ///
    /// # Errors
    /// When it is not a URL.
    pub fn from_url(url: &str) -> Result<Self, CallbackError> {
        let url = Url::parse(url).map_err(|_| CallbackError::Unreadable)?;
        Ok(Self { origin: Some(url.origin()), ..Self::new(url.path(), url.query().unwrap_or_default()) })
    }

    pub(super) fn new(path: &str, query: &str) -> Self {
        Self { origin: None, path: path.to_owned(), query: SecretString::from(query) }
    }

    fn parameters(&self, name: &str) -> Vec<String> {
        let pairs = form_urlencoded::parse(self.query.expose_secret().as_bytes());
        pairs.filter(|(key, _)| key == name).map(|(_, value)| value.into_owned()).collect()
    }

    fn only(&self, name: &str) -> Result<Option<String>, CallbackError> {
        let mut values = self.parameters(name);
        match (values.pop(), values.is_empty()) {
            (value, true) => Ok(value),
            (_, false) => Err(CallbackError::Unreadable),
        }
    }

    /// Whether it is addressed to this attempt: the right path and exactly one `state`, the right one.
    pub(super) fn is_for(&self, path: &str, state: &State) -> Result<(), CallbackError> {
        if self.path != path {
            return Err(CallbackError::OtherPath);
        }
        let states = self.parameters(param::STATE);
        match states.as_slice() {
            [only] if state.matches(only) => Ok(()),
            _ => Err(CallbackError::OtherState),
        }
    }

    /// Whether it brings a refusal, for the page the customer sees.
    pub(super) fn is_refusal(&self) -> bool {
        self.parameters(param::CODE).is_empty()
    }

    fn check_issuer(&self, issuer: &Issuer) -> Result<(), CallbackError> {
        match self.parameters(param::ISS).as_slice() {
            [] => Err(CallbackError::NoIssuer),
            [only] if only == issuer.as_str() => Ok(()),
            [_] => Err(CallbackError::OtherIssuer),
            _ => Err(CallbackError::TwoIssuers),
        }
    }

    /// The code, once everything around it is right.
    pub(super) fn code(&self, asked: &Url, state: &State, issuer: &Issuer) -> Result<SecretString, CallbackError> {
        self.is_for(asked.path(), state)?;
        if self.origin.as_ref().is_some_and(|origin| *origin != asked.origin()) {
            return Err(CallbackError::OtherPath);
        }
        self.check_issuer(issuer)?;
        match (self.only(param::ERROR)?, self.only(param::CODE)?) {
            (Some(error), None) if error == code::ACCESS_DENIED => Err(CallbackError::Denied),
            (Some(error), None) => Err(CallbackError::Failed(CallContext::oauth_code(&error))),
            (None, Some(code)) if !code.is_empty() => Ok(SecretString::from(code)),
            _ => Err(CallbackError::Unreadable),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATH: &str = "/callback/honest/r4nd0m";
    const ORIGIN: &str = "http://127.0.0.1:49152";
    const ISSUER: &str = "https://honest.example";

    fn read(path: &str, query: &str) -> Result<SecretString, CallbackError> {
        let state = State::from_secret(SecretString::from("right"));
        let redirect = Redirect::from_url(&format!("{ORIGIN}{path}?{query}"))?;
        redirect.code(&asked(ORIGIN), &state, &Issuer::new(ISSUER).unwrap())
    }

    fn asked(origin: &str) -> Url {
        Url::parse(&format!("{origin}{PATH}")).unwrap()
    }

    #[test]
    fn the_right_answer_gives_its_code() {
        let code = read(PATH, "code=c0de&state=right&iss=https%3A%2F%2Fhonest.example").unwrap();
        assert_eq!(code.expose_secret(), "c0de");
    }

    #[test]
    fn a_mix_up_is_recognised_whichever_way_it_is_played() {
        let wrong = [
            ("code=c&state=right&iss=https://evil.example", CallbackError::OtherIssuer),
            ("code=c&state=right&iss=https://honest.example/", CallbackError::OtherIssuer),
            ("code=c&state=right", CallbackError::NoIssuer),
            ("code=c&state=right&iss=", CallbackError::OtherIssuer),
            ("code=c&state=right&iss=https://honest.example&iss=https://evil.example", CallbackError::TwoIssuers),
            ("code=c&state=right&iss=https://honest.example&iss=https://honest.example", CallbackError::TwoIssuers),
            ("error=access_denied&state=right&iss=https://evil.example", CallbackError::OtherIssuer),
        ];
        for (query, reason) in wrong {
            assert_eq!(read(PATH, query).err(), Some(reason), "{query}");
        }
        let other_bank = read("/callback/evil/r4nd0m", "code=c&state=right&iss=https://honest.example");
        assert_eq!(other_bank.err(), Some(CallbackError::OtherPath));
    }

    #[test]
    fn an_address_of_the_apps_own_is_compared_whole() {
        let (state, issuer) = (State::from_secret(SecretString::from("right")), Issuer::new(ISSUER).unwrap());
        let at = |origin: &str| {
            let brought = format!("{origin}{PATH}?code=c&state=right&iss={ISSUER}");
            Redirect::from_url(&brought).unwrap().code(&asked("https://app.example"), &state, &issuer)
        };
        assert_eq!(at("https://app.example").unwrap().expose_secret(), "c");
        for other in [
            "http://app.example",
            "https://app.example:8443",
            "https://evil.example",
            "http://127.0.0.1",
            "myapp://app.example",
        ] {
            assert_eq!(at(other).err(), Some(CallbackError::OtherPath), "{other}");
        }
        let heard = Redirect::new(PATH, &format!("code=c&state=right&iss={ISSUER}"));
        assert!(heard.code(&asked(ORIGIN), &state, &issuer).is_ok(), "what the listener heard was sent to it");
    }

    #[test]
    fn a_state_of_another_attempt_none_or_two_are_refused() {
        for query in [
            "code=c",
            "code=c&state=",
            "code=c&state=left",
            "code=c&state=right&state=right",
            "code=c&state=right&state=left",
        ] {
            let query = format!("{query}&iss=https://honest.example");
            assert_eq!(read(PATH, &query).err(), Some(CallbackError::OtherState), "{query}");
        }
    }

    #[test]
    fn an_answer_is_a_code_or_an_error_and_never_both() {
        let with = |rest: &str| read(PATH, &format!("state=right&iss=https://honest.example{rest}")).err();
        assert_eq!(with("&error=access_denied"), Some(CallbackError::Denied));
        assert_eq!(with("&error=server_error"), Some(CallbackError::Failed(Some("server_error".to_owned()))));
        assert_eq!(with("&error=server_error%0a"), Some(CallbackError::Failed(None)), "no registered word");
        for unreadable in ["", "&code=", "&code=a&code=b", "&code=a&error=access_denied", "&error=a&error=b"] {
            assert_eq!(with(unreadable), Some(CallbackError::Unreadable), "{unreadable}");
        }
    }

    #[test]
    fn a_redirect_is_never_printed() {
        let redirect = Redirect::from_url("http://127.0.0.1/callback?code=planted").unwrap();
        assert!(!format!("{redirect:?}").contains("planted"));
    }
}
