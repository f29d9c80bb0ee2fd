//! Who has to have signed a bank's certificate.
//!
//! The system says so, except on Android: its own verifier has to be set up through Java before the first connection, and where
//! an app forgot to, that connection would take the app down. There Mozilla's list, which comes with this library, takes its
//! place (`docs/decisions/0023-roots-on-android.md`).

use reqwest::{Certificate, ClientBuilder};

/// A certificate authority to trust in addition to the system's: for test banks with a CA of their own. It adds trust in
/// what it signed and takes no check away.
#[derive(Clone)]
pub struct TrustedCertificate(Vec<Certificate>);

impl std::fmt::Debug for TrustedCertificate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TrustedCertificate({} certificates)", self.0.len())
    }
}

/// The text is not a certificate in PEM form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the text is not a certificate in PEM form")]
pub struct NotACertificate;

impl TrustedCertificate {
    /// Reads one or more certificates in PEM form.
    ///
    /// # Errors
    /// When there is none in the text.
    pub fn from_pem(pem: &[u8]) -> Result<Self, NotACertificate> {
        let certificates = Certificate::from_pem_bundle(pem).map_err(|_| NotACertificate)?;
        if certificates.is_empty() { Err(NotACertificate) } else { Ok(Self(certificates)) }
    }
}

/// A client that trusts whom the system trusts, and who is named besides.
#[cfg(not(target_os = "android"))]
pub(super) fn trusted(builder: ClientBuilder, besides: Option<TrustedCertificate>) -> ClientBuilder {
    match besides {
        Some(TrustedCertificate(certificates)) => builder.tls_certs_merge(certificates),
        None => builder,
    }
}

/// A client that trusts Mozilla's list, and who is named besides.
#[cfg(target_os = "android")]
pub(super) fn trusted(builder: ClientBuilder, besides: Option<TrustedCertificate>) -> ClientBuilder {
    of_mozilla(builder, besides)
}

/// Asks no system, so there is nothing that has to be set up first.
#[cfg(any(target_os = "android", test))]
fn of_mozilla(builder: ClientBuilder, besides: Option<TrustedCertificate>) -> ClientBuilder {
    let list = webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().filter(|root| may_vouch_for_banks(root));
    let list = list.filter_map(|root| Certificate::from_der(root).ok());
    let besides = besides.into_iter().flat_map(|TrustedCertificate(certificates)| certificates);
    builder.tls_certs_only(list.chain(besides))
}

/// Kamu SM's root: Mozilla believes it about names under `.tr` alone, which the certificate itself does not say, so that a list
/// of bare certificates loses it.
#[cfg(any(target_os = "android", test))]
const CONFINED_BY_MOZILLA: &str = "Ru3DaJBG1TpFP7MQSrgNyuxliyZg6hYp3X6GeZBkhxY";

#[cfg(any(target_os = "android", test))]
fn may_vouch_for_banks(root: &[u8]) -> bool {
    moa_security::digest::sha256_base64url(root) != CONFINED_BY_MOZILLA
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use rustls::pki_types::PrivatePkcs8KeyDer;
    use tokio::io::AsyncWriteExt as _;
    use tokio::net::TcpListener;
    use tokio_rustls::TlsAcceptor;

    use super::*;

    /// A bank whose certificate is its own authority's, and that authority; it answers every call.
    async fn bank() -> (String, TrustedCertificate) {
        let own = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
        let key = PrivatePkcs8KeyDer::from(own.signing_key.serialize_der());
        let tls = rustls::ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![own.cert.der().clone()], key.into())
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("https://{}/", listener.local_addr().unwrap());
        tokio::spawn(async move {
            let tls = TlsAcceptor::from(Arc::new(tls));
            while let Ok((caller, _)) = listener.accept().await {
                if let Ok(mut caller) = tls.accept(caller).await {
                    let answer = b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n";
                    let _hung_up = caller.write_all(answer).await;
                    let _hung_up = caller.shutdown().await;
                }
            }
        });
        (address, TrustedCertificate::from_pem(own.cert.pem().as_bytes()).unwrap())
    }

    /// What Android's build does, tried where the tests run.
    #[tokio::test]
    async fn mozillas_list_lets_in_who_is_named_besides_and_no_stranger() {
        let (address, authority) = bank().await;
        let client = |besides| of_mozilla(reqwest::Client::builder().no_proxy(), besides).build().unwrap();
        assert_eq!(client(Some(authority)).get(&address).send().await.unwrap().status(), 204);
        let refused = client(None).get(&address).send().await.unwrap_err();
        assert!(format!("{refused:?}").contains("UnknownIssuer"), "{refused:?}");
    }

    #[test]
    fn the_one_root_that_mozilla_confines_to_a_country_is_left_out() {
        let list = webpki_root_certs::TLS_SERVER_ROOT_CERTS;
        let out: Vec<_> = list.iter().filter(|root| !may_vouch_for_banks(root)).collect();
        assert_eq!(out.len(), 1);
        assert!(String::from_utf8_lossy(out[0]).contains("TUBITAK Kamu SM SSL Kok Sertifikasi"));
    }

    #[test]
    fn every_root_of_the_list_can_be_read() {
        assert!(webpki_root_certs::TLS_SERVER_ROOT_CERTS.len() > 100);
        let mut store = rustls::RootCertStore::empty();
        let list = webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().cloned();
        assert_eq!(store.add_parsable_certificates(list), (webpki_root_certs::TLS_SERVER_ROOT_CERTS.len(), 0));
    }
}
