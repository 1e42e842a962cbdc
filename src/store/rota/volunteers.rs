//! Who is on the rota of a centre.

use sea_orm::QueryResult;
use uuid::Uuid;

use crate::{
    domain::{
        failure::Failure,
        ids::{CentreId, OrganisationId, UserId, VolunteerId},
        person::Locale,
        rota::{Training, Volunteer},
    },
    store::{Access, Unit, sql},
};

/// Somebody on the rota, with what is known of them as a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnRota {
    /// Their place on the rota.
    pub volunteer: Volunteer,
    /// Name.
    pub name: String,
    /// Mail address.
    pub email: String,
    /// Language.
    pub locale: Locale,
    /// Telephone.
    pub phone: Option<String>,
}

const WITH_PERSON: &str = "SELECT v.*, u.name, u.email, u.locale, u.phone FROM volunteers v
    JOIN users u ON u.id = v.person_id";

/// Who is on the rota of a centre at this moment, by name: at most 1000.
pub async fn on_rota<A: Access>(access: &A, centre: CentreId) -> Result<Vec<OnRota>, Failure> {
    let text = format!("{WITH_PERSON} WHERE v.centre_id = $1 AND v.ended_at IS NULL ORDER BY u.name, v.id LIMIT 1000");
    sql::all(access, &text, sql::values![centre.0]).await?.iter().map(read_with_person).collect()
}

/// Where a person is on the rota at this moment.
pub async fn of_person<A: Access>(access: &A, person: UserId) -> Result<Vec<Volunteer>, Failure> {
    let text = "SELECT * FROM volunteers WHERE person_id = $1 AND ended_at IS NULL ORDER BY id";
    sql::all(access, text, sql::values![person.0]).await?.iter().map(read).collect()
}

/// Somebody on the rota at this moment.
///
/// # Errors
/// [`Failure::NotFound`].
pub async fn volunteer<A: Access>(access: &A, id: VolunteerId) -> Result<OnRota, Failure> {
    let text = format!("{WITH_PERSON} WHERE v.id = $1 AND v.ended_at IS NULL");
    read_with_person(&sql::first(access, &text, sql::values![id.0]).await?.ok_or(Failure::NotFound)?)
}

/// Holds somebody's place on the rota until the unit ends.
///
/// # Errors
/// [`Failure::NotFound`].
pub async fn hold_volunteer(unit: &Unit, id: VolunteerId) -> Result<OnRota, Failure> {
    let text = unit
        .engine()
        .pick("SELECT id FROM volunteers WHERE id = $1 FOR UPDATE", "SELECT id FROM volunteers WHERE id = $1");
    sql::first(unit, text, sql::values![id.0]).await?;
    volunteer(unit, id).await
}

/// Takes somebody on; false where they are on the rota already.
pub async fn add_volunteer(unit: &Unit, new: &Volunteer) -> Result<bool, Failure> {
    let text =
        "INSERT INTO volunteers (id, centre_id, person_id, organisation_id, opens, hosts, trained_on, valid_until,
            created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (centre_id, person_id) WHERE ended_at IS NULL DO NOTHING";
    let values = sql::values![
        new.id.0,
        new.centre_id.0,
        new.person_id.0,
        new.organisation_id.map(|id| id.0),
        new.opens,
        new.hosts,
        new.training.trained_on.to_string(),
        new.training.valid_until.map(|date| date.to_string()),
        unit.now().epoch_seconds(),
    ];
    Ok(sql::execute(unit, text, values).await? == 1)
}

/// Notes when somebody was trained.
pub async fn set_training(unit: &Unit, id: VolunteerId, training: Training) -> Result<(), Failure> {
    let text = "UPDATE volunteers SET trained_on = $1, valid_until = $2 WHERE id = $3";
    let until = training.valid_until.map(|date| date.to_string());
    sql::execute(unit, text, sql::values![training.trained_on.to_string(), until, id.0]).await?;
    Ok(())
}

/// Takes somebody off the rota.
pub async fn end_volunteer(unit: &Unit, id: VolunteerId) -> Result<(), Failure> {
    let text = "UPDATE volunteers SET ended_at = $1 WHERE id = $2";
    sql::execute(unit, text, sql::values![unit.now().epoch_seconds(), id.0]).await?;
    Ok(())
}

fn read(row: &QueryResult) -> Result<Volunteer, Failure> {
    let trained_on = sql::date(row, "trained_on")?.ok_or_else(|| Failure::Internal("no date of a training".into()))?;
    Ok(Volunteer {
        id: VolunteerId(sql::get(row, "id")?),
        centre_id: CentreId(sql::get(row, "centre_id")?),
        person_id: UserId(sql::get(row, "person_id")?),
        organisation_id: sql::get::<Option<Uuid>>(row, "organisation_id")?.map(OrganisationId),
        opens: sql::get(row, "opens")?,
        hosts: sql::get(row, "hosts")?,
        training: Training { trained_on, valid_until: sql::date(row, "valid_until")? },
    })
}

fn read_with_person(row: &QueryResult) -> Result<OnRota, Failure> {
    Ok(OnRota {
        volunteer: read(row)?,
        name: sql::get(row, "name")?,
        email: sql::get(row, "email")?,
        locale: sql::word(row, "locale", Locale::parse)?,
        phone: sql::get(row, "phone")?,
    })
}
