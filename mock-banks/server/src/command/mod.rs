//! The command line: what can be asked of the program, and what it does with it.

pub(crate) mod admin;
pub(crate) mod core;
pub(crate) mod log;
pub(crate) mod serve;
mod stop;
mod table;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use moa_kernel::BankId;

use self::log::LogFormat;

/// Runs a country of mock banks on this machine.
#[derive(Debug, Parser)]
#[command(name = "mock-banks", version, about)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Starts the banks and their directory, and runs until Ctrl-C.
    Serve(Serve),
    /// Runs one bank's core (the internal server that keeps its books) as a process of its own, for a world that was told to
    /// expect it (serve --core-outside). Start the world first: it leaves the core's identity.
    Core(Core),
    /// Manages running banks: APIs, apps, plans, approvals, consents, traffic, audit.
    Admin(admin::Admin),
}

/// How to run a core.
#[derive(Debug, Args)]
pub(crate) struct Core {
    /// Whose core.
    #[arg(long, value_name = "ID", value_parser = bank_id)]
    pub(crate) bank: BankId,

    /// The world's state file.
    #[arg(long, value_name = "FILE")]
    pub(crate) state: PathBuf,

    /// Where the world leaves identities. Without it, the folder `cores` beside the state.
    #[arg(long, value_name = "DIR")]
    pub(crate) cores: Option<PathBuf>,

    /// Takes the bank from the *.toml files of this folder, as the world does.
    #[arg(long = "banks", value_name = "DIR")]
    pub(crate) folder: Option<PathBuf>,

    /// The seed that the world was started with.
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,

    /// Port on 127.0.0.1. 0 takes any that is free: the world finds it.
    #[arg(long, default_value_t = 0, value_name = "PORT")]
    pub(crate) port: u16,

    #[command(flatten)]
    pub(crate) log: Log,
}

/// How to serve.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Port of the directory; the banks take the ports after it. 0 takes any that are free.
    #[arg(long, default_value_t = 7300, value_name = "PORT")]
    pub(crate) port_base: u16,

    /// Port of the management centre. Without it, the one before the directory's; 0 takes any that is free.
    #[arg(long, value_name = "PORT")]
    pub(crate) admin_port: Option<u16>,

    /// Lets an API go live only when somebody else than who asked for it approves.
    #[arg(long)]
    pub(crate) second_pair_of_eyes: bool,

    /// Runs only this bank. May be given several times.
    #[arg(long = "bank", value_name = "ID", value_parser = bank_id)]
    pub(crate) banks: Vec<BankId>,

    /// Takes the banks from the *.toml files of this folder instead of the built-in ones.
    #[arg(long = "banks", value_name = "DIR")]
    pub(crate) folder: Option<PathBuf>,

    /// Keeps the state in memory and forgets it at the end.
    #[arg(long, conflicts_with = "state")]
    pub(crate) memory: bool,

    /// Keeps the state in this file. Without it, in the user's data folder.
    #[arg(long, value_name = "FILE")]
    pub(crate) state: Option<PathBuf>,

    /// Expects this bank's core as a process of its own (mock-banks core). May be given several times.
    #[arg(long = "core-outside", value_name = "ID", value_parser = bank_id, conflicts_with = "memory")]
    pub(crate) cores_outside: Vec<BankId>,

    /// Where identities for such cores are left. Without it, the folder `cores` beside the state.
    #[arg(long, value_name = "DIR", requires = "cores_outside")]
    pub(crate) cores: Option<PathBuf>,

    /// Serves over TLS, with a certificate authority made at the first start.
    #[arg(long)]
    pub(crate) tls: bool,

    /// Registers the apps of this file (TOML, or JSON if it ends in .json).
    #[arg(long, value_name = "FILE")]
    pub(crate) clients: Option<PathBuf>,

    /// How many months of history a new bank invents: 24m, or 2y.
    #[arg(long, default_value = "24m", value_name = "MONTHS", value_parser = months)]
    pub(crate) history: u32,

    /// At least so many transactions on each customer's busiest account.
    #[arg(long, value_name = "N")]
    pub(crate) transactions: Option<u32>,

    /// Invents other lives. The same seed gives the same lives.
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,

    #[command(flatten)]
    pub(crate) log: Log,
}

