//! What a change judges again, and what it leaves as it was.

use lokaal::domain::{
    person::StaffRole,
    room::{Review, ReviewMode, Rules},
    time::{DAY, HOUR},
};
use serde_json::json;

use super::{rules, wish, with};
use crate::both_engines;

both_engines! {
    async fn what_staff_set_aside_holds_for_that_time_only(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let early = with(wish(&world), json!({
            "starts_at": "2026-12-10T06:00:00+01:00", "ends_at": "2026-12-10T07:00:00+01:00",
            "override": [{"rule": "opening_hours", "reason": "de markt"}, {"rule": "attendees", "reason": "staand"}],
            "attendees": 14, "on_behalf_of": {"user_id": anna.id()}
        }));
        let made = desk.post("/bookings", early).await.expect(201);
        let path = format!("/bookings/{}", made.id());
        anna.patch(&path, "*", json!({"attendees": 13, "title": "Markt"})).await.expect(200);
        let refused = anna.patch(&path, "*", json!({"attendees": 200})).await.problem(422, "rule-violated");
        assert_eq!(rules(&refused), ["attendees"]);
        let earlier = json!({"starts_at": "2026-12-10T05:00:00+01:00"});
        let refused = anna.patch(&path, "*", earlier).await.problem(422, "rule-violated");
        assert_eq!(rules(&refused), ["opening_hours"]);
        let day = json!({"starts_at": "2026-12-10T10:00:00+01:00", "ends_at": "2026-12-10T11:00:00+01:00"});
        anna.patch(&path, "*", day).await.expect(200);
        let seen = desk.get(&path).await.expect(200);
        assert_eq!(seen.json["override"], json!([{"rule": "attendees", "reason": "staand"}]));
        // The desk itself may move it where it likes.
        let night = json!({
            "starts_at": "2026-12-10T05:00:00+01:00", "ends_at": "2026-12-10T06:00:00+01:00",
            "override": [{"rule": "opening_hours", "reason": "de markt"}, {"rule": "attendees", "reason": "staand"}]
        });
        desk.patch(&path, "*", night).await.expect(200);
    }

    async fn what_stays_is_not_judged_again(app: TestApp) {
        let world = app.world().await;
        let slow = Rules { notice_minutes: 48 * 60, ..Rules::default() };
        let room = app.add_meeting_room(world.centre, "Kitchen", 12, &slow).await;
        app.renew_catalogue().await;
        let anna = app.person("anna@example.org").await;
        let made = anna.post("/bookings", with(wish(&world), json!({"room_id": room}))).await.expect(201);
        let path = format!("/bookings/{}", made.id());
        app.clock.set(app.now().plus(6 * DAY + 20 * HOUR));
        let more = json!({"attendees": 6, "equipment": [{"resource_id": world.projectors, "quantity": 1}]});
        anna.patch(&path, "*", more).await.expect(200);
        let later = json!({"ends_at": "2026-12-10T13:00:00+01:00"});
        let refused = anna.patch(&path, "*", later).await.problem(422, "rule-violated");
        assert_eq!(rules(&refused), ["notice"]);
    }

    async fn what_the_desk_approved_is_looked_at_again_only_where_it_grows(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let asked = with(wish(&world), json!({"room_id": world.reviewed, "music": "background"}));
        let made = anna.post("/bookings", asked).await.expect(201);
        let path = format!("/bookings/{}", made.id());
        desk.post(&format!("{path}/approve"), json!({})).await.expect(200);
        let projector = json!([{"resource_id": world.projectors, "quantity": 1}]);
        for less in [json!({"equipment": projector}), json!({"attendees": 4}), json!({"music": "none"})] {
            let changed = anna.patch(&path, "*", less.clone()).await.expect(200);
            assert_eq!(changed.json["status"], "confirmed", "{less}");
            assert_eq!(changed.json["review_reasons"], json!(["always"]));
        }
        for more in [json!({"attendees": 5}), json!({"alcohol": "served"}), json!({"ends_at": "2026-12-10T13:00:00+01:00"})] {
            let changed = anna.patch(&path, "*", more.clone()).await.expect(200);
            assert_eq!(changed.json["status"], "requested", "{more}");
            desk.post(&format!("{path}/approve"), json!({})).await.expect(200);
        }
    }

    async fn an_option_keeps_its_date_until_it_is_confirmed(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let option = with(wish(&world), json!({
            "hold_until": "2026-12-08T12:00:00+01:00", "on_behalf_of": {"user_id": anna.id()}
        }));
        let held = desk.post("/bookings", option).await.expect(201);
        let path = format!("/bookings/{}", held.id());
        let refused = desk.patch(&path, "*", json!({"hold_until": null})).await.problem(422, "validation");
        assert_eq!(refused["errors"][0]["pointer"], "/hold_until");
        anna.patch(&path, "*", json!({"hold_until": "2026-12-09T12:00:00+01:00"})).await.problem(403, "forbidden");
        let longer = json!({"hold_until": "2026-12-09T12:00:00+01:00"});
        assert_eq!(desk.patch(&path, "*", longer.clone()).await.expect(200).json["hold_until"], "2026-12-09T12:00:00+01:00");
        let sooner = json!({"starts_at": "2026-12-07T10:00:00+01:00", "ends_at": "2026-12-07T12:00:00+01:00"});
        let moved = anna.patch(&path, "*", sooner).await.expect(200);
        assert_eq!((&moved.json["status"], &moved.json["hold_until"]), (&json!("held"), &json!("2026-12-07T10:00:00+01:00")));
        // The desk gave it there and then: somewhere else it would have to look.
        anna.patch(&path, "*", json!({"room_id": world.reviewed})).await.problem(409, "invalid-transition");
        assert_eq!(desk.patch(&path, "*", json!({"room_id": world.reviewed})).await.expect(200).json["status"], "held");
        anna.post(&format!("{path}/confirm"), json!({})).await.expect(200);
        desk.patch(&path, "*", json!({"hold_until": "2026-12-06T12:00:00+01:00"})).await.problem(409, "invalid-transition");
        let kinds = app.rows.all("SELECT kind FROM outbox ORDER BY id", []).await;
        let kinds: Vec<String> = kinds.iter().map(|row| row.try_get("", "kind").unwrap()).collect();
        assert_eq!(kinds, ["option_held", "option_held", "option_held", "option_held", "confirmed"]);
    }

    async fn a_request_that_moves_is_told_to_the_desk_it_moves_to(app: TestApp) {
        let world = app.world().await;
        let always = Rules { review: Review { mode: ReviewMode::Always, ..Review::default() }, ..Rules::default() };
        let there = app.add_meeting_room(world.other_centre, "Small room", 12, &always).await;
        let contact = "UPDATE centres SET contact_email = 'there@example.org' WHERE id = $1";
        app.rows.execute(contact, [world.other_centre.0.into()]).await;
        app.renew_catalogue().await;
        let anna = app.person("anna@example.org").await;
        let made = anna.post("/bookings", with(wish(&world), json!({"room_id": world.reviewed}))).await.expect(201);
        anna.patch(&format!("/bookings/{}", made.id()), "*", json!({"room_id": there})).await.expect(200);
        let waiting = "SELECT count(*) AS n FROM outbox WHERE kind = 'request_waiting' AND recipient = 'there@example.org'";
        assert_eq!(app.rows.count(waiting, []).await, 1);
    }

    async fn a_request_is_answered_before_it_starts_wherever_the_desk_moves_it(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let made = anna.post("/bookings", with(wish(&world), json!({"room_id": world.reviewed}))).await.expect(201);
        assert_eq!(made.json["answer_by"], "2026-12-10T09:00:00+01:00");
        let path = format!("/bookings/{}", made.id());
        let sooner = json!({"starts_at": "2026-12-07T10:00:00+01:00", "ends_at": "2026-12-07T12:00:00+01:00"});
        let moved = desk.patch(&path, "*", sooner).await.expect(200);
        assert_eq!((&moved.json["status"], &moved.json["answer_by"]), (&json!("requested"), &json!("2026-12-07T10:00:00+01:00")));
        let remind = "SELECT remind_at AS n FROM bookings";
        assert_eq!(app.rows.count(remind, []).await, app.now().plus(i64::midpoint(4 * DAY, HOUR)).epoch_seconds());
    }

    async fn a_request_whose_time_to_answer_is_over_is_not_approved(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let made = anna.post("/bookings", with(wish(&world), json!({"room_id": world.reviewed}))).await.expect(201);
        app.clock.advance(7 * DAY);
        desk.post(&format!("/bookings/{}/approve", made.id()), json!({})).await.problem(409, "invalid-transition");
    }

    async fn what_has_begun_stays_where_it_began(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let made = anna.post("/bookings", wish(&world)).await.expect(201);
        let path = format!("/bookings/{}", made.id());
        app.clock.set(app.now().plus(7 * DAY + 2 * HOUR));
        let next_week = json!({"starts_at": "2026-12-17T10:00:00+01:00", "ends_at": "2026-12-17T12:00:00+01:00"});
        anna.patch(&path, "*", next_week.clone()).await.problem(409, "invalid-transition");
        anna.patch(&path, "*", json!({"title": "Overleg, vervolg", "attendees": 4})).await.expect(200);
        desk.patch(&path, "*", next_week).await.expect(200);
    }

    async fn a_quote_of_a_change_says_what_it_would_make_of_the_booking(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let made = anna.post("/bookings", wish(&world)).await.expect(201);
        let quote = format!("/bookings/quote?booking_id={}", made.id());
        let later = with(wish(&world), json!({"ends_at": "2026-12-10T13:00:00+01:00"}));
        let found = anna.post(&quote, later.clone()).await.expect(200).json;
        assert_eq!((&found["possible"], &found["status"]), (&json!(true), &json!("confirmed")));
        let night = json!({"starts_at": "2026-12-10T22:00:00+01:00", "ends_at": "2026-12-11T00:00:00+01:00"});
        let found = anna.post(&quote, with(wish(&world), night)).await.expect(200).json;
        assert_eq!((&found["status"], &found["review_reasons"]), (&json!("requested"), &json!(["no_key_holder"])));
        app.person("bert@example.org").await.post(&quote, later.clone()).await.problem(404, "not-found");
        anna.post(&format!("/bookings/{}/cancel", made.id()), json!({})).await.expect(200);
        anna.post(&quote, later).await.problem(409, "invalid-transition");
    }

    async fn who_did_not_come_privately_is_looked_at(app: TestApp) {
        let world = app.world().await;
        let review = Review { mode: ReviewMode::When, no_shows: Some(1), ..Review::default() };
        let room = app.add_meeting_room(world.centre, "Studio", 12, &Rules { review, ..Rules::default() }).await;
        app.renew_catalogue().await;
        let (anna, bert) = (app.person("anna@example.org").await, app.person("bert@example.org").await);
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let made = anna.post("/bookings", wish(&world)).await.expect(201);
        app.clock.advance(8 * DAY);
        desk.post(&format!("/bookings/{}/attendance", made.id()), json!({"attended": false})).await.expect(200);
        let day = |day: u8| with(wish(&world), json!({
            "room_id": room,
            "starts_at": format!("2026-12-{day}T10:00:00+01:00"), "ends_at": format!("2026-12-{day}T12:00:00+01:00")
        }));
        let asked = anna.post("/bookings", day(17)).await.expect(201);
        assert_eq!((&asked.json["status"], &asked.json["review_reasons"]), (&json!("requested"), &json!(["no_shows"])));
        assert_eq!(bert.post("/bookings", day(18)).await.expect(201).json["status"], "confirmed");
    }
}
