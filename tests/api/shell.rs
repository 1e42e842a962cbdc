//! What stands around every route.

use lokaal::store::Engine;
use reqwest::Method;

use crate::{
    both_engines,
    support::{
        TestApp,
        database::TestDatabase,
        postgres::{Cluster, Durability},
    },
};

const PROBES: [&str; 3] = ["/healthz", "/readyz", "/metrics"];

both_engines! {
    async fn the_probes_answer(app: TestApp) {
        for path in PROBES {
            app.anonymous().ask(Method::GET, path).await.expect(200);
        }
        let numbers = app.anonymous().ask(Method::GET, "/metrics").await;
        assert!(numbers.header("content-type").starts_with("text/plain"));
        let line = r#"http_requests_total{method="GET",route="/healthz",status="200"} 1"#;
        assert!(numbers.text.contains(line), "{}", numbers.text);
    }

    async fn a_database_without_all_its_tables_is_not_ready(app: TestApp) {
        app.rows.execute("DELETE FROM seaql_migrations", []).await;
        let answer = app.anonymous().ask(Method::GET, "/readyz").await;
        assert!(!answer.header("retry-after").is_empty());
        answer.problem(503, "unavailable");
        app.anonymous().ask(Method::GET, "/healthz").await.expect(200);
    }

    async fn the_world_is_in_the_catalogue(app: TestApp) {
        let world = app.world().await;
        let (room, centre, catalogue) = app.store().room(world.hall).await.unwrap();
        assert_eq!((room.resource_ids.len(), centre.id), (2, world.centre));
        assert_eq!(catalogue.rooms_of(world.centre).count(), 7);
        assert!(app.rows.dump().await.contains("Casablanca"));
    }

    async fn a_service_that_is_told_to_stop_stops(mut app: TestApp) {
        app.stop().await;
        assert!(app.anonymous().get("/nowhere").try_send().await.is_err());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_goes_away_is_told() {
    let cluster = Cluster::start(Durability::Fast);
    let variables = [("LOKAAL__DATABASE__ACQUIRE_TIMEOUT_SECONDS", "1")];
    let app = TestApp::start_on(TestDatabase::in_cluster(&cluster).await, &variables).await;
    let person = app.person("anna@example.org").await;
    person.get("/me").await.expect(200);
    drop(cluster);
    for ask in [
        app.anonymous().ask(Method::GET, "/readyz"),
        person.get("/me"),
        person.patch("/me", "*", serde_json::json!({ "name": "Anna" })),
    ] {
        let answer = ask.await;
        assert!(!answer.header("retry-after").is_empty(), "{answer:#?}");
        answer.problem(503, "unavailable");
    }
    app.anonymous().ask(Method::GET, "/healthz").await.expect(200);
}

async fn start() -> TestApp {
    TestApp::start(Engine::Sqlite).await
}

#[tokio::test]
async fn every_answer_has_its_headers() {
    let app = start().await;
    for path in ["/healthz", "/api/v1/nowhere"] {
        let answer = app.anonymous().ask(Method::GET, path).await;
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("x-frame-options"), "DENY");
        assert_eq!(answer.header("content-security-policy"), "default-src 'none'; frame-ancestors 'none'");
        assert!(!answer.headers.contains_key("strict-transport-security"), "not where it is reached by http");
        assert!(!answer.headers.contains_key("server"));
    }
}

#[tokio::test]
async fn reached_by_https_it_says_so() {
    let app = TestApp::start_with(Engine::Sqlite, &[("LOKAAL__HTTP__PUBLIC_URL", "https://lokaal.example.org")]).await;
    let answer = app.anonymous().ask(Method::GET, "/healthz").await;
    assert_eq!(answer.header("strict-transport-security"), "max-age=31536000");
}

#[tokio::test]
async fn a_request_has_an_id() {
    let app = start().await;
    let ask = |id: &str| app.anonymous().ask(Method::GET, "/healthz").header("x-request-id", id);
    assert_eq!(ask("proxy-4711.a").await.header("x-request-id"), "proxy-4711.a");
    let other = app.anonymous().ask(Method::GET, "/healthz").await;
    assert_eq!(other.header("x-request-id").len(), 36);
    for id in ["two words", "\"}", &"x".repeat(65)] {
        assert_eq!(ask(id).await.header("x-request-id").len(), 36, "{id}");
    }
}

#[tokio::test]
async fn a_method_that_an_address_does_not_know() {
    let app = start().await;
    for method in [Method::POST, Method::DELETE, Method::OPTIONS, Method::TRACE, Method::from_bytes(b"BREW").unwrap()] {
        let answer = app.anonymous().ask(method, "/healthz").await;
        assert_eq!(answer.header("allow"), "GET,HEAD");
        answer.problem(405, "method-not-allowed");
    }
}

#[tokio::test]
async fn head_is_get_without_a_body() {
    let app = start().await;
    let answer = app.anonymous().ask(Method::HEAD, "/healthz").await.expect(200);
    assert!(answer.text.is_empty());
}

#[tokio::test]
async fn who_asks_too_often_is_told_to_wait() {
    let variables = [
        ("LOKAAL__LIMITS__ENABLED", "true"),
        ("LOKAAL__LIMITS__REQUESTS_PER_SECOND", "1"),
        ("LOKAAL__LIMITS__BURST", "5"),
        ("LOKAAL__LIMITS__SIGN_IN_PER_MINUTE", "2"),
        ("LOKAAL__HTTP__TRUSTED_PROXIES", "127.0.0.1"),
    ];
    let app = TestApp::start_with(Engine::Sqlite, &variables).await;
    let ask = |address: &'static str| {
        let app = &app;
        async move { app.anonymous().get("/nowhere").header("x-forwarded-for", address).await }
    };
    // More than five at once cannot all be let in, however slow this machine is today.
    let mut refused = None;
    for _ in 0..200 {
        let answer = ask("203.0.113.9").await;
        if answer.status == 429 {
            refused = Some(answer);
            break;
        }
        answer.problem(404, "not-found");
    }
    let refused = refused.expect("one too many");
    assert!(refused.header("retry-after").parse::<u64>().unwrap() >= 1);
    refused.problem(429, "rate-limited");
    ask("203.0.113.10").await.problem(404, "not-found");
    for path in PROBES.repeat(5) {
        app.anonymous().ask(Method::GET, path).header("x-forwarded-for", "203.0.113.9").await.expect(200);
    }

    let sign_in =
        || app.anonymous().post("/auth/login", serde_json::json!({})).header("x-forwarded-for", "198.51.100.1");
    let mut answers = Vec::new();
    for _ in 0..3 {
        answers.push(sign_in().await.status);
    }
    assert_eq!(answers.iter().filter(|status| **status == 429).count(), 1, "{answers:?}");
    assert_eq!(answers[2], 429);

    // Who founds an organisation does not so come by a mail server for whatever they like.
    let anna = app.person("anna@example.org").await;
    let body = serde_json::json!({"name": "Win a car", "kind": "association"});
    let founded = anna.post("/organisations", body).header("x-forwarded-for", "198.51.100.2").await.expect(201);
    let members = format!("/organisations/{}/members", founded.id());
    let mut answers = Vec::new();
    for n in 0..3 {
        let body = serde_json::json!({"email": format!("victim{n}@example.org"), "role": "booker"});
        answers.push(anna.post(&members, body).header("x-forwarded-for", "198.51.100.2").await.status);
    }
    assert_eq!(answers, [202, 202, 429]);
    anna.get(&members).header("x-forwarded-for", "198.51.100.2").await.expect(200);
}
