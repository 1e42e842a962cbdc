//! People of the demo, whose password everybody knows, where they have no business.

use std::{net::TcpListener, path::Path, process::Output};

use lokaal::store::Engine;
use rstest::rstest;

use crate::{complained, lokaal, said, support::postgres};

/// Settings that production starts with.
const PRODUCTION: [(&str, &str); 4] = [
    ("LOKAAL__PROFILE", "production"),
    ("LOKAAL__HTTP__PUBLIC_URL", "https://lokaal.example.org"),
    ("LOKAAL__MAIL__SMTP_URL", "smtp://127.0.0.1:1"),
    ("LOKAAL__AUTH__SECRET", "q8Zt1vXw3KpR7nLsD5fGhJ0mBcY2aUeT"),
];

/// Runs a command with `demo.load` off and these settings on this database.
fn run(directory: &Path, url: &str, more: &[(&str, &str)], words: &[&str]) -> Output {
    let usual = [
        ("LOKAAL__DATABASE__URL", url),
        ("LOKAAL__DEMO__LOAD", "false"),
        ("LOKAAL__AUTH__ARGON2_MEMORY_KIB", "8"),
        ("LOKAAL__AUTH__ARGON2_ITERATIONS", "1"),
    ];
    lokaal(directory, &[&usual[..], more].concat(), words)
}

/// The line of `lokaal check` on the database.
fn database_line(directory: &Path, url: &str, more: &[(&str, &str)]) -> String {
    let text = said(&run(directory, url, more, &["check"]));
    text.lines().find(|line| line.starts_with("database")).unwrap_or_else(|| panic!("{text}")).to_owned()
}

#[rstest]
#[case(Engine::Sqlite)]
#[case(Engine::Postgres)]
fn a_database_that_holds_them_is_not_served_where_they_are_refused(#[case] engine: Engine) {
    let directory = tempfile::tempdir().unwrap();
    let database = (engine == Engine::Postgres).then(postgres::fresh_database);
    let url = database.as_ref().map_or("sqlite://data/lokaal.db", |database| database.url());
    // An address that is taken: what is not refused for its people ends as well.
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let everywhere = address.replace("127.0.0.1", "0.0.0.0");
    let production = [&PRODUCTION[..], &[("LOKAAL__HTTP__ADDRESS", &address)]].concat();
    let public = [("LOKAAL__HTTP__ADDRESS", everywhere.as_str())];
    let serve = |more: &[(&str, &str)]| {
        let output = run(directory.path(), url, more, &["serve"]);
        assert_eq!(output.status.code(), Some(1));
        complained(&output)
    };

    assert!(serve(&production).contains("cannot listen"), "nobody of the demo is there yet");
    assert!(database_line(directory.path(), url, &production).contains(" fit "));
    let loaded = run(directory.path(), url, &[], &["demo", "load"]);
    assert!(loaded.status.success(), "{}", complained(&loaded));

    for refused in [&production[..], &public[..]] {
        let text = serve(refused);
        assert!(text.contains("people of the demo") && !text.contains("cannot listen"), "{text}");
        let line = database_line(directory.path(), url, refused);
        assert!(line.contains("NOT FIT") && line.contains("people of the demo"), "{line}");
    }
    let meant = [("LOKAAL__HTTP__ADDRESS", everywhere.as_str()), ("LOKAAL__DEMO__PUBLIC", "true")];
    assert!(serve(&meant).contains("cannot listen"));
    assert!(serve(&[("LOKAAL__HTTP__ADDRESS", &address)]).contains("cannot listen"), "loopback is for oneself");
}
