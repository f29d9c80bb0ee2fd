//! A trend is what the balances really were, or it is not there.

use proptest::prelude::*;

use super::*;
use crate::model::{Balance, BankTime, Sourced};
use crate::overview::gather;
use crate::store::contract::samples::{account, balance, day, key, link, linked, noon, pounds, put_all, sourced};
use crate::store::contract::samples::{booked, complete};
use crate::store::{MemoryStore, StoredAccount, SyncEnd, SyncRecord, Tally};

/// Two links with an account each, synced today at noon, and what was booked.
struct World {
    balances: Vec<Balance>,
    sync: SyncRecord,
    history: History,
}

/// Takes away one thing a trend needs.
type Spoil = fn(&mut World);

fn today() -> Date {
    day("2026-11-23")
}

fn world(balances: Vec<Balance>) -> World {
    let link = link("one");
    let sync = SyncRecord {
        link: link.id.clone(),
        started_at: noon(),
        finished_at: noon(),
        end: SyncEnd::Complete,
        last_success: Some(noon()),
        failing_since: None,
        retry_at: None,
        pages: 1,
        skipped: 0,
        tally: Tally::default(),
    };
    let read = |balance: &Balance| {
        let known = AccountProgress { account: balance.account.clone(), from: None, to: today() };
        (AccountRef::new(link.id.clone(), balance.account.clone()), known)
    };
    let progress = balances.iter().map(read).collect();
    World { history: History { days: Vec::new(), progress }, balances, sync }
}

impl World {
    fn book(&mut self, account: &str, at: Option<&str>, minor: i64) {
        let sum = DaySum { account: key(&link("one"), account), day: at.map(day), booked: pounds(minor) };
        self.history.days.push(sum);
    }

    fn trends(&self) -> Vec<Trend> {
        let link = link("one");
        let accounts = self.balances.iter().map(|balance| StoredAccount {
            sourced: sourced(&link, account(balance.account.as_str())),
            missing_since: None,
        });
        let balances: Vec<Sourced<Balance>> = self.balances.iter().map(|one| sourced(&link, one.clone())).collect();
        let syncs = [self.sync.clone()];
        let overview = gather(vec![link.clone()], accounts.collect(), balances, &syncs).unwrap();
        trends(&overview, &self.history, today()).unwrap()
    }

    fn on(&self, at: &str) -> String {
        let [trend] = self.trends().try_into().unwrap();
        trend.points.iter().find(|point| point.day == day(at)).unwrap().total.amount.to_string()
    }
}

fn interim(minor: i64) -> Balance {
    balance("a", BalanceKind::InterimBooked, pounds(minor))
}

#[test]
fn an_earlier_total_is_todays_without_what_was_booked_since() {
    let mut world = world(vec![interim(10_000)]);
    world.book("a", Some("2026-11-23"), -100);
    world.book("a", Some("2026-11-10"), 3_000);
    world.book("a", Some("2026-10-31"), 500);
    let [trend] = world.trends().try_into().unwrap();
    assert_eq!((trend.points.len(), trend.points[0].day, trend.points[45].day), (46, day("2026-10-09"), today()));
    assert_eq!((trend.since, trend.change), (day("2026-11-01"), pounds(2_900)), "what October brought does not count");
    let seen = ["2026-11-23", "2026-11-22", "2026-11-10", "2026-11-09", "2026-10-31", "2026-10-30"];
    assert_eq!(seen.map(|at| world.on(at)), ["100.00", "101.00", "101.00", "71.00", "71.00", "66.00"]);
}

#[test]
fn a_transfer_between_own_accounts_cancels_out() {
    let mut world = world(vec![interim(10_000), balance("b", BalanceKind::InterimBooked, pounds(5_000))]);
    world.book("a", Some("2026-11-10"), -2_000);
    world.book("b", Some("2026-11-10"), 2_000);
    let [trend] = world.trends().try_into().unwrap();
    assert!(trend.points.iter().all(|point| point.total == pounds(15_000)));
    assert!(trend.change.amount.is_zero());
}

#[test]
fn a_balance_that_closed_yesterday_has_nothing_of_today_in_it() {
    let closed_at = |time: &str| Balance {
        kind: BalanceKind::ClosingBooked,
        as_of: Some(BankTime::new(time).unwrap()),
        ..interim(10_000)
    };
    for (time, yesterday, before) in [
        ("2026-11-23T00:00:00+00:00", "100.00", "93.00"),
        ("2026-11-22T23:59:59+00:00", "100.00", "93.00"),
        ("2026-11-23T18:00:00+00:00", "99.00", "92.00"),
    ] {
        let mut world = world(vec![closed_at(time)]);
        world.book("a", Some("2026-11-23"), 100);
        world.book("a", Some("2026-11-22"), 700);
        assert_eq!((world.on("2026-11-22").as_str(), world.on("2026-11-21").as_str()), (yesterday, before), "{time}");
    }
}

