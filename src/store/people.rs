//! People and what they may, in the database.

use super::{Access, sql};
use crate::{
    auth::Caller,
    domain::{
        failure::Failure,
        ids::{CentreId, OrganisationId, UserId},
        person::{Locale, MemberRole, Membership, StaffPost, StaffRole},
    },
};

/// A person with memberships and staff posts, in one round trip.
///
/// # Errors
/// [`Failure::NotFound`].
pub async fn caller<A: Access>(access: &A, id: UserId) -> Result<Caller, Failure> {
    let text = "SELECT 'user' AS what, email, name, locale, NULL AS role, NULL AS place FROM users WHERE id = $1
        UNION ALL SELECT 'member', NULL, NULL, NULL, role, organisation_id FROM memberships WHERE user_id = $1
        UNION ALL SELECT 'post', NULL, NULL, NULL, role, centre_id FROM staff_posts WHERE user_id = $1";
    let mut person = None;
    let (mut memberships, mut posts) = (Vec::new(), Vec::new());
    for row in sql::all(access, text, sql::values![id.0]).await? {
        let place = || sql::get::<Option<uuid::Uuid>>(&row, "place");
        match sql::get::<String>(&row, "what")?.as_str() {
            "member" => memberships.extend(place()?.map(OrganisationId).map(|organisation_id| {
                sql::word(&row, "role", MemberRole::parse).map(|role| Membership { organisation_id, role })
            })),
            "post" => posts.push(StaffPost {
                role: sql::word(&row, "role", StaffRole::parse)?,
                centre_id: place()?.map(CentreId),
            }),
            _ => {
                let locale = sql::word(&row, "locale", Locale::parse)?;
                person = Some((sql::get::<String>(&row, "email")?, sql::get::<String>(&row, "name")?, locale));
            }
        }
    }
    let (email, name, locale) = person.ok_or(Failure::NotFound)?;
    let memberships = memberships.into_iter().collect::<Result<_, _>>()?;
    Ok(Caller { id, email, name, locale, memberships, posts })
}
