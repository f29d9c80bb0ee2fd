//! A token for one thing does not open another.

use crate::check::{Check, Plan, Verdict};
use crate::lab::{App, Ask, Lab, LabEnd};

pub(crate) const CHECK: Check = Check {
    id: "safe.a-token-of-another-scope-opens-nothing",
    sentence: "a token of another scope opens nothing",
    clause: "RFC 6750 §3.1; X.1149 §8.1.22",
    plan: Plan::Safe,
};

pub(crate) async fn run(lab: &Lab) -> Result<Verdict, LabEnd> {
    let mut findings = Vec::new();
    for operation in lab.operations() {
        let longer = format!("{}2", operation.scope);
        for scope in ["openid", "payments-only", longer.as_str()] {
            if scope == operation.scope {
                continue;
            }
            let token = lab.twin.token(App::Own, scope, lab.kind(operation, App::Own).await?);
            let ask = lab.good(operation).await?.but(&format!("with a token of the scope {scope}"));
            let answer = lab.send(Ask { token: Some(token), ..ask }).await?;
            findings.extend(answer.must_be(&CHECK, &[403], "ask for the scope of the definition"));
        }
    }
    Ok(Verdict::of(findings))
}
