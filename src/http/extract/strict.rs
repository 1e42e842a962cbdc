//! JSON read by the letter: an object for a struct. Serde would take an array as well, member by member, so that an empty
//! one would be everything that has a default.

use serde::{
    Deserializer,
    de::{
        Error as _, IntoDeserializer, Unexpected, Visitor,
        value::{MapDeserializer, SeqDeserializer},
    },
    forward_to_deserialize_any,
};
use serde_json::{Error, Value};

/// A value of JSON, to be read by the letter at every depth.
#[derive(Clone, Copy, Debug)]
pub(super) struct Strict<'de>(pub(super) &'de Value);

impl<'de> IntoDeserializer<'de, Error> for Strict<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Strict<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Array(items) => {
                let mut items = SeqDeserializer::new(items.iter().map(Strict));
                let value = visitor.visit_seq(&mut items)?;
                items.end().map(|()| value)
            }
            Value::Object(members) => {
                let members = members.iter().map(|(name, member)| (name.as_str(), Strict(member)));
                let mut members = MapDeserializer::new(members);
                let value = visitor.visit_map(&mut members)?;
                members.end().map(|()| value)
            }
            plain => plain.deserialize_any(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        if self.0.is_array() {
            return Err(Error::invalid_type(Unexpected::Seq, &"an object"));
        }
        self.deserialize_any(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.0.deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::{Deserialize, de::DeserializeOwned};
    use serde_json::json;

    use super::*;

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default)]
    struct Inner {
        count: u32,
        on: Option<Box<Inner>>,
        by_name: BTreeMap<String, Inner>,
        pair: Option<(i8, String)>,
        kind: Kind,
        share: f64,
    }

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        #[default]
        Plain,
        Fancy,
    }

    fn read<T: DeserializeOwned>(sent: &Value) -> Result<T, String> {
        T::deserialize(Strict(sent)).map_err(|fault| fault.to_string())
    }

    #[test]
    fn what_is_right_is_read_as_ever() {
        for right in [
            json!({}),
            json!({ "count": 3, "kind": "fancy", "share": 2, "pair": [-1, "a"], "on": null }),
            json!({ "on": { "on": { "count": 1 } }, "by_name": { "a": {}, "b": { "share": 0.5 } } }),
        ] {
            assert_eq!(read::<Inner>(&right), serde_json::from_value(right).map_err(|fault| fault.to_string()));
        }
    }

    #[test]
    fn an_array_is_no_object_at_any_depth() {
        for wrong in [
            json!([]),
            json!([1]),
            json!({ "on": [] }),
            json!({ "on": { "on": [2] } }),
            json!({ "by_name": { "a": [] } }),
            json!({ "by_name": [] }),
        ] {
            assert!(read::<Inner>(&wrong).unwrap_err().contains("sequence"), "{wrong}");
        }
        assert!(read::<Vec<Inner>>(&json!([{}, []])).is_err());
        assert!(read::<Inner>(&json!({ "pair": [1, "a", "too many"] })).is_err());
    }
}
