//! The TypeScript side of the contract, generated: every DTO, every command with what it takes and gives, every event.
//!
//! The result is committed as `ui/src/platform/generated/contract.ts`. A test generates it again and fails when the two
//! differ; `MOA_REGENERATE=1 cargo test -p moa-desktop-core contract` writes it.

use ts_rs::{Config, TS};

use crate::dto;

/// A command as the webview knows it: its name, the type of its `ask` (if it takes one) and of its answer.
struct Command {
    name: &'static str,
    ask: Option<String>,
    answer: String,
}

/// The whole file.
#[must_use]
pub fn typescript() -> String {
    let types = Config::new();
    let mut file = String::from(
        "// Generated from desktop-app/core/src/dto by `MOA_REGENERATE=1 cargo test -p moa-desktop-core contract`.\n\
         // Do not edit: a test compares.\n\n",
    );
    for declaration in declarations(&types) {
        file.push_str(&declaration);
        file.push_str("\n\n");
    }
    file.push_str(
        "/** Every command. One with an `ask` is called as `invoke(name, { ask })`; it rejects with a `CommandError`. */\n\
         export interface Commands {\n",
    );
    for Command { name, ask, answer } in commands(&types) {
        file.push_str(&format!("  {name}: {{ ask: {}; answer: {answer} }};\n", ask.as_deref().unwrap_or("void")));
    }
    file.push_str("}\n\n/** Every event and its payload. */\nexport interface Events {\n");
    for (name, payload) in events(&types) {
        file.push_str(&format!("  \"{name}\": {payload};\n"));
    }
    file.push_str("}\n");
    file
}

/// One exported declaration with its documentation.
fn declare<T: TS>(types: &Config) -> String {
    let documentation = T::docs().unwrap_or_default();
    format!("{documentation}export {}", laid_out(&T::decl(types)))
}

/// The declaration with its fields on lines of their own, indented.
fn laid_out(declaration: &str) -> String {
    let lines: Vec<&str> = declaration.lines().map(str::trim_end).collect();
    let [first, middle @ .., last] = lines.as_slice() else { return declaration.to_owned() };
    let last = last.trim_end_matches(" };");
    let fields: String = middle.iter().chain([&last]).map(|line| format!("  {line}\n")).collect();
    format!("{first}\n{fields}}};")
}

macro_rules! declare_all {
    ($types:expr; $($name:ident),* $(,)?) => { vec![$(declare::<dto::$name>($types)),*] };
}

fn declarations(types: &Config) -> Vec<String> {
    declare_all![types;
        Amount,
        Environment, BankFace, BankChoice, BankList,
        HealthCode, Health,
        AccountRef, BalanceFigure, NoBalanceReason, AccountRow, NumberHint, AccountDetail,
        BankShare, TrendPoint, Trend, CurrencyTotal, BankGroup, Overview,
        TransactionStatus, Direction, DirectionFilter, StatusFilter, SortOrder, TransactionQuery, TransactionRow,
        TransactionWindow, Month, Provenance, TransactionDetail,
        LinkStateCode, Permission, LinkRow,
        Attempt, AttemptEnd, AttemptOutcome, AttemptStage,
        BankSyncState, BankSync, SyncProgress, SyncSummary,
        BankTold, Removal,
        LocaleChoice, Theme, Preferences,
        VaultKind, VaultState, Notice, Startup,
        LinkProgress, DataChange, DataChanged,
        Code, CommandError,
        TransactionsAsk, TransactionAsk, BankAsk, AttemptAsk, LinkAsk, SyncAsk, PreferencesAsk, UnlockAsk,
        WindowErrorReport,
    ]
}

/// The names registered by `src-tauri`, in the order a person meets them.
pub const COMMANDS: [&str; 19] = [
    "startup",
    "unlock_vault",
    "begin_anew",
    "set_preferences",
    "list_banks",
    "begin_link",
    "await_link",
    "reopen_bank_page",
    "cancel_link",
    "sync",
    "cancel_sync",
    "overview",
    "account",
    "list_transactions",
    "transaction_months",
    "transaction",
    "list_links",
    "remove_bank",
    "report_window_error",
];

fn commands(types: &Config) -> Vec<Command> {
    fn asking<A: TS, B: TS>(types: &Config) -> (Option<String>, String) {
        (Some(A::name(types)), B::name(types))
    }
    fn plain<B: TS>(types: &Config) -> (Option<String>, String) {
        (None, B::name(types))
    }
    fn silent<A: TS>(types: &Config) -> (Option<String>, String) {
        (Some(A::name(types)), "void".to_owned())
    }
    let shapes = [
        plain::<dto::Startup>(types),
        asking::<dto::UnlockAsk, dto::Startup>(types),
        plain::<dto::Startup>(types),
        asking::<dto::PreferencesAsk, dto::Preferences>(types),
        plain::<dto::BankList>(types),
        asking::<dto::BankAsk, dto::Attempt>(types),
        asking::<dto::AttemptAsk, dto::AttemptOutcome>(types),
        silent::<dto::AttemptAsk>(types),
        silent::<dto::AttemptAsk>(types),
        asking::<dto::SyncAsk, dto::SyncSummary>(types),
        (None, "void".to_owned()),
        plain::<dto::Overview>(types),
        asking::<dto::AccountRef, dto::AccountDetail>(types),
        asking::<dto::TransactionsAsk, dto::TransactionWindow>(types),
        asking::<dto::TransactionQuery, Vec<dto::Month>>(types),
        asking::<dto::TransactionAsk, dto::TransactionDetail>(types),
        plain::<Vec<dto::LinkRow>>(types),
        asking::<dto::LinkAsk, dto::Removal>(types),
        silent::<dto::WindowErrorReport>(types),
    ];
    COMMANDS.into_iter().zip(shapes).map(|(name, (ask, answer))| Command { name, ask, answer }).collect()
}

fn events(types: &Config) -> [(&'static str, String); 3] {
    [
        ("sync-progress", dto::SyncProgress::name(types)),
        ("link-progress", dto::LinkProgress::name(types)),
        ("data-changed", dto::DataChanged::name(types)),
    ]
}

#[cfg(test)]
mod tests;
