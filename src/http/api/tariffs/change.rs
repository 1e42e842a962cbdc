//! PATCH /tariffs/{id}.

use axum::{Json, extract::State, response::IntoResponse};
use serde_json::Value;

use super::{
    find,
    request::{TariffPatch, TariffRequest},
    view::TariffView,
};
use crate::{
    actions::places::tariffs::UpdateTariff,
    auth::Caller,
    domain::{ids::TariffId, tariff::Tariff},
    http::{
        HttpState,
        api::answers::{OfPatch, OfRight, OfThing},
        extract::{Body, Id, IfMatch, merge::merged},
        problem::Problem,
        render,
    },
};

/// Change a tariff
///
/// A merge patch (RFC 7396), for managers of its centre; `valid_until` ends it. Bookings keep the price they were quoted.
#[utoipa::path(
    patch, path = "/tariffs/{id}", tag = "tariffs",
    request_body = TariffPatch,
    params(("id" = TariffId, Path, description = "The tariff"),
        ("If-Match" = String, Header, description = "The ETag that was read")),
    responses(
        (status = 200, description = "Changed", body = TariffView,
            headers(("ETag" = String, description = "Its version"))),
        OfRight, OfThing, OfPatch,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn change(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<TariffId>,
    if_match: IfMatch,
    body: Body<Value>,
) -> Result<impl IntoResponse, Problem> {
    let store = &state.services.store;
    let centre_id = find(&*store.refresh_catalogue().await?, id)?.centre_id;
    let edit = move |tariff: &Tariff| {
        let request: TariffRequest = merged(&TariffRequest::of(tariff), &body.value)?;
        Ok(request.changed(tariff))
    };
    let action = UpdateTariff { caller, centre_id, id, condition: if_match.required()?, edit: Box::new(edit) };
    let tariff = store.run(&action).await?;
    Ok((render::headers(Some(tariff.version), None), Json(TariffView::from(&tariff))))
}
