//! Key-holders.

use lokaal::domain::person::StaffRole;
use serde_json::json;

use super::{add, found};
use crate::both_engines;

both_engines! {
    async fn an_admin_names_key_holders(app: TestApp) {
        let world = app.world().await;
        let an = app.person("an@example.org").await;
        let organisation = found(&an, "Comité").await;
        let lid = add(&app, &an, &organisation, "lid@example.org", "booker").await;
        let path = format!("{organisation}/key-holders");
        let body = json!({"name": " Karel Sleutel ", "phone": "0470 12 34 56"});
        let karel = an.post(&path, body.clone()).await.expect(201);
        assert_eq!((&karel.json["name"], &karel.json["phone"]), (&json!("Karel Sleutel"), &json!("0470 12 34 56")));
        // A member's name and telephone are at hand.
        let missing = an.post(&path, json!({"user_id": lid.id()})).await.problem(422, "validation");
        assert_eq!(missing["errors"][0]["pointer"], "/phone");
        lid.patch("/me", "*", json!({"phone": "016 00 00 00"})).await.expect(200);
        let member = an.post(&path, json!({"user_id": lid.id()})).await.expect(201);
        assert_eq!((&member.json["name"], &member.json["phone"]), (&json!("lid"), &json!("016 00 00 00")));
        let stranger = app.person("stranger@example.org").await;
        let faults = an.post(&path, json!({"user_id": stranger.id()})).await.problem(422, "validation");
        assert_eq!(faults["errors"][0]["code"], "unknown", "the name of just anybody is not to be read");
        for wrong in [json!({}), json!({"name": "A"}), json!({"name": "a\nb", "phone": "1"}), json!({"phone": "1"})] {
            an.post(&path, wrong).await.problem(422, "validation");
        }

        let desk = app.staff(StaffRole::Desk, world.centre).await;
        for (who, phones) in [(&an, 2), (&desk, 2), (&lid, 0)] {
            let list = who.get(&path).await.expect(200);
            let items = list.json["items"].as_array().unwrap();
            assert_eq!(items.len(), 2);
            assert_eq!(items.iter().filter(|item| item.get("phone").is_some()).count(), phones, "{}", who.email());
        }
        let place = karel.header("location").trim_start_matches("/api/v1").to_owned();
        assert_eq!(lid.get(&place).await.expect(200).json["name"], "Karel Sleutel");
        for who in [&lid, &stranger, &desk] {
            who.post(&path, body.clone()).await.problem(403, "forbidden");
            who.delete(&place).await.problem(403, "forbidden");
        }
        stranger.get(&path).await.problem(403, "forbidden");
        stranger.get(&place).await.problem(403, "forbidden");
        app.anonymous().get(&path).await.problem(401, "unauthorized");
        an.delete(&place).await.expect(204);
        an.delete(&place).await.problem(404, "not-found");
        an.get(&place).await.problem(404, "not-found");
        assert_eq!(an.get(&path).await.json["items"].as_array().unwrap().len(), 1);
        app.administrator().await.post(&path, body).await.expect(201);
    }

    async fn a_key_holder_of_coming_bookings_stays(app: TestApp) {
        let world = app.world().await;
        let an = app.person("an@example.org").await;
        let organisation = found(&an, "Comité").await;
        let path = format!("{organisation}/key-holders");
        let holder = an.post(&path, json!({"name": "Karel", "phone": "0470"})).await.expect(201).id();
        let body = json!({
            "room_id": world.meeting, "organisation_id": organisation.rsplit('/').next(), "title": "Vergadering",
            "starts_at": "2026-12-10T22:00:00+01:00", "ends_at": "2026-12-10T23:00:00+01:00", "attendees": 5,
            "key_holder_id": holder,
        });
        let booking = an.post("/bookings", body.clone()).await.expect(201);
        let problem = an.delete(&format!("{path}/{holder}")).await.problem(409, "in-use");
        let used = json!([{"kind": "booking", "id": booking.id(), "reference": booking.json["reference"]}]);
        assert_eq!(problem["in_use"], used);
        an.post(&format!("/bookings/{}/cancel", booking.id()), json!({})).await.expect(200);
        an.delete(&format!("{path}/{holder}")).await.expect(204);
        an.post("/bookings", body).await.problem(422, "validation");
    }

    async fn a_booking_and_the_end_of_its_key_holder_do_not_cross(app: TestApp) {
        let world = app.world().await;
        let an = app.person("an@example.org").await;
        let organisation = found(&an, "Comité").await;
        let path = format!("{organisation}/key-holders");
        for round in 0..10 {
            let holder = an.post(&path, json!({"name": "Karel", "phone": "0470"})).await.expect(201).id();
            let body = json!({
                "room_id": world.meeting, "organisation_id": organisation.rsplit('/').next(), "title": "Vergadering",
                "starts_at": format!("2026-12-{}T22:00:00+01:00", 10 + round),
                "ends_at": format!("2026-12-{}T23:00:00+01:00", 10 + round), "attendees": 5, "key_holder_id": holder,
            });
            let (booked, ended) = tokio::join!(
                an.post("/bookings", body).into_future(),
                an.delete(&format!("{path}/{holder}")).into_future()
            );
            assert!(matches!((booked.status, ended.status), (201, 409) | (422, 204)), "{booked:#?} {ended:#?}");
        }
    }
}
