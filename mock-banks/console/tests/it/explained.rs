//! Why requests were answered as they were, as an operator asks for it.

use serde_json::json;

use crate::stage::Stage;

const ID: &str = "5b1f7c0a-3d52-4f4e-9a0e-7c41d2b86f13";

fn at(id: &str) -> String {
    format!("/admin/v1/banks/thames/explanations/{id}")
}

#[tokio::test]
async fn every_answer_under_an_id_is_told_in_its_order() {
    let stage = Stage::new().await;
    for status in [401, 200] {
        stage.gate.answered(ID, json!({ "status": status }));
    }
    let told = stage.get(&at(ID)).await;
    assert_eq!((told.status, told.json()), (200, json!({ "answers": [{ "status": 401 }, { "status": 200 }] })));
}

#[tokio::test]
async fn what_is_no_id_is_told_what_one_looks_like() {
    let stage = Stage::new().await;
    let long = format!("{ID}0");
    for nonsense in ["one", "93bac548d2de4546b106880a5018460d", "5b1f7c0a-3d52-4f4e-9a0e-7c41d2b86f1g", &long] {
        let no = stage.get(&at(nonsense)).await;
        assert_eq!(no.problem(), (400, "invalid-request".to_owned()), "{nonsense}");
        assert_eq!(no.json()["detail"], "the id of a request is a UUID, and this is none");
        assert!(no.json()["next"].as_str().unwrap().contains("93bac548-d2de-4546-b106-880a5018460d"), "{no:?}");
    }
    assert_eq!(stage.get("/admin/v1/banks/none/explanations/one").await.problem(), (404, "unknown-bank".to_owned()));
}

#[tokio::test]
async fn an_id_that_nobody_remembers_is_told_where_it_was_looked_for_and_how_long_one_is_kept() {
    let stage = Stage::new().await;
    stage.gate.answered(ID, json!({ "status": 200 }));
    let no = stage.get(&at("5b1f7c0a-3d52-4f4e-9a0e-7c41d2b86f14")).await;
    assert_eq!(no.problem(), (404, "unknown".to_owned()));
    assert_eq!(no.json()["detail"], "no request of this id is remembered at thames");
    assert!(no.json()["next"].as_str().unwrap().starts_with("the newest 256 answers of each app"), "{no:?}");
}
