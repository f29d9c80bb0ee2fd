//! The callers that are being served, side by side and in the order they came.
//!
//! There is room for a few. A caller that stalls keeps its place only until the room is full: then the one that has been
//! there longest goes, because a browser says what it wants at once.

use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll};

use super::Redirect;

/// How many callers are served side by side.
pub(super) const ROOM: usize = 16;

type Caller<'a> = Pin<Box<dyn Future<Output = Option<Redirect>> + Send + 'a>>;

/// The callers that are being served.
#[derive(Default)]
pub(super) struct Callers<'a>(VecDeque<Caller<'a>>);

impl<'a> Callers<'a> {
    /// Lets one more in.
    pub(super) fn admit(&mut self, caller: impl Future<Output = Option<Redirect>> + Send + 'a) {
        if self.0.len() >= ROOM {
            self.0.pop_front();
        }
        self.0.push_back(Box::pin(caller));
    }

    /// Serves them all, until one turns out to be the right one.
    pub(super) async fn right_one(&mut self) -> Redirect {
        poll_fn(|context| self.serve_all(context)).await
    }

    fn serve_all(&mut self, context: &mut Context<'_>) -> Poll<Redirect> {
        let mut right = None;
        self.0.retain_mut(|caller| match caller.as_mut().poll(context) {
            Poll::Pending => true,
            Poll::Ready(answer) => {
                right = right.take().or(answer);
                false
            }
        });
        right.map_or(Poll::Pending, Poll::Ready)
    }
}
