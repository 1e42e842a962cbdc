use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use lokaal::{
    auth::tokens::Tokens,
    domain::{ids::UserId, time::MINUTE},
};
use serde_json::{Value, json};

use super::unchanged;
use crate::{
    both_engines,
    support::{TestApp, actor::Actor, app::SECRET},
};

fn part(value: &Value) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(value.to_string())
}

fn decoded(part: &str) -> Value {
    serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

/// Tokens made from a good one that must not pass.
fn forged(app: &TestApp, person: &Actor) -> Vec<(&'static str, String)> {
    let good = person.token();
    let parts: Vec<&str> = good.split('.').collect();
    let (header, claims) = (decoded(parts[0]), decoded(parts[1]));
    let kid = header["kid"].as_str().unwrap().to_owned();
    let signed = |algorithm, kid: Option<&str>, claims: &Value, secret: &str| {
        let header = Header { kid: kid.map(str::to_owned), ..Header::new(algorithm) };
        encode(&header, claims, &EncodingKey::from_secret(secret.as_bytes())).unwrap()
    };
    let with = |name: &str, value: Value| {
        let mut claims = claims.clone();
        claims[name] = value;
        signed(Algorithm::HS256, Some(&kid), &claims, SECRET)
    };
    let without = |name: &str| {
        let mut claims = claims.clone();
        claims.as_object_mut().unwrap().remove(name);
        signed(Algorithm::HS256, Some(&kid), &claims, SECRET)
    };
    let other = UserId::new(app.now());
    let swapped = part(&json!({ "iss": "lokaal", "sub": other, "iat": claims["iat"], "exp": claims["exp"] }));
    let unsigned = |alg: &str| format!("{}.{}.", part(&json!({ "alg": alg, "typ": "JWT", "kid": kid })), parts[1]);
    let another = "another secret, of somebody else";
    vec![
        (
            "of another key under its own id",
            Tokens::new(&another.into(), None, 900).issue(person.id(), app.now()).unwrap(),
        ),
        ("of another key under ours", signed(Algorithm::HS256, Some(&kid), &claims, another)),
        ("without a signature", format!("{}.{}.", parts[0], parts[1])),
        ("alg none", unsigned("none")),
        ("alg None", unsigned("None")),
        ("alg none, signed", format!("{}{}", unsigned("none"), parts[2])),
        ("HS384", signed(Algorithm::HS384, Some(&kid), &claims, SECRET)),
        ("HS512", signed(Algorithm::HS512, Some(&kid), &claims, SECRET)),
        ("RS256 in name", format!("{}{}", unsigned("RS256"), parts[2])),
        ("without a key's id", signed(Algorithm::HS256, None, &claims, SECRET)),
        ("with an unknown key's id", signed(Algorithm::HS256, Some("../../dev/null"), &claims, SECRET)),
        ("of somebody else", format!("{}.{swapped}.{}", parts[0], parts[2])),
        ("of nobody", with("sub", json!(other))),
        ("of no identifier", with("sub", json!("' OR 1=1 --"))),
        ("of another issuer", with("iss", json!("elsewhere"))),
        ("from the future", with("iat", json!(app.now().plus(3600).epoch_seconds()))),
        ("with an end that is no number", with("exp", json!("never"))),
        ("without an end", without("exp")),
        ("without a subject", without("sub")),
        ("without an issuer", without("iss")),
        ("with a part too many", format!("{good}.{}", parts[2])),
        ("with a part too few", format!("{}.{}", parts[0], parts[1])),
        ("cut short", good[..good.len() - 2].to_owned()),
        ("garbage", "not a token at all".to_owned()),
        ("nothing", String::new()),
        ("ten thousand characters", "a".repeat(10_000)),
        ("a JWE in form", format!("{good}.a.b")),
    ]
}

both_engines! {
    async fn forged_tokens(app: TestApp) {
        let person = app.person("anna@example.org").await;
        let before = app.rows.dump().await;
        person.get("/me").await.expect(200);
        for (what, token) in forged(&app, &person) {
            let forger = app.anonymous().with_token(token);
            for ask in [forger.get("/me"), forger.post("/bookings", json!({})), forger.patch("/me", "*", json!({}))] {
                let answer = ask.await;
                assert_eq!(answer.status, 401, "{what}: {answer:#?}");
                assert!(answer.header("www-authenticate").starts_with("Bearer"));
                answer.problem(401, "unauthorized");
            }
        }
        unchanged(&app, &before, "a forged token").await;
    }

    async fn a_token_lasts_a_quarter_of_an_hour(app: TestApp) {
        let person = app.person("anna@example.org").await;
        let token = app.anonymous().with_token(person.token());
        app.clock.advance(15 * MINUTE - 1);
        token.get("/me").await.expect(200);
        app.clock.advance(1);
        token.get("/me").await.problem(401, "unauthorized");
    }

    async fn a_token_counts_only_in_its_header(app: TestApp) {
        let person = app.person("anna@example.org").await;
        let good = person.token();
        let anonymous = app.anonymous();
        for scheme in ["Bearer", "bearer", "BEARER"] {
            anonymous.get("/me").header("authorization", format!("{scheme} {good}")).await.expect(200);
        }
        for value in [&good, &format!("Basic {good}"), &format!("Token {good}"), &format!("Bearer{good}"), "Bearer"] {
            anonymous.get("/me").header("authorization", value).await.problem(401, "unauthorized");
        }
        for name in ["cookie", "x-authorization", "proxy-authorization", "x-access-token"] {
            for value in [format!("Bearer {good}"), format!("token={good}"), format!("access_token={good}")] {
                anonymous.get("/me").header(name, &value).await.problem(401, "unauthorized");
            }
        }
        for query in ["token", "access_token", "authorization"] {
            anonymous.get(&format!("/me?{query}={good}")).await.problem(401, "unauthorized");
        }
    }
}
