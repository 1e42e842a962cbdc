//! What staff sees of the outbox, and trying a letter again.

use lokaal::{
    domain::{failure::Failure, ids::CentreId, person::Locale, person::StaffRole},
    mail::{Letter, LinkPurpose},
    store::{
        Unit, UseCase,
        outbox::{self, NewLetter},
    },
};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    both_engines,
    support::{actor::Actor, app::TestApp},
};

/// Writes letters and nothing else.
struct Write(Vec<NewLetter>);

impl UseCase for Write {
    type Output = ();

    async fn run(&self, unit: &Unit) -> Result<(), Failure> {
        outbox::write(unit, &self.0).await
    }
}

fn letter(centre: Option<CentreId>, recipient: &str) -> NewLetter {
    let content = match centre {
        Some(_) => Letter::JoinAccepted { organisation_name: "The body of the letter".to_owned(), path: None },
        None => Letter::SignInLink { link: LinkPurpose::SignIn, valid_for: 1800 },
    };
    NewLetter {
        kind: content.kind().to_owned(),
        stream: recipient.to_owned(),
        centre_id: centre,
        booking_id: None,
        recipient: recipient.to_owned(),
        recipient_name: "Fatima".to_owned(),
        locale: Locale::Nl,
        payload: serde_json::to_string(&content).unwrap(),
        message_domain: "lokaal.test".to_owned(),
        may_wait: false,
    }
}

async fn recipients(actor: &Actor, path: &str) -> Vec<String> {
    let answer = actor.get(path).await.expect(200);
    let items = answer.json["items"].as_array().expect("a list");
    items.iter().map(|item| item["recipient"].as_str().expect("a recipient").to_owned()).collect()
}

/// The letters of `desk@`: here, there, and to sign in.
async fn three_letters(app: &TestApp) -> (CentreId, CentreId) {
    let world = app.world().await;
    let letters = vec![
        letter(Some(world.centre), "here@example.org"),
        letter(Some(world.other_centre), "there@example.org"),
        letter(None, "sign-in@example.org"),
    ];
    app.store().run(&Write(letters)).await.unwrap();
    (world.centre, world.other_centre)
}

