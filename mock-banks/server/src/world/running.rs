//! A country that is running, and the doors through which tests look inside.

use std::path::Path;
use std::sync::Arc;

use moa_bank_authz::AuthorisationServer;
use moa_bank_console::accounts::NewPassword;
use moa_bank_core::Bank;
use moa_bank_core::audit::{Audit, HeadStanding};
use moa_bank_core::spec::CoreKind;
use moa_bank_core::state::Database;
use moa_bank_processing::codec::uk::BASE_PATH;
use moa_bank_processing::port::CoreBanking;
use moa_bank_registry::Registry;
use moa_kernel::BankId;

use super::{Hold, Ports};
use crate::cores::{CoreError, CoreKeeper};
use crate::listen::Listening;
use crate::management::{Managed, OwnGate};
use crate::tls::Authority;

/// A country that is running. Dropping it stops it without waiting; [`RunningWorld::stop`] waits for what is in flight.
#[derive(Debug)]
pub struct RunningWorld {
    directory: String,
    listening: Listening,
    banks: Vec<RunningBank>,
    authority: Option<Authority>,
    management: Management,
}

/// The management centre of it.
#[derive(Debug)]
pub(super) struct Management {
    pub(super) origin: String,
    pub(super) listening: Listening,
    /// The first admin's password, if the account was made at this start.
    pub(super) first: Option<NewPassword>,
    pub(super) hold: Option<Hold>,
}

/// One bank of it.
#[derive(Debug)]
pub struct RunningBank {
    origin: String,
    bank: Bank,
    authorisation: AuthorisationServer,
    registry: Registry,
    gate: OwnGate,
    core: CoreKeeper,
    listening: Listening,
}

impl RunningWorld {
    pub(super) fn new(
        directory: String,
        listening: Listening,
        banks: Vec<RunningBank>,
        authority: Option<Authority>,
        management: Management,
    ) -> Self {
        Self { directory, listening, banks, authority, management }
    }

    /// Where the directory lists the banks (a participants file).
    #[must_use]
    pub fn directory_url(&self) -> String {
        format!("{}/participants", self.directory)
    }

    /// Where the directory answers: its page says in words what runs where.
    #[must_use]
    pub fn directory_origin(&self) -> &str {
        &self.directory
    }

    /// Where the management centre answers (`/admin/v1/…`, `/metrics`).
    #[must_use]
    pub fn admin_origin(&self) -> &str {
        &self.management.origin
    }

    /// The first admin's name and password, if the account was made at this start. Show it once.
    #[must_use]
    pub const fn first_admin(&self) -> Option<&NewPassword> {
        self.management.first.as_ref()
    }

    /// The banks, in the order of their ports.
    #[must_use]
    pub fn banks(&self) -> &[RunningBank] {
        &self.banks
    }

    /// A bank, if it runs here.
    #[must_use]
    pub fn bank(&self, id: &str) -> Option<&RunningBank> {
        self.banks.iter().find(|running| running.id().as_str() == id)
    }

    /// The state of all banks. With a file its path is the caller's own.
    #[must_use]
    pub fn database(&self) -> Option<&Database> {
        self.banks.first().map(|running| running.bank.database())
    }

    /// The ports in use, for starting another world in the place of this one after it has stopped: what banks and apps
    /// know of each other holds only under the same origins.
    #[must_use]
    pub fn ports(&self) -> Ports {
        let origins = std::iter::once(self.directory.as_str()).chain(self.banks.iter().map(RunningBank::origin));
        let port = |origin: &str| origin.rsplit(':').next().and_then(|port| port.parse().ok());
        Ports::These(origins.filter_map(port).collect())
    }

    /// The audit logs that are not as they were noted, in a sentence each. None of them keeps the world from running.
    #[must_use]
    pub fn audit_warnings(&self) -> Vec<String> {
        let banks = self.banks.iter().map(|running| (running.id().as_str(), running.bank.audit().standing()));
        let world = self
            .banks
            .first()
            .map(|running| ("the world", Audit::of_world(running.bank.database(), &**running.bank.clock()).standing()));
        let wrong = banks.chain(world).filter(|(_, standing)| *standing != HeadStanding::Reached);
        wrong.map(|(whose, standing)| format!("the audit log of {whose}: {standing}")).collect()
    }

    /// The certificate authority's certificate (PEM), when everything is served over TLS.
    #[must_use]
    pub fn ca_pem(&self) -> Option<&str> {
        self.authority.as_ref().map(Authority::pem)
    }

    /// Where that certificate lies, when it is kept.
    #[must_use]
    pub fn ca_path(&self) -> Option<&Path> {
        self.authority.as_ref().and_then(Authority::path)
    }

    /// Stops everything: no new requests, a short grace for those in flight.
    pub async fn stop(mut self) {
        self.listening.stop().await;
        self.management.listening.stop().await;
        for running in &mut self.banks {
            running.listening.stop().await;
            // After the requests, which still ask it.
            running.core.stop().await;
        }
        drop(self.management.hold.take());
    }
}

impl RunningBank {
    pub(super) fn new(
        origin: String,
        (bank, authorisation, registry, gate): (Bank, AuthorisationServer, Registry, OwnGate),
        core: CoreKeeper,
        listening: Listening,
    ) -> Self {
        Self { origin, bank, authorisation, registry, gate, core, listening }
    }

    /// What the management centre manages of it.
    pub(super) const fn managed(&self) -> Managed<'_> {
        (&self.bank, &self.registry, &self.authorisation, &self.gate)
    }

    /// The bank's id.
    #[must_use]
    pub fn id(&self) -> &BankId {
        self.bank.id()
    }

    /// The bank's origin and issuer: `http://127.0.0.1:7301`.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Where its account information API lives.
    #[must_use]
    pub fn api_base(&self) -> String {
        format!("{}{BASE_PATH}", self.origin)
    }

    /// The inside of the bank: its books, customers and consents.
    #[must_use]
    pub fn core(&self) -> &Bank {
        &self.bank
    }

    /// The core that keeps its books now, as its processing sees it.
    #[must_use]
    pub fn core_now(&self) -> Arc<dyn CoreBanking> {
        self.core.switch().now()
    }

    /// From now on, a core of this kind over the same books. Requests under way finish on the core they began on. Call it
    /// within the runtime.
    ///
    /// # Errors
    /// When the core cannot be started; the bank keeps the one it has then.
    pub fn swap_core(&self, kind: CoreKind) -> Result<(), CoreError> {
        self.core.swap(kind)
    }

    /// Its APIs: what is live, and the ways to change that while it serves.
    #[must_use]
    pub const fn registry(&self) -> &Registry {
        &self.registry
    }

    /// The inside of its authorisation server.
    #[must_use]
    pub fn authorisation(&self) -> &AuthorisationServer {
        &self.authorisation
    }
}
