//! A bank's file is taken as a whole or refused with the line that is wrong.

use moa_bank_core::spec::{BankSpec, parse_all};

use crate::world::spec;

fn thames() -> String {
    std::fs::read_to_string(format!("{}/../server/banks/thames.toml", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn refusal(text: &str) -> String {
    BankSpec::parse("thames.toml", text).unwrap_err().to_string()
}

#[test]
fn the_shipped_banks_are_three_of_different_temper() {
    let banks = ["thames", "clydebank", "rheinbank"].map(spec);
    let currencies: std::collections::BTreeSet<_> = banks.iter().map(|bank| bank.currency).collect();
    let sizes: std::collections::BTreeSet<_> = banks.iter().map(|bank| bank.temper.page_size).collect();
    assert_eq!((currencies.len(), sizes.len()), (2, 3));
    assert!(banks.iter().all(|bank| bank.customers.len() >= 2));
}

#[test]
fn a_mistake_is_named_with_its_file_and_line() {
    let text = thames();
    let line = |needle: &str| text.lines().position(|line| line.starts_with(needle)).unwrap() + 1;
    let cases = [
        (text.replace("page_size = 100", "page_size = \"many\""), line("page_size")),
        (text.replace("page_size = 100", "pagesize = 100"), line("page_size")),
        (text.replace("#27408B", "url(evil)"), line("colour")),
        (text.replace("\"1840.25\"", "1840.25"), line("opening")),
        (text.replace("sort_code = \"000941\"", "sort_code = \"9\""), line("[numbers]")),
    ];
    for (wrong, line) in cases {
        let message = refusal(&wrong);
        assert!(message.starts_with(&format!("thames.toml:{line}: ")), "{message}, expected line {line}");
    }
}

#[test]
fn two_of_a_kind_are_refused() {
    let text = thames();
    let second_login = text.lines().position(|line| line == "login = \"jun\"").unwrap() + 1;
    let message = refusal(&text.replace("login = \"jun\"", "login = \"mina\""));
    assert_eq!(message, format!("thames.toml:{second_login}: the login `mina` is taken"));
    assert!(refusal(&text.replace("key = \"card\"", "key = \"everyday\"")).contains("`everyday` is there twice"));
    let twice = parse_all([("a.toml", text.as_str()), ("b.toml", text.as_str())]).unwrap_err();
    assert_eq!(twice.to_string(), "b.toml: another file already describes the bank `thames`");
}

#[test]
fn an_impossible_amount_or_password_is_refused() {
    let text = thames();
    assert!(refusal(&text.replace("\"1840.25\"", "\"1840.255\"")).contains("smallest coin"));
    assert!(refusal(&text.replace("\"1840.25\"", "\"-1840.25\"")).contains("digits"));
    assert!(refusal(&text.replace("payday = 25", "payday = 31")).contains("payday"));
    assert!(refusal(&text.replace("balances = [\"ITBD\", \"ITAV\"]", "balances = []")).contains("balance"));
}

#[test]
fn a_refusal_does_not_print_the_password() {
    let text = thames();
    let short = text.replace("quiet-harbour-58", "hunter2");
    assert!(!refusal(&short).contains("hunter2"));
    let broken = text.replace("password = \"quiet-harbour-58\"", "password = [\"quiet-harbour-58\"]");
    assert!(!refusal(&broken).contains("quiet-harbour"));
    assert!(!format!("{:?}", spec("thames")).contains("moa-demo-2026"));
}

#[test]
fn a_core_is_a_word_or_a_table_and_every_number_of_it_makes_sense() {
    use moa_bank_core::spec::CoreKind;
    let written = |core: &str| thames().replace("core = \"ledger\"", core);
    let core = |text: &str| BankSpec::parse("thames.toml", text).unwrap().core;
    assert_eq!(core(&written("")).kind, CoreKind::Ledger);
    assert_eq!(core(&written("core = \"telegram\"")).kind, CoreKind::Telegram);
    let table = r#"core = { kind = "iso20022", latency_ms = [5, 20], closed = "02:00-02:40", zone = "Asia/Seoul",
        failures = { every = 50, kinds = ["hang-up", "silence"] }, answer_ms_max = 900, connections = 2 }"#;
    let table = core(&written(table));
    assert_eq!((table.kind, table.temper.latency_ms, table.temper.connections), (CoreKind::Iso20022, [5, 20], 2));
    assert!(table.temper.closed_until("2026-11-23T17:10:00Z".parse().unwrap()).is_some());

    let cases = [
        (r#""cobol""#, "cobol"),
        (r#"{ latency_ms = [1, 2] }"#, "kind"),
        (r#"{ kind = "ledger", colour = "red" }"#, "colour"),
        (r#"{ kind = "ledger", latency_ms = [20, 5] }"#, "latency"),
        (r#"{ kind = "ledger", latency_ms = [0, 60001] }"#, "latency"),
        (r#"{ kind = "ledger", closed = "2 to 3" }"#, "02:00-02:40"),
        (r#"{ kind = "ledger", zone = "Moon/Sea" }"#, "Moon/Sea"),
        (r#"{ kind = "ledger", failures = { percent = 101 } }"#, "100 percent"),
        (r#"{ kind = "ledger", failures = { every = 2, kinds = [] } }"#, "at least one kind"),
        (r#"{ kind = "ledger", answer_ms_max = 0 }"#, "waits"),
        (r#"{ kind = "ledger", connections = 0 }"#, "connections"),
        ("7", "a kind of core"),
    ];
    for (core, said) in cases {
        let message = refusal(&written(&format!("core = {core}")));
        assert!(message.starts_with("thames.toml:") && message.contains(said), "{core}: {message}");
    }
}
