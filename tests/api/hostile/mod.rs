//! Bad input: each has its problem answer and changes nothing in the database.

mod address;
mod bodies;
mod cursors;
mod queries;
mod sample;
mod texts;
mod tokens;

use serde_json::Value;

use crate::support::{
    TestApp,
    actor::{Actor, Ask},
};

/// The members that a validation problem names.
fn pointers(problem: &Value) -> Vec<&str> {
    problem["errors"].as_array().into_iter().flatten().filter_map(|fault| fault["pointer"].as_str()).collect()
}

/// Every pointer into a value, but the one to the whole.
fn places(value: &Value) -> Vec<String> {
    let members: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(name, member)| (name.clone(), member)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(n, item)| (n.to_string(), item)).collect(),
        _ => Vec::new(),
    };
    let inside = |(name, member): (String, &Value)| {
        let own = format!("/{name}");
        let deeper = places(member).into_iter().map(|place| format!("{own}{place}")).collect::<Vec<_>>();
        std::iter::once(own.clone()).chain(deeper).collect::<Vec<_>>()
    };
    members.into_iter().flat_map(inside).collect()
}

/// The value with another at this place.
fn replaced(mut value: Value, place: &str, other: Value) -> Value {
    *value.pointer_mut(place).unwrap_or_else(|| panic!("{place} is not there")) = other;
    value
}

/// A request to change something, whatever version is there.
fn change(actor: &Actor, method: &str, path: &str) -> Ask {
    let ask = actor.ask(method.parse().expect("a method"), path);
    if method == "PATCH" { ask.header("if-match", "*") } else { ask }
}

/// Fails where the database is not what it was.
async fn unchanged(app: &TestApp, before: &str, what: &str) {
    assert_eq!(app.rows.dump().await, before, "{what} changed something");
}
