//! POST /series/{id}/renew.

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::view::{self, SeriesAnswer, SkippedView};
use crate::{
    actions::series::{
        SeriesDraft,
        create::Create,
        renew::{self, Preview, Previewed, Renewal},
    },
    auth::Caller,
    domain::{
        booking::BookingStatus,
        failure::Failure,
        holidays::HolidayName,
        ids::{KeyHolderId, SeriesId},
        recurrence::{End, MOST_DATES},
        series::{OnConflict, Series},
    },
    http::{
        HttpState,
        api::answers::{OfRight, OfThing},
        extract::{
            Body, Id, IdempotencyKey,
            idempotency::{self, created},
        },
        problem::{Problem, ProblemBody},
        render::moment,
    },
    store::{catalogue::Catalogue, series},
};

/// How a series is renewed.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct RenewRequest {
    /// The last day on which it may have a date. Either this or `count`.
    #[serde(default)]
    #[schema(example = "2028-06-30")]
    until: Option<NaiveDate>,
    /// How many dates its rule gives. Either this or `until`.
    #[serde(default)]
    #[schema(example = 40)]
    count: Option<usize>,
    /// The first day on which it may have a date; the one after the last of the series where absent.
    #[serde(default)]
    #[schema(example = "2027-09-01")]
    from: Option<NaiveDate>,
    /// Where a date is taken or breaks a rule: make nothing, or skip it. Nothing where absent.
    #[serde(default)]
    on_conflict: Option<OnConflict>,
    /// Only look at what would become of each date.
    #[serde(default)]
    dry_run: bool,
    /// The house rules that are accepted, where they changed.
    #[serde(default)]
    terms_version: Option<String>,
    /// Who opens and closes, where that is somebody else.
    #[serde(default)]
    key_holder_id: Option<KeyHolderId>,
}

impl RenewRequest {
    fn renewal(self) -> Result<Renewal, Failure> {
        let end = match (self.until, self.count) {
            (Some(until), None) => End::Until(until),
            (None, Some(count)) if (1..=MOST_DATES).contains(&count) => End::Count(count),
            (None, Some(_)) => {
                let message = format!("A series has 1 to {MOST_DATES} dates.");
                return Err(Failure::invalid("/count", "out_of_range", message));
            }
            _ => return Err(Failure::invalid("/until", "either", "Give either until or count.")),
        };
        Ok(Renewal {
            end,
            from: self.from,
            on_conflict: self.on_conflict.unwrap_or(OnConflict::Reject),
            terms_version: self.terms_version,
            key_holder_id: self.key_holder_id,
        })
    }
}

/// What a renewal would be.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct RenewalPreview {
    /// When the first of its rule begins, on the clocks of the centre.
    #[schema(example = "2027-09-30T19:00")]
    starts_at_local: String,
    /// Its rule, an RRULE of RFC 5545.
    #[schema(example = "FREQ=MONTHLY;COUNT=12;BYDAY=-1TH")]
    rrule: String,
    /// The dates that can be had.
    free: Vec<FreeDate>,
    /// The dates that are taken or break a rule.
    skipped: Vec<SkippedView>,
    /// The dates of the rule that are left out, as they are holidays.
    holidays: Vec<LeftOut>,
}

/// A date that can be had.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct FreeDate {
    /// First instant.
    #[schema(format = DateTime)]
    starts_at: String,
    /// First instant after it.
    #[schema(format = DateTime)]
    ends_at: String,
    /// The stage it would begin in.
    status: BookingStatus,
}

/// A date that is left out.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct LeftOut {
    /// The date.
    date: NaiveDate,
    /// The holiday.
    holiday: HolidayName,
}

/// Renew a series
///
/// The same rule, time, room and people with new dates, as a new series that goes on from this one. Each date is judged
/// afresh and within the horizon of the room. With `dry_run` nothing is made: the answer tells what would become of each
/// date, so that one confirmation does for all.
#[utoipa::path(
    post, path = "/series/{id}/renew", tag = "series", request_body = RenewRequest,
    params(("id" = SeriesId, Path, description = "The series"),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes sending again harmless")),
    responses(
        (status = 200, description = "What it would be (`dry_run`)", body = RenewalPreview),
        (status = 201, description = "Made", body = SeriesAnswer,
            headers(("Location" = String, description = "Where it is"), ("ETag" = String, description = "Its version"))),
        (status = 409, description = "Dates are taken, or the idempotency key is in use", body = ProblemBody,
            content_type = "application/problem+json"),
        (status = 422, description = "Something is not right, or dates break rules", body = ProblemBody,
            content_type = "application/problem+json"),
        OfRight, OfThing,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn renew(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<SeriesId>,
    key: IdempotencyKey,
    body: Body<RenewRequest>,
) -> Result<Response, Problem> {
    let services = state.services.clone();
    let old = series::get(&services.store, id).await?;
    if !caller.may_change_series(&old) {
        let failure = if caller.may_see_series(&old) { Failure::Forbidden } else { Failure::NotFound };
        return Err(failure.into());
    }
    let (_, centre, catalogue) = services.store.room(old.room_id).await?;
    let dry_run = body.value.dry_run;
    let draft = renew::draft(&old, &centre, &caller, body.value.renewal()?, services.now())?;
    if dry_run {
        let preview = Preview { services, caller, draft };
        let previewed = preview.services.store.run(&preview).await?;
        return Ok(Json(preview_view(&old, &preview.draft, previewed, &catalogue)).into_response());
    }
    let action = Create::renewing(services, caller.clone(), draft, id);
    let made = idempotency::create(&state, &caller, key, &body.hash, &action, |made| {
        let skipped = view::missed(&made.series, &made.missed, &catalogue);
        let name = made.organisation_name.as_deref();
        let answer = view::answer(&made.series, &made.bookings, skipped, &catalogue, name, &caller);
        created(format!("/api/v1/series/{}", made.series.id), Some(made.series.version), &answer)
    });
    Ok(made.await?.into_response())
}

fn preview_view(old: &Series, draft: &SeriesDraft, previewed: Previewed, catalogue: &Catalogue) -> RenewalPreview {
    let zone = view::timezone(old, catalogue);
    let free = previewed.free.iter().map(|(span, status)| FreeDate {
        starts_at: moment(span.start(), zone),
        ends_at: moment(span.end(), zone),
        status: *status,
    });
    RenewalPreview {
        starts_at_local: draft.pattern.starts_at_local().format("%Y-%m-%dT%H:%M").to_string(),
        rrule: draft.pattern.rule.to_string(),
        free: free.collect(),
        skipped: view::missed(old, &previewed.missed, catalogue),
        holidays: previewed.holidays.into_iter().map(|(date, holiday)| LeftOut { date, holiday }).collect(),
    }
}
