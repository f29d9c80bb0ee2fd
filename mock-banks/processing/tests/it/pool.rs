//! How many connections a bank keeps to a core that speaks in telegrams, counted where they arrive.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use futures::future::join_all;
use moa_bank_core::Bank;
use moa_bank_internal::door::{Guest, Host};
use moa_bank_internal::telegram::server::TelegramServer;
use moa_bank_internal::temperament::Temperament;
use moa_bank_processing::adapters::TelegramCore;
use tokio_util::sync::CancellationToken;

use crate::cores::mina_at;
use crate::inside::Inside;
use crate::moods::{ask, balances, bank};

/// A core that counts its guests and can send one away.
struct Counted {
    server: TelegramServer,
    guests: Mutex<Vec<CancellationToken>>,
}

impl Counted {
    fn guests(&self) -> usize {
        self.guests.lock().unwrap().len()
    }

    /// Ends the connection of one guest, numbered in the order in which they came.
    fn send_away(&self, guest: usize) {
        self.guests.lock().unwrap()[guest].cancel();
    }
}

#[async_trait]
impl Host for Counted {
    async fn serve(&self, guest: Guest, closing: CancellationToken) {
        let sent_away = CancellationToken::new();
        self.guests.lock().unwrap().push(sent_away.clone());
        tokio::select! {
            () = self.server.serve(guest, closing) => {}
            () = sent_away.cancelled() => {}
        }
    }
}

async fn counted(bank: Bank) -> (Inside<TelegramCore>, Arc<Counted>) {
    let clock = Arc::clone(bank.clock());
    let server = TelegramServer::new(bank.clone(), Temperament::of(bank.spec(), Arc::clone(&clock)));
    let host = Arc::new(Counted { server, guests: Mutex::default() });
    let temper = bank.spec().core.temper.clone();
    let dialling = |dialer| TelegramCore::new(dialer, &temper, clock);
    (Inside::behind_a_door(bank, Arc::clone(&host) as _, dialling).await, host)
}

#[tokio::test]
async fn thirty_questions_at_once_share_the_connections_of_the_banks_file_and_one_that_ends_is_replaced() {
    for connections in [1, 3] {
        let core = format!(
            r#"{{ kind = "telegram", connections = {connections}, answer_ms_max = 60000, latency_ms = [5, 20] }}"#
        );
        let (bank, _) = bank(&core);
        let subject = mina_at(&bank);
        let (inside, host) = counted(bank).await;
        let thirty = async || {
            let asked = (0..30).map(|_| ask(&inside.core, balances(&subject)));
            for (answer, _) in join_all(asked).await {
                assert!(answer.is_ok(), "{answer:?}");
            }
        };
        assert_eq!(host.guests(), 0, "nobody is dialled before the first question");
        assert!(ask(&inside.core, balances(&subject)).await.0.is_ok());
        assert_eq!(host.guests(), 1, "a connection is made when it is needed");
        thirty().await;
        assert_eq!(host.guests(), connections);
        thirty().await;
        assert_eq!(host.guests(), connections, "they are kept");
        host.send_away(connections - 1);
        thirty().await;
        assert_eq!(host.guests(), connections + 1, "the one that ended was made anew, and no other");
    }
}
