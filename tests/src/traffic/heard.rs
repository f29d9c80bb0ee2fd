//! Sends requests at a steady pace while a story goes on, and notes what was heard.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::{Context as _, Result};
use jiff::SignedDuration;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior, interval};

use super::{Caller, Said, Story, Target};

/// No more requests than this are under way at once: a slow machine takes longer, and is not buried.
const UNDER_WAY_MAX: usize = 96;

/// What an answer is, looked at whole: status, body and what its headers say of the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// The standard's accounts, without a word of change.
    Accounts,
    /// There is no such API.
    Nothing,
    /// Spending 1.0.
    V1_0,
    /// Spending 1.1: the largest amounts came with it.
    V1_1,
    /// The same, and that it will end.
    V1_1Deprecated,
    /// Spending 2.0.
    V2_0,
    /// It is blocked, and that it will end.
    Blocked,
    /// It is over, and what took its place.
    Gone,
    /// None of these: half of something, or a failure.
    Other(String),
}

/// One answer.
#[derive(Debug)]
pub struct Heard {
    /// Which path.
    pub target: Target,
    /// What it was.
    pub seen: Seen,
    /// How many steps had been made when it was asked for.
    pub after: usize,
    /// How many had at most been begun when it came.
    pub before: usize,
    /// When it was asked for.
    pub asked: Instant,
    /// How long it took.
    pub took: Duration,
}

/// A change that was made.
#[derive(Debug, Clone, Copy)]
pub struct Made {
    /// When it was begun.
    pub began: Instant,
    /// How long it took.
    pub took: Duration,
}

impl Heard {
    /// Whether the answer is what its path answers after one of the steps it may have been given after.
    #[must_use]
    pub fn is_right(&self) -> bool {
        (self.after..=self.before).any(|steps| Story::expected(self.target, steps) == self.seen)
    }

    /// Whether a change was under way meanwhile.
    #[must_use]
    pub const fn met_a_change(&self) -> bool {
        self.before > self.after
    }

    /// Whether it was asked for, or came, within this time before a change was begun or after it was made.
    #[must_use]
    pub fn was_near(&self, changes: &[Made], within: Duration) -> bool {
        let came = self.asked + self.took;
        changes.iter().any(|made| self.asked <= made.began + made.took + within && came + within >= made.began)
    }
}

/// Sends `requests` requests, one every `pace`, from all callers in turn to all targets in turn, and makes the story's
/// changes at even distances among them. The ground's clock moves with the requests. Returns what was heard, and when each
/// change was made.
///
/// # Errors
/// When a change is refused.
pub async fn run(
    callers: &[Arc<Caller>],
    story: &Story,
    requests: usize,
    pace: Duration,
) -> Result<(Vec<Heard>, Vec<Made>)> {
    let steps = Arc::new(Steps::default());
    let (next, due) = mpsc::unbounded_channel();
    let changes = tokio::spawn(change(story.clone(), Arc::clone(&steps), due));
    let distance = requests / (Story::CHANGES.len() + 1);
    let room = Arc::new(Semaphore::new(UNDER_WAY_MAX));
    let mut ticks = interval(pace);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let mut under_way = JoinSet::new();
    let mut heard = Vec::with_capacity(requests);
    for n in 0..requests {
        ticks.tick().await;
        story.ground().clock().advance(SignedDuration::try_from(pace)?);
        if n > 0 && n.is_multiple_of(distance.max(1)) {
            // The receiver goes only when a change failed, which is told at the end.
            let _ = next.send(());
        }
        let place = Arc::clone(&room).acquire_owned().await?;
        let caller = Arc::clone(callers.get(n % callers.len().max(1)).context("there is nobody to call")?);
        let (steps, target) = (Arc::clone(&steps), *Target::ALL.get(n % Target::ALL.len()).context("a target")?);
        under_way.spawn(async move {
            let one = one(&caller, target, &steps).await;
            drop(place);
            one
        });
        while let Some(done) = under_way.try_join_next() {
            heard.push(done?);
        }
    }
    drop(next);
    heard.extend(under_way.join_all().await);
    Ok((heard, changes.await??))
}

/// How many steps of the story have been begun, and how many are made.
#[derive(Debug, Default)]
struct Steps {
    begun: AtomicUsize,
    made: AtomicUsize,
}

