//! Every yes and its noes. A test starts from a request that is admitted and spoils one fact.

use std::sync::{Arc, LazyLock};

use http::Method;
use moa_bank_processing::Entitlement;
use moa_bank_processing::codec::uk::{Permission, Permissions};
use moa_bank_processing::port::Window;
use moa_bank_registry::{Limits, Operation, uk_account_information};
use moa_kernel::{AccountId, ClientId, ConsentId, CustomerId, Timestamp};
use proptest::prelude::*;

use super::{Denial, RULES, admit, takes};
use crate::intake::{AccountInPath, ConsentFacts, Credential, Facts, PayloadFacts, ProofFacts, Scheme};
use crate::limits::{LimitFacts, Plan};
use crate::tokens::{TokenFacts, TokenKind};

fn now() -> Timestamp {
    "2026-11-23T09:00:00Z".parse().unwrap()
}

fn second(offset: i64) -> Timestamp {
    Timestamp::from_second(now().as_second() + offset).unwrap()
}

/// What the program brings along.
static OPERATIONS: LazyLock<Vec<Arc<Operation>>> =
    LazyLock::new(|| uk_account_information().unwrap().operations.into_iter().map(Arc::new).collect());

fn operation(id: &str) -> Arc<Operation> {
    OPERATIONS.iter().find(|row| row.id == id).unwrap().clone()
}

fn account(id: &str) -> AccountId {
    AccountId::new(id).unwrap()
}

fn customer_token() -> TokenFacts {
    TokenFacts {
        client: ClientId::new("app-1").unwrap(),
        scopes: vec!["openid".to_owned(), "accounts".to_owned()],
        thumbprint: Some("key-1".to_owned()),
        kind: TokenKind::Customer {
            customer: CustomerId::new("mina").unwrap(),
            consent: ConsentId::new("aac-1").unwrap(),
        },
        expires_at: second(300),
    }
}

fn app_token() -> TokenFacts {
    TokenFacts { kind: TokenKind::App, ..customer_token() }
}

fn live(token: TokenFacts) -> Credential {
    Credential::Live { scheme: Scheme::Dpop, token: Arc::new(token) }
}

fn mina_reads_a_balance() -> Facts {
    Facts {
        operation: operation("GetAccountsAccountIdBalances"),
        account: AccountInPath::Named(account("22289")),
        credential: live(customer_token()),
        proof: ProofFacts::Good { thumbprint: "key-1".to_owned() },
        consent: Some(Arc::new(ConsentFacts {
            id: ConsentId::new("aac-1").unwrap(),
            client: ClientId::new("app-1").unwrap(),
            customer: Some(CustomerId::new("mina").unwrap()),
            authorised: true,
            accounts: vec![account("22289"), account("31820")],
            permissions: [Permission::ReadAccountsBasic, Permission::ReadBalances].into_iter().collect(),
            expires_at: Some(second(86_400)),
            window: Window::default(),
        })),
        limits: Some(LimitFacts::untouched(Arc::new(Plan::standard()))),
        payload: PayloadFacts::default(),
    }
}

fn app_makes_a_consent() -> Facts {
    let credential = live(app_token());
    let operation = operation("CreateAccountAccessConsents");
    Facts { operation, account: AccountInPath::None, credential, consent: None, ..mina_reads_a_balance() }
}

/// What the policy says after one fact is spoilt.
fn after(spoil: impl FnOnce(&mut Facts)) -> Result<(), Denial> {
    let mut facts = mina_reads_a_balance();
    spoil(&mut facts);
    admit(&facts, now()).map(drop)
}

fn after_on_token(spoil: impl FnOnce(&mut TokenFacts)) -> Result<(), Denial> {
    let mut token = customer_token();
    spoil(&mut token);
    after(|facts| facts.credential = live(token))
}

fn after_on_consent(spoil: impl FnOnce(&mut ConsentFacts)) -> Result<(), Denial> {
    after(|facts| spoil(Arc::get_mut(facts.consent.as_mut().unwrap()).unwrap()))
}

#[test]
fn a_customers_token_opens_the_one_account_in_the_path() {
    let admitted = admit(&mina_reads_a_balance(), now()).unwrap();
    let Entitlement::Customer(entitlement) = admitted.entitlement() else { panic!("not a customer's") };
    assert_eq!(entitlement.accounts, [account("22289")]);
    assert_eq!(entitlement.customer.as_str(), "mina");
}

