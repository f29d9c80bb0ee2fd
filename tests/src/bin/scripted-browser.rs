//! Plays the browser for a real window: opened with the bank's address, it signs the demo customer in, allows everything
//! and visits the app's own address. `MOA_PERSON_DECIDES=deny` makes it say no.

use anyhow::{Context as _, Result};
use moa_tests::person::{Choice, Decision, Person};

#[tokio::main]
async fn main() -> Result<()> {
    let link = std::env::args().nth(1).context("usage: scripted-browser ADDRESS")?.parse()?;
    let deny = std::env::var("MOA_PERSON_DECIDES").is_ok_and(|decision| decision == "deny");
    let decision = if deny { Decision::Deny } else { Decision::Allow(Choice::Everything) };
    Person::mina().decide_and_return(&link, &decision).await
}
