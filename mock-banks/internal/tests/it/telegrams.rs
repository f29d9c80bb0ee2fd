//! The language itself: whatever is written is read again, and whatever else comes is refused without a panic.

use moa_bank_internal::telegram::wire::code::{ASKS, Transaction};
use moa_bank_internal::telegram::wire::frame::{self, FrameError, MESSAGE_BYTES_MAX};
use moa_bank_internal::telegram::wire::lines::{
    AccountLine, CounterpartyLine, CurrencyLine, ExchangeLine, LAYOUTS, MovementLine, TransferAsked,
};
use moa_bank_internal::telegram::wire::{Body, Header, Line as _, Message};
use moa_kernel::{AccountId, Currency, CustomerId, Date, Decimal, Money, Timestamp, TransactionId};
use proptest::prelude::*;

fn header(position: Option<String>) -> Header {
    let sent = "2026-11-24T09:00:00Z".parse().unwrap();
    let (transaction, sequence) = (Transaction::Statement.code(), 1_234_567_890);
    Header { kind: ASKS, transaction, sequence, response: 0, sent, foreign: 0, position }
}

#[test]
fn no_two_layouts_begin_alike_and_their_widths_are_what_the_page_says() {
    let tags: std::collections::HashSet<[u8; 2]> = LAYOUTS.iter().map(|layout| layout.tag).collect();
    assert_eq!(tags.len(), LAYOUTS.len());
    assert!(!tags.contains(b"++"), "that is how a text goes on");
    assert_eq!((Header::LAYOUT.width(), MovementLine::LAYOUT.width()), (102, 213));
}

#[test]
fn a_transfer_looks_like_this() {
    let order = TransferAsked {
        customer: CustomerId::new("c-1").unwrap(),
        from: AccountId::new("22289").unwrap(),
        payee: "하늘서점".to_owned(),
        scheme: "IBAN".to_owned(),
        number: "DE89370400440532013000".to_owned(),
        amount: Money::new(Decimal::new(12345, 2), Currency::EUR),
        end_to_end_id: "RENT-11".to_owned(),
        reference: None,
    };
    let message = Body::default().with(&order).unwrap().under(header(None)).unwrap();
    let (text, _, broken) = encoding_rs::EUC_KR.decode(&message);
    assert!(!broken);
    let expected = [
        "MB0200220012345678900000",
        "20261124090000000000000",
        "00000",
        &" ".repeat(50),
        "QT",
        &format!("{:<40}{:<40}", "c-1", "22289"),
        &format!("하늘서점{}", " ".repeat(62)),
        "IBAN",
        &format!("{:<34}", "DE89370400440532013000"),
        "+00000000000000123452EUR",
        &format!("{:<35}", "RENT-11"),
        &" ".repeat(70),
    ];
    assert_eq!(text, expected.concat());
    assert_eq!(Message::read(&message).unwrap().lines().take::<TransferAsked>().unwrap(), order);
}

#[test]
fn a_header_says_how_many_characters_euc_kr_lacks() {
    let name = |name: &str| CounterpartyLine { name: Some(name.to_owned()), scheme: None, number: None };
    let body = Body::default().with(&name("Düsseldorf")).unwrap().with(&name("서울 é")).unwrap();
    assert_eq!(Message::read(&body.under(header(None)).unwrap()).unwrap().header.foreign, 2);
}

#[test]
fn what_does_not_fit_is_said_and_not_cut() {
    let mut body = Body::default();
    let huge =
        ExchangeLine { instructed: Money::new(Decimal::MAX, Currency::KRW), rate: Decimal::MAX, quoted_at: None };
    assert_eq!(body.push(&huge).unwrap_err().cell, "instructed");
    let late = Header { sequence: 10_000_000_000, ..header(None) };
    assert_eq!(Body::default().under(late).unwrap_err().cell, "sequence");
    let long = header(Some("x".repeat(MESSAGE_BYTES_MAX)));
    assert!(Body::default().under(long).is_err());
}

prop_compose! {
    fn text()(text in "\\PC{0,70}|[ &;가-힣öé\u{1F600}\n]{0,150}") -> String { text }
}

prop_compose! {
    fn money()(minor in any::<i64>(), scale in 0_u32..9) -> Money {
        Money::new(Decimal::new(minor, scale), Currency::GBP)
    }
}

prop_compose! {
    fn moment()(nanos in 0_i128..253_402_300_799_000_000_000) -> Timestamp {
        Timestamp::from_nanosecond(nanos).unwrap()
    }
}

