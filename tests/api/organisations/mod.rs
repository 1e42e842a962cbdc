//! Organisations and their people.

mod founding;
mod joining;
mod key_holders;
mod members;
mod merge;
mod merge_races;
mod races;

use serde_json::json;

use crate::support::{TestApp, actor::Actor};

/// Founds a committee and gives its address below `/api/v1`.
async fn found(founder: &Actor, name: &str) -> String {
    let body = json!({"name": name, "kind": "neighbourhood_committee"});
    let made = founder.post("/organisations", body).await.expect(201);
    format!("/organisations/{}", made.id())
}

/// Invites somebody with an account, who accepts.
async fn add(app: &TestApp, admin: &Actor, organisation: &str, email: &str, role: &str) -> Actor {
    let person = app.person(email).await;
    admin.post(&format!("{organisation}/members"), json!({"email": email, "role": role})).await.expect(202);
    let token = app.one_mail().await.token().expect("a link");
    app.anonymous().post("/auth/verify", json!({"token": token})).await.expect(200);
    person
}

/// The roles of the members, by address.
async fn roles(admin: &Actor, organisation: &str) -> Vec<(String, String)> {
    let members = admin.get(&format!("{organisation}/members")).await.expect(200);
    let mut roles: Vec<(String, String)> = members.json["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|member| (member["email"].as_str().unwrap().to_owned(), member["role"].as_str().unwrap().to_owned()))
        .collect();
    roles.sort();
    roles
}
