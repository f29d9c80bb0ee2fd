//! Adding a bank, and every way in which that comes to nothing.

use anyhow::Result;
use moa_desktop_core::commands::{await_link, begin_link, cancel_link, list_banks, list_links, reopen_bank_page};
use moa_desktop_core::dto::{AttemptAsk, AttemptEnd, BankAsk, Code};

use crate::desk::{Mood, Scene};

fn thames() -> BankAsk {
    BankAsk { bank: "thames".to_owned(), renew: None }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_approved_bank_is_linked_and_counted_in_the_list() -> Result<()> {
    let scene = Scene::set(&["thames", "rheinbank"]).await?;
    let link = scene.linked("thames").await?;
    let links = list_links(&scene.desktop).await?;
    assert_eq!(
        links.iter().map(|row| (row.id.as_str(), row.bank.name.as_str())).collect::<Vec<_>>(),
        [(link.as_str(), "Thames & Co")]
    );
    let banks = list_banks(&scene.desktop).await?.banks;
    let counted: Vec<_> = banks.iter().map(|choice| (choice.bank.id.as_str(), choice.links)).collect();
    assert_eq!(counted, [("rheinbank", 0), ("thames", 1)]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_who_says_no_or_cancels_leaves_nothing_behind() -> Result<()> {
    let scene = Scene::set(&["thames"]).await?;
    scene.desktop.host().set_mood(Mood::Denies);
    let denied = scene.link("thames", None).await?;
    assert_eq!((denied.outcome, denied.link), (AttemptEnd::Denied, None));

    scene.desktop.host().set_mood(Mood::Ignores);
    let waiting = begin_link(&scene.desktop, thames()).await?;
    let ask = || AttemptAsk { attempt_id: waiting.attempt_id.clone() };
    assert!(waiting.page.starts_with(&waiting.bank_address), "{}", waiting.page);
    assert_eq!(begin_link(&scene.desktop, thames()).await.unwrap_err().code, Code::AttemptRunning);
    reopen_bank_page(&scene.desktop, &ask())?;
    cancel_link(&scene.desktop, &ask())?;
    assert_eq!(await_link(&scene.desktop, ask()).await?.outcome, AttemptEnd::Cancelled);
    assert_eq!(reopen_bank_page(&scene.desktop, &ask()).unwrap_err().code, Code::NotFound);
    assert!(list_links(&scene.desktop).await?.is_empty());

    scene.desktop.host().set_mood(Mood::Allows);
    assert_eq!(scene.link("thames", None).await?.outcome, AttemptEnd::Linked, "nothing of it stands in the way");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn renewing_keeps_the_link_and_gives_it_another_permission() -> Result<()> {
    let scene = Scene::set(&["thames"]).await?;
    let link = scene.linked("thames").await?;
    let before = list_links(&scene.desktop).await?;
    let renewed = scene.link("thames", Some(link.clone())).await?;
    assert_eq!(renewed.link.as_deref(), Some(link.as_str()));
    let after = list_links(&scene.desktop).await?;
    assert_eq!((before.len(), after.len()), (1, 1));
    assert_ne!(before.first().map(|row| row.consent.clone()), after.first().map(|row| row.consent.clone()));

    let foreign = BankAsk { bank: "thames".to_owned(), renew: Some("nobody".to_owned()) };
    assert_eq!(begin_link(&scene.desktop, foreign).await.unwrap_err().code, Code::NotFound);
    Ok(())
}
