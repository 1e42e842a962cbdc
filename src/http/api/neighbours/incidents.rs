//! GET /bookings/{id}/incidents, GET /incidents and GET /incidents/{id}.

use axum::{Json, extract::State, response::IntoResponse};
use chrono_tz::Tz;
use serde::Deserialize;

use super::view::{self, IncidentView};
use crate::{
    auth::Caller,
    domain::{
        failure::Failure,
        ids::{BookingId, CentreId, IncidentId, OrganisationId},
        incident::IncidentState,
    },
    http::{
        HttpState,
        api::answers::OfThing,
        cursor,
        extract::{
            Id, Params,
            params::{self, Paging},
        },
        problem::Problem,
        render::{self, Page},
    },
    store::{
        bookings::{self, Scope},
        incidents::{self, Filter},
    },
};

/// Which incidents; what is absent does not narrow.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct IncidentQuery {
    /// In this centre.
    centre_id: Option<CentreId>,
    /// Of this organisation.
    organisation_id: Option<OrganisationId>,
    /// In this state.
    state: Option<IncidentState>,
    /// Incidents on a page: 1 to 200, 50 where absent.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// List what went wrong at a booking
///
/// In the order in which it was noted, for those whose business the booking is.
#[utoipa::path(
    get, path = "/bookings/{id}/incidents", tag = "neighbours",
    params(("id" = BookingId, Path, description = "The booking"), Paging),
    responses((status = 200, description = "A page of incidents", body = Page<IncidentView>), OfThing),
    security(("bearer" = []))
)]
pub(crate) async fn of_booking(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<BookingId>,
    Params(paging): Params<Paging>,
) -> Result<Json<Page<IncidentView>>, Problem> {
    let booking = bookings::get(&state.services.store, id).await?;
    if !caller.may_see(&booking) {
        return Err(Failure::NotFound.into());
    }
    let filter = Filter { booking_id: Some(id), ..Filter::default() };
    page(&state, &caller, &Scope::City, filter, paging.limit, paging.cursor).await
}

/// List incidents
///
/// In the order in which they were noted: those of the centres whose desk the caller is, those of organisations that they
/// administer, and those of what they booked; stewards see all.
#[utoipa::path(
    get, path = "/incidents", tag = "neighbours", params(IncidentQuery),
    responses((status = 200, description = "A page of incidents", body = Page<IncidentView>)),
    security(("bearer" = []))
)]
pub(crate) async fn list(
    State(state): State<HttpState>,
    caller: Caller,
    Params(query): Params<IncidentQuery>,
) -> Result<Json<Page<IncidentView>>, Problem> {
    let IncidentQuery { centre_id, organisation_id, state: wanted, limit, cursor } = query;
    let filter = Filter { booking_id: None, centre_id, organisation_id, state: wanted };
    page(&state, &caller, &Scope::of(&caller), filter, limit, cursor).await
}

/// Read an incident
///
/// For those whose business its booking is.
#[utoipa::path(
    get, path = "/incidents/{id}", tag = "neighbours",
    params(("id" = IncidentId, Path, description = "The incident")),
    responses(
        (status = 200, description = "The incident", body = IncidentView,
            headers(("ETag" = String, description = "Its version"))),
        OfThing,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn get(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<IncidentId>,
) -> Result<impl IntoResponse, Problem> {
    let store = &state.services.store;
    let found = incidents::get(store, id).await?;
    if !caller.may_see_incident(&found) {
        return Err(Failure::NotFound.into());
    }
    let zone = view::zone(store, found.centre_id).await?;
    Ok((render::headers(Some(found.version), None), Json(view::incident(&found, &caller, zone))))
}

async fn page(
    state: &HttpState,
    caller: &Caller,
    scope: &Scope,
    filter: Filter,
    limit: Option<u64>,
    cursor: Option<String>,
) -> Result<Json<Page<IncidentView>>, Problem> {
    let limit = params::limit(limit)?;
    let after = cursor.as_deref().map(cursor::decode::<i64>).transpose()?.unwrap_or(0);
    let store = &state.services.store;
    let found = incidents::list(store, scope, filter, after, limit + 1).await?;
    let catalogue = store.catalogue().await?;
    let zone = |centre| catalogue.centres.get(&centre).map_or(Tz::UTC, |centre| centre.timezone);
    let show = |(_, one): (i64, _)| view::incident(&one, caller, zone(one.centre_id));
    Ok(Json(cursor::first_of(found, limit, |(number, _)| *number, show)?))
}
