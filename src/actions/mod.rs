//! Use cases, one file each: given a unit of work, each asks domain and store and writes the change, the audit event
//! and the letters together. What only reads is a function here as well, so that API, pages and commands share it.

use std::sync::Arc;

use url::Url;

use crate::{
    clock::Clock,
    config::Settings,
    domain::{demand::Note, failure::Failure, time::Instant},
    store::{Store, StoreSettings},
};

pub mod auth;
pub mod availability;
pub mod bookings;
pub mod closures;
pub mod demand;
pub mod deposits;
pub mod doors;
pub mod feeds;
pub mod keys;
pub mod letters;
pub mod neighbours;
pub mod offers;
pub mod organisations;
pub mod people;
pub mod places;
mod prices;
pub mod quotas;
pub mod rota;
pub mod search;
pub mod series;
pub mod statements;
pub mod waitlist;

/// What actions need besides the unit: the store to run in and what the city has decided.
#[derive(Clone)]
pub struct Services {
    /// The database.
    pub store: Store,
    /// What the city has decided.
    pub policy: Arc<Policy>,
    /// Wishes that came to nothing, until they are written down.
    pub notes: demand::Notes,
}

/// What the city has decided, from the settings.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Days within which the desk answers a request.
    pub answer_days: u32,
    /// Minutes before a booking begins from which on it can be noted that somebody came.
    pub check_in_minutes: u32,
    /// Days that the contact of a neighbour who reported something is kept.
    pub keep_contact_days: u32,
    /// Days that the text of what a neighbour reported is kept.
    pub keep_report_days: u32,
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
    /// Opens the database (with missing migrations applied where the settings say so).
    ///
    /// # Errors
    /// [`Failure::Unavailable`] where the database can't be reached or its migrations are missing.
    pub async fn open(settings: &Settings, clock: Clock) -> Result<Self, Failure> {
        let store_settings = StoreSettings::from(&settings.database);
        if settings.database.migrate_on_start {
            Store::migrate(&store_settings).await?;
        }
        let store = Store::connect(&store_settings, clock).await?;
        let (_, missing) = store.migration_status().await?;
        if !missing.is_empty() {
            return Err(Failure::Unavailable(format!(
                "the database lacks {}: run `lokaal migrate up`",
                missing.join(", ")
            )));
        }
        Ok(Self { store, policy: Arc::new(Policy::from(settings)), notes: demand::Notes::default() })
    }

    /// Keeps wishes that came to nothing, to be written down later; of what lies in the past there is none.
    pub fn note(&self, notes: impl IntoIterator<Item = Note>) {
        let now = self.now();
        for note in notes.into_iter().filter(|note| note.demand.window.end() > now) {
            self.notes.add(note);
        }
    }

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

impl From<&Settings> for Policy {
    fn from(settings: &Settings) -> Self {
        let url = &settings.http.public_url;
        let host = Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned));
        Self {
            answer_days: settings.booking.answer_days,
            check_in_minutes: settings.booking.check_in_minutes,
            keep_contact_days: settings.booking.keep_contact_days,
            keep_report_days: settings.booking.keep_report_days,
            public_url: url.clone(),
            mail_domain: host.unwrap_or_else(|| "localhost".to_owned()),
            refresh_days: settings.auth.refresh_days,
            link_minutes: settings.auth.link_minutes,
            links_per_hour: settings.limits.enabled.then_some(settings.limits.links_per_hour),
        }
    }
}
