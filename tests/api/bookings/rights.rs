//! Who may do what with a booking, as people come and go.

use lokaal::domain::person::{MemberRole, StaffRole};
use serde_json::json;

use super::{organisation, wish, with};
use crate::both_engines;

both_engines! {
    async fn a_member_has_their_own_bookings_and_an_admin_all(app: TestApp) {
        let world = app.world().await;
        let (anna, bert) = (app.person("anna@example.org").await, app.person("bert@example.org").await);
        let carla = app.person("carla@example.org").await;
        let members = [(&anna, MemberRole::Booker), (&bert, MemberRole::Booker), (&carla, MemberRole::Admin)];
        let committee = organisation(&app, &members).await;
        let made = anna.post("/bookings", with(wish(&world), json!({"organisation_id": committee}))).await.expect(201);
        let path = format!("/bookings/{}", made.id());
        bert.get(&path).await.problem(404, "not-found");
        bert.patch(&path, "*", json!({"title": "Anders"})).await.problem(404, "not-found");
        carla.patch(&path, "*", json!({"title": "Anders"})).await.expect(200);
        // It is the organisation's: its admin does not leave it to Anna.
        carla.patch(&path, "*", json!({"organisation_id": null})).await.problem(403, "forbidden");
        let steward = app.staff(StaffRole::Steward, None).await;
        steward.get(&path).await.expect(200);
        steward.patch(&path, "*", json!({"title": "Mijns"})).await.problem(403, "forbidden");
        steward.post(&format!("{path}/cancel"), json!({})).await.problem(403, "forbidden");
        carla.post(&format!("{path}/cancel"), json!({})).await.expect(200);
    }

    async fn who_left_an_organisation_leaves_its_bookings_alone(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let committee = organisation(&app, &[(&anna, MemberRole::Booker)]).await;
        let made = anna.post("/bookings", with(wish(&world), json!({"organisation_id": committee}))).await.expect(201);
        let path = format!("/bookings/{}", made.id());
        anna.patch(&path, "*", json!({"title": "Anders"})).await.expect(200);
        app.rows.execute("DELETE FROM memberships WHERE user_id = $1", [anna.id().0.into()]).await;
        anna.get(&path).await.expect(200);
        anna.patch(&path, "*", json!({"title": "Nog anders"})).await.problem(403, "forbidden");
        anna.patch(&path, "*", json!({"organisation_id": null})).await.problem(403, "forbidden");
        anna.post(&format!("{path}/cancel"), json!({})).await.problem(403, "forbidden");
        anna.post("/bookings", with(wish(&world), json!({"organisation_id": committee}))).await.problem(403, "forbidden");
    }

    async fn a_desk_that_asked_elsewhere_for_a_caller_sees_to_it_while_it_is_a_desk(app: TestApp) {
        let world = app.world().await;
        let elsewhere = app.staff(StaffRole::Desk, world.other_centre).await;
        let call = with(wish(&world), json!({"on_behalf_of": {"name": "Meneer Claes", "phone": "016"}}));
        let made = elsewhere.post("/bookings", call).await.expect(201);
        let path = format!("/bookings/{}", made.id());
        elsewhere.patch(&path, "*", json!({"title": "Kaarten"})).await.expect(200);
        elsewhere.patch(&path, "*", json!({"override": [{"rule": "grid", "reason": "x"}]})).await.problem(403, "forbidden");
        elsewhere.patch(&path, "*", json!({"hold_until": "2026-12-06T12:00:00+01:00"})).await.problem(403, "forbidden");
        let listed = async || elsewhere.get("/bookings").await.expect(200).json["items"].as_array().map(Vec::len);
        assert_eq!(listed().await, Some(1));
        app.rows.execute("DELETE FROM staff_posts", []).await;
        assert_eq!(listed().await, Some(0));
        elsewhere.get(&path).await.problem(404, "not-found");
        elsewhere.post(&format!("{path}/cancel"), json!({})).await.problem(404, "not-found");
    }

    async fn whom_staff_book_for_belongs_to_the_organisation(app: TestApp) {
        let world = app.world().await;
        let (anna, bert) = (app.person("anna@example.org").await, app.person("bert@example.org").await);
        let committee = organisation(&app, &[(&anna, MemberRole::Booker)]).await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let behalf = |id| with(wish(&world), json!({"organisation_id": committee, "on_behalf_of": {"user_id": id}}));
        let refused = desk.post("/bookings", behalf(bert.id())).await.problem(422, "validation");
        assert_eq!(refused["errors"][0]["pointer"], "/organisation_id");
        desk.post("/bookings", behalf(anna.id())).await.expect(201);
    }

    async fn the_right_is_judged_before_an_answer_is_given_again(app: TestApp) {
        let world = app.world().await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let call = with(wish(&world), json!({"on_behalf_of": {"name": "Mevrouw Peeters", "phone": "016 12 34 56"}}));
        desk.post("/bookings", call.clone()).key("k").await.expect(201);
        desk.post("/bookings", call.clone()).key("k").await.expect(201);
        app.rows.execute("DELETE FROM staff_posts", []).await;
        let refused = desk.post("/bookings", call).key("k").await;
        assert!(!refused.text.contains("Peeters"));
        refused.problem(403, "forbidden");
    }

    async fn a_desk_moves_into_another_centre_by_the_rules_of_that_one(app: TestApp) {
        let world = app.world().await;
        let always = lokaal::domain::room::Rules {
            review: lokaal::domain::room::Review {
                mode: lokaal::domain::room::ReviewMode::Always,
                ..Default::default()
            },
            ..Default::default()
        };
        let reviewed = app.add_meeting_room(world.other_centre, "Small room", 12, &always).await;
        app.renew_catalogue().await;
        let anna = app.person("anna@example.org").await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let made = anna.post("/bookings", wish(&world)).await.expect(201);
        let path = format!("/bookings/{}", made.id());
        let unruly = json!({"room_id": reviewed, "override": [{"rule": "opening_hours", "reason": "ours"}]});
        desk.patch(&path, "*", unruly).await.problem(403, "forbidden");
        let moved = desk.patch(&path, "*", json!({"room_id": reviewed})).await.expect(200);
        assert_eq!(moved.json["status"], "requested");
        desk.post(&format!("{path}/approve"), json!({})).await.problem(404, "not-found");
        let there = app.staff(StaffRole::Desk, world.other_centre).await;
        there.post(&format!("{path}/approve"), json!({})).await.expect(200);
    }
}