async fn change(story: Story, steps: Arc<Steps>, mut due: mpsc::UnboundedReceiver<()>) -> Result<Vec<Made>> {
    let mut all = Vec::new();
    for change in Story::CHANGES {
        if due.recv().await.is_none() {
            break;
        }
        steps.begun.fetch_add(1, Ordering::SeqCst);
        let (began, story) = (Instant::now(), story.clone());
        tokio::task::spawn_blocking(move || story.make(change)).await?.with_context(|| format!("{change:?}"))?;
        steps.made.fetch_add(1, Ordering::SeqCst);
        all.push(Made { began, took: began.elapsed() });
    }
    Ok(all)
}

async fn one(caller: &Caller, target: Target, steps: &Steps) -> Heard {
    let after = steps.made.load(Ordering::SeqCst);
    let (asked, answered) = (Instant::now(), caller.get(target.path()).await);
    let before = steps.begun.load(Ordering::SeqCst);
    let took = asked.elapsed();
    let seen = answered.map_or_else(|error| Seen::Other(format!("{error:#}")), |said| see(target, &said));
    Heard { target, seen, after, before, asked, took }
}

/// What an answer is. Everything that is not exactly one of the kinds is another.
fn see(target: Target, said: &Said) -> Seen {
    let json = said.json();
    let notices = ["deprecation", "sunset", "link"].map(|name| !said.header(name).is_empty());
    let (none, deprecated, over) = ([false; 3], [true; 3], [false, true, true]);
    let row = json.pointer("/Data/Spending/0");
    let has = |field: &str| row.is_some_and(|row| row.get(field).is_some());
    match (target, said.status.as_u16(), notices) {
        (Target::Accounts, 200, notices) if notices == none && json.pointer("/Data/Account/0").is_some() => {
            Seen::Accounts
        }
        (Target::First | Target::Second, 404, notices) if notices == none => Seen::Nothing,
        (Target::First, 200, notices) if notices == none && has("Amount") && !has("LargestAmount") => Seen::V1_0,
        (Target::First, 200, notices) if notices == none && has("Amount") && has("LargestAmount") => Seen::V1_1,
        (Target::First, 200, notices) if notices == deprecated && has("LargestAmount") => Seen::V1_1Deprecated,
        (Target::First, 503, notices) if notices == deprecated && says(said, "blocked") => Seen::Blocked,
        (Target::First, 410, notices) if notices == over && says(said, "over") => Seen::Gone,
        (Target::Second, 200, notices) if notices == none && has("Total") && has("Of") => Seen::V2_0,
        (_, status, _) => Seen::Other(format!("{target:?}: {status} {notices:?} {:.300}", said.body)),
    }
}

fn says(said: &Said, word: &str) -> bool {
    said.json()
        .pointer("/Errors/0/Message")
        .and_then(|message| message.as_str())
        .is_some_and(|text| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(target: Target, seen: Seen, after: usize, before: usize) -> Heard {
        Heard { target, seen, after, before, asked: Instant::now(), took: Duration::ZERO }
    }

    #[test]
    fn an_answer_is_right_when_it_fits_one_of_the_moments_it_may_be_of() {
        assert!(heard(Target::First, Seen::V1_0, 1, 1).is_right());
        assert!(heard(Target::First, Seen::V1_0, 1, 2).is_right());
        assert!(heard(Target::First, Seen::V1_1, 1, 2).is_right());
        assert!(heard(Target::Accounts, Seen::Accounts, 0, 9).is_right());
        assert!(heard(Target::First, Seen::Gone, 9, 9).is_right());
    }

    #[test]
    fn and_wrong_when_it_comes_too_late_too_early_or_from_nowhere() {
        assert!(!heard(Target::First, Seen::V1_0, 2, 3).is_right(), "the version before, after the change was made");
        assert!(!heard(Target::First, Seen::V1_1, 1, 1).is_right(), "the version after, before the change was begun");
        assert!(!heard(Target::First, Seen::Nothing, 1, 5).is_right(), "a request that should have succeeded");
        assert!(!heard(Target::Second, Seen::Other("500".to_owned()), 0, 9).is_right());
    }

    #[test]
    fn near_a_change_is_shortly_before_it_while_it_is_made_and_shortly_after() {
        let start = Instant::now();
        let at = |millis: u64| start + Duration::from_millis(millis);
        let changes = [Made { began: at(1_000), took: Duration::from_millis(30) }];
        let near = |asked: u64| {
            let one = Heard {
                asked: at(asked),
                took: Duration::from_millis(5),
                ..heard(Target::Accounts, Seen::Accounts, 0, 0)
            };
            one.was_near(&changes, Duration::from_millis(100))
        };
        assert_eq!([894, 895, 1_010, 1_130, 1_131].map(near), [false, true, true, true, false]);
    }
}
