//! A consent's life: every change it allows, and every change it refuses.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use moa_bank_core::audit::Record;
use moa_bank_core::consents::{Consent, ConsentError, ConsentFilter, ConsentRefusal, ConsentState, NewConsent};
use moa_bank_core::ledger::Window;
use moa_kernel::{AccountId, ClientId, ConsentId, Timestamp};

use crate::world::World;

fn app(name: &str) -> ClientId {
    ClientId::new(name).unwrap()
}

fn asked(expires_at: Option<Timestamp>) -> NewConsent {
    let permissions = BTreeSet::from(["ReadAccountsBasic".to_owned(), "ReadBalances".to_owned()]);
    NewConsent { client: app("moa"), permissions, expires_at, history: Window::ALL }
}

fn of(world: &World, login: &str) -> BTreeSet<AccountId> {
    world.accounts(login).into_iter().map(|account| account.id).collect()
}

fn authorised(world: &World) -> Consent {
    let consent = world.bank.consents().create(asked(None)).unwrap();
    world.bank.consents().authorise(&consent.id, &world.customer("mina"), of(world, "mina")).unwrap()
}

#[test]
fn a_consent_is_asked_for_allowed_and_ended() {
    let world = World::new("thames");
    let consents = world.bank.consents();
    let consent = consents.create(asked(None)).unwrap();
    assert_eq!(consent.state, ConsentState::Awaiting);
    assert_eq!(consent.accounts(), None);
    let at = world.later(60);
    let allowed = consents.authorise(&consent.id, &world.customer("mina"), of(&world, "mina")).unwrap();
    assert_eq!(allowed.accounts(), Some(&of(&world, "mina")));
    assert_eq!(allowed.state_since(), at);
    assert_eq!(consents.load(&consent.id).unwrap(), allowed);
    assert_eq!(consents.of_customer(&world.customer("mina")).unwrap(), [allowed]);
    let ended = consents.revoke(&consent.id, &world.customer("mina")).unwrap();
    assert!(!ended.is_in_force());
    assert_eq!(ended.customer(), Some(&world.customer("mina")));
}

#[test]
fn a_consent_is_answered_once() {
    let world = World::new("thames");
    let consents = world.bank.consents();
    let id = authorised(&world).id;
    let again = consents.authorise(&id, &world.customer("mina"), of(&world, "mina"));
    assert!(matches!(again, Err(ConsentError::Refused(ConsentRefusal::NotAwaiting))));
    assert!(matches!(consents.reject(&id), Err(ConsentError::Refused(ConsentRefusal::NotAwaiting))));
    let rejected = consents.create(asked(None)).unwrap().id;
    consents.reject(&rejected).unwrap();
    let late = consents.authorise(&rejected, &world.customer("mina"), of(&world, "mina"));
    assert!(matches!(late, Err(ConsentError::Refused(ConsentRefusal::NotAwaiting))));
}

#[test]
fn only_the_customers_own_accounts_can_be_shared_and_at_least_one() {
    let world = World::new("thames");
    let consents = world.bank.consents();
    let id = consents.create(asked(None)).unwrap().id;
    let mut with_a_stranger = of(&world, "mina");
    with_a_stranger.extend(of(&world, "jun").into_iter().take(1));
    let mina = world.customer("mina");
    assert!(matches!(consents.authorise(&id, &mina, with_a_stranger), Err(ConsentError::NotTheirAccount)));
    let none = consents.authorise(&id, &mina, BTreeSet::new());
    assert!(matches!(none, Err(ConsentError::Refused(ConsentRefusal::NoAccounts))));
    assert_eq!(consents.load(&id).unwrap().state, ConsentState::Awaiting);
}

#[test]
fn a_consent_ends_when_its_time_is_up() {
    let world = World::new("thames");
    let consents = world.bank.consents();
    let expiry = world.bank.now().checked_add(SignedDuration::from_hours(1)).unwrap();
    let id = consents.create(asked(Some(expiry))).unwrap().id;
    let mina = world.customer("mina");
    consents.authorise(&id, &mina, of(&world, "mina")).unwrap();
    world.later(3599);
    assert!(consents.load(&id).unwrap().is_in_force());
    world.later(1);
    let expired = consents.load(&id).unwrap();
    assert_eq!(expired.state, ConsentState::Expired { customer: Some(mina.clone()), at: expiry });
    assert!(matches!(consents.revoke(&id, &mina), Err(ConsentError::Refused(ConsentRefusal::NotInForce))));
}

#[test]
fn what_nobody_answers_ends_after_a_day_and_is_forgotten_after_two() {
    let world = World::new("thames");
    let consents = world.bank.consents();
    let id = consents.create(asked(None)).unwrap().id;
    let answered = authorised(&world).id;
    let sweep = || world.bank.database().write(|transaction| consents.sweep(transaction)).unwrap();
    world.later(24 * 3600 - 1);
    assert_eq!(consents.load(&id).unwrap().state, ConsentState::Awaiting);
    let end = world.later(1);
    assert_eq!(consents.load(&id).unwrap().state, ConsentState::Expired { customer: None, at: end });
    let late = consents.authorise(&id, &world.customer("mina"), of(&world, "mina"));
    assert!(matches!(late, Err(ConsentError::Refused(ConsentRefusal::NotAwaiting))));
    sweep();
    assert!(consents.find(&id).unwrap().is_some(), "the app may still ask how it ended");
    world.later(24 * 3600 + 1);
    sweep();
    assert!(consents.find(&id).unwrap().is_none());
    assert!(consents.load(&answered).unwrap().is_in_force(), "what was answered stays");
}

