//! What is remembered of a request on its way, for those who count, watch and explain when it has been answered.

use std::net::SocketAddr;
use std::sync::OnceLock;
use std::time::Duration;

use axum::extract::ConnectInfo;
use http::{Extensions, Method, StatusCode};
use moa_bank_processing::port::{Command, Journal};
use moa_bank_registry::{Operation, Route};
use moa_kernel::{ClientId, Timestamp};
use tokio::time::Instant;

use crate::explain::{self, Explanation, Refused, runs};
use crate::interaction::Interaction;
use crate::limits::LimitFacts;
use crate::metrics::Answered;
use crate::parts::GatewayParts;
use crate::watch::{Seen, Sight};

/// What is counted where no API was meant.
const NONE: &str = "none";

/// What a request left behind on its way.
#[derive(Debug, Clone, Default)]
pub(crate) struct Trail {
    /// The app whose token it carried.
    pub(crate) app: Option<ClientId>,
    /// How the app stands with its plan.
    pub(crate) limits: Option<LimitFacts>,
    /// The rules that said yes.
    pub(crate) passed: Vec<&'static str>,
    /// What refused it.
    pub(crate) refused: Option<Refused>,
    /// What the watch makes of it.
    pub(crate) sight: Option<Sight>,
    /// What was said to the core.
    pub(crate) commands: Vec<Command>,
    /// How long finding out the facts took.
    pub(crate) facts_took: Duration,
}

/// What stays of a request that came to no end of its own: who gave it up, or met its panic, has this and no [`Trail`].
#[derive(Debug, Default)]
pub(crate) struct Unfinished {
    /// What is said to the core, from the first word on.
    pub(crate) journal: Journal,
    admitted: OnceLock<(ClientId, Vec<&'static str>)>,
}

impl Unfinished {
    /// The policy has let it in.
    pub(crate) fn note_admission(&self, app: &ClientId, passed: &[&'static str]) {
        // It is admitted once.
        let _first = self.admitted.set((app.clone(), passed.to_vec()));
    }

    /// The trail of a request that was answered with this status by whoever gave it up.
    pub(crate) fn trail_with(&self, status: StatusCode) -> Trail {
        let (app, passed) = self.admitted.get().cloned().unzip();
        Trail {
            app,
            passed: passed.unwrap_or_default(),
            refused: Some(explain::of_no_end(status)),
            commands: self.journal.commands(),
            ..Trail::default()
        }
    }
}

/// What is known of a request before it goes on its way.
#[derive(Debug)]
pub(crate) struct Start {
    began: Instant,
    method: Method,
    peer: Option<SocketAddr>,
    route: Route,
    generation: u64,
    /// The core that is there when it comes: another may have taken its place when it is answered.
    core: &'static str,
}

impl Start {
    pub(crate) fn of(
        parts: &GatewayParts,
        method: &Method,
        extensions: &Extensions,
        route: Route,
        generation: u64,
    ) -> Self {
        let peer = extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| *peer);
        Self {
            began: Instant::now(),
            method: method.clone(),
            peer,
            route,
            generation,
            core: parts.processor.protocol(),
        }
    }

    /// The request has been answered: it is counted, watched, told in the log, and kept to be explained.
    pub(crate) fn end(&self, parts: &GatewayParts, interaction: &Interaction, status: StatusCode, trail: &Trail) {
        let (took, now) = (self.began.elapsed(), parts.bank.now());
        let definition = self.route.api().map(|api| &api.definition);
        let (api, version) = definition.map(|it| (it.family.to_string(), it.version.to_string())).unzip();
        let bank = parts.bank.id().as_str();
        parts.metrics.count(&Answered {
            bank,
            app: trail.app.as_ref(),
            api: api.as_deref().unwrap_or(NONE),
            version: version.as_deref().unwrap_or(NONE),
            core: self.core,
            status,
            took,
            at: now,
        });
        self.watch(parts, status, trail, now);
        let operation = self.operation();
        // The span has bank, interaction, method and route already.
        tracing::debug!(
            app = trail.app.as_ref().map(ClientId::as_str),
            api,
            version,
            operation = operation.map(|it| it.id.as_str()),
            core = self.core,
            commands = trail.commands.len(),
            core_micros = core_micros(&trail.commands),
            status = status.as_u16(),
            took_micros = micros(took),
            "answered"
        );
        parts.explanations.keep(Explanation {
            interaction: interaction.as_str().to_owned(),
            at: now,
            app: trail.app.clone(),
            method: self.method.to_string(),
            api,
            version,
            operation: operation.map(|it| it.id.clone()),
            // Where no operation was meant, as far as the API's own words go.
            path: definition.map(|_| self.route.template()),
            generation: self.generation,
            // Where no operation was meant, no rule was asked.
            rules: operation.map(|_| runs(&trail.passed, trail.refused.as_ref())).unwrap_or_default(),
            refused: trail.refused,
            commands: trail.commands.iter().cloned().map(Into::into).collect(),
            status: status.as_u16(),
            facts_micros: micros(trail.facts_took),
            took_micros: micros(took),
        });
    }

    fn operation(&self) -> Option<&Operation> {
        match &self.route {
            Route::Found { operation, .. } => Some(operation),
            _ => None,
        }
    }

    fn watch(&self, parts: &GatewayParts, status: StatusCode, trail: &Trail, now: Timestamp) {
        let Some(sight) = trail.sight.or_else(|| self.sight(status)) else { return };
        let seen = Seen { peer: self.peer.map(|peer| peer.ip()), app: trail.app.as_ref(), sight };
        for threat in parts.watch.note(&seen, now) {
            parts.metrics.count_alert(parts.bank.id().as_str(), threat);
        }
    }

    /// What the watch makes of a request by its answer alone.
    fn sight(&self, status: StatusCode) -> Option<Sight> {
        match (&self.route, status) {
            (_, StatusCode::URI_TOO_LONG | StatusCode::PAYLOAD_TOO_LARGE) => Some(Sight::TooLarge),
            (Route::Nothing | Route::NoSuchPath { .. }, _) => Some(Sight::UnknownPath),
            (Route::OtherMethod { .. }, _) | (_, StatusCode::UNSUPPORTED_MEDIA_TYPE | StatusCode::NOT_ACCEPTABLE) => {
                Some(Sight::OddRequest)
            }
            (Route::Found { operation, .. }, status) if status.is_success() && !operation.permissions.is_empty() => {
                Some(Sight::DataGiven)
            }
            _ => None,
        }
    }
}

/// How long commands took together. Some of them were under way at the same time, so this may be longer than the request.
fn core_micros(commands: &[Command]) -> u64 {
    let took = commands.iter().map(|command| Duration::try_from(command.took).unwrap_or_default());
    took.fold(0, |sum, took| sum.saturating_add(micros(took)))
}

fn micros(took: Duration) -> u64 {
    u64::try_from(took.as_micros()).unwrap_or(u64::MAX)
}
