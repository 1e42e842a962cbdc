//! Passwords.

use serde_json::json;

use super::{Tokens, account, login, refresh, register, rows, verify, with};
use crate::{both_engines, support::TestApp};

const PASSWORD: &str = "een lang wachtwoord";
const OTHER: &str = "een ander wachtwoord";

both_engines! {
    async fn an_unknown_address_and_a_wrong_password_are_answered_alike(app: TestApp) {
        account(&app, "an@example.org", PASSWORD).await;
        let token = register(&app, "link@example.org").await;
        verify(&app, json!({"token": token})).await;
        let before = app.rows.dump().await;
        let mut answers = Vec::new();
        let tries = [
            ("an@example.org", OTHER),
            ("nobody@example.org", PASSWORD),
            ("link@example.org", PASSWORD),
            ("no address", PASSWORD),
            ("an@example.org", ""),
        ];
        for (email, password) in tries {
            let answer = login(&app, email, password).await;
            let mut headers: Vec<String> = answer.headers.keys().map(ToString::to_string).collect();
            headers.sort();
            answers.push((headers, answer.problem(401, "unauthorized")));
        }
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:#?}");
        assert_eq!(app.rows.dump().await, before);
        login(&app, "an@example.org", PASSWORD).await.expect(200);
    }

    async fn passwords_are_kept_as_hashes(app: TestApp) {
        account(&app, "an@example.org", PASSWORD).await;
        let dump = app.rows.dump().await;
        assert!(dump.contains("$argon2id$v=19$m=8,t=1,p=1$") && !dump.contains(PASSWORD));
    }

    async fn a_changed_password_ends_the_other_sign_ins(app: TestApp) {
        let here = account(&app, "an@example.org", PASSWORD).await;
        let there = Tokens::of(login(&app, "an@example.org", PASSWORD).await);
        let set = |body| with(&app, &here).post("/auth/password", body);
        let problem = set(json!({"new": OTHER})).await.problem(422, "validation");
        assert_eq!((&problem["errors"][0]["pointer"], &problem["errors"][0]["code"]), (&json!("/current"), &json!("required")));
        let problem = set(json!({"current": OTHER, "new": OTHER})).await.problem(422, "validation");
        assert_eq!(problem["errors"][0]["code"], "wrong");
        let problem = set(json!({"current": PASSWORD, "new": "short"})).await.problem(422, "validation");
        assert_eq!(problem["errors"][0]["pointer"], "/new");
        with(&app, &there).get("/me").await.expect(200);

        set(json!({"current": PASSWORD, "new": OTHER})).await.expect(204);
        with(&app, &there).get("/me").await.problem(401, "unauthorized");
        refresh(&app, &there.refresh).await.problem(401, "unauthorized");
        with(&app, &here).get("/me").await.expect(200);
        refresh(&app, &here.refresh).await.expect(200);
        login(&app, "an@example.org", PASSWORD).await.problem(401, "unauthorized");
        login(&app, "an@example.org", OTHER).await.expect(200);
        app.anonymous().post("/auth/password", json!({"new": OTHER})).await.problem(401, "unauthorized");
    }

    async fn who_has_no_password_sets_one(app: TestApp) {
        let token = register(&app, "an@example.org").await;
        let tokens = verify(&app, json!({"token": token})).await;
        assert_eq!(with(&app, &tokens).get("/me").await.json["has_password"], false);
        with(&app, &tokens).post("/auth/password", json!({"new": PASSWORD})).await.expect(204);
        assert_eq!(with(&app, &tokens).get("/me").await.json["has_password"], true);
        login(&app, "an@example.org", PASSWORD).await.expect(200);
    }

    async fn who_forgot_it_signs_in_by_mail_and_sets_another(app: TestApp) {
        account(&app, "an@example.org", PASSWORD).await;
        app.anonymous().post("/auth/magic-link", json!({"email": "an@example.org"})).await.expect(202);
        let token = app.one_mail().await.token().expect("a link");
        let tokens = verify(&app, json!({"token": token})).await;
        with(&app, &tokens).post("/auth/password", json!({"new": OTHER})).await.expect(204);
        login(&app, "an@example.org", OTHER).await.expect(200);
        // Only for as long as a link lasts.
        app.clock.advance(30 * 60 + 1);
        let tokens = Tokens::of(login(&app, "an@example.org", OTHER).await);
        with(&app, &tokens).post("/auth/password", json!({"new": PASSWORD})).await.problem(422, "validation");
    }

    async fn a_link_used_elsewhere_proves_nothing_of_this_sign_in(app: TestApp) {
        let stolen = account(&app, "an@example.org", PASSWORD).await;
        app.clock.advance(60);
        app.anonymous().post("/auth/magic-link", json!({"email": "an@example.org"})).await.expect(202);
        let token = app.one_mail().await.token().expect("a link");
        let own = verify(&app, json!({"token": token})).await;
        let faults = with(&app, &stolen).post("/auth/password", json!({"new": OTHER})).await.problem(422, "validation");
        assert_eq!(faults["errors"][0]["code"], "required");
        login(&app, "an@example.org", PASSWORD).await.expect(200);
        with(&app, &own).post("/auth/password", json!({"new": OTHER})).await.expect(204);
    }

    async fn two_who_change_a_password_at_once_do_not_both(app: TestApp) {
        let one = account(&app, "an@example.org", PASSWORD).await;
        let other = Tokens::of(login(&app, "an@example.org", PASSWORD).await);
        let set = |tokens: &Tokens, new: &str| {
            with(&app, tokens).post("/auth/password", json!({"current": PASSWORD, "new": new})).into_future()
        };
        let (first, second) = tokio::join!(set(&one, "het eerste wachtwoord"), set(&other, "het tweede wachtwoord"));
        let mut statuses = [first.status, second.status];
        statuses.sort_unstable();
        assert!(matches!(statuses, [204, 401 | 422]), "{first:#?} {second:#?}");
        assert_eq!(rows(&app, "users").await, 1);
    }
}

#[tokio::test]
async fn a_hash_of_another_cost_is_renewed_at_sign_in() {
    let app = TestApp::start(lokaal::store::Engine::Sqlite).await;
    account(&app, "an@example.org", PASSWORD).await;
    let settings = [("LOKAAL__AUTH__ARGON2_ITERATIONS", "2"), ("LOKAAL__DATABASE__URL", app.database().url())];
    let dearer = TestApp::start_with(lokaal::store::Engine::Sqlite, &settings).await;
    login(&dearer, "an@example.org", PASSWORD).await.expect(200);
    assert!(app.rows.dump().await.contains("$argon2id$v=19$m=8,t=2,p=1$"));
    login(&app, "an@example.org", PASSWORD).await.expect(200);
}
