//! Every core keeps the contract. A new adapter is a new line here.

use std::collections::BTreeSet;

use async_trait::async_trait;
use moa_bank_processing::adapters::LedgerCore;
use moa_bank_processing::port::contract::{Subject, broken_promises};
use moa_bank_processing::port::{CoreAnswer, CoreBanking, CoreFault, CoreQuestion, Journal};

use crate::banks::{self, CLYDEBANK, RHEINBANK, THAMES};

fn mina_at(bank: &moa_bank_core::Bank) -> Subject {
    Subject {
        customer: banks::customer(bank, "mina"),
        accounts: banks::accounts(bank, "mina"),
        account_of_another: banks::accounts(bank, "jun").remove(0),
    }
}

#[tokio::test]
async fn the_ledger_keeps_its_promises() {
    for file in [THAMES, CLYDEBANK, RHEINBANK] {
        let bank = banks::open(file);
        let broken = broken_promises(&LedgerCore::new(bank.clone()), &mina_at(&bank)).await;
        assert!(broken.is_empty(), "{}: {broken:#?}", bank.id());
    }
}

/// A core that forgets to look whose account it is, and repeats the first page for ever.
struct CarelessCore(LedgerCore, moa_kernel::CustomerId);

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
            other => other,
        };
        self.0.answer(question, journal).await
    }
}

#[tokio::test]
async fn the_suite_catches_a_core_that_does_not() {
    let bank = banks::open(THAMES);
    let careless = CarelessCore(LedgerCore::new(bank.clone()), banks::customer(&bank, "jun"));
    let broken = broken_promises(&careless, &mina_at(&bank)).await;
    let kinds: BTreeSet<bool> = broken.iter().map(|sentence| sentence.contains("somebody else's")).collect();
    assert_eq!(kinds.len(), 2, "{broken:#?}");
    assert!(broken.iter().any(|sentence| sentence.contains("never given out")), "{broken:#?}");
}
