//! Amplified events: so many a year in a centre, whichever way they come.

use std::collections::BTreeMap;

use lokaal::domain::{
    ids::RoomId,
    person::StaffRole,
    room::{Noise, Rules},
};
use serde_json::{Value, json};

use crate::{
    bookings::{rules, wish, with},
    both_engines,
    support::{actor::Actor, app::TestApp, world::World},
};

/// A room that lets its centre have so many amplified events a year.
async fn loud(app: &TestApp, world: &World, name: &str, most: u32) -> RoomId {
    let noise = Some(Noise { amplified_until: BTreeMap::new(), amplified_per_year: Some(most) });
    app.add_meeting_room(world.centre, name, 12, &Rules { noise, ..Rules::default() }).await
}

/// An hour and a half of music in a room.
fn music(world: &World, room: RoomId, date: &str, hour: u32) -> Value {
    let at = |hour: u32, minute| format!("{date}T{hour:02}:{minute}:00+01:00");
    let times =
        json!({"room_id": room, "music": "amplified", "starts_at": at(hour, "00"), "ends_at": at(hour + 1, "30")});
    with(wish(world), times)
}

async fn counted(app: &TestApp, world: &World, year: i32) -> i64 {
    let text = "SELECT count(*) AS n FROM bookings WHERE centre_id = $1 AND music = 'amplified'
        AND status IN ('requested', 'held', 'confirmed') AND starts_at >= $2 AND starts_at < $3";
    // Midnight in Brussels.
    let first = |year| chrono::NaiveDate::from_ymd_opt(year, 1, 1).unwrap().and_hms_opt(0, 0, 0).unwrap().and_utc();
    let at = |year| (first(year).timestamp() - 3600).into();
    app.rows.count(text, [world.centre.0.into(), at(year), at(year + 1)]).await
}

async fn shown(actor: &Actor, world: &World) -> Value {
    actor.get(&format!("/centres/{}/neighbours", world.centre)).await.expect(200).json
}

fn why(dates: &Value) -> Vec<&str> {
    dates.as_array().unwrap().iter().filter_map(|date| date["violations"][0]["rule"].as_str()).collect()
}

