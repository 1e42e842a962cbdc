//! POST /bookings/quote.

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};

use super::{change::allowed, request::BookingRequest};
use crate::{
    actions::bookings::quote::quote,
    auth::Caller,
    domain::{
        booking::BookingStatus,
        ids::BookingId,
        price::Price,
        rules::{ReviewReason, Violation},
    },
    http::{
        HttpState,
        api::answers::OfRight,
        api::{
            quotas::view::{QuotaLeft, left},
            warnings::{self, WarningView},
        },
        extract::{Body, Params},
        problem::{self, AlternativeView, ClashView, Problem, ProblemBody},
        render::moment,
    },
};

/// What POST /bookings would answer.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct QuoteView {
    /// Whether it could be booked as it is.
    possible: bool,
    /// The stage it would begin in, where it could.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<BookingStatus>,
    /// What it would cost; null is 'no price', not 'free'.
    price: Option<Price>,
    /// Why the desk would look at it.
    review_reasons: Vec<ReviewReason>,
    /// The desk would answer by then.
    #[serde(skip_serializing_if = "Option::is_none")]
    answer_by: Option<String>,
    /// The start is too near for an answer by mail: telephone the centre.
    phone_the_centre: bool,
    /// The centre's telephone, where that helps.
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
    /// Every rule it breaks.
    violations: Vec<Violation>,
    /// What it collides with.
    conflicts: Vec<ClashView>,
    /// At most five free alternatives.
    alternatives: Vec<AlternativeView>,
    /// What is to be known of the time before one books it.
    warnings: Vec<WarningView>,
    /// What is left of the quotas that would count it, before it.
    quotas: Vec<QuotaLeft>,
}

/// Seconds before the start below which an answer by mail may come too late.
const TOO_NEAR: i64 = 24 * 60 * 60;

/// Which booking would change.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Changing {
    /// The booking that would become this: its own claims are no obstacle. Absent: a new one.
    booking_id: Option<BookingId>,
}

/// Quote a booking, or a change of one
///
/// The price, what the desk would look at, every rule that is broken and what the time collides with, without doing
/// anything.
#[utoipa::path(
    post, path = "/bookings/quote", tag = "bookings", request_body = BookingRequest, params(Changing),
    responses(
        (status = 200, description = "What would happen", body = QuoteView),
        (status = 404, description = "No such room, or no such booking", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "The booking has no such step", body = ProblemBody,
            content_type = "application/problem+json"),
        OfRight,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn quote_booking(
    State(state): State<HttpState>,
    caller: Caller,
    Params(changing): Params<Changing>,
    body: Body<BookingRequest>,
) -> Result<Json<QuoteView>, Problem> {
    let draft = body.value.draft()?;
    let before = match changing.booking_id {
        Some(id) => Some(allowed(&state.services, &caller, id).await?),
        None => None,
    };
    let found = quote(&state.services, &caller, &draft, before.as_ref()).await?;
    let plan = found.plan;
    let zone = plan.centre.timezone;
    let possible = plan.judgement.violations.is_empty() && found.conflict.is_none();
    let near = draft.span.start().since(state.services.now()) < TOO_NEAR;
    let phone_the_centre = possible && found.status == BookingStatus::Requested && near;
    let now = state.services.now();
    let catalogue = state.services.store.catalogue().await?;
    let warnings = catalogue.warnings(plan.room.id, draft.span, draft.organisation_id, now);
    let standings = plan.asker.usage.standings(&plan.centre, &plan.room, draft.span.start(), now);
    let quotas = left(&standings);
    let (conflicts, alternatives) = found.conflict.as_ref().map(problem::conflict_views).unwrap_or_default();
    Ok(Json(QuoteView {
        possible,
        status: possible.then_some(found.status),
        price: plan.price,
        review_reasons: found.review_reasons,
        answer_by: found.answer_by.filter(|_| possible).map(|instant| moment(instant, zone)),
        phone_the_centre,
        phone: plan.centre.phone.clone().filter(|_| phone_the_centre),
        violations: plan.judgement.violations,
        conflicts,
        alternatives,
        warnings: warnings::views(&warnings, zone),
        quotas,
    }))
}
