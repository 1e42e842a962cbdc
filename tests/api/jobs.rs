//! What runs beside the requests, as the service runs it.

use lokaal::{
    domain::time::{DAY, HOUR},
    jobs::cleanup,
    store::Engine,
};
use rstest::rstest;
use serde_json::json;

use crate::{
    bookings::wish,
    both_engines,
    support::{
        app::TestApp,
        smtp::{Behaviour, Gate, SmtpServer, Stage},
    },
};

/// The service with its jobs on, which looks for letters of other processes every ten minutes only.
async fn with_jobs(engine: Engine, server: &SmtpServer) -> TestApp {
    let settings = [
        ("LOKAAL__JOBS__ENABLED", "true"),
        ("LOKAAL__JOBS__OUTBOX_POLL_MILLISECONDS", "600000"),
        ("LOKAAL__MAIL__SMTP_URL", &server.url()),
    ];
    TestApp::start_with(engine, &settings).await
}

#[rstest]
#[case(Engine::Sqlite)]
#[case(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_letter_leaves_as_soon_as_it_is_written(#[case] engine: Engine) {
    let server = SmtpServer::start().await;
    let app = with_jobs(engine, &server).await;
    let world = app.world().await;
    let anna = app.person("anna@example.org").await;
    let made = anna.post("/bookings", wish(&world)).await.expect(201);
    let mails = server.wait_for_messages(1).await;
    assert_eq!(mails[0].recipients, ["anna@example.org"]);
    anna.post(&format!("/bookings/{}/cancel", made.id()), json!({})).await.expect(200);
    let mails = server.wait_for_messages(2).await;
    assert!(mails[0].text().contains("method=REQUEST") && mails[1].text().contains("method=CANCEL"));
}

#[rstest]
#[case(Engine::Sqlite)]
#[case(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_that_stops_finishes_the_letter_in_hand(#[case] engine: Engine) {
    let server = SmtpServer::start().await;
    let gate = Gate::new();
    server.always(Behaviour::Wait(Stage::EndOfData, gate.clone()));
    let mut app = with_jobs(engine, &server).await;
    let world = app.world().await;
    app.person("anna@example.org").await.post("/bookings", wish(&world)).await.expect(201);
    gate.reached_by(1).await;
    let ((), ()) = tokio::join!(app.stop(), async { gate.open() });
    let sent = "SELECT count(*) AS n FROM outbox WHERE state = 'sent'";
    assert_eq!(app.rows.count(sent, []).await, 1);
    assert_eq!(server.messages().len(), 1);
}

both_engines! {
    async fn what_is_not_needed_any_more_goes(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let made = anna.post("/bookings", wish(&world)).key("one").await.expect(201);
        let lapsing = "INSERT INTO link_tokens (hash, purpose, email, payload, created_at, expires_at)
            VALUES ('h', 'sign_in', 'a@example.org', '{}', $1, $2)";
        let now = app.now().epoch_seconds();
        app.rows.execute(lapsing, [now.into(), (now + HOUR).into()]).await;
        assert_eq!(app.mails().await.len(), 1);
        anna.post(&format!("/bookings/{}/cancel", made.id()), json!({})).await.expect(200);
        let services = &app.state().services;

        assert_eq!(cleanup::run_once(services, 30).await.unwrap(), 0);
        app.clock.advance(DAY - 1);
        assert_eq!(cleanup::run_once(services, 30).await.unwrap(), 0, "an answer is kept for a day");
        app.clock.advance(1);
        assert_eq!(cleanup::run_once(services, 30).await.unwrap(), 1, "the answer");
        app.clock.advance(8 * DAY);
        assert_eq!(cleanup::run_once(services, 30).await.unwrap(), 1, "the link");
        app.clock.advance(22 * DAY);
        assert_eq!(cleanup::run_once(services, 30).await.unwrap(), 1, "the text of the mail that was sent");
        let kept = "SELECT count(*) AS n FROM outbox WHERE payload IS NOT NULL AND state = 'pending'";
        assert_eq!(app.rows.count(kept, []).await, 1, "never that of one that waits");
    }
}
