//! When rooms are free and when they are taken.

mod claims;
mod when;

use lokaal::domain::{
    ids::{CentreId, ResourceId, RoomId, new_v7},
    person::StaffRole,
    resource::ResourceKind,
    room::Rules,
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
