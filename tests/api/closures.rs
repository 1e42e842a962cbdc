//! Closures over HTTP: their union is claimed, and they never meet a booking.

use lokaal::domain::person::StaffRole;
use serde_json::{Value, json};

use crate::{
    bookings::{wish, with},
    both_engines,
    support::{TestApp, world::World},
};

fn closure(from: &str, until: &str, where_: Value) -> Value {
    let body = json!({
        "starts_at": format!("2026-12-{from}:00+01:00"), "ends_at": format!("2026-12-{until}:00+01:00"),
        "reason": "maintenance", "note": "Painters",
    });
    with(body, where_)
}

fn ids(problem: &Value) -> Vec<&str> {
    problem["in_use"].as_array().expect("a list").iter().map(|one| one["id"].as_str().unwrap()).collect()
}

/// Seconds that closures claim on the floors of a room, and on how many resources of the centre anything is claimed.
async fn closed(app: &TestApp, room: impl Into<sea_orm::Value>) -> i64 {
    let text = "SELECT CAST(coalesce(sum(c.ends_at - c.starts_at), 0) AS BIGINT) AS n FROM claims c
        JOIN room_resources r ON r.resource_id = c.resource_id WHERE r.room_id = $1 AND c.booking_id IS NULL";
    app.rows.count(text, [room.into()]).await
}

fn on(world: &World, day: u32) -> Value {
    let times = json!({
        "starts_at": format!("2026-12-{day}T10:00:00+01:00"), "ends_at": format!("2026-12-{day}T12:00:00+01:00"),
    });
    with(wish(world), times)
}

const DAY: i64 = 86_400;

