use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    time::Duration,
};

use chrono_tz::Europe::Brussels;
use lokaal::{
    auth::tokens::Tokens,
    clock::Clock,
    domain::{
        clock_time::ClockTime,
        ids::UserId,
        local_time::resolve,
        time::{DAY, HOUR},
    },
    store::Engine,
};
use rstest::rstest;
use serde_json::json;

use crate::{
    complained, lokaal,
    support::{TestApp, app::SECRET, process::Service, world::World},
};

fn connect(service: &Service) -> TcpStream {
    let address = service.address().trim_start_matches("http://");
    let connection = TcpStream::connect(address).expect("a connection");
    connection.set_read_timeout(Some(Duration::from_mins(2))).expect("a timeout");
    connection
}

/// Waits until nobody is let in any more.
fn wait_until_closed(service: &Service) {
    while TcpStream::connect(service.address().trim_start_matches("http://")).is_ok() {
        std::thread::yield_now();
    }
}

fn token(person: UserId) -> String {
    Tokens::new(&SECRET.into(), None, 900).issue(person, Clock::system().now()).expect("a token")
}

/// A booking of the meeting room in a week, 10:00 to 12:00.
fn wish(world: &World) -> String {
    let day = Clock::system().now().plus(7 * DAY).in_zone(Brussels).date_naive();
    let starts_at = resolve(day, ClockTime::parse("10:00").unwrap(), Brussels).unwrap();
    let body = json!({
        "room_id": world.meeting, "title": "Overleg", "attendees": 5,
        "starts_at": starts_at.rfc3339_in(Brussels), "ends_at": starts_at.plus(2 * HOUR).rfc3339_in(Brussels),
    });
    body.to_string()
}

fn head_of_booking(token: &str, length: usize) -> String {
    format!(
        "POST /api/v1/bookings HTTP/1.1\r\nHost: lokaal\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    )
}

/// Has half a booking sent to the service when it is told to stop; the connection, the other half, and the database.
async fn stopped_half_way(engine: Engine, directory: &Path, grace: &str) -> (TestApp, Service, TcpStream, String) {
    let mut app = TestApp::start(engine).await;
    let (world, person) = (app.world().await, app.person("anna@example.org").await.id());
    app.stop().await;
    let variables = [
        ("LOKAAL__DATABASE__URL", app.database().url()),
        ("LOKAAL__AUTH__SECRET", SECRET),
        ("LOKAAL__HTTP__SHUTDOWN_GRACE_SECONDS", grace),
    ];
    let service = Service::start(directory, &variables);
    let body = wish(&world);
    let (first, rest) = body.split_at(body.len() / 2);
    let mut connection = connect(&service);
    connection.write_all(head_of_booking(&token(person), body.len()).as_bytes()).unwrap();
    connection.write_all(first.as_bytes()).unwrap();
    // An answer to another, so that this one has arrived before the signal.
    ask(&service, "/healthz");
    service.signal("TERM");
    (app, service, connection, rest.to_owned())
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_request_under_way_is_answered_before_it_stops(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let directory = tempfile::tempdir().unwrap();
    let (app, service, mut connection, rest) = stopped_half_way(engine, directory.path(), "600").await;
    wait_until_closed(&service);
    connection.write_all(rest.as_bytes()).unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 201 "), "{answer}");
    let (status, log) = service.wait();
    assert!(status.success(), "{log}");
    assert!(log.contains("stopped") && !log.contains("WARN"), "{log}");
    assert_eq!(app.rows.count("SELECT count(*) AS n FROM bookings", []).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_never_ends_is_left_after_the_grace() {
    let directory = tempfile::tempdir().unwrap();
    let (app, service, connection, _) = stopped_half_way(Engine::Sqlite, directory.path(), "1").await;
    let (status, log) = service.wait();
    assert!(status.success(), "{log}");
    assert!(log.contains("stopped before all"), "{log}");
    assert_eq!(app.rows.count("SELECT count(*) AS n FROM bookings", []).await, 0);
    drop(connection);
}

/// The answer to a GET on a connection of its own.
fn ask(service: &Service, path: &str) -> String {
    let mut connection = connect(service);
    write!(connection, "GET {path} HTTP/1.1\r\nHost: lokaal\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    answer
}

#[rstest]
#[case::sigterm("TERM")]
#[case::sigint("INT")]
fn a_connection_that_asks_nothing_does_not_hold_it_up(#[case] signal: &str) {
    let directory = tempfile::tempdir().unwrap();
    let service = Service::start(directory.path(), &[("LOKAAL__HTTP__SHUTDOWN_GRACE_SECONDS", "600")]);
    let idle = connect(&service);
    ask(&service, "/healthz");
    service.signal(signal);
    let (status, log) = service.wait();
    assert!(status.success(), "{log}");
    drop(idle);
}

#[test]
fn an_address_that_is_taken_is_told() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let directory = tempfile::tempdir().unwrap();
    let variables = [("LOKAAL__HTTP__ADDRESS", address.as_str()), ("LOKAAL__DEMO__LOAD", "false")];
    let output = lokaal(directory.path(), &variables, &["serve"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(complained(&output).contains(&format!("cannot listen on {address}")), "{}", complained(&output));
}

#[test]
fn the_log_holds_no_token_and_no_query() {
    let directory = tempfile::tempdir().unwrap();
    let variables = [("LOKAAL__LOGGING__FILTER", "lokaal=trace"), ("LOKAAL__LOGGING__FORMAT", "json")];
    let service = Service::start(directory.path(), &variables);
    ask(&service, "/api/v1/bookings/hidden-in-the-path?token=hidden-in-the-query");
    let mut connection = connect(&service);
    let request = "GET /api/v1/me HTTP/1.1\r\nHost: lokaal\r\nAuthorization: Bearer hidden-in-a-header\r\n\
                   X-Request-Id: found-again\r\nConnection: close\r\n\r\n";
    connection.write_all(request.as_bytes()).unwrap();
    connection.read_to_string(&mut String::new()).unwrap();
    service.signal("TERM");
    let (_, log) = service.wait();
    assert!(log.contains("found-again") && log.contains("/bookings/{id}"), "{log}");
    assert!(!log.contains("hidden"), "{log}");
}

#[test]
fn the_document_is_written_and_compared() {
    let directory = tempfile::tempdir().unwrap();
    let run = |words: &[&str]| lokaal(directory.path(), &[("LOKAAL__PROFILE", "no profile at all")], words);
    let written = run(&["openapi"]);
    assert!(written.status.success());
    let file = directory.path().join("openapi.json");
    std::fs::write(&file, &written.stdout).unwrap();
    assert!(run(&["openapi", "--check", "openapi.json"]).status.success());
    std::fs::write(&file, "{}").unwrap();
    let stale = run(&["openapi", "--check", "openapi.json"]);
    assert_eq!(stale.status.code(), Some(1));
    assert!(complained(&stale).contains("out of date"), "{}", complained(&stale));
    assert_eq!(run(&["openapi", "--check", "nowhere.json"]).status.code(), Some(1));
}
