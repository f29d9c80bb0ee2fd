//! Every core keeps the contract. A new adapter is a new line here.

use std::collections::BTreeSet;
use std::sync::Arc;

use async_trait::async_trait;
use moa_bank_core::Bank;
use moa_bank_processing::adapters::LedgerCore;
use moa_bank_processing::port::contract::{Subject, broken_promises, broken_promises_about_transfers, differences};
use moa_bank_processing::port::{CoreAnswer, CoreBanking, CoreFault, CoreQuestion, Journal, TransferQuestion};

use crate::banks::{self, CLYDEBANK, RHEINBANK, THAMES};
use crate::inside::Inside;

pub(crate) fn mina_at(bank: &Bank) -> Subject {
    let account_of_another = banks::accounts(bank, "jun").remove(0);
    Subject {
        customer: banks::customer(bank, "mina"),
        accounts: banks::accounts(bank, "mina"),
        number_of_another: banks::number(bank, &account_of_another),
        account_of_another,
    }
}

/// Puts a core through the whole suite.
async fn keeps_its_promises(bank: &Bank, core: &dyn CoreBanking) {
    let (subject, right) = (mina_at(bank), LedgerCore::new(bank.clone()));
    let about = format!("{} over {}", bank.id(), core.protocol());
    let broken = broken_promises(core, &subject).await;
    assert!(broken.is_empty(), "{about}: {broken:#?}");
    let different = differences(core, &right, &subject).await;
    assert!(different.is_empty(), "{about}: {}", different.join("\n"));
    let broken = broken_promises_about_transfers(core, &subject).await;
    assert!(broken.is_empty(), "{about}: {broken:#?}");
    bank.ledger().audit().unwrap();
    let different = differences(core, &right, &subject).await;
    assert!(different.is_empty(), "{about}, after transfers: {}", different.join("\n"));
}

#[tokio::test]
async fn the_ledger_keeps_its_promises() {
    for file in [THAMES, CLYDEBANK, RHEINBANK] {
        let bank = banks::open(file);
        keeps_its_promises(&bank, &LedgerCore::new(bank.clone())).await;
    }
}

#[tokio::test]
async fn telegrams_keep_their_promises() {
    for file in [THAMES, CLYDEBANK, RHEINBANK] {
        let inside = Inside::telegram(banks::open(file)).await;
        keeps_its_promises(&inside.bank, &inside.core).await;
    }
}

#[tokio::test]
async fn iso_20022_keeps_its_promises() {
    for file in [THAMES, CLYDEBANK, RHEINBANK] {
        let inside = Inside::iso20022(banks::open(file)).await;
        keeps_its_promises(&inside.bank, &inside.core).await;
    }
}

/// A core that forgets to look whose account it is, repeats the first page for ever, and makes each transfer anew.
struct CarelessCore(LedgerCore, moa_kernel::CustomerId, std::sync::atomic::AtomicU32);

#[async_trait]
impl CoreBanking for CarelessCore {
    fn protocol(&self) -> &'static str {
        "careless"
    }

    async fn answer(&self, question: CoreQuestion, journal: &Journal) -> Result<CoreAnswer, CoreFault> {
        let question = match question {
            CoreQuestion::Balances(mut asked) => {
                match self.0.answer(CoreQuestion::Balances(asked.clone()), journal).await {
                    Err(CoreFault::NotFound) => {
                        asked.customer = self.1.clone();
                        CoreQuestion::Balances(asked)
                    }
                    other => return other,
                }
            }
            CoreQuestion::Transactions(mut asked) => {
                asked.after = None;
                asked.limit = 1000;
                CoreQuestion::Transactions(asked)
            }
            CoreQuestion::Transfer(asked) => {
                let count = self.2.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                CoreQuestion::Transfer(TransferQuestion { end_to_end_id: format!("anew-{count}"), ..asked })
            }
            other => other,
        };
        self.0.answer(question, journal).await
    }
}

#[tokio::test]
async fn the_suite_catches_a_core_that_does_not() {
    let bank = banks::open(THAMES);
    let careless = CarelessCore(LedgerCore::new(bank.clone()), banks::customer(&bank, "jun"), 0.into());
    let broken = broken_promises(&careless, &mina_at(&bank)).await;
    let kinds: BTreeSet<bool> = broken.iter().map(|sentence| sentence.contains("somebody else's")).collect();
    assert_eq!(kinds.len(), 2, "{broken:#?}");
    assert!(broken.iter().any(|sentence| sentence.contains("never given out")), "{broken:#?}");
    let broken = broken_promises_about_transfers(&careless, &mina_at(&bank)).await;
    for caught in ["answered alike", "not 1 transfers", "used for another"] {
        assert!(broken.iter().any(|sentence| sentence.contains(caught)), "{caught}: {broken:#?}");
    }
    let other = Arc::new(banks::open(&THAMES.replace("seed = 1729", "seed = 1730")));
    let different =
        differences(&LedgerCore::new((*other).clone()), &LedgerCore::new(bank.clone()), &mina_at(&bank)).await;
    assert!(!different.is_empty());
}
