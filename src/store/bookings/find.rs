//! Finding bookings: lists with a cursor, and what the jobs have to see to.

use sea_orm::Value;

use super::row;
use crate::{
    auth::Caller,
    domain::{
        booking::{Booking, BookingStatus},
        failure::Failure,
        ids::{BookingId, CentreId, OrganisationId, RoomId, UserId},
        person::MemberRole,
        reference,
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
        /// Whether they are a desk somewhere, and so see what they entered for a caller without an account.
        is_desk: bool,
    },
}

impl Scope {
    /// What this caller may see: as [`Caller::may_see`] judges a single booking.
    #[must_use]
    pub fn of(caller: &Caller) -> Self {
        if caller.reads_city() {
            return Self::City;
        }
        let of_admin = caller.memberships.iter().filter(|member| member.role == MemberRole::Admin);
        Self::Of {
            centres: caller.centres(),
            organisations: of_admin.map(|member| member.organisation_id).collect(),
            person: caller.id,
            is_desk: caller.is_any_desk(),
        }
    }
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
    /// That hold their claims: requested, held or confirmed.
    pub holding: bool,
    /// For this person.
    pub person: Option<UserId>,
    /// With one of these references; empty does not narrow.
    pub references: Vec<String>,
    /// With this in the title, in the name of the organisation, or in the name or telephone of whom it is for, as far as
    /// the reader may read them; or with this reference. Letters beyond a to z stand for any letter.
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
    let mut close = "1 = 1".to_owned();
    if let Scope::Of { centres, organisations, person, is_desk } = scope {
        let person = bind(person.0.into());
        let mut any = vec![format!("b.booker_id = {person}")];
        if *is_desk {
            any.push(format!("(b.created_by = {person} AND b.booker_id IS NULL)"));
        }
        let mut among = |column: &str, ids: Vec<uuid::Uuid>| {
            let marks: Vec<String> = ids.into_iter().map(|id| bind(id.into())).collect();
            (!marks.is_empty()).then(|| format!("{column} IN ({})", marks.join(", ")))
        };
        any.extend(among("b.centre_id", centres.iter().map(|id| id.0).collect()));
        close = format!("({})", any.join(" OR "));
        any.extend(among("b.organisation_id", organisations.iter().map(|id| id.0).collect()));
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
    equal("b.booker_id", filter.person.map(|id| id.0.into()));
    if filter.holding {
        conditions.push("b.status IN ('requested', 'held', 'confirmed')".to_owned());
    }
    if !filter.references.is_empty() {
        let marks: Vec<String> = filter.references.iter().map(|text| bind(text.as_str().into())).collect();
        conditions.push(format!("b.reference IN ({})", marks.join(", ")));
    }
    if let Some(from) = filter.from {
        conditions.push(format!("b.ends_at > {}", bind(from.epoch_seconds().into())));
    }
    if let Some(until) = filter.until {
        conditions.push(format!("b.starts_at < {}", bind(until.epoch_seconds().into())));
    }
    if let Some(text) = &filter.text {
        conditions.push(has_text(text, &close, &mut bind));
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

/// Whether a booking has `text` in one of its names, or in a telephone number or as its reference. The caller and the
/// telephones are looked at only where `close` holds: in bookings of which the reader may read them.
fn has_text(text: &str, close: &str, bind: &mut impl FnMut(Value) -> String) -> String {
    let pattern = bind(sql::containing(text).into());
    let like = |column: &str| format!("lower({column}) LIKE {pattern} ESCAPE '\\'");
    let of = |table: &str, key: &str, wanted: &str| {
        format!("EXISTS (SELECT 1 FROM {table} o WHERE o.id = b.{key} AND {wanted})")
    };
    let mut any = vec![
        like("b.title"),
        of("organisations", "organisation_id", &like("o.name")),
        of("users", "booker_id", &like("o.name")),
    ];
    let mut personal = vec![like("b.caller_name")];
    if let Some(number) = subscriber_digits(text) {
        let pattern = bind(format!("%{number}%").into());
        let digits = |column: &str| {
            let bare = [" ", "/", ".", "-"]
                .iter()
                .fold(column.to_owned(), |bare, sign| format!("replace({bare}, '{sign}', '')"));
            format!("{bare} LIKE {pattern}")
        };
        personal.push(digits("b.caller_phone"));
        personal.push(of("users", "booker_id", &digits("o.phone")));
    }
    any.push(format!("({close} AND ({}))", personal.join(" OR ")));
    if let Some(reference) = reference::normalized(text) {
        any.push(format!("b.reference = {}", bind(reference.into())));
    }
    format!("({})", any.join(" OR "))
}

/// The digits of a telephone number without the prefix of the country or the trunk, which is said or left out; none
/// where it is no number of four digits or more.
fn subscriber_digits(text: &str) -> Option<String> {
    let is_number = text.chars().all(|c| c.is_ascii_digit() || " +/.-()".contains(c));
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let international = text.trim_start().starts_with('+') || digits.starts_with("00");
    let digits = digits.trim_start_matches('0');
    // Country codes have one to three digits; what follows is found by its last eight.
    let kept = if international { digits.len().saturating_sub(8) } else { 0 };
    let digits = digits.get(kept..)?;
    (is_number && digits.len() >= 4).then(|| digits.to_owned())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_however_it_is_written() {
        for text in ["0470 12 34 56", "0470/12.34.56", "470123456"] {
            assert_eq!(subscriber_digits(text).as_deref(), Some("470123456"), "{text}");
        }
        for text in ["+32 470 12 34 56", "0032470123456"] {
            assert_eq!(subscriber_digits(text).as_deref(), Some("70123456"), "{text}");
        }
        for text in ["", "016", "Zaal 1234", "KES-7Q4M", "000"] {
            assert_eq!(subscriber_digits(text), None, "{text}");
        }
    }
}
