//! Where each no is written, and what would have turned it into a yes: one exhaustive table.

use moa_bank_processing::Refusal;

use super::{Refused, RuleOutcome, RuleRun};
use crate::intake::form::FormFault;
use crate::policy::Denial;

/// The rules in the order in which they are asked.
const RULES: [&str; 11] =
    ["token", "binding", "app", "places", "spike", "quota", "scope", "grant", "consent", "permission", "account"];

/// The form, which is looked at after the rules.
pub(crate) const FORM: &str = "form";
/// The size of what a request brings along, which is read after its form was looked at.
pub(crate) const PAYLOAD: &str = "payload";
/// The memory of requests that are answered once.
pub(crate) const ONCE: &str = "once";
/// The size of the answer.
pub(crate) const ANSWER: &str = "answer";

/// What comes after the rules. Not every request meets all of it: a consent is no business of the core's, and only a
/// custom API has a recipe.
const STEPS: [&str; 8] =
    [FORM, PAYLOAD, ONCE, Refusal::REQUEST, Refusal::CORE, Refusal::RESOURCE, Refusal::RECIPE, ANSWER];

/// Of what an app's own token opens, no customer is asked.
const ABOUT_A_CUSTOMER: [&str; 3] = ["consent", "permission", "account"];

/// The rules that a request has passed when the policy has admitted it.
pub(crate) fn rules_of_admission(of_a_customer: bool) -> impl Iterator<Item = &'static str> {
    RULES.into_iter().filter(move |rule| of_a_customer || !ABOUT_A_CUSTOMER.contains(rule))
}

/// The rules that come before the one that refused.
pub(crate) fn rules_before(refused: &Refused) -> impl Iterator<Item = &'static str> {
    let rule = refused.rule;
    RULES.into_iter().take_while(move |it| *it != rule)
}

/// Every rule and what it said. One that neither passed nor refused was not asked.
pub(crate) fn runs(passed: &[&'static str], refused: Option<&Refused>) -> Vec<RuleRun> {
    let outcome = |rule: &'static str| match refused {
        Some(refused) if refused.rule == rule => RuleOutcome::Refused,
        _ if passed.contains(&rule) => RuleOutcome::Passed,
        _ => RuleOutcome::NotAsked,
    };
    RULES.into_iter().chain(STEPS).map(|rule| RuleRun { rule, outcome: outcome(rule) }).collect()
}

/// A refusal of what comes after the policy, explained.
pub(crate) fn of_refusal(refusal: Refusal) -> Refused {
    let Refusal { rule, why, clause, change } = refusal;
    Refused { rule, why, clause, change }
}

/// Too many stand in line already.
pub(crate) const fn of_full_line() -> Refused {
    Refused {
        rule: "token",
        why: "too many tokens that are not live come from this address, and too many tries stand in line",
        clause: "RFC 6585 §4",
        change: Some("ask again a little later"),
    }
}

/// The memory of keys is full.
pub(crate) const fn of_full_memory() -> Refused {
    Refused {
        rule: ONCE,
        why: "this app has used as many idempotency keys as the bank remembers in 24 hours",
        clause: "UK Read/Write Profile, idempotency; RFC 6585 §4",
        change: Some("wait until the oldest keys are a day old"),
    }
}

/// The answer is larger than its API gives.
pub(crate) const fn of_large_answer() -> Refused {
    Refused {
        rule: ANSWER,
        why: "the answer is larger than its API gives; the fault is the bank's",
        clause: "the API's definition, limits",
        change: Some("ask for less, where the operation has parameters for it"),
    }
}

