//! What duties follow from: bookings, and the key-holders that they name.

use std::collections::{BTreeSet, HashMap};

use sea_orm::{QueryResult, Value};
use uuid::Uuid;

use crate::{
    domain::{
        booking::Booking,
        failure::Failure,
        ids::{CentreId, KeyHolderId, UserId},
        person::Locale,
        rota::Training,
        time::{DAY, Instant, Span},
    },
    store::{Access, bookings, sql},
};

/// Nothing lasts longer: a year.
const LONGEST: i64 = 366 * DAY;

/// A key-holder of an organisation, as duties see them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Identifier.
    pub id: KeyHolderId,
    /// Their account, where they have one.
    pub user_id: Option<UserId>,
    /// Name.
    pub name: String,
    /// Telephone.
    pub phone: String,
    /// Mail address, where they have an account.
    pub email: Option<String>,
    /// Language, where they have an account.
    pub locale: Option<Locale>,
    /// When they were trained.
    pub training: Training,
    /// Whether they are one at this moment.
    pub current: bool,
}

/// Confirmed bookings of a centre that touch a time, by start.
pub async fn confirmed_between<A: Access>(access: &A, centre: CentreId, time: Span) -> Result<Vec<Booking>, Failure> {
    let text = "SELECT * FROM bookings WHERE centre_id = $1 AND starts_at < $2 AND starts_at > $3 AND ends_at > $4
        AND status = 'confirmed' ORDER BY starts_at, id";
    let start = time.start().epoch_seconds();
    let values = sql::values![centre.0, time.end().epoch_seconds(), start.saturating_sub(LONGEST), start];
    sql::all(access, text, values).await?.iter().map(bookings::booking_of).collect()
}

/// Confirmed bookings that end after `from` and name one of these key-holders, by start: at most 1000.
pub async fn holding<A: Access>(access: &A, who: &[KeyHolderId], from: Instant) -> Result<Vec<Booking>, Failure> {
    if who.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT * FROM bookings WHERE ends_at > $1 AND status = 'confirmed' AND key_holder_id IN ({})
         ORDER BY starts_at, id LIMIT 1000",
        sql::marks(2, who.len())
    );
    let values = sql::values![from.epoch_seconds()].into_iter().chain(who.iter().map(|id| Value::from(id.0)));
    sql::all(access, &text, values).await?.iter().map(bookings::booking_of).collect()
}

/// The key-holders that bookings name, or that a person is.
pub async fn holders<A: Access>(
    access: &A,
    of: &[Booking],
    person: Option<UserId>,
) -> Result<HashMap<KeyHolderId, Holder>, Failure> {
    const TEXT: &str = "SELECT k.*, u.email, u.locale FROM key_holders k LEFT JOIN users u ON u.id = k.user_id";
    let named: BTreeSet<Uuid> = of.iter().filter_map(|booking| booking.key_holder_id).map(|id| id.0).collect();
    let mut found = HashMap::new();
    let named: Vec<Uuid> = named.into_iter().collect();
    for part in named.chunks(500) {
        let text = format!("{TEXT} WHERE k.id IN ({})", sql::marks(1, part.len()));
        for row in sql::all(access, &text, part.iter().map(|id| Value::from(*id))).await? {
            let holder = read(&row)?;
            found.insert(holder.id, holder);
        }
    }
    if let Some(person) = person {
        let text = format!("{TEXT} WHERE k.user_id = $1 AND k.ended_at IS NULL");
        for row in sql::all(access, &text, sql::values![person.0]).await? {
            let holder = read(&row)?;
            found.insert(holder.id, holder);
        }
    }
    Ok(found)
}

fn read(row: &QueryResult) -> Result<Holder, Failure> {
    Ok(Holder {
        id: KeyHolderId(sql::get(row, "id")?),
        user_id: sql::get::<Option<Uuid>>(row, "user_id")?.map(UserId),
        name: sql::get(row, "name")?,
        phone: sql::get(row, "phone")?,
        email: sql::get(row, "email")?,
        locale: sql::word_or_null(row, "locale", Locale::parse)?,
        training: crate::store::organisations::training(row)?,
        current: sql::get::<Option<i64>>(row, "ended_at")?.is_none(),
    })
}
