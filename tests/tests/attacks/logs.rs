//! Reading the log instead of the wire. Every test of this program searches the log of its own world when it ends;
//! this one makes sure that there is a log and that there are secrets to look for.

use anyhow::{Result, ensure};
use moa_tests::attacker::Ground;
use moa_tests::person::Person;

#[tokio::test]
async fn the_most_talkative_log_of_the_whole_way_holds_no_secret() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let grant = app.grant(&Person::mina()).await?;
    app.get("/accounts", &grant.access).await?.granted()?;
    app.send(app.refresh_ask(&grant.refresh).await?).await?.granted()?;
    // What goes wrong is logged with more words than what goes right.
    app.get("/accounts", &grant.refresh).await?.challenged("invalid_token")?;
    app.send(app.refresh_ask(&grant.access).await?).await?.refused(400, "invalid_grant")?;
    app.delete_consent(&grant.consent).await?.granted()?;
    let (bytes, secrets) = ground.logged();
    ensure!(bytes > 1000 && secrets > 10, "{bytes} bytes logged, {secrets} secrets");
    Ok(())
}
