//! Another customer's every word is a canary, and every answer of the whole run was listened to. Here the operations are
//! asked once more with that customer's own ids.

use crate::check::{Check, Finding, Plan, Verdict};
use crate::lab::{App, Lab, LabEnd};

pub(crate) const CHECK: Check = Check {
    id: "safe.nothing-leaks",
    sentence: "no answer holds another customer's data, a token, or the inside of the platform",
    clause: "X.1149 §8.1.1, §8.1.13, §8.1.14",
    plan: Plan::Safe,
};

pub(crate) async fn run(lab: &Lab) -> Result<Verdict, LabEnd> {
    for operation in lab.operations() {
        lab.send(lab.good(operation).await?).await?;
        let token = lab.rightful_token(operation, App::Own).await?;
        for account in &lab.twin.canary_accounts {
            let id = account.id.to_string();
            lab.send(lab.ask(operation, token.clone(), &id).but("for another customer's account")).await?;
            let ask = lab.good(operation).await?.but("with another customer's ids in the query");
            let ask = ask.with_query("AccountId", &id).with_query("customer", lab.twin.canary.as_str());
            lab.send(ask.with_header("x-customer-id", lab.twin.canary.as_str())).await?;
        }
    }
    let remedy = "answer from what the consent covers, and from nothing else";
    let leaks = lab.tape().leaks();
    Ok(Verdict::of(leaks.iter().map(|heard| Finding::of(&CHECK, &heard.asked, &heard.problem, remedy)).collect()))
}
