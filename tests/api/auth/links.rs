//! Links that are mailed: to register, to sign in.

use reqwest::Method;
use serde_json::json;

use super::{Tokens, account, login, register, rows, verify, with};
use crate::{both_engines, support::TestApp};

const PASSWORD: &str = "een lang wachtwoord";

both_engines! {
    async fn whoever_proves_an_address_has_an_account(app: TestApp) {
        let body = json!({"email": " An.Peeters@Example.org ", "name": " An Peeters ", "locale": "en"});
        let answer = app.anonymous().post("/auth/register", body).await.expect(202);
        assert_eq!(answer.text, "");
        assert_eq!(rows(&app, "users").await, 0, "nobody is made before the address is proved");
        let mail = app.one_mail().await;
        assert_eq!(mail.to, "an.peeters@example.org");
        assert!(!mail.text.contains("Peeters"), "a stranger's words are not sent: {}", mail.text);

        let tokens = verify(&app, json!({"token": mail.token().unwrap(), "password": PASSWORD})).await;
        let me = with(&app, &tokens).get("/me").await.expect(200).json;
        assert_eq!(me["email"], "an.peeters@example.org");
        assert_eq!((&me["name"], &me["locale"]), (&json!("An Peeters"), &json!("en")));
        login(&app, "AN.peeters@example.org", PASSWORD).await.expect(200);
    }

    async fn a_name_given_with_the_proof_wins(app: TestApp) {
        let token = register(&app, "an@example.org").await;
        let tokens = verify(&app, json!({"token": token, "name": "An P."})).await;
        assert_eq!(with(&app, &tokens).get("/me").await.json["name"], "An P.");
    }

    async fn known_and_unknown_addresses_are_answered_alike(app: TestApp) {
        account(&app, "known@example.org", PASSWORD).await;
        for path in ["/auth/register", "/auth/magic-link"] {
            let mut seen = Vec::new();
            for email in ["known@example.org", "unknown@example.org"] {
                let mut body = json!({"email": email});
                if path == "/auth/register" {
                    body = json!({"email": email, "name": "N", "locale": "nl"});
                }
                let before = rows(&app, "outbox").await;
                let answer = app.anonymous().post(path, body).await.expect(202);
                let mut headers: Vec<String> = answer.headers.keys().map(ToString::to_string).collect();
                headers.sort();
                let written = rows(&app, "outbox").await - before;
                let tables = (rows(&app, "users").await, rows(&app, "audit_events").await);
                seen.push((answer.text, headers, written, tables));
            }
            assert_eq!(seen[0], seen[1], "{path}");
            assert_eq!(seen[0].2, 1, "each is mailed something");
            let mut mails: Vec<String> = app.mails().await.into_iter().map(|mail| mail.to).collect();
            mails.sort();
            assert_eq!(mails, ["known@example.org", "unknown@example.org"]);
        }
    }

    async fn a_link_signs_in_once(app: TestApp) {
        account(&app, "an@example.org", PASSWORD).await;
        app.anonymous().post("/auth/magic-link", json!({"email": "an@example.org"})).await.expect(202);
        let token = app.one_mail().await.token().expect("a link");
        verify(&app, json!({"token": token})).await;
        let again = app.anonymous().post("/auth/verify", json!({"token": token})).await;
        again.problem(401, "unauthorized");
    }

    async fn sixteen_who_use_one_link_are_one(app: TestApp) {
        let token = register(&app, "an@example.org").await;
        let tries = (0..16).map(|_| {
            let ask = app.anonymous().post("/auth/verify", json!({"token": token}));
            tokio::spawn(async move { ask.await.status })
        });
        let mut statuses = Vec::new();
        for attempt in tries.collect::<Vec<_>>() {
            statuses.push(attempt.await.unwrap());
        }
        statuses.sort_unstable();
        assert_eq!(statuses[0], 200);
        assert!(statuses[1..].iter().all(|status| *status == 401), "{statuses:?}");
        assert_eq!((rows(&app, "users").await, rows(&app, "token_families").await), (1, 1));
    }

    async fn two_links_of_a_new_person_used_at_once_make_one_account(app: TestApp) {
        let (one, other) = (register(&app, "an@example.org").await, register(&app, "an@example.org").await);
        let ask = |token: &str| app.anonymous().post("/auth/verify", json!({"token": token}));
        let (first, second) = tokio::join!(ask(&one).into_future(), ask(&other).into_future());
        assert_eq!((first.status, second.status), (200, 200), "{first:?} {second:?}");
        assert_eq!(rows(&app, "users").await, 1);
    }

    async fn tokens_that_do_not_hold_are_refused_and_change_nothing(app: TestApp) {
        let old = register(&app, "an@example.org").await;
        app.clock.advance(30 * 60);
        let before = app.rows.dump().await;
        let forged = format!("{}A", &old[..old.len() - 1]);
        let long = "x".repeat(10_000);
        for token in [old.as_str(), &forged, "", "' OR 1=1 --", "../../me", &long] {
            let answer = app.anonymous().post("/auth/verify", json!({"token": token, "name": "N"})).await;
            answer.problem(401, "unauthorized");
        }
        assert_eq!(app.rows.dump().await, before);
    }

    async fn looking_at_a_link_changes_nothing(app: TestApp) {
        let token = register(&app, "an@example.org").await;
        let before = app.rows.dump().await;
        for method in [Method::GET, Method::HEAD] {
            for path in [format!("/link/{token}"), format!("/api/v1/auth/verify?token={token}")] {
                let answer = app.anonymous().ask(method.clone(), &path).await;
                assert!(answer.status < 500, "{answer:#?}");
            }
        }
        assert_eq!(app.rows.dump().await, before, "a mail scanner opens links");
        verify(&app, json!({"token": token})).await;
    }

    async fn a_fault_leaves_the_link_good(app: TestApp) {
        app.anonymous().post("/auth/magic-link", json!({"email": "an@example.org"})).await.expect(202);
        let token = app.one_mail().await.token().expect("a link");
        let before = app.rows.dump().await;
        let ask = |body| app.anonymous().post("/auth/verify", body);
        let pointers = |problem: serde_json::Value| {
            let faults = problem["errors"].as_array().unwrap().iter();
            faults.map(|fault| (fault["pointer"].clone(), fault["code"].clone())).collect::<Vec<_>>()
        };
        let faults = pointers(ask(json!({"token": token})).await.problem(422, "validation"));
        assert_eq!(faults, [(json!("/name"), json!("required"))], "a new person has a name");
        let body = json!({"token": token, "name": "a\u{202e}b", "password": "short"});
        let faults = pointers(ask(body).await.problem(422, "validation"));
        let expected = [(json!("/name"), json!("control_character")), (json!("/password"), json!("too_short"))];
        assert_eq!(faults, expected);
        let body = json!({"token": token, "name": "An", "password": "AN@example.org"});
        assert_eq!(pointers(ask(body).await.problem(422, "validation")), [(json!("/password"), json!("is_address"))]);
        assert_eq!(app.rows.dump().await, before);
        verify(&app, json!({"token": token, "name": "An", "password": PASSWORD})).await;
    }

    async fn a_link_sets_the_password_of_a_new_person_only(app: TestApp) {
        account(&app, "an@example.org", PASSWORD).await;
        let token = register(&app, "an@example.org").await;
        let body = json!({"token": token, "password": "een ander wachtwoord"});
        let problem = app.anonymous().post("/auth/verify", body).await.problem(422, "validation");
        assert_eq!(problem["errors"][0]["code"], "not_new");
        login(&app, "an@example.org", PASSWORD).await.expect(200);
        login(&app, "an@example.org", "een ander wachtwoord").await.problem(401, "unauthorized");
        verify(&app, json!({"token": token})).await;
    }

    async fn wrong_requests_are_told_all_their_faults(app: TestApp) {
        let ask = |path: &str, body| app.anonymous().post(path, body);
        let body = json!({"email": "no address", "name": "x".repeat(201), "locale": "nl"});
        let problem = ask("/auth/register", body).await.problem(422, "validation");
        let codes: Vec<_> = problem["errors"].as_array().unwrap().iter().map(|fault| fault["code"].clone()).collect();
        assert_eq!(codes, ["email", "too_long"]);
        let wrong = [
            json!({"email": "a@b.org", "name": "N", "locale": "de"}),
            json!({"email": "a@b.org", "locale": "nl"}),
            json!({"email": "a@b.org", "name": "N", "locale": "nl", "password": PASSWORD}),
            json!({"email": ["a@b.org"], "name": "N", "locale": "nl"}),
        ];
        for body in wrong {
            ask("/auth/register", body).await.problem(422, "validation");
        }
        app.anonymous().api(Method::POST, "/auth/register").body("application/json", "{").await.problem(400, "malformed");
        assert_eq!(rows(&app, "outbox").await, 0);
    }
}

