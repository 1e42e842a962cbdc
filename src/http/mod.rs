//! HTTP: parses a request, calls one action, renders its answer. The only place that knows axum.

use std::sync::Arc;

use crate::{
    actions::Services,
    auth::{passwords::Passwords, tokens::Tokens},
};

pub mod api;
pub mod cursor;
pub mod extract;
pub mod problem;
pub mod render;
mod router;
mod serve;

pub use axum::Router;
pub use router::router;
pub use serve::serve;

/// What handlers share.
#[derive(Clone)]
pub struct HttpState {
    /// The actions' services.
    pub services: Services,
    /// The keys of access tokens.
    pub tokens: Arc<Tokens>,
    /// Makes and verifies hashes of passwords.
    pub passwords: Arc<Passwords>,
    /// The idempotency keys that requests of this process hold at this moment.
    pub in_flight: Arc<extract::idempotency::InFlight>,
}
