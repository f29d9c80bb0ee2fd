//! What is sent away before anybody looks at it.

use axum::body::Body;
use http::Request;
use serde_json::json;

use crate::stage::Stage;

fn request(headers: &[(&str, &str)]) -> Request<Body> {
    let builder = Request::builder().uri("/admin/v1/openapi.json");
    let builder = headers.iter().fold(builder, |builder, (name, value)| builder.header(*name, *value));
    builder.body(Body::empty()).unwrap()
}

#[tokio::test]
async fn a_web_page_reaches_nothing_whatever_name_it_gave_this_machine() {
    let stage = Stage::new().await;
    let host = ("host", "127.0.0.1:7299");
    assert_eq!(stage.send(request(&[host])).await.status, 200);
    assert_eq!(stage.send(request(&[host, ("origin", "http://localhost:7299")])).await.status, 200);
    for wrong in [
        &[("host", "rebound.example")][..],
        &[("host", "127.0.0.1.rebound.example:7299")],
        &[],
        &[host, ("host", "127.0.0.1:7299")],
        &[host, ("origin", "http://page.example")],
        &[host, ("origin", "null")],
    ] {
        assert_eq!(stage.send(request(wrong)).await.problem(), (421, "wrong-host".to_owned()), "{wrong:?}");
    }
}

#[tokio::test]
async fn every_answer_is_guarded_and_no_cookie_is_set_or_read() {
    let stage = Stage::new().await;
    for (path, token) in [("/admin/v1/banks", stage.admin.as_str()), ("/admin/v1/banks", ""), ("/nothing", "")] {
        let answer = stage.ask(token, "GET", path, None).await;
        for name in ["content-security-policy", "x-frame-options", "x-content-type-options", "referrer-policy"] {
            assert!(answer.headers.contains_key(name), "{path} {name}");
        }
        assert_eq!(answer.headers["cache-control"], "no-store");
        assert!(!answer.headers.contains_key("set-cookie") && !answer.headers.contains_key("server"));
    }
    let cookie = Request::builder().uri("/admin/v1/banks").header("host", "localhost");
    let cookie = cookie.header("cookie", format!("session={}", stage.admin)).body(Body::empty()).unwrap();
    assert_eq!(stage.send(cookie).await.status, 401);
}

#[tokio::test]
async fn bodies_are_json_of_bounded_size_with_nothing_unknown_in_them() {
    let stage = Stage::new().await;
    let send = |kind: &str, body: String| {
        let request = Request::builder().method("POST").uri("/admin/v1/sessions").header("host", "localhost");
        stage.send(request.header("content-type", kind).body(Body::from(body)).unwrap())
    };
    let right = json!({ "name": "admin", "password": "wrong" }).to_string();
    assert_eq!(send("application/json", right.clone()).await.status, 401);
    for kind in ["text/plain", "application/x-www-form-urlencoded"] {
        assert_eq!(send(kind, right.clone()).await.problem(), (415, "media-type".to_owned()));
    }
    let large = json!({ "name": "x".repeat(70_000), "password": "" }).to_string();
    assert_eq!(send("application/json", large).await.problem(), (413, "too-large".to_owned()));
    for wrong in [
        "",
        "{",
        "[]",
        r#"{"name":"a"}"#,
        r#"{"name":"a","password":"b","more":1}"#,
        r#"{"name":"a","name":"b","password":"c"}"#,
    ] {
        assert_eq!(
            send("application/json", wrong.to_owned()).await.problem(),
            (400, "invalid-request".to_owned()),
            "{wrong}"
        );
    }
}

#[tokio::test]
async fn what_is_not_there_is_said_in_the_same_form() {
    let stage = Stage::new().await;
    assert_eq!(stage.get("/admin/v1/nothing").await.problem(), (404, "not-found".to_owned()));
    let other_method = stage.ask(&stage.admin, "PUT", "/admin/v1/banks", None).await;
    assert_eq!(other_method.problem(), (405, "method-not-allowed".to_owned()));
    assert!(other_method.headers["allow"].to_str().unwrap().contains("GET"));
    let unknown = stage.get("/admin/v1/banks/nowhere/apis").await;
    assert_eq!(unknown.problem(), (404, "unknown-bank".to_owned()));
    assert_eq!(unknown.json()["next"], "there are: thames");
}

#[tokio::test]
async fn what_cannot_be_read_is_told_in_a_sentence_that_names_the_member() {
    let stage = Stage::new().await;
    let plan = |quota: serde_json::Value| json!({ "quota_requests": quota, "quota_window_seconds": 60, "burst": 1, "per_second": 1, "at_once": 1 });
    let bank = "/admin/v1/banks/thames";
    for (method, path, body, said) in [
        ("PUT", "plans/small", plan(json!(0)), "`quota_requests`: a whole number from 1 to 1000000000 is wanted"),
        ("PUT", "plans/small", plan(json!("x")), "`quota_requests`: a number is wanted, and this is the text \"x\""),
        ("PUT", "plans/small", json!(5), "an object is wanted, and this is a number"),
        ("PUT", "plans/small", json!({ "colour": 1 }), "`colour`: there is no `colour` here, only `quota_requests`, "),
        ("PUT", "plans/Big%20One", plan(json!(1)), "a plan's name is 1 to 40 small letters, digits and hyphens"),
        ("PUT", "apps/app-1/plan", json!({}), "`plan` is missing"),
        ("GET", "apis/spending/one", json!(null), "a version is written as two numbers with a dot"),
        (
            "POST",
            "approvals/first/decision",
            json!({}),
            "`first` in the address is no approval: a whole number is wanted",
        ),
        ("GET", "audit?colour=red", json!(null), "in the query: "),
    ] {
        let body = (method != "GET").then_some(body);
        let answer = stage.ask(&stage.admin, method, &format!("{bank}/{path}"), body).await;
        assert_eq!(answer.problem(), (400, "invalid-request".to_owned()), "{path}");
        let (detail, next) = (answer.json()["detail"].clone(), answer.json()["next"].clone());
        assert!(detail.as_str().unwrap().starts_with(said), "{path}: {detail}");
        assert!(next.is_string(), "{path}: {detail}");
        for word in ["deserialize", "struct", "u32", "line 1"] {
            assert!(!answer.text.contains(word), "{word} in {}", answer.text);
        }
    }
}