#[tokio::test]
async fn an_address_is_mailed_so_many_links_an_hour() {
    for engine in [lokaal::store::Engine::Sqlite, lokaal::store::Engine::Postgres] {
        let settings = [
            ("LOKAAL__LIMITS__ENABLED", "true"),
            ("LOKAAL__LIMITS__SIGN_IN_PER_MINUTE", "1000"),
            ("LOKAAL__LIMITS__LINKS_PER_HOUR", "3"),
        ];
        let app = TestApp::start_with(engine, &settings).await;
        let ask = |email: &str| app.anonymous().post("/auth/magic-link", json!({"email": email}));
        let asked: Vec<_> = (0..16).map(|_| tokio::spawn(ask("an@example.org").into_future())).collect();
        for answer in asked {
            answer.await.unwrap().expect(202);
        }
        assert_eq!(rows(&app, "outbox").await, 3, "sixteen at once are counted as well");
        ask("ben@example.org").await.expect(202);
        assert_eq!(rows(&app, "outbox").await, 4, "others are not held up");
        app.clock.advance(3600);
        ask("an@example.org").await.expect(202);
        assert_eq!(rows(&app, "outbox").await, 5);
    }
}

both_engines! {
    async fn a_link_to_sign_in_is_written_in_the_language_of_its_reader(app: TestApp) {
        let tokens = account(&app, "an@example.org", PASSWORD).await;
        let me = with(&app, &tokens).get("/me").await.expect(200);
        with(&app, &tokens).patch("/me", &me.etag(), json!({"locale": "fr"})).await.expect(200);
        app.anonymous().post("/auth/magic-link", json!({"email": "an@example.org", "locale": "en"})).await.expect(202);
        let mail = app.one_mail().await;
        assert!(mail.text.contains("Bonjour An Peeters"), "{}", mail.text);
        Tokens::of(app.anonymous().post("/auth/verify", json!({"token": mail.token().unwrap()})).await);
    }
}
