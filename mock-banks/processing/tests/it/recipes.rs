//! Custom APIs over real banks. A recipe reaches exactly as far as the consent does, its sums are exact, and a caller's
//! mistakes are refused in the standard's words.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use moa_bank_core::Bank;
use moa_bank_processing::adapters::LedgerCore;
use moa_bank_processing::codec::uk::{Operation, Permission};
use moa_bank_processing::port::{CoreAnswer, CoreBanking, CoreFault, CoreQuestion, CoreSwitch, Journal, Window};
use moa_bank_processing::recipe::Recipe;
use moa_bank_processing::{ApiCall, CustomerEntitlement, Entitlement, Handler, Processor};
use moa_kernel::{AccountId, ClientId, ConsentId, CustomerId, Decimal, Timestamp};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::banks::{self, CLYDEBANK, RHEINBANK, THAMES};

const EVERYTHING: &[Permission] = Permission::ALL;

/// What was spent, by category and currency, and every merchant and reference that was seen.
fn spending() -> Recipe {
    let recipe = json!({
        "parameters": [{"kind": "integer", "name": "months", "min": 1, "max": 24, "default": 3}],
        "questions": [{
            "ask": "transactions", "name": "movements", "period": {"last-months": "months"}, "flow": "out", "rows-max": 5000,
        }],
        "template": r#"{"From": {{ movements.from }}, "To": {{ movements.to }}, "Category": [
            {%- for group in movements | spent | group_by("category") -%}
            {"Name": {{ group.key }}, "Total": [
              {%- for total in group.rows | totals %}{{ total | absolute }}{% if not loop.last %},{% endif %}{% endfor -%}
            ]}{% if not loop.last %},{% endif %}
            {%- endfor %}],
          "Merchant": [{% for m in movements %}{{ m.merchant }}{% if not loop.last %},{% endif %}{% endfor %}],
          "Description": [{% for m in movements %}{{ m.description }}{% if not loop.last %},{% endif %}{% endfor %}]}"#,
    });
    let recipe: Recipe = serde_json::from_value(recipe).unwrap();
    recipe.check().unwrap();
    recipe
}

fn of(question: &Value, template: &str) -> Recipe {
    let recipe = json!({"questions": [question], "template": template});
    let recipe: Recipe = serde_json::from_value(recipe).unwrap();
    recipe.check().unwrap();
    recipe
}

fn entitlement(bank: &Bank, permissions: &[Permission], window: Window) -> CustomerEntitlement {
    CustomerEntitlement {
        client: ClientId::new("app-1").unwrap(),
        consent: ConsentId::new("aac-1").unwrap(),
        customer: banks::customer(bank, "mina"),
        accounts: banks::accounts(bank, "mina"),
        permissions: permissions.iter().copied().collect(),
        window,
    }
}

async fn ask(bank: &Bank, entitled: &CustomerEntitlement, handler: Handler, query: &[(&str, &str)]) -> (u16, Value) {
    let core = Arc::new(CoreSwitch::new(Arc::new(LedgerCore::new(bank.clone()))));
    let query = query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let call = ApiCall { query, interaction: "i-1".to_owned(), ..ApiCall::to(handler) };
    let entitled = Entitlement::Customer(entitled.clone());
    let reply = Processor::new(bank.clone(), core).answer(&entitled, &call, &Journal::new()).await;
    (reply.status.as_u16(), serde_json::from_slice(&reply.body.unwrap()).unwrap())
}

async fn spent(bank: &Bank, permissions: &[Permission], query: &[(&str, &str)]) -> (u16, Value) {
    ask(bank, &entitlement(bank, permissions, Window::default()), Handler::Recipe(spending()), query).await
}

/// The sums of a spending answer, by currency.
fn sums(answer: &Value) -> BTreeMap<String, Decimal> {
    let mut sums = BTreeMap::new();
    for category in answer["Category"].as_array().unwrap() {
        for total in category["Total"].as_array().unwrap() {
            let amount: Decimal = total["Amount"].as_str().unwrap().parse().unwrap();
            assert!(amount > Decimal::ZERO, "{category}");
            *sums.entry(total["Currency"].as_str().unwrap().to_owned()).or_default() += amount;
        }
    }
    sums
}

