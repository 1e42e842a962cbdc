//! What the service holds in memory of centres, resources and rooms.

use lokaal::{domain::ids::ResourceId, store::Engine};
use sea_orm::{ConnectionTrait, Database, Statement, TransactionTrait, Value};

use crate::support::app::TestApp;

/// PostgreSQL alone: there each statement sees what was committed until then. A room that is re-cut between two of them
/// would be held as it is now with its floors from before, and be booked on the wrong ones.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_room_is_read_with_the_floors_of_the_same_moment() {
    let app = TestApp::start(Engine::Postgres).await;
    let world = app.world().await;
    let rival = Database::connect(app.database().url()).await.expect("the database is there");
    let recut = rival.begin().await.expect("a transaction");
    let run = async |sql: &str, values: Vec<Value>| {
        let statement = Statement::from_sql_and_values(recut.get_database_backend(), sql, values);
        recut.execute_raw(statement).await.unwrap_or_else(|fault| panic!("{sql}: {fault}"));
    };
    run("LOCK TABLE rooms IN ACCESS EXCLUSIVE MODE", vec![]).await;

    let store = app.store().clone();
    let renewal = tokio::spawn(async move { store.renew_catalogue().await });
    let waiting = "SELECT count(*) AS n FROM pg_locks WHERE NOT granted AND relation = 'rooms'::regclass";
    while app.rows.count(waiting, []).await == 0 {
        tokio::task::yield_now().await;
    }

    let floor = ResourceId::new(app.now());
    run(
        "INSERT INTO resources (id, centre_id, kind, name, capacity, state, created_at)
         VALUES ($1, $2, 'floor', 'a second floor', 1, 'active', 0)",
        vec![floor.0.into(), world.centre.0.into()],
    )
    .await;
    let needs = "INSERT INTO room_resources (room_id, resource_id) VALUES ($1, $2)";
    run(needs, vec![world.meeting.0.into(), floor.0.into()]).await;
    run("UPDATE rooms SET version = 2 WHERE id = $1", vec![world.meeting.0.into()]).await;
    run("UPDATE catalogue_version SET version = version + 1", vec![]).await;
    recut.commit().await.expect("committed");

    let held = renewal.await.expect("no panic").expect("a catalogue");
    let floors = |version| if version == 1 { 1 } else { 2 };
    for catalogue in [held, app.store().refresh_catalogue().await.expect("a catalogue")] {
        let (room, _) = catalogue.room(world.meeting).expect("the room");
        assert_eq!(catalogue.floors(&room).len(), floors(room.version), "version {}", room.version);
    }
    let (room, _, catalogue) = app.store().room(world.meeting).await.expect("the room");
    assert_eq!((room.version, catalogue.floors(&room).len()), (2, 2));
}
