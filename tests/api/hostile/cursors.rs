//! Cursors that somebody made up.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use super::{sample, unchanged};
use crate::{
    both_engines,
    support::{actor::Actor, contract},
};

/// Keys of every shape, with what a database might choke on.
fn forged() -> Vec<Value> {
    let id = "0198c0de-7000-7000-8000-000000000000";
    vec![
        json!(null),
        json!([]),
        json!({}),
        json!(true),
        json!(""),
        json!(id),
        json!(0),
        json!(i64::MIN),
        json!(i64::MAX),
        json!(u64::MAX),
        json!(1.5),
        json!([i64::MAX, id]),
        json!([i64::MIN, id]),
        json!(["\u{0}", id]),
        json!(["' OR 1=1 --", id]),
        json!(["\u{10ffff}", id]),
        json!([id, id]),
        json!(["a", id, "\u{0}"]),
        json!([i64::MIN, "\u{0}", "", id]),
        json!([i64::MAX, "x", "y", id]),
        json!("x".repeat(5_000)),
    ]
}

fn lists(setting: &sample::Setting, organisation: &str) -> Vec<String> {
    let mut lists: Vec<String> = contract::operations()
        .filter(|(method, _, operation)| {
            let mut parameters = operation["parameters"].as_array().into_iter().flatten().map(contract::resolve);
            method == "GET" && parameters.any(|parameter| parameter["name"] == "cursor")
        })
        .filter_map(|(_, template, _)| {
            let template = template.replace("organisations/{id}", &format!("organisations/{organisation}"));
            setting.path(&template)
        })
        .collect();
    lists.sort();
    lists
}

fn with_cursor(actor: &Actor, list: &str, cursor: &str) -> crate::support::actor::Ask {
    let more = match list.rsplit('/').next() {
        Some("search") => "&starts_at=2026-12-10T19:00:00%2B01:00&ends_at=2026-12-10T22:00:00%2B01:00",
        Some("next") => "&duration_minutes=60",
        _ => "",
    };
    actor.ask(reqwest::Method::GET, &format!("{list}?cursor={cursor}{more}"))
}

both_engines! {
    async fn forged_cursors_break_nothing_and_open_nothing(app: TestApp) {
        let setting = sample::Setting::new(&app).await;
        let body = json!({"name": "Koor", "kind": "association"});
        let organisation = setting.administrator.post("/organisations", body).await.expect(201).id();
        let stranger = app.person("stranger@example.org").await;
        let before = app.rows.dump().await;
        let lists = lists(&setting, &organisation);
        assert!(lists.len() >= 12, "{lists:?}");
        for list in lists {
            for key in forged() {
                let cursor = BASE64_URL_SAFE_NO_PAD.encode(key.to_string());
                let answer = with_cursor(&setting.administrator, &list, &cursor).await;
                assert!(matches!(answer.status, 200 | 422), "{list} {key}: {answer:#?}");
                let plain = with_cursor(&stranger, &list, &cursor).await;
                assert!(matches!(plain.status, 200 | 403 | 404 | 422), "{list} {key}: {plain:#?}");
                assert!(!plain.text.contains("Mia Maes") && !plain.text.contains("mia@"), "{list} {key}: {plain:#?}");
            }
        }
        unchanged(&app, &before, "a cursor").await;
    }
}
