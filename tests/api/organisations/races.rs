//! People of an organisation who answer at the same moment.

use reqwest::Method;
use serde_json::json;

use super::{found, roles};
use crate::both_engines;

both_engines! {
    async fn a_request_that_is_accepted_and_declined_at_once_has_one_answer(app: TestApp) {
        let an = app.person("an@example.org").await;
        let organisation = found(&an, "Comité").await;
        let requests = format!("{organisation}/join-requests");
        for round in 0..10 {
            let ben = app.person(&format!("ben{round}@example.org")).await;
            let request = format!("{requests}/{}", ben.post(&requests, json!({})).await.expect(201).id());
            let answer = |what: &str| an.api(Method::POST, &format!("{request}/{what}")).into_future();
            let (accepted, declined) = tokio::join!(answer("accept"), answer("decline"));
            let yes = accepted.status == 200;
            let (won, lost) = if yes { (accepted, declined) } else { (declined, accepted) };
            assert_eq!(won.expect(200).json["accepted"], yes);
            lost.problem(409, "in-use");
            assert_eq!(roles(&an, &organisation).await.iter().any(|(email, _)| email == ben.email()), yes);
            an.get(&request).await.expect(200);
        }
    }

    async fn an_invitation_that_is_accepted_and_withdrawn_at_once_is_one_of_both(app: TestApp) {
        let an = app.person("an@example.org").await;
        let organisation = found(&an, "Comité").await;
        for round in 0..10 {
            let email = format!("ben{round}@example.org");
            let body = json!({"email": email, "role": "booker"});
            let invited = an.post(&format!("{organisation}/members"), body).await.expect(202).id();
            let token = app.one_mail().await.token().expect("a link");
            let used = app.anonymous().post("/auth/verify", json!({"token": token, "name": "Ben"})).into_future();
            let taken_back = an.delete(&format!("{organisation}/invitations/{invited}")).into_future();
            let (used, taken_back) = tokio::join!(used, taken_back);
            let joined = roles(&an, &organisation).await.iter().any(|(member, _)| *member == email);
            let accounts = "SELECT count(*) AS n FROM users WHERE email = $1";
            let has_account = app.rows.count(accounts, [email.as_str().into()]).await == 1;
            let came = (used.status, taken_back.status, joined, has_account);
            assert!(matches!(came, (200, 404, true, true) | (401, 204, false, false)), "{came:?}");
        }
    }

    async fn a_member_who_was_put_out_does_not_come_back_by_an_old_link(app: TestApp) {
        let an = app.person("an@example.org").await;
        let organisation = found(&an, "Comité").await;
        let members = format!("{organisation}/members");
        let mut tokens = Vec::new();
        for _ in 0..2 {
            an.post(&members, json!({"email": "ben@example.org", "role": "admin"})).await.expect(202);
            tokens.push(app.one_mail().await.token().expect("a link"));
        }
        let verify = |token: &str| app.anonymous().post("/auth/verify", json!({"token": token, "name": "Ben"}));
        verify(&tokens[0]).await.expect(200);
        let ben = app.person("ben@example.org").await;
        an.delete(&format!("{members}/{}", ben.id())).await.expect(204);
        verify(&tokens[1]).await.problem(401, "unauthorized");
        ben.get(&members).await.problem(403, "forbidden");
        assert_eq!(roles(&an, &organisation).await.len(), 1);
    }
}
