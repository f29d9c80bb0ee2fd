//! What one app was allowed, another app cannot use: not its consents, and not a customer's data on the strength of them.

use moa_bank_registry::Grant;

use crate::check::{Check, Plan, Verdict};
use crate::lab::{App, Ask, Lab, LabEnd, parameter};

pub(crate) const CHECK: Check = Check {
    id: "safe.another-apps-token-opens-nothing-of-this-app",
    sentence: "another app's token opens nothing that was given to this one",
    clause: "Open Banking UK Read/Write v4.0, consent; X.1149 §8.1.1, §8.1.22",
    plan: Plan::Safe,
};

const REMEDY: &str = "hold the consent to the app that the token was given to";

pub(crate) async fn run(lab: &Lab) -> Result<Verdict, LabEnd> {
    let mut findings = Vec::new();
    for operation in lab.operations() {
        let belongs_to_an_app = operation.grant == Grant::Customer || parameter(operation).is_some();
        if !belongs_to_an_app {
            continue;
        }
        // The other app's token, speaking of a consent that was given to this one.
        let kind = lab.kind(operation, App::Own).await?;
        let token = lab.twin.token(App::Other, &operation.scope, kind);
        let ask = lab.good(operation).await?.but("with another app's token");
        let answer = lab.send(Ask { token: Some(token), app: App::Other, ..ask }).await?;
        findings.extend(answer.must_be(&CHECK, &[400, 403, 404], REMEDY));
    }
    Ok(Verdict::of(findings))
}
