//! Closures that are announced and not certain, and what a change of a closure asks for.

use lokaal::domain::person::StaffRole;
use serde_json::{Value, json};

use crate::{
    bookings::{wish, with},
    both_engines,
    closures_preview::december,
    support::world::World,
};

/// A booking of the meeting room in December 2026, from 10 to 12.
fn on(world: &World, day: u32) -> Value {
    let times = json!({
        "starts_at": format!("2026-12-{day}T10:00:00+01:00"), "ends_at": format!("2026-12-{day}T12:00:00+01:00"),
    });
    with(wish(world), times)
}

fn whys(problem: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    problem["in_use"].as_array().expect("a list").iter().map(|one| (text(&one["id"]), text(&one["why"]))).collect()
}

fn kinds(answer: &Value) -> Vec<&str> {
    answer["warnings"].as_array().expect("warnings").iter().map(|one| one["kind"].as_str().unwrap()).collect()
}

both_engines! {
    async fn what_is_not_certain_can_be_booked_with_a_warning(app: TestApp) {
        let world = app.world().await;
        let (desk, anna) = (app.staff(StaffRole::Desk, world.centre).await, app.person("anna@example.org").await);
        let body = with(december(&world), json!({"provisional": true}));
        let closure = desk.post("/closures", body.clone()).await.expect(201);
        assert_eq!(closure.json["provisional"], true);
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM claims", []).await, 0);
        let search = "/search?starts_at=2026-12-10T10:00:00%2B01:00&ends_at=2026-12-10T12:00:00%2B01:00";
        let found = anna.get(search).await.expect(200).json;
        for offer in found["items"].as_array().unwrap() {
            let warned = offer["room_id"] == json!(world.meeting);
            assert_eq!(kinds(offer), if warned { vec!["provisional_closure"] } else { vec![] }, "{offer}");
        }
        let next = anna.get("/search/next?duration_minutes=60&from=2026-12-10T08:00:00%2B01:00").await.expect(200).json;
        let offer = next["items"].as_array().unwrap().iter().find(|one| one["room_id"] == json!(world.meeting));
        assert_eq!(kinds(offer.expect("the room is free")), ["provisional_closure"]);
        let quote = anna.post("/bookings/quote", on(&world, 10)).await.expect(200).json;
        assert_eq!((kinds(&quote), &quote["possible"]), (vec!["provisional_closure"], &json!(true)));
        let warning = &quote["warnings"][0];
        assert_eq!((&warning["closure_id"], &warning["reason"]), (&json!(closure.id()), &json!("utility_failure")));
        assert_eq!(warning["starts_at"], "2026-12-04T00:00:00+01:00");
        let booked = anna.post("/bookings", on(&world, 10)).await.expect(201);
        assert_eq!(kinds(&booked.json), ["provisional_closure"]);
        assert_eq!(kinds(&anna.get(&format!("/bookings/{}", booked.id())).await.json), ["provisional_closure"]);
        let mail = app.one_mail().await;
        assert!(mail.text.contains("misschien moet de zaal sluiten"), "{}", mail.text);
        let quiet = anna.post("/bookings", with(on(&world, 10), json!({"room_id": world.hall}))).await.expect(201);
        assert!(kinds(&quiet.json).is_empty() && !app.one_mail().await.text.contains("misschien"));
        let series = json!({
            "room_id": world.meeting, "starts_at_local": "2026-12-17T19:00", "duration_minutes": 60,
            "rrule": "FREQ=WEEKLY;COUNT=2", "title": "Koor", "attendees": 5,
        });
        let series = anna.post("/series", series).await.expect(201).json;
        assert_eq!(kinds(&series["bookings"][0]), ["provisional_closure"]);
        assert!(app.one_mail().await.text.contains("misschien moet de zaal sluiten"));
        // It meets nobody until it is certain; then each needs a decision.
        let path = format!("/closures/{}", closure.id());
        let preview = desk.post("/closures/preview", body).await.expect(200).json;
        assert_eq!(preview["affected"].as_array().unwrap().len(), 3);
        let cancel = |id: &Value| json!({"booking_id": id, "action": "cancel"});
        let early = json!({"decisions": [cancel(&booked.json["id"])]});
        let refused = desk.patch(&path, &closure.etag(), early).await.problem(409, "in-use");
        assert_eq!(whys(&refused)[0].1, "not_affected");
        let refused = desk.patch(&path, &closure.etag(), json!({"provisional": false})).await.problem(409, "in-use");
        assert_eq!(whys(&refused).len(), 3);
        let mut decisions = vec![json!({"booking_id": booked.json["id"], "action": "move", "room_id": world.reviewed})];
        decisions.extend(series["bookings"].as_array().unwrap().iter().map(|one| cancel(&one["id"])));
        let certain = json!({"provisional": false, "decisions": decisions});
        let certain = desk.patch(&path, &closure.etag(), certain).await.expect(200);
        assert_eq!(certain.json["provisional"], false);
        let moved = anna.get(&format!("/bookings/{}", booked.id())).await.expect(200).json;
        assert_eq!((&moved["room_id"], kinds(&moved)), (&json!(world.reviewed), vec![]));
        anna.post("/bookings", on(&world, 11)).await.problem(409, "booking-conflict");
        // Doubtful again: it frees the time.
        desk.patch(&path, &certain.etag(), json!({"provisional": true})).await.expect(200);
        let again = anna.post("/bookings", on(&world, 11)).await.expect(201).json;
        assert_eq!(kinds(&again), ["provisional_closure"]);
        let doubtful = desk.get(&path).await.expect(200).etag();
        desk.delete(&path).header("if-match", doubtful).await.expect(204);
        let free = anna.post("/bookings/quote", on(&world, 12)).await.expect(200).json;
        assert!(kinds(&free).is_empty());
    }

    async fn only_the_difference_is_decided(app: TestApp) {
        let world = app.world().await;
        let (desk, anna) = (app.staff(StaffRole::Desk, world.centre).await, app.person("anna@example.org").await);
        let mut ids = Vec::new();
        for (day, room) in [(10, world.meeting), (14, world.meeting), (10, world.hall)] {
            let body = with(on(&world, day), json!({"room_id": room}));
            ids.push(anna.post("/bookings", body).await.expect(201).id());
        }
        let cancel = |n: usize| json!({"booking_id": ids[n], "action": "cancel"});
        let first = json!({
            "starts_at": "2026-12-09T00:00:00+01:00", "ends_at": "2026-12-12T00:00:00+01:00", "decisions": [cancel(0)],
        });
        let closure = desk.post("/closures", with(december(&world), first)).await.expect(201);
        let path = format!("/closures/{}", closure.id());
        // Extended: what it met before is not asked for again.
        let longer = json!({"ends_at": "2026-12-16T00:00:00+01:00"});
        let refused = desk.patch(&path, "*", longer.clone()).await.problem(409, "in-use");
        assert_eq!(whys(&refused), [(ids[1].clone(), "undecided".to_owned())]);
        let twice = with(longer.clone(), json!({"decisions": [cancel(0), cancel(1)]}));
        let refused = desk.patch(&path, "*", twice).await.problem(409, "in-use");
        assert_eq!(whys(&refused), [(ids[0].clone(), "not_affected".to_owned())]);
        desk.patch(&path, "*", with(longer, json!({"decisions": [cancel(1)]}))).await.expect(200);
        // The next phase: another room.
        let both = json!({"room_ids": [world.meeting, world.hall]});
        let refused = desk.patch(&path, "*", both.clone()).await.problem(409, "in-use");
        assert_eq!(whys(&refused), [(ids[2].clone(), "undecided".to_owned())]);
        desk.patch(&path, "*", with(both, json!({"decisions": [cancel(2)]}))).await.expect(200);
        let half = with(on(&world, 10), json!({"room_id": world.half}));
        anna.post("/bookings", half.clone()).await.problem(409, "booking-conflict");
        // The first room is ready, and the rest takes less long: nobody is asked anything.
        let less = json!({"room_ids": [world.hall], "starts_at": "2026-12-11T00:00:00+01:00"});
        desk.patch(&path, "*", less).await.expect(200);
        anna.post("/bookings", on(&world, 14)).await.expect(201);
        anna.post("/bookings", half).await.expect(201);
        let hall = with(on(&world, 14), json!({"room_id": world.hall}));
        anna.post("/bookings", hall).await.problem(409, "booking-conflict");
    }
}
