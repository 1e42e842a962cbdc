//! What is claimed in a window, read for any number of resources in one query and with one row for each of them: a room
//! of a busy month has a hundred claims, and a row of its own for each would cost more than all the rest of the answer.

use sea_orm::QueryResult;

use super::LONGEST_CLAIM;
use crate::{
    domain::{
        availability::{Occupied, OccupiedKind},
        failure::Failure,
        ids::{BookingId, ResourceId},
        time::{DAY, Instant, Span},
    },
    store::{Access, sql},
};

/// Claims that last longer have an index of their own (`claims_long`), so that the others are found among those that
/// start in the day before an instant.
const LONG: i64 = DAY;

/// The claims of each resource as one text: `start end quantity closed` with a semicolon between them.
const POSTGRES: &str = "SELECT r.n, concat_ws(';',
        (SELECT string_agg(concat_ws(' ', starts_at, ends_at, quantity, (booking_id IS NULL)::int), ';') FROM claims
            WHERE resource_id = r.id AND starts_at > $3 AND starts_at < $4 AND ends_at > $5
                AND (booking_id IS NULL OR booking_id <> $6)),
        (SELECT string_agg(concat_ws(' ', starts_at, ends_at, quantity, (booking_id IS NULL)::int), ';') FROM claims
            WHERE resource_id = r.id AND ends_at - starts_at > 86400 AND starts_at > $2 AND starts_at <= $3
                AND ends_at > $5 AND (booking_id IS NULL OR booking_id <> $6))) AS held
    FROM unnest($1::text::uuid[]) WITH ORDINALITY AS r (id, n)";

/// The same; identifiers are blobs, handed over in hexadecimal.
const SQLITE: &str = "SELECT r.key + 1 AS n, concat_ws(';',
        (SELECT group_concat(starts_at || ' ' || ends_at || ' ' || quantity || ' ' || (booking_id IS NULL), ';')
            FROM claims
            WHERE resource_id = unhex(r.value) AND starts_at > $3 AND starts_at < $4 AND ends_at > $5
                AND (booking_id IS NULL OR booking_id <> $6)),
        (SELECT group_concat(starts_at || ' ' || ends_at || ' ' || quantity || ' ' || (booking_id IS NULL), ';')
            FROM claims
            WHERE resource_id = unhex(r.value) AND ends_at - starts_at > 86400 AND starts_at > $2 AND starts_at <= $3
                AND ends_at > $5 AND (booking_id IS NULL OR booking_id <> $6))) AS held
    FROM json_each($1) AS r";

/// What is claimed on these resources inside `window`, by resource. `except` leaves a booking out: its own claims are no
/// obstacle to its move.
pub async fn occupied<A: Access>(
    access: &A,
    resources: &[ResourceId],
    window: Span,
    except: Option<BookingId>,
) -> Result<Vec<Occupied>, Failure> {
    if resources.is_empty() {
        return Ok(Vec::new());
    }
    let start = window.start().epoch_seconds();
    let values = sql::values![
        list(access.engine(), resources),
        start - LONGEST_CLAIM,
        start - LONG,
        window.end().epoch_seconds(),
        start,
        except.map_or(uuid::Uuid::nil(), |id| id.0),
    ];
    let mut found = Vec::new();
    for row in sql::all(access, access.engine().pick(POSTGRES, SQLITE), values).await? {
        found.extend(of_row(&row, resources)?);
    }
    Ok(found)
}

/// Identifiers as one value.
pub(super) fn list(engine: sql::Engine, resources: &[ResourceId]) -> String {
    let ids = resources.iter().map(|id| id.0.simple().to_string());
    match engine {
        sql::Engine::Postgres => format!("{{{}}}", ids.collect::<Vec<_>>().join(",")),
        sql::Engine::Sqlite => format!("[{}]", ids.map(|id| format!("\"{id}\"")).collect::<Vec<_>>().join(",")),
    }
}

/// The claims of one row: those of the n-th resource.
pub(super) fn of_row(row: &QueryResult, resources: &[ResourceId]) -> Result<Vec<Occupied>, Failure> {
    let n: i64 = sql::get(row, "n")?;
    let held: Option<String> = sql::get(row, "held")?;
    let resource = usize::try_from(n - 1).ok().and_then(|n| resources.get(n));
    let unreadable = || Failure::Internal("claims that can't be read".into());
    let resource_id = *resource.ok_or_else(unreadable)?;
    let texts = held.iter().flat_map(|held| held.split(';')).filter(|claim| !claim.is_empty());
    texts.map(|claim| read(resource_id, claim).ok_or_else(unreadable)).collect()
}

fn read(resource_id: ResourceId, claim: &str) -> Option<Occupied> {
    let mut parts = claim.split(' ');
    let mut number = || parts.next()?.parse::<i64>().ok();
    let span = Span::new(Instant::from_epoch_seconds(number()?), Instant::from_epoch_seconds(number()?))?;
    let quantity = i32::try_from(number()?).ok()?;
    let kind = if number()? == 1 { OccupiedKind::Closure } else { OccupiedKind::Booking };
    Some(Occupied { resource_id, span, quantity, kind })
}