both_engines! {
    async fn sixteen_series_at_once_do_not_pass_the_count(app: TestApp) {
        let world = app.world().await;
        let mut rooms = Vec::new();
        for n in 0..4 {
            rooms.push(loud(&app, &world, &format!("Loud {n}"), 7).await);
        }
        app.renew_catalogue().await;
        let mut asks = Vec::new();
        for n in 0..16_usize {
            let person = app.person(&format!("person{n}@example.org")).await;
            let body = json!({
                "room_id": rooms[n % 4], "starts_at_local": format!("2026-12-07T{:02}:00", 9 + 2 * (n / 4)),
                "duration_minutes": 60, "rrule": "FREQ=DAILY;COUNT=3", "on_conflict": "skip", "title": "Repetitie",
                "attendees": 5, "music": "amplified",
            });
            asks.push(tokio::spawn(async move { person.post("/series", body).await }));
        }
        let mut made = 0;
        for ask in asks {
            let answer = ask.await.expect("no panic");
            if answer.status == 201 {
                made += answer.json["bookings"].as_array().unwrap().len();
                assert!(why(&answer.json["skipped"]).iter().all(|rule| *rule == "noise"), "{answer:#?}");
            } else {
                assert_eq!(answer.status, 422, "{answer:#?}");
                assert!(rules(&answer.json).iter().all(|rule| *rule == "noise"), "{answer:#?}");
            }
        }
        assert_eq!((made, counted(&app, &world, 2026).await), (7, 7));
        assert_eq!(shown(&app.anonymous(), &world).await["amplified_this_year"], 7);
    }

    async fn sixteen_that_get_louder_at_once_do_not_pass_the_count(app: TestApp) {
        let world = app.world().await;
        let mut rooms = Vec::new();
        for n in 0..4 {
            rooms.push(loud(&app, &world, &format!("Loud {n}"), 3).await);
        }
        app.renew_catalogue().await;
        let mut quiet = Vec::new();
        for n in 0..16_usize {
            let person = app.person(&format!("person{n}@example.org")).await;
            let hour = 9 + 2 * u32::try_from(n / 4).expect("few");
            let wish = with(music(&world, rooms[n % 4], "2026-12-10", hour), json!({"music": "none"}));
            let booked = person.post("/bookings", wish).await.expect(201).id();
            quiet.push((person, format!("/bookings/{booked}")));
        }
        let asks: Vec<_> = quiet
            .into_iter()
            .map(|(person, path)| {
                tokio::spawn(async move { person.patch(&path, "*", json!({"music": "amplified"})).await })
            })
            .collect();
        let mut louder = 0;
        for ask in asks {
            let answer = ask.await.expect("no panic");
            if answer.status == 200 {
                louder += 1;
            } else {
                assert_eq!(rules(&answer.problem(422, "rule-violated")), ["noise"]);
            }
        }
        assert_eq!((louder, counted(&app, &world, 2026).await), (3, 3));
    }

    async fn the_year_is_that_of_the_clocks_of_the_centre_and_what_is_cancelled_leaves_it(app: TestApp) {
        let world = app.world().await;
        let room = loud(&app, &world, "Loud", 1).await;
        app.renew_catalogue().await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let night = json!({"override": [{"rule": "opening_hours", "reason": "Oudejaar"}]});
        // Half past twelve on New Year's night is still the old year in UTC.
        let first = desk.post("/bookings", with(music(&world, room, "2027-01-01", 0), night.clone())).await.expect(201);
        let old = desk.post("/bookings", music(&world, room, "2026-12-30", 12)).await.expect(201);
        for (date, hour) in [("2026-12-31", 22), ("2026-12-10", 10), ("2027-01-02", 12)] {
            let refused = desk.post("/bookings", with(music(&world, room, date, hour), night.clone())).await;
            assert_eq!(rules(&refused.problem(422, "rule-violated")), ["noise"], "{date}");
        }
        let into = json!({"starts_at": "2027-01-03T12:00:00+01:00", "ends_at": "2027-01-03T13:30:00+01:00"});
        let path = format!("/bookings/{}", old.id());
        desk.patch(&path, "*", into.clone()).await.problem(422, "rule-violated");
        let cancel = format!("/bookings/{}/cancel", first.id());
        desk.post(&cancel, json!({})).await.expect(200);
        desk.patch(&path, "*", into).await.expect(200);
        assert_eq!((counted(&app, &world, 2026).await, counted(&app, &world, 2027).await), (0, 1));
        desk.post("/bookings", music(&world, room, "2026-12-10", 10)).await.expect(201);
    }

    async fn a_request_counts_until_it_is_declined(app: TestApp) {
        let world = app.world().await;
        let manager = app.staff(StaffRole::Manager, world.centre).await;
        let asked = json!({"rules": {"noise": {"amplified_per_year": 1}}});
        manager.patch(&format!("/rooms/{}", world.reviewed), "*", asked).await.expect(200);
        let anna = app.person("anna@example.org").await;
        let first = anna.post("/bookings", music(&world, world.reviewed, "2026-12-10", 10)).await.expect(201);
        assert_eq!(first.json["status"], "requested");
        let second = music(&world, world.reviewed, "2026-12-11", 10);
        anna.post("/bookings", second.clone()).await.problem(422, "rule-violated");
        manager.post(&format!("/bookings/{}/decline", first.id()), json!({"reason": "Te luid"})).await.expect(200);
        let second = anna.post("/bookings", second).await.expect(201);
        manager.post(&format!("/bookings/{}/approve", second.id()), json!({})).await.expect(200);
        assert_eq!(counted(&app, &world, 2026).await, 1);
    }

    async fn dates_of_a_series_that_can_not_move_count_where_they_stay(app: TestApp) {
        let world = app.world().await;
        let (room, other) = (loud(&app, &world, "Loud", 3).await, loud(&app, &world, "Louder", 3).await);
        app.renew_catalogue().await;
        let anna = app.person("anna@example.org").await;
        for date in ["2027-01-20", "2027-01-21"] {
            anna.post("/bookings", music(&world, other, date, 10)).await.expect(201);
        }
        // Three Thursdays in the old year, and one in the new one.
        let body = json!({
            "room_id": room, "starts_at_local": "2026-12-17T19:00", "duration_minutes": 60,
            "rrule": "FREQ=WEEKLY;COUNT=4", "title": "Repetitie", "attendees": 5, "music": "amplified",
        });
        let made = anna.post("/series", body).await.expect(201);
        let path = made.header("location").trim_start_matches("/api/v1").to_owned();
        assert_eq!((counted(&app, &world, 2026).await, counted(&app, &world, 2027).await), (3, 3));
        // On Fridays it would be two in each: the last can't move, and stays in the new year; so the one before stays too.
        let friday = json!({"weekday": "fr", "time": "20:00", "on_conflict": "skip"});
        let moved = anna.patch(&path, "*", friday.clone()).await.expect(200).json;
        let starts: Vec<&str> =
            moved["bookings"].as_array().unwrap().iter().map(|one| one["starts_at"].as_str().unwrap()).collect();
        assert_eq!(starts, [
            "2026-12-18T20:00:00+01:00", "2026-12-25T20:00:00+01:00", "2026-12-31T19:00:00+01:00",
            "2027-01-07T19:00:00+01:00",
        ]);
        assert_eq!((counted(&app, &world, 2026).await, counted(&app, &world, 2027).await), (3, 3));
    }

    async fn a_place_that_is_kept_for_a_return_is_the_same_event(app: TestApp) {
        let world = app.world().await;
        let (room, other) = (loud(&app, &world, "Loud", 1).await, loud(&app, &world, "Louder", 1).await);
        app.renew_catalogue().await;
        let (desk, anna) = (app.staff(StaffRole::Desk, world.centre).await, app.person("anna@example.org").await);
        let booked = anna.post("/bookings", music(&world, room, "2026-12-10", 10)).await.expect(201).json;
        let closed = |decision: Value| json!({
            "room_ids": [room], "starts_at": "2026-12-09T00:00:00+01:00", "ends_at": "2026-12-12T00:00:00+01:00",
            "reason": "maintenance", "decisions": [decision],
        });
        // Into another year it would be one more there, where there is one already.
        let next = anna.post("/bookings", music(&world, other, "2027-01-05", 10)).await.expect(201);
        let later = json!({"starts_at": "2027-01-06T10:00:00+01:00", "ends_at": "2027-01-06T11:30:00+01:00"});
        let elsewhere = json!({"booking_id": booked["id"], "action": "move", "room_id": other});
        let refused = desk.post("/closures", closed(with(elsewhere.clone(), later))).await;
        assert_eq!(rules(&refused.problem(422, "rule-violated")), ["noise"]);
        let closure = desk.post("/closures", closed(elsewhere)).await.expect(201).id();
        assert_eq!(shown(&anna, &world).await["amplified_this_year"], 1);
        desk.delete(&format!("/closures/{closure}")).await.expect(204);
        let held = anna.get("/bookings?mine=true&status=held").await.expect(200).json["items"][0].clone();
        assert_eq!(held["return_of"], booked["id"]);
        assert_eq!(shown(&anna, &world).await["amplified_this_year"], 1, "it takes place once");
        anna.post(&format!("/bookings/{}/confirm", held["id"].as_str().unwrap()), json!({})).await.expect(200);
        assert_eq!(counted(&app, &world, 2026).await, 1);
        anna.post("/bookings", music(&world, other, "2026-12-20", 10)).await.problem(422, "rule-violated");
        anna.post(&format!("/bookings/{}/cancel", next.id()), json!({})).await.expect(200);
    }

    async fn neighbours_see_what_they_may_expect(app: TestApp) {
        let world = app.world().await;
        let manager = app.staff(StaffRole::Manager, world.centre).await;
        let noise = json!({"amplified_until": {"fr": "22:00", "sa": "01:00"}, "amplified_per_year": 12});
        manager.patch(&format!("/rooms/{}", world.hall), "*", json!({"rules": {"noise": noise}})).await.expect(200);
        let told = shown(&app.anonymous(), &world).await;
        assert_eq!(told["noise"], json!([{
            "room_id": world.hall, "room_name": "Hall", "amplified_until": {"fr": "22:00", "sa": "01:00"},
            "amplified_per_year": 12,
        }]));
        assert_eq!((&told["phone"], &told["amplified_this_year"]), (&json!("+32 16 00 00 00"), &json!(0)));
        assert_eq!(told["report"]["href"], format!("/api/v1/centres/{}/reports", world.centre));
        let nowhere = "/centres/0198c0de-7000-7000-8000-000000000000/neighbours";
        app.anonymous().get(nowhere).await.problem(404, "not-found");
    }
}
