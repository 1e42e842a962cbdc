//! Calendar feeds in the database. Of the token in their address only a hash is kept.

use sea_orm::QueryResult;

use super::{Access, Unit, sql};
use crate::{
    auth::opaque,
    domain::{
        failure::Failure,
        feed::{Feed, FeedKind, FeedSubject},
        ids::{CentreId, FeedId, OrganisationId, RoomId, UserId},
        time::Instant,
    },
};

/// Writes a feed that is found by the hash of its token.
pub async fn insert(unit: &Unit, feed: &Feed, hash: &str) -> Result<(), Failure> {
    let (mut room, mut centre, mut organisation) = (None, None, None);
    match feed.subject {
        FeedSubject::Room(id) => room = Some(id.0),
        FeedSubject::Centre(id) => centre = Some(id.0),
        FeedSubject::Organisation(id) => organisation = Some(id.0),
        FeedSubject::Mine => {}
    }
    sql::execute(
        unit,
        "INSERT INTO feeds (id, hash, person_id, kind, room_id, centre_id, organisation_id, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        sql::values![
            feed.id.0,
            hash,
            feed.person_id.0,
            feed.subject.kind().as_str(),
            room,
            centre,
            organisation,
            feed.created_at.epoch_seconds(),
        ],
    )
    .await?;
    Ok(())
}

/// The feed behind a token.
pub async fn by_token<A: Access>(access: &A, token: &str) -> Result<Option<Feed>, Failure> {
    let found = sql::first(access, "SELECT * FROM feeds WHERE hash = $1", sql::values![opaque::digest(token)]).await?;
    found.as_ref().map(feed).transpose()
}

/// A feed.
///
/// # Errors
/// [`Failure::NotFound`].
pub async fn get<A: Access>(access: &A, id: FeedId) -> Result<Feed, Failure> {
    let found = sql::first(access, "SELECT * FROM feeds WHERE id = $1", sql::values![id.0]).await?;
    feed(&found.ok_or(Failure::NotFound)?)
}

/// Ends a feed; false where it was ended before.
pub async fn remove(unit: &Unit, id: FeedId) -> Result<bool, Failure> {
    Ok(sql::execute(unit, "DELETE FROM feeds WHERE id = $1", sql::values![id.0]).await? == 1)
}

/// How many feeds somebody has.
pub async fn count<A: Access>(access: &A, person: UserId) -> Result<i64, Failure> {
    let text = "SELECT count(*) AS n FROM feeds WHERE person_id = $1";
    sql::get(&sql::one(access, text, sql::values![person.0]).await?, "n")
}

/// The feeds of somebody in the order of their making, behind `after`, each with its number.
pub async fn list<A: Access>(access: &A, person: UserId, after: i64, limit: u64) -> Result<Vec<(i64, Feed)>, Failure> {
    let text = "SELECT * FROM feeds WHERE person_id = $1 AND number > $2 ORDER BY number LIMIT $3";
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = sql::all(access, text, sql::values![person.0, after, limit]).await?;
    rows.iter().map(|row| Ok((sql::get(row, "number")?, feed(row)?))).collect()
}

fn feed(row: &QueryResult) -> Result<Feed, Failure> {
    let id = |column: &str| {
        let id: Option<uuid::Uuid> = sql::get(row, column)?;
        id.ok_or_else(|| Failure::Internal("a feed of nothing is stored".into()))
    };
    let subject = match sql::word(row, "kind", FeedKind::parse)? {
        FeedKind::Room => FeedSubject::Room(RoomId(id("room_id")?)),
        FeedKind::Centre => FeedSubject::Centre(CentreId(id("centre_id")?)),
        FeedKind::Organisation => FeedSubject::Organisation(OrganisationId(id("organisation_id")?)),
        FeedKind::Mine => FeedSubject::Mine,
    };
    Ok(Feed {
        id: FeedId(sql::get(row, "id")?),
        person_id: UserId(sql::get(row, "person_id")?),
        subject,
        created_at: Instant::from_epoch_seconds(sql::get(row, "created_at")?),
    })
}
