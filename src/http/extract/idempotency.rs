//! `Idempotency-Key`: a request that makes something may be sent again, and makes it once.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    body::Body as HttpBody,
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};

use crate::{
    auth::Caller,
    domain::failure::Failure,
    http::{HttpState, problem::Problem},
    store::{
        Unit, UseCase,
        idempotency::{self, Answer, Key},
    },
};

/// The key of a request, where it has one, with the route that it is used on.
#[derive(Clone, Debug)]
pub struct IdempotencyKey {
    key: Option<String>,
    route: String,
}

impl<S: Send + Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let route = format!("{} {}", parts.method, parts.uri.path());
        let Some(value) = parts.headers.get("idempotency-key") else { return Ok(Self { key: None, route }) };
        let key = value.to_str().ok().filter(|key| (1..=255).contains(&key.len())).ok_or_else(|| {
            Failure::invalid("Idempotency-Key", "length", "An idempotency key has 1 to 255 visible characters.")
        })?;
        Ok(Self { key: Some(key.to_owned()), route })
    }
}

/// The keys that requests of this process hold. PostgreSQL guards them across processes as well; SQLite has one writer,
/// so a second request would only wait.
#[derive(Debug, Default)]
pub struct InFlight(Mutex<HashSet<Key>>);

/// Gives a key back when the request ends, in whatever way.
struct Held<'a>(&'a InFlight, Key);

impl InFlight {
    fn hold(&self, key: &Key) -> Result<Held<'_>, Failure> {
        let name = Key { body_hash: String::new(), ..key.clone() };
        if self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(name.clone()) {
            Ok(Held(self, name))
        } else {
            Err(Failure::IdempotencyConflict)
        }
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.1);
    }
}

/// A use case whose answer is kept in its own transaction.
struct Keeping<'a, U, R> {
    inner: &'a U,
    key: Option<Key>,
    render: R,
}

impl<U, R> UseCase for Keeping<'_, U, R>
where
    U: UseCase,
    R: Fn(&U::Output) -> Result<Answer, Failure> + Send + Sync,
{
    type Output = Answer;

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        self.inner.authorise(unit).await
    }

    async fn run(&self, unit: &Unit) -> Result<Answer, Failure> {
        if let Some(key) = &self.key
            && let Some(answer) = idempotency::replay(unit, key).await?
        {
            return Ok(answer);
        }
        let output = self.inner.run(unit).await?;
        let answer = (self.render)(&output)?;
        if let Some(key) = &self.key {
            idempotency::keep(unit, key, &answer).await?;
        }
        Ok(answer)
    }
}

/// Runs a use case that makes something, once for each key, and answers with what `render` makes of it.
///
/// # Errors
/// What the use case says; the conflicts of [`idempotency::replay`].
pub async fn create<U, R>(
    state: &HttpState,
    caller: &Caller,
    key: IdempotencyKey,
    body_hash: &str,
    use_case: &U,
    render: R,
) -> Result<Answer, Failure>
where
    U: UseCase,
    R: Fn(&U::Output) -> Result<Answer, Failure> + Send + Sync,
{
    let IdempotencyKey { key, route } = key;
    let key = key.map(|key| Key { caller: caller.id, route, key, body_hash: body_hash.to_owned() });
    let in_flight = Arc::clone(&state.in_flight);
    let _held = key.as_ref().map(|key| in_flight.hold(key)).transpose()?;
    state.services.store.run(&Keeping { inner: use_case, key, render }).await
}

/// The answer to keep of a thing that was made: 201 with its place, version and form.
///
/// # Errors
/// [`Failure::Internal`] where it can't be written as JSON.
pub fn created<T: serde::Serialize>(location: String, version: Option<i64>, body: &T) -> Result<Answer, Failure> {
    Ok(Answer {
        status: StatusCode::CREATED.as_u16(),
        location: Some(location),
        etag: version.map(crate::http::render::etag),
        body: serde_json::to_string(body).map_err(|fault| Failure::Internal(fault.to_string()))?,
    })
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        for (name, value) in [(header::LOCATION, self.location), (header::ETAG, self.etag)] {
            if let Some(value) = value.and_then(|value| HeaderValue::try_from(value).ok()) {
                headers.insert(name, value);
            }
        }
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::OK);
        (status, headers, HttpBody::from(self.body)).into_response()
    }
}
