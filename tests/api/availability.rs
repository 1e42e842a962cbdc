//! When rooms are free and when they are taken.

use lokaal::domain::{
    ids::{CentreId, ResourceId, RoomId, new_v7},
    person::StaffRole,
    resource::ResourceKind,
    room::{LendingWindow, Rules},
    time::Instant,
};
use serde_json::{Value, json};

use crate::{
    both_engines,
    support::{TestApp, actor::Actor},
};

fn instant(text: &str) -> Instant {
    Instant::from(chrono::DateTime::parse_from_rfc3339(text).expect("an instant"))
}

/// Claims a resource for a booking, or for closures, past the rules and under the law.
async fn claim(app: &TestApp, resource: ResourceId, from: &str, until: &str, quantity: i32, closure: bool) {
    let columns = [
        ("resource_id", resource.0.into()),
        ("booking_id", (!closure).then(|| new_v7(app.now())).into()),
        ("starts_at", instant(from).epoch_seconds().into()),
        ("ends_at", instant(until).epoch_seconds().into()),
        ("quantity", quantity.into()),
    ];
    app.rows.insert("claims", &columns).await;
}

async fn floor_of(app: &TestApp, room: RoomId) -> ResourceId {
    app.store().room(room).await.expect("a room").0.resource_ids[0]
}

async fn open_always(app: &TestApp) {
    let always: Vec<Value> = ["mo", "tu", "we", "th", "fr", "sa", "su"]
        .iter()
        .map(|day| json!({"weekday": day, "opens": "00:00", "closes": "24:00", "access": "staffed"}))
        .collect();
    app.rows.execute("UPDATE centres SET opening_hours = $1", [json!(always).to_string().into()]).await;
    app.renew_catalogue().await;
}

async fn times(actor: &Actor, room: RoomId, from: &str, until: &str, more: &str) -> Value {
    let (from, until) = (from.replace('+', "%2B"), until.replace('+', "%2B"));
    let path = format!("/rooms/{room}/availability?from={from}&until={until}{more}");
    actor.get(&path).await.expect(200).json
}

/// Stretches in short: `10 12:00-14:30` with the day, or `10 12:00-11 02:00`.
fn short(stretches: &Value) -> Vec<String> {
    let moment = |text: &Value| text.as_str().expect("a moment")[8..16].replace('T', " ");
    let short = |stretch: &Value| {
        let (from, until) = (moment(&stretch["starts_at"]), moment(&stretch["ends_at"]));
        let until = if from[..2] == until[..2] { until[3..].to_owned() } else { until };
        let kind = stretch.get("kind").map(|kind| format!(" {}", kind.as_str().unwrap())).unwrap_or_default();
        let places = stretch.get("places_free").map(|places| format!(" {places}")).unwrap_or_default();
        format!("{from}-{until}{kind}{places}")
    };
    stretches.as_array().expect("stretches").iter().map(short).collect()
}

async fn room_with(app: &TestApp, centre: CentreId, rules: &Rules) -> RoomId {
    let room = app.add_meeting_room(centre, "Room of the test", 20, rules).await;
    app.renew_catalogue().await;
    room
}

