//! The things a page has to say to a customer beside its business.

use moa_kernel::Timestamp;

use super::{Words, in_words};

/// A page of its own: why there is nothing to do here, and what to do instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Notice {
    /// The link is not one of ours.
    UnknownRequest,
    /// It came too late.
    Expired,
    /// The customer allowed it before.
    Allowed,
    /// The customer did not allow it before.
    Denied,
    /// We, or the app, ended it.
    Ended,
    /// It belongs to another browser.
    NoPart,
    /// The form is not one of ours.
    ForeignForm,
    /// Too many log in at this moment.
    Busy,
    /// Our own fault.
    OurFault,
}

impl Notice {
    /// The keys of its title, its explanation, and what to do.
    pub(super) fn keys(self) -> [String; 3] {
        let stem = match self {
            Self::UnknownRequest => "unknown",
            Self::Expired => "expired",
            Self::Allowed => "allowed",
            Self::Denied => "denied",
            Self::Ended => "ended",
            Self::NoPart => "no_part",
            Self::ForeignForm => "foreign",
            Self::Busy => "busy",
            Self::OurFault => "fault",
        };
        ["title", "text", "do"].map(|part| format!("{stem}_{part}"))
    }
}

/// A sentence above the login form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LoginNotice {
    /// Name or password is wrong; which one is not said.
    Wrong,
    /// Something was left empty.
    Incomplete,
    /// Too many failures for one name.
    LockedUntil(Timestamp),
}

impl LoginNotice {
    /// The notice as it is kept between two requests.
    pub(crate) fn to_text(self) -> String {
        match self {
            Self::Wrong => "wrong".to_owned(),
            Self::Incomplete => "incomplete".to_owned(),
            Self::LockedUntil(until) => format!("locked {}", until.as_millisecond()),
        }
    }

    /// The notice that [`LoginNotice::to_text`] wrote.
    pub(crate) fn of_text(text: &str) -> Option<Self> {
        match text.split_once(' ') {
            Some(("locked", millis)) => {
                Some(Self::LockedUntil(Timestamp::from_millisecond(millis.parse().ok()?).ok()?))
            }
            None if text == "wrong" => Some(Self::Wrong),
            None if text == "incomplete" => Some(Self::Incomplete),
            _ => None,
        }
    }

    /// The sentence; none when the wait is over.
    pub(crate) fn sentence(self, now: Timestamp, words: &Words) -> Option<String> {
        match self {
            Self::Wrong => Some(words.say("login_wrong")),
            Self::Incomplete => Some(words.say("login_incomplete")),
            Self::LockedUntil(until) if until <= now => None,
            Self::LockedUntil(until) => Some(words.say_with("login_locked", &[("wait", &in_words(until, now, words))])),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_survives_being_kept() {
        let until = Timestamp::from_millisecond(1_800_000_000_123).unwrap();
        for notice in [LoginNotice::Wrong, LoginNotice::Incomplete, LoginNotice::LockedUntil(until)] {
            assert_eq!(LoginNotice::of_text(&notice.to_text()), Some(notice));
        }
        for strange in ["", "locked", "locked x", "wrong 1"] {
            assert_eq!(LoginNotice::of_text(strange), None);
        }
    }

    #[test]
    fn every_notice_has_words_in_both_languages() {
        for text in [include_str!("en.json"), include_str!("ko.json")] {
            let words = Words::parse(text).unwrap();
            for notice in [
                Notice::UnknownRequest,
                Notice::Expired,
                Notice::Allowed,
                Notice::Denied,
                Notice::Ended,
                Notice::NoPart,
                Notice::ForeignForm,
                Notice::Busy,
                Notice::OurFault,
            ] {
                assert!(notice.keys().iter().all(|key| words.say(key) != *key), "{notice:?}");
            }
        }
    }
}
