//! Tokens that were never given or are over, and consents that were taken back or do not cover this.

use moa_bank_gateway::TokenKind;
use moa_bank_processing::codec::uk::Permission;
use moa_bank_registry::{Grant, Operation};
use moa_kernel::Clock as _;

use crate::check::{Check, Plan, Verdict};
use crate::lab::{App, Ask, Lab, LabEnd};

pub(crate) const CHECK: Check = Check {
    id: "safe.what-has-ended-opens-nothing",
    sentence: "unknown and expired tokens, revoked consents and consents without the permission open nothing",
    clause: "RFC 6750 §3.1; Open Banking UK Read/Write v4.0, consent; X.1149 §8.1.1",
    plan: Plan::Safe,
};

const REMEDY: &str = "ask after the token and its consent on every request";

pub(crate) async fn run(lab: &Lab) -> Result<Verdict, LabEnd> {
    let mut findings = Vec::new();
    for operation in lab.operations() {
        let kind = lab.kind(operation, App::Own).await?;
        let over = lab.twin.token_with(App::Own, &operation.scope, kind, lab.twin.clock.now());
        let unknown = "a-token-that-nobody-gave".to_owned();
        for (words, token) in [("with a token that nobody gave", unknown), ("with a token that is over", over)] {
            let ask = lab.good(operation).await?.but(words);
            findings.extend(lab.send(Ask { token: Some(token), ..ask }).await?.must_be(&CHECK, &[401], REMEDY));
        }
        let in_url = lab.good(operation).await?.but("with a token in the URL").with_query("access_token", "x");
        findings.extend(lab.send(in_url).await?.must_be(&CHECK, &[401, 400], "take no token from a URL"));
        if operation.grant == Grant::Customer {
            findings.extend(lab.send(revoked(lab, operation).await?).await?.must_be(&CHECK, &[403], REMEDY));
            if !operation.permissions.is_empty() {
                findings.extend(lab.send(unpermitted(lab, operation).await?).await?.must_be(&CHECK, &[403], REMEDY));
            }
        }
    }
    Ok(Verdict::of(findings))
}

async fn revoked(lab: &Lab, operation: &Operation) -> Result<Ask, LabEnd> {
    let kind = lab.customer_token(App::Own, Permission::ALL).await?;
    if let TokenKind::Customer { consent, .. } = &kind {
        lab.twin.revoke(consent).await.map_err(LabEnd::Twin)?;
    }
    let token = lab.twin.token(App::Own, &operation.scope, kind);
    let ask = lab.good(operation).await?.but("with a consent that was taken back");
    Ok(Ask { token: Some(token), ..ask })
}

async fn unpermitted(lab: &Lab, operation: &Operation) -> Result<Ask, LabEnd> {
    let all = Permission::ALL.iter().copied();
    let others: Vec<_> = all.filter(|permission| !operation.permissions.contains(permission)).collect();
    let kind = lab.customer_token(App::Own, &others).await?;
    let token = lab.twin.token(App::Own, &operation.scope, kind);
    let ask = lab.good(operation).await?.but("with a consent for everything else");
    Ok(Ask { token: Some(token), ..ask })
}
