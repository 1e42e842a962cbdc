//! GET and POST /centres/{id}/volunteers, DELETE /volunteers/{id} and POST /volunteers/{id}/training.

use axum::{Json, extract::State, http::StatusCode, response::IntoResponse};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    actions::rota::volunteers::{AddVolunteer, EndVolunteer, TrainVolunteer},
    auth::Caller,
    domain::{
        ids::{CentreId, OrganisationId, UserId, VolunteerId},
        rota::ShiftRole,
    },
    http::{
        HttpState,
        api::{
            answers::{OfKey, OfRight, OfThing},
            organisations::key_holders::TrainingRequest,
        },
        cursor,
        extract::{
            Body, Id, IdempotencyKey, Params,
            idempotency::{self, created},
            params::{self, Paging},
        },
        problem::Problem,
        render::Page,
    },
    store::rota::{self, OnRota},
};

/// Somebody on the rota of a centre.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct VolunteerView {
    /// Their place on the rota.
    id: VolunteerId,
    /// The centre.
    centre_id: CentreId,
    /// Who it is.
    user_id: UserId,
    /// Name.
    name: String,
    /// Telephone, where they gave one.
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
    /// The organisation that they come from, where they come from one.
    #[serde(skip_serializing_if = "Option::is_none")]
    organisation_id: Option<OrganisationId>,
    /// What they may be there for: with a key, or as a host.
    roles: Vec<ShiftRole>,
    /// When they were trained.
    trained_on: NaiveDate,
    /// The last date on which that holds, where it ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    valid_until: Option<NaiveDate>,
}

impl From<&OnRota> for VolunteerView {
    fn from(one: &OnRota) -> Self {
        let volunteer = &one.volunteer;
        let roles = [(volunteer.opens, ShiftRole::Key), (volunteer.hosts, ShiftRole::Host)];
        Self {
            id: volunteer.id,
            centre_id: volunteer.centre_id,
            user_id: volunteer.person_id,
            name: one.name.clone(),
            phone: one.phone.clone(),
            organisation_id: volunteer.organisation_id,
            roles: roles.into_iter().filter_map(|(has, role)| has.then_some(role)).collect(),
            trained_on: volunteer.training.trained_on,
            valid_until: volunteer.training.valid_until,
        }
    }
}

/// Somebody to take on the rota.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct VolunteerRequest {
    /// The identifier that they see in `GET /me`.
    user_id: UserId,
    /// The organisation that they come from, where they come from one: they are a member of it.
    #[serde(default)]
    organisation_id: Option<OrganisationId>,
    /// What they may be there for: with a key, or as a host (reception, coffee).
    roles: Vec<ShiftRole>,
    /// When they were trained; today where absent.
    #[serde(default)]
    trained_on: Option<NaiveDate>,
    /// The last date on which that holds, where it ends.
    #[serde(default)]
    valid_until: Option<NaiveDate>,
}

/// List the rota of a centre
///
/// Who is on it, by name; for the desk of the centre, and for who reads the city.
#[utoipa::path(
    get, path = "/centres/{id}/volunteers", tag = "rota",
    params(("id" = CentreId, Path, description = "The centre"), Paging),
    responses((status = 200, description = "A page of them", body = Page<VolunteerView>), OfThing, OfRight),
    security(("bearer" = []))
)]
pub(crate) async fn list(
    State(state): State<HttpState>,
    caller: Caller,
    Id(centre): Id<CentreId>,
    Params(paging): Params<Paging>,
) -> Result<Json<Page<VolunteerView>>, Problem> {
    let store = &state.services.store;
    store.centre(centre).await?;
    caller.needs(caller.may_see_notes_of(centre))?;
    let limit = params::limit(paging.limit)?;
    let mut found = rota::on_rota(store, centre).await?;
    found.sort_by(|a, b| (&a.name, a.volunteer.id).cmp(&(&b.name, b.volunteer.id)));
    let key = |one: &OnRota| (one.name.clone(), one.volunteer.id.0);
    Ok(Json(cursor::page(found, limit, paging.cursor.as_deref(), key, |one| VolunteerView::from(one))?))
}

/// Take somebody on the rota
///
/// By the desk of the centre, when they are trained. They then take hours themselves.
#[utoipa::path(
    post, path = "/centres/{id}/volunteers", tag = "rota", request_body = VolunteerRequest,
    params(("id" = CentreId, Path, description = "The centre"),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes sending again harmless")),
    responses(
        (status = 201, description = "Taken on", body = VolunteerView,
            headers(("Location" = String, description = "Where they are"))),
        OfThing, OfRight, OfKey,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn add(
    State(state): State<HttpState>,
    caller: Caller,
    Id(centre): Id<CentreId>,
    key: IdempotencyKey,
    body: Body<VolunteerRequest>,
) -> Result<impl IntoResponse, Problem> {
    state.services.store.centre(centre).await?;
    let VolunteerRequest { user_id, organisation_id, roles, trained_on, valid_until } = body.value;
    let action = AddVolunteer {
        caller: caller.clone(),
        centre,
        person: user_id,
        organisation: organisation_id,
        opens: roles.contains(&ShiftRole::Key),
        hosts: roles.contains(&ShiftRole::Host),
        trained_on,
        valid_until,
    };
    let answer = idempotency::create(&state, &caller, key, &body.hash, &action, |one| {
        created(format!("/api/v1/volunteers/{}", one.volunteer.id), None, &VolunteerView::from(one))
    });
    Ok(answer.await?)
}

/// Note when somebody on the rota was trained
///
/// By the desk of the centre. Hours that the training does not cover any more are offered to the others.
#[utoipa::path(
    post, path = "/volunteers/{id}/training", tag = "rota", request_body = TrainingRequest,
    params(("id" = VolunteerId, Path, description = "Their place on the rota")),
    responses((status = 200, description = "Their place on the rota since", body = VolunteerView), OfThing, OfRight),
    security(("bearer" = []))
)]
pub(crate) async fn train(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<VolunteerId>,
    body: Body<TrainingRequest>,
) -> Result<Json<VolunteerView>, Problem> {
    let TrainingRequest { trained_on, valid_until } = body.value;
    let policy = &state.services.policy;
    let train = TrainVolunteer { policy, caller, id, trained_on, valid_until };
    Ok(Json(VolunteerView::from(&state.services.store.run(&train).await?)))
}

/// Take somebody off the rota
///
/// By the desk of the centre, or by themselves. Their hours are offered to the others.
#[utoipa::path(
    delete, path = "/volunteers/{id}", tag = "rota",
    params(("id" = VolunteerId, Path, description = "Their place on the rota")),
    responses((status = 204, description = "On the rota no more"), OfThing, OfRight),
    security(("bearer" = []))
)]
pub(crate) async fn end(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<VolunteerId>,
) -> Result<StatusCode, Problem> {
    let policy = &state.services.policy;
    state.services.store.run(&EndVolunteer { policy, caller, id }).await?;
    Ok(StatusCode::NO_CONTENT)
}
