//! A hall is cut from other floors while sixteen clients book it and its halves: whatever they are told, each booking
//! stands on the floors that its room has in the end.

use lokaal::{
    domain::{
        ids::{ResourceId, RoomId},
        person::StaffRole,
        resource::ResourceKind,
    },
    store::Engine,
};
use serde_json::json;

use crate::{
    both_engines,
    ledger::in_order,
    rivals::{at_once, hour, people, wish},
    rounds::two_processes,
    support::{
        actor::{Actor, Answer},
        app::TestApp,
        rows::Rows,
        world::World,
    },
};

const ROUNDS: usize = 60;

/// The floors of a room as the database has them.
async fn floors(rows: &Rows, room: RoomId) -> Vec<ResourceId> {
    let sql = "SELECT resource_id AS id FROM room_resources WHERE room_id = $1 ORDER BY resource_id";
    let id = |row: &sea_orm::QueryResult| ResourceId(row.try_get("", "id").expect("an id"));
    rows.all(sql, [room.0.into()]).await.iter().map(id).collect()
}

/// No booking that holds claims stands on a floor that is not its room's, or lacks one that is.
async fn on_their_floors(rows: &Rows) {
    let elsewhere = "SELECT count(*) AS n FROM claims c JOIN bookings b ON b.id = c.booking_id WHERE NOT EXISTS
        (SELECT 1 FROM room_resources r WHERE r.room_id = b.room_id AND r.resource_id = c.resource_id)";
    assert_eq!(rows.count(elsewhere, []).await, 0, "a claim on a floor that is not the room's");
    let lacking = "SELECT count(*) AS n FROM bookings b JOIN room_resources r ON r.room_id = b.room_id
        WHERE b.status = 'confirmed' AND NOT EXISTS
        (SELECT 1 FROM claims c WHERE c.booking_id = b.id AND c.resource_id = r.resource_id)";
    assert_eq!(rows.count(lacking, []).await, 0, "a booking that lacks a floor of its room");
}

async fn recut_while_booked(app: &TestApp, world: &World, managers: &[Actor], clients: &[Actor]) {
    let (first, second) = (floors(&app.rows, world.half).await[0], floors(&app.rows, world.other_half).await[0]);
    let third = app.add_resource(world.centre, ResourceKind::Floor, "a floor of its own", 1).await;
    app.renew_catalogue().await;
    let hall = format!("/rooms/{}", world.hall);
    let rooms = [world.hall, world.half, world.other_half];
    let (mut recut, mut in_use) = (0, 0);
    for round in 0..ROUNDS {
        let span = hour(app.now(), round);
        let cuts = [json!([third]), json!([first, second]), json!([second]), json!([first, third])];
        let cut = |n: usize| json!({"resource_ids": cuts[(round + n) % cuts.len()]});
        let asks = clients.iter().enumerate().map(|(n, client)| client.post("/bookings", wish(rooms[n % 3], span, 5)));
        let changes = managers.iter().enumerate().map(|(n, manager)| manager.patch(&hall, "*", cut(n)));
        let mut answers = at_once(asks.chain(changes)).await;
        for answer in answers.split_off(clients.len()) {
            if answer.status == 200 {
                recut += 1;
            } else {
                let uses = answer.problem(409, "in-use");
                assert!(uses["in_use"].as_array().is_some_and(|uses| !uses.is_empty()), "{uses:#}");
                in_use += 1;
            }
        }
        let (won, lost): (Vec<Answer>, Vec<Answer>) = answers.into_iter().partition(|answer| answer.status == 201);
        // What they collided with may stand elsewhere by the time that is looked up.
        for answer in lost {
            answer.problem(409, "booking-conflict");
        }
        let of = |room: RoomId| won.iter().filter(|answer| answer.json["room_id"] == json!(room)).count();
        assert!(rooms.iter().all(|room| of(*room) <= 1), "round {round}: {won:#?}");
        assert!(!won.is_empty(), "round {round}: somebody gets it");
        in_order(&app.rows).await;
        on_their_floors(&app.rows).await;

        // The room for the next round; every other time, so that the next cuts have to carry what is booked.
        if round % 2 == 1 {
            continue;
        }
        for booking in won {
            let desk = &managers[0];
            desk.post(&format!("/bookings/{}/cancel", booking.id()), json!({})).await.expect(200);
        }
    }
    assert!(recut >= ROUNDS / 4, "re-cut {recut} times, refused {in_use} times");
}

both_engines! {
    async fn each_booking_stands_on_the_floors_of_its_room(app: TestApp) {
        let world = app.world().await;
        let clients = people(&app, 16).await;
        let manager = app.staff(StaffRole::Manager, world.centre).await;
        recut_while_booked(&app, &world, &[manager.clone(), manager], &clients).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_agree_on_the_floors() {
    let (app, world, services, clients) = two_processes().await;
    assert_eq!(app.store().engine(), Engine::Postgres);
    let manager = app.staff(StaffRole::Manager, world.centre).await;
    let managers = services.each_ref().map(|service| manager.at(service.address()));
    recut_while_booked(&app, &world, &managers, &clients).await;
}
