//! For whom a booking is made, as far as rules and letters look at it.

use sea_orm::QueryResult;

use crate::{
    domain::{
        attendance::NoShows,
        failure::Failure,
        ids::{KeyHolderId, OrganisationId, UserId},
        organisation::{DEFAULT_CLASS, OrganisationKind, Standing},
        time::Instant,
    },
    store::{Access, Engine, sql},
};

/// How an organisation stands, in one round trip.
///
/// # Errors
/// [`Failure::NotFound`].
pub async fn standing<A: Access>(access: &A, id: OrganisationId) -> Result<Standing, Failure> {
    let starts = starts(access.engine());
    let text = format!(
        "SELECT name, kind, priority_class AS class, tariff_category, verified, (SELECT {starts} FROM bookings b
            WHERE b.organisation_id = o.id AND b.attendance = 'no_show') AS no_shows
         FROM organisations o WHERE o.id = $1"
    );
    standing_of(&sql::first(access, &text, sql::values![id.0]).await?.ok_or(Failure::NotFound)?)
}

/// Reads `name`, `kind`, `class`, `tariff_category`, `verified` and `no_shows` of a row.
pub(in crate::store) fn standing_of(row: &QueryResult) -> Result<Standing, Failure> {
    let verified: bool = sql::get(row, "verified")?;
    Ok(Standing {
        name: sql::get(row, "name")?,
        kind: if verified { sql::word(row, "kind", OrganisationKind::parse)? } else { OrganisationKind::Private },
        class: if verified { sql::get(row, "class")? } else { DEFAULT_CLASS.to_owned() },
        category: if verified { sql::get(row, "tariff_category")? } else { None },
        no_shows: no_shows_of(row)?,
    })
}

/// The starts of bookings as one text, to be read by [`no_shows_of`].
pub(in crate::store) const fn starts(engine: Engine) -> &'static str {
    engine.pick("string_agg(starts_at::text, ' ')", "group_concat(starts_at, ' ')")
}

/// Reads `no_shows` of a row.
pub(in crate::store) fn no_shows_of(row: &QueryResult) -> Result<NoShows, Failure> {
    let text: Option<String> = sql::get(row, "no_shows")?;
    let read = |start: &str| {
        let start = start.parse().map_err(|_| Failure::Internal("a time that nobody came that can't be read".into()));
        start.map(Instant::from_epoch_seconds)
    };
    text.unwrap_or_default().split_whitespace().map(read).collect()
}

/// Whether a key-holder is one of the organisation's at this moment, and until the unit ends.
pub async fn is_key_holder<A: Access>(access: &A, id: KeyHolderId, of: OrganisationId) -> Result<bool, Failure> {
    let text = access.engine().pick(
        "SELECT id FROM key_holders WHERE id = $1 AND organisation_id = $2 AND ended_at IS NULL FOR SHARE",
        "SELECT id FROM key_holders WHERE id = $1 AND organisation_id = $2 AND ended_at IS NULL",
    );
    Ok(sql::first(access, text, sql::values![id.0, of.0]).await?.is_some())
}

/// Whether there is a person with this id.
pub async fn person_exists<A: Access>(access: &A, id: UserId) -> Result<bool, Failure> {
    Ok(sql::first(access, "SELECT id FROM users WHERE id = $1", sql::values![id.0]).await?.is_some())
}

/// Whether a person is a member of an organisation.
pub async fn is_member<A: Access>(access: &A, person: UserId, of: OrganisationId) -> Result<bool, Failure> {
    let text = "SELECT user_id FROM memberships WHERE user_id = $1 AND organisation_id = $2";
    Ok(sql::first(access, text, sql::values![person.0, of.0]).await?.is_some())
}