both_engines! {
    async fn free_is_what_hours_and_claims_leave(app: TestApp) {
        let world = app.world().await;
        let floor = floor_of(&app, world.meeting).await;
        claim(&app, floor, "2026-12-10T10:00:00+01:00", "2026-12-10T12:00:00+01:00", 1, false).await;
        claim(&app, floor, "2026-12-10T12:00:00+01:00", "2026-12-10T13:00:00+01:00", 1, false).await;
        claim(&app, floor, "2026-12-10T20:00:00+01:00", "2026-12-11T09:00:00+01:00", 1, true).await;
        let anyone = app.anonymous();
        let day = times(&anyone, world.meeting, "2026-12-10T00:00:00+01:00", "2026-12-12T00:00:00+01:00", "").await;
        assert_eq!(day["timezone"], "Europe/Brussels");
        assert_eq!(short(&day["free"]), ["10 08:00-10:00", "10 13:00-20:00", "11 09:00-12 00:00"]);
        assert_eq!(short(&day["busy"]), ["10 10:00-13:00 booking", "10 20:00-11 09:00 closure"]);
        assert!(day["free"][0].get("places_free").is_none());
        let cut = times(&anyone, world.meeting, "2026-12-10T11:00:00+01:00", "2026-12-10T14:00:00+01:00", "").await;
        assert_eq!(short(&cut["free"]), ["10 13:00-14:00"]);
        assert_eq!(short(&cut["busy"]), ["10 11:00-13:00 booking"]);
    }

    async fn a_hall_is_taken_where_a_half_of_it_is(app: TestApp) {
        let world = app.world().await;
        let half = floor_of(&app, world.half).await;
        claim(&app, half, "2026-12-10T10:00:00+01:00", "2026-12-10T12:00:00+01:00", 1, false).await;
        let day = ("2026-12-10T09:00:00+01:00", "2026-12-10T13:00:00+01:00");
        let anyone = app.anonymous();
        for (room, free) in [
            (world.hall, vec!["10 09:00-10:00", "10 12:00-13:00"]),
            (world.half, vec!["10 09:00-10:00", "10 12:00-13:00"]),
            (world.other_half, vec!["10 09:00-13:00"]),
        ] {
            assert_eq!(short(&times(&anyone, room, day.0, day.1, "").await["free"]), free);
        }
    }

    async fn set_up_and_clean_up_belong_to_the_claim(app: TestApp) {
        let world = app.world().await;
        let rules = Rules { setup_minutes: 30, cleanup_minutes: 60, min_minutes: 60, ..Rules::default() };
        let room = room_with(&app, world.centre, &rules).await;
        let anna = app.person("anna@example.org").await;
        let book = |from: &str, until: &str| {
            let wish = json!({
                "room_id": room, "title": "Overleg", "attendees": 5,
                "starts_at": format!("2026-12-10T{from}:00+01:00"), "ends_at": format!("2026-12-10T{until}:00+01:00"),
            });
            anna.post("/bookings", wish)
        };
        book("12:00", "13:00").await.expect(201);
        book("16:00", "17:00").await.expect(201);
        let day = times(&anna, room, "2026-12-10T00:00:00+01:00", "2026-12-11T00:00:00+01:00", "").await;
        assert_eq!(short(&day["busy"]), ["10 11:30-14:00 booking", "10 15:30-18:00 booking"]);
        // Between the two an hour and a half is left: less than set-up, an hour and clean-up.
        assert_eq!(short(&day["free"]), ["10 08:00-10:30", "10 18:30-11 00:00"]);
        book("09:30", "10:30").await.expect(201);
        book("14:00", "15:00").await.problem(409, "booking-conflict");
        book("18:30", "19:30").await.expect(201);
    }

    async fn shared_places_are_counted(app: TestApp) {
        let world = app.world().await;
        let floor = floor_of(&app, world.shared).await;
        claim(&app, floor, "2026-12-10T10:00:00+01:00", "2026-12-10T13:00:00+01:00", 40, false).await;
        claim(&app, floor, "2026-12-10T12:00:00+01:00", "2026-12-10T14:00:00+01:00", 20, false).await;
        let day = ("2026-12-10T09:00:00+01:00", "2026-12-10T15:00:00+01:00");
        let anyone = app.anonymous();
        let all = times(&anyone, world.shared, day.0, day.1, "").await;
        assert_eq!(
            short(&all["free"]),
            ["10 09:00-10:00 60", "10 10:00-12:00 20", "10 13:00-14:00 40", "10 14:00-15:00 60"]
        );
        assert_eq!(short(&all["busy"]), ["10 12:00-13:00 booking"]);
        let many = times(&anyone, world.shared, day.0, day.1, "&people=30").await;
        assert_eq!(short(&many["free"]), ["10 09:00-10:00 60", "10 13:00-14:00 40", "10 14:00-15:00 60"]);
        assert!(short(&times(&anyone, world.shared, day.0, day.1, "&people=61").await["free"]).is_empty());
    }

    async fn rooms_too_small_are_not_free_for_so_many(app: TestApp) {
        let world = app.world().await;
        let day = ("2026-12-10T09:00:00+01:00", "2026-12-10T10:00:00+01:00");
        let anyone = app.anonymous();
        assert_eq!(times(&anyone, world.meeting, day.0, day.1, "&people=12").await["free"].as_array().unwrap().len(), 1);
        assert_eq!(times(&anyone, world.meeting, day.0, day.1, "&people=13").await["free"], json!([]));
    }

    async fn a_full_building_is_free_for_nobody(app: TestApp) {
        let world = app.world().await;
        let people = app.add_resource(world.centre, ResourceKind::People, "people", 100).await;
        app.renew_catalogue().await;
        claim(&app, people, "2026-12-10T10:00:00+01:00", "2026-12-10T11:00:00+01:00", 95, false).await;
        let day = ("2026-12-10T09:00:00+01:00", "2026-12-10T12:00:00+01:00");
        let anyone = app.anonymous();
        let few = times(&anyone, world.meeting, day.0, day.1, "&people=5").await;
        assert_eq!(short(&few["free"]), ["10 09:00-12:00"]);
        let many = times(&anyone, world.meeting, day.0, day.1, "&people=6").await;
        assert_eq!(short(&many["free"]), ["10 09:00-10:00", "10 11:00-12:00"]);
        assert_eq!(many["busy"], json!([]), "the room itself is not taken");
    }

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

    async fn a_centre_tells_all_its_rooms_at_once(app: TestApp) {
        let world = app.world().await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let shared = floor_of(&app, world.shared).await;
        claim(&app, shared, "2026-12-10T10:00:00+01:00", "2026-12-10T11:00:00+01:00", 20, false).await;
        let half = floor_of(&app, world.half).await;
        claim(&app, half, "2026-12-10T10:00:00+01:00", "2026-12-10T11:00:00+01:00", 1, false).await;
        app.rows.execute("UPDATE rooms SET state = 'retired' WHERE id = $1", [world.reviewed.0.into()]).await;
        app.renew_catalogue().await;
        let path = format!(
            "/centres/{}/availability?from=2026-12-10T09:00:00%2B01:00&until=2026-12-10T12:00:00%2B01:00",
            world.centre
        );
        for who in [&desk, &app.anonymous()] {
            let found = who.get(&path).await.expect(200).json;
            assert_eq!(found["timezone"], "Europe/Brussels");
            let rooms: Vec<(&str, Vec<String>, Vec<String>)> = found["rooms"]
                .as_array()
                .unwrap()
                .iter()
                .map(|room| (room["room_name"].as_str().unwrap(), short(&room["free"]), short(&room["busy"])))
                .collect();
            let all = vec!["10 09:00-12:00".to_owned()];
            let cut = vec!["10 09:00-10:00".to_owned(), "10 11:00-12:00".to_owned()];
            let busy = vec!["10 10:00-11:00 booking".to_owned()];
            assert_eq!(
                rooms,
                [
                    ("Attic", all.clone(), vec![]),
                    ("Hall", cut.clone(), busy.clone()),
                    ("Hall A", cut, busy),
                    ("Hall B", all.clone(), vec![]),
                    ("Living room", all.clone(), vec![]),
                    ("Meeting room", all, vec![]),
                ]
            );
        }
    }
}
