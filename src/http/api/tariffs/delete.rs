//! DELETE /tariffs/{id}.

use axum::{extract::State, http::StatusCode};

use super::find;
use crate::{
    actions::places::tariffs::DeleteTariff,
    auth::Caller,
    domain::ids::TariffId,
    http::{
        HttpState,
        api::answers::{OfMatch, OfRight, OfThing},
        extract::{Id, IfMatch},
        problem::Problem,
    },
};

/// Take a tariff away
///
/// For managers of its centre. Bookings keep the price they were quoted; to end a tariff by a date, change it.
#[utoipa::path(
    delete, path = "/tariffs/{id}", tag = "tariffs",
    params(("id" = TariffId, Path, description = "The tariff"),
        ("If-Match" = Option<String>, Header, description = "The ETag that was read")),
    responses((status = 204, description = "Gone"), OfRight, OfThing, OfMatch),
    security(("bearer" = []))
)]
pub(crate) async fn delete(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<TariffId>,
    if_match: IfMatch,
) -> Result<StatusCode, Problem> {
    let store = &state.services.store;
    let centre_id = find(&*store.refresh_catalogue().await?, id)?.centre_id;
    store.run(&DeleteTariff { caller, centre_id, id, condition: if_match.condition() }).await?;
    Ok(StatusCode::NO_CONTENT)
}
