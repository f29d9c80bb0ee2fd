//! A stolen token is worth nothing: it opens only together with a fresh proof of the key it is bound to, made for exactly
//! this request.

use crate::check::{Check, Plan, Verdict};
use crate::lab::{Ask, Lab, LabEnd, Proof};

pub(crate) const CHECK: Check = Check {
    id: "safe.a-token-without-its-key-opens-nothing",
    sentence: "a token opens nothing without a fresh proof of its own key for this very request",
    clause: "RFC 9449 §4.3, §7; FAPI 2.0 Security Profile §5.3.4; X.1149 §8.1.20",
    plan: Plan::Safe,
};

const REMEDY: &str = "verify the proof: key, method, URL, token, nonce, and that it was never used";

pub(crate) async fn run(lab: &Lab) -> Result<Verdict, LabEnd> {
    let mut findings = Vec::new();
    for operation in lab.operations() {
        let good = lab.good(operation).await?;
        let as_bearer = Ask { scheme: "Bearer", ..good.clone().but("with the token as Bearer") };
        findings.extend(lab.send(as_bearer).await?.must_be(&CHECK, &[401], REMEDY));
        for (words, proof) in [
            ("without a proof", Proof::Missing),
            ("with a proof of another key", Proof::OtherKey),
            ("with a proof for another method", Proof::OtherMethod),
            ("with a proof for another path", Proof::OtherPath),
            ("with a proof for another token", Proof::OtherToken),
            ("with a proof without a nonce", Proof::NoNonce),
            ("with something that is no proof", Proof::These("not.a.proof".to_owned())),
        ] {
            let ask = Ask { proof, ..good.clone().but(words) };
            findings.extend(lab.send(ask).await?.must_be(&CHECK, &[401], REMEDY));
        }
        if let Some(proof) = good.proof(&lab.twin) {
            let with_it = Ask { proof: Proof::These(proof), ..good };
            lab.send(with_it.clone()).await?;
            let again = lab.send(with_it.but("with a proof that was used before")).await?;
            findings.extend(again.must_be(&CHECK, &[401], REMEDY));
        }
    }
    Ok(Verdict::of(findings))
}
