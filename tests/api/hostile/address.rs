use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

use reqwest::Method;
use serde_json::json;

use super::{pointers, unchanged};
use crate::{both_engines, support::TestApp};

/// Sends bytes as they are; the beginning of the answer, with its status, or nothing where the connection is closed.
async fn raw(app: &TestApp, request: Vec<u8>) -> String {
    let address = app.address().trim_start_matches("http://").to_owned();
    let exchange = move || {
        let mut connection = TcpStream::connect(address).expect("a connection");
        connection.set_read_timeout(Some(Duration::from_mins(1))).expect("a timeout");
        // The service may stop listening before all is sent; what it answers counts.
        let _ = connection.write_all(&request);
        let mut answer = vec![0; 10_000];
        let length = connection.read(&mut answer).unwrap_or(0);
        String::from_utf8_lossy(&answer[..length]).into_owned()
    };
    tokio::task::spawn_blocking(exchange).await.expect("no panic")
}

/// The status of a raw answer; 0 where the connection was closed without one.
fn status(answer: &str) -> u16 {
    answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0)
}

both_engines! {
    async fn paths_that_are_none(app: TestApp) {
        let administrator = app.administrator().await;
        let before = app.rows.dump().await;
        for path in [
            "//api/v1/me", "/api//v1/me", "/api/v1//me", "/api/v1/me/", "/API/v1/me", "/api/v1/ME", "/api/v1/me%2f",
            "/api/v1/%6de%20", "/api/v2/me", "/api/v1", "/api/v1/", "/api/v1/../v1/me", "/api/v1/./me",
            "/api/v1/%2e%2e/v1/me", "/docs/../api/v1/me", "/docs/%2e%2e/%2e%2e/Cargo.toml", "/docs/..%2fCargo.toml",
            "/docs/..%5cCargo.toml", "/docs//etc/passwd", "/problems/../docs", "/problems/..%2fdocs", "/etc/passwd",
            "/.env", "/.git/config", "/api/v1/me;a=b", "/api/v1/me%00", "/%c0%ae%c0%ae/", "/*", "/api/v1/bookings/*",
            "/api/v1/bookings/%00", "/api/v1/bookings/%ff%fe", "/api/v1/bookings/'%20OR%201=1--",
            "/api/v1/bookings/00000000-0000-0000-0000-000000000000", "/api/v1/bookings/{id}", "/api/v1/bookings/1",
            "/api/v1/bookings/-1", "/api/v1/bookings/..", "/api/v1/rooms/%2e%2e/availability",
        ] {
            let token = administrator.token();
            let request = format!(
                "GET {path} HTTP/1.1\r\nHost: lokaal\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n"
            );
            let answer = raw(&app, request.into_bytes()).await;
            assert_eq!(status(&answer), 404, "{path}: {answer}");
            assert!(answer.contains("application/problem+json"), "{path}: {answer}");
        }
        unchanged(&app, &before, "a path").await;
    }

    async fn headers_that_try_to_change_the_request(app: TestApp) {
        let administrator = app.administrator().await;
        let before = app.rows.dump().await;
        let me = || administrator.get("/me");
        let plain = me().await.expect(200).json;
        for (name, value) in [
            ("x-http-method-override", "DELETE"), ("x-http-method", "PATCH"), ("x-method-override", "POST"),
            ("x-original-url", "/api/v1/outbox"), ("x-rewrite-url", "/api/v1/outbox"), ("x-forwarded-host", "evil"),
            ("x-forwarded-prefix", "/evil"), ("forwarded", "for=127.0.0.1;host=evil"), ("host", "evil.example.org"),
            ("x-forwarded-for", "127.0.0.1"), ("range", "bytes=0-1"), ("accept", "text/html;q=2, evil"),
            ("accept-encoding", "gzip, bomb"), ("content-type", "text/evil"), ("if-match", "\"99\""),
            ("if-none-match", "*"), ("origin", "https://evil.example.org"), ("te", "trailers"),
            ("idempotency-key", "a"), ("x-user-id", "1"), ("upgrade-insecure-requests", "1"),
        ] {
            let answer = me().header(name, value).await.expect(200);
            assert_eq!(answer.json, plain, "{name}: {value}");
            assert!(!answer.headers.contains_key("access-control-allow-origin"));
            assert!(!answer.headers.values().any(|value| value.to_str().unwrap_or_default().contains("evil")), "{name}");
        }
        unchanged(&app, &before, "a header").await;
    }

    async fn headers_that_are_wrong(app: TestApp) {
        let administrator = app.administrator().await;
        let world = app.world().await;
        let before = app.rows.dump().await;
        let book = || administrator.post("/bookings", json!({ "room_id": world.meeting }));
        for key in ["", &"k".repeat(256), "\u{e9}"] {
            let problem = book().header("idempotency-key", key).await.problem(422, "validation");
            assert_eq!(pointers(&problem), ["Idempotency-Key"], "{key}");
        }
        let rename = |etag: &str| administrator.patch("/me", etag, json!({ "name": "Somebody" }));
        for etag in ["\"0\"", "\"x\"", "W/\"1\"", "1", "\"1", "\"-1\"", "\"99999999999999999999\"", "' OR 1=1", ","] {
            rename(etag).await.problem(412, "precondition-failed");
        }
        let unconditional = administrator.api(Method::PATCH, "/me").json(&json!({ "name": "Somebody" }));
        unconditional.await.problem(428, "precondition-required");
        unchanged(&app, &before, "a header").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_that_are_not_http() {
    let app = TestApp::start(lokaal::store::Engine::Sqlite).await;
    let administrator = app.administrator().await;
    let before = app.rows.dump().await;
    let token = administrator.token();
    let head =
        |more: &str| format!("PATCH /api/v1/me HTTP/1.1\r\nHost: lokaal\r\nAuthorization: Bearer {token}\r\n{more}");
    let many = (0..1000).map(|n| format!("x-{n}: 1\r\n")).collect::<String>();
    for (what, request) in [
        ("two lengths", head("Content-Length: 2\r\nContent-Length: 40\r\n\r\n{}")),
        ("a length and chunks", head("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /")),
        ("a length that is none", head("Content-Length: -1\r\n\r\n{}")),
        ("chunks of no length", head("Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n")),
        ("an encoding of their own", head("Transfer-Encoding: evil\r\n\r\n{}")),
        ("a header without a name", head(": value\r\n\r\n")),
        ("a blank in a name", head("Content Length: 2\r\n\r\n{}")),
        ("a folded line", head("X-Long: a\r\n b\r\n\r\n")),
        ("a null in a value", head("X-Null: a\0b\r\n\r\n")),
        ("a thousand headers", head(&format!("{many}\r\n"))),
        ("a header of a megabyte", head(&format!("X-Long: {}\r\n\r\n", "x".repeat(1_000_000)))),
        ("a path of a megabyte", format!("GET /{} HTTP/1.1\r\nHost: lokaal\r\n\r\n", "x".repeat(1_000_000))),
        ("a blank in the path", "GET /api/v1/me HTTP/1.1 HTTP/1.1\r\nHost: lokaal\r\n\r\n".to_owned()),
        ("another protocol", "GET / SPDY/3\r\n\r\n".to_owned()),
        ("HTTP/2 without TLS", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned()),
        ("TLS", "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}".repeat(100)),
        ("nothing but lines", "\r\n".repeat(1000) + "x\r\n\r\n"),
    ] {
        // Where it is refused by the server below the routes there is no problem body; it is never served.
        let answer = raw(&app, [request.into_bytes(), b"\r\n\r\n".to_vec()].concat()).await;
        assert!(matches!(status(&answer), 0 | 400..=499 | 505), "{what}: {answer}");
        app.anonymous().ask(Method::GET, "/healthz").await.expect(200);
    }
    unchanged(&app, &before, "a broken request").await;
}
