//! GET /centres/{id}/staff.

use axum::{Json, extract::State};

use super::StaffView;
use crate::{
    auth::Caller,
    domain::{
        ids::CentreId,
        person::{Person, StaffRole},
    },
    http::{
        HttpState,
        api::answers::{OfRight, OfThing},
        cursor,
        extract::{
            Id, Params,
            params::{self, Paging},
        },
        problem::Problem,
        render::Page,
    },
    store::people,
};

/// List the staff of a centre
///
/// By name; for the staff of the centre, stewards and administrators.
#[utoipa::path(
    get, path = "/centres/{id}/staff", tag = "centres",
    params(("id" = CentreId, Path, description = "The centre"), Paging),
    responses((status = 200, description = "A page of people with a role", body = Page<StaffView>), OfThing, OfRight),
    security(("bearer" = []))
)]
pub(crate) async fn list_staff(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<CentreId>,
    Params(paging): Params<Paging>,
) -> Result<Json<Page<StaffView>>, Problem> {
    let store = &state.services.store;
    store.centre(id).await?;
    caller.needs(caller.may_see_staff(id))?;
    let limit = params::limit(paging.limit)?;
    let mut staff = people::staff(store, id).await?;
    let key = |(person, role): &(Person, StaffRole)| (person.name.clone(), person.id.0, role.as_str().to_owned());
    staff.sort_by_key(key);
    let show = |(person, role): &(Person, StaffRole)| StaffView::of(person.clone(), *role);
    Ok(Json(cursor::page(staff, limit, paging.cursor.as_deref(), key, show)?))
}
