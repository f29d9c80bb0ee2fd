//! Which kind of internal server keeps a bank's books, and how it behaves: slow, closed at night, failing now and then.

use jiff::civil::Time;
use jiff::tz::TimeZone;
use moa_kernel::Timestamp;
use serde::de::value::{MapAccessDeserializer, StrDeserializer};
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// The longest latency and the longest patience, in milliseconds.
const MILLIS_MAX: u32 = 60_000;
/// The most connections processing keeps to one core.
const CONNECTIONS_MAX: u8 = 64;

/// A bank's core.
#[derive(Debug, Clone, Default)]
pub struct CoreSpec {
    /// What it speaks.
    pub kind: CoreKind,
    /// How it behaves.
    pub temper: CoreTemper,
}

/// The same as a table of the file. (`flatten` would let unknown fields through.)
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CoreTable {
    kind: CoreKind,
    #[serde(default)]
    latency_ms: [u32; 2],
    closed: Option<BatchWindow>,
    #[serde(default)]
    zone: Zone,
    #[serde(default)]
    failures: CoreFailures,
    #[serde(default = "answer_ms_max")]
    answer_ms_max: u32,
    #[serde(default = "connections")]
    connections: u8,
}

const fn answer_ms_max() -> u32 {
    5000
}

const fn connections() -> u8 {
    4
}

/// What a core speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CoreKind {
    /// Nothing: the ledger of this crate, called in-process.
    #[default]
    Ledger,
    /// Fixed-length messages over TCP.
    Telegram,
    /// ISO 20022 XML over HTTP.
    Iso20022,
}

/// How a core behaves. By default quickly, always open, and without failures.
#[derive(Debug, Clone)]
pub struct CoreTemper {
    /// How long an answer takes on purpose: between these two, in milliseconds.
    pub latency_ms: [u32; 2],
    /// When the books are closed each night for the day's own work.
    pub closed: Option<BatchWindow>,
    /// The clock by which it closes.
    pub zone: Zone,
    /// How it fails on purpose.
    pub failures: CoreFailures,
    /// How long processing waits for an answer, in milliseconds.
    pub answer_ms_max: u32,
    /// How many connections processing keeps.
    pub connections: u8,
}

/// Failures on purpose.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CoreFailures {
    /// Each so many-th command; 0 is never.
    pub every: u32,
    /// So many of a hundred commands, by seed; 0 is never.
    pub percent: u8,
    /// In which ways, each as often as the others.
    pub kinds: Vec<CoreFailure>,
}

/// A way to fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CoreFailure {
    /// It says that it is in trouble, and does nothing.
    Trouble,
    /// It does nothing and never answers.
    Silence,
    /// It hangs up without doing anything.
    HangUp,
    /// It does what it was asked to and hangs up before it answers.
    LostAnswer,
}

/// A stretch of each day: `02:00-02:40`. It may go past midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct BatchWindow {
    from: Time,
    to: Time,
}

/// A time zone by its name, `Asia/Seoul`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Zone(TimeZone);

impl Default for CoreTemper {
    fn default() -> Self {
        Self {
            latency_ms: [0, 0],
            closed: None,
            zone: Zone::default(),
            failures: CoreFailures::default(),
            answer_ms_max: answer_ms_max(),
            connections: connections(),
        }
    }
}

impl Default for Zone {
    fn default() -> Self {
        Self(TimeZone::UTC)
    }
}

impl From<CoreTable> for CoreSpec {
    fn from(table: CoreTable) -> Self {
        let CoreTable { kind, latency_ms, closed, zone, failures, answer_ms_max, connections } = table;
        Self { kind, temper: CoreTemper { latency_ms, closed, zone, failures, answer_ms_max, connections } }
    }
}

impl Default for CoreFailures {
    fn default() -> Self {
        Self { every: 0, percent: 0, kinds: vec![CoreFailure::Trouble] }
    }
}

impl CoreTemper {
    /// When the books open again, if they are closed now.
    #[must_use]
    pub fn closed_until(&self, now: Timestamp) -> Option<Timestamp> {
        let BatchWindow { from, to } = self.closed?;
        let here = now.to_zoned(self.zone.0.clone());
        let (time, today) = (here.time(), here.date());
        let end = match from < to {
            true if (from..to).contains(&time) => today,
            false if time < to => today,
            false if time >= from => today.tomorrow().ok()?,
            _ => return None,
        };
        end.to_datetime(to).to_zoned(self.zone.0.clone()).ok().map(|end| end.timestamp())
    }

