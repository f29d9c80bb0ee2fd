//! Logging in: the right words, the wrong ones, too many of them.

use jiff::SignedDuration;
use moa_bank_core::customers::{LoginOutcome, Place};
use moa_bank_core::life::{self, History};
use moa_bank_core::state::StateError;
use moa_kernel::SecretString;

use crate::world::World;

fn try_login(world: &World, login: &str, password: &str) -> LoginOutcome {
    try_from(world, login, password, &at("192.0.2.7"))
}

fn try_from(world: &World, login: &str, password: &str, place: &Place) -> LoginOutcome {
    world.bank.customers().verify_login(login, &SecretString::from(password), place).unwrap()
}

fn at(address: &str) -> Place {
    Place::Address(address.parse().unwrap())
}

#[test]
fn the_right_password_opens_and_no_other_does() {
    let world = World::new("thames");
    assert_eq!(try_login(&world, "mina", "moa-demo-2026"), LoginOutcome::Ok(world.customer("mina")));
    assert_eq!(try_login(&world, " mina ", "moa-demo-2026"), LoginOutcome::Ok(world.customer("mina")));
    assert_eq!(try_login(&world, "mina", "quiet-harbour-58"), LoginOutcome::Wrong);
    assert_eq!(try_login(&world, "nobody", "moa-demo-2026"), LoginOutcome::Wrong);
    assert_eq!(try_login(&world, "", ""), LoginOutcome::Wrong);
}

#[test]
fn guessing_waits_longer_and_longer_but_never_for_ever() {
    let world = World::new("thames");
    for _ in 0..5 {
        assert_eq!(try_login(&world, "mina", "guess"), LoginOutcome::Wrong);
    }
    let fifteen = world.bank.now().checked_add(SignedDuration::from_secs(15)).unwrap();
    // Even the right password waits, and waiting is not prolonged by trying.
    assert_eq!(try_login(&world, "mina", "moa-demo-2026"), LoginOutcome::LockedUntil(fifteen));
    assert_eq!(try_login(&world, "mina", "guess"), LoginOutcome::LockedUntil(fifteen));
    world.later(15);
    assert_eq!(try_login(&world, "mina", "guess"), LoginOutcome::Wrong);
    world.later(29);
    assert!(matches!(try_login(&world, "mina", "moa-demo-2026"), LoginOutcome::LockedUntil(_)));
    world.later(1);
    assert_eq!(try_login(&world, "mina", "moa-demo-2026"), LoginOutcome::Ok(world.customer("mina")));
    // Success forgets: the next mistake costs nothing again.
    assert_eq!(try_login(&world, "mina", "guess"), LoginOutcome::Wrong);
    assert_eq!(try_login(&world, "mina", "moa-demo-2026"), LoginOutcome::Ok(world.customer("mina")));
}

#[test]
fn one_customers_wait_is_not_anothers() {
    let world = World::new("thames");
    for _ in 0..5 {
        try_login(&world, "mina", "guess");
    }
    assert!(matches!(try_login(&world, "mina", "moa-demo-2026"), LoginOutcome::LockedUntil(_)));
    assert_eq!(try_login(&world, "jun", "quiet-harbour-58"), LoginOutcome::Ok(world.customer("jun")));
}

#[test]
fn who_guesses_at_the_end_of_every_wait_keeps_out_only_themselves() {
    let world = World::new("thames");
    let owners = [at("198.51.100.1"), Place::KnownBrowser("minas".to_owned())];
    let mut guesses = 0;
    for _ in 0..40 {
        match try_login(&world, "mina", "guess") {
            LoginOutcome::LockedUntil(until) => {
                // The guesser is there again in the very moment the wait ends; the owner comes just before it.
                world.clock.set(until);
            }
            other => assert_eq!(other, LoginOutcome::Wrong),
        }
        guesses += 1;
        for owner in &owners {
            let outcome = try_from(&world, "mina", "moa-demo-2026", owner);
            assert_eq!(outcome, LoginOutcome::Ok(world.customer("mina")), "{owner:?} after {guesses}");
        }
    }
    try_login(&world, "mina", "guess");
    let guesser = try_login(&world, "mina", "moa-demo-2026");
    assert!(matches!(guesser, LoginOutcome::LockedUntil(_)), "an owner's success forgives no stranger: {guesser:?}");
}

#[test]
fn a_thousand_places_together_wait_as_well_but_no_browser_the_owner_knows() {
    let world = World::new("thames");
    // In short: what a thousand tries would have left in the book.
    let sql = "INSERT INTO core_login_failures (bank, login, place, failures, last_at) VALUES ('thames', 'mina', '*', 1000, ?1)";
    let now = world.bank.now().as_microsecond();
    let thousand = world.bank.database().write(|tx| -> Result<usize, StateError> { Ok(tx.execute(sql, [now])?) });
    assert_eq!(thousand.unwrap(), 1);
    assert_eq!(try_from(&world, "mina", "guess", &at("203.0.113.1")), LoginOutcome::Wrong);
    let until = match try_from(&world, "mina", "moa-demo-2026", &at("198.51.100.1")) {
        LoginOutcome::LockedUntil(until) => until,
        other => panic!("{other:?}"),
    };
    assert!(until.duration_since(world.bank.now()) <= SignedDuration::from_mins(1));
    let known = Place::KnownBrowser("minas".to_owned());
    assert_eq!(try_from(&world, "mina", "moa-demo-2026", &known), LoginOutcome::Ok(world.customer("mina")));
}

#[test]
fn a_known_browser_waits_for_its_own_failures() {
    let world = World::new("thames");
    let known = Place::KnownBrowser("minas".to_owned());
    for _ in 0..5 {
        assert_eq!(try_from(&world, "mina", "guess", &known), LoginOutcome::Wrong);
    }
    assert!(matches!(try_from(&world, "mina", "moa-demo-2026", &known), LoginOutcome::LockedUntil(_)));
}

#[test]
fn a_stranger_is_answered_like_a_customer() {
    let world = World::new("thames");
    let answers = |login: &str| (0..7).map(|_| try_login(&world, login, "guess")).collect::<Vec<_>>();
    assert_eq!(answers("mina"), answers("nobody"));
}

#[test]
fn a_hundred_guesses_at_once_are_counted_one_by_one() {
    let world = World::new("thames");
    let wrong = std::thread::scope(|scope| {
        let tries: Vec<_> = (0..12).map(|_| scope.spawn(|| try_login(&world, "mina", "guess"))).collect();
        tries.into_iter().map(|one| one.join().unwrap()).filter(|outcome| *outcome == LoginOutcome::Wrong).count()
    });
    assert_eq!(wrong, 5);
}

#[test]
fn the_state_holds_no_password() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("world.db");
    let database = moa_bank_core::state::Database::open_file(&path).unwrap();
    let world = World::of(crate::world::spec("thames"), database);
    life::settle(&world.bank, History { months: 1, transactions: None }).unwrap();
    drop(world);
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(13).any(|window| window == b"moa-demo-2026"));
    }
}

#[test]
fn a_bank_knows_its_customers_and_nobody_else() {
    let world = World::new("thames");
    let mina = world.bank.customers().party(&world.customer("mina")).unwrap().unwrap();
    assert_eq!((mina.name.as_str(), mina.country.as_str()), ("Mina Park", "GB"));
    let other = World::new("clydebank").customer("mina");
    assert_eq!(world.bank.customers().party(&other).unwrap(), None);
}
