//! Quiet hours: what may wait is held until they end, and what may not goes at once.

use lokaal::{
    domain::{person::StaffRole, time::Instant},
    jobs::day_before,
};
use serde_json::json;

use super::reviewed;
use crate::{
    bookings::{wish, with},
    both_engines,
    support::{actor::Actor, app::TestApp, world::World},
};

fn at(text: &str) -> Instant {
    chrono::DateTime::parse_from_rfc3339(text).expect("a time").into()
}

/// Anna, who wants no letters from nine in the evening until eight.
async fn anna(app: &TestApp) -> Actor {
    let anna = app.person("anna@example.org").await;
    let quiet = json!({"preferences": {"quiet.from": "21:00", "quiet.until": "08:00"}});
    let me = anna.patch("/me", "*", quiet).await.expect(200).json;
    let hours = json!({"from": "21:00", "until": "08:00", "zone": "Europe/Brussels", "chosen": true});
    assert_eq!(me["quiet_hours"], hours);
    anna
}

/// A request of hers for the 17th.
async fn request(app: &TestApp, world: &World, anna: &Actor) -> String {
    let far = json!({"starts_at": "2026-12-17T10:00:00+01:00", "ends_at": "2026-12-17T12:00:00+01:00"});
    let made = anna.post("/bookings", with(reviewed(world), far)).await.expect(201);
    app.mails().await;
    format!("/bookings/{}", made.id())
}

async fn pending(app: &TestApp) -> i64 {
    app.rows.count("SELECT count(*) AS n FROM outbox WHERE state = 'pending'", []).await
}

