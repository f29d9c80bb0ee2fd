//! An app that asks for more than its plan allows is told so, on every operation, with when to come again. Nobody else
//! notices, and after that time it is served again.

use jiff::SignedDuration;
use moa_bank_registry::Operation;

use crate::check::{Check, Finding, Plan, Verdict};
use crate::lab::{Answer, App, Ask, Lab, LabEnd, parameter};

pub(crate) const CHECK: Check = Check {
    id: "safe.rate-limits-limit",
    sentence: "an app that asks for more than its plan allows is held back, and no other app is",
    clause: "RFC 6585 §4; RFC 9110 §10.2.3; draft-ietf-httpapi-ratelimit-headers; X.1149 §8.1.11",
    plan: Plan::Safe,
};

/// More requests in one moment than the smallest plan allows.
const AT_ONCE: usize = 64;
const REMEDY: &str = "count the requests of each app at each API, and answer those beyond its plan with 429";

const DESCRIBE: &str = "describe this answer, 429, in the document";

pub(crate) async fn run(lab: &Lab) -> Result<Verdict, LabEnd> {
    let Some(first) = lab.operations().iter().find(|operation| is_plain(operation)) else {
        return Ok(Verdict::NotApplicable("there is no operation that can be asked again and again".to_owned()));
    };
    lab.twin.put_on_the_smallest_plan(App::Limited).map_err(LabEnd::Twin)?;
    let mut findings = Vec::new();
    let mut last = None;
    for n in 0..AT_ONCE {
        let answer = lab.send_at_once(of_limited(lab, first).await?.but("in a burst")).await?;
        findings.extend(answer.must_be(&CHECK, &[200, 201], "serve what is within the plan").filter(|_| n == 0));
        last = Some(answer);
    }
    // The last, not the first that was refused: one may be refused for coming beside others, and the next be served.
    let held_back = last.filter(|answer| answer.status.as_u16() == 429);
    let Some(answer) = held_back else {
        let problem = format!("it was answered {AT_ONCE} times in one moment, and the plan allows ten");
        findings.push(Finding::of(&CHECK, format!("{} {}", first.method, first.path), problem, REMEDY));
        return Ok(Verdict::of(findings));
    };
    findings.extend(how_it_is_told(lab, first, &answer));
    for operation in lab.operations() {
        let answer = lab.send_at_once(of_limited(lab, operation).await?.but("after the plan was used up")).await?;
        findings.extend(answer.must_be(&CHECK, &[429], REMEDY));
    }
    let other = lab.send_at_once(lab.good(first).await?.but("of another app in the same moment")).await?;
    findings.extend(other.must_be(&CHECK, &[200, 201], "let nobody pay for another app"));
    let wait = answer.header("retry-after").and_then(|seconds| seconds.parse().ok()).unwrap_or(1);
    lab.twin.clock.advance(SignedDuration::from_secs(wait));
    let again = lab.send_at_once(of_limited(lab, first).await?.but("when it was told to come again")).await?;
    findings.extend(again.must_be(&CHECK, &[200, 201], "mean what Retry-After says"));
    Ok(Verdict::of(findings))
}

/// One that can be asked again and again without changing anything.
fn is_plain(operation: &Operation) -> bool {
    operation.method == http::Method::GET && matches!(parameter(operation), None | Some("AccountId" | "ConsentId"))
}

/// The good request, of the app on the smallest plan.
async fn of_limited(lab: &Lab, operation: &Operation) -> Result<Ask, LabEnd> {
    let token = lab.rightful_token(operation, App::Limited).await?;
    let id = lab.id_in_path(operation, App::Limited).await?;
    Ok(Ask { app: App::Limited, ..lab.ask(operation, token, &id) })
}

fn how_it_is_told(lab: &Lab, operation: &Operation, answer: &Answer) -> Vec<Finding> {
    let mut problems = Vec::new();
    let wait = answer.header("retry-after").and_then(|seconds| seconds.parse::<u32>().ok());
    if wait.is_none_or(|seconds| seconds < 1) {
        problems.push("it does not say when to come again (Retry-After, in seconds)".to_owned());
    }
    for name in ["ratelimit", "ratelimit-policy"] {
        if answer.header(name).is_none() {
            problems.push(format!("it does not say how the app stands with its plan (the header {name})"));
        }
    }
    let described = lab.judge.faults(operation, answer).into_iter().map(|problem| (problem, DESCRIBE));
    let told = described.chain(problems.into_iter().map(|problem| (problem, REMEDY)));
    told.map(|(problem, remedy)| Finding::of(&CHECK, &answer.asked, problem, remedy)).collect()
}
