//! Sign-ins: refreshing them, and how they end.

use lokaal::{
    auth::tokens::{Named, Tokens as Signer},
    domain::ids::UserId,
};
use reqwest::Method;
use serde_json::json;

use super::{Tokens, account, login, refresh, rows, with};
use crate::both_engines;

const PASSWORD: &str = "een lang wachtwoord";

both_engines! {
    async fn a_sign_in_goes_on_by_refreshing(app: TestApp) {
        let mut tokens = account(&app, "an@example.org", PASSWORD).await;
        for _ in 0..3 {
            app.clock.advance(900);
            with(&app, &tokens).get("/me").await.problem(401, "unauthorized");
            let next = Tokens::of(refresh(&app, &tokens.refresh).await);
            assert_ne!(next.refresh, tokens.refresh);
            with(&app, &next).get("/me").await.expect(200);
            tokens = next;
        }
    }

    async fn a_refresh_token_used_twice_ends_the_sign_in(app: TestApp) {
        let first = account(&app, "an@example.org", PASSWORD).await;
        let elsewhere = Tokens::of(login(&app, "an@example.org", PASSWORD).await);
        let second = Tokens::of(refresh(&app, &first.refresh).await);
        let third = Tokens::of(refresh(&app, &second.refresh).await);
        refresh(&app, &first.refresh).await.problem(401, "unauthorized");
        // The thief and the robbed are out, at once: also with access tokens.
        refresh(&app, &third.refresh).await.problem(401, "unauthorized");
        for tokens in [&first, &second, &third] {
            with(&app, tokens).get("/me").await.problem(401, "unauthorized");
        }
        let ended = "SELECT count(*) AS n FROM audit_events WHERE action = 'sign_in.ended_by_reuse'";
        assert_eq!(app.rows.count(ended, []).await, 1);
        // Another device is none of it.
        with(&app, &elsewhere).get("/me").await.expect(200);
        refresh(&app, &elsewhere.refresh).await.expect(200);
    }

    async fn sixteen_refreshes_with_one_token_leave_no_two_that_live(app: TestApp) {
        let mut ended = 0;
        for round in 0..10 {
            let tokens = account(&app, &format!("p{round}@example.org"), PASSWORD).await;
            let asked: Vec<_> = (0..16)
                .map(|_| {
                    let body = json!({"refresh_token": tokens.refresh});
                    tokio::spawn(app.anonymous().post("/auth/refresh", body).into_future())
                })
                .collect();
            let mut won = Vec::new();
            for answer in asked {
                let answer = answer.await.unwrap();
                match answer.status {
                    200 => won.push(Tokens::of(answer)),
                    _ => drop(answer.problem(401, "unauthorized")),
                }
            }
            assert_eq!(won.len(), 1, "a token is good once");
            // Fifteen came second: the family is over, the winner's token with it.
            let answer = refresh(&app, &won[0].refresh).await;
            answer.problem(401, "unauthorized");
            ended += 1;
        }
        let live = "SELECT count(*) AS n FROM token_families WHERE ended_at IS NULL";
        assert_eq!((app.rows.count(live, []).await, rows(&app, "token_families").await), (0, ended));
    }

    async fn a_family_that_ends_while_it_is_refreshed_has_no_token_left(app: TestApp) {
        for round in 0..10 {
            let first = account(&app, &format!("p{round}@example.org"), PASSWORD).await;
            let second = Tokens::of(refresh(&app, &first.refresh).await);
            // One goes on with the living token while another replays the dead one.
            let ask = |token: &str| app.anonymous().post("/auth/refresh", json!({"refresh_token": token}));
            let (living, dead) =
                tokio::join!(ask(&second.refresh).into_future(), ask(&first.refresh).into_future());
            dead.problem(401, "unauthorized");
            if living.status == 200 {
                refresh(&app, &Tokens::of(living).refresh).await.problem(401, "unauthorized");
            } else {
                living.problem(401, "unauthorized");
            }
        }
    }

    async fn a_sign_in_that_is_not_used_lapses(app: TestApp) {
        let tokens = account(&app, "an@example.org", PASSWORD).await;
        app.clock.advance(29 * 86_400);
        let tokens = Tokens::of(refresh(&app, &tokens.refresh).await);
        app.clock.advance(29 * 86_400);
        let tokens = Tokens::of(refresh(&app, &tokens.refresh).await);
        app.clock.advance(30 * 86_400);
        refresh(&app, &tokens.refresh).await.problem(401, "unauthorized");
    }

    async fn signing_out_ends_the_sign_in_and_no_other(app: TestApp) {
        let one = account(&app, "an@example.org", PASSWORD).await;
        let other = Tokens::of(login(&app, "an@example.org", PASSWORD).await);
        let answer = with(&app, &one).api(Method::POST, "/auth/logout").await.expect(204);
        assert_eq!(answer.text, "");
        with(&app, &one).get("/me").await.problem(401, "unauthorized");
        refresh(&app, &one.refresh).await.problem(401, "unauthorized");
        with(&app, &other).get("/me").await.expect(200);

        let out = |body| app.anonymous().post("/auth/logout", body);
        out(json!({"refresh_token": other.refresh})).await.expect(204);
        refresh(&app, &other.refresh).await.problem(401, "unauthorized");
        out(json!({"refresh_token": other.refresh})).await.expect(204);
        out(json!({"refresh_token": "nobody's"})).await.expect(204);
        out(json!({})).await.problem(422, "validation");
        out(json!({"refresh": other.refresh})).await.problem(422, "validation");
        app.anonymous().api(Method::POST, "/auth/logout").await.problem(422, "validation");
        app.anonymous().with_token("forged").api(Method::POST, "/auth/logout").await.problem(401, "unauthorized");
    }

    async fn access_tokens_that_do_not_hold_are_refused(app: TestApp) {
        let person = app.person("an@example.org").await;
        let good = person.token();
        let ask = |token: String| app.anonymous().with_token(token).get("/me");
        ask(good.clone()).await.expect(200);
        let other = Signer::new(&"a secret of somebody else, as long as ours".to_owned().into(), None, 900);
        let [header, claims, signature] = good.split('.').collect::<Vec<_>>()[..] else { panic!("a JWT") };
        let encode = |text: &str| {
            use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
            URL_SAFE_NO_PAD.encode(text)
        };
        let none = encode(r#"{"alg":"none","typ":"JWT"}"#);
        let nobody = Named { user: UserId::new(app.now()), family: None };
        let bad = [
            String::new(),
            "not a token".to_owned(),
            other.issue(person.id(), app.now()).unwrap(),
            format!("{none}.{claims}."),
            format!("{none}.{claims}.{signature}"),
            format!("{header}.{claims}."),
            format!("{header}.{}.{signature}", encode(r#"{"iss":"lokaal","sub":"x","iat":0,"exp":9999999999}"#)),
            app.state().tokens.issue_to(nobody, app.now()).unwrap(),
            app.state().tokens.issue(person.id(), app.now().plus(-900)).unwrap(),
            app.state().tokens.issue(person.id(), app.now().plus(3600)).unwrap(),
        ];
        for token in bad {
            let answer = ask(token.clone()).await;
            assert!(answer.header("www-authenticate").starts_with("Bearer"), "{token}");
            answer.problem(401, "unauthorized");
        }
        let cookie = app.anonymous().get("/me").header("cookie", format!("access_token={good}")).await;
        cookie.problem(401, "unauthorized");
    }
}
