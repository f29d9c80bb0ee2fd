//! The certificate authority of one world.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use moa_kernel::Timestamp;
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer,
    KeyPair, KeyUsagePurpose, PKCS_RSA_SHA256, RsaKeySize,
};

use super::TlsError;

const CERTIFICATE: &str = "ca.pem";
const KEY: &str = "ca.key";
const NAME: &str = "Moa mock banks, made on this machine";

/// A certificate authority. Its key never leaves this type and its own file.
pub struct Authority {
    pem: String,
    issuer: Issuer<'static, KeyPair>,
    path: Option<PathBuf>,
}

/// A leaf certificate with its key, for this process only.
pub(super) struct Leaf {
    pub(super) certificate: Certificate,
    pub(super) key: KeyPair,
}

impl Authority {
    /// The authority kept in a folder, made now if there is none.
    ///
    /// # Errors
    /// When the files cannot be read or written, or hold something else.
    pub fn kept_in(folder: &Path, now: Timestamp) -> Result<Self, TlsError> {
        let (certificate, key) = (folder.join(CERTIFICATE), folder.join(KEY));
        if certificate.exists() && key.exists() {
            let pem = read(&certificate)?;
            let pair = KeyPair::from_pem(&read(&key)?)?;
            return Ok(Self { pem, issuer: Issuer::new(params(now), pair), path: Some(certificate) });
        }
        let made = Self::in_memory(now)?;
        std::fs::create_dir_all(folder).map_err(|source| TlsError::File { path: folder.to_owned(), source })?;
        write(&key, &made.issuer.key().serialize_pem(), 0o600)?;
        write(&certificate, &made.pem, 0o644)?;
        Ok(Self { path: Some(certificate), ..made })
    }

    /// An authority that is forgotten with this value.
    ///
    /// # Errors
    /// When no key can be made.
    pub fn in_memory(now: Timestamp) -> Result<Self, TlsError> {
        let pair = KeyPair::generate()?;
        let pem = params(now).self_signed(&pair)?.pem();
        Ok(Self { pem, issuer: Issuer::new(params(now), pair), path: None })
    }

    /// The authority's certificate, which clients must trust.
    #[must_use]
    pub fn pem(&self) -> &str {
        &self.pem
    }

    /// Where the certificate lies, if it is kept.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Makes a leaf. Its key is RSA because FAPI 2.0 allows no other suites under TLS 1.2 (Security Profile §5.2.2).
    pub(super) fn make_leaf(&self, now: Timestamp) -> Result<Leaf, TlsError> {
        let mut params = CertificateParams::new(["127.0.0.1", "::1", "localhost"].map(str::to_owned))?;
        params.distinguished_name = name("Moa mock banks");
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::KeyEncipherment];
        params.use_authority_key_identifier_extension = true;
        set_validity(&mut params, today(now), 397);
        let key = KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048)?;
        let certificate = params.signed_by(&key, &self.issuer)?;
        Ok(Leaf { certificate, key })
    }
}

impl std::fmt::Debug for Authority {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Authority").field("path", &self.path).finish_non_exhaustive()
    }
}

/// The authority's own certificate. Only name and key identify it, so the same words make the same issuer again.
fn params(now: Timestamp) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = name(NAME);
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    set_validity(&mut params, today(now), 3650);
    params
}

/// From yesterday (clocks differ) for so many days.
fn set_validity(params: &mut CertificateParams, today: Date, days: i64) {
    let day = |date: Date| {
        rcgen::date_time_ymd(i32::from(date.year()), date.month().unsigned_abs(), date.day().unsigned_abs())
    };
    params.not_before = day(today.saturating_sub(jiff::Span::new().days(1)));
    params.not_after = day(today.saturating_add(jiff::Span::new().days(days)));
}

fn name(common_name: &str) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    name.push(DnType::CommonName, common_name);
    name
}

fn today(now: Timestamp) -> Date {
    now.to_zoned(TimeZone::UTC).date()
}

fn read(path: &Path) -> Result<String, TlsError> {
    std::fs::read_to_string(path).map_err(|source| TlsError::File { path: path.to_owned(), source })
}

fn write(path: &Path, text: &str, mode: u32) -> Result<(), TlsError> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
    #[cfg(not(unix))]
    let _ = mode;
    let outcome = options.open(path).and_then(|mut file| file.write_all(text.as_bytes()));
    outcome.map_err(|source| TlsError::File { path: path.to_owned(), source })
}
