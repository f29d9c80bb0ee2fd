//! The asker's side of telegrams against a core that says what a test tells it to: lists that change while they are read,
//! answers that are none.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use moa_bank_internal::door::{Guest, Host};
use moa_bank_internal::telegram::wire::code::{ANSWERS, Response};
use moa_bank_internal::telegram::wire::lines::{AddressLine, BeneficiaryLine, CounterpartyLine};
use moa_bank_internal::telegram::wire::{Body, Header, Message, frame};
use moa_bank_processing::adapters::TelegramCore;
use moa_bank_processing::port::{AccountsQuestion, CoreAnswer, CoreBanking, CoreFault, CoreQuestion, Journal};
use tokio_util::sync::CancellationToken;

use crate::banks::{self, THAMES};
use crate::cores::mina_at;
use crate::inside::Inside;

/// What a core says next: a response, lines, and where the list goes on.
type Said = (Response, Body, Option<&'static str>);

/// Says one thing after the other, whatever is asked, and notes from which positions it was asked.
#[derive(Default)]
struct Script {
    next: Mutex<VecDeque<Said>>,
    asked_from: Mutex<Vec<Option<String>>>,
}

#[async_trait]
impl Host for Script {
    async fn serve(&self, mut guest: Guest, _closing: CancellationToken) {
        while let Ok(Some(bytes)) = frame::read(&mut guest).await {
            let asked = Message::read(&bytes).unwrap().header;
            self.asked_from.lock().unwrap().push(asked.position.clone());
            let Some((response, body, position)) = self.next.lock().unwrap().pop_front() else { return };
            let position = position.map(str::to_owned);
            let header = Header { kind: ANSWERS, response: response.code(), position, ..asked };
            frame::write(&mut guest, &body.under(header).unwrap()).await.unwrap();
        }
    }
}

fn payees(names: &[&str]) -> Body {
    let mut body = Body::default();
    for name in names {
        body.push(&BeneficiaryLine { id: Some((*name).to_owned()), trusted: true, reference: None }).unwrap();
        body.push(&CounterpartyLine { name: Some((*name).to_owned()), scheme: None, number: None }).unwrap();
    }
    body
}

/// Asks for beneficiaries, and gives their names and from which positions the core was asked.
async fn read(script: Vec<Said>) -> (Result<Vec<String>, CoreFault>, Vec<Option<String>>) {
    let bank = banks::open(THAMES);
    let subject = mina_at(&bank);
    let host = Arc::new(Script { next: Mutex::new(script.into()), ..Script::default() });
    let (temper, clock) = (bank.spec().core.temper.clone(), Arc::clone(bank.clock()));
    let dialling = |dialer| TelegramCore::new(dialer, &temper, clock);
    let inside = Inside::behind_a_door(bank, Arc::clone(&host) as _, dialling).await;
    let (customer, accounts) = (subject.customer, subject.accounts[..1].to_vec());
    let question = CoreQuestion::Beneficiaries(AccountsQuestion { customer, accounts });
    let answer = inside.core.answer(question, &Journal::new()).await.map(|answer| match answer {
        CoreAnswer::Beneficiaries(rows) => rows.into_iter().filter_map(|row| row.creditor.name).collect(),
        other => panic!("{other:?}"),
    });
    let asked_from = host.asked_from.lock().unwrap().clone();
    (answer, asked_from)
}

#[tokio::test]
async fn a_list_is_read_on_from_where_its_answer_says() {
    let script =
        vec![(Response::Done, payees(&["one", "two"]), Some("2/3")), (Response::Done, payees(&["three"]), None)];
    let (names, asked_from) = read(script).await;
    assert_eq!(names.unwrap(), ["one", "two", "three"]);
    assert_eq!(asked_from, [None, Some("2/3".to_owned())]);
}

#[tokio::test]
async fn a_list_that_changes_while_it_is_read_is_begun_anew_and_not_for_ever() {
    let first = || (Response::Done, payees(&["one", "two"]), Some("2/3"));
    let changed = || (Response::BadPosition, Body::default(), None);
    let (names, asked_from) = read(vec![first(), changed(), (Response::Done, payees(&["one", "new"]), None)]).await;
    assert_eq!(names.unwrap(), ["one", "new"], "nothing of the list that was given up");
    assert_eq!(asked_from, [None, Some("2/3".to_owned()), None]);
    let (never, asked_from) = read(vec![first(), changed(), first(), changed(), first(), changed()]).await;
    assert!(matches!(never, Err(CoreFault::Unavailable(_))), "{never:?}");
    assert_eq!(asked_from.len(), 6);
}

#[tokio::test]
async fn an_answer_with_other_lines_than_were_asked_for_is_no_answer() {
    let address = Body::default().with(&AddressLine { text: "14 Larkspur Row".to_owned() }).unwrap();
    let half = Body::default().with(&BeneficiaryLine { id: None, trusted: false, reference: None }).unwrap();
    for body in [address, half] {
        let (answer, _) = read(vec![(Response::Done, body, None)]).await;
        assert!(matches!(answer, Err(CoreFault::Unavailable(_))), "{answer:?}");
    }
    let (answer, _) = read(vec![(Response::NotFound, Body::default(), None)]).await;
    assert!(matches!(answer, Err(CoreFault::NotFound)), "{answer:?}");
}
