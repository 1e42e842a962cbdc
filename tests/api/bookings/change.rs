//! Moving, resizing, renaming.

use lokaal::domain::person::StaffRole;
use serde_json::json;

use super::{rules, wish, with};
use crate::both_engines;

both_engines! {
    async fn a_change_needs_the_version_that_was_read(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let made = anna.post("/bookings", wish(&world)).await.expect(201);
        let path = format!("/bookings/{}", made.id());
        let bare = anna.api(reqwest::Method::PATCH, &path).json(&json!({"title": "Anders"})).await;
        bare.problem(428, "precondition-required");
        let changed = anna.patch(&path, &made.etag(), json!({"title": "Anders"})).await.expect(200);
        assert_eq!((&changed.json["title"], changed.etag()), (&json!("Anders"), "\"2\"".to_owned()));
        anna.patch(&path, &made.etag(), json!({"title": "Nog anders"})).await.problem(412, "precondition-failed");
        app.person("bert@example.org").await.patch(&path, "*", json!({"title": "x"})).await.problem(404, "not-found");
        let unknown = anna.patch(&path, "*", json!({"tittle": "x"})).await.problem(422, "validation");
        assert_eq!(unknown["errors"][0]["pointer"], "/tittle");
        anna.patch(&path, "*", json!({"title": null})).await.problem(422, "validation");
        anna.patch(&path, "*", json!([1])).await.problem(422, "validation");
    }

    async fn a_move_takes_the_new_time_and_frees_the_old(app: TestApp) {
        let world = app.world().await;
        let (anna, bert) = (app.person("anna@example.org").await, app.person("bert@example.org").await);
        let made = anna.post("/bookings", wish(&world)).await.expect(201);
        let path = format!("/bookings/{}", made.id());
        // Onto a time that overlaps its own.
        let later = json!({"starts_at": "2026-12-10T11:00:00+01:00", "ends_at": "2026-12-10T13:00:00+01:00"});
        let moved = anna.patch(&path, &made.etag(), later).await.expect(200);
        assert_eq!(moved.json["starts_at"], "2026-12-10T11:00:00+01:00");
        let freed = json!({"ends_at": "2026-12-10T11:00:00+01:00"});
        bert.post("/bookings", with(wish(&world), freed)).await.expect(201);
        let back = json!({"starts_at": "2026-12-10T10:00:00+01:00"});
        let refused = anna.patch(&path, &moved.etag(), back).await.problem(409, "booking-conflict");
        assert_eq!(refused["conflicts"][0]["ends_at"], "2026-12-10T11:00:00+01:00");
        assert!(!refused["alternatives"].as_array().unwrap().is_empty());
        let other_room = anna.patch(&path, &moved.etag(), json!({"room_id": world.hall})).await.expect(200);
        assert_eq!(other_room.json["room_name"], "Hall");
        let refused = anna.patch(&path, "*", json!({"attendees": 81})).await.problem(422, "rule-violated");
        assert_eq!(rules(&refused), ["attendees"]);
    }

    async fn a_move_to_another_room_uses_it_as_it_is_made_for(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let made = anna.post("/bookings", with(wish(&world), json!({"room_id": world.shared}))).await.expect(201);
        let path = format!("/bookings/{}", made.id());
        let to = |room| json!({"room_id": room});
        assert_eq!(anna.patch(&path, "*", to(world.meeting)).await.expect(200).json["shared"], false);
        assert_eq!(anna.patch(&path, "*", to(world.shared)).await.expect(200).json["shared"], true);
        // Unless it was asked for whole, or is now.
        anna.patch(&path, "*", json!({"shared": false})).await.expect(200);
        let same = anna.patch(&path, "*", to(world.shared)).await.expect(200);
        assert_eq!(same.json["shared"], false, "no move");
        anna.patch(&path, "*", to(world.meeting)).await.expect(200);
        let whole = anna.patch(&path, "*", json!({"room_id": world.shared, "shared": false})).await.expect(200);
        assert_eq!(whole.json["shared"], false);
    }

    async fn a_move_onto_a_time_that_needs_review_is_a_request_again(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let made = anna.post("/bookings", wish(&world)).await.expect(201);
        let path = format!("/bookings/{}", made.id());
        // 22:00 to 24:00 is opened by a key-holder, and none is named.
        let night = json!({"starts_at": "2026-12-10T22:00:00+01:00", "ends_at": "2026-12-11T00:00:00+01:00"});
        let moved = anna.patch(&path, &made.etag(), night.clone()).await.expect(200);
        assert_eq!((&moved.json["status"], &moved.json["review_reasons"]), (&json!("requested"), &json!(["no_key_holder"])));
        let day = json!({"starts_at": "2026-12-10T14:00:00+01:00", "ends_at": "2026-12-10T15:00:00+01:00"});
        let back = anna.patch(&path, &moved.etag(), day).await.expect(200);
        assert_eq!((&back.json["status"], &back.json["answer_by"]), (&json!("confirmed"), &json!(null)));
        // The desk's own move stays confirmed.
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let moved = desk.patch(&path, &back.etag(), night).await.expect(200);
        assert_eq!(moved.json["status"], "confirmed");
    }

    async fn what_is_over_stays_as_it_was(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let made = anna.post("/bookings", wish(&world)).await.expect(201);
        let path = format!("/bookings/{}", made.id());
        app.clock.advance(8 * 24 * 60 * 60);
        anna.patch(&path, "*", json!({"title": "Anders"})).await.problem(409, "invalid-transition");
        let cancelled = anna.post("/bookings", with(wish(&world), json!({
            "starts_at": "2026-12-14T10:00:00+01:00", "ends_at": "2026-12-14T12:00:00+01:00"
        }))).await.expect(201);
        anna.post(&format!("/bookings/{}/cancel", cancelled.id()), json!({})).await.expect(200);
        let path = format!("/bookings/{}", cancelled.id());
        anna.patch(&path, "*", json!({"title": "Anders"})).await.problem(409, "invalid-transition");
    }

    async fn members_that_a_change_does_not_name_stay(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let full = with(wish(&world), json!({
            "note": "Graag koffie", "activity": "meeting", "audience": "all", "music": "background",
            "equipment": [{"resource_id": world.projectors, "quantity": 2}],
            "on_site_contact": {"name": "Anna", "phone": "016"}
        }));
        let made = anna.post("/bookings", full).await.expect(201);
        let path = format!("/bookings/{}", made.id());
        let changed = anna.patch(&path, &made.etag(), json!({"attendees": 6})).await.expect(200).json;
        for member in ["note", "activity", "audience", "music", "equipment", "on_site_contact", "title", "starts_at"] {
            assert_eq!(changed[member], made.json[member], "{member}");
        }
        let dropped = anna.patch(&path, "*", json!({"note": null, "equipment": []})).await.expect(200).json;
        assert_eq!((&dropped["note"], &dropped["equipment"]), (&json!(null), &json!([])));
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM claims", []).await, 1);
    }
}