/// What the standard's own operation says went out, page by page, by currency.
async fn spent_by_the_standard(bank: &Bank, from: &str) -> BTreeMap<String, Decimal> {
    let mut sums = BTreeMap::new();
    for account in banks::accounts(bank, "mina") {
        let mut page: Option<String> = None;
        loop {
            let one = CustomerEntitlement {
                accounts: vec![account.clone()],
                ..entitlement(bank, EVERYTHING, Window::default())
            };
            let mut query = vec![("fromBookingDateTime", from), ("toBookingDateTime", "2026-11-23T23:59:59.999")];
            query.extend(page.as_deref().map(|page| ("page", page)));
            let (_, answer) = ask(bank, &one, Handler::Uk(Operation::Transactions), &query).await;
            for row in answer["Data"]["Transaction"].as_array().unwrap() {
                if row["CreditDebitIndicator"] == "Debit" {
                    let amount: Decimal = row["Amount"]["Amount"].as_str().unwrap().parse().unwrap();
                    *sums.entry(row["Amount"]["Currency"].as_str().unwrap().to_owned()).or_default() += amount;
                }
            }
            let next = answer["Links"]["Next"].as_str().map(|link| link.rsplit_once("page=").unwrap().1.to_owned());
            match next {
                None => break,
                next => page = next,
            }
        }
    }
    sums
}

#[tokio::test]
async fn every_penny_that_went_out_is_in_one_category_at_every_bank() {
    for file in [THAMES, CLYDEBANK, RHEINBANK] {
        let bank = banks::open(file);
        let (status, answer) = spent(&bank, EVERYTHING, &[]).await;
        assert_eq!(status, 200, "{answer}");
        assert_eq!(answer["From"], "2026-09-01T00:00:00Z");
        let expected = spent_by_the_standard(&bank, "2026-09-01T00:00:00").await;
        assert!(!expected.is_empty());
        assert_eq!(sums(&answer), expected, "{}", bank.id());
    }
}

#[tokio::test]
async fn more_months_are_more_and_other_numbers_are_refused_by_name() {
    let bank = banks::open(THAMES);
    let (_, one) = spent(&bank, EVERYTHING, &[("months", "1")]).await;
    let (_, six) = spent(&bank, EVERYTHING, &[("months", "6")]).await;
    assert!(sums(&one)["GBP"] < sums(&six)["GBP"]);
    for query in [("months", "0"), ("months", "25"), ("months", "1e1"), ("months", "{{7}}"), ("month", "3")] {
        let (status, error) = spent(&bank, EVERYTHING, &[query]).await;
        assert_eq!(status, 400, "{query:?}");
        assert_eq!(error["Id"], "i-1");
        assert_eq!(error["Errors"][0]["ErrorCode"], "U002");
        assert_eq!(error["Errors"][0]["Path"], query.0);
    }
}

#[tokio::test]
async fn permissions_hide_from_a_recipe_what_they_hide_from_the_standard() {
    let bank = banks::open(THAMES);
    let basic = &[Permission::ReadTransactionsBasic, Permission::ReadTransactionsDebits];
    let (status, answer) = spent(&bank, basic, &[]).await;
    assert_eq!(status, 200);
    for field in ["Merchant", "Description"] {
        let shown = answer[field].as_array().unwrap();
        assert!(!shown.is_empty() && shown.iter().all(Value::is_null), "{field}");
    }
    let named = |answer: &Value| -> Vec<String> {
        let of = |category: &Value| category["Name"].as_str().unwrap().to_owned();
        answer["Category"].as_array().unwrap().iter().map(of).collect()
    };
    assert!(!named(&answer).contains(&"groceries".to_owned()), "the merchant's code is a detail");
    let (_, detail) = spent(&bank, EVERYTHING, &[]).await;
    assert!(named(&detail).contains(&"groceries".to_owned()));
    assert_eq!(sums(&answer), sums(&detail), "and the sums are the same");
}