#[test]
fn nobody_ends_what_is_not_theirs() {
    let world = World::new("thames");
    let consents = world.bank.consents();
    let id = authorised(&world).id;
    assert!(matches!(consents.delete(&id, &app("another")), Err(ConsentError::Unknown)));
    assert!(matches!(consents.revoke(&id, &world.customer("jun")), Err(ConsentError::Unknown)));
    assert!(consents.load(&id).unwrap().is_in_force());
    consents.delete(&id, &app("moa")).unwrap();
    assert!(matches!(consents.delete(&id, &app("moa")), Err(ConsentError::Refused(ConsentRefusal::Deleted))));
    let unknown = ConsentId::new("aac-0").unwrap();
    assert!(matches!(consents.load(&unknown), Err(ConsentError::Unknown)));
    assert!(consents.find(&unknown).unwrap().is_none());
}

/// What the audit log says, as `actor action subject`, and the reason if one was given.
fn audited(world: &World) -> Vec<String> {
    let line = |record: Record| {
        let reason = record.facts.get("reason").map(|reason| format!(" {reason}")).unwrap_or_default();
        format!("{} {} {}{reason}", record.actor, record.action, record.subject)
    };
    world.bank.audit().page(0, 100).unwrap().into_iter().map(line).collect()
}

#[test]
fn every_change_is_written_down_with_who_made_it() {
    let world = World::new("thames");
    let consents = world.bank.consents();
    let mina = world.customer("mina");
    let (by_customer, by_operator, by_app) = (authorised(&world).id, authorised(&world).id, authorised(&world).id);
    let rejected = consents.create(asked(None)).unwrap().id;
    consents.revoke(&by_customer, &mina).unwrap();
    let ended = consents.revoke_by_operator(&by_operator, "operator:jun", "phone call").unwrap();
    assert_eq!(ended.customer(), Some(&mina));
    consents.delete(&by_app, &app("moa")).unwrap();
    consents.reject(&rejected).unwrap();
    let asked_and_allowed =
        |id| [format!("app:moa consent.ask {id}"), format!("customer:{mina} consent.authorise {id}")];
    let mut expected: Vec<String> =
        [&by_customer, &by_operator, &by_app].into_iter().flat_map(asked_and_allowed).collect();
    expected.extend([
        format!("app:moa consent.ask {rejected}"),
        format!("customer:{mina} consent.revoke {by_customer}"),
        format!("operator:jun consent.revoke {by_operator} \"phone call\""),
        format!("app:moa consent.delete {by_app}"),
        format!("pages consent.reject {rejected}"),
    ]);
    assert_eq!(audited(&world), expected);
    let before = audited(&world);
    assert!(matches!(
        consents.revoke_by_operator(&by_app, "operator:jun", "again"),
        Err(ConsentError::Refused(ConsentRefusal::NotInForce))
    ));
    assert!(consents.revoke(&by_operator, &mina).is_err());
    assert!(consents.create(asked(Some(world.bank.now()))).is_err());
    assert_eq!(audited(&world), before, "what was refused did not happen");
    world.bank.audit().verify().unwrap();
}

#[test]
fn a_list_is_filtered_and_paged_newest_first() {
    let world = World::new("thames");
    let consents = world.bank.consents();
    let ids: Vec<ConsentId> = (0..3).map(|_| authorised(&world).id).collect();
    let waiting = consents.create(NewConsent { client: app("other"), ..asked(None) }).unwrap().id;
    let list = |filter: ConsentFilter| {
        let page = consents.list(&filter).unwrap();
        (page.consents.into_iter().map(|consent| consent.id).collect::<Vec<_>>(), page.next)
    };
    let (first, next) = list(ConsentFilter { limit: 3, ..ConsentFilter::default() });
    assert_eq!(first, [waiting.clone(), ids[2].clone(), ids[1].clone()]);
    assert_eq!(
        list(ConsentFilter { limit: 3, before: next, ..ConsentFilter::default() }),
        (vec![ids[0].clone()], None)
    );
    let of_other = ConsentFilter { limit: 9, client: Some(app("other")), ..ConsentFilter::default() };
    assert_eq!(list(of_other), (vec![waiting], None));
    consents.revoke(&ids[1], &world.customer("mina")).unwrap();
    let in_force = ConsentFilter { limit: 9, in_force: true, ..ConsentFilter::default() };
    assert_eq!(list(in_force), (vec![ids[2].clone(), ids[0].clone()], None));
    let of_jun = ConsentFilter { limit: 9, customer: Some(world.customer("jun")), ..ConsentFilter::default() };
    assert_eq!(list(of_jun), (vec![], None));
}

#[test]
fn what_makes_no_sense_is_not_kept() {
    let world = World::new("thames");
    let now = world.bank.now();
    let before = now.checked_sub(SignedDuration::from_secs(1)).unwrap();
    let impossible = [
        asked(Some(now)),
        NewConsent { permissions: BTreeSet::new(), ..asked(None) },
        NewConsent { history: Window { from: Some(now), to: Some(before) }, ..asked(None) },
    ];
    for consent in impossible {
        assert!(matches!(world.bank.consents().create(consent), Err(ConsentError::Impossible(_))));
    }
}

#[test]
fn a_consent_of_one_bank_is_unknown_at_the_next() {
    let database = moa_bank_core::state::Database::in_memory().unwrap();
    let thames = World::of(crate::world::spec("thames"), database.clone());
    let clydebank = World::of(crate::world::spec("clydebank"), database);
    let id = authorised(&thames).id;
    assert!(clydebank.bank.consents().find(&id).unwrap().is_none());
}
