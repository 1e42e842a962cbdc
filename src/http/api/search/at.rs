//! GET /search.

use axum::{Json, extract::State};
use serde::Deserialize;

use super::{
    Looking, OfferView,
    criteria::{Reader, Sent},
    offer_view,
};
use crate::{
    actions::{
        demand,
        search::{self, Criteria, Key},
    },
    domain::{
        failure::{Failure, Fault},
        ids::OrganisationId,
        time::Span,
    },
    http::{
        HttpState, cursor,
        extract::{MaybeCaller, Params, Visitor, params},
        problem::{Problem, ProblemBody},
        render::Page,
    },
};

/// The time, what a room has to offer, and where.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Query {
    /// First instant: RFC 3339, whole minutes.
    #[param(required, format = DateTime, example = "2026-12-03T19:00:00+01:00")]
    starts_at: Option<String>,
    /// First instant after it.
    #[param(required, format = DateTime, example = "2026-12-03T22:00:00+01:00")]
    ends_at: Option<String>,
    /// People expected; 1 where absent.
    #[param(minimum = 1)]
    people: Option<i32>,
    /// Words between commas: what the room holds, or counted equipment of its centre.
    #[param(example = "projector,kitchen")]
    equipment: Option<String>,
    /// True: a wheelchair has to get in.
    accessible: Option<bool>,
    /// In this neighbourhood, by code or name; with `radius_m`, around its middle.
    neighbourhood: Option<String>,
    /// Near this place: latitude,longitude in degrees (WGS 84).
    #[param(example = "50.8798,4.7005")]
    near: Option<String>,
    /// At most so many metres away, as the crow flies.
    #[param(minimum = 0)]
    radius_m: Option<f64>,
    /// For this organisation of the caller's; absent is privately.
    organisation_id: Option<OrganisationId>,
    /// Rooms on a page: 1 to 200, 50 where absent.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

impl Query {
    fn read(&self) -> Result<(Span, Criteria), Failure> {
        let mut reader = Reader::default();
        let starts_at = reader.needed_instant("starts_at", self.starts_at.as_deref());
        let ends_at = reader.needed_instant("ends_at", self.ends_at.as_deref());
        let criteria = reader.criteria(&Sent {
            people: self.people,
            equipment: self.equipment.as_deref(),
            accessible: self.accessible,
            neighbourhood: self.neighbourhood.as_deref(),
            near: self.near.as_deref(),
            radius_m: self.radius_m,
            organisation_id: self.organisation_id,
        });
        let times = starts_at.zip(ends_at);
        let span = times.and_then(|(starts_at, ends_at)| Span::new(starts_at, ends_at));
        if times.is_some() && span.is_none() {
            reader.faults.push(Fault::new("ends_at", "order", "A booking ends after it starts."));
        }
        span.filter(|_| reader.faults.is_empty()).map(|span| (span, criteria)).ok_or(Failure::Invalid(reader.faults))
    }
}

/// Search rooms that are free at a time
///
/// Only rooms that the caller could book then: every rule lets them, and the time is free. The nearest first, or by the
/// names of centre and room where no place is named.
#[utoipa::path(
    get, path = "/search", tag = "search", params(Query),
    responses(
        (status = 200, description = "A page of rooms", body = Page<OfferView>),
        (status = 401, description = "The token does not hold, or the organisation asks for one", body = ProblemBody,
            content_type = "application/problem+json"),
        (status = 403, description = "Not a member of the organisation", body = ProblemBody,
            content_type = "application/problem+json"),
        (status = 422, description = "A parameter is not right", body = ProblemBody,
            content_type = "application/problem+json"),
    ),
    security((), ("bearer" = []))
)]
pub(crate) async fn search(
    State(state): State<HttpState>,
    MaybeCaller(caller): MaybeCaller,
    Visitor(visitor): Visitor,
    Params(query): Params<Query>,
) -> Result<Json<Page<OfferView>>, Problem> {
    let (span, criteria) = query.read()?;
    let limit = usize::try_from(params::limit(query.limit)?).unwrap_or(usize::MAX);
    let after = query.cursor.as_deref().map(cursor::decode::<Key>).transpose()?;
    let found = search::at::rooms(&state.services, caller.as_ref(), &criteria, span, after.as_ref(), limit).await?;
    let looking = Looking::of(&state, query.organisation_id).await?;
    if found.items.is_empty() && after.is_none() {
        let caller = caller.as_ref();
        let note = demand::of_search(&looking.catalogue, caller, visitor, &criteria, span, span.seconds());
        state.services.note([note]);
    }
    let next_cursor = found.next.as_ref().map(cursor::encode).transpose()?;
    let shown = |offer: search::at::Offer| {
        offer_view(&looking, &offer.place, span, offer.places_free, offer.price, offer.review_reasons, &offer.quotas)
    };
    let items = found.items.into_iter().map(shown);
    Ok(Json(Page { items: items.collect(), next_cursor }))
}
