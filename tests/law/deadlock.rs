//! Changes that get in each other's way: nobody waits for ever, nobody is told 'something went wrong here', and what
//! is told is what was done.

use lokaal::{
    domain::{person::StaffRole, time::DAY},
    jobs::expiry,
    store::Engine,
};
use serde_json::{Value, json};

use crate::{
    both_engines,
    ledger::in_order,
    rivals::{at_once, hour, people, wish},
    support::{
        actor::{Actor, Answer, Ask},
        app::TestApp,
        rows,
    },
};

/// Books, and tells where it is: `/bookings/{id}`.
async fn booked(client: &Actor, wish: Value) -> String {
    format!("/bookings/{}", client.post("/bookings", wish).await.expect(201).id())
}

/// What was answered, in a word: the status, or the kind of problem.
fn word(answer: &Answer) -> &str {
    let kind = answer.json["type"].as_str().and_then(|kind| kind.strip_prefix("/problems/"));
    kind.unwrap_or(if answer.status < 300 { "done" } else { "?" })
}

#[track_caller]
fn count(answers: &[Answer], known: &[&str]) -> usize {
    for answer in answers {
        assert!(known.contains(&word(answer)), "{answer:#?}");
    }
    answers.iter().filter(|answer| word(answer) == "done").count()
}

/// How often PostgreSQL had to end a deadlock. The service is stopped for it: its connections report as they end.
pub(crate) async fn deadlocks(app: &mut TestApp) -> i64 {
    if app.store().engine() == Engine::Sqlite {
        return 0;
    }
    app.stop().await;
    let others = "SELECT count(*) AS n FROM pg_stat_activity
        WHERE datname = current_database() AND application_name <> $1";
    while app.rows.count(others, [rows::APPLICATION.into()]).await > 0 {
        tokio::task::yield_now().await;
    }
    app.rows.count("SELECT deadlocks AS n FROM pg_stat_database WHERE datname = current_database()", []).await
}

