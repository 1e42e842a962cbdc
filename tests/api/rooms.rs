//! Rooms over HTTP: made, changed, and what that does to what is booked.

use lokaal::domain::person::StaffRole;
use sea_orm::Value as Bound;
use serde_json::{Value, json};

use crate::{
    bookings::{wish, with},
    both_engines,
    support::{TestApp, actor::Answer, world::World},
};

fn ids(problem: &Value) -> Vec<&str> {
    problem["in_use"].as_array().expect("a list").iter().map(|one| one["id"].as_str().unwrap()).collect()
}

/// The stretches that a booking claims, as minutes from the start of 10 December 2026 in Brussels, with the resource.
async fn claimed(app: &TestApp, booking: &str) -> Vec<(String, i64, i64)> {
    const MIDNIGHT: i64 = 1_796_857_200;
    let id: Bound = uuid::Uuid::parse_str(booking).unwrap().into();
    let text =
        "SELECT resource_id, starts_at, ends_at FROM claims WHERE booking_id = $1 ORDER BY resource_id, starts_at";
    let rows = app.rows.all(text, [id]).await;
    let minutes = |row: &sea_orm::QueryResult, column| (row.try_get::<i64>("", column).unwrap() - MIDNIGHT) / 60;
    let resource = |row: &sea_orm::QueryResult| row.try_get::<uuid::Uuid>("", "resource_id").unwrap().to_string();
    rows.iter().map(|row| (resource(row), minutes(row, "starts_at"), minutes(row, "ends_at"))).collect()
}

async fn room(app: &TestApp, id: impl std::fmt::Display) -> Answer {
    app.anonymous().get(&format!("/rooms/{id}")).await.expect(200)
}

fn at(world: &World, from: &str, until: &str) -> Value {
    let times = json!({
        "starts_at": format!("2026-12-10T{from}:00+01:00"), "ends_at": format!("2026-12-10T{until}:00+01:00"),
    });
    with(wish(world), times)
}

