//! Connections that end, and tables that change, while the service is under way: nobody is told of it.

use std::time::Duration;

use lokaal::store::Engine;
use sea_orm::sqlx::{Connection, Executor, SqliteConnection};
use serde_json::{Value, json};

use crate::{
    group::{Note, Then},
    support::{actor::Actor, app::TestApp, rows::APPLICATION, world::World},
};

/// The meeting room for an hour, `n` hours after the first of January.
fn hour(world: &World, n: u32) -> Value {
    let at = |n: u32| format!("2027-01-{:02}T{:02}:00:00+01:00", 1 + n / 10, 9 + n % 10);
    json!({
        "room_id": world.meeting, "title": "Overleg", "attendees": 5, "starts_at": at(n),
        "ends_at": at(n).replace(":00:00+", ":30:00+"),
    })
}

/// Sixteen bookings at once, so that as many connections are in use; what they were answered.
async fn sixteen(people: &[Actor], world: &World, first: u32) -> Vec<u16> {
    let mut tasks = tokio::task::JoinSet::new();
    for (n, person) in (first..).zip(people) {
        let (person, wish) = (person.clone(), hour(world, n));
        tasks.spawn(async move {
            let made = person.post("/bookings", wish).await;
            match made.status {
                201 => person.get(&format!("/bookings/{}", made.id())).await.status,
                refused => refused,
            }
        });
    }
    tasks.join_all().await
}

async fn people(app: &TestApp) -> Vec<Actor> {
    let mut people = Vec::new();
    for n in 0..16 {
        people.push(app.person(&format!("p{n:02}@example.org")).await);
    }
    people
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_server_ended_every_connection_nothing_fails() {
    let app = TestApp::start(Engine::Postgres).await;
    let world = app.world().await;
    let people = people(&app).await;
    let of_service =
        format!("FROM pg_stat_activity WHERE datname = current_database() AND application_name <> '{APPLICATION}'");
    for round in 0..4 {
        assert_eq!(sixteen(&people, &world, round * 16).await, [200; 16], "round {round}");
        let ended = app.rows.count(&format!("SELECT count(pg_terminate_backend(pid)) AS n {of_service}"), []).await;
        assert!(ended > 1, "connections were open");
        while app.rows.count(&format!("SELECT count(*) AS n {of_service}"), []).await > 0 {
            tokio::task::yield_now().await;
        }
        if round % 2 == 0 {
            // Who reads is the first to notice.
            let mut tasks = tokio::task::JoinSet::new();
            for person in people.clone() {
                tasks.spawn(async move { person.get("/bookings").await.status });
            }
            assert_eq!(tasks.join_all().await, [200; 16], "round {round}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_version_may_add_columns_meanwhile() {
    let app = TestApp::start(Engine::Postgres).await;
    let world = app.world().await;
    let people = people(&app).await;
    assert_eq!(sixteen(&people, &world, 0).await, [200; 16]);
    for (round, table) in (1..).zip(["bookings", "users", "waitlist"]) {
        app.rows.execute(&format!("ALTER TABLE {table} ADD COLUMN of_a_newer_version TEXT"), []).await;
        assert_eq!(sixteen(&people, &world, round * 16).await, [200; 16], "{table}");
        for person in &people {
            person.get("/bookings").await.expect(200);
            person.get("/waitlist").await.expect(200);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_goes_away_while_the_lock_is_taken_does_not_keep_it() {
    let app = TestApp::start(Engine::Sqlite).await;
    let mut other = SqliteConnection::connect(app.database().url()).await.expect("the file is there");
    other.execute("BEGIN IMMEDIATE").await.expect("the lock");
    let store = app.store().clone();
    let mut task = tokio::spawn(async move { store.run(&Note::new(Then::Succeed)).await });
    tokio::time::timeout(Duration::from_secs(1), &mut task).await.expect_err("it waits for the lock");
    task.abort();
    assert!(task.await.expect_err("gone").is_cancelled());
    other.execute("COMMIT").await.expect("the lock is free");
    for _ in 0..3 {
        other.execute("BEGIN IMMEDIATE").await.expect("nobody has it");
        other.execute("COMMIT").await.expect("the lock is free");
    }
}
