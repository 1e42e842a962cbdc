//! Signing in.

mod links;
mod passwords;
mod sessions;

use serde_json::{Value, json};

use crate::support::{
    TestApp,
    actor::{Actor, Answer},
};

/// The tokens of a new sign-in.
#[derive(Clone, Debug)]
struct Tokens {
    access: String,
    refresh: String,
}

impl Tokens {
    #[track_caller]
    fn of(answer: Answer) -> Self {
        let answer = answer.expect(200);
        let text = |name: &str| answer.json[name].as_str().unwrap_or_else(|| panic!("{answer:#?}")).to_owned();
        assert_eq!((&answer.json["token_type"], &answer.json["expires_in"]), (&json!("Bearer"), &json!(900)));
        assert_eq!(answer.header("cache-control"), "no-store");
        Self { access: text("access_token"), refresh: text("refresh_token") }
    }
}

/// Registers an address and gives the token of the mail.
async fn register(app: &TestApp, email: &str) -> String {
    let body = json!({"email": email, "name": "An Peeters", "locale": "nl"});
    app.anonymous().post("/auth/register", body).await.expect(202);
    app.one_mail().await.token().expect("a link")
}

/// Makes an account with a password, over the whole way.
async fn account(app: &TestApp, email: &str, password: &str) -> Tokens {
    let token = register(app, email).await;
    verify(app, json!({"token": token, "password": password})).await
}

async fn verify(app: &TestApp, body: Value) -> Tokens {
    Tokens::of(app.anonymous().post("/auth/verify", body).await)
}

async fn login(app: &TestApp, email: &str, password: &str) -> Answer {
    app.anonymous().post("/auth/login", json!({"email": email, "password": password})).await
}

async fn refresh(app: &TestApp, token: &str) -> Answer {
    app.anonymous().post("/auth/refresh", json!({"refresh_token": token})).await
}

/// Somebody who asks with these tokens.
fn with(app: &TestApp, tokens: &Tokens) -> Actor {
    app.anonymous().with_token(&tokens.access)
}

/// How many rows a table has.
async fn rows(app: &TestApp, table: &str) -> i64 {
    app.rows.count(&format!("SELECT count(*) AS n FROM {table}"), []).await
}
