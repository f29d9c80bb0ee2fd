//! What every vault does, whatever it is made of.

use moa_kernel::{SecretString, same_secret};

use super::Vault;

/// Runs the whole contract on an empty vault and leaves it empty.
pub(crate) async fn run(vault: &dyn Vault) {
    nothing_is_there_before_it_is_kept(vault).await;
    what_is_kept_comes_back_exactly(vault).await;
    a_second_keep_replaces_the_first(vault).await;
    forgetting_takes_only_what_was_named(vault).await;
}

async fn nothing_is_there_before_it_is_kept(vault: &dyn Vault) {
    assert!(vault.find("contract/absent").await.unwrap().is_none());
    vault.forget("contract/absent").await.unwrap();
}

async fn what_is_kept_comes_back_exactly(vault: &dyn Vault) {
    for text in ["plain", "비밀 한글", "line\nbreak \"quotes\" \\ \u{0}", &"long".repeat(300), ""] {
        let secret = SecretString::from(text);
        vault.keep("contract/exact", &secret).await.unwrap();
        let back = vault.find("contract/exact").await.unwrap().unwrap();
        assert!(same_secret(&back, &secret), "{} characters", text.len());
    }
    vault.forget("contract/exact").await.unwrap();
    assert!(vault.find("contract/exact").await.unwrap().is_none());
}

async fn a_second_keep_replaces_the_first(vault: &dyn Vault) {
    vault.keep("contract/twice", &SecretString::from("first")).await.unwrap();
    vault.keep("contract/twice", &SecretString::from("second")).await.unwrap();
    let back = vault.find("contract/twice").await.unwrap().unwrap();
    assert!(same_secret(&back, &SecretString::from("second")));
    vault.forget("contract/twice").await.unwrap();
}

async fn forgetting_takes_only_what_was_named(vault: &dyn Vault) {
    vault.keep("contract/a", &SecretString::from("a")).await.unwrap();
    vault.keep("contract/ab", &SecretString::from("ab")).await.unwrap();
    vault.forget("contract/a").await.unwrap();
    assert!(vault.find("contract/a").await.unwrap().is_none());
    assert!(vault.find("contract/ab").await.unwrap().is_some());
    vault.forget("contract/ab").await.unwrap();
}
