//! POST /feeds.

use axum::{extract::State, response::IntoResponse};
use serde::Deserialize;
use uuid::Uuid;

use super::view::NewFeed;
use crate::{
    actions::feeds::Create,
    auth::{Caller, opaque},
    domain::{
        failure::Failure,
        feed::{Feed, FeedKind, FeedSubject},
        ids::FeedId,
    },
    http::{
        HttpState,
        api::{
            answers::{OfKey, OfRight},
            unknown,
        },
        extract::{
            Body, IdempotencyKey,
            idempotency::{self, created},
        },
        problem::Problem,
    },
};

/// What a feed is of.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct FeedRequest {
    /// `room` and `centre`: when they are taken, with the titles of public bookings only; `organisation`: its bookings, as
    /// far as one may see them; `mine`: what one booked.
    kind: FeedKind,
    /// The room, the centre or the organisation; absent for `mine`.
    #[serde(default)]
    id: Option<Uuid>,
}

impl FeedRequest {
    fn subject(self) -> Result<FeedSubject, Failure> {
        let id = || self.id.ok_or_else(|| Failure::invalid("/id", "required", "A feed of this kind is of something."));
        Ok(match self.kind {
            FeedKind::Room => FeedSubject::Room(id()?.into()),
            FeedKind::Centre => FeedSubject::Centre(id()?.into()),
            FeedKind::Organisation => FeedSubject::Organisation(id()?.into()),
            FeedKind::Mine if self.id.is_some() => {
                return Err(Failure::invalid("/id", "unexpected", "A feed of one's own bookings is of nothing else."));
            }
            FeedKind::Mine => FeedSubject::Mine,
        })
    }
}

/// Make a calendar feed
///
/// An address that a calendar asks now and then, without signing in. It shows what the person who made it may see at that
/// moment: who leaves an organisation or loses a post finds nothing there any more. `DELETE` ends it.
#[utoipa::path(
    post, path = "/feeds", tag = "feeds", request_body = FeedRequest,
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes sending again harmless")),
    responses(
        (status = 201, description = "Made", body = NewFeed, headers(("Location" = String, description = "Where it is"))),
        OfRight, OfKey,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn create(
    State(state): State<HttpState>,
    caller: Caller,
    key: IdempotencyKey,
    body: Body<FeedRequest>,
) -> Result<impl IntoResponse, Problem> {
    let services = &state.services;
    let subject = body.value.subject()?;
    // Looks in the database where memory does not know it, as another process may have made it.
    match subject {
        FeedSubject::Room(id) => drop(services.store.room(id).await.map_err(|fault| unknown(fault, "/id", "room"))?),
        FeedSubject::Centre(id) => {
            drop(services.store.centre(id).await.map_err(|fault| unknown(fault, "/id", "centre"))?);
        }
        FeedSubject::Organisation(_) | FeedSubject::Mine => {}
    }
    let now = services.now();
    let feed = Feed { id: FeedId::new(now), person_id: caller.id, subject, created_at: now };
    let hash = opaque::digest(&state.tokens.of_feed(feed.id)?);
    let action = Create { caller: caller.clone(), feed, hash };
    // The address is not in what is kept for a request that comes again: it is made anew from the identifier.
    let made = idempotency::create(&state, &caller, key, &body.hash, &action, |feed| {
        created(format!("/api/v1/feeds/{}", feed.id), None, &NewFeed { id: feed.id, url: String::new() })
    });
    let mut answer = made.await?;
    let json = |fault: serde_json::Error| Failure::Internal(fault.to_string());
    let mut shown: NewFeed = serde_json::from_str(&answer.body).map_err(json)?;
    shown.url = format!("{}/feeds/{}.ics", services.policy.public_url, state.tokens.of_feed(shown.id)?);
    answer.body = serde_json::to_string(&shown).map_err(json)?;
    Ok(answer)
}
