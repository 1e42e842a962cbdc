//! Asking to join.

use serde_json::{Value, json};

use super::{add, found, roles};
use crate::both_engines;

both_engines! {
    async fn who_asks_to_join_is_accepted_by_an_admin(app: TestApp) {
        let an = app.person("an@example.org").await;
        let organisation = found(&an, "Comité").await;
        let other = add(&app, &an, &organisation, "other@example.org", "admin").await;
        let requests = format!("{organisation}/join-requests");
        let ben = app.person("ben@example.org").await;
        let asked = ben.post(&requests, json!({"message": "Ik woon\nhier."})).await.expect(201);
        assert_eq!((&asked.json["message"], &asked.json["accepted"]), (&json!("Ik woon\nhier."), &Value::Null));
        let again = ben.post(&requests, json!({"message": "Hallo?"})).await.expect(201);
        assert_eq!(again.id(), asked.id());
        let mails = app.mails().await;
        let mut to: Vec<&str> = mails.iter().map(|mail| mail.to.as_str()).collect();
        to.sort_unstable();
        assert_eq!(to, [an.email(), other.email()], "each admin is told once");
        assert!(mails[0].text.contains("ben") && mails[0].text.contains("Ik woon"), "{}", mails[0].text);

        let list = an.get(&requests).await.expect(200);
        assert_eq!(list.json["items"], json!([asked.json]));
        let place = asked.header("location").trim_start_matches("/api/v1").to_owned();
        ben.get(&place).await.expect(200);
        let yes = an.api(reqwest::Method::POST, &format!("{place}/accept")).await.expect(200);
        assert_eq!(yes.json["accepted"], true);
        let mail = app.one_mail().await;
        assert_eq!(mail.to, ben.email());
        assert_eq!(roles(&an, &organisation).await[1], ("ben@example.org".to_owned(), "booker".to_owned()));
        // Said twice it is said once; the contrary comes too late.
        an.post(&format!("{place}/accept"), json!({"role": "admin"})).await.expect(200);
        an.api(reqwest::Method::POST, &format!("{place}/decline")).await.problem(409, "in-use");
        assert_eq!(app.mails().await.len(), 0);
        assert_eq!(an.get(&requests).await.json["items"], json!([]));
        ben.post(&requests, json!({})).await.problem(409, "in-use");
    }

    async fn who_is_declined_may_ask_anew(app: TestApp) {
        let an = app.person("an@example.org").await;
        let organisation = found(&an, "Comité").await;
        let requests = format!("{organisation}/join-requests");
        let ben = app.person("ben@example.org").await;
        let first = ben.api(reqwest::Method::POST, &requests).await.expect(201).id();
        an.api(reqwest::Method::POST, &format!("{requests}/{first}/decline")).await.expect(200);
        an.api(reqwest::Method::POST, &format!("{requests}/{first}/accept")).await.problem(409, "in-use");
        assert_eq!(roles(&an, &organisation).await.len(), 1);
        let second = ben.api(reqwest::Method::POST, &requests).await.expect(201).id();
        assert_ne!(first, second);
        an.post(&format!("{requests}/{second}/accept"), json!({"role": "admin"})).await.expect(200);
        assert_eq!(roles(&an, &organisation).await[1].1, "admin");
    }

    async fn sixteen_requests_at_once_are_one(app: TestApp) {
        let an = app.person("an@example.org").await;
        let organisation = found(&an, "Comité").await;
        let ben = app.person("ben@example.org").await;
        let ask = || ben.post(&format!("{organisation}/join-requests"), json!({})).into_future();
        let asked: Vec<_> = (0..16).map(|_| tokio::spawn(ask())).collect();
        let mut ids = Vec::new();
        for answer in asked {
            ids.push(answer.await.unwrap().expect(201).id());
        }
        ids.dedup();
        assert_eq!((ids.len(), app.mails().await.len()), (1, 1));
    }

    async fn requests_are_the_business_of_admins(app: TestApp) {
        let an = app.person("an@example.org").await;
        let organisation = found(&an, "Comité").await;
        let lid = add(&app, &an, &organisation, "lid@example.org", "booker").await;
        let requests = format!("{organisation}/join-requests");
        let (ben, stranger) = (app.person("ben@example.org").await, app.person("cas@example.org").await);
        let id = ben.post(&requests, json!({})).await.expect(201).id();
        for who in [&lid, &ben, &stranger] {
            who.get(&requests).await.problem(403, "forbidden");
            for answer in ["accept", "decline"] {
                who.api(reqwest::Method::POST, &format!("{requests}/{id}/{answer}")).await.problem(403, "forbidden");
            }
        }
        for who in [&lid, &stranger] {
            who.get(&format!("{requests}/{id}")).await.problem(404, "not-found");
        }
        app.anonymous().post(&requests, json!({})).await.problem(401, "unauthorized");
        // Of another organisation it is none.
        let elsewhere = found(&stranger, "Koor").await;
        let path = format!("{elsewhere}/join-requests/{id}/accept");
        stranger.api(reqwest::Method::POST, &path).await.problem(404, "not-found");
        ben.post(&requests, json!({"message": "x".repeat(2001)})).await.problem(422, "validation");
        ben.post("/organisations/0198c0de-7000-7000-8000-000000000000/join-requests", json!({})).await
            .problem(404, "not-found");
        let open = "SELECT count(*) AS n FROM join_requests WHERE answered_at IS NULL";
        assert_eq!(app.rows.count(open, []).await, 1, "nothing came of all that");
        app.administrator().await.api(reqwest::Method::POST, &format!("{requests}/{id}/decline")).await.expect(200);
    }
}