#[tokio::test]
async fn without_the_permission_there_is_no_answer_and_no_question() {
    let bank = banks::open(THAMES);
    let nothing = |permissions: &'static [Permission]| entitlement(&bank, permissions, Window::default());
    let balances = of(&json!({"ask": "balances", "name": "b"}), "{{ b | count }}");
    let accounts = of(
        &json!({"ask": "accounts", "name": "a"}),
        "[{% for x in a %}{{ x.holder }}{% if not loop.last %},{% endif %}{% endfor %}]",
    );
    for (recipe, permissions) in [
        (balances, &[Permission::ReadAccountsDetail, Permission::ReadTransactionsDetail][..]),
        (accounts.clone(), &[Permission::ReadBalances]),
        (spending(), &[Permission::ReadAccountsDetail, Permission::ReadTransactionsDebits]),
        (spending(), &[Permission::ReadTransactionsDetail]),
    ] {
        let (status, error) = ask(&bank, &nothing(permissions), Handler::Recipe(recipe), &[]).await;
        assert_eq!((status, &error["Errors"][0]["Message"]), (403, &json!("the consent does not permit this")));
    }
    let credits = [Permission::ReadTransactionsDetail, Permission::ReadTransactionsCredits];
    let (status, answer) = spent(&bank, &credits, &[]).await;
    assert_eq!(
        (status, &answer["Category"], &answer["Merchant"]),
        (200, &json!([]), &json!([])),
        "no money out is shown"
    );
    let (_, holders) = ask(&bank, &nothing(&[Permission::ReadAccountsBasic]), Handler::Recipe(accounts), &[]).await;
    assert!(holders.as_array().unwrap().iter().all(Value::is_null), "names are a detail: {holders}");
}

#[tokio::test]
async fn an_app_without_a_customer_gets_nothing() {
    let bank = banks::open(THAMES);
    let core = Arc::new(CoreSwitch::new(Arc::new(LedgerCore::new(bank.clone()))));
    let app = Entitlement::App { client: ClientId::new("app-1").unwrap() };
    let call = ApiCall::to(Handler::Recipe(spending()));
    let reply = Processor::new(bank, core).answer(&app, &call, &Journal::new()).await;
    assert_eq!(reply.status, 400);
}

#[tokio::test]
async fn half_a_sum_is_refused() {
    let bank = banks::open(THAMES);
    let few = of(
        &json!({"ask": "transactions", "name": "m", "period": {"last-months": 6}, "rows-max": 10}),
        "{{ m | count }}",
    );
    let whole = entitlement(&bank, EVERYTHING, Window::default());
    let (status, error) = ask(&bank, &whole, Handler::Recipe(few), &[]).await;
    assert_eq!(status, 400);
    let message = error["Errors"][0]["Message"].as_str().unwrap();
    assert!(message.contains("more than 10 transactions"), "{message}");
}

#[tokio::test]
async fn the_consents_window_is_what_the_answer_says_it_is_of() {
    let bank = banks::open(THAMES);
    let since: Timestamp = "2026-11-01T00:00:00Z".parse().unwrap();
    let entitled = entitlement(&bank, EVERYTHING, Window { from: Some(since), to: None });
    let (_, answer) = ask(&bank, &entitled, Handler::Recipe(spending()), &[("months", "6")]).await;
    assert_eq!(answer["From"], "2026-11-01T00:00:00Z");
    assert_eq!(sums(&answer), spent_by_the_standard(&bank, "2026-11-01T00:00:00").await);
}

/// A core that answers nothing and remembers what it was asked.
#[derive(Default)]
struct Listener(Mutex<Vec<CoreQuestion>>);

#[async_trait]
impl CoreBanking for Listener {
    fn protocol(&self) -> &'static str {
        "ledger"
    }

    async fn answer(&self, question: CoreQuestion, _: &Journal) -> Result<CoreAnswer, CoreFault> {
        let answer = match &question {
            CoreQuestion::Accounts(_) => CoreAnswer::Accounts(Vec::new()),
            CoreQuestion::Balances(_) => CoreAnswer::Balances(Vec::new()),
            CoreQuestion::Transactions(_) => CoreAnswer::Transactions(Default::default()),
            other => panic!("no recipe asks this: {other:?}"),
        };
        self.0.lock().unwrap().push(question);
        Ok(answer)
    }
}

/// A core whose pages never end.
struct Endless;

#[async_trait]
impl CoreBanking for Endless {
    fn protocol(&self) -> &'static str {
        "ledger"
    }

    async fn answer(&self, _: CoreQuestion, _: &Journal) -> Result<CoreAnswer, CoreFault> {
        let page = moa_bank_processing::port::TransactionPage { next: Some("1".to_owned()), ..Default::default() };
        Ok(CoreAnswer::Transactions(page))
    }
}