/// A refusal of the policy, explained.
pub(crate) fn of_denial(denial: Denial) -> Refused {
    let (rule, why, clause, change) = match denial {
        Denial::NoToken => (
            "token",
            "there is no access token",
            "RFC 6750 §3.1; FAPI 2.0 Security Profile §5.3.4",
            "send the access token in one Authorization header: `DPoP <token>`",
        ),
        Denial::TokenInUrl => (
            "token",
            "the access token stands in the URL",
            "FAPI 2.0 Security Profile §5.3.4",
            "move it from the query into the Authorization header",
        ),
        Denial::TokenUnreadable => (
            "token",
            "the Authorization header cannot be read, or there are two",
            "RFC 9449 §7.1",
            "send exactly one: `DPoP <token>`",
        ),
        Denial::TokenDead => (
            "token",
            "the access token is unknown, revoked or expired",
            "RFC 6750 §3.1 (invalid_token)",
            "refresh the grant, or ask the customer to connect again",
        ),
        Denial::NotBound => (
            "binding",
            "the access token is bound to a key and was presented as Bearer",
            "RFC 9449 §7.2; FAPI 2.0 Security Profile §5.3.4",
            "use the scheme `DPoP` and send a proof",
        ),
        Denial::ProofMissing => {
            ("binding", "there is no DPoP proof", "RFC 9449 §7.1", "send one proof in the DPoP header")
        }
        Denial::ProofWrong => (
            "binding",
            "the DPoP proof is not one for this request",
            "RFC 9449 §4.3",
            "make a proof for exactly this method, this URL without its query, this token and this moment",
        ),
        Denial::NonceWanted => (
            "binding",
            "the DPoP proof lacks a fresh nonce of this bank",
            "RFC 9449 §9",
            "make a new proof with the nonce in the DPoP-Nonce header of the answer",
        ),
        Denial::ProofReplayed => (
            "binding",
            "the DPoP proof was used before",
            "RFC 9449 §11.1",
            "make a new proof for every request, retries included",
        ),
        Denial::OtherKey => (
            "binding",
            "the DPoP proof was made with another key than the token is bound to",
            "RFC 9449 §7.1",
            "sign with the key that was used at the token endpoint",
        ),
        Denial::Blocked => ("app", "the operator has shut this app out", "the platform's terms", "ask the operator"),
        Denial::NoPlace => (
            "places",
            "too many requests of this app are under way",
            "RFC 6585 §4; UK Read/Write Profile, 429",
            "wait for an answer before asking again",
        ),
        Denial::Spike => (
            "spike",
            "the app asks faster than its plan allows",
            "RFC 6585 §4; draft-ietf-httpapi-ratelimit-headers-10",
            "wait for the seconds in Retry-After",
        ),
        Denial::Quota => (
            "quota",
            "the app has used up what its plan allows in this window",
            "RFC 6585 §4; draft-ietf-httpapi-ratelimit-headers-10",
            "wait for the seconds in Retry-After, or ask for another plan",
        ),
        Denial::Scope => (
            "scope",
            "the access token's scopes do not cover this operation",
            "RFC 6750 §3.1 (insufficient_scope)",
            "ask for the operation's scope when requesting the token",
        ),
        Denial::OtherGrant => (
            "grant",
            "the operation wants the other kind of token",
            "UK Read/Write Profile, scopes and grant types",
            "use a client-credentials token for consents and a customer's token for their data",
        ),
        Denial::ConsentMissing => (
            "consent",
            "the token's consent is not there, or not this app's, or not this customer's",
            "UK Account Access Consents, status",
            "ask the customer to connect again",
        ),
        Denial::ConsentNotAuthorised => (
            "consent",
            "the consent is not authorised, or not any more",
            "UK Account Access Consents, status",
            "ask the customer to connect again",
        ),
        Denial::ConsentExpired => (
            "consent",
            "the consent has run out",
            "UK Account Access Consents, ExpirationDateTime",
            "ask the customer to renew it",
        ),
        Denial::Permission => (
            "permission",
            "the consent does not name a permission for this operation",
            "UK Account Access Consents, permissions",
            "ask for a consent that names the operation's permission",
        ),
        Denial::Account => (
            "account",
            "the consent does not cover such an account",
            "UK Read/Write Profile, 400 v. 404; FAPI 2.0 Security Profile §5.3.4",
            "use an AccountId that GET /accounts lists for this token",
        ),
        Denial::TooLarge => (
            PAYLOAD,
            "the body is larger than its API takes",
            "RFC 9110 §15.5.14; the API's definition, limits",
            "send less than the API's limit",
        ),
        Denial::TooDeep => (
            PAYLOAD,
            "the body is nested too deeply",
            "RFC 8259 §9; the API's definition, limits",
            "send a body as flat as the API's document has it",
        ),
    };
    Refused { rule, why, clause, change: Some(change) }
}

/// A refusal for the request's form, explained.
pub(crate) fn of_fault(fault: FormFault) -> Refused {
    let (why, clause, change) = match fault {
        FormFault::NotAcceptable => {
            ("the app does not accept JSON", "RFC 9110 §12.5.1", "accept `application/json`, or leave Accept out")
        }
        FormFault::UnsupportedMediaType => {
            ("the body is not said to be JSON", "RFC 9110 §8.3", "send `Content-Type: application/json`")
        }
        FormFault::Broken => ("the body broke off", "RFC 9112 §8", "send the whole body"),
        FormFault::KeyReused => (
            "the idempotency key was used for another request",
            "UK Read/Write Profile, idempotency",
            "send another x-idempotency-key, or the first body again",
        ),
        FormFault::Header(_) => (
            "an optional header of the standard cannot be read",
            "UK Read/Write Profile, request headers",
            "leave it out, or write it as the standard has it",
        ),
    };
    let rule = if fault == FormFault::KeyReused { ONCE } else { FORM };
    Refused { rule, why, clause, change: Some(change) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_before_the_refusal_passed_and_what_came_after_was_not_asked() {
        let refused = of_denial(Denial::Spike);
        let before: Vec<_> = rules_before(&refused).collect();
        let runs = runs(&before, Some(&refused));
        let said = |rule: &str| runs.iter().find(|run| run.rule == rule).unwrap().outcome;
        assert_eq!((said("binding"), said("spike")), (RuleOutcome::Passed, RuleOutcome::Refused));
        assert_eq!((said("quota"), said("form")), (RuleOutcome::NotAsked, RuleOutcome::NotAsked));
    }

    #[test]
    fn an_apps_own_token_is_held_to_nothing_of_a_customers() {
        let passed: Vec<_> = rules_of_admission(false).collect();
        let asked = |rule: &str| passed.contains(&rule);
        assert!(asked("token") && asked("grant") && !asked("consent") && !asked("permission") && !asked("account"));
        assert_eq!(rules_of_admission(true).count(), RULES.len());
    }

    #[test]
    fn every_refusal_names_a_rule_that_is_asked() {
        for denial in Denial::ALL {
            let refused = of_denial(denial);
            assert!(RULES.contains(&refused.rule) || refused.rule == PAYLOAD, "{denial:?}");
            assert!(!refused.clause.is_empty() && refused.change.is_some(), "{denial:?}");
        }
    }
}