both_engines! {
    async fn a_manager_makes_a_room_on_a_floor_of_its_own(app: TestApp) {
        let world = app.world().await;
        let manager = app.staff(StaffRole::Manager, world.centre).await;
        let body = json!({
            "centre_id": world.centre, "name": "Keuken", "accessible": true, "layouts": [{"name": "table", "capacity": 8}],
            "description": {"nl": "Een keuken", "en": "A kitchen"}, "equipment": ["kitchen", "dishwasher"],
            "floor_area_m2": 24.5, "rules": {"grid_minutes": 15, "min_minutes": 15, "horizon_days": {"default": 90}},
        });
        let made = manager.post("/rooms", body).key("room").await.expect(201);
        assert_eq!(made.json["state"], "active");
        assert_eq!(made.json["shared_places"], Value::Null);
        assert_eq!(made.json["example"], false);
        assert_eq!(made.json["rules"]["grid_minutes"], 15);
        assert_eq!(made.json["rules"]["max_minutes"], 1_440, "a default");
        assert_eq!(made.json["rules"]["eligible_kinds"], Value::Null);
        assert_eq!(room(&app, made.id()).await.json, made.json);
        let floor = made.json["resource_ids"][0].as_str().unwrap();
        let floor = app.anonymous().get(&format!("/resources/{floor}")).await.expect(200);
        assert_eq!((&floor.json["kind"], &floor.json["capacity"]), (&json!("floor"), &json!(1)));
        let anna = app.person("anna@example.org").await;
        anna.post("/bookings", with(wish(&world), json!({"room_id": made.json["id"]}))).await.expect(201);

        let shared = json!({"centre_id": world.centre, "name": "Zithoek", "shared_places": 12});
        let made = manager.post("/rooms", shared).await.expect(201);
        let floor = made.json["resource_ids"][0].as_str().unwrap();
        assert_eq!(app.anonymous().get(&format!("/resources/{floor}")).await.json["capacity"], 12);
        let list = app.anonymous().get(&format!("/rooms?centre_id={}", world.centre)).await.expect(200);
        assert_eq!(list.json["items"].as_array().unwrap().len(), 9);
    }

    async fn rooms_are_their_managers(app: TestApp) {
        let world = app.world().await;
        let body = json!({"centre_id": world.centre, "name": "X"});
        let path = format!("/rooms/{}", world.meeting);
        let before = app.rows.dump().await;
        app.anonymous().post("/rooms", body.clone()).await.problem(401, "unauthorized");
        app.anonymous().patch(&path, "*", json!({"name": "X"})).await.problem(401, "unauthorized");
        for other in [
            app.person("anna@example.org").await,
            app.staff(StaffRole::Desk, world.centre).await,
            app.staff(StaffRole::Manager, world.other_centre).await,
            app.staff(StaffRole::Steward, None).await,
        ] {
            other.post("/rooms", body.clone()).await.problem(403, "forbidden");
            other.patch(&path, "*", json!({"name": "X"})).await.problem(403, "forbidden");
        }
        let rooms = |dump: &str| dump.lines().filter(|line| line.starts_with("rooms ")).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(rooms(&app.rows.dump().await), rooms(&before));
        let manager = app.staff(StaffRole::Manager, world.centre).await;
        manager.patch(&path, "*", json!({"name": "X"})).await.expect(200);
        app.administrator().await.patch(&path, "*", json!({"name": "Y"})).await.expect(200);
    }

    async fn all_faults_of_a_room_are_told_at_once(app: TestApp) {
        let world = app.world().await;
        let admin = app.administrator().await;
        let elsewhere = room(&app, world.elsewhere).await.json["resource_ids"][0].clone();
        let half = room(&app, world.half).await.json["resource_ids"][0].clone();
        let body = json!({
            "centre_id": world.centre, "name": "", "description": {"de": "Ein Raum", "nl": "a\u{7}b"},
            "floor_area_m2": -1, "layouts": [{"name": "rows", "capacity": 0}], "equipment": ["a", "a"],
            "resource_ids": [elsewhere, world.projectors, half, half], "shared_places": 7,
            "rules": {"min_minutes": 120, "max_minutes": 60, "setup_minutes": 5000},
        });
        let before = app.rows.dump().await;
        let refused = admin.post("/rooms", body).await.problem(422, "validation");
        let mut found: Vec<&str> =
            refused["errors"].as_array().unwrap().iter().map(|e| e["pointer"].as_str().unwrap()).collect();
        found.sort_unstable();
        let expected = [
            "/description/de", "/description/nl", "/equipment/1", "/floor_area_m2", "/layouts/0/capacity", "/name",
            "/resource_ids/0", "/resource_ids/1", "/resource_ids/3", "/rules/max_minutes", "/rules/setup_minutes",
            "/shared_places",
        ];
        assert_eq!(found, expected);
        for (wrong, pointer) in [
            (json!({"centre_id": world.centre, "name": "X", "rules": {"gird_minutes": 5}}), "/rules/gird_minutes"),
            (json!({"centre_id": world.centre, "name": "X", "layouts": [{"name": "r", "seats": 5}]}), "/layouts/0/seats"),
            (json!({"centre_id": world.centre, "name": 5}), "/name"),
            (json!({"name": "X"}), "/centre_id"),
        ] {
            let refused = admin.post("/rooms", wrong).await.problem(422, "validation");
            assert_eq!(refused["errors"][0]["pointer"], pointer, "{refused}");
        }
        assert_eq!(app.rows.dump().await, before);
    }

    async fn a_patch_changes_what_it_names(app: TestApp) {
        let world = app.world().await;
        let manager = app.staff(StaffRole::Manager, world.centre).await;
        let path = format!("/rooms/{}", world.dayparts);
        let before = room(&app, world.dayparts).await;
        let patch = json!({
            "rules": {"dayparts": null, "grid_minutes": 30, "horizon_days": {"committee": 400}},
            "description": {"fr": "Un grenier"},
        });
        let changed = manager.patch(&path, &before.etag(), patch).await.expect(200);
        assert_eq!(changed.json["rules"]["dayparts"], Value::Null);
        assert_eq!(changed.json["rules"]["horizon_days"], json!({"default": 180, "committee": 400}));
        assert_eq!(changed.json["description"], json!({"fr": "Un grenier"}));
        assert_eq!(changed.json["layouts"], before.json["layouts"]);
        manager.patch(&path, &before.etag(), json!({"name": "Late"})).await.problem(412, "precondition-failed");
        manager.patch(&path, "*", json!({"resource_ids": []})).await.problem(422, "validation");
        manager.patch(&path, "*", json!({"centre_id": world.other_centre})).await.problem(422, "validation");
        manager.patch(&path, "*", json!([])).await.problem(422, "validation");
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM audit_events WHERE action = 'room.changed'", []).await, 1);
    }

    async fn bookings_follow_set_up_and_clean_up(app: TestApp) {
        let world = app.world().await;
        let (admin, anna) = (app.administrator().await, app.person("anna@example.org").await);
        let path = format!("/rooms/{}", world.meeting);
        let one = anna.post("/bookings", at(&world, "10:00", "12:00")).await.expect(201).id();
        let two = anna.post("/bookings", at(&world, "12:30", "14:00")).await.expect(201);
        let buffers = json!({"rules": {"setup_minutes": 15, "cleanup_minutes": 15}});
        admin.patch(&path, "*", buffers).await.expect(200);
        let floor = room(&app, world.meeting).await.json["resource_ids"][0].as_str().unwrap().to_owned();
        assert_eq!(claimed(&app, &one).await, [(floor.clone(), 585, 735)]);
        assert_eq!(claimed(&app, &two.id()).await, [(floor, 735, 855)], "they touch");
        anna.post("/bookings", at(&world, "14:00", "15:00")).await.problem(409, "booking-conflict");
        let before = app.rows.dump().await;
        let refused = admin.patch(&path, "*", json!({"rules": {"cleanup_minutes": 16}})).await.problem(409, "in-use");
        assert_eq!(ids(&refused), [two.json["id"].as_str().unwrap()]);
        assert_eq!(refused["in_use"][0]["reference"], two.json["reference"]);
        assert_eq!(app.rows.dump().await, before, "nothing is left of it");
        admin.patch(&path, "*", json!({"rules": {"setup_minutes": 0, "cleanup_minutes": 0}})).await.expect(200);
        anna.post("/bookings", at(&world, "14:00", "15:00")).await.expect(201);
        let moved = json!({"ends_at": "2026-12-10T12:30:00+01:00"});
        anna.patch(&format!("/bookings/{one}"), "*", moved).await.expect(200);
    }

    async fn bookings_follow_to_other_floors_or_the_change_is_refused(app: TestApp) {
        let world = app.world().await;
        let (admin, anna) = (app.administrator().await, app.person("anna@example.org").await);
        let floors = room(&app, world.hall).await.json["resource_ids"].clone();
        let own = room(&app, world.half).await.json["resource_ids"].clone();
        let of = |room, from, until| with(at(&world, from, until), json!({"room_id": room}));
        let half = anna.post("/bookings", of(world.half, "10:00", "12:00")).await.expect(201).id();
        let other = anna.post("/bookings", of(world.other_half, "14:00", "16:00")).await.expect(201).id();
        let hall = anna.post("/bookings", of(world.hall, "18:00", "20:00")).await.expect(201).id();
        let path = format!("/rooms/{}", world.half);
        // The half becomes as large as the hall: free then, so its booking takes both floors.
        admin.patch(&path, "*", json!({"resource_ids": floors})).await.expect(200);
        assert_eq!(claimed(&app, &half).await.len(), 2);
        assert_eq!(claimed(&app, &hall).await.len(), 2);
        anna.post("/bookings", of(world.other_half, "10:00", "12:00")).await.problem(409, "booking-conflict");
        admin.patch(&path, "*", json!({"resource_ids": own})).await.expect(200);
        assert_eq!(claimed(&app, &half).await.len(), 1);
        let meets = anna.post("/bookings", of(world.other_half, "11:00", "13:00")).await.expect(201).id();
        let before = app.rows.dump().await;
        let refused = admin.patch(&path, "*", json!({"resource_ids": floors})).await.problem(409, "in-use");
        assert_eq!(ids(&refused), [half.as_str()], "who is carried gives way to who stays");
        assert_eq!(app.rows.dump().await, before);
        anna.post(&format!("/bookings/{meets}/cancel"), json!({})).await.expect(200);
        admin.patch(&path, "*", json!({"resource_ids": floors})).await.expect(200);
        assert_eq!(claimed(&app, &other).await.len(), 1);
    }

    async fn places_follow_the_room(app: TestApp) {
        let world = app.world().await;
        let (admin, anna) = (app.administrator().await, app.person("anna@example.org").await);
        let path = format!("/rooms/{}", world.shared);
        let share = |n: i32| with(wish(&world), json!({"room_id": world.shared, "attendees": n}));
        let first = anna.post("/bookings", share(30)).await.expect(201).id();
        let second = anna.post("/bookings", share(20)).await.expect(201).id();
        let refused = admin.patch(&path, "*", json!({"shared_places": 49})).await.problem(409, "in-use");
        assert_eq!(ids(&refused).len(), 1);
        let refused = admin.patch(&path, "*", json!({"shared_places": null})).await.problem(409, "in-use");
        assert_eq!(ids(&refused).len(), 1, "only one can have it whole");
        let changed = admin.patch(&path, "*", json!({"shared_places": 50})).await.expect(200);
        let floor = format!("/resources/{}", changed.json["resource_ids"][0].as_str().unwrap());
        assert_eq!(app.anonymous().get(&floor).await.json["capacity"], 50);
        anna.post("/bookings", share(1)).await.problem(409, "booking-conflict");
        anna.post(&format!("/bookings/{second}/cancel"), json!({})).await.expect(200);
        admin.patch(&path, "*", json!({"shared_places": null})).await.expect(200);
        assert_eq!(anna.get(&format!("/bookings/{first}")).await.json["shared"], false);
        anna.post("/bookings", with(share(1), json!({"shared": null}))).await.problem(409, "booking-conflict");
    }

    async fn a_room_retires_when_nothing_is_booked_in_it(app: TestApp) {
        let world = app.world().await;
        let (manager, anna) = (app.staff(StaffRole::Manager, world.centre).await, app.person("anna@example.org").await);
        let booked = anna.post("/bookings", wish(&world)).await.expect(201).id();
        let path = format!("/rooms/{}", world.meeting);
        let refused = manager.patch(&path, "*", json!({"state": "retired"})).await.problem(409, "in-use");
        assert_eq!(ids(&refused), [booked.as_str()]);
        app.clock.advance(8 * 86_400);
        manager.patch(&path, "*", json!({"state": "retired"})).await.expect(200);
        let later = json!({"starts_at": "2026-12-14T10:00:00+01:00", "ends_at": "2026-12-14T12:00:00+01:00"});
        anna.post("/bookings", with(wish(&world), later.clone())).await.problem(422, "rule-violated");
        // No reason makes a room that is not there any more.
        let set_aside = json!({"override": [{"rule": "opening_hours", "reason": "Eén keer nog"}]});
        let once_more = with(with(wish(&world), later), set_aside);
        manager.post("/bookings", once_more.clone()).await.problem(422, "rule-violated");
        let admin = app.administrator().await;
        manager.patch(&path, "*", json!({"state": "active"})).await.expect(200);
        let centre = format!("/centres/{}", world.centre);
        for state in ["planned", "under_study", "closed"] {
            admin.patch(&centre, "*", json!({"state": state})).await.expect(200);
            manager.post("/bookings", once_more.clone()).await.problem(422, "rule-violated");
        }
        admin.patch(&centre, "*", json!({"state": "open"})).await.expect(200);
        manager.post("/bookings", once_more).await.expect(201);
    }

    async fn a_hall_is_cut_while_sixteen_book_it(app: TestApp) {
        let world = app.world().await;
        let admin = app.administrator().await;
        let floors = room(&app, world.hall).await.json["resource_ids"].clone();
        let path = format!("/rooms/{}", world.hall);
        let mut clients = tokio::task::JoinSet::new();
        for n in 0..16_u32 {
            let anna = app.person(&format!("client{n}@example.org")).await;
            let wishes: Vec<Value> = (0..6)
                .map(|day| {
                    let room = [world.hall, world.half, world.other_half][((n + day) % 3) as usize];
                    let date = 10 + day;
                    with(wish(&world), json!({
                        "room_id": room,
                        "starts_at": format!("2026-12-{date}T10:00:00+01:00"),
                        "ends_at": format!("2026-12-{date}T12:00:00+01:00"),
                    }))
                })
                .collect();
            clients.spawn(async move {
                let mut made = 0;
                for wish in wishes {
                    let answer = anna.post("/bookings", wish).await;
                    assert!(matches!(answer.status, 201 | 409), "{answer:#?}");
                    made += i32::from(answer.status == 201);
                }
                made
            });
        }
        let mut cuts = Vec::new();
        for cut in [json!([floors[0]]), floors.clone(), json!([floors[1]]), floors.clone()] {
            let answer = admin.patch(&path, "*", json!({"resource_ids": cut})).await;
            assert!(matches!(answer.status, 200 | 409), "{answer:#?}");
            cuts.push(answer.status);
        }
        assert_eq!(cuts[0], 200, "whoever is booked needs less of a half than of the hall");
        let made: i32 = clients.join_all().await.into_iter().sum();
        let booked = app.rows.count("SELECT count(*) AS n FROM bookings WHERE status = 'confirmed'", []).await;
        assert_eq!(booked, i64::from(made));
        let overlaps = "SELECT count(*) AS n FROM claims a JOIN claims b ON a.resource_id = b.resource_id AND a.id < b.id
            AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at";
        assert_eq!(app.rows.count(overlaps, []).await, 0);
        // Each booking claims what its room stands on in the end.
        let missing = "SELECT count(*) AS n FROM bookings b JOIN room_resources r ON r.room_id = b.room_id
            WHERE NOT EXISTS (SELECT 1 FROM claims c WHERE c.booking_id = b.id AND c.resource_id = r.resource_id)";
        assert_eq!(app.rows.count(missing, []).await, 0);
        let extra = "SELECT count(*) AS n FROM claims c JOIN bookings b ON b.id = c.booking_id
            WHERE NOT EXISTS (SELECT 1 FROM room_resources r WHERE r.room_id = b.room_id AND r.resource_id = c.resource_id)";
        assert_eq!(app.rows.count(extra, []).await, 0);
    }
}