#[test]
fn without_an_account_in_the_path_it_opens_all_that_the_customer_chose() {
    let mut facts = mina_reads_a_balance();
    facts.operation = operation("GetBalances");
    facts.account = AccountInPath::None;
    let admitted = admit(&facts, now()).unwrap();
    let Entitlement::Customer(entitlement) = admitted.entitlement() else { panic!("not a customer's") };
    assert_eq!(entitlement.accounts, [account("22289"), account("31820")]);
}

#[test]
fn an_apps_own_token_opens_its_consents() {
    let admitted = admit(&app_makes_a_consent(), now()).unwrap();
    assert!(matches!(admitted.entitlement(), Entitlement::App { client } if client.as_str() == "app-1"));
}

#[test]
fn a_token_must_be_there_in_the_header_and_live() {
    assert_eq!(after(|facts| facts.credential = Credential::Missing), Err(Denial::NoToken));
    assert_eq!(after(|facts| facts.credential = Credential::InUrl), Err(Denial::TokenInUrl));
    assert_eq!(after(|facts| facts.credential = Credential::Unreadable), Err(Denial::TokenUnreadable));
    let dead = Credential::Dead { scheme: Scheme::Dpop, given_to: None };
    assert_eq!(after(|facts| facts.credential = dead), Err(Denial::TokenDead));
    assert_eq!(after_on_token(|token| token.expires_at = now()), Err(Denial::TokenDead));
    assert_eq!(after_on_token(|token| token.expires_at = second(1)), Ok(()));
}

#[test]
fn a_token_opens_nothing_without_its_key() {
    let bearer = Credential::Live { scheme: Scheme::Bearer, token: Arc::new(customer_token()) };
    assert_eq!(after(|facts| facts.credential = bearer), Err(Denial::NotBound));
    assert_eq!(after_on_token(|token| token.thumbprint = None), Err(Denial::NotBound));
    let proofs = [
        (ProofFacts::Missing, Denial::ProofMissing),
        (ProofFacts::Wrong { why: "htu".to_owned() }, Denial::ProofWrong),
        (ProofFacts::NonceWanted, Denial::NonceWanted),
        (ProofFacts::Replayed, Denial::ProofReplayed),
        (ProofFacts::Good { thumbprint: "key-2".to_owned() }, Denial::OtherKey),
    ];
    for (proof, denial) in proofs {
        assert_eq!(after(|facts| facts.proof = proof), Err(denial));
    }
}

#[test]
fn a_token_of_another_scope_or_grant_opens_nothing() {
    assert_eq!(after_on_token(|token| token.scopes = vec!["openid".to_owned()]), Err(Denial::Scope));
    assert_eq!(after_on_token(|token| token.scopes = vec!["accounts2".to_owned()]), Err(Denial::Scope));
    assert_eq!(after_on_token(|token| token.kind = TokenKind::App), Err(Denial::OtherGrant));
    let mut facts = app_makes_a_consent();
    facts.credential = live(customer_token());
    assert_eq!(admit(&facts, now()).map(drop), Err(Denial::OtherGrant));
}

#[test]
fn a_consent_must_stand_and_be_this_apps_and_this_customers() {
    assert_eq!(after(|facts| facts.consent = None), Err(Denial::ConsentMissing));
    assert_eq!(after_on_consent(|c| c.id = ConsentId::new("aac-2").unwrap()), Err(Denial::ConsentMissing));
    assert_eq!(after_on_consent(|c| c.client = ClientId::new("app-2").unwrap()), Err(Denial::ConsentMissing));
    assert_eq!(after_on_consent(|c| c.customer = Some(CustomerId::new("jun").unwrap())), Err(Denial::ConsentMissing));
    assert_eq!(after_on_consent(|c| c.customer = None), Err(Denial::ConsentMissing));
    assert_eq!(after_on_consent(|c| c.authorised = false), Err(Denial::ConsentNotAuthorised));
    assert_eq!(after_on_consent(|c| c.expires_at = Some(now())), Err(Denial::ConsentExpired));
    assert_eq!(after_on_consent(|c| c.expires_at = None), Ok(()));
}

#[test]
fn a_consent_opens_what_it_names_and_no_more() {
    assert_eq!(after_on_consent(|c| c.permissions = Permissions::default()), Err(Denial::Permission));
    let basic = [Permission::ReadAccountsBasic].into_iter().collect();
    assert_eq!(after_on_consent(|c| c.permissions = basic), Err(Denial::Permission));
    assert_eq!(after(|facts| facts.account = AccountInPath::Named(account("99999"))), Err(Denial::Account));
    assert_eq!(after(|facts| facts.account = AccountInPath::Impossible), Err(Denial::Account));
    assert_eq!(after_on_consent(|c| c.accounts.clear()), Err(Denial::Account));
}

