//! Making and quoting.

use lokaal::domain::person::StaffRole;
use serde_json::json;

use super::{rules, wish, with};
use crate::both_engines;

both_engines! {
    async fn a_free_time_is_booked_and_told(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let made = anna.post("/bookings", wish(&world)).await.expect(201);
        assert_eq!(made.json["status"], "confirmed");
        assert_eq!(made.json["room_name"], "Meeting room");
        assert_eq!(made.json["starts_at"], "2026-12-10T10:00:00+01:00", "the centre's offset");
        assert_eq!(made.header("location"), format!("/api/v1/bookings/{}", made.id()));
        assert_eq!(made.etag(), "\"1\"");
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM claims", []).await, 1);
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM audit_events WHERE subject = 'booking'", []).await, 1);
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM outbox WHERE kind = 'confirmed'", []).await, 1);
    }

    async fn a_taken_time_is_refused_with_an_offer(app: TestApp) {
        let world = app.world().await;
        let (anna, bert) = (app.person("anna@example.org").await, app.person("bert@example.org").await);
        anna.post("/bookings", wish(&world)).await.expect(201);
        let refused = bert.post("/bookings", wish(&world)).await.problem(409, "booking-conflict");
        assert_eq!(
            refused["conflicts"],
            json!([{
                "starts_at": "2026-12-10T10:00:00+01:00", "ends_at": "2026-12-10T12:00:00+01:00", "kind": "booking"
            }])
        );
        let offers = refused["alternatives"].as_array().unwrap();
        assert!((1..=5).contains(&offers.len()));
        let first = &offers[0];
        let again = with(
            wish(&world),
            json!({"room_id": first["room_id"], "starts_at": first["starts_at"], "ends_at": first["ends_at"]}),
        );
        bert.post("/bookings", again).await.expect(201);
        assert!(!refused.to_string().contains("Overleg"), "no private detail");
    }

    async fn back_to_back_is_no_conflict(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        anna.post("/bookings", wish(&world)).await.expect(201);
        let next = json!({"starts_at": "2026-12-10T12:00:00+01:00", "ends_at": "2026-12-10T13:00:00+01:00"});
        anna.post("/bookings", with(wish(&world), next)).await.expect(201);
        let before = json!({"starts_at": "2026-12-10T08:00:00+00:00", "ends_at": "2026-12-10T09:00:00Z"});
        anna.post("/bookings", with(wish(&world), before)).await.expect(201);
    }

    async fn all_broken_rules_are_told_at_once(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let late = json!({
            "starts_at": "2026-12-10T03:07:00+01:00", "ends_at": "2026-12-10T03:17:00+01:00", "attendees": 500
        });
        let refused = anna.post("/bookings", with(wish(&world), late)).await.problem(422, "rule-violated");
        assert_eq!(rules(&refused), ["opening_hours", "grid", "duration", "attendees"]);
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM bookings", []).await, 0);
    }

    async fn the_horizon_and_the_past_are_rules(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let far = json!({"starts_at": "2027-12-10T10:00:00+01:00", "ends_at": "2027-12-10T12:00:00+01:00"});
        let refused = anna.post("/bookings", with(wish(&world), far)).await.problem(422, "rule-violated");
        assert_eq!(rules(&refused), ["horizon"]);
        let past = json!({"starts_at": "2026-12-02T10:00:00+01:00", "ends_at": "2026-12-02T12:00:00+01:00"});
        let refused = anna.post("/bookings", with(wish(&world), past)).await.problem(422, "rule-violated");
        assert_eq!(rules(&refused), ["notice"]);
    }

    async fn a_quote_says_what_a_booking_would_and_does_nothing(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let quote = anna.post("/bookings/quote", wish(&world)).await.expect(200).json;
        assert_eq!((&quote["possible"], &quote["status"], &quote["price"]), (&json!(true), &json!("confirmed"), &json!(null)));
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM bookings", []).await, 0);

        let reviewed = with(wish(&world), json!({"room_id": world.reviewed}));
        let quote = anna.post("/bookings/quote", reviewed).await.expect(200).json;
        assert_eq!((&quote["status"], &quote["review_reasons"]), (&json!("requested"), &json!(["always"])));
        assert_eq!(quote["answer_by"], "2026-12-10T09:00:00+01:00", "seven days");

        anna.post("/bookings", wish(&world)).await.expect(201);
        let quote = anna.post("/bookings/quote", wish(&world)).await.expect(200).json;
        assert_eq!(quote["possible"], false);
        assert_eq!(quote["conflicts"][0]["kind"], "booking");
        assert!(!quote["alternatives"].as_array().unwrap().is_empty());
    }

    async fn staff_set_rules_aside_with_a_reason_and_others_may_not(app: TestApp) {
        let world = app.world().await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let early = with(wish(&world), json!({
            "starts_at": "2026-12-10T06:00:00+01:00", "ends_at": "2026-12-10T07:00:00+01:00",
            "override": [{"rule": "opening_hours", "reason": "the market is set up"}]
        }));
        app.person("anna@example.org").await.post("/bookings", early.clone()).await.problem(403, "forbidden");
        let elsewhere = app.staff(StaffRole::Desk, world.other_centre).await;
        elsewhere.post("/bookings", early.clone()).await.problem(403, "forbidden");
        let made = desk.post("/bookings", early).await.expect(201);
        assert_eq!(made.json["override"][0]["reason"], "the market is set up");
    }

    async fn the_desk_books_for_a_caller_without_an_address(app: TestApp) {
        let world = app.world().await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let call = with(wish(&world), json!({"on_behalf_of": {"name": "Mevrouw Peeters", "phone": "016 12 34 56"}}));
        app.person("anna@example.org").await.post("/bookings", call.clone()).await.problem(403, "forbidden");
        let made = desk.post("/bookings", call).await.expect(201);
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM outbox", []).await, 0, "nobody to write to");
        assert_eq!(made.json["on_behalf_of"]["phone"], "016 12 34 56");
        // Another centre's desk may ask for a caller as well, under the room's own rules.
        let elsewhere = app.staff(StaffRole::Desk, world.other_centre).await;
        let call = with(wish(&world), json!({
            "room_id": world.reviewed, "on_behalf_of": {"name": "Meneer Claes"}
        }));
        assert_eq!(elsewhere.post("/bookings", call).await.expect(201).json["status"], "requested");
    }

    async fn sent_again_with_its_key_it_is_made_once(app: TestApp) {
        let world = app.world().await;
        let (anna, bert) = (app.person("anna@example.org").await, app.person("bert@example.org").await);
        let first = anna.post("/bookings", wish(&world)).key("k1").await.expect(201);
        let again = anna.post("/bookings", wish(&world)).key("k1").await.expect(201);
        assert_eq!((first.text.as_str(), first.etag()), (again.text.as_str(), again.etag()));
        assert_eq!(first.header("location"), again.header("location"));
        let other = with(wish(&world), json!({"title": "Iets anders"}));
        anna.post("/bookings", other).key("k1").await.problem(422, "idempotency-mismatch");
        bert.post("/bookings", wish(&world)).key("k1").await.problem(409, "booking-conflict");
        app.clock.advance(25 * 60 * 60);
        anna.post("/bookings", wish(&world)).key("k1").await.problem(409, "booking-conflict");
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM bookings", []).await, 1);
    }
}
