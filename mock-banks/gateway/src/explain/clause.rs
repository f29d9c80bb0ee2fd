//! Where each no is written, and what would have turned it into a yes: one exhaustive table.

use super::{Refused, RuleOutcome, RuleRun};
use crate::intake::form::FormFault;
use crate::policy::Denial;

/// The rules in the order in which they are asked.
const RULES: [&str; 11] =
    ["token", "binding", "app", "places", "spike", "quota", "scope", "grant", "consent", "permission", "account"];

/// The form, which is looked at after the rules.
const FORM: &str = "form";

/// What each rule said, given which one refused.
pub(crate) fn rules_until(refused: Option<&Refused>) -> Vec<RuleRun> {
    let mut over = false;
    let rules = RULES.into_iter().chain([FORM]);
    rules
        .map(|rule| {
            let outcome = match refused {
                Some(refused) if refused.rule == rule => {
                    over = true;
                    RuleOutcome::Refused
                }
                _ if over => RuleOutcome::NotAsked,
                _ => RuleOutcome::Passed,
            };
            RuleRun { rule, outcome }
        })
        .collect()
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
        FormFault::TooLarge => ("the body is too large", "RFC 9110 §15.5.14", "send less than the API's limit"),
        FormFault::TooDeep => {
            ("the body is nested too deeply", "RFC 8259 §9", "send a body as flat as the API's document has it")
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
    Refused { rule: FORM, why, clause, change: Some(change) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_before_the_refusal_passed_and_what_came_after_was_not_asked() {
        let refused = of_denial(Denial::Spike);
        let runs = rules_until(Some(&refused));
        let said = |rule: &str| runs.iter().find(|run| run.rule == rule).unwrap().outcome;
        assert_eq!((said("binding"), said("spike")), (RuleOutcome::Passed, RuleOutcome::Refused));
        assert_eq!((said("quota"), said("form")), (RuleOutcome::NotAsked, RuleOutcome::NotAsked));
        assert!(rules_until(None).iter().all(|run| run.outcome == RuleOutcome::Passed));
    }

    #[test]
    fn every_refusal_names_a_rule_that_is_asked() {
        for denial in Denial::ALL {
            let refused = of_denial(denial);
            assert!(RULES.contains(&refused.rule), "{denial:?}");
            assert!(!refused.clause.is_empty() && refused.change.is_some(), "{denial:?}");
        }
    }
}