both_engines! {
    async fn everyone_sees_the_letters_that_are_theirs_to_see(app: TestApp) {
        let (here, there) = three_letters(&app).await;
        let desk = app.staff(StaffRole::Desk, here).await;
        let manager = app.staff(StaffRole::Manager, there).await;
        let steward = app.staff(StaffRole::Steward, None).await;
        let administrator = app.administrator().await;
        assert_eq!(recipients(&desk, "/outbox").await, ["here@example.org"]);
        assert_eq!(recipients(&desk, &format!("/outbox?centre_id={here}")).await, ["here@example.org"]);
        assert_eq!(recipients(&manager, "/outbox").await, ["there@example.org"]);
        assert_eq!(recipients(&steward, "/outbox").await, ["here@example.org", "there@example.org"]);
        assert_eq!(recipients(&steward, &format!("/outbox?centre_id={there}")).await, ["there@example.org"]);
        let all = ["here@example.org", "there@example.org", "sign-in@example.org"];
        assert_eq!(recipients(&administrator, "/outbox").await, all);

        desk.get(&format!("/outbox?centre_id={there}")).await.problem(403, "forbidden");
        app.person("member@example.org").await.get("/outbox").await.problem(403, "forbidden");
        app.anonymous().get("/outbox").await.problem(401, "unauthorized");
    }

    async fn a_letter_is_shown_without_what_it_says(app: TestApp) {
        let (here, _) = three_letters(&app).await;
        let answer = app.staff(StaffRole::Desk, here).await.get("/outbox").await.expect(200);
        let mut item = answer.json["items"][0].clone();
        assert!(item["id"].take().is_string());
        assert_eq!(item, json!({
            "id": null,
            "kind": "join_accepted",
            "state": "pending",
            "recipient": "here@example.org",
            "locale": "nl",
            "centre_id": here,
            "booking_id": null,
            "attempts": 0,
            "error": null,
            "created_at": "2026-12-03T09:00:00+01:00",
            "due_at": "2026-12-03T09:00:00+01:00",
            "sent_at": null,
        }));
        assert_eq!(answer.json["next_cursor"], Value::Null);
        assert!(!answer.text.contains("The body of the letter"));
    }

    async fn letters_come_in_pages_and_by_state(app: TestApp) {
        let (here, _) = three_letters(&app).await;
        let administrator = app.administrator().await;
        let first = administrator.get("/outbox?limit=2").await.expect(200).json;
        assert_eq!(first["items"].as_array().unwrap().len(), 2);
        let cursor = first["next_cursor"].as_str().unwrap();
        assert_eq!(recipients(&administrator, &format!("/outbox?cursor={cursor}")).await, ["sign-in@example.org"]);

        assert_eq!(app.mails_to("here@example.org").await.len(), 1);
        assert_eq!(recipients(&administrator, "/outbox?state=sent&limit=1").await, ["here@example.org"]);
        assert!(recipients(&administrator, &format!("/outbox?state=pending&centre_id={here}")).await.is_empty());
        let sent = administrator.get("/outbox?state=sent&limit=1").await.expect(200).json;
        assert_eq!(sent["items"][0]["sent_at"], "2026-12-03T09:00:00+01:00");
        assert_eq!(sent["items"][0]["due_at"], Value::Null);

        for bad in ["state=lost", "limit=0", "limit=201", "cursor=%21", "colour=red", "centre_id=7"] {
            administrator.get(&format!("/outbox?{bad}")).await.problem(422, "validation");
        }
    }

    async fn a_letter_that_failed_can_be_tried_again(app: TestApp) {
        let (here, there) = three_letters(&app).await;
        let desk = app.staff(StaffRole::Desk, here).await;
        let id = desk.get("/outbox").await.expect(200).json["items"][0]["id"].as_str().unwrap().to_owned();
        let failed = "UPDATE outbox SET state = 'failed', error = 'RCPT TO: 550 5.1.1', attempts = 1";
        app.rows.execute(failed, []).await;
        assert!(app.mails().await.is_empty());

        let retry = format!("/outbox/{id}/retry");
        app.anonymous().post(&retry, json!({})).await.problem(401, "unauthorized");
        app.person("member@example.org").await.post(&retry, json!({})).await.problem(403, "forbidden");
        app.staff(StaffRole::Steward, None).await.post(&retry, json!({})).await.problem(403, "forbidden");
        app.staff(StaffRole::Desk, there).await.post(&retry, json!({})).await.problem(404, "not-found");
        assert!(app.mails().await.is_empty());

        let answer = desk.post(&retry, json!({})).await.expect(200);
        assert_eq!((answer.json["state"].as_str(), answer.json["attempts"].as_i64()), (Some("pending"), Some(0)));
        assert_eq!(answer.json["error"], "RCPT TO: 550 5.1.1", "until it is sent");
        let mails = app.mails().await;
        assert_eq!(mails.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), ["here@example.org"]);
        desk.post(&retry, json!({})).await.problem(409, "invalid-transition");
        assert!(app.mails().await.is_empty());

        let events = "SELECT count(*) AS n FROM audit_events WHERE action = 'letter.retried' AND actor_id = $1";
        assert_eq!(app.rows.count(events, [desk.id().0.into()]).await, 1);
    }

    async fn the_numbers_tell_how_letters_fare(app: TestApp) {
        let figures = async || {
            let text = app.anonymous().ask(Method::GET, "/metrics").await.expect(200).text;
            let figure = |name: &str| {
                let value = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')?.parse::<i64>().ok());
                value.unwrap_or_else(|| panic!("{name} is not in {text}"))
            };
            let letters = |state: &str| figure(&format!("outbox_letters{{state=\"{state}\"}}"));
            (letters("pending"), letters("failed"), figure("outbox_oldest_pending_seconds"))
        };
        assert_eq!(figures().await, (0, 0, 0));
        three_letters(&app).await;
        app.clock.advance(90);
        assert_eq!(figures().await, (3, 0, 90));
        let failed = "UPDATE outbox SET state = 'failed' WHERE recipient = 'here@example.org'";
        app.rows.execute(failed, []).await;
        assert_eq!(figures().await, (2, 1, 90));
        assert_eq!(app.mails().await.len(), 2);
        app.clock.advance(90);
        assert_eq!(figures().await, (0, 1, 0));
        // Where they can't be found out they are no number, and the others are told all the same.
        app.rows.execute("ALTER TABLE outbox RENAME TO elsewhere", []).await;
        let text = app.anonymous().ask(Method::GET, "/metrics").await.expect(200).text;
        assert!(text.contains("outbox_oldest_pending_seconds NaN") && text.contains("http_requests_total"), "{text}");
    }

    async fn sign_in_mails_are_for_administrators(app: TestApp) {
        let (here, _) = three_letters(&app).await;
        let administrator = app.administrator().await;
        let letters = administrator.get("/outbox").await.expect(200).json;
        let id = letters["items"][2]["id"].as_str().unwrap();
        let retry = format!("/outbox/{id}/retry");
        app.staff(StaffRole::Manager, here).await.post(&retry, json!({})).await.problem(404, "not-found");
        app.staff(StaffRole::Steward, None).await.post(&retry, json!({})).await.problem(404, "not-found");
        administrator.post(&retry, json!({})).await.expect(200);
        administrator.post("/outbox/7/retry", json!({})).await.problem(404, "not-found");
    }
}
