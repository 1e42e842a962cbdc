//! The waiting list in the database. Rows are never deleted.

use sea_orm::{QueryResult, Value};

use super::{Access, Engine, Unit, sql};
use crate::domain::{
    clock_time::{ClockTime, weekday},
    failure::Failure,
    ids::{BookingId, OrganisationId, RoomId, UserId, WaitId},
    organisation::DEFAULT_CLASS,
    time::{Instant, Span},
    waiting::{Wait, WaitState},
};

/// Places read in one go.
const PAGE: i64 = 500;

/// Rooms and a time in which they become free.
#[derive(Clone, Debug)]
pub struct Opening {
    /// The rooms; none is any.
    pub rooms: Vec<RoomId>,
    /// When.
    pub span: Span,
    /// The most people that one of them holds.
    pub people: i32,
    /// The longest that one of them may be booked for, minutes.
    pub minutes: i64,
}

/// A place on the list with its number in the order of coming.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    /// What is waited for.
    pub wait: Wait,
    /// Its number: it counts up.
    pub number: i64,
    /// The priority class of who waits, as rules treat them.
    pub class: String,
}

/// Lets nobody join the list until the unit ends. Whoever frees a time does so first, before resources are locked: who
/// joins then either is seen, or sees what was freed.
pub async fn hold_still(unit: &Unit) -> Result<(), Failure> {
    gate(unit, "SELECT pg_advisory_xact_lock_shared(hashtextextended('waitlist', 0))").await
}

/// Waits until nobody frees a time, and lets nobody do so until the unit ends: before joining the list, and before
/// resources are locked.
pub async fn hold_alone(unit: &Unit) -> Result<(), Failure> {
    gate(unit, "SELECT pg_advisory_xact_lock(hashtextextended('waitlist', 0))").await
}

async fn gate(unit: &Unit, text: &str) -> Result<(), Failure> {
    // SQLite has one writer at a time: its unit began with the write lock.
    if unit.engine() == Engine::Postgres {
        sql::all(unit, text, []).await?;
    }
    Ok(())
}

/// Adds somebody at the end.
pub async fn insert(unit: &Unit, wait: &Wait) -> Result<(), Failure> {
    let weekdays = wait.weekdays.as_ref().map(|days| days.iter().copied().map(weekday::text).collect::<Vec<_>>());
    sql::execute(
        unit,
        "INSERT INTO waitlist (id, person_id, organisation_id, room_id, title, people, equipment, accessible,
            neighbourhood, from_at, until_at, duration_minutes, weekdays, time_from, time_until, state, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        sql::values![
            wait.id.0,
            wait.person_id.0,
            wait.organisation_id.map(|id| id.0),
            wait.room_id.map(|id| id.0),
            wait.title.as_str(),
            wait.people,
            sql::to_json(&wait.equipment)?,
            wait.accessible,
            wait.neighbourhood.as_deref(),
            wait.window.start().epoch_seconds(),
            wait.window.end().epoch_seconds(),
            wait.duration_minutes,
            weekdays.as_ref().map(sql::to_json).transpose()?,
            wait.time_from.map(|time| time.to_string()),
            wait.time_until.map(|time| time.to_string()),
            wait.state.as_str(),
            wait.created_at.epoch_seconds(),
        ],
    )
    .await?;
    Ok(())
}

/// A place on the list.
///
/// # Errors
/// [`Failure::NotFound`].
pub async fn get<A: Access>(access: &A, id: WaitId) -> Result<Wait, Failure> {
    let found = sql::first(access, "SELECT * FROM waitlist WHERE id = $1", sql::values![id.0]).await?;
    wait(&found.ok_or(Failure::NotFound)?)
}

/// Whether anybody waits for a time after `now`.
pub async fn is_anybody_waiting<A: Access>(access: &A, now: Instant) -> Result<bool, Failure> {
    let text = "SELECT number FROM waitlist WHERE state = 'waiting' AND until_at > $1 LIMIT 1";
    Ok(sql::first(access, text, sql::values![now.epoch_seconds()]).await?.is_some())
}

/// Who waits for anything at a time that `span` touches, in the order of coming.
pub async fn waiting<A: Access>(access: &A, span: Span) -> Result<Vec<Waiting>, Failure> {
    let opening = Opening { rooms: Vec::new(), span, people: i32::MAX, minutes: i64::MAX };
    every(access, &opening, "").await
}

