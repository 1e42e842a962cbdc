//! The page behind the link in a mail.

use lokaal::domain::time::MINUTE;
use reqwest::Method;
use serde_json::json;

use crate::{
    both_engines,
    support::{
        actor::{Actor, Answer, Ask},
        app::TestApp,
    },
};

const ANNA: &str = "anna@example.org";

/// The path of the link that Anna was mailed.
async fn link(app: &TestApp) -> String {
    let mails = app.mails_to(ANNA).await;
    assert_eq!(mails.len(), 1, "{mails:#?}");
    format!("/link/{}", mails[0].token().expect("a link"))
}

async fn registered(app: &TestApp) -> String {
    let anna = json!({"email": ANNA, "name": "Anna", "locale": "en"});
    app.anonymous().post("/auth/register", anna).await.expect(202);
    link(app).await
}

fn open(actor: &Actor, path: &str) -> Ask {
    actor.ask(Method::GET, path)
}

/// Presses the button, with these fields filled in.
fn press(actor: &Actor, path: &str, fields: &'static str) -> Ask {
    actor.ask(Method::POST, path).body("application/x-www-form-urlencoded", fields)
}

#[track_caller]
fn page(answer: Answer, status: u16, title: &str) -> String {
    let answer = answer.expect(status);
    assert!(answer.header("content-type").starts_with("text/html"), "{answer:#?}");
    assert!(answer.text.contains(&format!("<h1>{title}</h1>")), "{}", answer.text);
    for (name, value) in
        [("cache-control", "no-store"), ("referrer-policy", "no-referrer"), ("x-robots-tag", "noindex")]
    {
        assert_eq!(answer.header(name), value);
    }
    let policy = answer.header("content-security-policy");
    assert!(policy.contains("default-src 'none'") && policy.contains("form-action 'self'"), "{policy}");
    answer.text
}

both_engines! {
    async fn opening_a_link_changes_nothing(app: TestApp) {
        let path = registered(&app).await;
        let before = app.rows.dump().await;
        let scanner = app.anonymous();
        for _ in 0..3 {
            let text = page(open(&scanner, &path).await, 200, "Confirm your address");
            assert!(text.contains("<form method=\"post\">") && text.contains("<button>Confirm</button>"), "{text}");
            scanner.ask(Method::HEAD, &path).await.expect(200);
        }
        assert!(app.rows.dump().await == before, "a scanner that opens it changes nothing");
        page(press(&scanner, &path, "").await, 200, "Done");
        assert!(app.rows.dump().await != before);
    }

    async fn the_button_works_once(app: TestApp) {
        let path = registered(&app).await;
        let browser = app.anonymous();
        let text = page(press(&browser, &path, "").await, 200, "Done");
        let (_, rest) = text.split_once("aria-label=\"token\">").expect("a token");
        let token = rest.split('<').next().unwrap();
        let me = browser.with_token(token).get("/me").await.expect(200);
        assert_eq!((&me.json["email"], &me.json["name"]), (&json!(ANNA), &json!("Anna")));

        let gone = press(&browser, &path, "").header("accept-language", "en").await;
        page(gone, 404, "This link no longer works");
        let used = page(open(&browser, &path).await, 404, "This link no longer works");
        assert!(used.contains("It was used already."), "in the language of the mail: {used}");
        page(open(&browser, "/link/nonsense").header("accept-language", "fr").await, 404, "Ce lien ne fonctionne plus");
    }

    async fn two_who_press_at_once_use_it_once(app: TestApp) {
        let path = registered(&app).await;
        let (one, other) = (app.anonymous(), app.anonymous());
        let (first, second) = tokio::join!(press(&one, &path, "").try_send(), press(&other, &path, "").try_send());
        let mut statuses = [first.unwrap().status, second.unwrap().status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 404]);
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM users", []).await, 1);
    }

    async fn a_link_lapses(app: TestApp) {
        let path = registered(&app).await;
        let browser = app.anonymous();
        app.clock.advance(30 * MINUTE - 1);
        page(open(&browser, &path).await, 200, "Confirm your address");
        app.clock.advance(1);
        let old = page(open(&browser, &path).await, 404, "This link no longer works");
        assert!(old.contains("It is too old. Ask for a new one."), "{old}");
        page(press(&browser, &path, "").await, 404, "This link no longer works");
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM users", []).await, 0);
    }

    async fn a_new_person_may_choose_a_password_there(app: TestApp) {
        let path = registered(&app).await;
        let browser = app.anonymous();
        let text = page(open(&browser, &path).await, 200, "Confirm your address");
        assert!(text.contains("name=\"password\"") && !text.contains("name=\"name\""), "{text}");
        let weak = page(press(&browser, &path, "password=short").await, 422, "Confirm your address");
        assert!(weak.contains("role=\"alert\"") && !weak.contains("short"), "{weak}");
        page(press(&browser, &path, "password=correct+horse+battery").await, 200, "Done");
        let login = json!({"email": ANNA, "password": "correct horse battery"});
        browser.post("/auth/login", login).await.expect(200);

        // Whoever has an account is not asked for one again.
        browser.post("/auth/magic-link", json!({"email": ANNA})).await.expect(202);
        let path = link(&app).await;
        let text = page(open(&browser, &path).await, 200, "Sign in");
        assert!(!text.contains("name=\"password\""), "{text}");
        page(press(&browser, &path, "").await, 200, "Done");
    }

    async fn a_link_asked_for_without_a_name_asks_for_it(app: TestApp) {
        let browser = app.anonymous();
        browser.post("/auth/magic-link", json!({"email": ANNA})).await.expect(202);
        let path = link(&app).await;
        let text = page(open(&browser, &path).await, 200, "Uw adres bevestigen");
        assert!(text.contains("name=\"name\""), "{text}");
        page(press(&browser, &path, "").await, 422, "Uw adres bevestigen");
        page(press(&browser, &path, "name=%3Cb%3EAnna%3C%2Fb%3E").await, 200, "Het is gelukt");
        let names = app.rows.count("SELECT count(*) AS n FROM users WHERE name = '<b>Anna</b>'", []).await;
        assert_eq!(names, 1);
    }
}
