//! The authority of one world's inside, and what it issues.

use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use moa_kernel::{BankId, Timestamp};
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose,
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

use super::{Component, IdentityError};

/// How long authority and identities hold. They are made anew with each world, which has no other way to renew them.
const VALID_DAYS: i64 = 3650;

/// A world's internal authority. Its key never leaves this value.
pub struct Authority {
    certificate: CertificateDer<'static>,
    issuer: Issuer<'static, KeyPair>,
}

/// One component of one bank, with what it needs to prove it.
#[derive(Clone)]
pub struct Identity {
    pub(super) component: Component,
    pub(super) bank: BankId,
    pub(super) authority: CertificateDer<'static>,
    pub(super) certificate: CertificateDer<'static>,
    pub(super) key: Arc<PrivateKeyDer<'static>>,
}

impl Authority {
    /// An authority for a world that starts now.
    ///
    /// # Errors
    /// When no key can be made.
    pub fn make(now: Timestamp) -> Result<Self, IdentityError> {
        let pair = KeyPair::generate()?;
        let mut params = CertificateParams::default();
        params.distinguished_name = name("Moa mock banks, inside");
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        set_validity(&mut params, now);
        let certificate = params.self_signed(&pair)?.der().clone();
        Ok(Self { certificate, issuer: Issuer::new(params, pair) })
    }

    /// Issues an identity to a component of a bank. It is good for nothing but that name and that role: who listens does
    /// not dial, and who dials does not listen.
    ///
    /// # Errors
    /// When no key or certificate can be made.
    pub fn issue(&self, component: Component, bank: &BankId, now: Timestamp) -> Result<Identity, IdentityError> {
        let name_at = component.at(bank);
        let mut params = CertificateParams::new(vec![name_at.clone()])?;
        params.distinguished_name = name(&name_at);
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![match component {
            Component::Processing => ExtendedKeyUsagePurpose::ClientAuth,
            Component::Core => ExtendedKeyUsagePurpose::ServerAuth,
        }];
        params.use_authority_key_identifier_extension = true;
        set_validity(&mut params, now);
        let pair = KeyPair::generate()?;
        let certificate = params.signed_by(&pair, &self.issuer)?.der().clone();
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(pair.serialize_der()));
        let (bank, authority) = (bank.clone(), self.certificate.clone());
        Ok(Identity { component, bank, authority, certificate, key: Arc::new(key) })
    }
}

impl Identity {
    /// Which component it is.
    #[must_use]
    pub const fn component(&self) -> Component {
        self.component
    }

    /// Of which bank.
    #[must_use]
    pub const fn bank(&self) -> &BankId {
        &self.bank
    }
}

impl std::fmt::Debug for Authority {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Authority").finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Identity").field("name", &self.component.at(&self.bank)).finish_non_exhaustive()
    }
}

fn name(common_name: &str) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    name.push(DnType::CommonName, common_name);
    name
}

/// From yesterday, because clocks differ.
fn set_validity(params: &mut CertificateParams, now: Timestamp) {
    let day = |date: Date| {
        rcgen::date_time_ymd(i32::from(date.year()), date.month().unsigned_abs(), date.day().unsigned_abs())
    };
    let today = now.to_zoned(TimeZone::UTC).date();
    params.not_before = day(today.saturating_sub(jiff::Span::new().days(1)));
    params.not_after = day(today.saturating_add(jiff::Span::new().days(VALID_DAYS)));
}