/// Whether anybody waits for what opens.
pub async fn waits_anybody_for<A: Access>(access: &A, opening: &Opening) -> Result<bool, Failure> {
    Ok(!page(access, opening, 0, 1, "").await?.is_empty())
}

/// Who waits for what opens, in the order of coming, each held for the rest of the unit: two times that become free at once
/// are not given to one.
pub async fn hold_waiting(unit: &Unit, opening: &Opening) -> Result<Vec<Waiting>, Failure> {
    every(unit, opening, unit.engine().pick("FOR UPDATE OF w", "")).await
}

/// All pages: who comes last may go first by their class.
async fn every<A: Access>(access: &A, opening: &Opening, lock: &str) -> Result<Vec<Waiting>, Failure> {
    let (mut all, mut after) = (Vec::new(), 0);
    loop {
        let found = page(access, opening, after, PAGE, lock).await?;
        let Some(last) = found.last() else { return Ok(all) };
        after = last.number;
        all.extend(found);
    }
}

async fn page<A: Access>(
    access: &A,
    opening: &Opening,
    after: i64,
    limit: i64,
    lock: &str,
) -> Result<Vec<Waiting>, Failure> {
    let of_rooms = match opening.rooms.len() {
        0 => String::new(),
        count => format!("AND (w.room_id IS NULL OR w.room_id IN ({}))", sql::marks(7, count)),
    };
    let text = format!(
        "SELECT w.*, o.verified, o.priority_class FROM waitlist w LEFT JOIN organisations o ON o.id = w.organisation_id
         WHERE w.state = 'waiting' AND w.from_at < $1 AND w.until_at > $2 AND w.people <= $3
            AND w.duration_minutes <= $4 AND w.number > $5 {of_rooms} ORDER BY w.number LIMIT $6 {lock}"
    );
    let values = sql::values![
        opening.span.end().epoch_seconds(),
        opening.span.start().epoch_seconds(),
        opening.people,
        opening.minutes,
        after,
        limit,
    ];
    let values = values.into_iter().chain(opening.rooms.iter().map(|id| Value::from(id.0)));
    sql::all(access, &text, values).await?.iter().map(waiting_of).collect()
}

fn waiting_of(row: &QueryResult) -> Result<Waiting, Failure> {
    let verified = sql::get::<Option<bool>>(row, "verified")? == Some(true);
    let class: Option<String> = sql::get(row, "priority_class")?;
    Ok(Waiting {
        wait: wait(row)?,
        number: sql::get(row, "number")?,
        class: class.filter(|_| verified).unwrap_or_else(|| DEFAULT_CLASS.to_owned()),
    })
}

/// Notes that a booking is held for somebody who waits.
///
/// # Errors
/// [`Failure::Stale`] where they wait no more.
pub async fn give(unit: &Unit, id: WaitId, booking: BookingId) -> Result<(), Failure> {
    let text = "UPDATE waitlist SET state = 'held', booking_id = $1 WHERE id = $2 AND state = 'waiting'";
    if sql::execute(unit, text, sql::values![booking.0, id.0]).await? == 1 { Ok(()) } else { Err(Failure::Stale) }
}

/// Notes what became of a booking that was held for somebody who waited; of others nothing is noted.
pub async fn settle(unit: &Unit, booking: BookingId, state: WaitState) -> Result<(), Failure> {
    let text = "UPDATE waitlist SET state = $1 WHERE booking_id = $2 AND state = 'held'";
    sql::execute(unit, text, sql::values![state.as_str(), booking.0]).await?;
    Ok(())
}

/// Lets those wait again for whom these bookings were held, where the centre took the time from them: they missed nothing.
pub async fn put_back(unit: &Unit, bookings: &[BookingId]) -> Result<(), Failure> {
    for part in bookings.chunks(500) {
        let marks = sql::marks(1, part.len());
        let text = format!(
            "UPDATE waitlist SET state = 'waiting', booking_id = NULL WHERE state = 'held' AND booking_id IN ({marks})"
        );
        sql::execute(unit, &text, part.iter().map(|id| Value::from(id.0))).await?;
    }
    Ok(())
}