both_engines! {
    async fn the_desk_closes_a_centre(app: TestApp) {
        let world = app.world().await;
        let (desk, anna) = (app.staff(StaffRole::Desk, world.centre).await, app.person("anna@example.org").await);
        let body = closure("24T00:00", "26T00:00", json!({"centre_id": world.centre, "reason": "holiday"}));
        let made = desk.post("/closures", body).key("holiday").await.expect(201);
        assert_eq!(made.header("location"), format!("/api/v1/closures/{}", made.id()));
        assert_eq!(made.json["room_ids"], Value::Null);
        assert_eq!(made.json["note"], "Painters");
        let seen = app.anonymous().get(&format!("/closures/{}", made.id())).await.expect(200);
        assert_eq!(seen.json["starts_at"], "2026-12-24T00:00:00+01:00");
        assert_eq!(seen.json["reason"], "holiday");
        assert!(seen.json.get("note").is_none() && seen.json.get("created_by").is_none(), "absent for visitors");
        let refused = anna.post("/bookings", on(&world, 24)).await.problem(409, "booking-conflict");
        assert_eq!(refused["conflicts"][0]["kind"], "closure");
        anna.post("/bookings", on(&world, 26)).await.expect(201);
        let elsewhere = with(on(&world, 24), json!({"room_id": world.elsewhere}));
        anna.post("/bookings", elsewhere).await.expect(201);
        for room in [world.hall, world.half, world.shared, world.meeting] {
            assert!(closed(&app, room.0).await >= 2 * DAY);
        }
        let projectors = "SELECT quantity FROM claims WHERE resource_id = $1";
        let row = app.rows.first(projectors, [world.projectors.0.into()]).await.expect("its equipment too");
        assert_eq!(row.try_get::<i32>("", "quantity").unwrap(), 3, "whole");
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM audit_events WHERE action = 'closure.created'", []).await, 1);
    }

    async fn a_closure_that_meets_bookings_is_refused_with_the_list(app: TestApp) {
        let world = app.world().await;
        let (desk, anna) = (app.staff(StaffRole::Desk, world.centre).await, app.person("anna@example.org").await);
        let manager = app.staff(StaffRole::Manager, world.centre).await;
        let rules = json!({"rules": {"cleanup_minutes": 30}});
        manager.patch(&format!("/rooms/{}", world.meeting), "*", rules).await.expect(200);
        let first = anna.post("/bookings", on(&world, 10)).await.expect(201);
        let second = anna.post("/bookings", on(&world, 11)).await.expect(201);
        anna.post("/bookings", with(on(&world, 10), json!({"room_id": world.hall}))).await.expect(201);
        let rooms = json!({"room_ids": [world.meeting]});
        let before = app.rows.dump().await;
        let refused = desk.post("/closures", closure("10T00:00", "12T00:00", rooms.clone())).await.problem(409, "in-use");
        assert_eq!(ids(&refused), [first.json["id"].as_str().unwrap(), second.json["id"].as_str().unwrap()]);
        assert_eq!(refused["in_use"][0]["reference"], first.json["reference"]);
        desk.post("/closures", closure("10T12:29", "10T14:00", rooms.clone())).await.problem(409, "in-use");
        let whole = desk.post("/closures", closure("10T00:00", "12T00:00", json!({"centre_id": world.centre}))).await;
        assert_eq!(ids(&whole.problem(409, "in-use")).len(), 3);
        assert_eq!(app.rows.dump().await, before);
        desk.post("/closures", closure("10T12:30", "10T14:00", rooms)).await.expect(201);
    }

    async fn closures_may_overlap_and_lifting_one_keeps_the_other(app: TestApp) {
        let world = app.world().await;
        let (desk, anna) = (app.staff(StaffRole::Desk, world.centre).await, app.person("anna@example.org").await);
        let rooms = |rooms: Value| json!({"room_ids": rooms});
        let long = desk.post("/closures", closure("10T00:00", "13T00:00", rooms(json!([world.meeting])))).await.expect(201);
        let short = closure("12T00:00", "15T00:00", rooms(json!([world.meeting, world.reviewed])));
        let short = desk.post("/closures", short).await.expect(201);
        assert_eq!((closed(&app, world.meeting.0).await, closed(&app, world.reviewed.0).await), (5 * DAY, 3 * DAY));
        let whole = closure("11T00:00", "12T12:00", json!({"centre_id": world.centre}));
        let whole = desk.post("/closures", whole).await.expect(201);
        assert_eq!((closed(&app, world.meeting.0).await, closed(&app, world.half.0).await), (5 * DAY, 3 * DAY / 2));
        desk.delete(&format!("/closures/{}", long.id())).await.expect(204);
        assert_eq!(closed(&app, world.meeting.0).await, 4 * DAY);
        anna.post("/bookings", on(&world, 10)).await.expect(201);
        anna.post("/bookings", on(&world, 12)).await.problem(409, "booking-conflict");
        desk.delete(&format!("/closures/{}", whole.id())).await.expect(204);
        anna.post("/bookings", on(&world, 11)).await.expect(201);
        assert_eq!(closed(&app, world.meeting.0).await, 3 * DAY);
        desk.delete(&format!("/closures/{}", short.id())).await.expect(204);
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM claims WHERE booking_id IS NULL", []).await, 0);
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM closures WHERE lifted_at IS NOT NULL", []).await, 3);
        let gone = format!("/closures/{}", short.id());
        desk.delete(&gone).await.problem(404, "not-found");
        desk.patch(&gone, "*", json!({"note": "x"})).await.problem(404, "not-found");
        app.anonymous().get(&gone).await.problem(404, "not-found");
    }

    async fn a_closure_is_moved_extended_and_shortened(app: TestApp) {
        let world = app.world().await;
        let (desk, anna) = (app.staff(StaffRole::Desk, world.centre).await, app.person("anna@example.org").await);
        let booked = anna.post("/bookings", on(&world, 14)).await.expect(201).id();
        let made = desk.post("/closures", closure("10T00:00", "12T00:00", json!({"room_ids": [world.meeting]}))).await;
        let made = made.expect(201);
        let path = format!("/closures/{}", made.id());
        let until = |day: u32| json!({"ends_at": format!("2026-12-{day}T00:00:00+01:00")});
        let longer = desk.patch(&path, &made.etag(), until(14)).await.expect(200);
        assert_eq!((longer.etag().as_str(), closed(&app, world.meeting.0).await), ("\"2\"", 4 * DAY));
        desk.patch(&path, &made.etag(), until(13)).await.problem(412, "precondition-failed");
        let refused = desk.patch(&path, "*", until(15)).await.problem(409, "in-use");
        assert_eq!(ids(&refused), [booked.as_str()]);
        assert_eq!(closed(&app, world.meeting.0).await, 4 * DAY, "as it was");
        desk.patch(&path, "*", until(11)).await.expect(200);
        assert_eq!(closed(&app, world.meeting.0).await, DAY);
        let other = json!({"room_ids": [world.reviewed], "note": null, "reason": "utility_failure"});
        let other = desk.patch(&path, "*", other).await.expect(200);
        assert_eq!((closed(&app, world.meeting.0).await, closed(&app, world.reviewed.0).await), (0, DAY));
        assert!(other.json.get("note").is_none());
        desk.patch(&path, "*", json!({"room_ids": null})).await.expect(200);
        assert_eq!(closed(&app, world.meeting.0).await, DAY, "the whole centre");
        for wrong in [
            json!({"ends_at": "2026-12-10T00:00:00+01:00"}),
            json!({"starts_at": "2026-11-01T00:00:00+01:00", "ends_at": "2026-11-02T00:00:00+01:00"}),
            json!({"room_ids": []}),
            json!({"room_ids": [world.elsewhere]}),
            json!({"ends_at": null}),
            json!({"centre_id": world.other_centre}),
            json!({"ends_at": "9999-01-01T00:00:00Z"}),
        ] {
            desk.patch(&path, "*", wrong).await.problem(422, "validation");
        }
        desk.api(reqwest::Method::PATCH, &path).json(&json!({})).await.problem(428, "precondition-required");
    }

    async fn closures_are_the_desks(app: TestApp) {
        let world = app.world().await;
        let body = closure("24T00:00", "26T00:00", json!({"room_ids": [world.meeting, world.hall]}));
        app.anonymous().post("/closures", body.clone()).await.problem(401, "unauthorized");
        let made = app.staff(StaffRole::Manager, world.centre).await.post("/closures", body.clone()).await.expect(201);
        let path = format!("/closures/{}", made.id());
        for other in [
            app.person("anna@example.org").await,
            app.staff(StaffRole::Desk, world.other_centre).await,
            app.staff(StaffRole::Steward, None).await,
        ] {
            other.post("/closures", body.clone()).await.problem(403, "forbidden");
            other.patch(&path, "*", json!({"note": "x"})).await.problem(403, "forbidden");
            other.delete(&path).await.problem(403, "forbidden");
        }
        let steward = app.staff(StaffRole::Steward, None).await;
        assert_eq!(steward.get(&path).await.expect(200).json["note"], "Painters");
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        for wrong in [
            closure("24T00:00", "26T00:00", json!({})),
            closure("24T00:00", "26T00:00", json!({"centre_id": "00000000-0000-7000-8000-000000000000"})),
            closure("24T00:00", "26T00:00", json!({"room_ids": []})),
            closure("24T00:00", "26T00:00", json!({"room_ids": [world.meeting, world.elsewhere]})),
            closure("24T00:00", "26T00:00", json!({"room_ids": [world.meeting, world.meeting]})),
            closure("26T00:00", "26T00:00", json!({"room_ids": [world.meeting]})),
            closure("01T00:00", "03T00:00", json!({"room_ids": [world.meeting]})),
            closure("24T00:00", "26T00:00", json!({"room_ids": [world.meeting], "decision": []})),
            closure("24T00:00", "26T00:00", json!({"room_ids": [world.meeting], "reason": "weather"})),
        ] {
            desk.post("/closures", wrong).await.problem(422, "validation");
        }
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM closures", []).await, 1);
    }

    async fn closures_are_listed_by_start(app: TestApp) {
        let world = app.world().await;
        let admin = app.administrator().await;
        for (from, until) in [("20T00:00", "21T00:00"), ("10T00:00", "12T00:00"), ("15T00:00", "16T00:00")] {
            admin.post("/closures", closure(from, until, json!({"room_ids": [world.meeting]}))).await.expect(201);
        }
        admin.post("/closures", closure("11T00:00", "12T00:00", json!({"centre_id": world.other_centre}))).await.expect(201);
        let visitor = app.anonymous();
        let starts = |page: &Value| -> Vec<String> {
            page["items"].as_array().unwrap().iter().map(|c| c["starts_at"].as_str().unwrap()[8..10].to_owned()).collect()
        };
        let all = visitor.get("/closures").await.expect(200).json;
        assert_eq!(starts(&all), ["10", "11", "15", "20"]);
        let here = format!("/closures?centre_id={}", world.centre);
        assert_eq!(starts(&visitor.get(&here).await.expect(200).json), ["10", "15", "20"]);
        let between = "/closures?from=2026-12-11T23:00:00Z&until=2026-12-19T23:00:00Z";
        assert_eq!(starts(&visitor.get(between).await.expect(200).json), ["15"]);
        let first = visitor.get("/closures?limit=3").await.expect(200).json;
        let cursor = first["next_cursor"].as_str().unwrap();
        let rest = visitor.get(&format!("/closures?limit=3&cursor={cursor}")).await.expect(200).json;
        assert_eq!((starts(&rest), &rest["next_cursor"]), (vec!["20".to_owned()], &Value::Null));
        for wrong in ["from=tomorrow", "limit=0", "cursor=eA", "room=1"] {
            visitor.get(&format!("/closures?{wrong}")).await.problem(422, "validation");
        }
    }

    async fn a_new_room_of_a_closed_centre_is_closed(app: TestApp) {
        let world = app.world().await;
        let admin = app.administrator().await;
        admin.post("/closures", closure("10T00:00", "12T00:00", json!({"centre_id": world.centre}))).await.expect(201);
        let made = admin.post("/rooms", json!({"centre_id": world.centre, "name": "New"})).await.expect(201);
        let id = uuid::Uuid::parse_str(&made.id()).unwrap();
        assert_eq!(closed(&app, id).await, 2 * DAY);
        let path = format!("/resources/{}", made.json["resource_ids"][0].as_str().unwrap());
        admin.patch(&path, "*", json!({"capacity": 20})).await.expect(200);
        let row = app.rows.first(
            "SELECT quantity FROM claims c JOIN room_resources r ON r.resource_id = c.resource_id WHERE r.room_id = $1",
            [id.into()],
        ).await.unwrap();
        assert_eq!(row.try_get::<i32>("", "quantity").unwrap(), 20, "whole, whatever its size");
    }

    async fn a_closed_room_closes_the_floor_it_gets(app: TestApp) {
        let world = app.world().await;
        let (admin, anna) = (app.administrator().await, app.person("anna@example.org").await);
        let floors = admin.get(&format!("/rooms/{}", world.hall)).await.json["resource_ids"].clone();
        admin.post("/closures", closure("10T00:00", "12T00:00", json!({"room_ids": [world.half]}))).await.expect(201);
        let other = with(on(&world, 10), json!({"room_id": world.other_half}));
        let booked = anna.post("/bookings", other).await.expect(201).id();
        let path = format!("/rooms/{}", world.half);
        let refused = admin.patch(&path, "*", json!({"resource_ids": floors})).await.problem(409, "in-use");
        assert_eq!(ids(&refused), [booked.as_str()], "it would be closed over");
        anna.post(&format!("/bookings/{booked}/cancel"), json!({})).await.expect(200);
        admin.patch(&path, "*", json!({"resource_ids": floors})).await.expect(200);
        assert_eq!(closed(&app, world.hall.0).await, 4 * DAY);
    }

    async fn what_was_closed_stays_so_in_the_books(app: TestApp) {
        let world = app.world().await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let weeks = closure("05T00:00", "25T00:00", json!({"room_ids": [world.meeting]}));
        let made = desk.post("/closures", weeks).await.expect(201);
        assert_eq!(closed(&app, world.meeting.0).await, 20 * DAY, "in pieces of at most a week");
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM claims", []).await, 3);
        // From Thursday 3 December 09:00 to Sunday 13 December 09:00.
        app.clock.advance(10 * DAY);
        desk.delete(&format!("/closures/{}", made.id())).await.expect(204);
        assert_eq!(closed(&app, world.meeting.0).await, 8 * DAY + 9 * 3_600);
        let anna = app.person("anna@example.org").await;
        anna.post("/bookings", on(&world, 13)).await.expect(201);
        let running = closure("13T08:00", "13T10:00", json!({"room_ids": [world.meeting]}));
        desk.post("/closures", running).await.expect(201);
        assert_eq!(closed(&app, world.meeting.0).await, 8 * DAY + 10 * 3_600, "what is past is not closed any more");
    }

    async fn rooms_close_and_open_while_sixteen_book(app: TestApp) {
        let world = app.world().await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let whole = |day: u32| {
            closure(&format!("{day}T00:00"), &format!("{}T00:00", day + 1), json!({"centre_id": world.centre}))
        };
        desk.post("/closures", whole(12)).await.expect(201);
        let mut clients = tokio::task::JoinSet::new();
        for n in 0..16_usize {
            let anna = app.person(&format!("client{n}@example.org")).await;
            let rooms = [world.hall, world.half, world.meeting, world.shared];
            let wishes: Vec<Value> =
                (0..6).map(|day| with(on(&world, 10 + day), json!({"room_id": rooms[(n + day as usize) % 4]}))).collect();
            clients.spawn(async move {
                for wish in wishes {
                    let answer = anna.post("/bookings", wish).await;
                    assert!(matches!(answer.status, 201 | 409), "{answer:#?}");
                }
            });
        }
        for day in [15, 10, 14, 11, 13] {
            let answer = desk.post("/closures", whole(day)).await;
            assert!(matches!(answer.status, 201 | 409), "{answer:#?}");
            if answer.status == 201 && day > 12 {
                desk.delete(&format!("/closures/{}", answer.id())).await.expect(204);
            }
        }
        clients.join_all().await;
        let on_the_twelfth = "SELECT count(*) AS n FROM bookings WHERE starts_at = $1";
        // 10:00 in Brussels.
        let ten: i64 = 1_797_066_000;
        assert_eq!(app.rows.count(on_the_twelfth, [ten.into()]).await, 0, "closed before anybody asked");
        let closed_over = "SELECT count(*) AS n FROM claims a JOIN claims b ON a.resource_id = b.resource_id
            WHERE a.booking_id IS NULL AND b.booking_id IS NOT NULL
            AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at";
        assert_eq!(app.rows.count(closed_over, []).await, 0);
        let unclaimed = "SELECT count(*) AS n FROM bookings b
            WHERE NOT EXISTS (SELECT 1 FROM claims c WHERE c.booking_id = b.id)";
        assert_eq!(app.rows.count(unclaimed, []).await, 0);
    }
}
