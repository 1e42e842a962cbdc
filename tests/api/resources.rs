//! Resources over HTTP: what can run out, and what a change of it does to what is booked.

use lokaal::domain::person::StaffRole;
use sea_orm::Value as Bound;
use serde_json::{Value, json};

use crate::{
    bookings::{wish, with},
    both_engines,
    support::{TestApp, actor::Actor, world::World},
};

async fn resource_of(app: &TestApp, room: lokaal::domain::ids::RoomId) -> String {
    let seen = app.anonymous().get(&format!("/rooms/{room}")).await.expect(200);
    format!("/resources/{}", seen.json["resource_ids"][0].as_str().unwrap())
}

/// A shared booking of so many people at an hour of 10 December.
async fn share(actor: &Actor, world: &World, hour: u32, people: i32) -> String {
    let members = json!({
        "room_id": world.shared, "attendees": people,
        "starts_at": format!("2026-12-10T{hour:02}:00:00+01:00"),
        "ends_at": format!("2026-12-10T{:02}:00:00+01:00", hour + 2),
    });
    actor.post("/bookings", with(wish(world), members)).await.expect(201).id()
}

async fn quantities(app: &TestApp, booking: &str) -> Vec<i32> {
    let id: Bound = uuid::Uuid::parse_str(booking).unwrap().into();
    let rows = app.rows.all("SELECT quantity FROM claims WHERE booking_id = $1 ORDER BY quantity", [id]).await;
    rows.iter().map(|row| row.try_get("", "quantity").unwrap()).collect()
}

fn ids(problem: &Value) -> Vec<&str> {
    problem["in_use"].as_array().expect("a list").iter().map(|one| one["id"].as_str().unwrap()).collect()
}

