//! Compares what comes out. Nothing may come that the older version could not have sent, and nothing may stay away.

use super::schema::{Direction, Walk};
use super::{Differences, Pair, Rule};
use crate::contract::{Documented, Place, header_is};

pub(super) fn compare(pair: Pair<'_>, old: &Documented<'_>, new: &Documented<'_>, differences: &mut Differences) {
    let new_answers = new.answers();
    for (status, before) in old.answers() {
        let Some((_, after)) = new_answers.iter().find(|(known, _)| known.eq_ignore_ascii_case(status)) else {
            // A caller waits for success; which refusals there are is not a promise.
            if status.starts_with('2') {
                let problem = format!("{status} is no longer answered");
                differences.add(Rule::AnswerRemoved, status, &before.pointer, problem);
            }
            continue;
        };
        headers(old, new, status, (&before, after), differences);
        bodies(pair, status, (&before, after), differences);
    }
}

fn headers(
    old: &Documented<'_>,
    new: &Documented<'_>,
    status: &str,
    (before, after): (&Place<'_>, &Place<'_>),
    differences: &mut Differences,
) {
    let new_headers = new.headers(after);
    for (name, header) in old.headers(before) {
        let field = format!("{status} header {name}");
        match new_headers.iter().find(|(known, _)| header_is(known, name)) {
            None => differences.add(Rule::AnswerHeaderRemoved, &field, &header.pointer, "the header is gone"),
            Some((_, now)) if header.says("required") && !now.says("required") => {
                let problem = "the header was always there and may now be missing";
                differences.add(Rule::AnswerHeaderRemoved, &field, &now.pointer, problem);
            }
            Some(_) => {}
        }
    }
}

fn bodies(pair: Pair<'_>, status: &str, (before, after): (&Place<'_>, &Place<'_>), differences: &mut Differences) {
    let Some(kinds) = before.get("content") else { return };
    for (kind, old_kind) in kinds.members() {
        let Some(new_kind) = after.get("content").and_then(|content| content.get(kind)) else {
            let problem = format!("{status} no longer comes as {kind}");
            differences.add(Rule::AnswerMediaTypeRemoved, status, &old_kind.pointer, problem);
            continue;
        };
        let one = old_kind.get("schema").unwrap_or_else(|| Place::unsaid(old_kind.pointer.clone()));
        let other = new_kind.get("schema").unwrap_or_else(|| Place::unsaid(new_kind.pointer.clone()));
        Walk::new(pair, Direction::Answer).compare(&one, &other, status, differences);
    }
}