/// The places of a person where they wait, or where a booking is held for them.
pub async fn open_places<A: Access>(access: &A, person: UserId) -> Result<Vec<Wait>, Failure> {
    let text = "SELECT * FROM waitlist WHERE person_id = $1 AND state IN ('waiting', 'held') ORDER BY number";
    sql::all(access, text, sql::values![person.0]).await?.iter().map(wait).collect()
}

/// Takes somebody off the list who still waits; false where they wait no more.
pub async fn leave(unit: &Unit, id: WaitId) -> Result<bool, Failure> {
    let text = "UPDATE waitlist SET state = 'left' WHERE id = $1 AND state = 'waiting'";
    Ok(sql::execute(unit, text, sql::values![id.0]).await? == 1)
}

/// Those whose time is past and who are not taken off yet.
pub async fn lapsing(unit: &Unit) -> Result<Vec<Wait>, Failure> {
    let text = "SELECT * FROM waitlist WHERE state = 'waiting' AND until_at <= $1 ORDER BY number";
    sql::all(unit, text, sql::values![unit.now().epoch_seconds()]).await?.iter().map(wait).collect()
}

/// Takes off those whose time is past; tells how many.
pub async fn lapse(unit: &Unit) -> Result<u64, Failure> {
    let text = "UPDATE waitlist SET state = 'lapsed' WHERE state = 'waiting' AND until_at <= $1";
    sql::execute(unit, text, sql::values![unit.now().epoch_seconds()]).await
}

/// The places of a person and of these organisations, in the order of coming, behind `after`.
pub async fn list<A: Access>(
    access: &A,
    person: UserId,
    organisations: &[OrganisationId],
    after: i64,
    limit: u64,
) -> Result<Vec<(i64, Wait)>, Failure> {
    let of_organisations = match organisations.len() {
        0 => String::new(),
        count => format!("OR organisation_id IN ({})", sql::marks(4, count)),
    };
    let text = format!(
        "SELECT * FROM waitlist WHERE number > $1 AND (person_id = $2 {of_organisations}) ORDER BY number LIMIT $3"
    );
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let values = sql::values![after, person.0, limit].into_iter();
    let rows = sql::all(access, &text, values.chain(organisations.iter().map(|id| Value::from(id.0)))).await?;
    rows.iter().map(|row| Ok((sql::get(row, "number")?, wait(row)?))).collect()
}

fn wait(row: &QueryResult) -> Result<Wait, Failure> {
    let instant = |column| -> Result<Instant, Failure> { Ok(Instant::from_epoch_seconds(sql::get(row, column)?)) };
    let id = |column: &str| sql::get::<Option<uuid::Uuid>>(row, column);
    let unreadable = |what: &str| Failure::Internal(format!("{what} of the waiting list that can't be read"));
    let time = |column: &str| -> Result<Option<ClockTime>, Failure> {
        let text: Option<String> = sql::get(row, column)?;
        text.map(|text| ClockTime::parse(&text).ok_or_else(|| unreadable("a time"))).transpose()
    };
    let weekdays: Option<String> = sql::get(row, "weekdays")?;
    let weekdays = weekdays.map(|text| {
        let days: Vec<String> = serde_json::from_str(&text).map_err(|_| unreadable("weekdays"))?;
        days.iter().map(|day| weekday::parse(day).ok_or_else(|| unreadable("a weekday"))).collect()
    });
    Ok(Wait {
        id: WaitId(sql::get(row, "id")?),
        person_id: UserId(sql::get(row, "person_id")?),
        organisation_id: id("organisation_id")?.map(OrganisationId),
        room_id: id("room_id")?.map(RoomId),
        title: sql::get(row, "title")?,
        people: sql::get(row, "people")?,
        equipment: sql::json(row, "equipment")?,
        accessible: sql::get(row, "accessible")?,
        neighbourhood: sql::get(row, "neighbourhood")?,
        window: Span::new(instant("from_at")?, instant("until_at")?).ok_or_else(|| unreadable("a window"))?,
        duration_minutes: sql::get(row, "duration_minutes")?,
        weekdays: weekdays.transpose()?,
        time_from: time("time_from")?,
        time_until: time("time_until")?,
        state: sql::word(row, "state", WaitState::parse)?,
        booking_id: id("booking_id")?.map(BookingId),
        created_at: instant("created_at")?,
    })
}
