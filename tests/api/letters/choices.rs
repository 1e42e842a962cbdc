//! Which letters somebody wants: chosen by themselves, or by the link at the foot of one.

use lokaal::{domain::time::DAY, jobs::day_before};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    bookings::{wish, with},
    both_engines,
    support::{
        actor::{Actor, Ask},
        app::TestApp,
        mails::Mail,
        world::World,
    },
};

const FORM: &str = "application/x-www-form-urlencoded";

/// Books for this day of December, and gives the reminder, where one is sent.
async fn reminder(app: &TestApp, world: &World, anna: &Actor, day: u32) -> Option<Mail> {
    let span = json!({
        "starts_at": format!("2026-12-{day}T10:00:00+01:00"), "ends_at": format!("2026-12-{day}T12:00:00+01:00"),
    });
    anna.post("/bookings", with(wish(world), span)).await.expect(201);
    sent(app, day).await
}

/// The reminder of what begins at ten on this day, where one is sent.
async fn sent(app: &TestApp, day: u32) -> Option<Mail> {
    app.mails().await;
    let start = chrono::DateTime::parse_from_rfc3339(&format!("2026-12-{day}T10:00:00+01:00")).expect("a time");
    let start: lokaal::domain::time::Instant = start.into();
    app.clock.set(start.plus(-DAY));
    day_before::run_once(&app.state().services).await.expect("reminders are written");
    let mut mails = app.mails().await;
    assert!(mails.len() <= 1, "{mails:#?}");
    mails.pop()
}

fn press(actor: &Actor, path: &str) -> Ask {
    actor.ask(Method::POST, path).body(FORM, "")
}

fn sent_of<'a>(me: &'a Value, topic: &str) -> &'a Value {
    let letters = me["letters"].as_array().expect("a list");
    &letters.iter().find(|letter| letter["topic"] == topic).expect("the topic")["sent"]
}