both_engines! {
    async fn a_decision_waits_until_the_hours_that_somebody_chose_are_over(app: TestApp) {
        let world = app.world().await;
        let anna = anna(&app).await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let path = request(&app, &world, &anna).await;
        app.clock.set(at("2026-12-03T21:00:00+01:00"));
        desk.post(&format!("{path}/approve"), json!({})).await.expect(200);
        assert_eq!(app.mails().await.len(), 0);
        let figures = "SELECT count(*) AS n FROM outbox WHERE state = 'pending' AND held";
        assert_eq!(app.rows.count(figures, []).await, 1);
        let metrics = app.anonymous().ask(reqwest::Method::GET, "/metrics").await.expect(200).text;
        assert!(metrics.contains("outbox_oldest_pending_seconds 0"), "no alarm: {metrics}");
        app.clock.set(at("2026-12-04T07:59:59+01:00"));
        assert_eq!(app.mails().await.len(), 0);
        app.clock.set(at("2026-12-04T08:00:00+01:00"));
        let mail = app.one_mail().await;
        assert!(mail.subject.contains("Bevestigd") && mail.unsubscribe.is_none(), "{mail:#?}");
    }

    async fn who_chose_none_is_told_of_decisions_at_night(app: TestApp) {
        let world = app.world().await;
        let bert = app.person("bert@example.org").await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let me = bert.get("/me").await.expect(200).json;
        let usual = json!({"from": "22:00", "until": "07:00", "zone": "Europe/Brussels", "chosen": false});
        assert_eq!(me["quiet_hours"], usual);
        let path = request(&app, &world, &bert).await;
        app.clock.set(at("2026-12-03T23:00:00+01:00"));
        desk.post(&format!("{path}/approve"), json!({})).await.expect(200);
        assert_eq!(app.mails().await.len(), 1);
    }

    async fn what_somebody_just_asked_for_goes_at_once(app: TestApp) {
        let world = app.world().await;
        let anna = anna(&app).await;
        app.clock.set(at("2026-12-03T23:00:00+01:00"));
        let made = anna.post("/bookings", wish(&world)).await.expect(201);
        assert_eq!(app.mails().await.len(), 1, "she booked");
        let path = format!("/bookings/{}", made.id());
        let later = json!({"starts_at": "2026-12-10T13:00:00+01:00", "ends_at": "2026-12-10T14:00:00+01:00"});
        anna.patch(&path, &made.etag(), later).await.expect(200);
        assert_eq!(app.mails().await.len(), 1, "she moved it");
        anna.post(&format!("{path}/cancel"), json!({})).await.expect(200);
        assert_eq!(app.mails().await.len(), 1, "she cancelled it");
        let series = json!({
            "room_id": world.meeting, "title": "Overleg", "attendees": 5, "starts_at_local": "2026-12-11T10:00",
            "duration_minutes": 60, "rrule": "FREQ=WEEKLY;COUNT=3", "on_conflict": "reject",
        });
        anna.post("/series", series).await.expect(201);
        assert_eq!(app.mails().await.len(), 1, "she made a series");
        app.anonymous().post("/auth/magic-link", json!({"email": "anna@example.org"})).await.expect(202);
        assert_eq!(app.mails().await.len(), 1, "she wants to sign in");
    }

    async fn what_closes_at_once_is_told_at_once_and_what_waited_goes_before_it(app: TestApp) {
        let world = app.world().await;
        let anna = anna(&app).await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let tomorrow = json!({"starts_at": "2026-12-04T18:00:00+01:00", "ends_at": "2026-12-04T20:00:00+01:00"});
        let made = anna.post("/bookings", with(reviewed(&world), tomorrow)).await.expect(201);
        app.mails().await;
        app.clock.set(at("2026-12-03T22:00:00+01:00"));
        desk.post(&format!("/bookings/{}/approve", made.id()), json!({})).await.expect(200);
        assert_eq!((app.mails().await.len(), pending(&app).await), (0, 1));
        let emergency = json!({"room_ids": [world.reviewed], "hours": 24, "reason": "utility_failure"});
        desk.post("/closures/emergency", emergency).await.expect(201);
        let subjects: Vec<String> = app.mails().await.into_iter().map(|mail| mail.subject).collect();
        assert_eq!(subjects.len(), 2, "{subjects:?}");
        assert!(subjects[0].contains("Bevestigd") && subjects[1].contains("Geannuleerd"), "{subjects:?}");
        assert_eq!(pending(&app).await, 0);
    }

    async fn what_does_not_wait_for_the_morning_goes_at_once(app: TestApp) {
        let world = app.world().await;
        let anna = anna(&app).await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let early = json!({"starts_at": "2026-12-04T08:30:00+01:00", "ends_at": "2026-12-04T09:00:00+01:00"});
        let made = anna.post("/bookings", with(reviewed(&world), early)).await.expect(201);
        app.mails().await;
        app.clock.set(at("2026-12-03T22:00:00+01:00"));
        desk.post(&format!("/bookings/{}/approve", made.id()), json!({})).await.expect(200);
        assert_eq!(app.mails().await.len(), 1);
    }

    async fn letters_that_are_held_hinder_no_other(app: TestApp) {
        let world = app.world().await;
        // More than are taken in one go.
        for n in 0..20 {
            let guest = app.person(&format!("guest{n}@example.org")).await;
            let span = json!({
                "room_id": world.shared, "attendees": 1, "shared": true,
                "starts_at": "2026-12-04T21:00:00+01:00", "ends_at": "2026-12-04T22:00:00+01:00",
            });
            guest.post("/bookings", with(wish(&world), span)).await.expect(201);
        }
        app.mails().await;
        app.clock.set(at("2026-12-03T22:30:00+01:00"));
        assert_eq!(day_before::run_once(&app.state().services).await.expect("written"), 20);
        app.anonymous().post("/auth/magic-link", json!({"email": "guest0@example.org"})).await.expect(202);
        assert_eq!(app.mails().await.len(), 1, "the link");
        assert_eq!((app.mails().await.len(), pending(&app).await), (0, 20));
        app.clock.set(at("2026-12-04T07:00:00+01:00"));
        assert_eq!(app.mails().await.len(), 20);
    }

    async fn the_hours_are_those_of_the_persons_zone_across_changes_of_the_clock(app: TestApp) {
        let world = app.world().await;
        let bert = app.person("bert@example.org").await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let quiet = json!({"quiet.from": "22:00", "quiet.until": "02:30", "quiet.zone": "Europe/Brussels"});
        bert.patch("/me", "*", json!({"preferences": quiet})).await.expect(200);
        // There is no 02:30 in the night of 28 March; there are two in that of 31 October.
        for (day, night, last, end) in [
            ("2027-04-20", "2027-03-27T23:00:00+01:00", "2027-03-28T03:29:59+02:00", "2027-03-28T03:30:00+02:00"),
            ("2027-11-20", "2027-10-30T23:00:00+02:00", "2027-10-31T02:29:59+02:00", "2027-10-31T02:30:00+02:00"),
        ] {
            app.clock.set(at(night).plus(-3600 * 6));
            let span = json!({"starts_at": format!("{day}T10:00:00Z"), "ends_at": format!("{day}T11:00:00Z")});
            let made = bert.post("/bookings", with(reviewed(&world), span)).await.expect(201);
            app.mails().await;
            app.clock.set(at(night));
            desk.post(&format!("/bookings/{}/approve", made.id()), json!({})).await.expect(200);
            assert_eq!(app.mails().await.len(), 0, "{night}");
            app.clock.set(at(last));
            assert_eq!(app.mails().await.len(), 0, "{last}");
            app.clock.set(at(end));
            assert_eq!(app.mails().await.len(), 1, "{end}");
        }
    }
}
