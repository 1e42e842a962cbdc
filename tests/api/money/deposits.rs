//! Deposits: asked by the tariff or the desk, received, given back, and kept in part with a reason.

use lokaal::domain::person::StaffRole;
use serde_json::{Value, json};

use super::{euro, priced};
use crate::{bookings::wish, both_engines, support::actor::Actor};

async fn step(actor: &Actor, deposit: &str, step: &str, cents: i64) -> Value {
    let body = json!({"amount": euro(cents)});
    actor.post(&format!("{deposit}{step}"), body).await.expect(200).json
}

/// Asked, received, returned, kept and held.
fn sums(deposit: &Value) -> [i64; 5] {
    ["asked", "received", "returned", "kept", "held"].map(|name| deposit[name]["cents"].as_i64().expect("an amount"))
}

both_engines! {
    async fn a_deposit_is_asked_received_kept_in_part_and_given_back(app: TestApp) {
        let world = app.world().await;
        let (manager, _) = priced(&app, &world, json!({"deposit": euro(10_000)})).await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let anna = app.person("anna@example.org").await;
        let booked = anna.post("/bookings", wish(&world)).await.expect(201);
        let deposit = format!("/bookings/{}/deposit", booked.id());
        let asked = anna.get(&deposit).await.expect(200);
        assert_eq!((sums(&asked.json), asked.etag()), ([10_000, 0, 0, 0, 0], "\"0\"".to_owned()));
        // Without an account, or a say in the booking, there is nothing to see.
        app.person("bert@example.org").await.get(&deposit).await.problem(404, "not-found");
        let too_much = desk.post(&format!("{deposit}/received"), json!({"amount": euro(10_001)})).await;
        assert_eq!(too_much.problem(422, "validation")["errors"][0]["pointer"], "/amount/cents");
        assert_eq!(sums(&step(&desk, &deposit, "/received", 6000).await), [10_000, 6000, 0, 0, 6000]);
        // The tariff changes; what was asked stays.
        manager.post(&deposit, json!({"amount": euro(5999)})).await.problem(422, "validation");
        assert_eq!(sums(&step(&manager, &deposit, "", 8000).await), [8000, 6000, 0, 0, 6000]);
        step(&desk, &deposit, "/received", 2000).await;
        let kept = format!("{deposit}/kept");
        desk.post(&kept, json!({"amount": euro(3000)})).await.problem(422, "validation");
        desk.post(&kept, json!({"amount": euro(3000), "reason": " "})).await.problem(422, "validation");
        let body = json!({"amount": euro(3000), "reason": " Een stoel is stuk. "});
        let stale = desk.post(&kept, body.clone()).header("if-match", "\"1\"").await;
        stale.problem(412, "precondition-failed");
        // Sent twice under one key it is kept once.
        let first = desk.post(&kept, body.clone()).key("k1").await.expect(200);
        let second = desk.post(&kept, body).key("k1").await.expect(200);
        assert_eq!((first.json, first.headers.get("etag")), (second.json.clone(), second.headers.get("etag")));
        assert_eq!(sums(&second.json), [8000, 8000, 0, 3000, 5000]);
        assert_eq!(second.json["reason"], "Een stoel is stuk.");
        desk.post(&format!("{deposit}/returned"), json!({"amount": euro(5001)})).await.problem(422, "validation");
        for amount in [euro(0), euro(-1), json!({"cents": 1, "currency": "USD"})] {
            desk.post(&format!("{deposit}/returned"), json!({"amount": amount})).await.problem(422, "validation");
        }
        let settled = step(&desk, &deposit, "/returned", 5000).await;
        assert_eq!(sums(&settled), [8000, 8000, 5000, 3000, 0]);
        assert_eq!(anna.get(&deposit).await.expect(200).json, settled);
        let events = "SELECT count(*) AS n FROM audit_events WHERE action LIKE 'deposit.%'";
        assert_eq!(app.rows.count(events, []).await, 5);
        let told = "SELECT count(*) AS n FROM audit_events WHERE after LIKE '%stoel%'";
        assert_eq!(app.rows.count(told, []).await, 0, "who broke what is in no record");
    }

    async fn the_desk_asks_one_where_no_tariff_does(app: TestApp) {
        let world = app.world().await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let anna = app.person("anna@example.org").await;
        let booked = anna.post("/bookings", wish(&world)).await.expect(201);
        let deposit = format!("/bookings/{}/deposit", booked.id());
        anna.get(&deposit).await.problem(404, "not-found");
        desk.post(&format!("{deposit}/received"), json!({"amount": euro(1)})).await.problem(404, "not-found");
        anna.post(&deposit, json!({"amount": euro(1)})).await.problem(403, "forbidden");
        assert_eq!(sums(&step(&desk, &deposit, "", 2500).await), [2500, 0, 0, 0, 0]);
        assert_eq!(sums(&anna.get(&deposit).await.expect(200).json), [2500, 0, 0, 0, 0]);
    }

    async fn sixteen_hands_give_no_cent_back_twice(app: TestApp) {
        let world = app.world().await;
        priced(&app, &world, json!({"deposit": euro(1000)})).await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let booked = desk.post("/bookings", wish(&world)).await.expect(201);
        let deposit = format!("/bookings/{}/deposit", booked.id());
        step(&desk, &deposit, "/received", 1000).await;
        let hands: Vec<_> = (0..16)
            .map(|_| {
                let (desk, path) = (desk.clone(), format!("{deposit}/returned"));
                tokio::spawn(async move { desk.post(&path, json!({"amount": euro(300)})).await.status })
            })
            .collect();
        let mut statuses = Vec::new();
        for hand in hands {
            statuses.push(hand.await.expect("no panic"));
        }
        assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 3, "{statuses:?}");
        assert!(statuses.iter().all(|status| matches!(status, 200 | 422)), "{statuses:?}");
        assert_eq!(sums(&desk.get(&deposit).await.expect(200).json), [1000, 1000, 900, 0, 100]);
    }
}
