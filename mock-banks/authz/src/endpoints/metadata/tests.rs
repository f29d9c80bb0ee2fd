//! The metadata says what is true and what FAPI asks for.

use crate::stage::{ISSUER, Stage};

#[tokio::test]
async fn both_well_known_paths_tell_the_same() {
    let stage = Stage::new();
    let (openid, oauth) = (
        stage.get("/.well-known/openid-configuration").await,
        stage.get("/.well-known/oauth-authorization-server").await,
    );
    assert_eq!((openid.status.as_u16(), openid.header("content-type")), (200, "application/json"));
    assert_eq!(openid.body, oauth.body);
    let json = openid.json();
    assert_eq!(json["issuer"], ISSUER);
    assert_eq!(json["authorization_response_iss_parameter_supported"], true);
    assert_eq!(json["require_pushed_authorization_requests"], true);
    assert_eq!(json["token_endpoint_auth_methods_supported"], serde_json::json!(["private_key_jwt"]));
    assert_eq!(json["code_challenge_methods_supported"], serde_json::json!(["S256"]));
    for (member, path) in [
        ("authorization_endpoint", "/authorize"),
        ("pushed_authorization_request_endpoint", "/par"),
        ("token_endpoint", "/token"),
        ("jwks_uri", "/jwks"),
        ("introspection_endpoint", "/introspect"),
        ("revocation_endpoint", "/revoke"),
        ("registration_endpoint", "/register"),
    ] {
        assert_eq!(json[member], format!("{ISSUER}{path}"));
    }
}

#[tokio::test]
async fn an_issuer_is_an_origin_and_nothing_else() {
    for wrong in [
        "http://bank.example",
        "http://localhost:7301",
        "https://bank.example/",
        "https://bank.example/tenant",
        "https://bank.example:443",
        "https://BANK.example",
        "ftp://bank.example",
        "bank.example",
    ] {
        let stage = Stage::new();
        let issuer = moa_kernel::Issuer::new(wrong).unwrap();
        let opened = crate::AuthorisationServer::open(
            stage.bank.clone(),
            crate::Profile::fapi2_security(),
            issuer,
            std::sync::Arc::new(()),
        );
        assert!(matches!(opened, Err(crate::OpenError::Issuer)), "{wrong}");
    }
}
