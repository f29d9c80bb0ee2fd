//! Cores as processes of their own: found, killed in the middle of everything, found again.

use std::path::Path;
use std::process::Stdio;

use futures::StreamExt as _;
use futures::stream::FuturesUnordered;
use moa_bank_core::life::History;
use moa_bank_core::spec::CoreKind;
use moa_bank_processing::port::{
    AccountNumber, AccountsQuestion, CoreAnswer, CoreBanking, CoreFault, CoreQuestion, Journal, NumberScheme, Payee,
    TransferQuestion,
};
use moa_kernel::{BankId, Currency, Decimal, Money};
use mock_banks::cores::CoresOutside;
use mock_banks::{BankChoice, RunningBank, RunningWorld, StatePlace, World, WorldOptions};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

const TELEGRAM: &str = include_str!("../../banks/clydebank.toml");
const ISO_20022: &str = include_str!("../../banks/rheinbank.toml");
/// So slow that many commands are under way at any moment.
const SLOW: &str = "latency_ms = [5, 60], connections = 2";
/// The moment in which the core is killed: so many calls of a hundred have been answered.
const ANSWERED_BEFORE_THE_END: usize = 30;

/// A world of two banks whose cores are outside, in a folder.
struct Country {
    folder: TempDir,
    world: RunningWorld,
}

impl Country {
    async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let banks = folder.path().join("banks");
        std::fs::create_dir(&banks).unwrap();
        for (file, text, kind) in [("a.toml", TELEGRAM, "telegram"), ("b.toml", ISO_20022, "iso20022")] {
            let slow = format!("core = {{ kind = \"{kind}\", {SLOW} }}");
            std::fs::write(banks.join(file), text.replace(&format!("core = \"{kind}\""), &slow)).unwrap();
        }
        let outside = ["clydebank", "rheinbank"].map(|id| BankId::new(id).unwrap()).to_vec();
        let world = World::start(WorldOptions {
            banks: BankChoice::Folder { path: banks, only: Vec::new() },
            state: StatePlace::File(folder.path().join("world.db")),
            cores_outside: Some(CoresOutside { folder: folder.path().join("cores"), banks: outside }),
            history: History { months: 1, transactions: None },
            ..WorldOptions::in_memory()
        });
        Self { world: world.await.unwrap(), folder }
    }

    fn bank(&self, id: &str) -> &RunningBank {
        self.world.bank(id).unwrap()
    }
}

/// `mock-banks core` for a bank of a world in a folder.
fn command(folder: &Path, bank: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mock-banks"));
    command.args(["core", "--bank", bank, "--state"]).arg(folder.join("world.db"));
    command.arg("--banks").arg(folder.join("banks"));
    command.stdout(Stdio::piped()).kill_on_drop(true);
    command
}

/// Starts a bank's core and waits until it says that it listens.
async fn start_core(country: &Country, bank: &str) -> Child {
    let mut child = command(country.folder.path(), bank).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let line = lines.next_line().await.unwrap().unwrap();
    assert!(line.contains(bank) && line.contains("listens on 127.0.0.1:"), "{line}");
    child
}

fn balance_of(bank: &RunningBank) -> CoreQuestion {
    let customer = bank.core().customers().find_customer("mina").unwrap().unwrap();
    let account = bank.core().ledger().accounts_of(&customer).unwrap().remove(0);
    CoreQuestion::Balances(AccountsQuestion { customer, accounts: vec![account.id] })
}

fn transfer(bank: &RunningBank, number: usize) -> CoreQuestion {
    let customer = bank.core().customers().find_customer("mina").unwrap().unwrap();
    let account = bank.core().ledger().accounts_of(&customer).unwrap().remove(0);
    let currency: Currency = account.currencies[0];
    let payee = AccountNumber { scheme: NumberScheme::Iban, number: "DE89370400440532013000".to_owned() };
    CoreQuestion::Transfer(TransferQuestion {
        customer,
        from: account.id,
        to: Payee { name: "Lindenhof Hausverwaltung".to_owned(), number: payee },
        amount: Money::new(Decimal::new(1, 2), currency),
        end_to_end_id: format!("killed-{number}"),
        reference: None,
    })
}

async fn ask(core: &dyn CoreBanking, question: CoreQuestion) -> Result<CoreAnswer, CoreFault> {
    core.answer(question, &Journal::new()).await
}

