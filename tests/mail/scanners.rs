//! What mail scanners do: they open every link of every mail. Nothing changes by that; a button does, and once.

use std::collections::BTreeSet;

use lokaal::{
    domain::{
        failure::Failure,
        letters::Topic,
        person::{Locale, StaffRole},
        time::DAY,
    },
    jobs::day_before,
    mail::Letter,
    store::{
        Unit, UseCase,
        outbox::{self, NewLetter},
    },
};
use reqwest::Method;
use serde_json::json;

use crate::{
    both_engines,
    letters::letters,
    support::{app::TestApp, mails::Mail},
};

/// Writes letters and nothing else.
struct Write(Vec<NewLetter>);

impl UseCase for Write {
    type Output = ();

    async fn run(&self, unit: &Unit) -> Result<(), Failure> {
        outbox::write(unit, &self.0).await
    }
}

fn row(letter: &Letter, number: usize, locale: Locale) -> NewLetter {
    NewLetter {
        kind: letter.kind().to_owned(),
        stream: number.to_string(),
        centre_id: None,
        booking_id: None,
        recipient: format!("reader{number}@example.org"),
        recipient_name: "Reader".to_owned(),
        locale,
        payload: serde_json::to_string(letter).unwrap(),
        message_domain: "lokaal.test".to_owned(),
        may_wait: letter.may_wait(false),
    }
}

/// Sends every letter that there is, and gives the paths of their links: all that can be opened, and of these the links.
async fn every_link(app: &TestApp) -> (BTreeSet<String>, Vec<String>) {
    let world = app.world().await;
    // A reminder is only sent of a booking that there is.
    let anna = app.person("anna@example.org").await;
    let span = ("2026-12-04T09:00:00+01:00", "2026-12-04T10:00:00+01:00");
    let wish = json!({
        "room_id": world.meeting, "starts_at": span.0, "ends_at": span.1, "title": "Overleg", "attendees": 5,
    });
    anna.post("/bookings", wish).await.expect(201);
    app.staff(StaffRole::Desk, world.centre).await;
    assert_eq!(day_before::run_once(&app.state().services).await.unwrap(), 1);
    let letters: Vec<Letter> = letters().into_iter().map(|(_, letter)| letter).collect();
    let rows = letters.iter().enumerate().map(|(n, letter)| row(letter, n, Locale::ALL[n % Locale::ALL.len()]));
    app.store().run(&Write(rows.collect())).await.unwrap();
    let mails = app.mails().await;
    let reminders = letters.iter().filter(|letter| letter.topic() == Some(Topic::Reminder)).count();
    assert_eq!(
        mails.len(),
        letters.len() - reminders + 2,
        "all but those of what there is not, and two of the booking"
    );
    let paths: BTreeSet<String> = mails.iter().flat_map(Mail::paths).collect();
    let links: Vec<String> = paths.iter().filter(|path| path.starts_with("/link/")).cloned().collect();
    let asking = letters.iter().filter(|letter| letter.link().is_some()).count();
    let stopping = letters.iter().filter(|letter| letter.topic().is_some()).count();
    assert_eq!(links.len(), asking + stopping - reminders + 1);
    (paths, links)
}

both_engines! {
    async fn scanners_that_open_every_link_of_every_letter_change_nothing(app: TestApp) {
        let (paths, links) = every_link(&app).await;
        let before = app.rows.dump().await;
        for agent in ["a browser", "BarracudaSentinel", "Mozilla/5.0 (compatible; SafeLinks)"] {
            for path in &paths {
                for method in [Method::GET, Method::HEAD, Method::OPTIONS] {
                    let answer = app.anonymous().ask(method, path).header("user-agent", agent).await;
                    assert!(answer.status < 500, "{path}: {answer:#?}");
                }
            }
        }
        for path in &links {
            let page = app.anonymous().ask(Method::GET, path).await.expect(200);
            assert!(page.text.contains("<form method=\"post\">") && page.text.contains("<button>"), "{}", page.text);
        }
        assert!(app.rows.dump().await == before, "nothing changed");
    }

    async fn a_button_works_once_and_then_tells_so_in_the_language_of_the_mail(app: TestApp) {
        let (_, links) = every_link(&app).await;
        let gone = ["Deze link werkt niet meer", "This link no longer works", "Ce lien ne fonctionne plus"];
        let press = async |path: &str| {
            let fields = "name=Reader";
            app.anonymous().ask(Method::POST, path).body("application/x-www-form-urlencoded", fields).await
        };
        let mut used = 0;
        for path in &links {
            let page = app.anonymous().ask(Method::GET, path).await.expect(200).text;
            let language = page.split_once("lang=\"").and_then(|(_, rest)| rest.get(..2)).expect("a language").to_owned();
            let first = press(path).await;
            assert!(matches!(first.status, 200 | 404 | 409) && first.text.contains("<h1>"), "{first:#?}");
            if first.status != 200 {
                continue;
            }
            used += 1;
            let second = press(path).await.expect(404);
            let index = Locale::ALL.iter().position(|locale| locale.as_str() == language).expect("one of ours");
            assert!(second.text.contains(gone[index]), "{language}: {}", second.text);
            app.anonymous().ask(Method::GET, path).await.expect(404);
        }
        assert!(used >= 8, "addresses, sign-ins, offers, returns and topics: {used}");
    }

    async fn links_that_are_too_old_tell_so_in_the_language_of_the_mail(app: TestApp) {
        let (_, links) = every_link(&app).await;
        app.clock.advance(61 * DAY);
        for path in &links {
            let before = app.rows.dump().await;
            let page = app.anonymous().ask(Method::POST, path).body("application/x-www-form-urlencoded", "").await;
            let page = page.expect(404).text;
            let told = ["te oud", "too old", "trop ancien"].iter().any(|told| page.contains(told));
            assert!(told, "{page}");
            assert!(app.rows.dump().await == before);
        }
    }
}
