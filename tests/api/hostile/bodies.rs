use serde_json::{Value, json};

use super::{change, places, pointers, replaced, sample, unchanged};
use crate::{
    both_engines,
    support::{actor::Answer, contract::resolve},
};

/// Bodies that are no use to any operation, and the answer to them.
fn broken() -> Vec<(&'static str, &'static str, Vec<u8>, u16, &'static str)> {
    const JSON: &str = "application/json";
    let deep = [vec![b'['; 100_000], vec![b']'; 100_000]].concat();
    let large = format!("{{\"title\": \"{}\"}}", "x".repeat(300_000));
    vec![
        ("half an object", JSON, b"{\"title\": ".to_vec(), 400, "malformed"),
        ("no JSON", JSON, b"title=Overleg".to_vec(), 400, "malformed"),
        ("a comma too many", JSON, b"{\"title\": \"a\",}".to_vec(), 400, "malformed"),
        ("two values", JSON, b"{} {}".to_vec(), 400, "malformed"),
        ("no UTF-8", JSON, b"{\"title\": \"\xff\xfe\"}".to_vec(), 400, "malformed"),
        ("half a character", JSON, br#"{"title": "\ud800"}"#.to_vec(), 400, "malformed"),
        ("a number out of reach", JSON, b"{\"attendees\": 1e999}".to_vec(), 400, "malformed"),
        ("a hundred thousand brackets", JSON, deep, 400, "malformed"),
        ("too much", JSON, large.into_bytes(), 413, "payload-too-large"),
        ("a form", "application/x-www-form-urlencoded", b"title=Overleg".to_vec(), 415, "unsupported-media-type"),
        ("a text", "text/plain", b"{}".to_vec(), 415, "unsupported-media-type"),
        ("something like JSON", "application/jsonp", b"{}".to_vec(), 415, "unsupported-media-type"),
        ("a type that is none", ";;;", b"{}".to_vec(), 415, "unsupported-media-type"),
        ("an array", JSON, b"[]".to_vec(), 422, "validation"),
        ("a text for all", JSON, b"\"title\"".to_vec(), 422, "validation"),
        ("a null character", JSON, br#"{"title": "a\u0000b"}"#.to_vec(), 422, "validation"),
    ]
}

/// Whether a schema lets an object through.
fn takes_objects(schema: &'static Value) -> bool {
    let schema = resolve(schema);
    let mut any_of = ["oneOf", "anyOf", "allOf"].iter().filter_map(|name| schema[name].as_array()).flatten();
    let named = match &schema["type"] {
        Value::String(name) => name == "object",
        Value::Array(names) => names.iter().any(|name| name == "object"),
        _ => false,
    };
    named || any_of.any(takes_objects)
}

/// Numbers that fit nothing.
fn numbers() -> Vec<Value> {
    vec![json!(0), json!(-1), json!(i64::MAX), json!(u64::MAX), json!(1e300), json!(0.5)]
}

/// Texts that fit nothing: empty, endless, for a terminal, for SQL, for a browser, and times that are none.
fn texts() -> Vec<Value> {
    vec![
        json!(""),
        json!(" "),
        json!("x".repeat(10_000)),
        json!("\u{7}\u{7f}\u{200b}\u{202e}\u{1F600}"),
        json!("'; DROP TABLE bookings; --"),
        json!("<script>alert(1)</script>"),
        json!("9999-12-31T23:59:00Z"),
        json!("+999999-01-01T00:00:00Z"),
        json!("2026-12-10T10:00:00+99:00"),
    ]
}

/// Fails where this is no refusal in the form of RFC 9457.
fn is_problem(answer: &Answer, what: &str) {
    assert!((400..500).contains(&answer.status), "{what}: {answer:#?}");
    assert_eq!(answer.header("content-type"), "application/problem+json", "{what}");
    let kind = answer.json["type"].as_str().unwrap_or_default();
    assert!(kind.starts_with("/problems/"), "{what}: {answer:#?}");
    assert!(answer.json["title"].is_string() && answer.json["status"] == answer.status, "{what}: {answer:#?}");
}

both_engines! {
    async fn broken_bodies(app: TestApp) {
        let setting = sample::Setting::new(&app).await;
        let before = app.rows.dump().await;
        for (method, template, _) in sample::operations_with_bodies() {
            let Some(path) = setting.path(template) else { continue };
            for (what, content_type, body, status, slug) in broken() {
                let answer = change(&setting.administrator, &method, &path).body(content_type, body).await;
                assert_eq!(answer.status, status, "{what} to {method} {path}: {answer:#?}");
                answer.problem(status, slug);
            }
            unchanged(&app, &before, &format!("{method} {path}")).await;
        }
    }

    async fn members_that_are_unknown_or_of_the_wrong_type(app: TestApp) {
        let setting = sample::Setting::new(&app).await;
        let before = app.rows.dump().await;
        for (method, template, operation) in sample::operations_with_bodies() {
            let Some(path) = setting.path(template) else { continue };
            let typo = json!({ "no_such_member": 1 });
            let problem = change(&setting.administrator, &method, &path).json(&typo).await.problem(422, "validation");
            assert!(pointers(&problem).contains(&"/no_such_member"), "{method} {path}: {problem}");
            let schema = resolve(&resolve(&operation["requestBody"])["content"]["application/json"]["schema"]);
            for (name, member) in schema["properties"].as_object().into_iter().flatten() {
                let wrong = if takes_objects(member) { json!(5) } else { json!({ "x": 1 }) };
                let body = json!({ name.as_str(): wrong });
                let problem = change(&setting.administrator, &method, &path).json(&body).await.problem(422, "validation");
                let place = format!("/{name}");
                assert!(
                    pointers(&problem).iter().any(|pointer| pointer.starts_with(&place)),
                    "{body} to {method} {path}: {problem}"
                );
            }
            unchanged(&app, &before, &format!("{method} {path}")).await;
        }
    }

    async fn objects_are_objects_at_every_depth(app: TestApp) {
        let setting = sample::Setting::new(&app).await;
        let before = app.rows.dump().await;
        for sample in setting.samples() {
            let good = (sample.body)(1);
            for place in places(&good).into_iter().filter(|place| good.pointer(place).is_some_and(Value::is_object)) {
                let ask = |body: &Value| change(&setting.administrator, sample.method, &sample.path).json(body);
                let mut typo = good.clone();
                typo.pointer_mut(&place).expect("an object")["no_such_member"] = json!({});
                let problem = ask(&typo).await.problem(422, "validation");
                let typo = format!("{place}/no_such_member");
                assert!(pointers(&problem).contains(&typo.as_str()), "{typo} of {}: {problem}", sample.path);
                // Serde would take an array for an object, member by member.
                for array in [json!([]), json!([[]]), json!(["nl"])] {
                    let problem = ask(&replaced(good.clone(), &place, array)).await.problem(422, "validation");
                    let named = pointers(&problem).iter().any(|pointer| pointer.starts_with(&place));
                    assert!(named, "{place} of {}: {problem}", sample.path);
                }
            }
        }
        unchanged(&app, &before, "an array for an object, or an unknown member").await;
    }

    async fn odd_values_anywhere_are_taken_or_refused_in_whole(app: TestApp) {
        let setting = sample::Setting::new(&app).await;
        let (numbers, texts) = (numbers(), texts());
        let (mut n, mut count) = (1, 0);
        for sample in setting.samples() {
            let what = format!("{} {}", sample.method, sample.path);
            let mut refused = Vec::new();
            for place in places(&(sample.body)(0)) {
                // Each kind at each place; each number and text at some places.
                let odd = [
                    json!(null), json!(true), numbers[n % numbers.len()].clone(), texts[n % texts.len()].clone(),
                    json!([[[]]]), json!({ "a": { "b": [{}] } }),
                ];
                for value in odd {
                    n += 1;
                    let body = replaced((sample.body)(n % 400), &place, value);
                    let answer = change(&setting.administrator, sample.method, &sample.path).json(&body).await;
                    if answer.status >= 300 {
                        is_problem(&answer, &format!("{body} to {what}"));
                        refused.push(body);
                    }
                }
            }
            count += refused.len();
            // What was taken changed something, as it should; what was refused once more, by itself.
            let mut before = app.rows.dump().await;
            for body in refused {
                let answer = change(&setting.administrator, sample.method, &sample.path).json(&body).await;
                if answer.status >= 300 {
                    is_problem(&answer, &format!("{body} to {what} again"));
                } else {
                    // It fits what another made of the thing meanwhile.
                    before = app.rows.dump().await;
                }
            }
            unchanged(&app, &before, &format!("what {what} refused")).await;
        }
        assert!(count > 500, "{count} were refused");
    }
}