/// A hundred calls, half of them transfers, and the core killed in the middle of them.
async fn is_killed_and_comes_back(country: &Country, id: &str) {
    let bank = country.bank(id);
    let core = bank.core_now();
    assert!(matches!(ask(&*core, balance_of(bank)).await, Err(CoreFault::Unavailable(_))), "nobody is there yet");
    let mut process = start_core(country, id).await;
    ask(&*core, balance_of(bank)).await.unwrap();
    let before = bank.core().ledger().audit().unwrap().entries;

    let calls = (0..100).map(|n| if n % 2 == 0 { transfer(bank, n) } else { balance_of(bank) });
    let mut calls: FuturesUnordered<_> = calls.map(|question| ask(&*core, question)).collect();
    let (mut answered, mut failed) = (0, 0);
    while let Some(outcome) = calls.next().await {
        match outcome {
            Ok(CoreAnswer::Transfer(_) | CoreAnswer::Balances(_)) => answered += 1,
            Err(CoreFault::Unavailable(_) | CoreFault::TimedOut) => failed += 1,
            other => panic!("{id}: not a clean error: {other:?}"),
        }
        if answered + failed == ANSWERED_BEFORE_THE_END {
            process.kill().await.unwrap();
        }
    }
    assert!(answered >= ANSWERED_BEFORE_THE_END && failed > 0 && answered + failed == 100, "{answered} and {failed}");
    // Whatever was under way, the books are whole; a transfer is in them altogether or not at all.
    let booked = bank.core().ledger().audit().unwrap().entries - before;
    assert!(booked <= 50, "{booked}");

    // The core comes back somewhere else, and is found. Asked again, every transfer is there, each once.
    let _process = start_core(country, id).await;
    for n in (0..100).step_by(2) {
        let made = ask(&*core, transfer(bank, n)).await;
        assert!(matches!(made, Ok(CoreAnswer::Transfer(_))), "{id}, transfer {n}: {made:?}");
    }
    assert_eq!(bank.core().ledger().audit().unwrap().entries, before + 50, "{id}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cores_of_their_own_processes_are_killed_in_the_middle_of_a_hundred_calls() {
    let country = Country::start().await;
    for id in ["clydebank", "rheinbank"] {
        is_killed_and_comes_back(&country, id).await;
    }
    country.world.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_cores_of_their_own_processes_live_beside_each_other_and_one_dies_alone() {
    let country = Country::start().await;
    let (telegram, iso20022) = (country.bank("clydebank"), country.bank("rheinbank"));
    let cores = [telegram.core_now(), iso20022.core_now()];
    assert_eq!(cores.each_ref().map(|core| core.protocol()), ["telegram", "iso20022"]);
    let mut processes = [start_core(&country, "clydebank").await, start_core(&country, "rheinbank").await];
    let entries = |bank: &RunningBank| bank.core().ledger().audit().unwrap().entries;
    let before = [entries(telegram), entries(iso20022)];

    // Both are asked at once, and both write.
    let calls = (0..20).flat_map(|n| {
        let [one, other] = &cores;
        [ask(&**one, transfer(telegram, n)), ask(&**other, transfer(iso20022, n))]
    });
    for answer in futures::future::join_all(calls).await {
        assert!(matches!(answer, Ok(CoreAnswer::Transfer(_))), "{answer:?}");
    }
    assert_eq!([entries(telegram), entries(iso20022)], before.map(|entries| entries + 20), "each booked its own");
    for process in &mut processes {
        assert!(process.try_wait().unwrap().is_none(), "both are alive at the same time");
    }

    // One is killed: its bank has no core any more, and the other bank does not notice.
    let [process, _other] = &mut processes;
    process.kill().await.unwrap();
    let [killed, alive] = &cores;
    assert!(matches!(ask(&**killed, balance_of(telegram)).await, Err(CoreFault::Unavailable(_))));
    ask(&**alive, balance_of(iso20022)).await.unwrap();
    country.world.stop().await;
}

#[tokio::test]
async fn a_core_without_an_identity_or_without_a_server_says_what_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("banks")).unwrap();
    std::fs::write(folder.path().join("banks/a.toml"), TELEGRAM).unwrap();
    let said = |output: std::process::Output| String::from_utf8(output.stderr).unwrap();
    let output = command(folder.path(), "clydebank").stderr(Stdio::piped()).output().await.unwrap();
    assert!(!output.status.success());
    let said = said(output);
    assert!(said.contains("--core-outside") && !folder.path().join("world.db").exists(), "{said}");
}

#[tokio::test]
async fn a_core_is_swapped_while_the_bank_serves_and_an_outside_bank_must_exist() {
    let options = WorldOptions {
        history: History { months: 1, transactions: None },
        ..WorldOptions::in_memory().only(&["thames"]).unwrap()
    };
    let world = World::start(options).await.unwrap();
    let bank = world.bank("thames").unwrap();
    let first = bank.core_now();
    for (kind, name) in
        [(CoreKind::Telegram, "telegram"), (CoreKind::Iso20022, "iso20022"), (CoreKind::Ledger, "ledger")]
    {
        bank.swap_core(kind).unwrap();
        assert_eq!(bank.core_now().protocol(), name);
        assert!(ask(&*bank.core_now(), balance_of(bank)).await.is_ok(), "{name}");
    }
    assert!(ask(&*first, balance_of(bank)).await.is_ok(), "whoever began on the first core finishes on it");
    world.stop().await;

    let banks = vec![BankId::new("nowhere").unwrap()];
    let outside = Some(CoresOutside { folder: "cores".into(), banks });
    let refused = World::start(WorldOptions { cores_outside: outside, ..WorldOptions::in_memory() }).await;
    assert!(refused.unwrap_err().to_string().contains("nowhere"));
}
