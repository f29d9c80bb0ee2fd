//! An app's own token opens no customer's data, and a customer's token manages no consents.

use moa_bank_gateway::TokenKind;
use moa_bank_processing::codec::uk::Permission;
use moa_bank_registry::Grant;

use crate::check::{Check, Plan, Verdict};
use crate::lab::{App, Ask, Lab, LabEnd};

pub(crate) const CHECK: Check = Check {
    id: "safe.a-token-of-another-kind-opens-nothing",
    sentence: "an app's own token opens no customer's data, and the other way round",
    clause: "Open Banking UK Read/Write v4.0, security; RFC 6749 §4.1, §4.4",
    plan: Plan::Safe,
};

pub(crate) async fn run(lab: &Lab) -> Result<Verdict, LabEnd> {
    let mut findings = Vec::new();
    for operation in lab.operations() {
        let kind = match operation.grant {
            Grant::Customer => TokenKind::App,
            Grant::App => lab.customer_token(App::Own, Permission::ALL).await?,
        };
        let token = lab.twin.token(App::Own, &operation.scope, kind);
        let ask = lab.good(operation).await?.but("with a token of the other kind");
        let answer = lab.send(Ask { token: Some(token), ..ask }).await?;
        findings.extend(answer.must_be(&CHECK, &[403], "ask for the kind of token of the definition"));
    }
    Ok(Verdict::of(findings))
}
