use std::path::Path;

use lokaal::store::Engine;
use rstest::rstest;

use crate::{
    complained, lokaal, said,
    support::{
        database::TestDatabase,
        postgres,
        smtp::{Behaviour, Options, Protection, SmtpServer, Stage},
    },
};

/// Runs the check on a thread of its own, so that a mail server in this test's runtime can answer; its line on `what`
/// and how it ended.
async fn check(variables: &[(&str, &str)], what: &str) -> (String, Option<i32>) {
    let variables: Vec<_> = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let output = tokio::task::spawn_blocking(move || {
        let directory = tempfile::tempdir().unwrap();
        let variables: Vec<_> = variables.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        lokaal(directory.path(), &variables, &["check"])
    });
    let output = output.await.unwrap();
    let text = said(&output);
    let line = text.lines().find(|line| line.starts_with(what)).map(str::to_owned);
    (line.unwrap_or_else(|| panic!("{text}\n{}", complained(&output))), output.status.code())
}

#[tokio::test]
async fn the_defaults_are_fit_for_use() {
    for (what, shows) in [("settings", "development"), ("database", "var/lokaal.db"), ("mail", "var/mail")] {
        let (line, code) = check(&[], what).await;
        assert_eq!(code, Some(0));
        assert!(line.contains(" fit ") && line.contains(shows), "{line}");
    }
}

#[rstest]
#[tokio::test]
async fn a_database_with_all_tables_is_fit(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let database = TestDatabase::new(engine).await;
    let variables = [("LOKAAL__DATABASE__URL", database.url()), ("LOKAAL__DATABASE__MIGRATE_ON_START", "false")];
    let (line, code) = check(&variables, "database").await;
    assert_eq!(code, Some(0), "{line}");
}

#[tokio::test]
async fn missing_tables_count_unless_they_are_made_at_the_start() {
    let database = postgres::fresh_database();
    for (migrate, expected) in [("true", 0), ("false", 1)] {
        let variables = [("LOKAAL__DATABASE__URL", database.url()), ("LOKAAL__DATABASE__MIGRATE_ON_START", migrate)];
        let (line, code) = check(&variables, "database").await;
        assert_eq!(code, Some(expected), "{line}");
        assert!(line.contains("missing"), "{line}");
    }
}

#[tokio::test]
async fn a_database_out_of_reach_is_not_fit() {
    let variables = [
        ("LOKAAL__DATABASE__URL", "postgres://lokaal:hidden@127.0.0.1:1/lokaal"),
        ("LOKAAL__DATABASE__ACQUIRE_TIMEOUT_SECONDS", "1"),
    ];
    let (line, code) = check(&variables, "database").await;
    assert_eq!(code, Some(1));
    assert!(line.contains("NOT FIT") && !line.contains("hidden"), "{line}");
}

/// The check of a mail server, with this authority.
async fn check_mail(url: &str, ca_file: &Path) -> (String, Option<i32>) {
    let ca_file = ca_file.display().to_string();
    check(&[("LOKAAL__MAIL__SMTP_URL", url), ("LOKAAL__MAIL__CA_FILE", &ca_file)], "mail").await
}

#[rstest]
#[tokio::test]
async fn a_mail_server_is_fit_where_it_lets_us_in(#[values(Protection::StartTls, Protection::Tls)] by: Protection) {
    let directory = tempfile::tempdir().unwrap();
    let options = Options { protection: by, credentials: Some(("lokaal", "hidden")) };
    let mut server = SmtpServer::start_with(options).await;
    let (line, code) = check_mail(&server.url(), &server.ca_file(directory.path())).await;
    assert_eq!(code, Some(0), "{line}");
    assert!(!line.contains("hidden"), "{line}");

    let wrong = server.url().replace("hidden", "guessed");
    let (line, code) = check_mail(&wrong, &server.ca_file(directory.path())).await;
    assert_eq!(code, Some(1), "{line}");
    assert!(!line.contains("guessed"), "{line}");

    let stranger = SmtpServer::start().await;
    let (line, code) = check_mail(&server.url(), &stranger.ca_file(directory.path())).await;
    assert_eq!(code, Some(1), "an authority that does not vouch for it: {line}");

    server.go_down().await;
    let (line, code) = check_mail(&server.url(), &server.ca_file(directory.path())).await;
    assert_eq!(code, Some(1), "{line}");
}

#[tokio::test]
async fn a_mail_server_that_turns_us_away_is_not_fit() {
    let server = SmtpServer::start().await;
    server.always(Behaviour::Answer(Stage::Greeting, "554 5.3.2 closed"));
    let (line, code) = check(&[("LOKAAL__MAIL__SMTP_URL", &server.url())], "mail").await;
    assert_eq!(code, Some(1), "{line}");
}
