//! What a time collided with, and what is offered in its place.

use lokaal::domain::resource::ResourceKind;
use serde_json::{Value, json};

use super::book;
use crate::{
    bookings::{wish, with},
    both_engines,
};

both_engines! {
    async fn what_is_offered_in_its_place_can_be_booked(app: TestApp) {
        let world = app.world().await;
        let (anna, bert) = (app.person("anna@example.org").await, app.person("bert@example.org").await);
        anna.post("/bookings", wish(&world)).await.expect(201);
        book(&anna, world.meeting, "2026-12-10T14:00:00+01:00", "2026-12-10T23:30:00+01:00", json!({})).await;
        let refused = bert.post("/bookings", wish(&world)).await.problem(409, "booking-conflict");
        assert_eq!(
            refused["conflicts"],
            json!([{"starts_at": "2026-12-10T10:00:00+01:00", "ends_at": "2026-12-10T12:00:00+01:00", "kind": "booking"}])
        );
        let offers = refused["alternatives"].as_array().unwrap();
        assert_eq!(offers.len(), 5);
        let same: Vec<(&Value, &Value)> = offers
            .iter()
            .filter(|offer| offer["room_id"] == json!(world.meeting))
            .map(|offer| (&offer["starts_at"], &offer["distance_m"]))
            .collect();
        // Nearest to the wish first: two hours before, two after.
        assert_eq!(same, [(&json!("2026-12-10T08:00:00+01:00"), &json!(0)), (&json!("2026-12-10T12:00:00+01:00"), &json!(0))]);
        let others: Vec<&str> = offers[2..].iter().map(|offer| offer["room_name"].as_str().unwrap()).collect();
        // In the same building, the smallest that is large enough first; the attic has no such part of the day.
        assert_eq!(others, ["Cellar", "Hall A", "Hall B"]);
        for offer in offers {
            let moved = json!({
                "room_id": offer["room_id"], "starts_at": offer["starts_at"], "ends_at": offer["ends_at"],
            });
            bert.post("/bookings", with(wish(&world), moved)).await.expect(201);
        }
    }

    async fn other_centres_are_offered_where_this_one_is_full(app: TestApp) {
        let world = app.world().await;
        let (anna, bert) = (app.person("anna@example.org").await, app.person("bert@example.org").await);
        let pool = app.add_resource(world.other_centre, ResourceKind::Equipment, "Projectors", 1).await;
        app.renew_catalogue().await;
        let all_day = ("2026-12-10T08:00:00+01:00", "2026-12-10T24:00:00+01:00");
        let until = "2026-12-11T00:00:00+01:00";
        for room in [world.hall, world.meeting, world.reviewed, world.dayparts] {
            let until = if room == world.dayparts { "2026-12-10T12:00:00+01:00" } else { until };
            book(&anna, room, all_day.0, until, json!({})).await;
        }
        book(&anna, world.shared, all_day.0, until, json!({"shared": false})).await;
        let projector = json!({"equipment": [{"resource_id": world.projectors, "quantity": 1}]});
        let refused = bert.post("/bookings", with(wish(&world), projector)).await.problem(409, "booking-conflict");
        let offers = refused["alternatives"].as_array().unwrap();
        let told: Vec<&Value> = offers.iter().map(|offer| &offer["centre_name"]).collect();
        assert_eq!(told, [&json!("Ridderbuurt")]);
        let distance = offers[0]["distance_m"].as_i64().unwrap();
        assert!((1_800..1_900).contains(&distance), "{distance}");
        let theirs = json!({"room_id": world.elsewhere, "equipment": [{"resource_id": pool, "quantity": 1}]});
        bert.post("/bookings", with(wish(&world), theirs)).await.expect(201);
        let two = json!({"equipment": [{"resource_id": world.projectors, "quantity": 2}]});
        let refused = bert.post("/bookings", with(wish(&world), two)).await.problem(409, "booking-conflict");
        assert_eq!(refused["alternatives"], json!([]), "there is one projector there");
    }

    async fn clashes_tell_the_kind_and_no_more(app: TestApp) {
        let world = app.world().await;
        let (anna, bert) = (app.person("anna@example.org").await, app.person("bert@example.org").await);
        let two = json!({"equipment": [{"resource_id": world.projectors, "quantity": 2}]});
        book(&anna, world.half, "2026-12-10T10:00:00+01:00", "2026-12-10T11:00:00+01:00", two.clone()).await;
        book(&anna, world.other_half, "2026-12-10T11:00:00+01:00", "2026-12-10T13:00:00+01:00", json!({})).await;
        let hall = with(with(wish(&world), json!({"room_id": world.hall})), two);
        let quote = bert.post("/bookings/quote", hall).await.expect(200).json;
        assert_eq!(
            quote["conflicts"],
            json!([
                {"starts_at": "2026-12-10T10:00:00+01:00", "ends_at": "2026-12-10T11:00:00+01:00", "kind": "equipment"},
                {"starts_at": "2026-12-10T10:00:00+01:00", "ends_at": "2026-12-10T12:00:00+01:00", "kind": "booking"},
            ])
        );
        assert_eq!(quote["possible"], false);
        let offers = quote["alternatives"].as_array().unwrap();
        assert!(offers.iter().all(|offer| offer["room_id"] == json!(world.hall)), "{offers:?}");
    }
}
