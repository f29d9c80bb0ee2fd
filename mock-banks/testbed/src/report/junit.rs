//! A report as JUnit XML: one suite per plan, one case per check, named by its sentence.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::{CheckResult, Report};
use crate::check::{Finding, Plan, Verdict};

type Xml<'a> = Writer<&'a mut Vec<u8>>;

pub(super) fn write(report: &Report) -> String {
    let mut bytes = Vec::new();
    // Writing into memory cannot fail.
    let _written = document(report, &mut Writer::new_with_indent(&mut bytes, b' ', 2));
    String::from_utf8(bytes).unwrap_or_default()
}

fn document(report: &Report, to: &mut Xml<'_>) -> io::Result<()> {
    to.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let name = format!("{} {} at {}", report.family, report.version, report.bank);
    let tests = report.results.len().to_string();
    let failures = report.failed().count().to_string();
    to.create_element("testsuites")
        .with_attributes([("name", name.as_str()), ("tests", &tests), ("failures", &failures)])
        .write_inner_content(|to| Plan::ALL.iter().try_for_each(|plan| suite(report, *plan, to)))?;
    Ok(())
}

fn suite(report: &Report, plan: Plan, to: &mut Xml<'_>) -> io::Result<()> {
    let results: Vec<_> = report.results.iter().filter(|result| result.plan == plan).collect();
    let count = |is: fn(&Verdict) -> bool| results.iter().filter(|result| is(&result.verdict)).count().to_string();
    let (tests, failures) = (results.len().to_string(), count(Verdict::is_failed));
    let skipped = count(|verdict| matches!(verdict, Verdict::NotApplicable(_)));
    let timestamp = report.started.to_string();
    let facts = [
        ("name", plan.as_str()),
        ("tests", &tests),
        ("failures", &failures),
        ("skipped", &skipped),
        ("errors", "0"),
        ("timestamp", &timestamp),
    ];
    to.create_element("testsuite").with_attributes(facts).write_inner_content(|to| {
        properties(report, to)?;
        results.iter().try_for_each(|result| case(result, to))
    })?;
    Ok(())
}

fn properties(report: &Report, to: &mut Xml<'_>) -> io::Result<()> {
    let (definition, seed) = (report.definition.to_string(), report.seed.to_string());
    let against = report.against.map(|version| version.to_string()).unwrap_or_default();
    let facts = [("report", report.id.as_str()), ("definition", &definition), ("against", &against), ("seed", &seed)];
    to.create_element("properties").write_inner_content(|to| {
        for (name, value) in facts.into_iter().filter(|(_, value)| !value.is_empty()) {
            to.create_element("property").with_attributes([("name", name), ("value", value)]).write_empty()?;
        }
        for said in &report.overrides {
            let value = plain(&format!("{}: {}", said.who, said.why));
            let name = plain(&format!("override of {}", said.rule));
            to.create_element("property")
                .with_attributes([("name", name.as_str()), ("value", &value)])
                .write_empty()?;
        }
        Ok(())
    })?;
    Ok(())
}

fn case(result: &CheckResult, to: &mut Xml<'_>) -> io::Result<()> {
    let facts = [("classname", result.id.as_str()), ("name", result.sentence.as_str())];
    to.create_element("testcase").with_attributes(facts).write_inner_content(|to| {
        match &result.verdict {
            Verdict::Passed => {}
            Verdict::NotApplicable(because) => {
                to.create_element("skipped").with_attribute(("message", plain(because).as_str())).write_empty()?;
            }
            Verdict::Failed(findings) => {
                let message = plain(findings.first().map_or("", |finding| finding.problem.as_str()));
                let all: Vec<String> = findings.iter().map(told).collect();
                to.create_element("failure")
                    .with_attributes([("type", result.id.as_str()), ("message", &message)])
                    .write_text_content(BytesText::new(&plain(&all.join("\n"))))?;
            }
        }
        let measured = result.measured.iter().map(|it| format!("{}: {} {}", it.name, it.value, it.unit));
        let accepted = result.accepted.iter().map(|it| format!("accepted by override: {}", told(it)));
        let aside: Vec<String> = measured.chain(accepted).collect();
        if !aside.is_empty() {
            to.create_element("system-out").write_text_content(BytesText::new(&plain(&aside.join("\n"))))?;
        }
        Ok(())
    })?;
    Ok(())
}

fn told(finding: &Finding) -> String {
    format!("{}: {} [{}] {}", finding.at, finding.problem, finding.rule, finding.remedy)
}

/// Text as XML 1.0 can hold it: no escape makes a control character legal there.
fn plain(text: &str) -> String {
    let illegal = |c: char| (c.is_control() && !matches!(c, '\t' | '\n')) || matches!(c, '\u{fffe}' | '\u{ffff}');
    text.chars().map(|c| if illegal(c) { '\u{fffd}' } else { c }).collect()
}
