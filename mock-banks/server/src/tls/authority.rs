//! The certificate authority of one world.

use std::io::Write as _;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use moa_bank_core::private;
use moa_kernel::Timestamp;
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, CidrSubnet, DistinguishedName, DnType, ExtendedKeyUsagePurpose,
    GeneralSubtree, IsCa, Issuer, KeyPair, KeyUsagePurpose, NameConstraints, PKCS_RSA_SHA256, RsaKeySize,
};

use super::TlsError;

/// The name of the certificate in the folder where the authority is kept.
pub const CERTIFICATE: &str = "ca.pem";
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
            refuse_if_shared(&key)?;
            let pem = read(&certificate)?;
            let pair = KeyPair::from_pem(&read(&key)?)?;
            return Ok(Self { pem, issuer: Issuer::new(params(now), pair), path: Some(certificate) });
        }
        let made = Self::in_memory(now)?;
        private::make_readable_folder(folder).map_err(file_error(folder))?;
        // Both new: a file that lies in their place was put there by somebody else.
        private::create(&key, made.issuer.key().serialize_pem().as_bytes()).map_err(file_error(&key))?;
        write_certificate(&certificate, &made.pem).map_err(file_error(&certificate))?;
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
    params.name_constraints = Some(this_machine_only());
    set_validity(&mut params, today(now), 3650);
    params
}

/// Whoever trusts this authority trusts it for this machine: even its stolen key makes no certificate for a site.
fn this_machine_only() -> NameConstraints {
    let permitted_subtrees = vec![
        GeneralSubtree::IpAddress(CidrSubnet::from_v4_prefix(Ipv4Addr::LOCALHOST.octets(), 32)),
        GeneralSubtree::IpAddress(CidrSubnet::from_v6_prefix(Ipv6Addr::LOCALHOST.octets(), 128)),
        GeneralSubtree::DnsName("localhost".to_owned()),
    ];
    NameConstraints { permitted_subtrees, excluded_subtrees: Vec::new() }
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

fn file_error(path: &Path) -> impl FnOnce(std::io::Error) -> TlsError {
    let path = path.to_owned();
    move |source| TlsError::File { path, source }
}

fn read(path: &Path) -> Result<String, TlsError> {
    std::fs::read_to_string(path).map_err(file_error(path))
}

/// A key that others can read may have been read: nothing is to be repaired about it.
fn refuse_if_shared(key: &Path) -> Result<(), TlsError> {
    if private::is_shared(key).map_err(file_error(key))? {
        return Err(TlsError::SharedKey { path: key.to_owned() });
    }
    Ok(())
}

/// For everybody to read, because who is to trust the banks has to find it, and for nobody else to write, whatever the umask is:
/// who could exchange it could have all apps trust themselves.
fn write_certificate(path: &Path, pem: &str) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o644);
    options.open(path)?.write_all(pem.as_bytes())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use rustls::RootCertStore;
    use rustls::client::WebPkiServerVerifier;
    use rustls::client::danger::ServerCertVerifier as _;
    use rustls::pki_types::pem::PemObject as _;
    use rustls::pki_types::{CertificateDer, ServerName, UnixTime};

    use super::*;

    fn is_believed(authority: &Authority, host: &str, now: Timestamp) -> bool {
        let mut params = CertificateParams::new(vec![host.to_owned()]).unwrap();
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        set_validity(&mut params, today(now), 30);
        let leaf = params.signed_by(&KeyPair::generate().unwrap(), &authority.issuer).unwrap();
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_slice(authority.pem().as_bytes()).unwrap()).unwrap();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider).build().unwrap();
        let name = ServerName::try_from(host.to_owned()).unwrap();
        let at = UnixTime::since_unix_epoch(std::time::Duration::from_secs(now.as_second().unsigned_abs()));
        verifier.verify_server_cert(leaf.der(), &[], &name, &[], at).is_ok()
    }

    #[test]
    fn whoever_trusts_the_authority_trusts_it_for_this_machine_alone() {
        let now: Timestamp = "2026-11-23T09:00:00Z".parse().unwrap();
        let authority = Authority::in_memory(now).unwrap();
        for here in ["127.0.0.1", "::1", "localhost"] {
            assert!(is_believed(&authority, here, now), "{here}");
        }
        for elsewhere in ["bank.example", "203.0.113.7", "127.0.0.2", "2001:db8::1"] {
            assert!(!is_believed(&authority, elsewhere, now), "{elsewhere}");
        }
    }
}
