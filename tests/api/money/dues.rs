//! What stays due: by hours before for who cancels, and nothing where the centre is the cause.

use lokaal::domain::{person::StaffRole, time::HOUR};
use serde_json::{Value, json};

use super::{cents, euro, priced, tariff};
use crate::{
    bookings::{wish, with},
    both_engines,
    support::{actor::Actor, app::TestApp, world::World},
};

/// The meeting room from 10 to 12 on a day of December 2026.
fn on(world: &World, day: u32) -> Value {
    let times = json!({
        "starts_at": format!("2026-12-{day:02}T10:00:00+01:00"), "ends_at": format!("2026-12-{day:02}T12:00:00+01:00"),
    });
    with(wish(world), times)
}

/// Anna and the manager; twenty euro for two hours, of which nothing is due until a week before, half until a day before,
/// and all from then on.
async fn shares(app: &TestApp, world: &World) -> (Actor, Actor) {
    let (manager, _) = priced(app, world, json!({})).await;
    let steps = json!([
        {"until_hours_before": 168, "due_percent": 0}, {"until_hours_before": 24, "due_percent": 50},
        {"until_hours_before": 0, "due_percent": 100},
    ]);
    for room in [world.meeting, world.reviewed, world.hall] {
        manager.patch(&format!("/rooms/{room}"), "*", json!({"rules": {"cancellation": steps}})).await.expect(200);
    }
    (app.person("anna@example.org").await, manager)
}

async fn booked(actor: &Actor, wish: Value) -> String {
    format!("/bookings/{}", actor.post("/bookings", wish).await.expect(201).id())
}

async fn cancelled(actor: &Actor, booking: &str) -> (Option<i64>, Option<i64>) {
    cents(&actor.post(&format!("{booking}/cancel"), json!({})).await.expect(200).json)
}

