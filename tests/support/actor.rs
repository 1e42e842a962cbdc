//! Somebody who asks the service over HTTP, and what they get for an answer.

use std::{
    future::{Future, IntoFuture},
    pin::Pin,
    sync::Arc,
};

use lokaal::domain::ids::UserId;
use reqwest::{
    Method,
    header::{HeaderMap, HeaderName},
};
use serde_json::Value;

use super::contract;

/// Somebody who asks. Cheap to clone, so that sixteen can ask at once.
#[derive(Clone)]
pub struct Actor {
    client: reqwest::Client,
    address: String,
    person: Option<(UserId, String)>,
    token: Option<Arc<dyn Fn() -> String + Send + Sync>>,
}

impl Actor {
    pub(super) fn new(client: reqwest::Client, address: String) -> Self {
        Self { client, address, person: None, token: None }
    }

    pub(super) fn signed_in(self, id: UserId, email: &str, token: impl Fn() -> String + Send + Sync + 'static) -> Self {
        Self { person: Some((id, email.to_owned())), token: Some(Arc::new(token)), ..self }
    }

    /// The same, with this token, good or bad.
    pub fn with_token(&self, token: impl Into<String>) -> Self {
        let token = token.into();
        Self { token: Some(Arc::new(move || token.clone())), ..self.clone() }
    }

    /// The same, asking the service that listens here.
    pub fn at(&self, address: &str) -> Self {
        Self { address: address.to_owned(), ..self.clone() }
    }

    /// Their account.
    pub fn id(&self) -> UserId {
        self.person.as_ref().expect("somebody with an account").0
    }

    /// Their mail address.
    pub fn email(&self) -> &str {
        &self.person.as_ref().expect("somebody with an account").1
    }

    /// A token of theirs.
    pub fn token(&self) -> String {
        self.token.as_ref().expect("somebody signed in")()
    }

    /// GET, `path` below `/api/v1`.
    pub fn get(&self, path: &str) -> Ask {
        self.api(Method::GET, path)
    }

    /// POST, `path` below `/api/v1`.
    pub fn post(&self, path: &str, body: impl Into<Value>) -> Ask {
        self.api(Method::POST, path).json(&body.into())
    }

    /// PATCH with `If-Match`, `path` below `/api/v1`.
    pub fn patch(&self, path: &str, etag: &str, body: impl Into<Value>) -> Ask {
        self.api(Method::PATCH, path).header("if-match", etag).json(&body.into())
    }

    /// DELETE, `path` below `/api/v1`.
    pub fn delete(&self, path: &str) -> Ask {
        self.api(Method::DELETE, path)
    }

    /// Any method, `path` below `/api/v1`.
    pub fn api(&self, method: Method, path: &str) -> Ask {
        self.ask(method, &format!("/api/v1{path}"))
    }

    /// Any method on any path.
    pub fn ask(&self, method: Method, path: &str) -> Ask {
        let mut request = self.client.request(method.clone(), format!("{}{path}", self.address));
        if let Some(token) = &self.token {
            request = request.bearer_auth(token());
        }
        Ask { request, method, path: path.to_owned() }
    }
}

/// A request that is sent when it is awaited.
#[must_use = "a request is sent when it is awaited"]
pub struct Ask {
    request: reqwest::RequestBuilder,
    method: Method,
    path: String,
}

impl Ask {
    fn map(self, change: impl FnOnce(reqwest::RequestBuilder) -> reqwest::RequestBuilder) -> Self {
        Self { request: change(self.request), ..self }
    }

    /// With a header.
    pub fn header(self, name: &str, value: impl AsRef<str>) -> Self {
        self.map(|request| request.header(name, value.as_ref()))
    }

    /// With an idempotency key.
    pub fn key(self, key: &str) -> Self {
        self.header("idempotency-key", key)
    }

    /// With a body of JSON.
    pub fn json(self, body: &Value) -> Self {
        self.map(|request| request.json(body))
    }

    /// With a body of any kind.
    pub fn body(self, content_type: &str, body: impl Into<reqwest::Body>) -> Self {
        self.map(|request| request.header("content-type", content_type).body(body))
    }

    /// Sends it; an error where no answer comes. The answer must be one that the OpenAPI document tells.
    pub async fn try_send(self) -> reqwest::Result<Answer> {
        let response = self.request.send().await?;
        contract::hold(self.method.as_str(), &self.path, response.status().as_u16());
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await?;
        let json = serde_json::from_str(&text).unwrap_or(Value::Null);
        Ok(Answer { status, headers, json, text })
    }
}

impl IntoFuture for Ask {
    type Output = Answer;
    type IntoFuture = Pin<Box<dyn Future<Output = Answer> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async { self.try_send().await.expect("an answer") })
    }
}

/// An answer, whole.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as JSON; null where it is none.
    pub json: Value,
    /// The body as it came.
    pub text: String,
}

impl Answer {
    /// A header; empty where it is not there.
    pub fn header(&self, name: &str) -> &str {
        let name: HeaderName = name.parse().expect("a header's name");
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The `ETag`, which must be there.
    #[track_caller]
    pub fn etag(&self) -> String {
        let etag = self.header("etag");
        assert!(!etag.is_empty(), "no ETag: {self:#?}");
        etag.to_owned()
    }

    /// The member `id`, which must be there.
    #[track_caller]
    pub fn id(&self) -> String {
        self.json["id"].as_str().unwrap_or_else(|| panic!("no id: {self:#?}")).to_owned()
    }

    /// The answer itself, where it has this status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{self:#?}");
        self
    }

    /// The problem, where it is of this status and kind.
    #[track_caller]
    pub fn problem(self, status: u16, slug: &str) -> Value {
        let kind = (self.status, self.json["type"].as_str().unwrap_or_default().to_owned());
        assert_eq!(kind, (status, format!("/problems/{slug}")), "{self:#?}");
        assert_eq!(self.header("content-type"), "application/problem+json");
        assert_eq!(self.json["status"], status);
        self.json
    }
}
