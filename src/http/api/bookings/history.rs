//! GET /bookings/{id}/history.

use axum::{Json, extract::State};
use serde::Serialize;
use serde_json::Value;

use crate::{
    auth::Caller,
    domain::{
        failure::Failure,
        ids::{BookingId, UserId},
    },
    http::{
        HttpState,
        api::answers::OfThing,
        cursor,
        extract::{
            Id, Params,
            params::{self, Paging},
        },
        problem::{Problem, ProblemBody},
        render::{Moment, Page},
    },
    store::{audit, bookings},
};

/// A change to a booking.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct EventView {
    /// When, with the centre's offset.
    #[schema(value_type = String, format = DateTime)]
    at: Moment,
    /// Who did it; null is the service itself, such as an option that lapsed.
    actor_id: Option<UserId>,
    /// Staff: their name.
    #[serde(skip_serializing_if = "Option::is_none")]
    actor_name: Option<String>,
    /// What was done.
    #[schema(example = "booking.confirmed")]
    action: String,
    /// What changed, as it was; null where there was nothing.
    before: Option<Value>,
    /// What changed, as it became.
    after: Option<Value>,
}

/// See what happened to a booking
///
/// Every change, the oldest first, for those whose business the booking is.
#[utoipa::path(
    get, path = "/bookings/{id}/history", tag = "bookings",
    params(("id" = BookingId, Path, description = "The booking"), Paging),
    responses(
        (status = 200, description = "A page of changes", body = Page<EventView>),
        (status = 422, description = "A parameter is not right", body = ProblemBody,
            content_type = "application/problem+json"),
        OfThing,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn booking_history(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<BookingId>,
    Params(paging): Params<Paging>,
) -> Result<Json<Page<EventView>>, Problem> {
    let limit = params::limit(paging.limit)?;
    let after = paging.cursor.as_deref().map(cursor::decode::<i64>).transpose()?.unwrap_or(0);
    let store = &state.services.store;
    let booking = bookings::get(store, id).await?;
    if !caller.may_see(&booking) {
        return Err(Failure::NotFound.into());
    }
    let (_, centre, _) = store.room(booking.room_id).await?;
    let staff = caller.is_desk_of(booking.centre_id) || caller.reads_city();
    let mut events = audit::of_subject(store, id.0, after, limit + 1).await?;
    let more = u64::try_from(events.len()).is_ok_and(|found| found > limit);
    if more {
        events.pop();
    }
    let next_cursor = events.last().filter(|_| more).map(|last| cursor::encode(&last.id)).transpose()?;
    let show = |event: audit::Recorded| EventView {
        at: Moment(event.at, centre.timezone),
        actor_id: event.actor_id,
        actor_name: event.actor_name.filter(|_| staff),
        action: event.action,
        before: event.before,
        after: event.after,
    };
    Ok(Json(Page { items: events.into_iter().map(show).collect(), next_cursor }))
}