both_engines! {
    async fn moves_in_opposite_directions_pass_each_other(mut app: TestApp) {
        let world = app.world().await;
        let clients = people(&app, 16).await;
        // Rooms that share floors and rooms that do not, two ways round.
        let pairs = [(world.half, world.other_half), (world.hall, world.meeting), (world.meeting, world.shared)];
        let mut bookings = Vec::new();
        for (n, client) in clients.iter().enumerate() {
            let (there, back) = pairs[n % 3];
            let room = if n % 2 == 0 { there } else { back };
            bookings.push(booked(client, wish(room, hour(app.now(), n), 7)).await);
        }
        for round in 1..=20 {
            let mut moves = Vec::new();
            for (n, client) in clients.iter().enumerate() {
                let (there, back) = pairs[n % 3];
                let room = if (n + round) % 2 == 0 { there } else { back };
                let span = hour(app.now(), n + 16 * round);
                let to = json!({
                    "room_id": room, "starts_at": span.start().to_string(), "ends_at": span.end().to_string()
                });
                let etag = client.get(&bookings[n]).await.expect(200).etag();
                moves.push(client.patch(&bookings[n], &etag, to));
            }
            let answers = at_once(moves).await;
            assert_eq!(count(&answers, &["done"]), 16, "round {round}: no two want the same");
        }
        let claims = "SELECT count(DISTINCT booking_id) AS n FROM claims";
        assert_eq!(app.rows.count(claims, []).await, 16);
        assert_eq!(deadlocks(&mut app).await, 0);
    }

    async fn in_a_ring_of_moves_one_has_to_leave_first(mut app: TestApp) {
        let world = app.world().await;
        let clients = people(&app, 16).await;
        let rooms = [world.hall, world.half, world.other_half, world.meeting];
        let mut bookings = Vec::new();
        for (n, client) in clients.iter().enumerate() {
            bookings.push(booked(client, wish(rooms[n % 4], hour(app.now(), n), 7)).await);
        }
        for round in 0..20 {
            let mut seen = Vec::new();
            for (booking, client) in bookings.iter().zip(&clients) {
                seen.push(client.get(booking).await.expect(200));
            }
            let leaver = round % 16;
            let moves = (0..16).map(|n| {
                let span = hour(app.now(), 100 + round);
                // Each wants to be where the next one is; one wants to be elsewhere.
                let next = &seen[(n + 1) % 16].json;
                let to = if n == leaver {
                    json!({"starts_at": span.start().to_string(), "ends_at": span.end().to_string()})
                } else {
                    json!({"room_id": next["room_id"], "starts_at": next["starts_at"], "ends_at": next["ends_at"]})
                };
                clients[n].patch(&bookings[n], &seen[n].etag(), to)
            });
            let answers = at_once(moves).await;
            assert!(count(&answers, &["done", "booking-conflict"]) >= 1);
            answers[leaver].clone().expect(200);
            // Whoever followed found the place left: those before the leaver, without a gap.
            let followed = (1..16).take_while(|back| answers[(leaver + 16 - back) % 16].status == 200).count();
            assert_eq!(count(&answers, &["done", "booking-conflict"]), 1 + followed, "round {round}");
            in_order(&app.rows).await;
        }
        assert_eq!(deadlocks(&mut app).await, 0);
    }

    async fn of_equal_changes_to_one_version_one_is_done(app: TestApp) {
        let world = app.world().await;
        let client = app.person("anna@example.org").await;
        let booking = booked(&client, wish(world.meeting, hour(app.now(), 0), 5)).await;
        for round in 1..=20_usize {
            let etag = client.get(&booking).await.expect(200).etag();
            let change = |n: usize| {
                let span = hour(app.now(), 20 * round + n);
                match n % 2 {
                    0 => json!({"title": format!("{round}.{n}")}),
                    _ => json!({"starts_at": span.start().to_string(), "ends_at": span.end().to_string()}),
                }
            };
            let answers = at_once((0..16).map(|n| client.patch(&booking, &etag, change(n)))).await;
            assert_eq!(count(&answers, &["done", "precondition-failed"]), 1, "round {round}");
            let now = client.get(&booking).await.expect(200);
            assert_eq!(now.etag(), format!("\"{}\"", round + 1));
            let done = answers.iter().find(|answer| answer.status == 200).unwrap();
            assert_eq!(done.json, now.json, "what was told is what is there");
        }
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM claims", []).await, 1);
    }

    async fn steps_of_one_booking_are_taken_one_after_another(mut app: TestApp) {
        let world = app.world().await;
        let owner = app.person("anna@example.org").await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        for round in 0..30 {
            let booking = booked(&owner, wish(world.reviewed, hour(app.now(), round), 5)).await;
            let etag = owner.get(&booking).await.expect(200).etag();
            let step = |n: usize| -> Ask {
                match n % 4 {
                    0 => owner.patch(&booking, "*", json!({"title": format!("{round}.{n}")})),
                    1 => desk.patch(&booking, &etag, json!({"attendees": n})),
                    2 => desk.post(&format!("{booking}/approve"), json!({})),
                    _ => owner.post(&format!("{booking}/cancel"), json!({})),
                }
            };
            let answers = at_once((0..16).map(step)).await;
            let known = ["done", "precondition-failed", "invalid-transition"];
            let done = count(&answers, &known);
            let of = |kind: usize| {
                let those: Vec<Answer> =
                    answers.iter().enumerate().filter(|(n, _)| n % 4 == kind).map(|(_, answer)| answer.clone()).collect();
                count(&those, &known)
            };
            assert!(of(1) <= 1, "one version is changed once");
            assert!(of(2) <= 1, "nobody approves twice");
            assert_eq!(of(3), 1, "who cancels, and says nothing of versions, succeeds once: {answers:#?}");
            // The versions of those who succeeded, each once; and as many events.
            let mut versions: Vec<String> =
                answers.iter().filter(|answer| answer.status == 200).map(Answer::etag).collect();
            versions.sort_by_key(|etag| etag.trim_matches('"').parse::<i64>().unwrap());
            let wanted: Vec<String> = (0..done).map(|n| format!("\"{}\"", n + 2)).collect();
            assert_eq!(versions, wanted);
            let last = owner.get(&booking).await.expect(200);
            assert_eq!((last.json["status"].as_str(), last.etag()), (Some("cancelled"), format!("\"{}\"", done + 1)));
            let id: uuid::Uuid = last.id().parse().unwrap();
            let events = "SELECT count(*) AS n FROM audit_events WHERE subject_id = $1";
            assert_eq!(app.rows.count(events, [id.into()]).await, i64::try_from(done).unwrap() + 1);
            let claims = "SELECT count(*) AS n FROM claims WHERE booking_id = $1";
            assert_eq!(app.rows.count(claims, [id.into()]).await, 0);
            let farewells = "SELECT count(*) AS n FROM outbox WHERE booking_id = $1 AND kind = 'cancelled'";
            assert_eq!(app.rows.count(farewells, [id.into()]).await, 1);
        }
        assert_eq!(deadlocks(&mut app).await, 0);
    }

    async fn a_request_is_answered_or_expires_never_both(mut app: TestApp) {
        let world = app.world().await;
        let owner = app.person("anna@example.org").await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        for round in 0..10 {
            let mut bookings = Vec::new();
            for n in 0..12 {
                // More than a week ahead, so that the answer is due before the start.
                bookings.push(booked(&owner, wish(world.reviewed, hour(app.now(), 100 + n), 5)).await);
            }
            app.clock.advance(7 * DAY);
            let act = |n: usize| -> Ask {
                let path = &bookings[n];
                let later = hour(app.now(), 200 + n);
                match n % 3 {
                    0 => desk.post(&format!("{path}/approve"), json!({})),
                    1 => owner.post(&format!("{path}/cancel"), json!({})),
                    _ => owner.patch(path, "*", json!({
                        "starts_at": later.start().to_string(), "ends_at": later.end().to_string()
                    })),
                }
            };
            let services = &app.state().services;
            let expired = async {
                let both = tokio::join!(expiry::run_once(services), expiry::run_once(services));
                both.0.expect("done") + both.1.expect("done")
            };
            let (answers, expired) = tokio::join!(at_once((0..12).map(act)), expired);
            let done = count(&answers, &["done", "invalid-transition", "precondition-failed"]);
            assert_eq!(done + expired, 12, "round {round}: {answers:#?}");
            for (n, booking) in bookings.iter().enumerate() {
                let now = owner.get(booking).await.expect(200);
                let wanted = match (answers[n].status, n % 3) {
                    (200, 0) => "confirmed",
                    (200, 1) => "cancelled",
                    (200, _) => "requested",
                    _ => "expired",
                };
                assert_eq!((&now.json["status"], now.etag()), (&json!(wanted), "\"2\"".to_owned()), "{n}: {now:#?}");
                let id: uuid::Uuid = now.id().parse().unwrap();
                let letters = "SELECT count(*) AS n FROM outbox WHERE booking_id = $1
                    AND kind IN ('confirmed', 'cancelled', 'expired', 'changed')";
                assert_eq!(app.rows.count(letters, [id.into()]).await, 1, "one outcome, told once");
                let claims = "SELECT count(*) AS n FROM claims WHERE booking_id = $1";
                let holds = i64::from(matches!(wanted, "confirmed" | "requested"));
                assert_eq!(app.rows.count(claims, [id.into()]).await, holds);
                if wanted == "requested" {
                    // Or it would expire in the next round.
                    owner.post(&format!("{booking}/cancel"), json!({})).await.expect(200);
                }
            }
            in_order(&app.rows).await;
        }
        assert_eq!(deadlocks(&mut app).await, 0);
    }
}
