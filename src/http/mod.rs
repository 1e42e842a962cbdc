//! HTTP: parses a request, calls one action, renders its answer. The only place that knows axum.

use std::sync::Arc;

use tokio_util::task::TaskTracker;

use crate::{
    actions::Services,
    auth::{passwords::Passwords, tokens::Tokens},
    config::Settings,
};

pub mod api;
mod around;
pub mod cursor;
pub mod extract;
mod feeds;
mod health;
pub mod openapi;
mod pages;
pub mod problem;
pub mod render;
mod router;
mod serve;
mod sheet;

pub use around::{limits::Limits, metrics::Metrics};
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
    /// Who asks too often.
    pub limits: Arc<Limits>,
    /// Requests in numbers.
    pub metrics: Arc<Metrics>,
    /// What changes something and is under way.
    pub under_way: TaskTracker,
}

impl HttpState {
    /// The state of a service.
    #[must_use]
    pub fn new(services: Services, tokens: Tokens, passwords: Passwords, settings: &Settings) -> Self {
        Self {
            services,
            tokens: Arc::new(tokens),
            passwords: Arc::new(passwords),
            in_flight: Arc::default(),
            limits: Arc::new(Limits::new(settings)),
            metrics: Arc::default(),
            under_way: TaskTracker::new(),
        }
    }

    /// Forgets what is of no use any more: to be done every few seconds.
    pub fn tidy(&self) {
        self.limits.tidy();
        self.metrics.tidy();
    }
}
