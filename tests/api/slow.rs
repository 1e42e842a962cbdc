//! Clients that are slow on purpose: they hold a connection for a while, not for ever.

use std::{
    io::{ErrorKind, Read, Write},
    net::TcpStream,
    time::Duration,
};

use reqwest::Method;

use crate::support::{TestApp, actor::Actor, database::TestDatabase};
use lokaal::store::Engine;

/// The service with the shortest patience.
async fn impatient(engine: Engine) -> TestApp {
    let variables = [("LOKAAL__HTTP__HEADER_TIMEOUT_SECONDS", "1"), ("LOKAAL__HTTP__BODY_TIMEOUT_SECONDS", "1")];
    TestApp::start_on(TestDatabase::new(engine).await, &variables).await
}

fn connect(app: &TestApp) -> TcpStream {
    let connection = TcpStream::connect(app.address().trim_start_matches("http://")).expect("a connection");
    connection.set_read_timeout(Some(Duration::from_millis(50))).expect("a timeout");
    connection
}

/// Sends `start`, then `more` again and again with short breaks, until the service hangs up; what it said.
async fn sent_slowly(mut connection: TcpStream, start: String, more: &'static str) -> String {
    let exchange = move || {
        connection.write_all(start.as_bytes()).expect("it listens");
        let (mut answer, mut part) = (Vec::new(), [0; 4096]);
        // Each turn takes 50 milliseconds unless something is said: a minute, and no more.
        for _ in 0..1200 {
            match connection.read(&mut part) {
                Ok(0) => return String::from_utf8(answer).expect("UTF-8"),
                Ok(length) => answer.extend_from_slice(&part[..length]),
                Err(fault) if matches!(fault.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                    // It may have hung up just now; the next read tells.
                    let _ = connection.write_all(more.as_bytes());
                }
                Err(_) => return String::from_utf8(answer).expect("UTF-8"),
            }
        }
        panic!("it still listens after a minute: {}", String::from_utf8_lossy(&answer))
    };
    tokio::task::spawn_blocking(exchange).await.expect("no panic")
}

/// The head of a booking with a body of a hundred bytes.
fn head(person: &Actor) -> String {
    let token = person.token();
    format!(
        "POST /api/v1/bookings HTTP/1.1\r\nHost: lokaal\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nContent-Length: 100\r\n\r\n"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_header_that_never_ends_does_not_hold_a_connection() {
    let app = impatient(Engine::Sqlite).await;
    for (start, more) in [("", ""), ("GET /healthz HT", ""), ("GET /healthz HTTP/1.1\r\nHost: lokaal\r\nX-Slow: ", "a")]
    {
        let answer = sent_slowly(connect(&app), start.to_owned(), more).await;
        assert!(!answer.contains(" 200 "), "{start}: {answer}");
    }
    // Nor one that is kept open after an answer and says nothing more.
    let answer = sent_slowly(connect(&app), "GET /healthz HTTP/1.1\r\nHost: lokaal\r\n\r\n".to_owned(), "").await;
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("alive\n"), "{answer}");
    app.anonymous().ask(Method::GET, "/healthz").await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_never_ends_holds_nothing() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let mut app = impatient(engine).await;
        let person = app.person("anna@example.org").await;
        let before = app.rows.dump().await;
        for more in ["", " "] {
            let answer = sent_slowly(connect(&app), head(&person) + "{", more).await;
            assert!(answer.starts_with("HTTP/1.1 400 ") && answer.contains("/problems/malformed"), "{answer}");
        }
        assert!(app.state().under_way.is_empty(), "something still waits for the body");
        assert_eq!(app.rows.dump().await, before);
        app.stop().await;
    }
}
