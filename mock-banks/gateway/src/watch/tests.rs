use tracing_subscriber::fmt::MakeWriter as _;

use super::*;

const PEER: &str = "192.0.2.7";

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn peer(address: &str) -> Seen<'static> {
    Seen { peer: Some(address.parse().unwrap()), app: None, sight: Sight::DeadToken }
}

fn rule(threat: Threat) -> &'static Rule {
    RULES.iter().find(|rule| rule.threat == threat).unwrap()
}

#[test]
fn every_threat_has_one_rule() {
    for threat in Threat::ALL {
        assert_eq!(RULES.iter().filter(|rule| rule.threat == threat).count(), 1, "{threat:?}");
    }
}

#[test]
fn one_more_than_the_rule_bears_is_one_alert() {
    let watch = Watch::default();
    let most = rule(Threat::TokenCracking).more_than;
    for _ in 0..most {
        watch.note(&peer(PEER), at(0));
    }
    assert_eq!(watch.alerts(0, 10), []);
    assert!(!watch.is_guessing_tokens(Some(PEER.parse().unwrap()), at(0)));
    for _ in 0..100 {
        watch.note(&peer("::ffff:192.0.2.7"), at(1));
    }
    let alerts = watch.alerts(0, 10);
    let expected = Alert {
        sequence: 1,
        at: at(1),
        threat: Threat::TokenCracking,
        clause: "X.1149 §8.1.20",
        what: rule(Threat::TokenCracking).what,
        culprit: Culprit::Peer(PEER.parse().unwrap()),
        count: most + 1,
    };
    assert_eq!(alerts.iter().map(|alert| &**alert).collect::<Vec<_>>(), [&expected]);
    assert!(watch.is_guessing_tokens(Some(PEER.parse().unwrap()), at(59)));
}

#[test]
fn a_window_ends_and_nobody_pays_for_another() {
    let watch = Watch::default();
    for _ in 0..100 {
        watch.note(&peer(PEER), at(0));
    }
    assert!(!watch.is_guessing_tokens(Some("192.0.2.8".parse().unwrap()), at(0)));
    assert!(!watch.is_guessing_tokens(None, at(0)));
    assert!(!watch.is_guessing_tokens(Some(PEER.parse().unwrap()), at(60)));
    watch.note(&peer("192.0.2.8"), at(0));
    assert_eq!(watch.alerts(0, 10).len(), 1);
    assert_eq!(watch.alerts(1, 10), []);
}

#[test]
fn each_sight_is_held_against_whom_the_rule_names() {
    let app = ClientId::new("app-1").unwrap();
    for (sight, threat) in [
        (Sight::BeyondItsConsent, Threat::AccountAggregation),
        (Sight::WrongPassword, Threat::CredentialStuffing),
        (Sight::BeyondItsPlan, Threat::DenialOfService),
        (Sight::TooLarge, Threat::DenialOfService),
        (Sight::DataGiven, Threat::Scraping),
        (Sight::DeadToken, Threat::TokenCracking),
        (Sight::UnknownPath, Threat::VulnerabilityScanning),
        (Sight::OddRequest, Threat::VulnerabilityScanning),
        (Sight::WithoutItsKey, Threat::UnauthorisedAccess),
        (Sight::BeyondItsGrant, Threat::UnauthorisedAccess),
    ] {
        let watch = Watch::default();
        for _ in 0..=rule(threat).more_than {
            watch.note(&Seen { peer: Some(PEER.parse().unwrap()), app: Some(&app), sight }, at(0));
        }
        let alerts = watch.alerts(0, 10);
        assert_eq!(alerts.len(), 1, "{sight:?}");
        assert_eq!(alerts[0].threat, threat);
        let expected = match rule(threat).by {
            By::Peer => Culprit::Peer(PEER.parse().unwrap()),
            By::App => Culprit::App(app.clone()),
        };
        assert_eq!(alerts[0].culprit, expected);
        assert_eq!(watch.counts().into_iter().find(|(of, _)| *of == threat), Some((threat, 1)));
    }
}

#[test]
fn the_log_keeps_the_newest() {
    let log = AlertLog::default();
    for _ in 0..1_500 {
        log.keep(Threat::Scraping, Culprit::Peer(PEER.parse().unwrap()), "", 1, at(0));
    }
    let all = log.page(0, 10_000);
    assert_eq!((all.len(), all[0].sequence, all[999].sequence), (1_000, 501, 1_500));
}

#[test]
fn a_rehearsal_is_seen_as_well_and_alarms_nobody() {
    static LOG: std::sync::Mutex<Vec<u8>> = std::sync::Mutex::new(Vec::new());
    let log = tracing_subscriber::fmt().with_max_level(tracing::Level::DEBUG).with_ansi(false);
    // For all threads: other tests meet the same lines of code, and are told apart by their addresses.
    tracing::subscriber::set_global_default(log.with_writer(|| LOG.make_writer()).finish()).unwrap();
    for (watch, address) in [(Watch::default(), "192.0.2.61"), (Watch::of_a_rehearsal(), "192.0.2.62")] {
        for _ in 0..100 {
            watch.note(&peer(address), at(0));
        }
        assert_eq!(watch.alerts(0, 10).len(), 1, "{address}");
        assert!(watch.is_guessing_tokens(Some(address.parse().unwrap()), at(0)), "{address}");
    }
    let text = String::from_utf8(LOG.lock().unwrap().clone()).unwrap();
    let levels = |address: &str| -> Vec<&str> {
        let own = text.lines().filter(|line| line.contains(address));
        own.filter_map(|line| line.split_whitespace().nth(1)).collect()
    };
    assert_eq!((levels("192.0.2.61"), levels("192.0.2.62")), (vec!["WARN"], vec!["DEBUG"]), "{text}");
}