both_engines! {
    async fn what_is_due_depends_on_the_hours_before(app: TestApp) {
        let world = app.world().await;
        let (anna, _) = shares(&app, &world).await;
        // It is Thursday 3 December, 09:00.
        for (day, due) in [(10, 0), (4, 1000), (9, 1000)] {
            let booking = booked(&anna, on(&world, day)).await;
            assert_eq!(cancelled(&anna, &booking).await, (Some(2000), Some(due)), "{day}");
            let kept = anna.get(&booking).await.expect(200).json;
            assert_eq!(cents(&kept), (Some(2000), Some(due)));
            assert_eq!(kept["price"]["lines"][0]["total"], euro(2000), "the lines stay");
        }
        let booking = booked(&anna, on(&world, 4)).await;
        app.clock.set(app.now().plus(2 * HOUR));
        assert_eq!(cancelled(&anna, &booking).await, (Some(2000), Some(2000)));
        let due = "SELECT count(*) AS n FROM bookings WHERE due_cents = 2000 AND status = 'cancelled'";
        assert_eq!(app.rows.count(due, []).await, 1);
    }

    async fn what_the_centre_causes_costs_nothing(app: TestApp) {
        let world = app.world().await;
        let (anna, manager) = shares(&app, &world).await;
        let booking = booked(&anna, on(&world, 4)).await;
        assert_eq!(cancelled(&manager, &booking).await, (Some(2000), Some(0)), "cancelled by the desk");
        let asked = booked(&anna, with(on(&world, 4), json!({"room_id": world.reviewed}))).await;
        let declined = manager.post(&format!("{asked}/decline"), json!({"reason": "Bezet"})).await.expect(200);
        assert_eq!(cents(&declined.json), (Some(2000), Some(0)));
        let asked = booked(&anna, with(on(&world, 5), json!({"room_id": world.reviewed}))).await;
        app.clock.set(app.now().plus(49 * HOUR));
        lokaal::jobs::expiry::run_once(&app.state().services).await.expect("done");
        let expired = anna.get(&asked).await.expect(200).json;
        assert_eq!((expired["status"].as_str(), cents(&expired)), (Some("expired"), (Some(2000), Some(0))));
    }

    async fn whom_the_desk_moves_pays_no_more_and_may_cancel_for_two_days(app: TestApp) {
        let world = app.world().await;
        let (anna, manager) = shares(&app, &world).await;
        for (room, price) in [(world.hall, 5000), (world.reviewed, 500)] {
            let own = json!({"room_ids": [room], "price": euro(price)});
            manager.post("/tariffs", with(tariff(&world), own)).await.expect(201);
        }
        let booking = booked(&anna, on(&world, 7)).await;
        let moved = manager.patch(&booking, "*", json!({"room_id": world.hall})).await.expect(200);
        assert_eq!(cents(&moved.json), (Some(2000), Some(2000)), "not dearer");
        assert_eq!(moved.json["free_cancel_until"], "2026-12-05T09:00:00+01:00");
        let moved = manager.patch(&booking, "*", json!({"room_id": world.reviewed})).await.expect(200);
        assert_eq!(cents(&moved.json), (Some(1000), Some(1000)), "cheaper");
        let longer = json!({"ends_at": "2026-12-07T13:00:00+01:00"});
        let longer = manager.patch(&booking, "*", longer).await.expect(200);
        assert_eq!(cents(&longer.json).0, Some(1500), "more is asked for");
        assert_eq!(cancelled(&anna, &booking).await, (Some(1500), Some(0)), "at once");
        let booking = booked(&anna, on(&world, 7)).await;
        manager.patch(&booking, "*", json!({"room_id": world.hall})).await.expect(200);
        app.clock.set(app.now().plus(48 * HOUR));
        assert_eq!(cancelled(&anna, &booking).await, (Some(2000), Some(1000)), "two days later");
        // Who moves it themselves has no such right.
        let booking = booked(&anna, on(&world, 8)).await;
        let moved = anna.patch(&booking, "*", json!({"room_id": world.hall})).await.expect(200);
        assert_eq!((cents(&moved.json).0, moved.json.get("free_cancel_until")), (Some(10_000), None));
        assert_eq!(cancelled(&anna, &booking).await, (Some(10_000), Some(5000)));
    }

    async fn a_move_by_a_closure_never_costs_more(app: TestApp) {
        let world = app.world().await;
        let (anna, manager) = shares(&app, &world).await;
        let own = json!({"room_ids": [world.hall], "price": euro(5000)});
        manager.post("/tariffs", with(tariff(&world), own)).await.expect(201);
        let own = json!({"room_ids": [world.reviewed], "price": euro(500)});
        manager.post("/tariffs", with(tariff(&world), own)).await.expect(201);
        let bookings = [booked(&anna, on(&world, 4)).await, booked(&anna, on(&world, 5)).await, booked(&anna, on(&world, 6)).await];
        let id = |n: usize| bookings[n].trim_start_matches("/bookings/").to_owned();
        let until = "2026-12-04T09:00:00+01:00";
        let decisions = json!([
            {"booking_id": id(0), "action": "move", "room_id": world.hall},
            {"booking_id": id(1), "action": "move", "room_id": world.reviewed},
            {"booking_id": id(2), "action": "offer", "room_id": world.hall, "until": until},
        ]);
        manager.post("/closures", json!({
            "room_ids": [world.meeting], "starts_at": "2026-12-04T00:00:00+01:00", "ends_at": "2026-12-08T00:00:00+01:00",
            "reason": "utility_failure", "decisions": decisions,
        })).await.expect(201);
        let mut totals = Vec::new();
        for booking in &bookings {
            totals.push(cents(&anna.get(booking).await.expect(200).json).0);
        }
        assert_eq!(totals, [Some(2000), Some(1000), Some(2000)]);
        assert_eq!(cancelled(&anna, &bookings[0]).await, (Some(2000), Some(0)), "a day before, and free");
        app.clock.set(app.now().plus(HOUR));
        let accepted = anna.post(&format!("{}/confirm", bookings[2]), json!({})).await.expect(200);
        assert_eq!(accepted.json["free_cancel_until"], "2026-12-05T10:00:00+01:00", "from the acceptance");
        app.clock.set(app.now().plus(47 * HOUR + HOUR / 2));
        assert_eq!(cancelled(&anna, &bookings[2]).await, (Some(2000), Some(0)));
    }

    async fn a_desk_that_cancels_its_own_booking_is_a_booker(app: TestApp) {
        let world = app.world().await;
        shares(&app, &world).await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let booking = booked(&desk, on(&world, 4)).await;
        assert_eq!(cancelled(&desk, &booking).await, (Some(2000), Some(1000)));
    }
}
