//! Hours, horizons, and the edges of time.

use lokaal::domain::{
    ids::new_v7,
    room::{LendingWindow, Rules},
};
use serde_json::{Value, json};

use super::{claim, floor_of, instant, open_always, room_with, short, times};
use crate::both_engines;

both_engines! {
    async fn midnight_joins_where_both_sides_are_open(app: TestApp) {
        let world = app.world().await;
        open_always(&app).await;
        let nights = ("2026-12-10T22:00:00+01:00", "2026-12-12T02:00:00+01:00");
        let found = times(&app.anonymous(), world.meeting, nights.0, nights.1, "").await;
        assert_eq!(short(&found["free"]), ["10 22:00-12 02:00"]);
    }

    async fn days_of_23_and_25_hours(app: TestApp) {
        let world = app.world().await;
        open_always(&app).await;
        let anyone = app.anonymous();
        let floor = floor_of(&app, world.meeting).await;
        claim(&app, floor, "2027-03-28T01:00:00+01:00", "2027-03-28T03:00:00+02:00", 1, false).await;
        let spring = times(&anyone, world.meeting, "2027-03-28T00:00:00+01:00", "2027-03-29T00:00:00+02:00", "").await;
        assert_eq!(
            (spring["busy"][0]["starts_at"].as_str(), spring["busy"][0]["ends_at"].as_str()),
            (Some("2027-03-28T01:00:00+01:00"), Some("2027-03-28T03:00:00+02:00")),
            "one hour passes"
        );
        assert_eq!(short(&spring["free"]), ["28 00:00-01:00", "28 03:00-29 00:00"]);

        app.clock.set(instant("2027-09-01T10:00:00+02:00"));
        claim(&app, floor, "2027-10-31T02:00:00+02:00", "2027-10-31T02:00:00+01:00", 1, false).await;
        let autumn = times(&anyone, world.meeting, "2027-10-31T00:00:00+02:00", "2027-11-01T00:00:00+01:00", "").await;
        assert_eq!(
            (autumn["busy"][0]["starts_at"].as_str(), autumn["busy"][0]["ends_at"].as_str()),
            (Some("2027-10-31T02:00:00+02:00"), Some("2027-10-31T02:00:00+01:00")),
            "the first two o'clock until the second"
        );
        let free = &autumn["free"];
        assert_eq!(free[0]["ends_at"], "2027-10-31T02:00:00+02:00");
        assert_eq!(free[1]["starts_at"], "2027-10-31T02:00:00+01:00");
        assert_eq!(free[1]["ends_at"], "2027-11-01T00:00:00+01:00");
    }

    async fn a_lent_room_is_free_in_its_windows_only(app: TestApp) {
        let world = app.world().await;
        let lent: LendingWindow =
            serde_json::from_value(json!({"weekday": "th", "from": "18:00", "until": "23:00", "access": "key_holder"})).unwrap();
        let rules = Rules { lending_windows: Some(vec![lent]), ..Rules::default() };
        let room = room_with(&app, world.centre, &rules).await;
        let week = ("2026-12-07T00:00:00+01:00", "2026-12-14T00:00:00+01:00");
        let found = times(&app.anonymous(), room, week.0, week.1, "").await;
        assert_eq!(short(&found["free"]), ["10 18:00-23:00"]);
    }

    async fn notice_and_horizon_bound_what_is_free(app: TestApp) {
        let world = app.world().await;
        let rules = Rules {
            notice_minutes: 24 * 60,
            horizon_days: [("default".to_owned(), 7), ("committee".to_owned(), 9)].into(),
            ..Rules::default()
        };
        let room = room_with(&app, world.centre, &rules).await;
        app.clock.advance(20);
        let long = ("2026-12-01T00:00:00+01:00", "2026-12-31T00:00:00+01:00");
        let first_and_last = |found: &Value| {
            let free = found["free"].as_array().unwrap();
            (free[0]["starts_at"].as_str().unwrap().to_owned(), free.last().unwrap()["ends_at"].as_str().unwrap().to_owned())
        };
        // It is 09:00:20 on 3 December: the first whole minute a day ahead.
        let found = times(&app.anonymous(), room, long.0, long.1, "").await;
        assert_eq!(
            first_and_last(&found),
            ("2026-12-04T09:01:00+01:00".into(), "2026-12-11T00:00:00+01:00".into())
        );
        let anna = app.person("anna@example.org").await;
        let id = new_v7(app.now());
        let columns = [
            ("id", id.into()),
            ("name", "Comité".into()),
            ("kind", "neighbourhood_committee".into()),
            ("priority_class", "committee".into()),
            ("contact_email", "info@example.org".into()),
            ("verified", true.into()),
            ("created_at", 1_i64.into()),
        ];
        app.rows.insert("organisations", &columns).await;
        let membership = [
            ("organisation_id", id.into()),
            ("user_id", anna.id().0.into()),
            ("role", "booker".into()),
            ("created_at", 1_i64.into()),
        ];
        app.rows.insert("memberships", &membership).await;
        let found = times(&anna, room, long.0, long.1, "").await;
        assert_eq!(first_and_last(&found).1, "2026-12-13T00:00:00+01:00", "the horizon of her committee");
        app.rows.execute("UPDATE centres SET host_organisation_id = $1", [id.into()]).await;
        app.renew_catalogue().await;
        let found = times(&anna, room, long.0, long.1, "").await;
        assert_eq!(first_and_last(&found).1, "2026-12-31T00:00:00+01:00", "a host has no horizon");
    }

    async fn the_offset_of_the_question_is_its_own_affair(app: TestApp) {
        let world = app.world().await;
        let anyone = app.anonymous();
        let here = times(&anyone, world.meeting, "2026-12-10T00:00:00+01:00", "2026-12-11T00:00:00+01:00", "").await;
        for (from, until) in [
            ("2026-12-09T23:00:00Z", "2026-12-10T23:00:00Z"),
            ("2026-12-10T08:00:00+09:00", "2026-12-11T08:00:00+09:00"),
            ("2026-12-09T19:30:00-03:30", "2026-12-10T19:30:00-03:30"),
        ] {
            assert_eq!(times(&anyone, world.meeting, from, until, "").await, here, "{from}");
        }
    }

    async fn the_ends_of_time_are_answered(app: TestApp) {
        let world = app.world().await;
        let anyone = app.anonymous();
        for (from, until) in [
            ("9999-01-01T00:00:00Z", "9999-12-31T23:59:00Z"),
            ("1970-01-01T00:00:00Z", "1971-01-01T00:00:00Z"),
        ] {
            let found = times(&anyone, world.meeting, from, until, "").await;
            assert_eq!((&found["free"], &found["busy"]), (&json!([]), &json!([])));
        }
    }

    async fn bad_windows_are_refused_by_name(app: TestApp) {
        let world = app.world().await;
        let anyone = app.anonymous();
        let (room, centre) = (format!("/rooms/{}", world.meeting), format!("/centres/{}", world.centre));
        let year = "from=2026-01-01T00:00:00Z&until=2027-02-05T00:00:00Z";
        let too_long = "from=2026-01-01T00:00:00Z&until=2027-02-05T01:01:00Z";
        anyone.get(&format!("{room}/availability?{year}")).await.expect(200);
        anyone.get(&format!("{centre}/availability?from=2027-03-15T00:00:00%2B01:00&until=2027-04-15T00:00:00%2B02:00"))
            .await.expect(200);
        for (path, query, pointers) in [
            (&room, too_long, vec!["until"]),
            (&centre, year, vec!["until"]),
            (&room, "", vec!["from", "until"]),
            (&room, "from=2026-12-10T00:00:00Z", vec!["until"]),
            (&room, "from=2026-12-10T00:00:00Z&until=2026-12-10T00:00:00Z", vec!["until"]),
            (&room, "from=2026-12-10T00:00:00Z&until=2026-12-09T00:00:00Z", vec!["until"]),
            (&room, "from=2026-12-10&until=later", vec!["from", "until"]),
            (&room, "from=2026-12-10T00:00:30Z&until=10000-01-01T00:00:00Z", vec!["from", "until"]),
            (&room, "from=1969-12-31T23:59:00Z&until=2026-12-10T00:00:00Z", vec!["from"]),
            (&room, "from=2026-12-10T00:00:00Z&until=2026-12-11T00:00:00Z&people=0", vec!["people"]),
            (&room, "from=2026-12-10T00:00:00Z&until=2026-12-11T00:00:00Z&people=many", vec!["people"]),
            (&room, "from=2026-12-10T00:00:00Z&until=2026-12-11T00:00:00Z&colour=1", vec!["colour"]),
            (&centre, "from=2026-12-10T00:00:00Z&until=2026-12-11T00:00:00Z&people=1", vec!["people"]),
        ] {
            let refused = anyone.get(&format!("{path}/availability?{query}")).await.problem(422, "validation");
            let named: Vec<&str> =
                refused["errors"].as_array().unwrap().iter().filter_map(|fault| fault["pointer"].as_str()).collect();
            assert_eq!(named, pointers, "{query}");
        }
        let window = "availability?from=2026-12-10T00:00:00Z&until=2026-12-11T00:00:00Z";
        for id in ["0198c5a4-0000-7000-8000-000000000000", "hall", "%27"] {
            anyone.get(&format!("/rooms/{id}/{window}")).await.problem(404, "not-found");
            anyone.get(&format!("/centres/{id}/{window}")).await.problem(404, "not-found");
        }
        let stranger = anyone.with_token("no token");
        stranger.get(&format!("{room}/{window}")).await.problem(401, "unauthorized");
    }
}
