//! What the algorithm costs that an app signs its proofs with. FAPI 2.0 allows three (Security Profile §5.4.1), and the app chooses.

use anyhow::Result;
use axum::body::Body;
use http::Request;
use moa_security::jws::Alg;

use super::ROUNDS;
use super::lines::Lines;
use super::stage::{Before, REQUESTS, Stage};
use super::{page_of, wire};

/// A page over HTTP by a known token, beside the same bytes from a file.
pub(super) async fn measure() -> Result<()> {
    let mut stages = Vec::new();
    for alg in Alg::ALL {
        stages.push((*alg, Stage::open(*alg).await?));
    }
    let Some((_, first)) = stages.first() else { return Ok(()) };
    let bytes = first.body(&first.router(Before::Nothing)?, &page_of(first)?).await?;
    let mut table = Lines::new("a page of 100 transactions, over HTTP, by the algorithm of the proof", bytes.len());
    let files = wire::Files::of(&bytes).await?;
    for _ in 0..ROUNDS {
        let (whole, times) = wire::ask(files.router(), files.requests()?).await?;
        table.note_all("the same bytes from a file", whole, times);
        for (alg, stage) in &stages {
            let path = page_of(stage)?;
            let requests = (0..REQUESTS).map(|_| stage.request(&path)).collect::<Result<Vec<Request<Body>>>>()?;
            let (whole, times) = wire::ask(stage.router(Before::Nothing)?, requests).await?;
            table.note_all(told(*alg), whole, times);
        }
    }
    println!("{table}");
    Ok(())
}

const fn told(alg: Alg) -> &'static str {
    match alg {
        Alg::Es256 => "all checks, a proof by ES256",
        Alg::Ps256 => "all checks, a proof by PS256 (RSA, 2048 bits)",
        Alg::EdDsa => "all checks, a proof by EdDSA (Ed25519)",
    }
}
