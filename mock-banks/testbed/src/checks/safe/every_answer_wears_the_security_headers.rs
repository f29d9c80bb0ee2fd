//! Every answer of the whole run was looked at; here each operation is asked once more, well and badly, so that the check
//! stands on its own.

use crate::check::{Check, Finding, Plan, Verdict};
use crate::lab::{Ask, Lab, LabEnd, Proof};

pub(crate) const CHECK: Check = Check {
    id: "safe.every-answer-wears-the-security-headers",
    sentence: "every answer, refusals too, has the security headers and no banner",
    clause: "RFC 9111 §5.2.2.5; FAPI 2.0 Security Profile §5.2; X.1149 §8.1.13, §8.1.14",
    plan: Plan::Safe,
};

pub(crate) async fn run(lab: &Lab) -> Result<Verdict, LabEnd> {
    for operation in lab.operations() {
        let good = lab.good(operation).await?;
        lab.send(Ask { token: None, proof: Proof::Missing, ..good.clone().but("without a token") }).await?;
        let nowhere = format!("{}/nothing-is-here", lab.subject.candidate.base_path);
        lab.send(Ask { path: nowhere, ..good.clone().but("at a path that is not there") }).await?;
        lab.send(good).await?;
    }
    let remedy = "put the platform's headers around every answer, whatever its status";
    let undressed = lab.tape().undressed();
    Ok(Verdict::of(undressed.iter().map(|heard| Finding::of(&CHECK, &heard.asked, &heard.problem, remedy)).collect()))
}