#[test]
fn what_is_not_known_of_one_account_is_known_of_no_total() {
    let usual = || world(vec![interim(10_000)]);
    assert_eq!(usual().trends().len(), 1);
    let spoilt: [(&str, Spoil); 8] = [
        ("never synced completely", |it| it.sync.last_success = None),
        ("the balance is newer than the last complete sync", |it| {
            it.sync.last_success = Some("2026-11-23T11:59:59Z".parse().unwrap());
        }),
        ("the first days were never read", |it| {
            it.history.progress.values_mut().for_each(|known| known.from = Some(day("2026-10-10")));
        }),
        ("the last days were never read", |it| {
            it.history.progress.values_mut().for_each(|known| known.to = day("2026-11-22"));
        }),
        ("no transaction was ever read", |it| it.history.progress.clear()),
        ("something was booked, nobody knows when", |it| it.book("a", None, 1)),
        ("holds are in the balance", |it| it.balances[0].kind = BalanceKind::InterimAvailable),
        ("nobody knows when the balance closed", |it| {
            it.balances[0] = Balance { kind: BalanceKind::ClosingBooked, as_of: None, ..interim(1) };
        }),
    ];
    for (why, spoil) in spoilt {
        let mut world = usual();
        spoil(&mut world);
        assert!(world.trends().is_empty(), "{why}");
    }
}

#[test]
fn a_trend_ends_with_the_last_sync() {
    let mut world = world(vec![interim(10_000)]);
    let old = |at: &str| Some(at.parse().unwrap());
    let overview_on = |world: &World, at: &str| {
        let link = link("one");
        let stored = StoredAccount { sourced: sourced(&link, account("a")), missing_since: None };
        let balances = vec![sourced(&link, interim(10_000))];
        let overview = gather(vec![link], vec![stored], balances, std::slice::from_ref(&world.sync)).unwrap();
        trends(&overview, &world.history, day(at)).unwrap().len()
    };
    world.sync.last_success = old("2026-11-23T12:00:00Z");
    assert_eq!(["2026-11-23", "2026-11-24", "2026-11-25"].map(|at| overview_on(&world, at)), [1, 1, 0]);
}

#[test]
fn each_currency_has_its_own_past() {
    let euros = |minor| Money::from_minor(minor, Currency::EUR);
    let mut world = world(vec![interim(10_000), balance("b", BalanceKind::InterimBooked, euros(900))]);
    world.book("a", Some("2026-11-10"), 100);
    world.history.progress.remove(&key(&link("one"), "b"));
    let seen: Vec<_> = world.trends().iter().map(|trend| trend.currency).collect();
    assert_eq!(seen, [Currency::GBP], "what is missing in euros does not take the pounds away");
}

#[tokio::test]
async fn a_store_has_all_that_a_trend_needs() {
    let store = MemoryStore::new();
    let link = linked(&store, "one").await;
    put_all(&store, &link, "a", vec![booked("a", "2026-11-10", 3_000, "IN"), booked("a", "2025-01-01", 9, "OLD")])
        .await;
    let stored = StoredAccount { sourced: sourced(&link, account("a")), missing_since: None };
    store.put_balances(&key(&link, "a"), complete(vec![sourced(&link, interim(10_000))])).await.unwrap();
    let balances = store.list_balances().await.unwrap();
    let overview = gather(vec![link], vec![stored], balances, &[world(vec![interim(0)]).sync]).unwrap();
    let [trend] = read_trends(&store, &overview, noon()).await.unwrap().try_into().unwrap();
    assert_eq!((trend.points[0].total, trend.change), (pounds(7_000), pounds(3_000)));
}

proptest! {
    /// Lives forward what the trend counts back: from the balances of the first day, booking by booking.
    #[test]
    fn counting_back_meets_living_forward(
        start in proptest::collection::vec(-1_000_000_i64..1_000_000, 1..4),
        bookings in proptest::collection::vec((0_usize..4, 1_i32..=45, -500_000_i64..500_000), 0..60),
    ) {
        let first = today().checked_sub(SPAN_DAYS.days()).unwrap();
        let names = ["a", "b", "c", "d"];
        let ends: Vec<i64> = start.iter().enumerate()
            .map(|(at, start)| start + bookings.iter().filter(|(of, ..)| *of == at).map(|(.., minor)| minor).sum::<i64>())
            .collect();
        let mut world = world(
            ends.iter().zip(names).map(|(end, name)| balance(name, BalanceKind::InterimBooked, pounds(*end))).collect(),
        );
        for (of, after, minor) in bookings.iter().filter(|(of, ..)| *of < start.len()) {
            let at = first.checked_add(after.days()).unwrap().to_string();
            world.book(names[*of], Some(&at), *minor);
        }
        let [trend] = world.trends().try_into().unwrap();
        for (after, point) in trend.points.iter().enumerate() {
            let lived: i64 = start.iter().sum::<i64>() + bookings.iter()
                .filter(|(of, day, _)| *of < start.len() && *day <= after as i32).map(|(.., minor)| minor).sum::<i64>();
            prop_assert_eq!(point.total, pounds(lived));
        }
    }
}
