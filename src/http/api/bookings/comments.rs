//! GET and POST /bookings/{id}/comments.

use axum::{Json, extract::State, response::IntoResponse};
use serde::{Deserialize, Serialize};

use crate::{
    actions::bookings::comment::AddComment,
    auth::Caller,
    domain::{
        booking::Side,
        comment::Comment,
        failure::Failure,
        ids::{BookingId, CommentId, UserId},
    },
    http::{
        HttpState,
        api::answers::{OfKey, OfThing},
        cursor,
        extract::{
            Body, Id, IdempotencyKey, Params,
            idempotency::{self, created},
            params::{self, Paging},
        },
        problem::Problem,
        render::{Moment, Page},
    },
    store::{bookings, comments},
};

/// What to write.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct CommentRequest {
    /// The text, 1 to 2000 characters. The other side is mailed it.
    text: String,
}

/// Something that one side wrote to the other.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct CommentView {
    /// Identifier.
    id: CommentId,
    /// Who wrote it.
    author_id: UserId,
    /// Staff: their name.
    #[serde(skip_serializing_if = "Option::is_none")]
    author_name: Option<String>,
    /// For which side.
    side: Side,
    /// The text.
    text: String,
    /// When, with the centre's offset.
    #[schema(value_type = String, format = DateTime)]
    created_at: Moment,
}

fn view(comment: Comment, author_name: Option<String>, zone: chrono_tz::Tz) -> CommentView {
    CommentView {
        id: comment.id,
        author_id: comment.author_id,
        author_name,
        side: comment.side,
        text: comment.text,
        created_at: Moment(comment.created_at, zone),
    }
}

/// List what desk and booker wrote to each other
///
/// The oldest first, for those whose business the booking is.
#[utoipa::path(
    get, path = "/bookings/{id}/comments", tag = "bookings",
    params(("id" = BookingId, Path, description = "The booking"), Paging),
    responses((status = 200, description = "A page of comments", body = Page<CommentView>), OfThing),
    security(("bearer" = []))
)]
pub(crate) async fn list_comments(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<BookingId>,
    Params(paging): Params<Paging>,
) -> Result<Json<Page<CommentView>>, Problem> {
    let limit = params::limit(paging.limit)?;
    let after = paging.cursor.as_deref().map(cursor::decode::<i64>).transpose()?.unwrap_or(0);
    let store = &state.services.store;
    let booking = bookings::get(store, id).await?;
    if !caller.may_see(&booking) {
        return Err(Failure::NotFound.into());
    }
    let (_, centre, _) = store.room(booking.room_id).await?;
    let staff = caller.is_desk_of(booking.centre_id) || caller.reads_city();
    let found = comments::list(store, id, after, limit + 1).await?;
    let show = |one: comments::Written| {
        let name = Some(one.author_name).filter(|_| staff);
        view(one.comment, name, centre.timezone)
    };
    Ok(Json(cursor::first_of(found, limit, |one| one.number, show)?))
}

/// Write to the other side
///
/// The desk to the booker, everybody else whose business the booking is to the desk. It is kept with the booking, and mailed.
#[utoipa::path(
    post, path = "/bookings/{id}/comments", tag = "bookings", request_body = CommentRequest,
    params(("id" = BookingId, Path, description = "The booking"),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes sending again harmless")),
    responses((status = 201, description = "Kept, and on its way", body = CommentView), OfThing, OfKey),
    security(("bearer" = []))
)]
pub(crate) async fn add_comment(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<BookingId>,
    key: IdempotencyKey,
    body: Body<CommentRequest>,
) -> Result<impl IntoResponse, Problem> {
    let services = state.services.clone();
    let booking = bookings::get(&services.store, id).await?;
    let (_, centre, _) = services.store.room(booking.room_id).await?;
    let staff = caller.is_desk_of(booking.centre_id) || caller.reads_city();
    let action = AddComment { services, caller, id, text: body.value.text };
    let answer = idempotency::create(&state, &action.caller, key, &body.hash, &action, |comment| {
        let name = Some(action.caller.name.clone()).filter(|_| staff);
        let shown = view(comment.clone(), name, centre.timezone);
        created(format!("/api/v1/bookings/{id}/comments"), None, &shown)
    });
    Ok(answer.await?)
}
