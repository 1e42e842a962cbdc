//! The host of a building takes back time that it lends.

use lokaal::domain::person::{MemberRole, StaffRole};
use serde_json::{Value, json};

use crate::{
    bookings::{organisation, wish, with},
    both_engines,
    support::world::World,
};

fn on(world: &World, day: u32) -> Value {
    let times = json!({
        "starts_at": format!("2026-12-{day}T10:00:00+01:00"), "ends_at": format!("2026-12-{day}T12:00:00+01:00"),
    });
    with(wish(world), times)
}

/// Taking the meeting room back on a day.
fn back(world: &World, day: u32, members: Value) -> Value {
    let recall = json!({
        "room_ids": [world.meeting], "reason": "own_activity",
        "starts_at": format!("2026-12-{day}T08:00:00+01:00"), "ends_at": format!("2026-12-{day}T22:00:00+01:00"),
    });
    with(recall, members)
}

both_engines! {
    async fn lent_time_is_taken_back_until_some_days_before(app: TestApp) {
        let world = app.world().await;
        let (host, booker) = (app.person("host@example.org").await, app.person("booker@example.org").await);
        let anna = app.person("anna@example.org").await;
        let partner = organisation(&app, &[(&host, MemberRole::Admin), (&booker, MemberRole::Booker)]).await;
        let text = "UPDATE centres SET host_organisation_id = $1 WHERE id = $2";
        app.rows.execute(text, [partner.0.into(), world.centre.0.into()]).await;
        app.renew_catalogue().await;
        let manager = app.staff(StaffRole::Manager, world.centre).await;
        let room = format!("/rooms/{}", world.meeting);
        let wrong = json!({"rules": {"recall_days": 400}});
        manager.patch(&room, "*", wrong).await.problem(422, "validation");
        manager.patch(&room, "*", json!({"rules": {"recall_days": 14}})).await.expect(200);
        // Told beforehand, as long as it may be.
        let warned = json!([{"kind": "recall", "days": 14, "until": "2026-12-16T10:00:00+01:00"}]);
        let quote = anna.post("/bookings/quote", on(&world, 30)).await.expect(200).json;
        assert_eq!(quote["warnings"], warned);
        let search = "/search?starts_at=2026-12-30T10:00:00%2B01:00&ends_at=2026-12-30T12:00:00%2B01:00";
        let found = anna.get(search).await.expect(200).json;
        let offer = found["items"].as_array().unwrap().iter().find(|one| one["room_id"] == json!(world.meeting));
        assert_eq!(offer.expect("the room is free")["warnings"], warned);
        let booked = anna.post("/bookings", on(&world, 30)).await.expect(201);
        assert_eq!(booked.json["warnings"], warned);
        let mail = app.one_mail().await;
        assert!(mail.text.contains("de gastheer van het gebouw") && mail.text.contains("14 dagen"), "{}", mail.text);
        let soon = anna.post("/bookings", on(&world, 14)).await.expect(201);
        assert_eq!(soon.json["warnings"], json!([]), "it is too late to take that back");
        let own = with(on(&world, 29), json!({"organisation_id": partner}));
        assert_eq!(host.post("/bookings/quote", own).await.expect(200).json["warnings"], json!([]));
        app.mails().await;
        // Not by others, not later, not what is lent for good, and no rule is set aside.
        let before = app.rows.dump().await;
        for who in [&anna, &booker] {
            who.post("/closures", back(&world, 30, json!({}))).await.problem(403, "forbidden");
            who.post("/closures/preview", back(&world, 30, json!({}))).await.problem(403, "forbidden");
        }
        let late = host.post("/closures", back(&world, 16, json!({}))).await.problem(409, "invalid-transition");
        assert!(late["detail"].as_str().unwrap().contains("too late"), "{late}");
        for rooms in [json!([world.hall]), json!([world.meeting, world.hall]), json!(null)] {
            let members = json!({"room_ids": rooms, "centre_id": world.centre});
            let problem = host.post("/closures", back(&world, 30, members)).await.problem(422, "validation");
            assert_eq!(problem["errors"][0]["pointer"], "/room_ids");
        }
        let elsewhere = json!({"booking_id": booked.json["id"], "action": "move", "room_id": world.elsewhere});
        let aside = with(elsewhere.clone(), json!({"override": [{"rule": "grid", "reason": "zo wil ik het"}]}));
        let refused = host.post("/closures", back(&world, 30, json!({"decisions": [aside]}))).await;
        refused.problem(403, "forbidden");
        let undecided = host.post("/closures", back(&world, 30, json!({}))).await.problem(409, "in-use");
        assert_eq!(undecided["in_use"][0]["why"], "undecided");
        let at_once = json!({"room_ids": [world.meeting], "hours": 1, "reason": "own_activity"});
        host.post("/closures/emergency", at_once).await.problem(403, "forbidden");
        let preview = host.post("/closures/preview", back(&world, 30, json!({}))).await.expect(200).json;
        let met = &preview["affected"][0];
        assert_eq!((&met["booking_id"], met.get("title")), (&booked.json["id"], None), "what it is for stays private");
        assert_eq!(app.rows.dump().await, before, "nothing is done");
        let body = back(&world, 30, json!({"note": "Personeelsfeest", "decisions": [elsewhere]}));
        let recall = host.post("/closures", body).await.expect(201);
        assert_eq!((&recall.json["recalled"], &recall.json["note"]), (&json!(true), &json!("Personeelsfeest")));
        let moved = anna.get(&format!("/bookings/{}", booked.id())).await.expect(200).json;
        assert_eq!((&moved["room_id"], &moved["status"]), (&json!(world.elsewhere), &json!("confirmed")));
        assert_eq!(app.one_mail().await.to, "anna@example.org");
        // Theirs to change and to lift, and no other closure; what is taken in addition is asked in time as well.
        let path = format!("/closures/{}", recall.id());
        host.get(&format!("{path}/calls")).await.problem(403, "forbidden");
        let longer = json!({"starts_at": "2026-12-13T08:00:00+01:00"});
        host.patch(&path, "*", longer).await.problem(409, "invalid-transition");
        host.patch(&path, "*", json!({"ends_at": "2026-12-30T20:00:00+01:00"})).await.expect(200);
        let of_desk = manager.post("/closures", back(&world, 28, json!({}))).await.expect(201);
        assert_eq!(of_desk.json["recalled"], false);
        let of_desk = format!("/closures/{}", of_desk.id());
        host.delete(&of_desk).await.problem(403, "forbidden");
        host.patch(&of_desk, "*", json!({"note": "x"})).await.problem(403, "forbidden");
        anna.delete(&path).await.problem(403, "forbidden");
        host.delete(&path).await.expect(204);
    }
}
