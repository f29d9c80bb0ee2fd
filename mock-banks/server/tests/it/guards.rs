//! What every answer says to a browser: the authorisation server and the management centre are rooms apart, each guards
//! itself, and neither says less than the other.

use mock_banks::World;

use crate::app::{App, small_world};

/// The headers that keep a page safe.
const GUARDS: [&str; 8] = [
    "content-security-policy",
    "x-frame-options",
    "strict-transport-security",
    "referrer-policy",
    "x-content-type-options",
    "cache-control",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
];

#[tokio::test]
async fn the_authorisation_server_and_the_management_centre_wear_the_same_guards() {
    let app = App::new();
    let world = World::start(small_world(&app)).await.unwrap();
    let (bank, admin) = (world.bank("thames").unwrap().origin(), world.admin_origin());
    let guards = async |url: String, status: u16| {
        let answer = app.get(&url).await;
        assert_eq!(answer.status, status, "{url}");
        GUARDS.map(|name| answer.headers.get(name).map(|value| value.to_str().unwrap().to_owned()))
    };
    let expected = guards(format!("{bank}/jwks"), 200).await;
    assert!(expected.iter().all(Option::is_some), "{expected:?}");
    for (url, status) in [
        (format!("{admin}/admin/v1/openapi.json"), 200),
        (format!("{admin}/admin/v1/banks"), 401),
        (format!("{admin}/nothing"), 404),
        (format!("{bank}/register"), 405),
    ] {
        assert_eq!(guards(url.clone(), status).await, expected, "{url}");
    }
    world.stop().await;
}
