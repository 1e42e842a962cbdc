//! What many routes have in common in the OpenAPI document: problem answers (`responses((…), OfThing, OfRight)`), and
//! merge patches. What is around every route is added to the document as a whole.

use std::{borrow::Cow, collections::BTreeMap};

use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        Content, Ref, RefOr, Schema,
        response::{Response, ResponseBuilder},
    },
};

fn problems(list: &[(&str, &str)]) -> BTreeMap<String, RefOr<Response>> {
    let answer = |description: &str| {
        let content = Content::new(Some(Ref::from_schema_name("ProblemBody")));
        ResponseBuilder::new().description(description).content("application/problem+json", content).build()
    };
    list.iter().map(|(status, description)| ((*status).to_owned(), answer(description).into())).collect()
}

macro_rules! answers {
    ($($(#[$doc:meta])* $name:ident { $($status:literal: $description:literal),+ $(,)? })+) => {$(
        $(#[$doc])*
        pub(crate) struct $name;

        impl utoipa::IntoResponses for $name {
            fn responses() -> BTreeMap<String, RefOr<Response>> {
                problems(&[$(($status, $description)),+])
            }
        }
    )+};
}

answers! {
    /// Of a route that needs a right.
    OfRight {
        "403": "Not allowed",
    }
    /// Of a route about one thing.
    OfThing {
        "404": "There is no such thing, or it is none of the caller's business",
    }
    /// Of a route that takes an idempotency key.
    OfKey {
        "409": "The first request with this idempotency key is under way",
    }
    /// Of a route that takes `If-Match`.
    OfMatch {
        "412": "It changed since it was read",
    }
    /// Of a route that needs `If-Match`.
    OfPatch {
        "412": "It changed since it was read",
        "428": "No If-Match",
    }
}

/// A merge patch (RFC 7396) on a `T`, for the OpenAPI document: no member is required.
pub(crate) struct PatchOf<T>(std::marker::PhantomData<T>);

impl<T: ToSchema> PartialSchema for PatchOf<T> {
    fn schema() -> RefOr<Schema> {
        match T::schema() {
            RefOr::T(Schema::Object(mut object)) => {
                object.required.clear();
                RefOr::T(Schema::Object(object))
            }
            other => other,
        }
    }
}

impl<T: ToSchema> ToSchema for PatchOf<T> {
    fn name() -> Cow<'static, str> {
        format!("{}Patch", T::name()).into()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        T::schemas(schemas);
    }
}
