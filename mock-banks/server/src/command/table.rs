//! What the program prints when everything runs: where to find what, and how to log in.

use std::fmt::Write as _;
use std::path::Path;

use moa_bank_registry::Damage;
use moa_kernel::ExposeSecret as _;
use mock_banks::{RunningWorld, StatePlace};

use super::admin::USUAL;
use super::serve;

/// The table, ready to print.
pub(crate) fn of(world: &RunningWorld, state: &StatePlace) -> String {
    let mut text = String::from("\nMoa mock banks are open.\n\n");
    // Writing to a String cannot fail.
    let _ = writeln!(text, "  {:<22} {}", "directory", world.directory_url());
    let _ = writeln!(text, "  {:<22} {}/\n", "in a browser", world.directory_origin());
    for bank in world.banks() {
        let spec = bank.core().spec();
        let _ = writeln!(text, "  {:<22} {:<26} {}", spec.name.en, bank.origin(), logins(bank.core().spec()));
    }
    for bank in world.banks() {
        for damage in bank.registry().damages() {
            let _ = writeln!(text, "  {:<22} {}", "  damaged", damaged(bank.core().id().as_str(), &damage));
        }
    }
    for warning in world.audit_warnings() {
        let _ = writeln!(text, "  {:<22} {warning}  (`mock-banks admin audit verify`)", "  in doubt");
    }
    let _ = writeln!(text, "\n  {:<22} {}", "management centre", world.admin_origin());
    let _ = writeln!(text, "  {:<22} {}", "", first_admin(world, state));
    let place = match state {
        StatePlace::Memory => "memory: it is forgotten at the end".to_owned(),
        StatePlace::File(path) => path.display().to_string(),
    };
    let _ = writeln!(text, "\n  {:<22} {place}", "state");
    if let Some(ca) = world.ca_path() {
        let _ = writeln!(text, "  {:<22} {}", "trust this CA", ca.display());
    }
    text.push_str("\n  Ctrl-C stops them.\n\n");
    text
}

/// What was found damaged, and what callers notice of it.
fn damaged(bank: &str, damage: &Damage) -> String {
    let noticed = match damage.stands_in {
        _ if damage.mended => "nothing is lost, its copy took its place".to_owned(),
        Some(by) => format!("{by} stands in"),
        None => "it does not answer".to_owned(),
    };
    let Damage { family, version, problem, .. } = damage;
    format!("{bank}: {family} {version}: {problem}; {noticed}  (`mock-banks admin apis`)")
}

/// The first admin's password, which is shown this once, and the command that it is for.
fn first_admin(world: &RunningWorld, state: &StatePlace) -> String {
    let log_in = log_in(world.admin_origin(), world.ca_path().filter(|ca| serve::usual_ca().as_deref() != Some(*ca)));
    match (world.first_admin(), state) {
        (Some(first), _) => {
            let password = first.password.expose_secret();
            format!("log in as {} / {password}  (shown this once: {log_in})", first.name)
        }
        (None, StatePlace::Memory) => log_in,
        (None, StatePlace::File(path)) => {
            let usual = serve::usual_state().is_ok_and(|usual| usual == *path);
            let named = if usual { String::new() } else { format!(" --state {}", path.display()) };
            format!("{log_in}  (forgotten: `mock-banks admin reset-password{named}`)")
        }
    }
}

/// The command with what it cannot guess: an address that is not the usual one, a certificate authority of another folder.
fn log_in(origin: &str, ca: Option<&Path>) -> String {
    let url = if origin == USUAL { String::new() } else { format!(" --url {origin}") };
    let ca = ca.map(|ca| format!(" --ca {}", ca.display())).unwrap_or_default();
    format!("`mock-banks admin login{url}{ca}`")
}

/// Demo logins with their passwords, which stand in public files anyway.
fn logins(spec: &moa_bank_core::spec::BankSpec) -> String {
    let login = |customer: &moa_bank_core::spec::CustomerSpec| {
        format!("{} / {}", customer.login, customer.password.expose_secret())
    };
    let shown: Vec<String> = spec.customers.iter().take(1).map(login).collect();
    let more = spec.customers.len().saturating_sub(shown.len());
    let more = if more == 0 { String::new() } else { format!("  (and {more} more)") };
    format!("log in as {}{more}", shown.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_starts_the_platform_reads_what_is_damaged_and_what_answers_instead() {
        let problem = "its definition is not there".to_owned();
        let lost = Damage { family: "spending".into(), version: "1.1".into(), problem, mended: false, stands_in: None };
        let told = |damage: &Damage| damaged("thames", damage);
        let begins = "thames: spending 1.1: its definition is not there; ";
        let ends = "  (`mock-banks admin apis`)";
        assert_eq!(told(&lost), format!("{begins}it does not answer{ends}"));
        let helped = Damage { stands_in: "1.0".parse().ok(), ..lost.clone() };
        assert_eq!(told(&helped), format!("{begins}1.0 stands in{ends}"));
        let mended = Damage { mended: true, ..lost };
        assert_eq!(told(&mended), format!("{begins}nothing is lost, its copy took its place{ends}"));
    }

    #[test]
    fn a_login_is_told_with_whatever_it_cannot_guess() {
        assert_eq!(log_in(USUAL, None), "`mock-banks admin login`");
        assert_eq!(log_in("http://127.0.0.1:8399", None), "`mock-banks admin login --url http://127.0.0.1:8399`");
        let ca = Path::new("world/ca.pem");
        let expected = "`mock-banks admin login --url https://127.0.0.1:7299 --ca world/ca.pem`";
        assert_eq!(log_in("https://127.0.0.1:7299", Some(ca)), expected);
    }
}
