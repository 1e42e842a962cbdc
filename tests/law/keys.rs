//! Idempotency keys under a storm: what is sent sixteen times is made once.

use lokaal::{clock::Clock, store::Engine};
use serde_json::{Value, json};

use crate::{
    both_engines,
    rivals::{at_once, hour, service, wish},
    support::{
        actor::{Actor, Answer, Ask},
        app::TestApp,
    },
};

/// The one answer of all that were told it was made. The others must have been told that it is under way.
#[track_caller]
fn made(answers: Vec<Answer>) -> Value {
    let (made, waiting): (Vec<Answer>, Vec<Answer>) = answers.into_iter().partition(|answer| answer.status == 201);
    for answer in waiting {
        assert!(!answer.header("retry-after").is_empty());
        answer.problem(409, "idempotency-conflict");
    }
    assert!(!made.is_empty(), "nobody was told");
    for other in &made {
        let headers = |answer: &Answer| (answer.header("location").to_owned(), answer.etag());
        assert_eq!((&other.json, headers(other)), (&made[0].json, headers(&made[0])));
    }
    made[0].json.clone()
}

async fn storm(app: &TestApp, clients: &[Actor]) {
    let world = app.world().await;
    for round in 0..20 {
        let key = format!("key {round}");
        let body = wish(world.meeting, hour(app.now(), round), 5);
        let ask = |client: &Actor| -> Ask { client.post("/bookings", body.clone()).key(&key) };
        let booking = made(at_once((0..16).map(|n| ask(&clients[n % clients.len()]))).await);
        // Whoever asks later is told the same.
        assert_eq!(made(vec![ask(&clients[0]).await]), booking);
        let there = "SELECT count(*) AS n FROM bookings WHERE room_id = $1";
        assert_eq!(app.rows.count(there, [world.meeting.0.into()]).await, i64::try_from(round).unwrap() + 1);
    }
    for table in ["claims", "outbox", "idempotency_keys"] {
        assert_eq!(app.rows.count(&format!("SELECT count(*) AS n FROM {table}"), []).await, 20, "{table}");
    }
}

both_engines! {
    async fn what_is_sent_sixteen_times_is_made_once(app: TestApp) {
        let client = app.person("anna@example.org").await;
        storm(&app, &[client]).await;
    }

    async fn a_key_is_of_its_caller_and_its_body(app: TestApp) {
        let world = app.world().await;
        let (anna, bert) = (app.person("anna@example.org").await, app.person("bert@example.org").await);
        let first = wish(world.meeting, hour(app.now(), 0), 5);
        let second = wish(world.meeting, hour(app.now(), 1), 5);
        let answers = at_once((0..16).map(|n| match n % 2 {
            0 => anna.post("/bookings", first.clone()).key("the same"),
            _ => bert.post("/bookings", second.clone()).key("the same"),
        }))
        .await;
        let (of_anna, of_bert): (Vec<_>, Vec<_>) = answers.into_iter().enumerate().partition(|(n, _)| n % 2 == 0);
        let only = |answers: Vec<(usize, Answer)>| answers.into_iter().map(|(_, answer)| answer).collect();
        let (of_anna, of_bert) = (made(only(of_anna)), made(only(of_bert)));
        assert_ne!(of_anna["id"], of_bert["id"]);
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM bookings", []).await, 2);

        let before = app.rows.dump().await;
        for answer in at_once((0..16).map(|_| anna.post("/bookings", second.clone()).key("the same"))).await {
            if answer.status != 409 {
                answer.problem(422, "idempotency-mismatch");
            }
        }
        assert_eq!(app.rows.dump().await, before);
    }

    async fn a_refusal_is_not_kept(app: TestApp) {
        let world = app.world().await;
        let (anna, bert) = (app.person("anna@example.org").await, app.person("bert@example.org").await);
        let body = wish(world.meeting, hour(app.now(), 0), 5);
        let taken = anna.post("/bookings", body.clone()).await.expect(201);
        for answer in at_once((0..16).map(|_| bert.post("/bookings", body.clone()).key("again"))).await {
            let kind = answer.expect(409).json["type"].clone();
            assert!(kind == "/problems/booking-conflict" || kind == "/problems/idempotency-conflict", "{kind}");
        }
        anna.post(&format!("/bookings/{}/cancel", taken.id()), json!({})).await.expect(200);
        let of_bert = made(at_once((0..16).map(|_| bert.post("/bookings", body.clone()).key("again"))).await);
        assert_eq!(of_bert["status"], "confirmed");
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM bookings", []).await, 2);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_make_once_what_both_are_sent() {
    let app = TestApp::start(Engine::Postgres).await;
    app.clock.set(Clock::system().now());
    let services = [(); 2].map(|()| service(&app));
    let client = app.person("anna@example.org").await;
    storm(&app, &[client.at(services[0].address()), client.at(services[1].address())]).await;
}
