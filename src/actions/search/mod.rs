//! Which rooms somebody could book: at a time, or the first time from now on. Rules are judged in memory by the same
//! predicate as a booking; what is claimed is read in few queries, for many rooms at once.

use crate::domain::{geo::Point, ids::OrganisationId};

pub mod at;
mod candidates;
pub mod next;

pub(in crate::actions) use candidates::{Candidate, candidates};
pub use candidates::{Key, Place};

/// What a room has to offer, and where.
#[derive(Clone, Debug, Default)]
pub struct Criteria {
    /// People, at least 1.
    pub people: i32,
    /// Words for what the room holds, or names of counted equipment of its centre, of which one is taken.
    pub equipment: Vec<String>,
    /// Whether a wheelchair has to get in.
    pub accessible: bool,
    /// Near this place.
    pub near: Option<Point>,
    /// In this neighbourhood, by code or name; with a radius, around its middle.
    pub neighbourhood: Option<String>,
    /// At most so many metres away, as the crow flies.
    pub radius_m: Option<f64>,
    /// For this organisation; none is privately.
    pub organisation_id: Option<OrganisationId>,
}

/// A page of what was found.
#[derive(Clone, Debug)]
pub struct Found<T> {
    /// The rooms.
    pub items: Vec<T>,
    /// Where the page ended, where there is more.
    pub next: Option<Key>,
}
