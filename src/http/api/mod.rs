//! The API, version 1: a folder a noun, a file a verb. Each noun has a `router()`; they are joined here.

use utoipa_axum::router::OpenApiRouter;

use super::HttpState;
use crate::domain::{failure::Failure, validation::Faults};

mod answers;
pub mod auth;
pub mod availability;
pub mod bookings;
pub mod centres;
pub mod closures;
pub mod demand;
pub mod deposits;
pub mod duties;
pub mod feeds;
pub mod holidays;
pub mod keys;
pub mod me;
pub mod neighbourhoods;
pub mod neighbours;
pub mod organisations;
pub mod outbox;
pub mod quotas;
pub mod resources;
pub mod rooms;
pub mod rota;
pub mod search;
pub mod series;
pub mod staff;
pub mod statements;
pub mod tariffs;
pub mod waitlist;
mod warnings;

/// Every route under `/api/v1`, with its part of the OpenAPI document.
#[must_use]
pub fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new()
        .merge(auth::router())
        .merge(availability::router())
        .merge(bookings::router())
        .merge(centres::router())
        .merge(closures::router())
        .merge(deposits::router())
        .merge(duties::router())
        .merge(feeds::router())
        .merge(demand::router())
        .merge(holidays::router())
        .merge(keys::router())
        .merge(me::router())
        .merge(neighbourhoods::router())
        .merge(neighbours::router())
        .merge(organisations::router())
        .merge(outbox::router())
        .merge(quotas::router())
        .merge(resources::router())
        .merge(rooms::router())
        .merge(rota::router())
        .merge(search::router())
        .merge(series::router())
        .merge(staff::router())
        .merge(statements::router())
        .merge(tariffs::router())
        .merge(waitlist::router())
}

/// A body that names what does not exist is at fault itself; its own address is not missing.
fn unknown(failure: Failure, pointer: &str, what: &str) -> Failure {
    match failure {
        Failure::NotFound => Failure::invalid(pointer, "unknown", format!("There is no such {what}.")),
        other => other,
    }
}

/// Adds `immutable` where a member that stays as it was made would change.
fn stays<T: PartialEq>(faults: &mut Faults, pointer: &str, asked: &T, known: &T) {
    if asked != known {
        faults.add(pointer, "immutable", "This stays as it was made.");
    }
}
