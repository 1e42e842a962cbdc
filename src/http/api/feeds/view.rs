//! How a feed looks in answers.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    domain::{
        feed::{Feed, FeedKind},
        ids::FeedId,
    },
    http::render::moment,
};

/// A calendar feed. Its address is told once, when it is made.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct FeedView {
    /// Identifier.
    id: FeedId,
    /// What it is of.
    kind: FeedKind,
    /// The room, the centre or the organisation; absent of one's own bookings.
    #[serde(skip_serializing_if = "Option::is_none")]
    of_id: Option<Uuid>,
    /// When it was made.
    #[schema(format = DateTime)]
    created_at: String,
}

/// A feed that was made, with its address.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub(crate) struct NewFeed {
    /// Identifier.
    pub(super) id: FeedId,
    /// Where a calendar finds it, without signing in. It is told this once, and whoever has it reads the feed.
    #[schema(example = "https://lokaal.example.org/feeds/3vQx….ics")]
    pub(super) url: String,
}

pub(super) fn view(feed: &Feed) -> FeedView {
    FeedView {
        id: feed.id,
        kind: feed.subject.kind(),
        of_id: feed.subject.id(),
        created_at: moment(feed.created_at, chrono_tz::UTC),
    }
}
