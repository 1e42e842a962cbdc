//! For whom a booking is made, as far as rules and letters look at it.

use sea_orm::QueryResult;

use crate::{
    domain::{
        attendance::NoShows,
        failure::Failure,
        ids::{KeyHolderId, OrganisationId, UserId},
        incident::Incidents,
        organisation::{DEFAULT_CLASS, OrganisationKind, Standing},
        rota::Training,
        time::Instant,
        times::Times,
    },
    store::{Access, Engine, organisations, sql},
};

/// How an organisation stands, in one round trip.
///
/// # Errors
/// [`Failure::NotFound`]; [`Failure::Merged`] where it was merged into another.
pub async fn standing<A: Access>(access: &A, id: OrganisationId) -> Result<Standing, Failure> {
    let text = format!(
        "SELECT name, kind, priority_class AS class, tariff_category, verified, merged_into, {}
         FROM organisations o WHERE o.id = $1",
        troubles_of_organisation(access.engine())
    );
    let row = sql::first(access, &text, sql::values![id.0]).await?.ok_or(Failure::NotFound)?;
    match sql::get::<Option<uuid::Uuid>>(&row, "merged_into")? {
        None => standing_of(&row),
        Some(_) => Err(Failure::Merged),
    }
}

/// Reads `name`, `kind`, `class`, `tariff_category`, `verified`, `no_shows` and `incidents` of a row.
pub(in crate::store) fn standing_of(row: &QueryResult) -> Result<Standing, Failure> {
    let verified: bool = sql::get(row, "verified")?;
    let (no_shows, incidents) = troubles_of(row)?;
    Ok(Standing {
        name: sql::get(row, "name")?,
        kind: if verified { sql::word(row, "kind", OrganisationKind::parse)? } else { OrganisationKind::Private },
        class: if verified { sql::get(row, "class")? } else { DEFAULT_CLASS.to_owned() },
        category: if verified { sql::get(row, "tariff_category")? } else { None },
        no_shows,
        incidents,
    })
}

/// When nobody came to bookings of the organisation `o.id`, and when something went wrong at them: two columns, to be read
/// by [`troubles_of`].
pub(in crate::store) fn troubles_of_organisation(engine: Engine) -> String {
    let (starts, happened) = (gathered(engine, "starts_at"), gathered(engine, "happened_at"));
    format!(
        "(SELECT {starts} FROM bookings b WHERE b.organisation_id = o.id AND b.attendance = 'no_show') AS no_shows,
         (SELECT {happened} FROM incidents i WHERE i.organisation_id = o.id AND i.state <> 'dismissed') AS incidents"
    )
}

/// The same of what the person `$1` booked privately.
pub(in crate::store) fn private_troubles(engine: Engine) -> String {
    let (starts, happened) = (gathered(engine, "starts_at"), gathered(engine, "happened_at"));
    format!(
        "(SELECT {starts} FROM bookings
            WHERE booker_id = $1 AND organisation_id IS NULL AND attendance = 'no_show') AS no_shows,
         (SELECT {happened} FROM incidents
            WHERE booker_id = $1 AND organisation_id IS NULL AND state <> 'dismissed') AS incidents"
    )
}

/// The instants of a column as one text.
fn gathered(engine: Engine, column: &str) -> String {
    match engine {
        Engine::Postgres => format!("string_agg({column}::text, ' ')"),
        Engine::Sqlite => format!("group_concat({column}, ' ')"),
    }
}

/// Reads `no_shows` and `incidents` of a row.
pub(in crate::store) fn troubles_of(row: &QueryResult) -> Result<(NoShows, Incidents), Failure> {
    let times = |column| -> Result<Times, Failure> {
        let text: Option<String> = sql::get(row, column)?;
        let read = |at: &str| {
            let at = at.parse().map_err(|_| Failure::Internal(format!("a time of {column} that can't be read")));
            at.map(Instant::from_epoch_seconds)
        };
        text.unwrap_or_default().split_whitespace().map(read).collect()
    };
    Ok((times("no_shows")?, times("incidents")?))
}

/// When a key-holder of the organisation was trained; none where it has no such key-holder at this moment. They stay one
/// until the unit ends.
pub async fn key_holder_training<A: Access>(
    access: &A,
    id: KeyHolderId,
    of: OrganisationId,
) -> Result<Option<Training>, Failure> {
    let text = access.engine().pick(
        "SELECT * FROM key_holders WHERE id = $1 AND organisation_id = $2 AND ended_at IS NULL FOR SHARE",
        "SELECT * FROM key_holders WHERE id = $1 AND organisation_id = $2 AND ended_at IS NULL",
    );
    let found = sql::first(access, text, sql::values![id.0, of.0]).await?;
    found.as_ref().map(organisations::training).transpose()
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
