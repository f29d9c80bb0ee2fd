//! Whoever is told no is told what to do next: every refusal of every room, and the registry's in every state.

use moa_bank_registry::{Family, Refusal, RegistryError, Version};

use super::*;
use crate::accounts::{AccountError, AccountName};
use crate::apps::AppError;
use crate::gate::PlanError;

fn next(problem: impl Into<Problem>) -> String {
    let problem = problem.into();
    problem.next.clone().unwrap_or_else(|| panic!("no next step: {problem:?}"))
}

fn refused(refusal: Refusal, state: &'static str) -> Problem {
    let (family, version) = (Family::new("spending").unwrap(), Version::new(1, 0));
    RegistryError::Refused { family, version, state, refusal }.into()
}

#[test]
fn an_api_that_cannot_go_the_way_that_was_wished_is_shown_its_next_one() {
    use Refusal::{
        AlreadyLive, BeingVerified, IsBlocked, IsOver, NotBlocked, NotDraft, NotEditable, NotLive, NotLookedAt,
        NotPublished, NotSubmitted, NotVerified,
    };
    for (refusal, state, code, verb) in [
        (NotVerified, "draft", Code::NotVerified, "submit spending 1.0"),
        (NotLookedAt, "submitted", Code::NotVerified, "verify spending 1.0"),
        (BeingVerified, "verifying", Code::NotVerified, "watch spending 1.0"),
        (AlreadyLive, "published", Code::WrongState, "draft FILE"),
        (IsBlocked, "blocked", Code::WrongState, "unblock spending 1.0"),
        (IsOver, "retired", Code::WrongState, "draft FILE"),
        (NotDraft, "submitted", Code::WrongState, "verify spending 1.0"),
        (NotDraft, "verified", Code::WrongState, "publish spending 1.0"),
        (NotSubmitted, "draft", Code::WrongState, "submit spending 1.0"),
        (NotEditable, "verifying", Code::WrongState, "cancel spending 1.0"),
        (NotEditable, "published", Code::WrongState, "draft FILE"),
        (NotPublished, "verified", Code::WrongState, "publish spending 1.0"),
        (NotPublished, "deprecated", Code::WrongState, "retire spending 1.0"),
        (NotLive, "blocked", Code::WrongState, "unblock spending 1.0"),
        (NotBlocked, "published", Code::WrongState, "show spending 1.0"),
    ] {
        let problem = refused(refusal, state);
        let command = format!("`mock-banks admin api {verb}`");
        assert_eq!(problem.code, code, "{refusal:?} {state}");
        assert!(next(problem.clone()).contains(&command), "{refusal:?} {state}: {:?}", problem.next);
    }
    assert!(!next(refused(AlreadyLive, "published")).contains("submit"), "what is live is not submitted");
}

#[test]
fn what_is_not_there_is_looked_for_in_the_list_that_has_it() {
    let name = || AccountName::new("jun").unwrap();
    for (problem, command) in [
        (next(AccountError::Unknown(name())), "accounts list"),
        (next(AccountError::Known(name())), "accounts reset jun"),
        (next(AccountError::LastAdmin(name())), "accounts add NAME --role admin"),
        (next(moa_bank_core::consents::ConsentError::Unknown), "consents list"),
        (next(PlanError::Unknown("gold".to_owned())), "plans list"),
        (next(PlanError::Standard("standard".to_owned())), "app plan APP PLAN"),
        (next(PlanError::TooMany), "plans remove NAME"),
        (next(AppError::Unknown), "apps"),
        (next(AppError::State("it is so already")), "app show"),
    ] {
        assert!(problem.contains(&format!("`mock-banks admin {command}`")), "{problem}");
    }
}
