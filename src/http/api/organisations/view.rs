//! How an organisation looks in answers.

use serde::Serialize;

use crate::{
    auth::Caller,
    domain::{
        ids::OrganisationId,
        organisation::{Organisation, OrganisationKind},
    },
};

/// An organisation.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct OrganisationView {
    id: OrganisationId,
    name: String,
    /// Kind as founded; rules and prices treat it as private until it is verified.
    kind: OrganisationKind,
    /// Code of its neighbourhood.
    neighbourhood_code: Option<String>,
    /// Whether kind, category and class are verified.
    verified: bool,
    /// The organisation that it was merged into: what is asked of it is to be asked of that one. Absent otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    merged_into: Option<OrganisationId>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    inside: Option<Inside>,
}

/// What members and staff see of an organisation; absent for others.
#[derive(Serialize, utoipa::ToSchema)]
struct Inside {
    /// Where mail for it goes.
    contact_email: String,
    /// Tariff category.
    tariff_category: Option<String>,
    /// Priority class.
    priority_class: String,
}

impl OrganisationView {
    /// As the caller may see it.
    pub(super) fn of(organisation: Organisation, caller: &Caller) -> Self {
        let inside = caller.may_see_inside(&organisation);
        Self::new(organisation, inside)
    }

    /// Whole, or as everybody sees it.
    pub(super) fn new(organisation: Organisation, whole: bool) -> Self {
        let Organisation { id, name, kind, neighbourhood_code, verified, merged_into, .. } = organisation;
        let inside = whole.then_some(Inside {
            contact_email: organisation.contact_email,
            tariff_category: organisation.tariff_category,
            priority_class: organisation.priority_class,
        });
        Self { id, name, kind, neighbourhood_code, verified, merged_into, inside }
    }
}
