//! Use cases, one file each: given a unit of work, each asks domain and store and writes the change, the audit event
//! and the letters together. What only reads is a function here as well, so that API, pages and commands share it.

use std::sync::Arc;

use crate::{
    domain::{failure::Failure, time::Instant},
    store::Store,
};

pub mod auth;
pub mod availability;
pub mod bookings;
pub mod letters;
pub mod offers;
pub mod people;

/// What actions need besides the unit: the store to run in and what the city has decided.
#[derive(Clone)]
pub struct Services {
    /// The database.
    pub store: Store,
    /// What the city has decided.
    pub policy: Arc<Policy>,
}

/// What the city has decided, from the settings.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Days within which the desk answers a request.
    pub answer_days: u32,
    /// Where the service is reached, without a slash at the end.
    pub public_url: String,
    /// The part of Message-IDs after the `@`.
    pub mail_domain: String,
    /// Days that a refresh token lasts without use.
    pub refresh_days: u32,
    /// Minutes that a mailed link lasts.
    pub link_minutes: u32,
    /// Links that one recipient is mailed per hour; none is no bound.
    pub links_per_hour: Option<u32>,
}

impl Services {
    /// Now, by the clock.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.store.now()
    }
}

/// The versions of a thing that a caller will accept: it may have changed since they read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Whatever it is.
    Any,
    /// One of these.
    Versions(Vec<i64>),
}

impl Condition {
    /// Compares with the version at hand.
    ///
    /// # Errors
    /// [`Failure::PreconditionFailed`].
    pub fn check(&self, version: i64) -> Result<(), Failure> {
        match self {
            Self::Versions(versions) if !versions.contains(&version) => Err(Failure::PreconditionFailed),
            _ => Ok(()),
        }
    }
}