#[test]
fn one_who_has_no_key_learns_nothing_about_consents_and_accounts() {
    let denial = after(|facts| {
        facts.proof = ProofFacts::Missing;
        facts.consent = None;
        facts.account = AccountInPath::Named(account("99999"));
    });
    assert_eq!(denial, Err(Denial::ProofMissing));
}

proptest! {
    /// Whatever is asked with whatever consent: what comes out was chosen by the customer and permitted.
    #[test]
    fn an_entitlement_is_never_wider_than_the_consent(
        row in 0..OPERATIONS.len(),
        asked in proptest::option::of(0_u8..6),
        chosen in proptest::collection::btree_set(0_u8..6, 0..5),
        permitted in proptest::collection::btree_set(0..Permission::ALL.len(), 0..21),
    ) {
        let mut facts = mina_reads_a_balance();
        facts.operation = OPERATIONS[row].clone();
        facts.account = asked.map_or(AccountInPath::None, |id| AccountInPath::Named(account(&format!("a{id}"))));
        let consent = Arc::get_mut(facts.consent.as_mut().unwrap()).unwrap();
        consent.accounts = chosen.iter().map(|id| account(&format!("a{id}"))).collect();
        consent.permissions = permitted.iter().map(|at| Permission::ALL[*at]).collect();
        let consent = consent.clone();
        if let Ok(admitted) = admit(&facts, now()) {
            let Entitlement::Customer(entitlement) = admitted.entitlement() else { panic!("not a customer's") };
            prop_assert!(entitlement.accounts.iter().all(|id| consent.accounts.contains(id)));
            if let AccountInPath::Named(id) = facts.account {
                prop_assert_eq!(&entitlement.accounts, &[id]);
            }
            prop_assert!(consent.permissions.any(&facts.operation.permissions));
            prop_assert_eq!(&facts.operation.method, &Method::GET);
        }
    }
}

#[test]
fn an_app_beyond_its_plan_is_refused_whatever_its_token_opens() {
    let spoilt = |spoil: fn(&mut LimitFacts)| after(|facts| facts.limits.iter_mut().for_each(spoil));
    assert_eq!(spoilt(|_| ()), Ok(()));
    assert_eq!(spoilt(|limits| limits.quota.within = false), Err(Denial::Quota));
    assert_eq!(spoilt(|limits| limits.spike.within = false), Err(Denial::Spike));
    assert_eq!(spoilt(|limits| limits.has_place = false), Err(Denial::NoPlace));
    assert_eq!(spoilt(|limits| limits.blocked = true), Err(Denial::Blocked));
    assert_eq!(after(|facts| facts.limits = None), Err(Denial::Quota), "who was not counted stays out");
    // A thief without the key learns nothing of the plan.
    let stolen = after(|facts| {
        facts.limits = None;
        facts.proof = ProofFacts::Missing;
    });
    assert_eq!(stolen, Err(Denial::ProofMissing));
}

#[test]
fn a_body_is_no_larger_and_no_deeper_than_its_api_takes() {
    let limits = Limits { body_bytes_max: 1_000, body_depth_max: 3, ..Limits::default() };
    let brought = |bytes, depth| {
        let mut facts = app_makes_a_consent();
        facts.payload = PayloadFacts { bytes, depth, limits };
        let (_, rule) = RULES.iter().find(|(name, _)| *name == "payload").unwrap();
        assert_eq!(rule(&facts, now()), takes(&facts), "the rule that is measured is the one that is asked");
        takes(&facts)
    };
    assert_eq!(takes(&mina_reads_a_balance()), Ok(()), "who brings nothing brings not too much");
    assert_eq!((brought(0, 0), brought(1_000, 3)), (Ok(()), Ok(())));
    assert_eq!((brought(1_001, 0), brought(u64::MAX, 0)), (Err(Denial::TooLarge), Err(Denial::TooLarge)));
    assert_eq!((brought(10, 4), brought(10, u32::MAX)), (Err(Denial::TooDeep), Err(Denial::TooDeep)));
    assert_eq!(brought(1_001, 4), Err(Denial::TooLarge), "nobody counts the brackets of what is too large");
}
