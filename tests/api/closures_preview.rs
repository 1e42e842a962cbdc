//! What a closure would bring about, told beforehand.

use lokaal::domain::{
    person::{MemberRole, StaffRole},
    resource::ResourceKind,
};
use serde_json::{Value, json};

use crate::{
    bookings::{organisation, wish, with},
    both_engines,
    series::weekly,
    support::world::World,
};

/// December 2026, of the meeting room.
pub(crate) fn december(world: &World) -> Value {
    json!({
        "room_ids": [world.meeting], "starts_at": "2026-12-04T00:00:00+01:00", "ends_at": "2027-01-20T00:00:00+01:00",
        "reason": "utility_failure",
    })
}

fn decisions(preview: &Value) -> Vec<(&str, &str, &str)> {
    preview["affected"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| {
            let decision = &one["decision"];
            let of = |member: &str| decision[member].as_str().unwrap_or("-");
            (of("action"), of("room_id"), of("starts_at"))
        })
        .collect()
}

both_engines! {
    async fn a_whole_plan_is_proposed_and_nothing_done(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let committee = organisation(&app, &[(&anna, MemberRole::Booker)]).await;
        let of_committee = json!({"organisation_id": committee});
        anna.post("/series", with(weekly(&world), of_committee)).await.expect(201);
        let single = anna.post("/bookings", wish(&world)).await.expect(201);
        // The one room near that would do is taken on one evening of the series.
        let other = app.add_meeting_room(world.centre, "Office", 12, &lokaal::domain::room::Rules::default()).await;
        app.renew_catalogue().await;
        let taken = with(wish(&world), json!({
            "room_id": other, "starts_at": "2026-12-24T20:00:00+01:00", "ends_at": "2026-12-24T21:00:00+01:00"
        }));
        anna.post("/bookings", taken).await.expect(201);
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let before = app.rows.dump().await;
        let preview = desk.post("/closures/preview", december(&world)).await.expect(200).json;
        assert_eq!(app.rows.dump().await, before, "nothing is done");
        let plan = decisions(&preview);
        assert_eq!(plan.len(), 6);
        let (same, office) = (world.reviewed.to_string(), other.to_string());
        // The office is like the room, but for one evening; so the whole series goes to the next room.
        assert_eq!(plan[0], ("move", office.as_str(), "2026-12-10T10:00:00+01:00"), "{preview:#}");
        let days = ["2026-12-10", "2026-12-17", "2026-12-24", "2026-12-31", "2027-01-07"];
        for (n, day) in days.iter().enumerate() {
            assert_eq!(plan[n + 1], ("move", same.as_str(), format!("{day}T19:00:00+01:00").as_str()));
        }
        let first = &preview["affected"][0];
        assert_eq!((&first["booking_id"], &first["reference"]), (&single.json["id"], &single.json["reference"]));
        assert_eq!((&first["place"]["room_name"], &first["place"]["distance_m"]), (&json!("Office"), &json!(0)));
        assert_eq!(first["decision"]["version"], 1);
        assert_eq!(preview["affected"][1]["organisation_name"], "Buurtcomité Casablanca");
    }

    async fn no_two_go_to_one_place_and_who_has_none_is_told(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let whole = |room: Value, people: i32| with(wish(&world), json!({
            "room_id": room, "attendees": people, "starts_at": "2026-12-10T09:00:00+01:00",
            "ends_at": "2026-12-10T21:00:00+01:00",
        }));
        anna.post("/bookings", whole(json!(world.hall), 80)).await.expect(201);
        anna.post("/bookings", whole(json!(world.shared), 60)).await.expect(201);
        let closed = json!({
            "centre_id": world.centre, "starts_at": "2026-12-10T00:00:00+01:00", "ends_at": "2026-12-11T00:00:00+01:00",
            "reason": "utility_failure",
        });
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let preview = desk.post("/closures/preview", closed.clone()).await.expect(200).json;
        assert_eq!(decisions(&preview), [("cancel", "-", "-"), ("cancel", "-", "-")]);
        assert!(preview["affected"][0].get("place").is_none());
        // A hall elsewhere with place for one of them.
        let floor = app.add_resource(world.other_centre, ResourceKind::Floor, "gym", 1).await;
        let gym = app.add_room(
            world.other_centre, "Gym", &[floor], &[("rows", 90)], None, &lokaal::domain::room::Rules::default(),
        ).await;
        app.renew_catalogue().await;
        let preview = desk.post("/closures/preview", closed).await.expect(200).json;
        let moved: Vec<&str> = decisions(&preview).iter().filter(|one| one.0 == "move").map(|one| one.1).collect();
        assert_eq!(moved, [gym.to_string().as_str()], "one of the two");
        let place = preview["affected"].as_array().unwrap().iter().find_map(|one| one.get("place")).unwrap();
        assert_eq!(place["centre_name"], "Ridderbuurt");
        assert!(place["distance_m"].as_i64().unwrap() > 1_000);
    }

    async fn equipment_goes_along(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let projector = json!({"equipment": [{"resource_id": world.projectors, "quantity": 2}]});
        anna.post("/bookings", with(wish(&world), projector)).await.expect(201);
        let closed = json!({
            "centre_id": world.centre, "starts_at": "2026-12-10T00:00:00+01:00", "ends_at": "2026-12-11T00:00:00+01:00",
            "reason": "utility_failure",
        });
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let preview = desk.post("/closures/preview", closed.clone()).await.expect(200).json;
        assert_eq!(decisions(&preview)[0].0, "cancel", "there are no projectors elsewhere");
        app.add_resource(world.other_centre, ResourceKind::Equipment, "Projectors", 2).await;
        app.renew_catalogue().await;
        let preview = desk.post("/closures/preview", closed).await.expect(200).json;
        assert_eq!(decisions(&preview)[0].1, world.elsewhere.to_string());
    }

    async fn only_the_desk_may_look(app: TestApp) {
        let world = app.world().await;
        app.anonymous().post("/closures/preview", december(&world)).await.problem(401, "unauthorized");
        for other in [app.person("anna@example.org").await, app.staff(StaffRole::Desk, world.other_centre).await] {
            other.post("/closures/preview", december(&world)).await.problem(403, "forbidden");
        }
        let manager = app.staff(StaffRole::Manager, world.centre).await;
        let nothing = manager.post("/closures/preview", december(&world)).await.expect(200).json;
        assert_eq!(nothing, json!({"affected": []}));
        let wrong = with(december(&world), json!({"room_ids": []}));
        manager.post("/closures/preview", wrong).await.problem(422, "validation");
    }
}
