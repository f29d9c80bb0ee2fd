//! Who gets through a core's door: the processing of its own bank, and nobody else (R13).

use std::sync::Arc;

use async_trait::async_trait;
use moa_bank_internal::door::{Door, Guest, Host};
use moa_bank_internal::identity::{Address, Authority, Component, Dialer, Identity, IdentityError};
use moa_kernel::{BankId, Clock, FrozenClock, Timestamp};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tempfile::TempDir;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsConnector;
use tokio_util::sync::CancellationToken;

const NOW: &str = "2026-11-24T09:00:00Z";

/// Answers each byte with the next one.
struct Counting;

#[async_trait]
impl Host for Counting {
    async fn serve(&self, mut guest: Guest, _closing: CancellationToken) {
        while let Ok(byte) = guest.read_u8().await {
            let _ = guest.write_u8(byte + 1).await;
        }
    }
}

fn now() -> Timestamp {
    NOW.parse().unwrap()
}

fn clock() -> Arc<dyn Clock> {
    Arc::new(FrozenClock::at(now()))
}

fn bank(id: &str) -> BankId {
    BankId::new(id).unwrap()
}

fn issue(authority: &Authority, component: Component, id: &str) -> Identity {
    authority.issue(component, &bank(id), now()).unwrap()
}

async fn door(identity: &Identity) -> Door {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    Door::open(listener, identity, clock(), Arc::new(Counting)).unwrap()
}

fn dialer(identity: &Identity, door: &Door) -> Dialer {
    Dialer::new(identity, Component::Core, Address::At(door.address()), clock()).unwrap()
}

async fn greet(mut stream: impl AsyncRead + AsyncWrite + Unpin) -> Option<u8> {
    stream.write_u8(41).await.ok()?;
    stream.flush().await.ok()?;
    stream.read_u8().await.ok()
}

/// An identity taken apart, for clients that put the pieces together as no honest component would.
struct Pieces {
    authority: CertificateDer<'static>,
    certificate: CertificateDer<'static>,
    key: PrivateKeyDer<'static>,
}

fn pieces(identity: &Identity) -> Pieces {
    let folder = TempDir::new().unwrap();
    identity.write_to(folder.path()).unwrap();
    let word = identity.component().as_str();
    let read = |name: String| std::fs::read(folder.path().join(name)).unwrap();
    Pieces {
        authority: read("authority.der".to_owned()).into(),
        certificate: read(format!("{word}.der")).into(),
        key: read(format!("{word}.key")).try_into().unwrap(),
    }
}

/// Dials the core of thames believing `trusted`, and shows what it has.
async fn sneak(door: &Door, trusted: &CertificateDer<'static>, shown: Option<Pieces>) -> Option<u8> {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.clone()).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .unwrap()
        .with_root_certificates(roots);
    let config = match shown {
        Some(Pieces { certificate, key, .. }) => builder.with_client_auth_cert(vec![certificate], key).unwrap(),
        None => builder.with_no_client_auth(),
    };
    let stream = TcpStream::connect(door.address()).await.unwrap();
    let name = ServerName::try_from("core.thames.moa.internal").unwrap();
    greet(TlsConnector::from(Arc::new(config)).connect(name, stream).await.ok()?).await
}

#[tokio::test]
async fn processing_gets_through_to_its_own_core() {
    let authority = Authority::make(now()).unwrap();
    let door = door(&issue(&authority, Component::Core, "thames")).await;
    let processing = issue(&authority, Component::Processing, "thames");
    assert_eq!(greet(dialer(&processing, &door).dial().await.unwrap()).await, Some(42));
    // The same by hand: what is refused below is refused for what is shown, not for how it is done.
    let whole = pieces(&processing);
    assert_eq!(sneak(&door, &whole.authority.clone(), Some(whole)).await, Some(42));
}

#[tokio::test]
async fn a_rogue_component_is_refused_whatever_it_shows() {
    let authority = Authority::make(now()).unwrap();
    let other = Authority::make(now()).unwrap();
    let core = issue(&authority, Component::Core, "thames");
    let trusted = pieces(&core).authority;
    let door = door(&core).await;
    let shows = [
        ("nothing", None),
        ("a certificate of another authority", Some(issue(&other, Component::Processing, "thames"))),
        ("the certificate of another component", Some(core)),
        ("the certificate of another bank's processing", Some(issue(&authority, Component::Processing, "clydebank"))),
    ];
    for (what, shown) in shows {
        assert_eq!(sneak(&door, &trusted, shown.as_ref().map(pieces)).await, None, "{what}");
    }
    assert_eq!(greet(TcpStream::connect(door.address()).await.unwrap()).await.filter(|byte| *byte == 42), None);
}

#[tokio::test]
async fn processing_refuses_a_core_that_is_not_its_own() {
    let authority = Authority::make(now()).unwrap();
    let other = Authority::make(now()).unwrap();
    let processing = issue(&authority, Component::Processing, "thames");
    for core in [issue(&authority, Component::Core, "clydebank"), issue(&other, Component::Core, "thames")] {
        let door = door(&core).await;
        assert!(dialer(&processing, &door).dial().await.is_err(), "{core:?}");
    }
}

#[tokio::test]
async fn a_certificate_ends_by_the_worlds_clock() {
    let authority = Authority::make(now()).unwrap();
    let door = door(&issue(&authority, Component::Core, "thames")).await;
    let processing = issue(&authority, Component::Processing, "thames");
    let later: Arc<dyn Clock> = Arc::new(FrozenClock::at("2040-01-01T00:00:00Z".parse().unwrap()));
    let dialer = Dialer::new(&processing, Component::Core, Address::At(door.address()), later).unwrap();
    assert!(dialer.dial().await.is_err());
}

#[tokio::test]
async fn an_identity_travels_in_files_that_only_its_owner_reads() {
    let authority = Authority::make(now()).unwrap();
    let folder = TempDir::new().unwrap();
    let inside = folder.path().join("thames");
    issue(&authority, Component::Core, "thames").write_to(&inside).unwrap();
    let core = Identity::read_from(&inside, Component::Core, &bank("thames")).unwrap();
    let door = door(&core).await;
    let address = inside.join("address");
    std::fs::write(&address, format!("{}\n", door.address())).unwrap();
    let processing = issue(&authority, Component::Processing, "thames");
    let dialer = Dialer::new(&processing, Component::Core, Address::WrittenIn(address.clone()), clock()).unwrap();
    assert_eq!(greet(dialer.dial().await.unwrap()).await, Some(42));
    for wrong in ["", "somewhere", "203.0.113.7:7411"] {
        std::fs::write(&address, wrong).unwrap();
        assert!(dialer.dial().await.is_err(), "{wrong}");
    }
    assert!(Identity::read_from(&inside, Component::Processing, &bank("thames")).is_err(), "it was never written");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let key = inside.join("core.key");
        assert_eq!((mode(&inside), mode(&key)), (0o700, 0o600));
        std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).unwrap();
        let shared = Identity::read_from(&inside, Component::Core, &bank("thames"));
        assert!(matches!(shared, Err(IdentityError::SharedKey { .. })), "{shared:?}");
    }
}
