//! Series made, and refused.

use lokaal::domain::person::StaffRole;
use serde_json::json;

use super::{starts, weekly};
use crate::{
    bookings::{rules, wish, with},
    both_engines,
};

both_engines! {
    async fn every_date_is_a_booking_at_its_time_of_day(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        // Across the change of clocks of 28 March 2027, without the school holidays.
        let asked = with(weekly(&world), json!({
            "rrule": "FREQ=MONTHLY;BYDAY=-1TH;COUNT=5",
            "starts_at_local": "2026-12-31T19:00:00",
            "skip_holidays": ["school"],
            "exdates": ["2027-02-25T19:00"],
            "rdates": ["2027-02-24"],
        }));
        let made = anna.post("/series", asked).await.expect(201);
        let expected = [
            "2027-01-28T19:00:00+01:00", "2027-02-24T19:00:00+01:00", "2027-03-25T19:00:00+01:00",
            "2027-04-29T19:00:00+02:00",
        ];
        assert_eq!(starts(&made.json["bookings"]), expected);
        assert_eq!(made.json["bookings"][3]["ends_at"], "2027-04-29T21:00:00+02:00");
        assert_eq!(made.json["skipped"], json!([]));
        assert_eq!(made.json["series"]["rrule"], "FREQ=MONTHLY;COUNT=5;BYDAY=-1TH");
        let id = made.json["series"]["id"].as_str().unwrap();
        assert_eq!(made.header("location"), format!("/api/v1/series/{id}"));
        for booking in made.json["bookings"].as_array().unwrap() {
            assert_eq!((&booking["series_id"], &booking["status"]), (&json!(id), &json!("confirmed")));
            let path = format!("/bookings/{}/history", booking["id"].as_str().unwrap());
            assert_eq!(anna.get(&path).await.expect(200).json["items"][0]["action"], "booking.confirmed");
        }
        // The law knows them.
        let same = with(wish(&world), json!({
            "starts_at": "2027-04-29T20:00:00+02:00", "ends_at": "2027-04-29T22:00:00+02:00"
        }));
        anna.post("/bookings", same).await.problem(409, "booking-conflict");
    }

    async fn one_date_that_is_taken_refuses_the_whole_with_every_clash(app: TestApp) {
        let world = app.world().await;
        let (anna, bert) = (app.person("anna@example.org").await, app.person("bert@example.org").await);
        for day in ["2026-12-17", "2026-12-31"] {
            let taken = with(wish(&world), json!({
                "starts_at": format!("{day}T20:00:00+01:00"), "ends_at": format!("{day}T22:00:00+01:00")
            }));
            bert.post("/bookings", taken).await.expect(201);
        }
        let before = app.rows.dump().await;
        let refused = anna.post("/series", weekly(&world)).await.problem(409, "booking-conflict");
        assert_eq!(starts(&refused["conflicts"]), ["2026-12-17T20:00:00+01:00", "2026-12-31T20:00:00+01:00"]);
        assert_eq!(starts(&refused["dates"]), ["2026-12-17T19:00:00+01:00", "2026-12-31T19:00:00+01:00"]);
        for date in refused["dates"].as_array().unwrap() {
            assert!(!date["alternatives"].as_array().unwrap().is_empty());
        }
        assert_eq!(app.rows.dump().await, before, "nothing is made");
    }

    async fn dates_that_break_a_rule_refuse_the_whole_with_every_one(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        // 180 days ahead: until 1 June 2027.
        let long = with(weekly(&world), json!({"rrule": "FREQ=MONTHLY;COUNT=8"}));
        let refused = anna.post("/series", long).await.problem(422, "rule-violated");
        assert_eq!(rules(&refused), ["horizon", "horizon"]);
        assert_eq!(starts(&refused["violations"]), ["2027-06-10T19:00:00+02:00", "2027-07-10T19:00:00+02:00"]);
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM bookings", []).await, 0);
    }

    async fn skip_makes_the_rest_and_keeps_what_could_not_be_had(app: TestApp) {
        let world = app.world().await;
        let (anna, bert) = (app.person("anna@example.org").await, app.person("bert@example.org").await);
        let taken = with(wish(&world), json!({
            "starts_at": "2027-01-10T20:00:00+01:00", "ends_at": "2027-01-10T22:00:00+01:00"
        }));
        bert.post("/bookings", taken).await.expect(201);
        let asked = with(weekly(&world), json!({"rrule": "FREQ=MONTHLY;COUNT=8", "on_conflict": "skip"}));
        let made = anna.post("/series", asked).await.expect(201).json;
        assert_eq!(made["bookings"].as_array().unwrap().len(), 5);
        let skipped = &made["skipped"];
        assert_eq!(starts(skipped), [
            "2027-01-10T19:00:00+01:00", "2027-06-10T19:00:00+02:00", "2027-07-10T19:00:00+02:00"
        ]);
        assert_eq!((&skipped[0]["reason"], &skipped[0]["rule"]), (&json!("conflict"), &json!(null)));
        assert!(!skipped[0]["alternatives"].as_array().unwrap().is_empty());
        assert_eq!((&skipped[1]["reason"], &skipped[1]["rule"]), (&json!("rule"), &json!("horizon")));
        // Where nothing at all can be had, there is no series.
        let nothing = with(weekly(&world), json!({
            "starts_at_local": "2028-01-06T19:00", "on_conflict": "skip"
        }));
        anna.post("/series", nothing).await.problem(422, "rule-violated");
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM series", []).await, 1);
    }

    async fn dates_that_the_desk_looks_at_are_requested(app: TestApp) {
        let world = app.world().await;
        let asked = with(weekly(&world), json!({"room_id": world.reviewed}));
        let made = app.person("anna@example.org").await.post("/series", asked.clone()).await.expect(201).json;
        for booking in made["bookings"].as_array().unwrap() {
            assert_eq!(booking["status"], "requested");
            assert!(booking["answer_by"].is_string());
        }
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let asked = with(asked, json!({"starts_at_local": "2026-12-11T19:00"}));
        let made = desk.post("/series", asked).await.expect(201).json;
        assert_eq!(made["bookings"][4]["status"], "confirmed", "the desk itself has looked");
    }

    async fn a_series_that_runs_into_itself_with_its_cleaning_clashes(app: TestApp) {
        let world = app.world().await;
        let cleaned = lokaal::domain::room::Rules { cleanup_minutes: 60, ..Default::default() };
        let room = app.add_meeting_room(world.centre, "Kitchen", 12, &cleaned).await;
        app.renew_catalogue().await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let asked = with(weekly(&world), json!({
            "room_id": room, "rrule": "FREQ=DAILY;COUNT=2", "duration_minutes": 1440,
            "override": [{"rule": "opening_hours", "reason": "night"}]
        }));
        let refused = desk.post("/series", asked).await.problem(409, "booking-conflict");
        assert_eq!(starts(&refused["dates"]), ["2026-12-11T19:00:00+01:00"]);
    }

    async fn hostile_and_wrong_requests_are_told_what_is_wrong(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        for (members, pointer, code) in [
            (json!({"rrule": "FREQ=SECONDLY;COUNT=5"}), "/rrule", "unsupported"),
            (json!({"rrule": "FREQ=WEEKLY"}), "/rrule", "endless"),
            (json!({"rrule": "FREQ=DAILY;UNTIL=99991231"}), "/rrule", "too_many"),
            (json!({"rrule": "FREQ=DAILY;COUNT=401"}), "/rrule", "too_many"),
            (json!({"rrule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=2"}), "/starts_at_local", "not_in_rule"),
            (json!({"rrule": "every thursday"}), "/rrule", "rrule"),
            (json!({"starts_at_local": "2026-12-10T19:00:00+01:00"}), "/starts_at_local", "local_time"),
            (json!({"starts_at_local": "2026-12-10T19:00:30"}), "/starts_at_local", "local_time"),
            (json!({"duration_minutes": 0}), "/duration_minutes", "out_of_range"),
            (json!({"duration_minutes": i64::MAX}), "/duration_minutes", "out_of_range"),
            (json!({"exdates": ["10/12/2026"]}), "/exdates/0", "date"),
            (json!({"rdates": ["2026-12-11", "2026-12-12T20:00"]}), "/rdates/1", "other_time"),
            (json!({"title": " "}), "/title", "required"),
        ] {
            let problem = anna.post("/series", with(weekly(&world), members)).await.problem(422, "validation");
            let fault = &problem["errors"][0];
            assert_eq!((&fault["pointer"], &fault["code"]), (&json!(pointer), &json!(code)), "{problem}");
        }
        let aside = json!({"override": [{"rule": "horizon", "reason": "because"}]});
        anna.post("/series", with(weekly(&world), aside)).await.problem(403, "forbidden");
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM series", []).await, 0);
    }

    async fn sent_again_with_its_key_it_is_made_once(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let first = anna.post("/series", weekly(&world)).key("k1").await.expect(201);
        let again = anna.post("/series", weekly(&world)).key("k1").await.expect(201);
        assert_eq!((first.text.as_str(), first.etag()), (again.text.as_str(), again.etag()));
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM bookings", []).await, 5);
    }

    async fn of_many_who_want_the_same_dates_one_gets_them(app: TestApp) {
        let world = app.world().await;
        let mut asks = tokio::task::JoinSet::new();
        for n in 0..8 {
            let person = app.person(&format!("p{n}@example.org")).await;
            let asked = weekly(&world);
            asks.spawn(async move { person.post("/series", asked).await.status });
        }
        let mut statuses = asks.join_all().await;
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409, 409, 409, 409, 409, 409, 409]);
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM claims", []).await, 5);
    }
}
