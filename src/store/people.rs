//! People and what they may, in the database.

use sea_orm::QueryResult;
use serde_json::Value as Json;
use uuid::Uuid;

use super::{Access, Engine, Unit, bookings, sql};
use crate::{
    auth::{Caller, tokens::Named},
    domain::{
        failure::Failure,
        ids::{CentreId, OrganisationId, UserId},
        person::{Locale, MemberRole, Membership, Person, StaffPost, StaffRole},
    },
};

/// A person to make.
#[derive(Clone, Debug)]
pub struct NewPerson {
    /// Identifier.
    pub id: UserId,
    /// Mail address, lower case, proved.
    pub email: String,
    /// Name.
    pub name: String,
    /// Language.
    pub locale: Locale,
    /// Telephone.
    pub phone: Option<String>,
    /// Hash of their password; none signs in by link.
    pub password_hash: Option<String>,
}

/// What somebody sees of themselves.
#[derive(Clone, Debug)]
pub struct Profile {
    /// The person.
    pub person: Person,
    /// Whether they have a password.
    pub has_password: bool,
    /// What programs keep for them: an object.
    pub preferences: Json,
    /// Organisations they belong to, with their names, by name.
    pub memberships: Vec<(OrganisationId, String, MemberRole)>,
    /// Staff roles, with the names of the centres.
    pub posts: Vec<(StaffPost, Option<String>)>,
}

/// A person with memberships and staff posts, in one round trip.
///
/// # Errors
/// [`Failure::NotFound`].
pub async fn caller<A: Access>(access: &A, id: UserId) -> Result<Caller, Failure> {
    signed_in(access, Named { user: id, family: None }).await
}

/// The person whom an access token names, in one round trip.
///
/// # Errors
/// [`Failure::NotFound`], also where the sign-in that the token belongs to has ended.
pub async fn signed_in<A: Access>(access: &A, named: Named) -> Result<Caller, Failure> {
    let id = named.user;
    let private = bookings::private_troubles(access.engine());
    let of_organisation = bookings::troubles_of_organisation(access.engine());
    let text = format!(
        "SELECT 'user' AS what, email, name, locale, NULL AS role, NULL AS place, NULL AS kind, NULL AS class,
            NULL AS tariff_category, NULL AS verified, {private}
            FROM users
            WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM token_families WHERE id = $2 AND ended_at IS NOT NULL)
         UNION ALL SELECT 'member', NULL, o.name, NULL, m.role, o.id, o.kind, o.priority_class, o.tariff_category,
            o.verified, {of_organisation}
            FROM memberships m JOIN organisations o ON o.id = m.organisation_id WHERE m.user_id = $1
         UNION ALL SELECT 'post', NULL, NULL, NULL, role, centre_id, NULL, NULL, NULL, NULL, NULL, NULL
            FROM staff_posts WHERE user_id = $1"
    );
    let mut person = None;
    let (mut memberships, mut posts) = (Vec::new(), Vec::new());
    for row in sql::all(access, &text, sql::values![id.0, named.family.map(|family| family.0)]).await? {
        let place = || sql::get::<Option<Uuid>>(&row, "place");
        match sql::get::<String>(&row, "what")?.as_str() {
            "member" => memberships.push(Membership {
                organisation_id: place()?
                    .map(OrganisationId)
                    .ok_or_else(|| Failure::Internal("no organisation".into()))?,
                role: sql::word(&row, "role", MemberRole::parse)?,
                standing: bookings::standing_of(&row)?,
            }),
            "post" => posts.push(StaffPost {
                role: sql::word(&row, "role", StaffRole::parse)?,
                centre_id: place()?.map(CentreId),
            }),
            _ => {
                let locale = sql::word(&row, "locale", Locale::parse)?;
                let texts = (sql::get::<String>(&row, "email")?, sql::get::<String>(&row, "name")?);
                person = Some((texts, locale, bookings::troubles_of(&row)?));
            }
        }
    }
    let ((email, name), locale, (private_no_shows, private_incidents)) = person.ok_or(Failure::NotFound)?;
    Ok(Caller { id, email, name, locale, private_no_shows, private_incidents, memberships, posts })
}

/// A person by identifier.
///
/// # Errors
/// [`Failure::NotFound`].
pub async fn get<A: Access>(access: &A, id: UserId) -> Result<Person, Failure> {
    let found = sql::first(access, "SELECT * FROM users WHERE id = $1", sql::values![id.0]).await?;
    person(&found.ok_or(Failure::NotFound)?)
}

/// A person by mail address (lower case), with the hash of their password.
pub async fn by_email<A: Access>(access: &A, email: &str) -> Result<Option<(Person, Option<String>)>, Failure> {
    let found = sql::first(access, "SELECT * FROM users WHERE email = $1", sql::values![email]).await?;
    found.map(|row| Ok((person(&row)?, sql::get(&row, "password_hash")?))).transpose()
}

/// The hash of a person's password, held against change by others until the unit ends.
///
/// # Errors
/// [`Failure::NotFound`].
pub async fn hold_password(unit: &Unit, id: UserId) -> Result<Option<String>, Failure> {
    let text = unit.engine().pick(
        "SELECT password_hash FROM users WHERE id = $1 FOR NO KEY UPDATE",
        "SELECT password_hash FROM users WHERE id = $1",
    );
    let row = sql::first(unit, text, sql::values![id.0]).await?.ok_or(Failure::NotFound)?;
    sql::get(&row, "password_hash")
}

/// Keeps the hash of a person's password.
pub async fn set_password(unit: &Unit, id: UserId, hash: &str) -> Result<(), Failure> {
    let text = "UPDATE users SET password_hash = $1, version = version + 1 WHERE id = $2";
    sql::execute(unit, text, sql::values![hash, id.0]).await?;
    Ok(())
}