#[tokio::test]
async fn a_core_whose_pages_never_end_is_not_followed() {
    let bank = banks::open(THAMES);
    let entitled = Entitlement::Customer(entitlement(&bank, EVERYTHING, Window::default()));
    let processor = Processor::new(bank, Arc::new(CoreSwitch::new(Arc::new(Endless))));
    let reply = processor.answer(&entitled, &ApiCall::to(Handler::Recipe(spending())), &Journal::new()).await;
    assert_eq!(reply.status, 500);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Whatever a recipe asks for and whatever a consent allows: the core hears of no other customer, no other account, no
    /// moment outside the consent and no direction that is not in it.
    #[test]
    fn the_core_is_asked_for_nothing_beyond_the_entitlement(
        months in 1..120_u32,
        flow in prop_oneof![Just("in"), Just("out"), Just("both")],
        accounts in proptest::collection::btree_set("[0-9]{5}", 0..4),
        permissions in proptest::sample::subsequence(EVERYTHING, 0..EVERYTHING.len()),
        (from, to) in (proptest::option::of(1_600_000_000..1_800_000_000_i64), proptest::option::of(1_600_000_000..1_800_000_000_i64)),
    ) {
        let recipe: Recipe = serde_json::from_value(json!({
            "questions": [
                {"ask": "accounts", "name": "a"},
                {"ask": "balances", "name": "b"},
                {"ask": "transactions", "name": "m", "period": {"last-months": months}, "flow": flow, "rows-max": 100},
            ],
            "template": "{}",
        })).unwrap();
        let at = |second: Option<i64>| second.map(|second| Timestamp::from_second(second).unwrap());
        let entitled = CustomerEntitlement {
            client: ClientId::new("app-1").unwrap(),
            consent: ConsentId::new("aac-1").unwrap(),
            customer: CustomerId::new("mina").unwrap(),
            accounts: accounts.iter().map(|id| AccountId::new(id.clone()).unwrap()).collect(),
            permissions: permissions.iter().copied().collect(),
            window: Window { from: at(from), to: at(to) },
        };
        let listener = Arc::new(Listener::default());
        let bank = bare_bank();
        let processor = Processor::new(bank, Arc::new(CoreSwitch::new(listener.clone())));
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let (asked_as, call, journal) = (Entitlement::Customer(entitled.clone()), ApiCall::to(Handler::Recipe(recipe)), Journal::new());
        runtime.block_on(processor.answer(&asked_as, &call, &journal));
        let has = |permission| entitled.permissions.has(permission);
        for question in listener.0.lock().unwrap().iter() {
            match question {
                CoreQuestion::Accounts(asked) => {
                    prop_assert!(has(Permission::ReadAccountsBasic) || has(Permission::ReadAccountsDetail));
                    prop_assert_eq!((&asked.customer, &asked.accounts), (&entitled.customer, &entitled.accounts));
                }
                CoreQuestion::Balances(asked) => {
                    prop_assert!(has(Permission::ReadBalances));
                    prop_assert_eq!((&asked.customer, &asked.accounts), (&entitled.customer, &entitled.accounts));
                }
                CoreQuestion::Transactions(asked) => {
                    use moa_bank_processing::port::Directions;
                    prop_assert!(has(Permission::ReadTransactionsBasic) || has(Permission::ReadTransactionsDetail));
                    prop_assert_eq!(&asked.customer, &entitled.customer);
                    prop_assert!(entitled.accounts.contains(&asked.account));
                    prop_assert!(asked.window.from >= entitled.window.from);
                    prop_assert!(entitled.window.to.is_none_or(|end| asked.window.to.is_some_and(|to| to <= end)));
                    let (credits, debits) = (asked.directions != Directions::Debits, asked.directions != Directions::Credits);
                    prop_assert!(!credits || (has(Permission::ReadTransactionsCredits) && flow != "out"));
                    prop_assert!(!debits || (has(Permission::ReadTransactionsDebits) && flow != "in"));
                }
                other => prop_assert!(false, "{:?}", other),
            }
        }
    }
}

/// A bank without a life in it; opened once, because only its time and its spec are looked at.
fn bare_bank() -> Bank {
    static BANK: std::sync::OnceLock<Bank> = std::sync::OnceLock::new();
    BANK.get_or_init(banks::bare).clone()
}
