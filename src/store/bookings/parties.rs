//! Whom letters about a booking go to.

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

/// The managers of a centre.
pub async fn managers<A: Access>(access: &A, centre: CentreId) -> Result<Vec<Addressee>, Failure> {
    let text = "SELECT u.email, u.name, u.locale, u.phone FROM staff_posts p JOIN users u ON u.id = p.user_id
        WHERE p.role = $1 AND p.centre_id = $2 ORDER BY u.email";
    let rows = sql::all(access, text, sql::values![StaffRole::Manager.as_str(), centre.0]).await?;
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
