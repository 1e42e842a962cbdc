use std::{net::TcpStream, path::PathBuf};

use sea_orm::{ConnectionTrait, Database, DbBackend, Statement};

use crate::support::postgres::{Cluster, Durability, fresh_database, run};

#[test]
fn every_test_has_a_database_of_its_own() {
    let (one, other) = (fresh_database(), fresh_database());
    assert_ne!(one.url(), other.url());
    let statement = || vec!["CREATE TABLE only_here (id INT)".to_owned()];
    run(one.url(), statement()).unwrap();
    run(other.url(), statement()).unwrap();
    assert!(run(one.url(), statement()).is_err(), "the table is there already");
}

#[test]
fn a_database_goes_with_its_value() {
    let database = fresh_database();
    let url = database.url().to_owned();
    run(&url, vec!["SELECT 1".to_owned()]).unwrap();
    drop(database);
    assert!(run(&url, vec!["SELECT 1".to_owned()]).is_err());
}

#[tokio::test]
async fn a_database_can_be_made_inside_a_runtime() {
    let database = fresh_database();
    run(database.url(), vec!["SELECT 1".to_owned()]).unwrap();
}

#[test]
fn only_a_durable_cluster_syncs() {
    let check = |setting: &str| {
        vec![format!(
            "DO $$ BEGIN IF current_setting('fsync') <> '{setting}' THEN RAISE 'fsync is not {setting}'; END IF; END $$"
        )]
    };
    run(Cluster::shared().url(), check("off")).unwrap();
    let durable = Cluster::start(Durability::Durable);
    run(durable.url(), check("on")).unwrap();
}

#[tokio::test]
async fn a_cluster_ends_with_its_value_and_leaves_nothing() {
    let cluster = Cluster::start(Durability::Fast);
    let connection = Database::connect(cluster.url()).await.unwrap();
    let question = Statement::from_string(DbBackend::Postgres, "SHOW data_directory");
    let answer = connection.query_one_raw(question).await.unwrap().unwrap();
    let directory = PathBuf::from(answer.try_get_by_index::<String>(0).unwrap());
    connection.close().await.unwrap();
    assert!(directory.exists());

    let address = cluster.url().rsplit_once('@').unwrap().1.split('/').next().unwrap().to_owned();
    drop(cluster);
    assert!(TcpStream::connect(&address).is_err(), "no server is left on {address}");
    assert!(!directory.exists());
}
