use lokaal::store::Engine;
use rstest::rstest;

use crate::{complained, lokaal, said, support::postgres};

/// How many lines say so.
fn count(text: &str, state: &str) -> usize {
    text.lines().filter(|line| line.trim_start().starts_with(state)).count()
}

#[rstest]
#[case(Engine::Sqlite)]
#[case(Engine::Postgres)]
fn a_new_database_is_brought_up_to_date_once(#[case] engine: Engine) {
    let directory = tempfile::tempdir().unwrap();
    let database = (engine == Engine::Postgres).then(postgres::fresh_database);
    let url = database.as_ref().map_or("sqlite://data/lokaal.db", |database| database.url());
    let run = |step| {
        let output = lokaal(directory.path(), &[("LOKAAL__DATABASE__URL", url)], &["migrate", step]);
        assert!(output.status.success(), "{}", complained(&output));
        said(&output)
    };

    let before = run("status");
    let changes = count(&before, "missing");
    assert!(changes > 0 && count(&before, "applied") == 0, "{before}");
    for step in ["up", "up", "status"] {
        let after = run(step);
        assert_eq!((count(&after, "missing"), count(&after, "applied")), (0, changes), "{after}");
    }
}

#[test]
fn the_password_of_the_database_is_not_shown() {
    let directory = tempfile::tempdir().unwrap();
    let database = postgres::fresh_database();
    let output = lokaal(directory.path(), &[("LOKAAL__DATABASE__URL", database.url())], &["migrate", "up"]);
    let (_, rest) = database.url().split_once("lokaal:").unwrap();
    let (password, _) = rest.split_once('@').unwrap();
    assert!(output.status.success());
    assert!(!said(&output).contains(password) && !complained(&output).contains(password));
}

#[test]
fn a_database_out_of_reach_is_a_failure() {
    let directory = tempfile::tempdir().unwrap();
    // Nothing listens on port 1.
    let variables = [
        ("LOKAAL__DATABASE__URL", "postgres://lokaal:hidden@127.0.0.1:1/lokaal"),
        ("LOKAAL__DATABASE__ACQUIRE_TIMEOUT_SECONDS", "1"),
    ];
    let output = lokaal(directory.path(), &variables, &["migrate", "up"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(complained(&output).contains("cannot be reached"), "{}", complained(&output));
    assert!(!complained(&output).contains("hidden"), "{}", complained(&output));
}