/// Writes a person.
///
/// # Errors
/// [`Failure::Duplicate`] where the address has an account.
pub async fn insert(unit: &Unit, new: &NewPerson) -> Result<(), Failure> {
    sql::execute(
        unit,
        "INSERT INTO users (id, email, name, locale, phone, password_hash, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        sql::values![
            new.id.0,
            new.email.as_str(),
            new.name.as_str(),
            new.locale.as_str(),
            new.phone.as_deref(),
            new.password_hash.as_deref(),
            unit.now().epoch_seconds(),
        ],
    )
    .await?;
    Ok(())
}

/// What a person sees of themselves.
///
/// # Errors
/// [`Failure::NotFound`].
pub async fn profile<A: Access>(access: &A, id: UserId) -> Result<Profile, Failure> {
    let user = sql::first(access, "SELECT * FROM users WHERE id = $1", sql::values![id.0]).await?;
    let user = user.ok_or(Failure::NotFound)?;
    let text = "SELECT m.organisation_id, o.name, m.role FROM memberships m
        JOIN organisations o ON o.id = m.organisation_id WHERE m.user_id = $1 ORDER BY o.name, o.id";
    let memberships = sql::all(access, text, sql::values![id.0]).await?;
    let text = "SELECT p.role, p.centre_id, c.name FROM staff_posts p
        LEFT JOIN centres c ON c.id = p.centre_id WHERE p.user_id = $1 ORDER BY c.name, p.role";
    let posts = sql::all(access, text, sql::values![id.0]).await?;
    Ok(Profile {
        person: person(&user)?,
        has_password: sql::get::<Option<String>>(&user, "password_hash")?.is_some(),
        preferences: sql::json(&user, "preferences")?,
        memberships: memberships
            .iter()
            .map(|row| {
                let organisation = OrganisationId(sql::get(row, "organisation_id")?);
                Ok((organisation, sql::get(row, "name")?, sql::word(row, "role", MemberRole::parse)?))
            })
            .collect::<Result<_, Failure>>()?,
        posts: posts
            .iter()
            .map(|row| {
                let centre_id = sql::get::<Option<Uuid>>(row, "centre_id")?.map(CentreId);
                let role = sql::word(row, "role", StaffRole::parse)?;
                Ok((StaffPost { role, centre_id }, sql::get(row, "name")?))
            })
            .collect::<Result<_, Failure>>()?,
    })
}

/// Holds a person's row until the unit ends, and gives what they see of themselves.
///
/// # Errors
/// [`Failure::NotFound`].
pub async fn hold_profile(unit: &Unit, id: UserId) -> Result<Profile, Failure> {
    if unit.engine() == Engine::Postgres {
        sql::first(unit, "SELECT id FROM users WHERE id = $1 FOR NO KEY UPDATE", sql::values![id.0]).await?;
    }
    profile(unit, id).await
}

/// Writes what a person may change of themselves and raises the version; the row is held.
pub async fn update(unit: &Unit, person: &Person, preferences: &Json) -> Result<(), Failure> {
    let text = "UPDATE users SET name = $1, locale = $2, phone = $3, preferences = $4, version = version + 1
        WHERE id = $5";
    let values = sql::values![
        person.name.as_str(),
        person.locale.as_str(),
        person.phone.as_deref(),
        preferences.to_string(),
        person.id.0,
    ];
    sql::execute(unit, text, values).await?;
    Ok(())
}

/// Gives somebody a staff role; false where they had it.
pub async fn add_post(unit: &Unit, user: UserId, post: StaffPost) -> Result<bool, Failure> {
    let text = "INSERT INTO staff_posts (user_id, role, centre_id, created_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT DO NOTHING";
    let centre = post.centre_id.map(|id| id.0);
    let values = sql::values![user.0, post.role.as_str(), centre, unit.now().epoch_seconds()];
    Ok(sql::execute(unit, text, values).await? == 1)
}

/// Takes a staff role of a centre from somebody; false where they did not have it.
pub async fn end_post(unit: &Unit, user: UserId, role: StaffRole, centre: CentreId) -> Result<bool, Failure> {
    let text = "DELETE FROM staff_posts WHERE user_id = $1 AND role = $2 AND centre_id = $3";
    Ok(sql::execute(unit, text, sql::values![user.0, role.as_str(), centre.0]).await? == 1)
}

/// Takes a role for the city from somebody; false where they did not have it.
pub async fn end_city_post(unit: &Unit, user: UserId, role: StaffRole) -> Result<bool, Failure> {
    let text = "DELETE FROM staff_posts WHERE user_id = $1 AND role = $2 AND centre_id IS NULL";
    Ok(sql::execute(unit, text, sql::values![user.0, role.as_str()]).await? == 1)
}

/// Who has a role at a centre, by name: at most 1000.
pub async fn staff<A: Access>(access: &A, centre: CentreId) -> Result<Vec<(Person, StaffRole)>, Failure> {
    let text = "SELECT u.*, p.role FROM staff_posts p JOIN users u ON u.id = p.user_id
        WHERE p.centre_id = $1 ORDER BY u.name, u.id, p.role LIMIT 1000";
    let rows = sql::all(access, text, sql::values![centre.0]).await?;
    rows.iter().map(|row| Ok((person(row)?, sql::word(row, "role", StaffRole::parse)?))).collect()
}

/// A row of `users`.
pub(super) fn person(row: &QueryResult) -> Result<Person, Failure> {
    Ok(Person {
        id: UserId(sql::get(row, "id")?),
        email: sql::get(row, "email")?,
        name: sql::get(row, "name")?,
        locale: sql::word(row, "locale", Locale::parse)?,
        phone: sql::get(row, "phone")?,
        version: sql::get(row, "version")?,
    })
}
