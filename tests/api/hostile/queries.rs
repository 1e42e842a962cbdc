use crate::{both_engines, support::contract};

use super::{sample, unchanged};

const ODD: [&str; 14] = [
    "",
    "%00",
    "%ff",
    "%",
    "'",
    "%27%20OR%201=1--",
    "-1",
    "99999999999999999999",
    "NaN",
    "[]",
    "null",
    "1e9",
    "0000-00-00T00:00:00Z",
    "%F0%9F%98%80",
];

/// What a query must have to be answered.
fn needed(template: &str) -> &'static [(&'static str, &'static str)] {
    match template.rsplit('/').next() {
        Some("availability") => &[("from", "2026-12-10T00:00:00Z"), ("until", "2026-12-11T00:00:00Z")],
        Some("export") => &[("format", "csv")],
        Some("search") => &[("starts_at", "2026-12-10T10:00:00Z"), ("ends_at", "2026-12-10T11:00:00Z")],
        _ => &[],
    }
}

/// The query that is needed, with this parameter.
fn query(template: &str, name: &str, value: &str) -> String {
    let others = needed(template).iter().filter(|(known, _)| *known != name);
    others.map(|(known, value)| format!("{known}={value}&")).collect::<String>() + &format!("{name}={value}")
}

both_engines! {
    async fn odd_queries_break_nothing(app: TestApp) {
        let setting = sample::Setting::new(&app).await;
        let before = app.rows.dump().await;
        for (_, template, operation) in contract::operations().filter(|(method, ..)| method == "GET") {
            let Some(path) = setting.path(template) else { continue };
            let parameters = operation["parameters"].as_array().into_iter().flatten().map(contract::resolve);
            for parameter in parameters.filter(|parameter| parameter["in"] == "query") {
                let name = parameter["name"].as_str().unwrap();
                for value in ODD {
                    let query = format!("{path}?{}", query(template, name, value));
                    let answer = setting.administrator.ask(reqwest::Method::GET, &query).await;
                    assert!(matches!(answer.status, 200 | 422), "{query}: {answer:#?}");
                    let twice = format!("{query}&{name}={value}");
                    setting.administrator.ask(reqwest::Method::GET, &twice).await.problem(422, "validation");
                }
            }
            if operation["responses"].get("422").is_some() {
                let typo = format!("{path}?{}", query(template, "no_such_parameter", "1"));
                setting.administrator.ask(reqwest::Method::GET, &typo).await.problem(422, "validation");
            }
        }
        unchanged(&app, &before, "a query").await;
    }
}
