//! TLS as FAPI 2.0 leaves it: 1.3, and 1.2 with its two suites; a CA that is made here, kept, and trusted on purpose.

use std::net::SocketAddr;
use std::sync::Arc;

use mock_banks::{RunningWorld, TlsChoice, World, WorldOptions};
use rustls::crypto::aws_lc_rs::{cipher_suite as suite, default_provider};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ProtocolVersion, RootCertStore, SupportedCipherSuite, SupportedProtocolVersion};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::app::{App, small_world};

async fn secure_world(tls: TlsChoice) -> RunningWorld {
    World::start(WorldOptions { tls: Some(tls), ..small_world(&App::new()) }).await.unwrap()
}

fn client(
    ca: Option<&str>,
    version: &'static SupportedProtocolVersion,
    suites: &[SupportedCipherSuite],
) -> ClientConfig {
    let mut roots = RootCertStore::empty();
    if let Some(ca) = ca {
        roots.add(CertificateDer::from_pem_slice(ca.as_bytes()).unwrap()).unwrap();
    }
    let mut provider = default_provider();
    if !suites.is_empty() {
        provider.cipher_suites = suites.to_vec();
    }
    ClientConfig::builder_with_provider(Arc::new(provider))
        .with_protocol_versions(&[version])
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth()
}

/// Shakes hands with the bank, asks for its metadata, and says which version and suite were agreed on.
async fn shake(world: &RunningWorld, name: &str, config: ClientConfig) -> std::io::Result<(ProtocolVersion, String)> {
    let port = world.banks()[0].origin().rsplit(':').next().unwrap().parse().unwrap();
    let stream = TcpStream::connect(SocketAddr::from(([127, 0, 0, 1], port))).await?;
    let name = ServerName::try_from(name.to_owned()).unwrap();
    let mut stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await?;
    let request = "GET /.well-known/openid-configuration HTTP/1.1\r\nhost: bank\r\nconnection: close\r\n\r\n";
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    assert!(answer.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&answer));
    let (_, session) = stream.get_ref();
    let suite = format!("{:?}", session.negotiated_cipher_suite().unwrap().suite());
    Ok((session.protocol_version().unwrap(), suite))
}

#[tokio::test]
async fn both_versions_are_spoken_to_whoever_trusts_the_ca() {
    let world = secure_world(TlsChoice::Ephemeral).await;
    assert!(world.banks()[0].origin().starts_with("https://127.0.0.1:"));
    let ca = world.ca_pem();
    for name in ["127.0.0.1", "localhost", "::1"] {
        let (version, _) = shake(&world, name, client(ca, &rustls::version::TLS13, &[])).await.unwrap();
        assert_eq!(version, ProtocolVersion::TLSv1_3);
    }
    let (version, suite) = shake(&world, "127.0.0.1", client(ca, &rustls::version::TLS12, &[])).await.unwrap();
    assert_eq!(version, ProtocolVersion::TLSv1_2);
    assert!(suite.contains("ECDHE_RSA_WITH_AES"), "{suite}");
}

#[tokio::test]
async fn a_stranger_a_wrong_name_and_a_weak_suite_get_no_answer() {
    let world = secure_world(TlsChoice::Ephemeral).await;
    let ca = world.ca_pem();
    let tls13 = &rustls::version::TLS13;
    assert!(shake(&world, "127.0.0.1", client(None, tls13, &[])).await.is_err());
    assert!(shake(&world, "bank.example", client(ca, tls13, &[])).await.is_err());
    let ecdsa_only = [suite::TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384];
    assert!(shake(&world, "127.0.0.1", client(ca, &rustls::version::TLS12, &ecdsa_only)).await.is_err());
    let chacha = [suite::TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256];
    assert!(shake(&world, "127.0.0.1", client(ca, &rustls::version::TLS12, &chacha)).await.is_err());
}

#[tokio::test]
async fn plain_http_is_not_even_redirected() {
    let world = secure_world(TlsChoice::Ephemeral).await;
    let address = world.banks()[0].origin().trim_start_matches("https://").to_owned();
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nhost: bank\r\n\r\n").await.unwrap();
    let mut answer = Vec::new();
    // The bank may answer with a TLS alert or simply hang up; it may not answer in HTTP.
    let _ = stream.read_to_end(&mut answer).await;
    assert!(!answer.starts_with(b"HTTP"), "{}", String::from_utf8_lossy(&answer));
}

#[tokio::test]
async fn the_ca_is_kept_beside_the_state_and_its_key_is_nobody_elses() {
    let folder = tempfile::tempdir().unwrap();
    let kept = || TlsChoice::KeptIn(folder.path().join("state"));
    let first = secure_world(kept()).await;
    let ca = first.ca_pem().unwrap().to_owned();
    assert_eq!(std::fs::read_to_string(first.ca_path().unwrap()).unwrap(), ca);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(folder.path().join("state/ca.key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    first.stop().await;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let key = folder.path().join("state/ca.key");
        std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).unwrap();
        let options = WorldOptions { tls: Some(kept()), ..small_world(&App::new()) };
        let error = World::start(options).await.unwrap_err();
        assert!(error.to_string().contains("can be read by others"), "{error}");
        std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
    let second = secure_world(kept()).await;
    assert_eq!(second.ca_pem(), Some(ca.as_str()));
    shake(&second, "127.0.0.1", client(Some(&ca), &rustls::version::TLS13, &[])).await.unwrap();
}