    /// What is wrong with it, if something is.
    pub(super) fn fault(&self) -> Option<&'static str> {
        let [least, most] = self.latency_ms;
        if least > most || most > MILLIS_MAX {
            return Some("a latency goes from a number of milliseconds to one that is not smaller, 60000 at most");
        }
        if !(10..=MILLIS_MAX).contains(&self.answer_ms_max) {
            return Some("processing waits 10 to 60000 milliseconds for an answer");
        }
        if !(1..=CONNECTIONS_MAX).contains(&self.connections) {
            return Some("processing keeps 1 to 64 connections to a core");
        }
        if self.failures.percent > 100 || self.failures.kinds.is_empty() {
            return Some("failures are at most 100 percent, and of at least one kind");
        }
        None
    }
}

impl TryFrom<String> for BatchWindow {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        const GRAMMAR: &str = "a window is two different times of day, such as 02:00-02:40";
        let (from, to) = text.split_once('-').ok_or(GRAMMAR)?;
        let time = |text: &str| Time::strptime("%H:%M", text).map_err(|_| GRAMMAR);
        let (from, to) = (time(from)?, time(to)?);
        if from == to { Err(GRAMMAR) } else { Ok(Self { from, to }) }
    }
}

impl TryFrom<String> for Zone {
    type Error = String;
    fn try_from(name: String) -> Result<Self, String> {
        if name == "UTC" {
            return Ok(Self(TimeZone::UTC));
        }
        TimeZone::get(&name).map(Self).map_err(|_| format!("there is no time zone `{name}` on this machine"))
    }
}

/// A core is written as its kind alone, or as a table.
pub(super) fn core<'de, D: Deserializer<'de>>(deserializer: D) -> Result<CoreSpec, D::Error> {
    struct KindOrTable;
    impl<'de> Visitor<'de> for KindOrTable {
        type Value = CoreSpec;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a kind of core (\"ledger\", \"telegram\", \"iso20022\"), or a table with a kind")
        }

        fn visit_str<E: serde::de::Error>(self, kind: &str) -> Result<CoreSpec, E> {
            let kind = CoreKind::deserialize(StrDeserializer::new(kind))?;
            Ok(CoreSpec { kind, temper: CoreTemper::default() })
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<CoreSpec, A::Error> {
            let table = CoreTable::deserialize(MapAccessDeserializer::new(map))?;
            let spec = CoreSpec::from(table);
            spec.temper.fault().map_or(Ok(spec), |fault| Err(A::Error::custom(fault)))
        }
    }
    deserializer.deserialize_any(KindOrTable)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn closing(from_to: &str, zone: &str) -> CoreTemper {
        let closed = Some(BatchWindow::try_from(from_to.to_owned()).unwrap());
        CoreTemper { closed, zone: Zone::try_from(zone.to_owned()).unwrap(), ..CoreTemper::default() }
    }

    fn until(temper: &CoreTemper, now: &str) -> Option<String> {
        temper.closed_until(now.parse().unwrap()).map(|until| until.to_string())
    }

    #[test]
    fn a_window_closes_by_the_banks_own_clock_and_opens_at_its_end() {
        let seoul = closing("02:00-02:40", "Asia/Seoul");
        assert_eq!(until(&seoul, "2026-11-23T16:59:59Z"), None);
        assert_eq!(until(&seoul, "2026-11-23T17:00:00Z").as_deref(), Some("2026-11-23T17:40:00Z"));
        assert_eq!(until(&seoul, "2026-11-23T17:40:00Z"), None);
        assert_eq!(until(&seoul, "2026-11-24T02:10:00Z"), None);
    }

    #[test]
    fn a_window_may_go_past_midnight() {
        let night = closing("23:30-00:30", "UTC");
        assert_eq!(until(&night, "2026-11-23T23:45:00Z").as_deref(), Some("2026-11-24T00:30:00Z"));
        assert_eq!(until(&night, "2026-11-24T00:29:59Z").as_deref(), Some("2026-11-24T00:30:00Z"));
        assert_eq!(until(&night, "2026-11-24T00:30:00Z"), None);
        assert_eq!(until(&night, "2026-11-24T12:00:00Z"), None);
    }

    #[test]
    fn what_is_no_window_is_refused() {
        for wrong in ["", "02:00", "02:00-02:00", "25:00-26:00", "02:00-", "2-3"] {
            assert!(BatchWindow::try_from(wrong.to_owned()).is_err(), "{wrong}");
        }
        assert!(Zone::try_from("Moon/Tranquility".to_owned()).is_err());
    }
}
