//! POST /organisations.

use axum::{extract::State, response::IntoResponse};
use serde::Deserialize;

use super::view::OrganisationView;
use crate::{
    actions::organisations::found::Found,
    auth::Caller,
    domain::organisation::OrganisationKind,
    http::{
        HttpState,
        api::answers::OfKey,
        extract::{
            Body, IdempotencyKey,
            idempotency::{self, created},
        },
        problem::Problem,
    },
};

/// An organisation to found.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct FoundRequest {
    /// Name, 1 to 200 characters.
    #[schema(example = "Buurtcomité Blauwput")]
    name: String,
    /// Kind; rules and prices go by it once it is verified.
    kind: OrganisationKind,
    /// Code of its neighbourhood.
    #[serde(default)]
    neighbourhood_code: Option<String>,
    /// Where mail for it goes; the founder's address where absent.
    #[serde(default)]
    contact_email: Option<String>,
}

/// Found an organisation
///
/// The caller becomes its admin. It is unverified: until staff verify it, rules and prices treat it as private.
#[utoipa::path(
    post, path = "/organisations", tag = "organisations", request_body = FoundRequest,
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes sending again harmless")),
    responses(
        (status = 201, description = "Founded", body = OrganisationView,
            headers(("Location" = String, description = "Where it is"), ("ETag" = String, description = "Its version"))),
        OfKey,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn found_organisation(
    State(state): State<HttpState>,
    caller: Caller,
    key: IdempotencyKey,
    body: Body<FoundRequest>,
) -> Result<impl IntoResponse, Problem> {
    let FoundRequest { name, kind, neighbourhood_code, contact_email } = body.value;
    let action = Found { caller: caller.clone(), name, kind, neighbourhood_code, contact_email };
    let answer = idempotency::create(&state, &caller, key, &body.hash, &action, |made| {
        let view = OrganisationView::new(made.clone(), true);
        created(format!("/api/v1/organisations/{}", made.id), Some(made.version), &view)
    });
    Ok(answer.await?)
}