/// What to log to standard error, and how.
#[derive(Debug, Args)]
pub(crate) struct Log {
    /// What to log: error, warn, info, debug, trace, or a filter such as moa_bank_authz=debug.
    #[arg(long = "log", default_value = "warn", value_name = "LEVEL", env = "MOA_LOG", value_parser = log::filter)]
    level: String,

    /// How to log.
    #[arg(long = "log-format", default_value = "text", value_name = "FORMAT", env = "MOA_LOG_FORMAT")]
    pub(crate) format: LogFormat,
}

impl Log {
    /// Begins to log.
    pub(crate) fn start(&self) -> LogFormat {
        log::start(&self.level, self.format);
        self.format
    }
}

fn bank_id(text: &str) -> Result<BankId, String> {
    BankId::new(text).map_err(|error| error.to_string())
}

/// The longest history anybody needs.
const MONTHS_MAX: u32 = 600;

fn months(text: &str) -> Result<u32, String> {
    let (digits, factor) = match text.strip_suffix('y') {
        Some(years) => (years, 12),
        None => (text.strip_suffix('m').unwrap_or(text), 1),
    };
    let months = digits.parse::<u32>().ok().and_then(|count| count.checked_mul(factor));
    match months {
        Some(months) if (1..=MONTHS_MAX).contains(&months) => Ok(months),
        _ => Err(format!("give months or years, such as 24m or 2y, up to {MONTHS_MAX}m")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Result<Serve, clap::Error> {
        let all = ["mock-banks", "serve"].iter().chain(arguments);
        Arguments::try_parse_from(all).map(|arguments| match arguments.command {
            Command::Serve(serve) => serve,
            other => panic!("{other:?}"),
        })
    }

    #[test]
    fn the_defaults_are_the_ports_and_the_history_of_the_handbook() {
        let serve = parse(&[]).unwrap();
        assert_eq!((serve.port_base, serve.history, serve.memory, serve.tls), (7300, 24, false, false));
    }

    #[test]
    fn a_log_is_text_unless_json_is_asked_for() {
        assert_eq!(parse(&[]).unwrap().log.format, LogFormat::Text);
        let serve = parse(&["--log", "debug", "--log-format", "json"]).unwrap();
        assert_eq!((serve.log.level.as_str(), serve.log.format), ("debug", LogFormat::Json));
        assert!(parse(&["--log-format", "xml"]).is_err());
    }

    #[test]
    fn what_is_no_filter_is_named_and_shown_one() {
        for good in ["warn", "OFF", "moa_bank_gateway=debug,warn", "moa_bank_gateway[request{bank=thames}]=trace", ""] {
            assert_eq!(parse(&["--log", good]).unwrap().log.level, good);
        }
        for (given, bad) in [
            ("nonsense=foo", "nonsense=foo"),
            ("warn,moa_bank_gateway=debgu,info", "moa_bank_gateway=debgu"),
            ("info, moa=x", "moa=x"),
        ] {
            let said = parse(&["--log", given]).unwrap_err();
            assert_eq!(said.exit_code(), 2);
            let (said, named) = (said.to_string(), format!("`{bad}` is no part of a filter"));
            assert!(said.contains(&named) && said.contains("moa_bank_gateway=debug"), "{said}");
        }
    }

    #[test]
    fn a_history_is_given_in_months_or_years() {
        assert_eq!(parse(&["--history", "6m"]).unwrap().history, 6);
        assert_eq!(parse(&["--history", "2y"]).unwrap().history, 24);
        for wrong in ["0m", "m", "-3m", "2w", "601m", "99999999999y", "24 m"] {
            assert!(parse(&["--history", wrong]).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_core_outside_needs_a_state_that_two_processes_can_share() {
        let serve = parse(&["--core-outside", "clydebank", "--cores", "inside"]).unwrap();
        assert_eq!(serve.cores_outside, [BankId::new("clydebank").unwrap()]);
        assert!(parse(&["--core-outside", "clydebank", "--memory"]).is_err());
        assert!(parse(&["--cores", "inside"]).is_err());
    }

    #[test]
    fn state_is_in_memory_or_in_a_file_and_not_both() {
        assert!(parse(&["--memory"]).unwrap().memory);
        assert!(parse(&["--memory", "--state", "x.db"]).is_err());
    }
}
