//! Requests, options, cancellations, attendance: each step allowed and refused.

use lokaal::domain::person::StaffRole;
use serde_json::json;

use super::{wish, with};
use crate::both_engines;

both_engines! {
    async fn a_request_is_approved_by_the_desk_of_its_centre_only(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let made = anna.post("/bookings", with(wish(&world), json!({"room_id": world.reviewed}))).await.expect(201);
        assert_eq!(made.json["status"], "requested");
        let path = format!("/bookings/{}", made.id());
        anna.post(&format!("{path}/approve"), json!({})).await.problem(403, "forbidden");
        let stranger = app.person("bert@example.org").await;
        stranger.post(&format!("{path}/approve"), json!({})).await.problem(404, "not-found");
        let elsewhere = app.staff(StaffRole::Manager, world.other_centre).await;
        elsewhere.post(&format!("{path}/approve"), json!({})).await.problem(404, "not-found");
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let stale = desk.post(&format!("{path}/approve"), json!({})).header("if-match", "\"7\"").await;
        stale.problem(412, "precondition-failed");
        let approved = desk.post(&format!("{path}/approve"), json!({})).header("if-match", made.etag()).await.expect(200);
        assert_eq!((&approved.json["status"], &approved.json["answer_by"]), (&json!("confirmed"), &json!(null)));
        desk.post(&format!("{path}/approve"), json!({})).await.problem(409, "invalid-transition");
        desk.post(&format!("{path}/decline"), json!({"reason": "no"})).await.problem(409, "invalid-transition");
    }

    async fn a_declined_request_frees_its_time(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let reviewed = with(wish(&world), json!({"room_id": world.reviewed}));
        let made = anna.post("/bookings", reviewed.clone()).await.expect(201);
        let path = format!("/bookings/{}/decline", made.id());
        desk.post(&path, json!({})).await.problem(422, "validation");
        desk.post(&path, json!({"reason": "  "})).await.problem(422, "validation");
        let declined = desk.post(&path, json!({"reason": "De zaal wordt geverfd."})).await.expect(200);
        assert_eq!((&declined.json["status"], &declined.json["reason"]), (&json!("declined"), &json!("De zaal wordt geverfd.")));
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM claims", []).await, 0);
        let letter = app.rows.first("SELECT payload FROM outbox WHERE kind = 'declined'", []).await.unwrap();
        assert!(letter.try_get::<String>("", "payload").unwrap().contains("De zaal wordt geverfd."));
        anna.post("/bookings", reviewed).await.expect(201);
    }

    async fn an_option_is_kept_until_its_date_and_confirmed(app: TestApp) {
        let world = app.world().await;
        let (anna, bert) = (app.person("anna@example.org").await, app.person("bert@example.org").await);
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let option = with(wish(&world), json!({
            "hold_until": "2026-12-06T12:00:00+01:00", "on_behalf_of": {"user_id": anna.id()}
        }));
        anna.post("/bookings", option.clone()).await.problem(403, "forbidden");
        let late = with(option.clone(), json!({"hold_until": "2026-12-10T11:00:00+01:00"}));
        desk.post("/bookings", late).await.problem(422, "validation");
        let held = desk.post("/bookings", option).await.expect(201);
        assert_eq!((&held.json["status"], &held.json["hold_until"]), (&json!("held"), &json!("2026-12-06T12:00:00+01:00")));
        bert.post("/bookings", wish(&world)).await.problem(409, "booking-conflict");
        let path = format!("/bookings/{}/confirm", held.id());
        bert.post(&path, json!({})).await.problem(404, "not-found");
        let confirmed = anna.post(&path, json!({})).await.expect(200);
        assert_eq!((&confirmed.json["status"], &confirmed.json["hold_until"]), (&json!("confirmed"), &json!(null)));
        anna.post(&path, json!({})).await.problem(409, "invalid-transition");
    }

    async fn an_option_that_lapsed_is_not_confirmed(app: TestApp) {
        let world = app.world().await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let held = desk.post("/bookings", with(wish(&world), json!({
            "hold_until": "2026-12-06T12:00:00+01:00", "on_behalf_of": {"name": "Mevrouw Peeters"}
        }))).await.expect(201);
        app.clock.advance(4 * 24 * 60 * 60);
        desk.post(&format!("/bookings/{}/confirm", held.id()), json!({})).await.problem(409, "invalid-transition");
    }

    async fn a_cancelled_booking_keeps_its_row_and_frees_its_time(app: TestApp) {
        let world = app.world().await;
        let (anna, bert) = (app.person("anna@example.org").await, app.person("bert@example.org").await);
        let made = anna.post("/bookings", wish(&world)).await.expect(201);
        let path = format!("/bookings/{}/cancel", made.id());
        bert.post(&path, json!({})).await.problem(404, "not-found");
        let gone = anna.post(&path, json!({"reason": "Ziek"})).await.expect(200);
        assert_eq!((&gone.json["status"], &gone.json["cancelled_by"]), (&json!("cancelled"), &json!("booker")));
        assert_eq!(gone.json["cancelled_at"], "2026-12-03T09:00:00+01:00");
        anna.post(&path, json!({})).await.problem(409, "invalid-transition");
        bert.post("/bookings", wish(&world)).await.expect(201);
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM bookings", []).await, 2);
    }

    async fn the_desk_cancels_for_the_centre_and_without_a_body(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let made = anna.post("/bookings", wish(&world)).await.expect(201);
        let cancelled = desk.api(reqwest::Method::POST, &format!("/bookings/{}/cancel", made.id())).await.expect(200);
        assert_eq!(cancelled.json["cancelled_by"], "centre");
    }

    async fn what_took_place_is_not_cancelled_but_attended(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let made = anna.post("/bookings", wish(&world)).await.expect(201);
        let attendance = format!("/bookings/{}/attendance", made.id());
        desk.post(&attendance, json!({"attended": true})).await.problem(409, "invalid-transition");
        app.clock.advance(8 * 24 * 60 * 60);
        anna.post(&format!("/bookings/{}/cancel", made.id()), json!({})).await.problem(409, "invalid-transition");
        anna.post(&attendance, json!({"attended": true})).await.problem(403, "forbidden");
        desk.post(&attendance, json!({"attended": false, "head_count": 3})).await.problem(422, "validation");
        let noted = desk.post(&attendance, json!({"attended": true, "head_count": 4})).await.expect(200);
        assert_eq!((&noted.json["attendance"], &noted.json["head_count"]), (&json!("attended"), &json!(4)));
    }
}