prop_compose! {
    fn movement()(
        id in proptest::option::of("[a-z0-9-]{1,60}"),
        amount in money(),
        booked_at in moment(),
        valued_at in proptest::option::of(moment()),
        description in proptest::option::of(text()),
        reference in proptest::option::of(text()),
        running_balance in proptest::option::of(money()),
    ) -> MovementLine {
        let (status, family) = ("BOOK".to_owned(), Some("CCRD".to_owned()));
        let id = id.map(|id| TransactionId::new(id).unwrap());
        MovementLine {
            id, status, amount, booked_at, valued_at, description, reference, family, sub_family: None, running_balance,
        }
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(
        rows in proptest::collection::vec(movement(), 0..8),
        holder in text(),
        position in proptest::option::of("[!-~]{1,90}"),
        rate in any::<i128>(),
        scale in 0_u32..28,
        day in 0_i32..3_000_000,
    ) {
        let account = AccountLine {
            id: AccountId::new("a").unwrap(),
            kind: "CACC".to_owned(),
            description: Some(holder.clone()),
            nickname: None,
            opened: Date::new(1, 1, 1).unwrap().checked_add(jiff::Span::new().days(day)).ok(),
            holder: Some(holder),
            servicer_bic: Some(String::new()),
            servicer_name: None,
        };
        let rate = Decimal::from_i128_with_scale(rate % (1 << 95), scale);
        let exchange = ExchangeLine { instructed: Money::new(Decimal::ONE, Currency::USD), rate, quoted_at: None };
        let mut body = Body::default().with(&account).unwrap().with(&CurrencyLine { currency: Currency::KRW }).unwrap();
        for row in &rows {
            body.push(row).unwrap();
            body.push(&exchange).unwrap();
        }
        let bytes = body.under(header(position.clone())).unwrap();
        let message = Message::read(&bytes).unwrap();
        prop_assert_eq!(&message.header.position, &position);
        let mut lines = message.lines();
        prop_assert_eq!(lines.take::<AccountLine>().unwrap(), account);
        prop_assert_eq!(lines.all::<CurrencyLine>().unwrap().len(), 1);
        for row in rows {
            prop_assert_eq!(lines.take::<MovementLine>().unwrap(), row);
            let read: ExchangeLine = lines.take().unwrap();
            prop_assert_eq!((read.rate.mantissa(), read.rate.scale()), (rate.mantissa(), rate.scale()));
        }
        prop_assert!(lines.end().is_ok());
    }

    #[test]
    fn a_message_that_is_cut_or_bent_is_refused_or_read_but_never_panics(
        row in movement(),
        cut in any::<prop::sample::Index>(),
        bend in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let mut bytes = Body::default().with(&row).unwrap().under(header(None)).unwrap();
        prop_assert!(Message::read(&bytes[..cut.index(bytes.len())]).is_err() || cut.index(bytes.len()) >= Header::LAYOUT.width());
        let at = bend.index(bytes.len());
        bytes[at] = byte;
        if let Ok(message) = Message::read(&bytes) {
            let _ = message.lines().take::<MovementLine>();
        }
    }

    #[test]
    fn noise_is_no_message(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(Message::read(&bytes).is_err());
    }
}

#[tokio::test]
async fn a_frame_is_five_digits_and_so_many_bytes() {
    let (mut here, mut there) = tokio::io::duplex(MESSAGE_BYTES_MAX * 2);
    frame::write(&mut here, b"hello").await.unwrap();
    frame::write(&mut here, b"").await.unwrap();
    assert!(matches!(frame::write(&mut here, &vec![0; MESSAGE_BYTES_MAX + 1]).await, Err(FrameError::Length)));
    drop(here);
    assert_eq!(frame::read(&mut there).await.unwrap().as_deref(), Some(&b"hello"[..]));
    assert_eq!(frame::read(&mut there).await.unwrap().as_deref(), Some(&b""[..]));
    assert_eq!(frame::read(&mut there).await.unwrap(), None, "hung up between two frames");
}

#[tokio::test]
async fn a_length_is_not_believed_further_than_a_message_goes() {
    let longer = format!("{:05}", MESSAGE_BYTES_MAX + 1);
    for wrong in [longer.as_bytes(), b"99999", b"-0005hello", b"+0005hello", b"abcde"] {
        assert!(matches!(frame::read(&mut &*wrong).await, Err(FrameError::Length)), "{wrong:?}");
    }
    for cut in [&b"00005hell"[..], b"00"] {
        assert!(matches!(frame::read(&mut &*cut).await, Err(FrameError::Broken(_))), "{cut:?}");
    }
}
