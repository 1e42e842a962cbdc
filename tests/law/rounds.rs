//! Two hundred rounds of sixteen clients over HTTP who want the same: each round as many get it as there is room for.

use lokaal::{clock::Clock, domain::ids::RoomId, store::Engine};
use rand::{rng, seq::SliceRandom};

use crate::{
    both_engines,
    ledger::in_order,
    rivals::{at_once, hour, people, service, winners, wish},
    support::{
        actor::{Actor, Answer},
        app::TestApp,
        process::Service,
        world::World,
    },
};

const ROUNDS: usize = 200;
const CLIENTS: usize = 16;

async fn one_room_and_one_hour(app: &TestApp, world: &World, clients: &[Actor]) {
    for round in 0..ROUNDS {
        let span = hour(app.now(), round);
        let answers =
            at_once(clients.iter().map(|client| client.post("/bookings", wish(world.meeting, span, 5)))).await;
        let won = winners(answers);
        assert_eq!(won.len(), 1, "round {round}: {won:#?}");
    }
    in_order(&app.rows).await;
}

async fn a_hall_against_its_halves(app: &TestApp, world: &World, clients: &[Actor]) {
    for round in 0..ROUNDS {
        let span = hour(app.now(), round);
        let mut wishes: Vec<RoomId> =
            [world.hall, world.half, world.other_half].into_iter().cycle().take(clients.len()).collect();
        wishes.shuffle(&mut rng());
        let asks = clients.iter().zip(&wishes).map(|(client, room)| client.post("/bookings", wish(*room, span, 30)));
        let mut won: Vec<String> = winners(at_once(asks).await).iter().map(room_of).collect();
        won.sort();
        let hall = vec![world.hall.to_string()];
        let mut halves = vec![world.half.to_string(), world.other_half.to_string()];
        halves.sort();
        // Where no hall stands in their way, somebody gets each half.
        assert!(won == hall || won == halves, "round {round}: {won:?} of {world:?}");
    }
    in_order(&app.rows).await;
}

async fn a_shared_room(app: &TestApp, world: &World, clients: &[Actor]) {
    for round in 0..ROUNDS {
        let span = hour(app.now(), round);
        let ask = |client: &Actor| client.post("/bookings", wish(world.shared, span, 7));
        let answers = at_once(clients.iter().map(ask)).await;
        let owners: Vec<&Actor> =
            clients.iter().zip(&answers).filter(|(_, answer)| answer.status == 201).map(|(client, _)| client).collect();
        let won = winners(answers);
        assert_eq!(won.len(), 8, "round {round}");
        assert_eq!(winners(vec![ask(&clients[0]).await]).len(), 0, "a ninth while nobody cancels");

        let cancelled = owners[0].post(&format!("/bookings/{}/cancel", won[0].id()), serde_json::json!({})).await;
        assert_eq!(cancelled.expect(200).json["status"], "cancelled");
        let again = winners(at_once(clients[..4].iter().map(ask)).await);
        assert_eq!(again.len(), 1, "one place is free, so one of them gets it");
    }
    in_order(&app.rows).await;
}

fn room_of(answer: &Answer) -> String {
    answer.json["room_id"].as_str().expect("a room").to_owned()
}

both_engines! {
    async fn of_sixteen_one_gets_the_hour(app: TestApp) {
        let world = app.world().await;
        let clients = people(&app, CLIENTS).await;
        one_room_and_one_hour(&app, &world, &clients).await;
    }

    async fn a_hall_is_never_given_with_a_half(app: TestApp) {
        let world = app.world().await;
        let clients = people(&app, CLIENTS).await;
        a_hall_against_its_halves(&app, &world, &clients).await;
    }

    async fn eight_groups_of_seven_share_sixty_places(app: TestApp) {
        let world = app.world().await;
        let clients = people(&app, CLIENTS).await;
        a_shared_room(&app, &world, &clients).await;
    }
}

/// Two processes of the program on one database, and clients of whom each asks one of them in turn.
pub(crate) async fn two_processes() -> (TestApp, World, [Service; 2], Vec<Actor>) {
    let app = TestApp::start(Engine::Postgres).await;
    // The program goes by the machine's clock.
    app.clock.set(Clock::system().now());
    let world = app.world().await;
    let services = [service(&app), service(&app)];
    let clients = people(&app, CLIENTS).await;
    let clients = clients.iter().enumerate().map(|(n, client)| client.at(services[n % 2].address())).collect();
    (app, world, services, clients)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
pub(crate) async fn two_processes_give_an_hour_once() {
    let (app, world, _services, clients) = two_processes().await;
    one_room_and_one_hour(&app, &world, &clients).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
pub(crate) async fn two_processes_keep_a_hall_from_its_halves() {
    let (app, world, _services, clients) = two_processes().await;
    a_hall_against_its_halves(&app, &world, &clients).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
pub(crate) async fn two_processes_share_sixty_places() {
    let (app, world, _services, clients) = two_processes().await;
    a_shared_room(&app, &world, &clients).await;
}