both_engines! {
    async fn a_manager_makes_resources_of_their_own_centre(app: TestApp) {
        let world = app.world().await;
        let manager = app.staff(StaffRole::Manager, world.centre).await;
        let body = json!({"centre_id": world.centre, "kind": "equipment", "name": "Beamers", "capacity": 2});
        let made = manager.post("/resources", body.clone()).await.expect(201);
        assert_eq!(made.json["state"], "active");
        let seen = app.anonymous().get(&format!("/resources/{}", made.id())).await.expect(200);
        assert_eq!((seen.json, seen.headers["etag"].to_str().unwrap()), (made.json.clone(), "\"1\""));
        let list = app.anonymous().get(&format!("/resources?centre_id={}&limit=200", world.centre)).await.expect(200);
        let names: Vec<&str> =
            list.json["items"].as_array().unwrap().iter().map(|r| r["name"].as_str().unwrap()).collect();
        assert!(names.contains(&"Beamers") && names.contains(&"projectors") && names.is_sorted(), "{names:?}");
        for other in [
            app.person("anna@example.org").await,
            app.staff(StaffRole::Desk, world.centre).await,
            app.staff(StaffRole::Manager, world.other_centre).await,
            app.staff(StaffRole::Steward, None).await,
        ] {
            other.post("/resources", body.clone()).await.problem(403, "forbidden");
            other.patch(&format!("/resources/{}", made.id()), "*", json!({"name": "X"})).await.problem(403, "forbidden");
        }
        app.anonymous().post("/resources", body).await.problem(401, "unauthorized");
    }

    async fn a_resource_that_makes_no_sense_is_refused(app: TestApp) {
        let world = app.world().await;
        let admin = app.administrator().await;
        let nowhere = json!({"centre_id": "00000000-0000-7000-8000-000000000000", "kind": "floor", "name": "X"});
        let refused = admin.post("/resources", nowhere).await.problem(422, "validation");
        assert_eq!(refused["errors"][0]["pointer"], "/centre_id");
        let body = |kind: &str, capacity: i64| json!({"centre_id": world.centre, "kind": kind, "name": "", "capacity": capacity});
        let refused = admin.post("/resources", body("floor", 0)).await.problem(422, "validation");
        assert_eq!(refused["errors"].as_array().unwrap().len(), 2, "{refused}");
        admin.post("/resources", body("planet", 1)).await.problem(422, "validation");
        admin.post("/resources", body("floor", 9_999_999_999)).await.problem(422, "validation");
        let people = json!({"centre_id": world.centre, "kind": "people", "name": "Building", "capacity": 200});
        let made = admin.post("/resources", people.clone()).await.expect(201);
        let refused = admin.post("/resources", people).await.problem(422, "validation");
        assert_eq!(refused["errors"][0]["code"], "duplicate");
        let path = format!("/resources/{}", made.id());
        for change in [json!({"kind": "floor"}), json!({"centre_id": world.other_centre}), json!({"id": 1})] {
            admin.patch(&path, "*", change).await.problem(422, "validation");
        }
        admin.patch(&path, "*", json!({"kind": "people", "name": "House"})).await.expect(200);
    }

    async fn a_larger_floor_takes_its_shared_room_and_its_bookings_along(app: TestApp) {
        let world = app.world().await;
        let (admin, anna) = (app.administrator().await, app.person("anna@example.org").await);
        let shared = share(&anna, &world, 10, 40).await;
        let whole = json!({
            "room_id": world.shared, "shared": false, "attendees": 10,
            "starts_at": "2026-12-11T10:00:00+01:00", "ends_at": "2026-12-11T12:00:00+01:00",
        });
        let whole = anna.post("/bookings", with(wish(&world), whole)).await.expect(201).id();
        let path = resource_of(&app, world.shared).await;
        let changed = admin.patch(&path, "\"1\"", json!({"capacity": 80})).await.expect(200);
        assert_eq!((&changed.json["capacity"], changed.header("etag")), (&json!(80), "\"2\""));
        let room = app.anonymous().get(&format!("/rooms/{}", world.shared)).await.expect(200);
        assert_eq!((&room.json["shared_places"], room.header("etag")), (&json!(80), "\"2\""));
        assert_eq!((quantities(&app, &shared).await, quantities(&app, &whole).await), (vec![40], vec![80]));
        share(&anna, &world, 10, 40).await;
    }

    async fn a_smaller_floor_is_refused_with_those_who_would_not_fit(app: TestApp) {
        let world = app.world().await;
        let (admin, anna) = (app.administrator().await, app.person("anna@example.org").await);
        share(&anna, &world, 10, 30).await;
        let later = share(&anna, &world, 11, 25).await;
        share(&anna, &world, 14, 40).await;
        let path = resource_of(&app, world.shared).await;
        let before = app.rows.dump().await;
        let refused = admin.patch(&path, "*", json!({"capacity": 54})).await.problem(409, "in-use");
        assert_eq!(ids(&refused), [later.as_str()]);
        assert_eq!(app.rows.dump().await, before);
        admin.patch(&path, "*", json!({"capacity": 55})).await.expect(200);
        let refused = anna
            .post("/bookings", with(wish(&world), json!({"room_id": world.shared, "attendees": 26})))
            .await;
        refused.problem(409, "booking-conflict");
    }

    async fn what_is_past_does_not_hold_a_floor_large(app: TestApp) {
        let world = app.world().await;
        let (admin, anna) = (app.administrator().await, app.person("anna@example.org").await);
        let past = share(&anna, &world, 10, 60).await;
        let ahead = share(&anna, &world, 18, 30).await;
        app.clock.advance(7 * 86_400 + 6 * 3_600);
        let path = resource_of(&app, world.shared).await;
        admin.patch(&path, "*", json!({"capacity": 70})).await.expect(200);
        assert_eq!(quantities(&app, &past).await, [60], "a larger floor remembers");
        admin.patch(&path, "*", json!({"capacity": 30})).await.expect(200);
        assert_eq!(quantities(&app, &past).await, [0; 0], "a smaller one forgets");
        assert_eq!(quantities(&app, &ahead).await, [30]);
    }

    async fn projectors_that_are_lent_stay(app: TestApp) {
        let world = app.world().await;
        let (admin, anna) = (app.administrator().await, app.person("anna@example.org").await);
        let asks = |n: i32| with(wish(&world), json!({"equipment": [{"resource_id": world.projectors, "quantity": n}]}));
        let booked = anna.post("/bookings", asks(2)).await.expect(201).id();
        let path = format!("/resources/{}", world.projectors);
        let refused = admin.patch(&path, "*", json!({"capacity": 1})).await.problem(409, "in-use");
        assert_eq!(ids(&refused), [booked.as_str()]);
        let refused = admin.patch(&path, "*", json!({"state": "retired"})).await.problem(409, "in-use");
        assert_eq!(ids(&refused), [booked.as_str()]);
        admin.patch(&path, "*", json!({"capacity": 2})).await.expect(200);
        assert_eq!(quantities(&app, &booked).await, [1, 2]);
        anna.post(&format!("/bookings/{booked}/cancel"), json!({})).await.expect(200);
        let meeting = format!("/rooms/{}", world.meeting);
        let before = anna.get(&meeting).await.etag();
        admin.patch(&path, "*", json!({"state": "retired"})).await.expect(200);
        assert_ne!(anna.get(&meeting).await.etag(), before, "who decided on them decides again");
        anna.post("/bookings", asks(1)).await.problem(422, "validation");
    }

    async fn a_floor_with_rooms_on_it_does_not_retire(app: TestApp) {
        let world = app.world().await;
        let admin = app.administrator().await;
        let path = resource_of(&app, world.half).await;
        let refused = admin.patch(&path, "*", json!({"state": "retired"})).await.problem(409, "in-use");
        let mut rooms = ids(&refused);
        rooms.sort_unstable();
        let mut expected = [world.hall.to_string(), world.half.to_string()];
        expected.sort();
        assert_eq!(rooms, expected);
        assert_eq!(refused["in_use"][0]["kind"], "room");
    }

    async fn counting_the_people_of_a_building_counts_those_who_booked(app: TestApp) {
        let world = app.world().await;
        let (admin, anna) = (app.administrator().await, app.person("anna@example.org").await);
        let five = anna.post("/bookings", wish(&world)).await.expect(201).id();
        let people = |capacity: i32| json!({"centre_id": world.centre, "kind": "people", "name": "House", "capacity": capacity});
        let refused = admin.post("/resources", people(4)).await.problem(409, "in-use");
        assert_eq!(ids(&refused), [five.as_str()]);
        let made = admin.post("/resources", people(12)).await.expect(201);
        assert_eq!(quantities(&app, &five).await, [1, 5]);
        let hall = |n: i32| with(wish(&world), json!({"room_id": world.hall, "attendees": n}));
        let refused = anna.post("/bookings", hall(8)).await.problem(409, "booking-conflict");
        assert_eq!(refused["conflicts"][0]["kind"], "people");
        anna.post("/bookings", hall(7)).await.expect(201);
        let path = format!("/resources/{}", made.id());
        admin.patch(&path, "*", json!({"state": "retired"})).await.problem(409, "in-use");
        admin.patch(&path, "*", json!({"capacity": 11})).await.problem(409, "in-use");
        admin.patch(&path, "*", json!({"capacity": 300})).await.expect(200);
    }
}
