//! Organisations: who books.

use super::{attendance::NoShows, ids::OrganisationId, incident::Incidents, text_enum};

text_enum! {
    /// A kind of organisation. Rules and prices depend on it.
    OrganisationKind {
        NeighbourhoodCommittee = "neighbourhood_committee",
        Association = "association",
        Partner = "partner",
        CityService = "city_service",
        School = "school",
        Private = "private",
    }
}

/// The priority class of those who have no other.
pub const DEFAULT_CLASS: &str = "default";

/// An organisation as rules see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its name.
    pub name: String,
    /// Its kind: private until verified.
    pub kind: OrganisationKind,
    /// Its priority class: the default until verified.
    pub class: String,
    /// Its tariff category: none until verified.
    pub category: Option<String>,
    /// Times that nobody came.
    pub no_shows: NoShows,
    /// Incidents that were not dismissed.
    pub incidents: Incidents,
}

/// An organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// Identifier.
    pub id: OrganisationId,
    /// Name.
    pub name: String,
    /// Kind as founded; see [`Organisation::effective_kind`].
    pub kind: OrganisationKind,
    /// Tariff category (A, B, C …), set by staff.
    pub tariff_category: Option<String>,
    /// Priority class, set by staff; [`DEFAULT_CLASS`] at first.
    pub priority_class: String,
    /// Code of its neighbourhood.
    pub neighbourhood_code: Option<String>,
    /// Where mail for the organisation goes.
    pub contact_email: String,
    /// Whether the city has verified kind and category.
    pub verified: bool,
    /// The organisation that it was merged into, and that answers for it since.
    pub merged_into: Option<OrganisationId>,
    /// Rises with each change; the `ETag`.
    pub version: i64,
}

impl Organisation {
    /// The kind that rules and prices treat it as: private until verified.
    #[must_use]
    pub fn effective_kind(&self) -> OrganisationKind {
        if self.verified { self.kind } else { OrganisationKind::Private }
    }

    /// The priority class that rules treat it as: the default until verified.
    #[must_use]
    pub fn effective_class(&self) -> &str {
        if self.verified { &self.priority_class } else { DEFAULT_CLASS }
    }
}
