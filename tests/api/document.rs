//! The OpenAPI document, and the pages for people who write clients.

use std::collections::HashSet;

use lokaal::{http::problem, store::Engine};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{
    TestApp,
    contract::{document, operations, resolve},
};

/// An identifier of nothing.
const NOBODY: &str = "0198c0de-7000-7000-8000-000000000000";

fn parameters(operation: &'static Value) -> Vec<&'static Value> {
    operation["parameters"].as_array().into_iter().flatten().map(resolve).collect()
}

fn has_parameter(operation: &'static Value, place: &str, name: &str) -> bool {
    parameters(operation).iter().any(|p| p["in"] == place && p["name"].as_str().unwrap_or_default() == name)
}

/// Whether the operation takes a token: it must have one, may have one, or has no use for it.
#[derive(PartialEq, Eq)]
enum SignedIn {
    Must,
    May,
    No,
}

fn signed_in(operation: &'static Value) -> SignedIn {
    let schemes: Vec<&Value> = operation["security"].as_array().into_iter().flatten().collect();
    let bearer = schemes.iter().any(|scheme| scheme.get("bearer").is_some());
    match (bearer, schemes.iter().any(|scheme| scheme.as_object().is_some_and(serde_json::Map::is_empty))) {
        (true, false) => SignedIn::Must,
        (true, true) => SignedIn::May,
        (false, _) => SignedIn::No,
    }
}

#[test]
fn it_is_openapi_3_1_with_every_part_in_its_place() {
    assert!(document()["openapi"].as_str().unwrap().starts_with("3.1"));
    assert_eq!(document()["components"]["securitySchemes"]["bearer"]["scheme"], "bearer");
    let tags: HashSet<&str> =
        document()["tags"].as_array().unwrap().iter().filter_map(|tag| tag["name"].as_str()).collect();
    let mut ids = HashSet::new();
    for (method, path, operation) in operations() {
        let id = operation["operationId"].as_str().unwrap_or_else(|| panic!("{method} {path} has no operationId"));
        assert!(ids.insert(id), "{id} stands twice");
        assert!(operation["summary"].is_string(), "{method} {path} has no summary");
        let own: Vec<&str> = operation["tags"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        assert!(own.len() == 1 && tags.contains(own[0]), "{method} {path} has the tags {own:?}");
        assert!(operation["security"].is_array(), "{method} {path} does not say whether it takes a token");
    }
    all_references(document());
}

fn all_references(value: &'static Value) {
    if value.get("$ref").is_some() {
        resolve(value);
    }
    match value {
        Value::Object(members) => members.values().for_each(all_references),
        Value::Array(items) => items.iter().for_each(all_references),
        _ => {}
    }
}

/// The statuses that an operation must tell for what it is.
fn expected(method: &str, operation: &'static Value) -> Vec<u16> {
    let mut expected = vec![429, 500, 503];
    if signed_in(operation) != SignedIn::No {
        expected.push(401);
    }
    if parameters(operation).iter().any(|p| p["in"] == "path") {
        expected.push(404);
    }
    if parameters(operation).iter().any(|p| p["in"] == "query") {
        expected.push(422);
    }
    if operation.get("requestBody").is_some() {
        expected.extend([400, 413, 415, 422]);
    }
    if has_parameter(operation, "header", "Idempotency-Key") {
        expected.extend([409, 422]);
    }
    if has_parameter(operation, "header", "If-Match") {
        expected.push(412);
    }
    if method == "PATCH" {
        expected.extend([412, 428]);
    }
    expected
}

#[test]
fn every_operation_tells_its_problems() {
    let mut missing = Vec::new();
    for (method, path, operation) in operations() {
        let answers = operation["responses"].as_object().unwrap();
        for status in expected(&method, operation) {
            if !answers.contains_key(&status.to_string()) {
                missing.push(format!("{method} {path} does not tell {status}"));
            }
        }
        if !answers.keys().any(|status| status.starts_with(['2', '3'])) {
            missing.push(format!("{method} {path} does not tell what goes well"));
        }
        if method == "PATCH" && !has_parameter(operation, "header", "If-Match") {
            missing.push(format!("{method} {path} does not tell that it needs If-Match"));
        }
        for (status, answer) in answers.iter().filter(|(status, _)| status.starts_with(['4', '5'])) {
            let schema = &resolve(answer)["content"]["application/problem+json"]["schema"];
            if schema["$ref"] != "#/components/schemas/ProblemBody" {
                missing.push(format!("{method} {path}: {status} is no problem answer"));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[tokio::test]
async fn what_it_says_of_tokens_is_so() {
    let app = TestApp::start(Engine::Sqlite).await;
    let stranger = app.anonymous();
    let forger = stranger.with_token("not.a.token");
    for (method, path, operation) in operations() {
        let method: Method = method.parse().unwrap();
        let path = path.replace("{id}", NOBODY).replace("{user_id}", NOBODY);
        let ask = |actor: &crate::support::actor::Actor| {
            let ask = actor.ask(method.clone(), &path);
            if operation.get("requestBody").is_some() { ask.json(&json!({})) } else { ask }
        };
        match signed_in(operation) {
            SignedIn::Must => {
                let answer = ask(&stranger).await;
                assert!(answer.header("www-authenticate").starts_with("Bearer"), "{method} {path}");
                answer.problem(401, "unauthorized");
                ask(&forger).await.problem(401, "unauthorized");
            }
            SignedIn::May => {
                assert_ne!(ask(&stranger).await.status, 401, "{method} {path}");
                ask(&forger).await.problem(401, "unauthorized");
            }
            SignedIn::No => {}
        }
    }
}

#[tokio::test]
async fn it_is_served_as_it_is() {
    let app = TestApp::start(Engine::Sqlite).await;
    let answer = app.anonymous().get("/openapi.json").await.expect(200);
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(&answer.json, document());
}

#[tokio::test]
async fn the_browser_shows_it_with_nothing_from_elsewhere() {
    let app = TestApp::start(Engine::Sqlite).await;
    let get = |path: &str| app.anonymous().ask(Method::GET, path);
    assert_eq!(get("/docs").await.expect(303).header("location"), "/docs/");
    let page = get("/docs/").await.expect(200);
    let policy = page.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'; script-src 'self';") && !policy.contains("http"), "{policy}");
    let mut parts = 0;
    for attribute in ["src=\"", "href=\""] {
        for link in page.text.split(attribute).skip(1) {
            let link = link.split('"').next().unwrap();
            assert!(!link.contains("//"), "{link} lies elsewhere");
            get(&format!("/docs/{}", link.trim_start_matches("./"))).await.expect(200);
            parts += 1;
        }
    }
    assert!(parts >= 5, "{}", page.text);
    let start = get("/docs/swagger-initializer.js").await.expect(200);
    assert!(start.text.contains("/api/v1/openapi.json"), "{}", start.text);
    assert!(start.text.contains(r#""validatorUrl": "none""#), "{}", start.text);
    assert!(!start.text.contains("http"), "{}", start.text);
    get("/docs/no-such-file").await.problem(404, "not-found");
}

#[tokio::test]
async fn every_problem_has_its_page() {
    let app = TestApp::start(Engine::Sqlite).await;
    for kind in problem::ALL {
        let page = app.anonymous().ask(Method::GET, &format!("/problems/{}", kind.slug)).await.expect(200);
        assert!(page.header("content-type").starts_with("text/html"));
        assert!(page.text.contains(kind.title) && page.text.contains("What to do"), "{}", page.text);
    }
    for path in ["/problems/none", "/problems/%3Cscript%3E", "/problems/%ff"] {
        app.anonymous().ask(Method::GET, path).await.problem(404, "not-found");
    }
}
