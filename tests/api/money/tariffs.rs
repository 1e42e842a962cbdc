//! Tariffs: made, read, changed and taken away by the manager of their centre.

use lokaal::domain::person::StaffRole;
use serde_json::json;

use super::{euro, priced, tariff};
use crate::{bookings::with, both_engines};

both_engines! {
    async fn a_manager_makes_changes_ends_and_takes_away(app: TestApp) {
        let world = app.world().await;
        let full = json!({
            "room_ids": [world.meeting], "category": " A ", "unit": "daypart", "name": " Per dagdeel ",
            "dayparts": [{"name": "avond", "starts": "18:00", "ends": "23:00"}],
            "surcharges": [
                {"name": "Energie", "price": euro(150), "per": "unit", "months": [11, 12, 1, 2, 3]},
                {"name": "Keuken", "price": euro(2500), "per": "booking", "equipment": "keuken"},
            ],
            "free_kinds": ["neighbourhood_committee"], "deposit": euro(10_000),
            "valid_from": "2027-01-01", "valid_until": "2027-12-31",
        });
        let (manager, path) = priced(&app, &world, full.clone()).await;
        let read = app.anonymous().get(&path).await.expect(200);
        let expected = with(with(tariff(&world), full), json!({
            "id": read.id(), "category": "A", "name": "Per dagdeel",
        }));
        assert_eq!(read.json, expected);
        assert_eq!(read.etag(), "\"1\"");
        manager.patch(&path, "\"7\"", json!({"price": euro(1)})).await.problem(412, "precondition-failed");
        let ended = manager.patch(&path, &read.etag(), json!({"valid_until": "2027-06-30"})).await.expect(200);
        assert_eq!((&ended.json["valid_until"], ended.etag()), (&json!("2027-06-30"), "\"2\"".to_owned()));
        // A new one for everybody holds from today.
        manager.post("/tariffs", tariff(&world)).await.expect(201);
        let list = app.anonymous().get(&format!("/tariffs?room_id={}", world.meeting)).await.expect(200).json;
        let names: Vec<_> = list["items"].as_array().unwrap().iter().map(|one| (&one["name"], &one["valid_from"])).collect();
        assert_eq!(names, [(&json!("Per dagdeel"), &json!("2027-01-01")), (&json!("Zaalhuur"), &json!("2026-12-03"))]);
        let others = app.anonymous().get(&format!("/tariffs?room_id={}", world.hall)).await.expect(200).json;
        assert_eq!(others["items"].as_array().unwrap().len(), 1);
        let none = app.anonymous().get(&format!("/tariffs?centre_id={}", world.other_centre)).await.expect(200).json;
        assert_eq!(none["items"], json!([]));
        manager.delete(&path).header("if-match", "\"1\"").await.problem(412, "precondition-failed");
        manager.delete(&path).await.expect(204);
        manager.delete(&path).await.problem(404, "not-found");
        app.anonymous().get(&path).await.problem(404, "not-found");
        let deleted = "SELECT count(*) AS n FROM audit_events WHERE action = 'tariff.deleted' AND before LIKE '%Per dagdeel%'";
        assert_eq!(app.rows.count(deleted, []).await, 1);
    }

    async fn what_makes_no_sense_is_refused(app: TestApp) {
        let world = app.world().await;
        let manager = app.staff(StaffRole::Manager, world.centre).await;
        let surcharge = |members| json!({"surcharges": [with(json!({"name": "x", "price": euro(1), "per": "unit"}), members)]});
        for (members, pointer) in [
            (json!({"name": " "}), "/name"),
            (json!({"price": euro(-1)}), "/price/cents"),
            (json!({"price": euro(10_000_001)}), "/price/cents"),
            (json!({"price": {"cents": 1, "currency": "USD"}}), "/price/currency"),
            (json!({"price": {"cents": 1.5, "currency": "EUR"}}), "/price/cents"),
            (json!({"deposit": euro(0)}), "/deposit/cents"),
            (json!({"unit": "day"}), "/unit"),
            (json!({"unit": "daypart"}), "/dayparts"),
            (json!({"unit": "daypart", "room_ids": [world.dayparts, world.meeting]}), "/dayparts"),
            (json!({"unit": "daypart", "dayparts": []}), "/dayparts"),
            (json!({"dayparts": [{"name": "avond", "starts": "18:00", "ends": "23:00"}]}), "/dayparts"),
            (json!({"room_ids": [world.elsewhere]}), "/room_ids/0"),
            (json!({"room_ids": [world.hall, world.hall]}), "/room_ids/1"),
            (json!({"valid_from": "2027-02-01", "valid_until": "2027-01-31"}), "/valid_until"),
            (json!({"valid_from": "2027-02-30"}), "/valid_from"),
            (json!({"free_kinds": ["school", "school"]}), "/free_kinds/1"),
            (surcharge(json!({"months": []})), "/surcharges/0/months"),
            (surcharge(json!({"months": [13]})), "/surcharges/0/months/0"),
            (surcharge(json!({"months": [1, 1]})), "/surcharges/0/months/1"),
            (surcharge(json!({"price": euro(-5)})), "/surcharges/0/price/cents"),
            (json!({"kind": "school"}), "/kind"),
        ] {
            let problem = manager.post("/tariffs", with(tariff(&world), members.clone())).await.problem(422, "validation");
            assert_eq!(problem["errors"][0]["pointer"], pointer, "{members}: {problem}");
        }
        let own = json!({"unit": "daypart", "room_ids": [world.dayparts]});
        manager.post("/tariffs", with(tariff(&world), own)).await.expect(201);
        let path = format!("/tariffs/{}", manager.post("/tariffs", tariff(&world)).await.expect(201).id());
        let moved = manager.patch(&path, "*", json!({"centre_id": world.other_centre})).await.problem(422, "validation");
        assert_eq!(moved["errors"][0]["code"], "immutable");
        manager.post("/tariffs", with(tariff(&world), json!({"centre_id": world.other_centre}))).await.problem(403, "forbidden");
    }
}
