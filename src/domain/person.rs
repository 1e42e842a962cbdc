//! People: language and staff roles.

use serde::{Deserialize, Serialize};

use super::{
    ids::{CentreId, OrganisationId, UserId},
    organisation::Standing,
    text_enum,
};

text_enum! {
    /// A language that pages and mails are written in; Dutch is the fallback.
    Locale { Nl = "nl", En = "en", Fr = "fr" }
}

#[expect(clippy::derivable_impls, reason = "text_enum! has no place to mark a default")]
impl Default for Locale {
    fn default() -> Self {
        Self::Nl
    }
}

text_enum! {
    /// What a member may do for an organisation.
    MemberRole { Admin = "admin", Booker = "booker" }
}

text_enum! {
    /// A role of the city's staff. Desk and manager hold for one centre, steward and administrator for the city.
    StaffRole { Desk = "desk", Manager = "manager", Steward = "steward", Administrator = "administrator" }
}

/// A staff role and where it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct StaffPost {
    /// The role.
    pub role: StaffRole,
    /// The centre, for desk and manager.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub centre_id: Option<CentreId>,
}

/// A membership of an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// The organisation.
    pub organisation_id: OrganisationId,
    /// What its member may do for it.
    pub role: MemberRole,
    /// How it stands.
    pub standing: Standing,
}

/// A person with an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Identifier.
    pub id: UserId,
    /// Mail address, lower case, proved.
    pub email: String,
    /// Name as the person writes it.
    pub name: String,
    /// Language of mails and pages.
    pub locale: Locale,
    /// Telephone, where given.
    pub phone: Option<String>,
    /// Rises with each change; the `ETag`.
    pub version: i64,
}
