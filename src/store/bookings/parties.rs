//! Whom letters about a booking go to.

use std::collections::{BTreeSet, HashMap};

use sea_orm::Value;
use uuid::Uuid;

use crate::{
    domain::{
        booking::Booking,
        failure::Failure,
        ids::CentreId,
        person::{Locale, StaffRole},
    },
    store::{Access, sql},
};

/// Somebody to write to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addressee {
    /// Mail address.
    pub email: String,
    /// Name.
    pub name: String,
    /// Language.
    pub locale: Locale,
    /// Telephone, where given.
    pub phone: Option<String>,
}

/// Who is behind a booking.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parties {
    /// The person it is for, where they have an account.
    pub booker: Option<Addressee>,
    /// Name of the organisation it is for.
    pub organisation_name: Option<String>,
    /// Mail address of that organisation.
    pub organisation_email: Option<String>,
}

/// Who is behind a booking, in one round trip.
pub async fn parties<A: Access>(access: &A, booking: &Booking) -> Result<Parties, Failure> {
    let text = "SELECT 'booker' AS what, email, name, locale, phone FROM users WHERE id = $1
        UNION ALL SELECT 'organisation', contact_email, name, NULL, NULL FROM organisations WHERE id = $2";
    let nobody = uuid::Uuid::nil();
    let values =
        sql::values![booking.booker_id.map_or(nobody, |id| id.0), booking.organisation_id.map_or(nobody, |id| id.0),];
    let mut parties = Parties::default();
    for row in sql::all(access, text, values).await? {
        if sql::get::<String>(&row, "what")? == "booker" {
            parties.booker = Some(addressee(&row)?);
        } else {
            parties.organisation_name = sql::get(&row, "name")?;
            parties.organisation_email = sql::get(&row, "email")?;
        }
    }
    Ok(parties)
}

/// Who is behind each of these bookings, in their order, in few round trips.
pub async fn parties_of_many<A: Access>(access: &A, bookings: &[&Booking]) -> Result<Vec<Parties>, Failure> {
    let people: BTreeSet<Uuid> = bookings.iter().filter_map(|booking| booking.booker_id).map(|id| id.0).collect();
    let organisations: BTreeSet<Uuid> =
        bookings.iter().filter_map(|booking| booking.organisation_id).map(|id| id.0).collect();
    let (mut bookers, mut names) = (HashMap::new(), HashMap::new());
    for part in people.into_iter().collect::<Vec<_>>().chunks(500) {
        let marks = sql::marks(1, part.len());
        let text = format!("SELECT id, email, name, locale, phone FROM users WHERE id IN ({marks})");
        for row in sql::all(access, &text, part.iter().map(|id| Value::from(*id))).await? {
            bookers.insert(sql::get::<Uuid>(&row, "id")?, addressee(&row)?);
        }
    }
    for part in organisations.into_iter().collect::<Vec<_>>().chunks(500) {
        let marks = sql::marks(1, part.len());
        let text = format!("SELECT id, name, contact_email FROM organisations WHERE id IN ({marks})");
        for row in sql::all(access, &text, part.iter().map(|id| Value::from(*id))).await? {
            let told: (String, Option<String>) = (sql::get(&row, "name")?, sql::get(&row, "contact_email")?);
            names.insert(sql::get::<Uuid>(&row, "id")?, told);
        }
    }
    let parties = |booking: &&Booking| {
        let organisation = booking.organisation_id.and_then(|id| names.get(&id.0));
        Parties {
            booker: booking.booker_id.and_then(|id| bookers.get(&id.0)).cloned(),
            organisation_name: organisation.map(|(name, _)| name.clone()),
            organisation_email: organisation.and_then(|(_, email)| email.clone()),
        }
    };
    Ok(bookings.iter().map(parties).collect())
}

/// The managers of a centre.
pub async fn managers<A: Access>(access: &A, centre: CentreId) -> Result<Vec<Addressee>, Failure> {
    staff(access, centre, StaffRole::Manager).await
}

/// Those who work at the desk of a centre.
pub async fn clerks<A: Access>(access: &A, centre: CentreId) -> Result<Vec<Addressee>, Failure> {
    staff(access, centre, StaffRole::Desk).await
}

async fn staff<A: Access>(access: &A, centre: CentreId, role: StaffRole) -> Result<Vec<Addressee>, Failure> {
    let text = "SELECT u.email, u.name, u.locale, u.phone FROM staff_posts p JOIN users u ON u.id = p.user_id
        WHERE p.role = $1 AND p.centre_id = $2 ORDER BY u.email";
    let rows = sql::all(access, text, sql::values![role.as_str(), centre.0]).await?;
    rows.iter().map(addressee).collect()
}

fn addressee(row: &sea_orm::QueryResult) -> Result<Addressee, Failure> {
    Ok(Addressee {
        email: sql::get(row, "email")?,
        name: sql::get(row, "name")?,
        locale: sql::word(row, "locale", Locale::parse)?,
        phone: sql::get(row, "phone")?,
    })
}
