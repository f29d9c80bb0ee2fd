//! Every way from every state: the yes and all the noes, as one table.

use super::*;

fn now() -> Timestamp {
    "2026-11-23T09:00:00Z".parse().unwrap()
}

fn later() -> Timestamp {
    "2027-05-23T09:00:00Z".parse().unwrap()
}

fn report() -> ReportId {
    ReportId::new("report-1").unwrap()
}

fn published() -> State {
    State::Published { at: now() }
}

fn deprecated() -> State {
    State::Deprecated { at: now(), sunset: later(), successor: Some(Version::new(2, 0)) }
}

fn blocked(from: State) -> State {
    State::Blocked { at: now(), from: Box::new(from), reason: "a leak".to_owned() }
}

fn retired(successor: Option<Version>) -> State {
    State::Retired { at: now(), because: "nobody calls it".to_owned(), successor }
}

fn every() -> Vec<State> {
    let verified = State::Verified { report: report() };
    vec![
        State::Draft,
        State::Submitted,
        State::Verifying,
        verified,
        published(),
        deprecated(),
        retired(None),
        blocked(published()),
        blocked(deprecated()),
    ]
}

/// From which states a change goes where; from all others it is refused.
fn goes(change: impl Fn(&State) -> Result<State, Refusal>, ways: &[(State, State)], refusal: Refusal) {
    for from in every() {
        let expected = ways.iter().find(|(way, _)| *way == from).map_or(Err(refusal), |(_, to)| Ok(to.clone()));
        assert_eq!(change(&from), expected, "{from:?}");
    }
}

#[test]
fn every_change_goes_its_ways_and_no_other() {
    let verified = State::Verified { report: report() };
    let editable = [(State::Draft, State::Draft), (State::Submitted, State::Draft), (verified.clone(), State::Draft)];
    goes(State::edited, &editable, Refusal::NotEditable);
    goes(State::submitted, &[(State::Draft, State::Submitted)], Refusal::NotDraft);
    goes(State::verifying, &[(State::Submitted, State::Verifying)], Refusal::NotSubmitted);
    goes(State::given_up, &[(State::Verifying, State::Submitted)], Refusal::NotVerifying);
    goes(|it| it.reported(report(), true), &[(State::Verifying, verified)], Refusal::NotVerifying);
    goes(|it| it.reported(report(), false), &[(State::Verifying, State::Draft)], Refusal::NotVerifying);
    let successor = Some(Version::new(2, 0));
    goes(|it| it.deprecated(now(), later(), successor), &[(published(), deprecated())], Refusal::NotPublished);
    let over = [
        (published(), retired(None)),
        (deprecated(), retired(successor)),
        (blocked(published()), retired(None)),
        (blocked(deprecated()), retired(successor)),
    ];
    goes(|it| it.retired(now(), " nobody calls it "), &over, Refusal::NotLive);
    let off = [(published(), blocked(published())), (deprecated(), blocked(deprecated()))];
    goes(|it| it.blocked(now(), "a leak"), &off, Refusal::NotLive);
    goes(State::unblocked, &off.map(|(from, to)| (to, from)), Refusal::NotBlocked);
    let by = Version::new(1, 1);
    let replaced = State::Retired { at: now(), because: "replaced by 1.1".to_owned(), successor: Some(by) };
    let live: Vec<_> = every().into_iter().filter(State::is_live).map(|it| (it, replaced.clone())).collect();
    goes(|it| it.replaced(now(), by), &live, Refusal::NotLive);
    let lost =
        State::Retired { at: now(), because: "its definition was lost, 1.1 stands in".to_owned(), successor: Some(by) };
    let live: Vec<_> = every().into_iter().filter(State::is_live).map(|it| (it, lost.clone())).collect();
    goes(|it| it.lost(now(), by), &live, Refusal::NotLive);
}

#[test]
fn only_what_was_replaced_stands_in_and_it_does_so_in_the_state_of_what_was_lost() {
    for lost in every() {
        let stood_in = retired(Some(Version::new(1, 1))).standing_in(&lost);
        assert_eq!(stood_in, if lost.is_live() { Ok(lost) } else { Err(Refusal::NotReplaced) });
    }
    goes(|it| it.standing_in(&published()), &[], Refusal::NotReplaced);
}

#[test]
fn only_what_is_verified_goes_live_and_everything_else_is_told_what_it_is() {
    let expected = [
        Err(Refusal::NotVerified),
        Err(Refusal::NotLookedAt),
        Err(Refusal::BeingVerified),
        Ok(published()),
        Err(Refusal::AlreadyLive),
        Err(Refusal::AlreadyLive),
        Err(Refusal::IsOver),
        Err(Refusal::IsBlocked),
        Err(Refusal::IsBlocked),
    ];
    let said: Vec<_> = every().iter().map(|it| it.published(now())).collect();
    assert_eq!(said, expected);
}

#[test]
fn a_sunset_lies_ahead_and_a_reason_can_be_read() {
    assert_eq!(published().deprecated(now(), now(), None), Err(Refusal::SunsetPassed));
    for reason in ["", "  ", "two\nlines", &"x".repeat(REASON_CHARS_MAX + 1)] {
        assert_eq!(published().blocked(now(), reason), Err(Refusal::Reason));
        assert_eq!(published().retired(now(), reason), Err(Refusal::Reason));
    }
}

#[test]
fn a_state_reads_back_as_it_was_written() {
    for state in every() {
        let text = serde_json::to_string(&state).unwrap();
        assert_eq!(serde_json::from_str::<State>(&text).unwrap(), state, "{text}");
        assert!(text.contains(&format!(r#""state":"{}""#, state.word())));
    }
}
