//! Finding bookings: lists with a cursor, and what the jobs have to see to.

use sea_orm::Value;

use super::row;
use crate::{
    domain::{
        booking::{Booking, BookingStatus},
        failure::Failure,
        ids::{BookingId, CentreId, OrganisationId, RoomId, UserId},
        time::Instant,
    },
    store::{Access, sql},
};

/// Which bookings a caller may see.
#[derive(Clone, Debug)]
pub enum Scope {
    /// All.
    City,
    /// Those of these centres and organisations, and those that the person booked.
    Of {
        /// Centres whose desk the caller is.
        centres: Vec<CentreId>,
        /// Organisations whose bookings the caller sees.
        organisations: Vec<OrganisationId>,
        /// The caller.
        person: UserId,
    },
}

/// Which bookings are wanted; what is absent does not narrow.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Ends after it.
    pub from: Option<Instant>,
    /// Starts before it.
    pub until: Option<Instant>,
    /// In this centre.
    pub centre_id: Option<CentreId>,
    /// In this room.
    pub room_id: Option<RoomId>,
    /// For this organisation.
    pub organisation_id: Option<OrganisationId>,
    /// In this stage.
    pub status: Option<BookingStatus>,
    /// Booked by or for this person.
    pub person: Option<UserId>,
    /// With this reference.
    pub reference: Option<String>,
    /// With this in the title, the organisation's name, or the name or telephone of the caller.
    pub text: Option<String>,
}

/// A page of bookings by start, after the one named by `after`.
pub async fn list<A: Access>(
    access: &A,
    scope: &Scope,
    filter: &Filter,
    after: Option<(Instant, BookingId)>,
    limit: u64,
) -> Result<Vec<Booking>, Failure> {
    let mut conditions: Vec<String> = Vec::new();
    let mut values: Vec<Value> = Vec::new();
    let mut bind = |value: Value| {
        values.push(value);
        format!("${}", values.len())
    };
    if let Scope::Of { centres, organisations, person } = scope {
        let mut any = vec![format!("b.booker_id = {0} OR b.created_by = {0}", bind(person.0.into()))];
        for (column, ids) in [
            ("b.centre_id", centres.iter().map(|id| id.0).collect::<Vec<_>>()),
            ("b.organisation_id", organisations.iter().map(|id| id.0).collect()),
        ] {
            if !ids.is_empty() {
                let marks: Vec<String> = ids.into_iter().map(|id| bind(id.into())).collect();
                any.push(format!("{column} IN ({})", marks.join(", ")));
            }
        }
        conditions.push(format!("({})", any.join(" OR ")));
    }
    let mut equal = |column: &str, value: Option<Value>| {
        if let Some(value) = value {
            conditions.push(format!("{column} = {}", bind(value)));
        }
    };
    equal("b.centre_id", filter.centre_id.map(|id| id.0.into()));
    equal("b.room_id", filter.room_id.map(|id| id.0.into()));
    equal("b.organisation_id", filter.organisation_id.map(|id| id.0.into()));
    equal("b.status", filter.status.map(|status| status.as_str().into()));
    equal("b.reference", filter.reference.as_ref().map(|text| text.as_str().into()));
    if let Some(person) = filter.person {
        conditions.push(format!("(b.booker_id = {0} OR b.created_by = {0})", bind(person.0.into())));
    }
    if let Some(from) = filter.from {
        conditions.push(format!("b.ends_at > {}", bind(from.epoch_seconds().into())));
    }
    if let Some(until) = filter.until {
        conditions.push(format!("b.starts_at < {}", bind(until.epoch_seconds().into())));
    }
    if let Some(text) = &filter.text {
        let pattern = bind(format!("%{}%", escape_like(&text.to_lowercase())).into());
        let like = |column: &str| format!("lower({column}) LIKE {pattern} ESCAPE '\\'");
        conditions.push(format!(
            "({} OR {} OR {} OR EXISTS (SELECT 1 FROM organisations o WHERE o.id = b.organisation_id AND {}))",
            like("b.title"),
            like("b.caller_name"),
            like("b.caller_phone"),
            like("o.name")
        ));
    }
    if let Some((start, id)) = after {
        let start = bind(start.epoch_seconds().into());
        conditions.push(format!("(b.starts_at > {start} OR (b.starts_at = {start} AND b.id > {}))", bind(id.0.into())));
    }
    let limit = bind(i64::try_from(limit).unwrap_or(i64::MAX).into());
    let wanted = if conditions.is_empty() { "1 = 1".to_owned() } else { conditions.join(" AND ") };
    let text = format!("SELECT b.* FROM bookings b WHERE {wanted} ORDER BY b.starts_at, b.id LIMIT {limit}");
    let rows = sql::all(access, &text, values).await?;
    rows.iter().map(row::booking).collect()
}

/// A text that stands for itself in a LIKE pattern with `\` as its escape.
fn escape_like(text: &str) -> String {
    text.chars().flat_map(|c| if matches!(c, '%' | '_' | '\\') { vec!['\\', c] } else { vec![c] }).collect()
}

/// Requests that nobody answered in time and options that lapsed, oldest first.
pub async fn expired<A: Access>(access: &A, now: Instant, limit: u64) -> Result<Vec<Booking>, Failure> {
    let text = "SELECT * FROM (
            SELECT * FROM bookings WHERE status = 'requested' AND answer_by <= $1
            UNION ALL
            SELECT * FROM bookings WHERE status = 'held' AND hold_until <= $1
        ) AS due ORDER BY updated_at, id LIMIT $2";
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = sql::all(access, text, sql::values![now.epoch_seconds(), limit]).await?;
    rows.iter().map(row::booking).collect()
}

/// A request that waits for an answer, of which the staff is to be reminded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueReminder {
    /// The booking.
    pub booking_id: BookingId,
    /// When it was to be.
    pub remind_at: Instant,
    /// How often it was before.
    pub reminded: i32,
    /// The request is to be answered by then.
    pub answer_by: Instant,
}

/// Requests of which the staff is to be reminded, the longest due first.
pub async fn due_reminders<A: Access>(access: &A, now: Instant, limit: u64) -> Result<Vec<DueReminder>, Failure> {
    let text = "SELECT id, remind_at, reminded, answer_by FROM bookings
        WHERE remind_at <= $1 AND status = 'requested' ORDER BY remind_at, id LIMIT $2";
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = sql::all(access, text, sql::values![now.epoch_seconds(), limit]).await?;
    rows.iter()
        .map(|row| {
            Ok(DueReminder {
                booking_id: BookingId(sql::get(row, "id")?),
                remind_at: Instant::from_epoch_seconds(sql::get(row, "remind_at")?),
                reminded: sql::get(row, "reminded")?,
                answer_by: Instant::from_epoch_seconds(sql::get(row, "answer_by")?),
            })
        })
        .collect()
}
