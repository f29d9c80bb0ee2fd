//! A report reads back, exports without breaking out of its format, and says no when one check says no.

use quick_xml::events::Event;

use super::*;

const CHECKS: [Check; 3] = [
    Check { id: "fit.one", sentence: "one holds", clause: "§1", plan: Plan::Fit },
    Check { id: "safe.two", sentence: "two holds", clause: "§2", plan: Plan::Safe },
    Check { id: "compatible.three", sentence: "three holds", clause: "§3", plan: Plan::Compatible },
];

fn typo() -> Override {
    Override { rule: "operation-renamed".to_owned(), who: "Ada".to_owned(), why: "a typo".to_owned() }
}

fn report(verdict: Verdict) -> Report {
    let at: Timestamp = "2026-11-23T09:00:00Z".parse().unwrap();
    let unasked = Verdict::NotApplicable("nothing is published".to_owned());
    let verdicts = [Verdict::Passed, verdict, unasked];
    let mut results: Vec<_> = CHECKS.iter().zip(verdicts).map(|(check, it)| CheckResult::of(check, it)).collect();
    results[0].measured.push(Measure { name: "worst latency".to_owned(), value: 7, unit: "ms".to_owned() });
    Report {
        id: ReportId::new("report-1").unwrap(),
        bank: BankId::new("thames").unwrap(),
        family: Family::new("spending").unwrap(),
        version: Version::new(1, 2),
        definition: DefinitionHash::of(b"it"),
        against: Some(Version::new(1, 1)),
        seed: 7,
        started: at,
        finished: at,
        requests: 3,
        results,
        overrides: vec![typo()],
    }
}

fn failed() -> Verdict {
    Verdict::of(vec![Finding::of(&CHECKS[1], "GET /a", "said <b>\"&\u{0}]]></b>", "mend it")])
}

#[test]
fn one_failed_check_is_enough_and_a_report_of_nothing_is_no_pass() {
    assert!(report(Verdict::Passed).passed());
    assert!(!report(failed()).passed());
    assert!(!Report { results: Vec::new(), ..report(Verdict::Passed) }.passed());
}

#[test]
fn it_reads_back_as_it_was_written() {
    for verdict in [Verdict::Passed, failed()] {
        let report = report(verdict);
        assert_eq!(Report::from_json(&report.to_json()).unwrap(), report);
        let stored = report.to_stored();
        assert_eq!((stored.passed, stored.definition), (report.passed(), report.definition));
        assert_eq!(stored.body, report.to_json());
    }
}

#[test]
fn junit_tells_the_same_and_nothing_breaks_out_of_it() {
    let xml = report(failed()).to_junit_xml();
    let mut reader = quick_xml::Reader::from_str(&xml);
    let (mut elements, mut depth) = (Vec::new(), 0_i32);
    loop {
        let (tag, down) = match reader.read_event().unwrap() {
            Event::Eof => break,
            Event::Start(tag) => (tag, 1),
            Event::Empty(tag) => (tag, 0),
            Event::End(_) => {
                depth -= 1;
                continue;
            }
            _ => continue,
        };
        depth += down;
        elements.push(tag.name().into_inner().to_owned());
    }
    let count = |name: &str| elements.iter().filter(|element| *element == name).count();
    assert_eq!((depth, count("testsuite"), count("testcase"), count("failure"), count("skipped")), (0, 4, 3, 1, 1));
    assert_eq!(count("b"), 0);
    assert!(!xml.contains('\u{0}') && xml.contains("override of operation-renamed"), "{xml}");
}

#[test]
fn a_terminal_is_told_what_to_do() {
    let text = report(failed()).to_text();
    assert!(text.starts_with("FAILED  spending 1.2"), "{text}");
    for line in
        ["  FAIL  two holds [safe.two; §2]", "→ mend it (safe.two)", "override of operation-renamed by Ada: a typo"]
    {
        assert!(text.contains(line), "{line} in {text}");
    }
    assert!(report(Verdict::Passed).to_text().contains("  -     three holds (not asked: nothing is published)"));
}

#[test]
fn a_plan_counts_what_was_asked_and_says_when_nothing_was() {
    let counted = |report: &Report| -> Vec<String> {
        report
            .to_text()
            .lines()
            .filter(|line| Plan::ALL.iter().any(|it| line.starts_with(it.as_str())))
            .map(str::to_owned)
            .collect()
    };
    let first = report(Verdict::Passed);
    assert_eq!(
        counted(&first),
        ["fit: 1 of 1 passed", "compatible: not asked", "safe: 1 of 1 passed", "zero-interruption: not asked"]
    );
    let mut partly = report(failed());
    partly.results[2].plan = Plan::Safe;
    assert!(counted(&partly).contains(&"safe: 0 of 1 passed, 1 not asked".to_owned()), "{:?}", counted(&partly));
}

#[test]
fn an_override_names_a_rule_a_person_and_a_reason() {
    assert_eq!(typo().fault(), None);
    for wrong in [
        Override { rule: "safe.no-token-opens-nothing".to_owned(), ..typo() },
        Override { rule: "version-not-after".to_owned(), ..typo() },
        Override { who: " ".to_owned(), ..typo() },
        Override { why: "x".repeat(501), ..typo() },
    ] {
        assert!(wrong.fault().is_some(), "{wrong:?}");
    }
}
