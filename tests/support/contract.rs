//! The OpenAPI document, to hold the service to: an answer with a status that it does not tell fails the test.

use std::sync::OnceLock;

use serde_json::{Map, Value};

/// The document as the service publishes it.
pub fn document() -> &'static Value {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    DOCUMENT.get_or_init(|| serde_json::from_str(&lokaal::http::openapi::document()).expect("a document of JSON"))
}

/// Every operation: method in capitals, path, and what is said of it.
pub fn operations() -> impl Iterator<Item = (String, &'static str, &'static Value)> {
    let paths = document()["paths"].as_object().into_iter().flatten();
    paths.flat_map(|(path, methods)| {
        let methods = methods.as_object().into_iter().flatten();
        methods.map(move |(method, operation)| (method.to_uppercase(), path.as_str(), operation))
    })
}

/// What a `$ref` points to; the value itself where it is none.
pub fn resolve(value: &'static Value) -> &'static Value {
    let Some(reference) = value["$ref"].as_str() else { return value };
    let pointer = reference.strip_prefix('#').expect("a place in the document");
    document().pointer(pointer).unwrap_or_else(|| panic!("{reference} is not there"))
}

/// The operation that answers this request, where there is one. A path without parameters goes first.
fn operation(method: &str, path: &str) -> Option<&'static Map<String, Value>> {
    let path = path.split('?').next().unwrap_or_default();
    let matches = |template: &str| {
        let (mut one, mut other) = (template.split('/'), path.split('/'));
        loop {
            match (one.next(), other.next()) {
                (None, None) => return true,
                (Some(name), Some(word)) if name == word || (name.starts_with('{') && !word.is_empty()) => {}
                _ => return false,
            }
        }
    };
    let mut found: Vec<_> = operations().filter(|(_, template, _)| matches(template)).collect();
    found.sort_by_key(|(_, template, _)| template.contains('{'));
    let best = found.first()?.1;
    let operation = found.into_iter().find(|(known, template, _)| known == method && *template == best)?.2;
    operation.as_object()
}

/// Fails where the document does not tell that this request to the API may be answered so.
#[track_caller]
pub fn hold(method: &str, path: &str, status: u16) {
    if !path.starts_with("/api/v1/") || path == "/api/v1/openapi.json" {
        return;
    }
    let method = if method == "HEAD" { "GET" } else { method };
    let Some(operation) = operation(method, path) else {
        assert!(matches!(status, 404 | 405 | 429), "{method} {path} answered {status} and is not in the document");
        return;
    };
    let told = operation["responses"].get(status.to_string()).is_some();
    assert!(told, "{method} {path} answered {status}, which the document does not tell");
}
