//! Bodies that are larger or deeper than the definition says, and URLs without end, are refused before they cost anything.

use http::Method;
use moa_bank_registry::Operation;

use crate::check::{Check, Plan, Verdict};
use crate::lab::{Lab, LabEnd};

pub(crate) const CHECK: Check = Check {
    id: "safe.what-is-too-large-is-refused",
    sentence: "bodies that are too large or too deep, and URLs that are too long, are refused",
    clause: "OWASP API4:2023; X.1149 §8.1.10, §8.1.11",
    plan: Plan::Safe,
};

/// No body that is sent here is larger, whatever a definition allows.
const BODY_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Deeper than any parser should go along with.
const DEPTH: usize = 20_000;

pub(crate) async fn run(lab: &Lab) -> Result<Verdict, LabEnd> {
    let mut findings = Vec::new();
    for operation in lab.operations() {
        let long =
            lab.good(operation).await?.but("with a URL of 10,000 characters").with_query("x", &"a".repeat(10_000));
        let remedy = "refuse a long URL before anything is looked up";
        findings.extend(lab.send(long).await?.must_be(&CHECK, &[414, 400], remedy));
        if matches!(operation.method, Method::POST | Method::PUT | Method::PATCH) {
            for (words, body) in bodies(lab, operation) {
                let answer = lab.send(lab.good(operation).await?.but(words).with_body(body)).await?;
                findings.extend(answer.must_be(&CHECK, &[413, 400], "hold bodies to the limits of the definition"));
            }
        } else {
            let ask = lab.good(operation).await?.but("with a body of 4 MiB that nobody asked for");
            let answer = lab.send(ask.with_body(vec![b' '; BODY_BYTES_MAX])).await?;
            findings.extend(answer.must_not_break(&CHECK));
        }
    }
    Ok(Verdict::of(findings))
}

fn bodies(lab: &Lab, operation: &Operation) -> Vec<(&'static str, Vec<u8>)> {
    let limits = lab.subject.candidate.limits_of(operation);
    let bytes_max = usize::try_from(limits.body_bytes_max).unwrap_or(usize::MAX).min(BODY_BYTES_MAX);
    let depth = DEPTH.min(bytes_max / 2);
    let mut large = br#"{"a":""#.to_vec();
    large.resize(bytes_max, b'x');
    large.extend_from_slice(br#""}"#);
    vec![
        ("with a body that is too large", large),
        ("with a body that is too deep", [b"[".repeat(depth), b"]".repeat(depth)].concat()),
        ("with a body of objects without end", br#"{"a":"#.repeat(depth.min(bytes_max / 5))),
    ]
}
