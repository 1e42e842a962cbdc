//! JSON bodies. Broken JSON is malformed; a wrong type or an unknown member is a fault with its pointer: a typo must not
//! be lost silently.

use axum::{
    body::Bytes,
    extract::{FromRequest, OptionalFromRequest, Request, rejection::BytesRejection},
    http::header,
};
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::strict::Strict;
use crate::{
    domain::failure::Fault,
    http::problem::{self, Problem},
};

/// A body that was read as a `T`.
#[derive(Debug)]
pub struct Body<T> {
    /// The value.
    pub value: T,
    /// As it was sent: to tell the members that were given from those that were not.
    pub sent: Value,
    /// SHA-256 of the bytes, hexadecimal: tells whether a request is sent again.
    pub hash: String,
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let json = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split(';').next())
            .map(|value| value.trim().to_ascii_lowercase())
            .is_some_and(|value| value == "application/json" || value == "application/merge-patch+json");
        if !json {
            return Err(Problem::new(problem::UNSUPPORTED_MEDIA_TYPE));
        }
        let bytes = Bytes::from_request(request, state).await.map_err(|fault| match fault {
            BytesRejection::FailedToBufferBody(ref inner) if inner.status() == problem::PAYLOAD_TOO_LARGE.status => {
                Problem::new(problem::PAYLOAD_TOO_LARGE)
            }
            _ => Problem::new(problem::MALFORMED).detail("The body could not be read, or came too slowly."),
        })?;
        let sent: Value = serde_json::from_slice(&bytes)
            .map_err(|fault| Problem::new(problem::MALFORMED).detail(format!("This is not JSON: {fault}.")))?;
        let mut nulls = Vec::new();
        find_nulls(&sent, "", &mut nulls);
        if !nulls.is_empty() {
            return Err(Problem::validation(&nulls));
        }
        let value = read(&sent).map_err(|faults| Problem::validation(&faults))?;
        let hash = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { value, sent, hash })
    }
}

impl<S: Send + Sync, T: DeserializeOwned> OptionalFromRequest<S> for Body<T> {
    type Rejection = Problem;

    /// No body where nothing is announced: no length, no chunks.
    async fn from_request(request: Request, state: &S) -> Result<Option<Self>, Problem> {
        let headers = request.headers();
        let empty = headers.get(header::CONTENT_LENGTH).is_none_or(|length| length == "0")
            && !headers.contains_key(header::TRANSFER_ENCODING);
        if empty { Ok(None) } else { <Self as FromRequest<S>>::from_request(request, state).await.map(Some) }
    }
}

/// Reads a value of JSON as a `T`, with a pointer for each fault found.
///
/// # Errors
/// The faults: at most one wrong type, and every unknown member.
pub fn read<T: DeserializeOwned>(sent: &Value) -> Result<T, Vec<Fault>> {
    if !sent.is_object() {
        return Err(vec![Fault::new("", "type", "An object is expected.")]);
    }
    let mut faults = Vec::new();
    let read: Result<T, _> = serde_path_to_error::deserialize(Strict(sent));
    // Members that no field took. A second pass, as the first one tells the path of a wrong type.
    let ignored: Result<T, _> = serde_ignored::deserialize(Strict(sent), |path| {
        faults.push(Fault::new(dots_to_pointer(&path.to_string()), "unknown", "There is no such member."));
    });
    drop(ignored);
    match read {
        Ok(value) if faults.is_empty() => Ok(value),
        Ok(_) => Err(faults),
        Err(fault) => {
            let pointer = dots_to_pointer(&fault.path().to_string());
            let inner = fault.into_inner().to_string();
            let code = if inner.starts_with("missing field") { "required" } else { "type" };
            let missing = inner.split('`').nth(1).filter(|_| code == "required");
            let pointer = missing.map_or(pointer.clone(), |name| format!("{pointer}/{name}"));
            faults.push(Fault::new(pointer, code, sentence(&inner)));
            Err(faults)
        }
    }
}

/// A fault for each text that holds the null character, wherever it stands: PostgreSQL can't keep it, so it must not get
/// as far as a statement, by whatever way.
fn find_nulls(sent: &Value, pointer: &str, faults: &mut Vec<Fault>) {
    let place = |part: &str| format!("{pointer}/{}", part.replace('~', "~0").replace('/', "~1"));
    let has_null = |text: &str| text.contains('\0');
    match sent {
        Value::String(text) if has_null(text) => {
            faults.push(Fault::new(pointer, "control_character", "A text can't hold the null character."));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(n, item)| find_nulls(item, &place(&n.to_string()), faults));
        }
        Value::Object(members) => {
            for (name, member) in members {
                if has_null(name) {
                    let message = "A name can't hold the null character.";
                    faults.push(Fault::new(place(&name.replace('\0', "")), "control_character", message));
                }
                find_nulls(member, &place(name), faults);
            }
        }
        _ => {}
    }
}

/// `rules.layouts[0].name` or `rules.layouts.0.name` as a JSON pointer (RFC 6901).
fn dots_to_pointer(path: &str) -> String {
    if path == "." || path == "?" {
        return String::new();
    }
    path.replace('[', ".")
        .replace(']', "")
        .split('.')
        .filter(|part| !part.is_empty() && *part != "?")
        .map(|part| format!("/{}", part.replace('~', "~0").replace('/', "~1")))
        .collect()
}

fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|c| c.to_uppercase().collect::<String>()).unwrap_or_default();
    format!("{first}{}.", characters.as_str().trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::json;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only read from JSON")]
    struct Outer {
        name: String,
        #[serde(default)]
        inner: Vec<Inner>,
        #[serde(default)]
        easy: Easy,
    }

    #[derive(Debug, Default, Deserialize)]
    #[serde(default)]
    struct Easy {
        count: u32,
    }

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only read from JSON")]
    struct Inner {
        count: u32,
    }

    fn pointers(sent: &Value) -> Vec<(String, &'static str)> {
        read::<Outer>(sent).unwrap_err().into_iter().map(|fault| (fault.pointer, fault.code)).collect()
    }

    #[test]
    fn null_characters_are_found_wherever_they_stand() {
        let mut faults = Vec::new();
        find_nulls(&json!({ "a": ["fine", "b\0"], "c~/": { "d\0": "e" }, "f": "\0", "g": 1 }), "", &mut faults);
        let pointers: Vec<&str> = faults.iter().map(|fault| fault.pointer.as_str()).collect();
        assert_eq!(pointers, ["/a/1", "/c~0~1/d", "/f"]);
    }

    #[test]
    fn each_fault_has_its_pointer() {
        assert_eq!(pointers(&json!({"name": 3})), [("/name".into(), "type")]);
        assert_eq!(pointers(&json!({})), [("/name".into(), "required")]);
        let wrong = json!({"name": "n", "inner": [{"count": 1}, {"count": -1}]});
        assert_eq!(pointers(&wrong), [("/inner/1/count".into(), "type")]);
        for array in [json!([]), json!([1])] {
            assert_eq!(pointers(&json!({"name": "n", "easy": array})), [("/easy".into(), "type")]);
        }
        let unknown = json!({"name": "n", "inner": [{"count": 1, "colour": 2}], "tittle": 1});
        assert_eq!(pointers(&unknown), [("/inner/0/colour".into(), "unknown"), ("/tittle".into(), "unknown")]);
    }
}
