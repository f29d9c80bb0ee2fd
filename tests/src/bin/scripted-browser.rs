//! Plays the browser for a real app: opened with the bank's address, it signs the demo customer in, allows everything and
//! visits the app's own address. `MOA_PERSON_DECIDES=deny` makes it say no; `--hand-over` prints the app's address instead
//! of visiting it, for apps that catch it themselves.

use anyhow::Result;
use clap::Parser;
use moa_tests::person::{Choice, Decision, Person};
use url::Url;

/// Sign the demo customer in at a mock bank and decide.
#[derive(Debug, Parser)]
#[command(name = "scripted-browser")]
struct Options {
    /// The address that a bank gave for the customer
    address: Url,
    /// Print the address the bank sends the customer back to, and do not visit it
    #[arg(long)]
    hand_over: bool,
}

#[tokio::main]
async fn main() -> Result<()> {
    let options = Options::parse();
    let deny = std::env::var("MOA_PERSON_DECIDES").is_ok_and(|decision| decision == "deny");
    let decision = if deny { Decision::Deny } else { Decision::Allow(Choice::Everything) };
    if options.hand_over {
        println!("{}", Person::mina().decide(&options.address, &decision).await?);
        return Ok(());
    }
    Person::mina().decide_and_return(&options.address, &decision).await
}
