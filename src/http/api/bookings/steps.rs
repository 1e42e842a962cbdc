//! POST /bookings/{id}/cancel, /approve, /decline, /confirm and /attendance: each one step in a booking's life.

use axum::{Json, extract::State, http::HeaderMap};
use serde::Deserialize;

use super::{show, view::BookingView};
use crate::{
    actions::bookings::{
        answer::{Approve, Decline},
        attendance::NoteAttendance,
        cancel::Cancel,
        confirm::Confirm,
        quote,
    },
    auth::Caller,
    domain::{booking::Booking, ids::BookingId},
    http::{
        HttpState,
        extract::{Body, Id, IfMatch},
        problem::{Problem, ProblemBody},
    },
    store::{UseCase, bookings},
};

type Answer = Result<(HeaderMap, Json<BookingView>), Problem>;

/// Why a booking is cancelled.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub(crate) struct CancelRequest {
    /// Why, up to 500 characters.
    reason: Option<String>,
}

/// Why a request is declined.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct DeclineRequest {
    /// Why, 1 to 500 characters: the booker reads it.
    reason: String,
}

/// Who came.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct AttendanceRequest {
    /// Whether anybody came.
    attended: bool,
    /// How many came.
    #[serde(default)]
    head_count: Option<i32>,
}

async fn run<U: UseCase<Output = Booking>>(state: &HttpState, caller: &Caller, action: &U) -> Answer {
    let booking = state.services.store.run(action).await?;
    let shown = show::one(&state.services, &booking, caller).await?;
    Ok((show::headers(&booking), Json(shown)))
}

macro_rules! step_docs {
    ($(#[$doc:meta])* $path:literal, $body:ty, fn $($rest:tt)*) => {
        $(#[$doc])*
        #[utoipa::path(
            post, path = $path, tag = "bookings", request_body = $body,
            params(("id" = BookingId, Path, description = "The booking"),
                ("If-Match" = Option<String>, Header, description = "The ETag that was read")),
            responses(
                (status = 200, description = "Done", body = BookingView,
                    headers(("ETag" = String, description = "Its version"))),
                (status = 400, description = "Not JSON", body = ProblemBody,
                    content_type = "application/problem+json"),
                (status = 401, description = "Not signed in", body = ProblemBody,
                    content_type = "application/problem+json"),
                (status = 403, description = "Not allowed", body = ProblemBody,
                    content_type = "application/problem+json"),
                (status = 404, description = "No such booking", body = ProblemBody,
                    content_type = "application/problem+json"),
                (status = 409, description = "The booking is past that step", body = ProblemBody,
                    content_type = "application/problem+json"),
                (status = 412, description = "Changed meanwhile", body = ProblemBody,
                    content_type = "application/problem+json"),
                (status = 413, description = "Too large", body = ProblemBody,
                    content_type = "application/problem+json"),
                (status = 415, description = "Not JSON", body = ProblemBody,
                    content_type = "application/problem+json"),
                (status = 422, description = "Something is not right", body = ProblemBody,
                    content_type = "application/problem+json"),
            ),
            security(("bearer" = []))
        )]
        pub(crate) async fn $($rest)*
    };
}

/// An empty object: the step needs nothing more.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub(crate) struct Nothing {}

step_docs! {
    /// Cancel a booking
    ///
    /// Its time is free from then on. Whoever has a calendar entry of it is sent its cancellation.
    "/bookings/{id}/cancel", CancelRequest,
    fn cancel(
        State(state): State<HttpState>,
        caller: Caller,
        Id(id): Id<BookingId>,
        if_match: IfMatch,
        body: Option<Body<CancelRequest>>,
    ) -> Answer {
        let reason = body.and_then(|body| body.value.reason);
        let services = state.services.clone();
        let action = Cancel { services, caller: caller.clone(), id, condition: if_match.condition(), reason };
        run(&state, &caller, &action).await
    }
}

step_docs! {
    /// Approve a request
    ///
    /// The desk says yes: the booking is confirmed.
    "/bookings/{id}/approve", Nothing,
    fn approve(
        State(state): State<HttpState>,
        caller: Caller,
        Id(id): Id<BookingId>,
        if_match: IfMatch,
        _body: Option<Body<Nothing>>,
    ) -> Answer {
        let services = state.services.clone();
        let action = Approve { services, caller: caller.clone(), id, condition: if_match.condition() };
        run(&state, &caller, &action).await
    }
}

step_docs! {
    /// Decline a request
    ///
    /// The desk says no, with a reason; the booker is mailed alternatives.
    "/bookings/{id}/decline", DeclineRequest,
    fn decline(
        State(state): State<HttpState>,
        caller: Caller,
        Id(id): Id<BookingId>,
        if_match: IfMatch,
        body: Body<DeclineRequest>,
    ) -> Answer {
        let services = state.services.clone();
        let booking = bookings::get(&services.store, id).await?;
        // Offers cost reads: only for whom may decline. The action judges the right itself.
        let alternatives = if caller.is_desk_of(booking.centre_id) {
            // No offer is no reason to leave the request unanswered.
            quote::instead_of(&services, &booking).await.unwrap_or_default()
        } else {
            Vec::new()
        };
        let reason = body.value.reason;
        let condition = if_match.condition();
        let action = Decline { services, caller: caller.clone(), id, condition, reason, alternatives };
        run(&state, &caller, &action).await
    }
}

step_docs! {
    /// Confirm an option, or accept an offer
    ///
    /// A booking that is held becomes confirmed; the place that a closure has offered to one is accepted. One that holds the
    /// old place of another (`return_of`) takes that one back to it, and the answer is that one.
    "/bookings/{id}/confirm", Nothing,
    fn confirm(
        State(state): State<HttpState>,
        caller: Caller,
        Id(id): Id<BookingId>,
        if_match: IfMatch,
        _body: Option<Body<Nothing>>,
    ) -> Answer {
        let services = state.services.clone();
        let action = Confirm { services, caller: caller.clone(), id, condition: if_match.condition() };
        run(&state, &caller, &action).await
    }
}

step_docs! {
    /// Note who came
    ///
    /// Of a confirmed booking: that somebody came from some minutes before its start on, that nobody did from its start on.
    /// Where nobody came, and the room's rules say so (`no_show_minutes`), the rest of the time is free.
    "/bookings/{id}/attendance", AttendanceRequest,
    fn attendance(
        State(state): State<HttpState>,
        caller: Caller,
        Id(id): Id<BookingId>,
        if_match: IfMatch,
        body: Body<AttendanceRequest>,
    ) -> Answer {
        let services = state.services.clone();
        let AttendanceRequest { attended, head_count } = body.value;
        let condition = if_match.condition();
        let action = NoteAttendance { services, caller: caller.clone(), id, condition, attended, head_count };
        run(&state, &caller, &action).await
    }
}
