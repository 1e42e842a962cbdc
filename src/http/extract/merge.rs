//! JSON merge patches (RFC 7396): the same checks as for a new thing, on what it would become.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::body;
use crate::domain::failure::{Failure, Fault};

/// `current` with a merge patch laid on it. `current` writes every member that may be changed, null ones included:
/// a member that it does not write does not exist.
///
/// # Errors
/// [`Failure::Invalid`] where the patch is no object, names what does not exist, or makes something of a wrong type.
pub fn merged<T: Serialize + DeserializeOwned>(current: &T, patch: &Value) -> Result<T, Failure> {
    let mut target = serde_json::to_value(current).map_err(|fault| Failure::Internal(fault.to_string()))?;
    let (Value::Object(known), Value::Object(members)) = (&target, patch) else {
        return Err(Failure::invalid("", "type", "A change is an object."));
    };
    // A null would take an unknown member off again before anybody saw it.
    let unknown: Vec<Fault> = members
        .iter()
        .filter(|(name, value)| value.is_null() && !known.contains_key(*name))
        .map(|(name, _)| Fault::new(format!("/{name}"), "unknown", "There is no such member."))
        .collect();
    if !unknown.is_empty() {
        return Err(Failure::Invalid(unknown));
    }
    merge(&mut target, patch);
    body::read(&target).map_err(Failure::Invalid)
}

fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(changes) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(serde_json::Map::new());
    }
    let Value::Object(members) = target else { return };
    for (name, change) in changes {
        if change.is_null() {
            members.remove(name);
        } else {
            merge(members.entry(name.as_str()).or_insert(Value::Null), change);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::json;

    use super::*;

    #[test]
    fn the_examples_of_the_standard() {
        // RFC 7396, appendix A.
        let cases = [
            (json!({"a":"b"}), json!({"a":"c"}), json!({"a":"c"})),
            (json!({"a":"b"}), json!({"b":"c"}), json!({"a":"b","b":"c"})),
            (json!({"a":"b"}), json!({"a":null}), json!({})),
            (json!({"a":"b","b":"c"}), json!({"a":null}), json!({"b":"c"})),
            (json!({"a":["b"]}), json!({"a":"c"}), json!({"a":"c"})),
            (json!({"a":"c"}), json!({"a":["b"]}), json!({"a":["b"]})),
            (json!({"a":{"b":"c"}}), json!({"a":{"b":"d","c":null}}), json!({"a":{"b":"d"}})),
            (json!({"a":[{"b":"c"}]}), json!({"a":[1]}), json!({"a":[1]})),
            (json!(["a", "b"]), json!(["c", "d"]), json!(["c", "d"])),
            (json!({"a":"b"}), json!(["c"]), json!(["c"])),
            (json!({"a":"foo"}), json!(null), json!(null)),
            (json!({"e":null}), json!({"a":1}), json!({"e":null,"a":1})),
            (json!([1, 2]), json!({"a":"b","c":null}), json!({"a":"b"})),
            (json!({}), json!({"a":{"bb":{"ccc":null}}}), json!({"a":{"bb":{}}})),
        ];
        for (mut target, patch, expected) in cases {
            merge(&mut target, &patch);
            assert_eq!(target, expected, "{patch}");
        }
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Thing {
        name: String,
        #[serde(default)]
        note: Option<String>,
    }

    #[test]
    fn what_a_patch_makes_is_checked() {
        let thing = Thing { name: "a".to_owned(), note: Some("n".to_owned()) };
        assert_eq!(merged(&thing, &json!({"note": null})).unwrap(), Thing { note: None, name: "a".to_owned() });
        let faults = |patch| match merged(&thing, &patch) {
            Err(Failure::Invalid(faults)) => faults.into_iter().map(|fault| (fault.pointer, fault.code)).collect(),
            other => vec![(format!("{other:?}"), "")],
        };
        assert_eq!(faults(json!({"name": null})), [("/name".to_owned(), "required")]);
        assert_eq!(faults(json!({"name": 1})), [("/name".to_owned(), "type")]);
        assert_eq!(faults(json!({"nam": "b"})), [("/nam".to_owned(), "unknown")]);
        assert_eq!(faults(json!({"nam": null})), [("/nam".to_owned(), "unknown")]);
        assert_eq!(faults(json!([])), [(String::new(), "type")]);
    }
}