both_engines! {
    async fn everybody_chooses_which_letters_they_want(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let me = anna.get("/me").await.expect(200);
        let topics: Vec<&str> =
            me.json["letters"].as_array().unwrap().iter().map(|one| one["preference"].as_str().unwrap()).collect();
        assert_eq!(topics, ["mail.reminder", "mail.renewal", "mail.day_sheet", "mail.requests"]);
        assert_eq!(sent_of(&me.json, "reminder"), true);
        assert!(reminder(&app, &world, &anna, 10).await.is_some());
        let off = anna.patch("/me", &me.etag(), json!({"preferences": {"mail.reminder": false}})).await.expect(200);
        assert_eq!((sent_of(&off.json, "reminder"), sent_of(&off.json, "renewal")), (&json!(false), &json!(true)));
        assert!(reminder(&app, &world, &anna, 12).await.is_none());
        let left = "SELECT count(*) AS n FROM outbox WHERE state = 'pending'";
        assert_eq!(app.rows.count(left, []).await, 0, "it waits for nothing");
        // Nothing said is yes.
        anna.patch("/me", &off.etag(), json!({"preferences": {"mail.reminder": null}})).await.expect(200);
        assert!(reminder(&app, &world, &anna, 14).await.is_some());
    }

    async fn what_is_about_rights_or_money_cannot_be_switched_off(app: TestApp) {
        let anna = app.person("anna@example.org").await;
        let always = ["statement", "confirmed", "declined", "cancelled", "changed", "closure", "no_shows", "place_free",
            "returns", "sign_in_link", "series_cancelled", "option_held", "expired"];
        for kind in always {
            let patch = json!({"preferences": {format!("mail.{kind}"): false}});
            let problem = anna.patch("/me", "*", patch).await.problem(422, "validation");
            let fault = &problem["errors"][0];
            assert_eq!(fault["pointer"], format!("/preferences/mail.{kind}"));
            assert_eq!(fault["code"], "always_sent", "{kind}");
            assert!(fault["message"].as_str().unwrap().contains("always sent"));
        }
        for (preferences, code) in [
            (json!({"mail.lottery": false}), "unknown"),
            (json!({"mail.reminder": "no"}), "type"),
            (json!({"quiet.from": "25:00"}), "time"),
            (json!({"quiet.zone": "Mars/Olympus"}), "unknown"),
            (json!({"quiet.days": "weekend"}), "unknown"),
        ] {
            let problem = anna.patch("/me", "*", json!({"preferences": preferences})).await.problem(422, "validation");
            assert_eq!(problem["errors"][0]["code"], code);
        }
    }

    async fn a_mail_program_stops_letters_with_one_request(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        for (day, of) in [(10, FORM), (12, "multipart/form-data; boundary=x")] {
            anna.patch("/me", "*", json!({"preferences": {"mail.reminder": null}})).await.expect(200);
            let path = reminder(&app, &world, &anna, day).await.expect("a reminder").stop();
            let body = match of {
                FORM => "List-Unsubscribe=One-Click".to_owned(),
                _ => "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n".to_owned(),
            };
            app.anonymous().ask(Method::POST, &path).body(of, body.clone()).await.expect(200);
            let me = anna.get("/me").await.expect(200).json;
            assert_eq!((&me["preferences"]["mail.reminder"], sent_of(&me, "reminder")), (&json!(false), &json!(false)));
            assert!(reminder(&app, &world, &anna, day + 1).await.is_none(), "{of}");
            let again = app.anonymous().ask(Method::POST, &path).body(of, body).await.expect(404);
            assert!(again.text.contains("Hij is al gebruikt"), "{}", again.text);
        }
    }

    async fn the_link_at_the_foot_asks_first_and_stops_nothing_else(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        app.rows.execute("UPDATE users SET locale = 'en' WHERE id = $1", [anna.id().0.into()]).await;
        let path = reminder(&app, &world, &anna, 10).await.expect("a reminder").stop();
        let browser = app.anonymous();
        let before = app.rows.dump().await;
        for method in [Method::GET, Method::HEAD, Method::GET] {
            browser.ask(method, &path).await.expect(200);
        }
        assert_eq!(app.rows.dump().await, before);
        let page = browser.ask(Method::GET, &path).await.expect(200).text;
        assert!(page.contains("<button>Switch off</button>") && page.contains("reminders of a booking"), "{page}");
        app.anonymous().post("/auth/verify", json!({"token": path.trim_start_matches("/link/")})).await
            .problem(401, "unauthorized");
        let page = press(&browser, &path).await.expect(200).text;
        assert!(page.contains("You get no more reminders of a booking."), "{page}");
        let made = anna.post("/bookings", with(wish(&world), json!({
            "starts_at": "2026-12-17T10:00:00+01:00", "ends_at": "2026-12-17T12:00:00+01:00"
        }))).await.expect(201);
        assert_eq!(app.mails().await.len(), 1, "what was decided is always sent");
        anna.post(&format!("/bookings/{}/cancel", made.id()), json!({})).await.expect(200);
        assert_eq!(app.mails().await.len(), 1);
        let events = "SELECT count(*) AS n FROM audit_events WHERE action = 'person.changed' AND actor_id = $1";
        assert_eq!(app.rows.count(events, [anna.id().0.into()]).await, 1);
    }

    async fn who_has_no_account_stops_letters_too_and_may_want_them_again(app: TestApp) {
        let world = app.world().await;
        let desk = app.staff(lokaal::domain::person::StaffRole::Desk, world.centre).await;
        let bert = |day: u32| with(wish(&world), json!({
            "starts_at": format!("2026-12-{day}T10:00:00+01:00"), "ends_at": format!("2026-12-{day}T12:00:00+01:00"),
            "on_behalf_of": {"name": "Bert", "email": "bert@example.org"},
        }));
        desk.post("/bookings", bert(10)).await.expect(201);
        let path = sent(&app, 10).await.expect("a reminder").stop();
        press(&app.anonymous(), &path).await.expect(200);
        let stops = "SELECT count(*) AS n FROM letter_stops WHERE topic = 'reminder'";
        assert_eq!(app.rows.count(stops, []).await, 1);
        let dump = app.rows.dump().await;
        let kept: Vec<&str> = dump.lines().filter(|line| line.starts_with("letter_stops")).collect();
        assert!(!kept.concat().contains("bert"), "{kept:?}");
        desk.post("/bookings", bert(12)).await.expect(201);
        assert!(sent(&app, 12).await.is_none());
        // With an account, what was stopped before is seen, and can be switched on.
        let account = app.person("bert@example.org").await;
        let me = account.get("/me").await.expect(200);
        assert_eq!(sent_of(&me.json, "reminder"), false);
        let on = account.patch("/me", &me.etag(), json!({"preferences": {"mail.reminder": true}})).await.expect(200);
        assert_eq!(sent_of(&on.json, "reminder"), true);
        desk.post("/bookings", bert(14)).await.expect(201);
        assert!(sent(&app, 14).await.is_some());
    }

    async fn sixteen_who_press_at_once_use_a_link_once(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let path = reminder(&app, &world, &anna, 10).await.expect("a reminder").stop();
        let mut pressed = tokio::task::JoinSet::new();
        for _ in 0..16 {
            let (browser, path) = (app.anonymous(), path.clone());
            pressed.spawn(async move { press(&browser, &path).await.status });
        }
        let mut statuses = pressed.join_all().await;
        statuses.sort_unstable();
        assert_eq!(statuses, [vec![200], vec![404; 15]].concat());
    }
}
