//! `lokaal user`: accounts and the roles for the city.

use std::{
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
};

use lokaal::{
    clock::Clock,
    domain::person::StaffRole,
    store::{Engine, people},
};
use rstest::rstest;

use super::{complained, said};
use crate::support::database::TestDatabase;

const PASSWORD: &str = "een lang wachtwoord";

fn user(directory: &Path, url: &str, words: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_lokaal"))
        .current_dir(directory)
        .env_clear()
        .envs([("LOKAAL__DATABASE__URL", url), ("LOKAAL__AUTH__ARGON2_MEMORY_KIB", "8")])
        .arg("user")
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    // A program that stopped before it read has closed its end.
    let _ = child.stdin.take().expect("its input").write_all(input.as_bytes());
    child.wait_with_output().expect("it ends")
}

#[rstest]
#[case(Engine::Sqlite)]
#[case(Engine::Postgres)]
#[tokio::test]
async fn the_first_administrator_is_made_here(#[case] engine: Engine) {
    let database = TestDatabase::new(engine).await;
    let directory = tempfile::tempdir().unwrap();
    let run = |words: &[&str], input: &str| user(directory.path(), database.url(), words, input);
    let create =
        ["create", "--email", "Root@Example.org", "--name", "An", "--role", "administrator", "--password-stdin"];
    let made = run(&create, &format!("{PASSWORD}\n"));
    assert!(made.status.success(), "{}", complained(&made));
    assert!(said(&made).starts_with("Made account "), "{}", said(&made));

    let store = database.store(Clock::system()).await;
    let (person, hash) = people::by_email(&store, "root@example.org").await.unwrap().expect("an account");
    assert!(hash.unwrap().starts_with("$argon2id$"));
    assert!(people::caller(&store, person.id).await.unwrap().is_administrator());

    let again = run(&create, PASSWORD);
    assert!(!again.status.success());
    assert!(complained(&again).contains("There is an account with this address."), "{}", complained(&again));

    let made = run(&["create", "--email", "ben@example.org", "--name", "Ben", "--locale", "fr"], "");
    assert!(made.status.success(), "{}", complained(&made));
    let appoint = ["appoint", "--email", "ben@example.org", "--role", "steward"];
    let appointed = run(&appoint, "");
    assert_eq!(said(&appointed).trim(), "ben@example.org is now steward.");
    let (ben, hash) = people::by_email(&store, "ben@example.org").await.unwrap().expect("an account");
    assert_eq!((ben.locale.as_str(), hash), ("fr", None));
    let posts = people::caller(&store, ben.id).await.unwrap().posts;
    assert_eq!(posts.iter().map(|post| post.role).collect::<Vec<_>>(), [StaffRole::Steward]);
    let dismissed = run(&["dismiss", "--email", "ben@example.org", "--role", "steward"], "");
    assert_eq!(said(&dismissed).trim(), "ben@example.org is no longer steward.");
    assert!(people::caller(&store, ben.id).await.unwrap().posts.is_empty());
}

#[tokio::test]
async fn what_is_not_right_is_told_all_at_once_and_makes_nobody() {
    let database = TestDatabase::new(Engine::Sqlite).await;
    let directory = tempfile::tempdir().unwrap();
    let run = |words: &[&str], input: &str| user(directory.path(), database.url(), words, input);
    let wrong = run(&["create", "--email", "nobody", "--name", " ", "--password-stdin"], "short\n");
    assert!(!wrong.status.success());
    for part in ["--name: ", "--email: ", "--password: "] {
        assert!(complained(&wrong).contains(part), "{}", complained(&wrong));
    }
    let wrong = run(&["create", "--email", "a@example.org", "--name", "A", "--role", "desk"], "");
    assert!(!wrong.status.success() && complained(&wrong).contains("administrator"), "{}", complained(&wrong));
    let wrong = run(&["create", "--email", "a@example.org", "--name", "A", "--password", PASSWORD], "");
    assert!(!wrong.status.success(), "a password on the command line would be read by every process");
    let wrong = run(&["appoint", "--email", "a@example.org", "--role", "steward"], "");
    assert!(complained(&wrong).contains("Nobody has an account"), "{}", complained(&wrong));
    let store = database.store(Clock::system()).await;
    assert!(people::by_email(&store, "a@example.org").await.unwrap().is_none());
}
