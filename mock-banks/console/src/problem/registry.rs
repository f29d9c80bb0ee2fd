//! What the registry refuses, in words: what happened, and which command leads on from how the API stands.

use http::StatusCode;
use moa_bank_registry::{DefinitionFaults, Family, Refusal, RegistryError, Version};

use super::{Code, FaultView, Problem};

/// The file that is drafted is the operator's, so its name stands for itself.
const NEXT_VERSION: &str = "write the next version into the file, and draft that: `mock-banks admin api draft FILE`";
const VERIFY: &str = "submit it (`mock-banks admin api submit`) and verify it (`mock-banks admin api verify`)";

impl From<RegistryError> for Problem {
    fn from(error: RegistryError) -> Self {
        let said = error.to_string();
        match error {
            RegistryError::Definition(faults) => of_faults(&faults),
            RegistryError::Unknown { .. } => {
                Self::unknown(Code::UnknownApi, said, "`mock-banks admin apis` shows what there is")
            }
            RegistryError::Refused { refusal: Refusal::Reason, .. } => {
                Self::invalid(said).next("write it shorter, and on one line")
            }
            RegistryError::Refused { family, version, state, refusal } => {
                Self::conflict(code_of(refusal), said, next_of(refusal, state, &family, version))
            }
            RegistryError::PathTaken { .. } => {
                let next = "give it another `base_path`, and the same in the document's `servers`";
                Self::conflict(Code::PathConflict, said, next)
            }
            RegistryError::PathMoved { .. } => {
                Self::conflict(Code::PathConflict, said, "mend `base_path` or `version`, and draft it again")
            }
            RegistryError::Older { .. } => Self::conflict(Code::VersionConflict, said, NEXT_VERSION),
            RegistryError::AnotherDefinition { .. } => {
                let next = "look at it again (`mock-banks admin api definition`), and name the one you mean";
                Self::conflict(Code::DefinitionChanged, said, next)
            }
            RegistryError::NoReport | RegistryError::ReportStale(_) | RegistryError::ReportOvertaken { .. } => {
                Self::conflict(Code::NotVerified, said, VERIFY)
            }
            RegistryError::ReportFailed(_) => {
                let next = "read the report (`mock-banks admin report`), mend the definition and draft it again";
                Self::conflict(Code::VerificationFailed, said, next)
            }
            RegistryError::ReportForged(_) | RegistryError::ReportKnown(_) | RegistryError::Tampered(_) => {
                Self::conflict(Code::ReportForged, said, "run `mock-banks admin audit verify`")
            }
            RegistryError::TooMany(_) => {
                Self::conflict(Code::LimitReached, said, "draft the next revision of a version that never went live")
            }
            RegistryError::ReportTooLarge(_) => Self::conflict(
                Code::LimitReached,
                said,
                "describe fewer operations, or split the API into two families",
            ),
            RegistryError::Actor => Self::invalid(said),
            RegistryError::State(error) => error.into(),
        }
    }
}

fn of_faults(faults: &DefinitionFaults) -> Problem {
    let view = |fault: &moa_bank_registry::Fault| FaultView {
        field: fault.field.clone(),
        problem: fault.problem.clone(),
        advice: fault.advice.clone(),
    };
    let detail = "the definition cannot be used; nothing was changed";
    let problem = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, Code::InvalidDefinition, detail);
    Problem { faults: faults.list().iter().map(view).collect(), ..problem }.next("mend each fault and draft it again")
}

/// Three noes mean that the testbed has not said yes yet; all others are about where the API is on its way.
fn code_of(refusal: Refusal) -> Code {
    match refusal {
        Refusal::NotVerified | Refusal::NotLookedAt | Refusal::BeingVerified => Code::NotVerified,
        _ => Code::WrongState,
    }
}

fn next_of(refusal: Refusal, state: &str, family: &Family, version: Version) -> String {
    let api = |verb: &str| format!("`mock-banks admin api {verb} {family} {version}`");
    match (refusal, state) {
        (Refusal::Reason, _) => "write the reason shorter, and on one line".to_owned(),
        (Refusal::NotEditable, "verifying") => format!("wait for the testbed, or stop it: {}", api("cancel")),
        (Refusal::SunsetPassed, _) => "name a day that is to come: `--sunset 2030-01-01`".to_owned(),
        (Refusal::NoSuccessor, _) => {
            "`mock-banks admin apis` shows what is published; leave `--successor` out where nothing takes its place"
                .to_owned()
        }
        (Refusal::NotPublished | Refusal::NotLive, "draft" | "submitted" | "verifying" | "verified") => {
            format!("publish it first ({}); what never went live needs no end", api("publish"))
        }
        (Refusal::NotPublished, "deprecated") => format!("to end it: {}", api("retire")),
        (_, "blocked") => format!("let it answer again: {}", api("unblock")),
        (Refusal::NotPublished | Refusal::NotLive, "retired") => {
            "nothing has to be done: callers are told so".to_owned()
        }
        (Refusal::NotBlocked, _) => format!("nothing has to be done; how it stands: {}", api("show")),
        (_, "draft") => format!("submit it first: {}, then {}", api("submit"), api("verify")),
        (_, "submitted") => format!("let the testbed look at it: {}", api("verify")),
        (_, "verifying") => format!("see how far it is: {}", api("watch")),
        (_, "verified") => format!("it can go live: {}", api("publish")),
        _ => NEXT_VERSION.to_owned(),
    }
}
