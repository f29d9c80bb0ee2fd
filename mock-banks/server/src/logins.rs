//! Wrong passwords, for the gateway's watch: the login page and the API of a bank are watched by the same eyes.

use std::net::IpAddr;
use std::sync::Arc;

use moa_bank_authz::LoginWatch;
use moa_bank_core::Bank;
use moa_bank_gateway::metrics::Metrics;
use moa_bank_gateway::watch::{Seen, Sight, Watch};

use crate::management::OwnGate;

/// Reports what the login page sees to a bank's watch.
pub(crate) struct WatchedLogins {
    bank: Bank,
    watch: Arc<Watch>,
    metrics: Arc<Metrics>,
}

impl WatchedLogins {
    pub(crate) fn new(bank: Bank, gate: &OwnGate) -> Self {
        Self { bank, watch: Arc::clone(&gate.watch), metrics: Arc::clone(&gate.metrics) }
    }
}

impl LoginWatch for WatchedLogins {
    fn wrong_password(&self, address: IpAddr) {
        let seen = Seen { peer: Some(address), app: None, sight: Sight::WrongPassword };
        for threat in self.watch.note(&seen, self.bank.now()) {
            self.metrics.count_alert(self.bank.id().as_str(), threat);
        }
    }
}

#[cfg(test)]
mod tests {
    use moa_bank_console::gate::Gate as _;
    use moa_bank_core::spec::BankSpec;
    use moa_bank_core::state::Database;
    use moa_kernel::{FrozenClock, SeededEntropy};

    use super::*;

    const BANK: &str = include_str!("../banks/thames.toml");

    #[test]
    fn many_wrong_passwords_from_one_place_are_one_alert() {
        let clock = Arc::new(FrozenClock::at("2026-11-23T09:00:00Z".parse().unwrap()));
        let spec = BankSpec::parse("thames.toml", BANK).unwrap();
        let bank = Bank::open(spec, Database::in_memory().unwrap(), clock, Arc::new(SeededEntropy::new(1))).unwrap();
        let gate = OwnGate::new(bank.id().clone(), Arc::default());
        let logins = WatchedLogins::new(bank, &gate);
        let (guesser, honest) = ("203.0.113.7".parse().unwrap(), "203.0.113.8".parse().unwrap());
        for _ in 0..30 {
            logins.wrong_password(guesser);
            logins.wrong_password(honest);
        }
        assert!(gate.alerts(0, 10).is_empty(), "so many may be wrong by mistake");
        for _ in 0..20 {
            logins.wrong_password(guesser);
        }
        let alerts = gate.alerts(0, 10);
        let seen: Vec<_> = alerts.iter().map(|it| (it.threat.as_str(), it.culprit.as_str(), it.count)).collect();
        assert_eq!(seen, [("credential-stuffing", "address 203.0.113.7", 31)]);
        let counted = gate.metrics.render();
        assert!(counted.lines().any(|line| line.contains("credential-stuffing") && line.ends_with(" 1")), "{counted}");
    }
}
