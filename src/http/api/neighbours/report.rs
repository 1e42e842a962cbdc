//! POST /centres/{id}/reports.

use axum::{extract::State, http::StatusCode};
use serde::Deserialize;

use crate::{
    actions::neighbours::report::MakeReport,
    domain::{ids::CentreId, report::ReportKind},
    http::{
        HttpState,
        api::answers::OfThing,
        extract::{Body, Id, params},
        problem::Problem,
    },
};

/// What a neighbour reports.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct ReportRequest {
    /// What they are troubled by.
    kind: ReportKind,
    /// When it was: RFC 3339, whole minutes, at most 31 days ago; absent is now.
    #[serde(default)]
    #[schema(format = DateTime, example = "2026-12-03T23:10:00+01:00")]
    happened_at: Option<String>,
    /// In their words, 1 to 2000 characters.
    text: String,
    /// How the desk reaches them, up to 200 characters: nobody else sees it, and it is kept for some weeks only.
    #[serde(default)]
    contact: Option<String>,
}

/// Report something to a centre
///
/// Without an account. The desk is mailed it, and who is on duty. The answer is the same whether anything was booked then or
/// not, and nothing is mailed to who reports: anybody could have typed their address. Sending the same again within ten
/// minutes changes nothing. An address may report `limits.reports_per_hour` times an hour.
#[utoipa::path(
    post, path = "/centres/{id}/reports", tag = "neighbours", request_body = ReportRequest,
    params(("id" = CentreId, Path, description = "The centre")),
    responses((status = 202, description = "Received"), OfThing),
    security(())
)]
pub(crate) async fn report(
    State(state): State<HttpState>,
    Id(centre_id): Id<CentreId>,
    body: Body<ReportRequest>,
) -> Result<StatusCode, Problem> {
    let ReportRequest { kind, happened_at, text, contact } = body.value;
    let happened_at = happened_at.map(|text| params::instant("/happened_at", &text)).transpose();
    let happened_at = happened_at.map_err(|fault| Problem::validation(&[fault]))?;
    let services = state.services.clone();
    let store = services.store.clone();
    // One that another process made is in memory after this.
    store.centre(centre_id).await?;
    store.run(&MakeReport { services, centre_id, kind, happened_at, text, contact }).await?;
    Ok(StatusCode::ACCEPTED)
}
