//! Closing at once: everything within the next hours is cancelled, and the answer tells whom to telephone.

use lokaal::domain::{
    person::{MemberRole, StaffRole},
    time::{HOUR, MINUTE},
};
use serde_json::{Value, json};

use crate::{
    bookings::{organisation, wish, with},
    both_engines,
    support::{app::TestApp, world::World},
};

/// A wish for today, Thursday 3 December 2026.
fn today(world: &World, from: &str, until: &str) -> Value {
    let times = json!({
        "starts_at": format!("2026-12-03T{from}:00+01:00"), "ends_at": format!("2026-12-03T{until}:00+01:00"),
    });
    with(wish(world), times)
}

fn at_once(world: &World, members: Value) -> Value {
    with(json!({"centre_id": world.centre, "hours": 8, "reason": "utility_failure", "note": "Burst pipe"}), members)
}

async fn phone(app: &TestApp, email: &str, number: &str) {
    let text = "UPDATE users SET phone = $1 WHERE email = $2";
    app.rows.execute(text, [number.into(), email.into()]).await;
}

both_engines! {
    async fn everything_within_the_next_hours_is_cancelled_and_told(app: TestApp) {
        let world = app.world().await;
        let (desk, anna) = (app.staff(StaffRole::Desk, world.centre).await, app.person("anna@example.org").await);
        let admin = app.person("admin@example.org").await;
        let committee = organisation(&app, &[(&anna, MemberRole::Booker), (&admin, MemberRole::Admin)]).await;
        phone(&app, "admin@example.org", "0470 11 11 11").await;
        let contact = json!({"organisation_id": committee, "on_site_contact": {"name": "Karel", "phone": "0470 22 22 22"}});
        let first = anna.post("/bookings", with(today(&world, "10:00", "12:00"), contact)).await.expect(201);
        let caller = json!({"room_id": world.hall, "on_behalf_of": {"name": "Mia Maes", "phone": "016 33 33 33"}});
        let unreached = desk.post("/bookings", with(today(&world, "14:00", "16:00"), caller)).await.expect(201);
        let request = json!({"room_id": world.reviewed});
        let asked = anna.post("/bookings", with(today(&world, "11:00", "13:00"), request)).await.expect(201);
        assert_eq!(asked.json["status"], "requested");
        let later = anna.post("/bookings", today(&world, "17:00", "18:00")).await.expect(201).id();
        let elsewhere = json!({"room_id": world.elsewhere});
        let there = anna.post("/bookings", with(today(&world, "10:00", "12:00"), elsewhere)).await.expect(201).id();
        app.mails().await;
        let closed = desk.post("/closures/emergency", at_once(&world, json!({}))).key("pipe").await.expect(201);
        let again = desk.post("/closures/emergency", at_once(&world, json!({}))).key("pipe").await.expect(201);
        assert_eq!(closed.json, again.json, "sent again it is done once");
        assert_eq!(closed.json["closure"]["starts_at"], "2026-12-03T09:00:00+01:00");
        assert_eq!(closed.json["closure"]["ends_at"], "2026-12-03T17:00:00+01:00");
        assert_eq!(closed.json["closure"]["reason"], "utility_failure");
        let calls = closed.json["calls"].as_array().expect("a list");
        let order: Vec<&str> = calls.iter().map(|call| call["booking_id"].as_str().unwrap()).collect();
        assert_eq!(order, [unreached.id(), first.id(), asked.id()], "whom no mail reaches, then by start");
        assert_eq!((&calls[0]["is_mailed"], &calls[0]["name"]), (&json!(false), &json!("Mia Maes")));
        assert_eq!(calls[0]["numbers"], json!([{"name": "Mia Maes", "phone": "016 33 33 33"}]));
        let numbers = json!([{"name": "Karel", "phone": "0470 22 22 22"}, {"name": "admin", "phone": "0470 11 11 11"}]);
        assert_eq!((&calls[1]["numbers"], &calls[1]["is_mailed"]), (&numbers, &json!(true)));
        assert_eq!(calls[1]["organisation_name"], "Buurtcomité Casablanca");
        assert_eq!(calls[1]["reference"], first.json["reference"]);
        let id = closed.json["closure"]["id"].as_str().unwrap();
        let list = desk.get(&format!("/closures/{id}/calls")).await.expect(200).json;
        assert_eq!(list["calls"], closed.json["calls"], "the list is there again");
        anna.get(&format!("/closures/{id}/calls")).await.problem(403, "forbidden");
        for booking in [first.id(), asked.id(), unreached.id()] {
            let after = desk.get(&format!("/bookings/{booking}")).await.expect(200).json;
            assert_eq!((&after["status"], &after["cancelled_by"]), (&json!("cancelled"), &json!("centre")));
        }
        for booking in [later, there] {
            assert_eq!(anna.get(&format!("/bookings/{booking}")).await.json["status"], "confirmed");
        }
        anna.post("/bookings", today(&world, "12:00", "13:00")).await.problem(409, "booking-conflict");
        let mails = app.mails_to("anna@example.org").await;
        assert_eq!(mails.len(), 2, "one for the organisation and one privately");
        for mail in &mails {
            assert!(mail.text.contains("Wij moesten meteen sluiten"), "{}", mail.text);
            assert!(mail.text.contains("Dit kost u niets."), "{}", mail.text);
        }
        let text = "SELECT count(*) AS n FROM audit_events WHERE action = 'closure.at_once'";
        assert_eq!(app.rows.count(text, []).await, 1);
    }

    async fn what_is_over_stays_and_what_has_begun_ends(app: TestApp) {
        let world = app.world().await;
        let manager = app.staff(StaffRole::Manager, world.centre).await;
        let rules = json!({"rules": {"cleanup_minutes": 60}});
        manager.patch(&format!("/rooms/{}", world.meeting), "*", rules).await.expect(200);
        let anna = app.person("anna@example.org").await;
        let over = anna.post("/bookings", today(&world, "09:30", "10:00")).await.expect(201).id();
        let begun = with(today(&world, "10:00", "12:00"), json!({"room_id": world.hall}));
        let begun = anna.post("/bookings", begun).await.expect(201).id();
        app.clock.set(app.now().plus(HOUR + 15 * MINUTE + 7));
        let rooms = json!({"centre_id": null, "room_ids": [world.meeting, world.hall], "hours": 2});
        let closed = manager.post("/closures/emergency", at_once(&world, rooms)).await.expect(201).json;
        assert_eq!(closed["closure"]["starts_at"], "2026-12-03T10:15:00+01:00", "this minute");
        let calls: Vec<&Value> = closed["calls"].as_array().unwrap().iter().map(|call| &call["booking_id"]).collect();
        assert_eq!(calls, [&json!(begun)]);
        assert_eq!(anna.get(&format!("/bookings/{over}")).await.json["status"], "confirmed");
        let text = "SELECT max(ends_at) AS n FROM claims WHERE booking_id = $1";
        let id: sea_orm::Value = uuid::Uuid::parse_str(&over).unwrap().into();
        let from = app.now().plus(-7).epoch_seconds();
        assert_eq!(app.rows.count(text, [id]).await, from, "the cleaning ends when it closes");
    }

    async fn an_emergency_that_is_none_is_refused(app: TestApp) {
        let world = app.world().await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let before = app.rows.dump().await;
        for (members, pointer) in [
            (json!({"hours": 0}), "/hours"), (json!({"hours": 73}), "/hours"), (json!({"centre_id": null}), "/centre_id"),
            (json!({"room_ids": [world.elsewhere]}), "/room_ids/0"), (json!({"room_ids": []}), "/room_ids"),
        ] {
            let problem = desk.post("/closures/emergency", at_once(&world, members)).await.problem(422, "validation");
            assert_eq!(problem["errors"][0]["pointer"], pointer);
        }
        let there = at_once(&world, json!({"centre_id": world.other_centre}));
        desk.post("/closures/emergency", there).await.problem(403, "forbidden");
        assert_eq!(app.rows.dump().await, before);
    }

    async fn nobody_slips_in_while_it_closes(app: TestApp) {
        let world = app.world().await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let rooms = [world.meeting, world.half, world.other_half, world.shared];
        let mut asking = Vec::new();
        for n in 0..16_usize {
            let person = app.person(&format!("p{n}@example.org")).await;
            let (from, until) = (format!("{}:00", 10 + n / 4), format!("{}:00", 11 + n / 4));
            let body = with(today(&world, &from, &until), json!({"room_id": rooms[n % 4]}));
            asking.push(tokio::spawn(async move { person.post("/bookings", body).await.status }));
        }
        let closed = desk.post("/closures/emergency", at_once(&world, json!({}))).await.expect(201).json;
        let mut made = 0;
        for ask in asking {
            match ask.await.expect("no panic") {
                201 => made += 1,
                status => assert_eq!(status, 409),
            }
        }
        assert_eq!(closed["calls"].as_array().unwrap().len(), made, "whoever came first is told");
        let text = "SELECT count(*) AS n FROM bookings WHERE status <> 'cancelled'";
        assert_eq!(app.rows.count(text, []).await, 0);
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM claims WHERE booking_id IS NOT NULL", []).await, 0);
    }
}
