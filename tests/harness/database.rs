use lokaal::{
    clock::ManualClock,
    domain::time::Instant,
    store::{Engine, Store},
};
use rstest::rstest;

use crate::support::database::TestDatabase;

#[rstest]
#[tokio::test]
async fn both_engines_come_with_all_tables(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let clock = ManualClock::new(Instant::from_epoch_seconds(1_800_000_000));
    let (one, other) = (TestDatabase::new(engine).await, TestDatabase::new(engine).await);
    assert_ne!(one.url(), other.url());
    let stores: [Store; 2] = [one.store(clock.clone()).await, other.store(clock).await];
    for store in stores {
        assert_eq!(store.engine(), engine);
        store.ready().await.unwrap();
        let (applied, missing) = store.migration_status().await.unwrap();
        assert!(!applied.is_empty() && missing.is_empty(), "{missing:?}");
        store.close().await;
    }
}
