//! The service under load, as its clients meet it: the release binary over HTTP with 16 connections, on SQLite and on
//! PostgreSQL, empty and with 200,000 bookings in 200 rooms. Client, service and database share this machine.
//!
//! `cargo bench --bench http`; `-- --quick` for a small city and short runs, `-- --engine sqlite` for one engine.

mod city;
mod client;
mod load;
mod series;
mod server;

/// What `postgres` takes from its neighbour in the tests.
#[path = "../../tests/support/database.rs"]
#[expect(dead_code, unreachable_pub, reason = "what the tests need of it and this does not")]
mod database;
#[path = "../../tests/support/postgres.rs"]
#[expect(dead_code, unreachable_pub, reason = "what the tests need of it and this does not")]
mod postgres;

use std::time::Duration;

use city::City;
use load::{Outcome, Request};
use server::Server;

/// Connections that send at the same time.
const CONNECTIONS: usize = 16;
/// Rooms of the city.
const ROOMS: usize = 200;

struct Plan {
    engines: Vec<&'static str>,
    stores: Vec<usize>,
    time: Duration,
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let quick = arguments.iter().any(|argument| argument == "--quick");
    let engine = arguments.iter().skip_while(|argument| *argument != "--engine").nth(1);
    let plan = Plan {
        engines: ["sqlite", "postgres"]
            .into_iter()
            .filter(|known| engine.is_none_or(|engine| engine == known))
            .collect(),
        stores: if quick { vec![0, 2_000] } else { vec![0, 200_000] },
        time: Duration::from_secs(if quick { 2 } else { 10 }),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    println!("{CONNECTIONS} connections, {ROOMS} rooms, {} s a run", plan.time.as_secs());
    println!(
        "| engine | bookings stored | what | answers/s | p50 ms | p95 ms | p99 ms | others | memory MB |\n|---|---|---|---|---|---|---|---|---|"
    );
    for engine in &plan.engines {
        for stored in &plan.stores {
            runtime.block_on(measure(engine, *stored, plan.time));
        }
    }
}

async fn measure(engine: &str, stored: usize, time: Duration) {
    let cluster = (engine == "postgres").then(|| postgres::Cluster::start(postgres::Durability::Durable));
    let database = cluster.as_ref().map(postgres::Cluster::fresh_database);
    let server = Server::start(database.as_ref().map(postgres::TestDatabase::url), ROOMS, stored).await;
    let city = City::look(&server.address).await;
    let reads =
        |requests: Vec<Request>| load::run(&server.address, &city.token, CONNECTIONS, time, 200, true, requests);
    let row = |what: &str, outcome: &Outcome| {
        println!(
            "| {engine} | {stored} | {what} | {:.0} | {:.1} | {:.1} | {:.1} | {} | {} |",
            outcome.rate(),
            outcome.percentile(50),
            outcome.percentile(95),
            outcome.percentile(99),
            if outcome.others.is_empty() { "none".to_owned() } else { format!("{:?}", outcome.others) },
            server.memory_megabytes(),
        );
    };
    row("availability of a room, 30 days", &reads(city.availability()).await);
    row("availability of a centre, a week", &reads(city.centre_availability()).await);
    row("search over all rooms", &reads(city.search()).await);
    let bookings = city.bookings(&server.address).await;
    let made = load::run(&server.address, &city.token, CONNECTIONS, time, 201, false, bookings).await;
    row("POST /bookings", &made);
    let series = city.series(&server.address).await;
    // One after the other: what is asked is how long one takes, with the mail that is written.
    let made = load::run(&server.address, &city.token, 1, time, 201, false, series).await;
    row("POST /series of 52, one at a time", &made);
    server.stop();
}
