//! Who staffs a centre.

mod appoint;
mod dismiss;
mod list;

use serde::Serialize;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    domain::{
        ids::UserId,
        person::{Person, StaffRole},
    },
    http::HttpState,
};

/// The routes under `/centres/{id}/staff`.
pub fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new().routes(routes!(list::list_staff, appoint::appoint_staff, dismiss::dismiss_staff))
}

/// Somebody with a role at a centre.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct StaffView {
    user_id: UserId,
    name: String,
    email: String,
    /// Desk or manager.
    role: StaffRole,
}

impl StaffView {
    fn of(person: Person, role: StaffRole) -> Self {
        Self { user_id: person.id, name: person.name, email: person.email, role }
    }
}
