//! The edges of time: nights when the clock changes, midnight, years far away, other offsets.

use serde_json::{Value, json};

use super::{rules, wish, with};
use crate::{both_engines, support::world::World};

fn between(world: &World, starts_at: &str, ends_at: &str) -> Value {
    with(wish(world), json!({"starts_at": starts_at, "ends_at": ends_at}))
}

both_engines! {
    async fn nothing_lasts_no_time_or_less(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        for ends_at in ["2026-12-10T10:00:00+01:00", "2026-12-10T09:00:00+01:00"] {
            let wish = between(&world, "2026-12-10T10:00:00+01:00", ends_at);
            let refused = anna.post("/bookings", wish).await.problem(422, "validation");
            assert_eq!(refused["errors"][0]["pointer"], "/ends_at");
        }
    }

    async fn instants_are_whole_minutes_with_an_offset(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        for starts_at in [
            "2026-12-10T10:00:30+01:00", "2026-12-10T10:00:00.5+01:00", "2026-12-10T10:00", "2026-12-10", "tomorrow", "",
            "2026-13-10T10:00:00Z", "1969-12-31T23:00:00Z", "+12026-12-10T10:00:00Z", "2026-12-10T10:00:60Z",
        ] {
            let refused = anna.post("/bookings", between(&world, starts_at, "2026-12-10T12:00:00+01:00")).await;
            assert_eq!(refused.problem(422, "validation")["errors"][0]["pointer"], "/starts_at", "{starts_at}");
        }
    }

    async fn the_year_9999_is_beyond_the_horizon_and_no_fault(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let far = between(&world, "9999-12-31T10:00:00+01:00", "9999-12-31T12:00:00+01:00");
        let refused = anna.post("/bookings", far).await.problem(422, "rule-violated");
        assert!(rules(&refused).contains(&"horizon"));
        let whole = between(&world, "2026-12-10T10:00:00+01:00", "9999-12-31T12:00:00+01:00");
        let refused = anna.post("/bookings", whole).await.problem(422, "rule-violated");
        assert!(rules(&refused).contains(&"duration"));
    }

    async fn another_offset_is_the_same_instant(app: TestApp) {
        let world = app.world().await;
        let (anna, bert) = (app.person("anna@example.org").await, app.person("bert@example.org").await);
        let tokyo = between(&world, "2026-12-10T18:00:00+09:00", "2026-12-10T20:00:00+09:00");
        let made = anna.post("/bookings", tokyo).await.expect(201);
        assert_eq!(made.json["starts_at"], "2026-12-10T10:00:00+01:00");
        bert.post("/bookings", wish(&world)).await.problem(409, "booking-conflict");
    }

    async fn midnight_belongs_to_the_day_that_ends(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let until = between(&world, "2026-12-10T21:00:00+01:00", "2026-12-11T00:00:00+01:00");
        anna.post("/bookings", until).await.expect(201);
        // The centre opens at eight again: a night through is outside its hours.
        let across = between(&world, "2026-12-11T23:00:00+01:00", "2026-12-12T01:00:00+01:00");
        let refused = anna.post("/bookings", across).await.problem(422, "rule-violated");
        assert_eq!(rules(&refused), ["opening_hours"]);
    }

    async fn across_midnight_where_the_centre_is_open_all_night(app: TestApp) {
        let world = app.world().await;
        let always: Vec<Value> = ["mo", "tu", "we", "th", "fr", "sa", "su"]
            .iter()
            .map(|day| json!({"weekday": day, "opens": "00:00", "closes": "24:00", "access": "staffed"}))
            .collect();
        app.rows.execute("UPDATE centres SET opening_hours = $1", [json!(always).to_string().into()]).await;
        app.renew_catalogue().await;
        let anna = app.person("anna@example.org").await;
        let across = between(&world, "2026-12-11T23:00:00+01:00", "2026-12-12T01:00:00+01:00");
        assert_eq!(anna.post("/bookings", across).await.expect(201).json["status"], "confirmed");

        // 28 March 2027: 02:00 to 03:00 does not exist. 01:00 to 04:00 is two hours long.
        let spring = between(&world, "2027-03-28T01:00:00+01:00", "2027-03-28T04:00:00+02:00");
        let made = anna.post("/bookings", spring).await.expect(201).json;
        assert_eq!((&made["starts_at"], &made["ends_at"]), (&json!("2027-03-28T01:00:00+01:00"), &json!("2027-03-28T04:00:00+02:00")));
        let day = between(&world, "2027-03-28T00:00:00+01:00", "2027-03-29T00:00:00+02:00");
        anna.post("/bookings", day).await.problem(409, "booking-conflict");

        // 31 October 2027: 02:00 to 03:00 comes twice; both hours can be booked apart, and a day of 25 hours is too long.
        app.clock.advance(200 * 24 * 60 * 60);
        let first = between(&world, "2027-10-31T02:00:00+02:00", "2027-10-31T02:00:00+01:00");
        let second = between(&world, "2027-10-31T02:00:00+01:00", "2027-10-31T03:00:00+01:00");
        anna.post("/bookings", first).await.expect(201);
        anna.post("/bookings", second).await.expect(201);
        let day = between(&world, "2027-10-31T00:00:00+02:00", "2027-11-01T00:00:00+01:00");
        let refused = anna.post("/bookings", day).await.problem(422, "rule-violated");
        assert_eq!(rules(&refused), ["duration"]);
    }
}
