//! `scripts/tour`, as the README tells to run it: against the program itself, with the demo.

use std::{
    path::Path,
    process::{Command, Output},
};

use lokaal::store::Engine;
use rstest::rstest;

use crate::{
    complained, said,
    support::{postgres, process::Service},
};

/// Walks the tour against this service.
fn tour(service: &Service, directory: &Path) -> Output {
    Command::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/tour"))
        .arg(service.address())
        .arg(directory.join("var/mail"))
        .output()
        .expect("the tour runs")
}

#[rstest]
#[case(Engine::Sqlite)]
#[case(Engine::Postgres)]
fn it_leads_from_the_search_to_the_mail(#[case] engine: Engine) {
    let directory = tempfile::tempdir().unwrap();
    let database = (engine == Engine::Postgres).then(postgres::fresh_database);
    let url = database.as_ref().map_or("sqlite://var/lokaal.db", |database| database.url());
    let variables = [
        ("LOKAAL__DATABASE__URL", url),
        ("LOKAAL__DEMO__LOAD", "true"),
        ("LOKAAL__AUTH__ARGON2_MEMORY_KIB", "8"),
        ("LOKAAL__AUTH__ARGON2_ITERATIONS", "1"),
    ];
    let service = Service::start(directory.path(), &variables);
    // Twice, as visitors do: the second finds another hour.
    let mut booked = Vec::new();
    for _ in 0..2 {
        let output = tour(&service, directory.path());
        let text = said(&output);
        assert!(output.status.success(), "{text}{}", complained(&output));
        assert!(text.contains(" is confirmed\n") && text.contains("/problems/booking-conflict"), "{text}");
        let letter = &text[text.find("== the mail on ").expect("a mail")..];
        let reference = letter.split_whitespace().nth(4).expect("a reference").trim_end_matches(',').to_owned();
        assert!(letter.contains("Ja, uw reservatie is bevestigd.") && letter.contains("BEGIN:VEVENT"), "{letter}");
        assert!(letter.contains(&format!("Code: {reference}")), "{letter}");
        booked.push(reference);
    }
    assert_ne!(booked[0], booked[1]);
    service.signal("TERM");
    let (status, log) = service.wait();
    assert!(status.success() && !log.contains("WARN"), "{log}");
}

#[test]
fn it_fails_where_nothing_answers_or_nobody_of_the_demo_is_there() {
    let directory = tempfile::tempdir().unwrap();
    let service = Service::start(directory.path(), &[]);
    let output = tour(&service, directory.path());
    assert_eq!(output.status.code(), Some(1));
    assert!(complained(&output).contains("401 in place of 200"), "{}", complained(&output));
    let nowhere = Command::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/tour"))
        .arg("http://127.0.0.1:1")
        .output()
        .expect("the tour runs");
    assert_eq!(nowhere.status.code(), Some(1));
    assert!(complained(&nowhere).contains("nothing answers"), "{}", complained(&nowhere));
}
