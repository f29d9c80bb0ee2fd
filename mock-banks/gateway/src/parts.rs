//! What a gateway is made of. The server hands these in; tests hand in others.

use std::sync::Arc;

use moa_bank_core::Bank;
use moa_bank_processing::Processor;
use moa_bank_registry::Registry;
use moa_kernel::Timestamp;
use moa_security::dpop::{NonceSource, ProofKeys};
use moa_security::replay::Replay;

use crate::explain::Explanations;
use crate::limits::Plans;
use crate::metrics::Metrics;
use crate::tokens::TokenAuthority;
use crate::watch::Watch;

/// Everything one bank's gateway leans on.
pub struct GatewayParts {
    /// The bank: its consents, its time, its luck.
    pub bank: Bank,
    /// The bank's origin as apps know it, without a trailing slash. Proofs and links are held to it, never to what a
    /// request's `Host` header says.
    pub origin: String,
    /// The APIs on offer. A request takes the table once and finishes on it.
    pub registry: Registry,
    /// Who knows what a token is worth.
    pub tokens: Arc<dyn TokenAuthority>,
    /// The nonces of this origin, shared with the authorisation server.
    pub nonces: Arc<NonceSource>,
    /// The keys of proofs that were believed.
    pub proof_keys: Arc<ProofKeys>,
    /// Which proofs were used before.
    pub replay: Arc<dyn Replay>,
    /// Since when `replay` remembers. A nonce may outlive a restart and a memory does not, so proofs from before it are not taken.
    pub remembers_since: Timestamp,
    /// Who answers what is admitted.
    pub processor: Processor,
    /// How much each app may ask.
    pub plans: Arc<Plans>,
    /// What looks for threats in the traffic.
    pub watch: Arc<Watch>,
    /// Why the last responses were what they were.
    pub explanations: Arc<Explanations>,
    /// What is counted for operators; one for all banks of a world.
    pub metrics: Arc<Metrics>,
}
