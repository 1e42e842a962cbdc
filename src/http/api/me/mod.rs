//! The person behind the access token.

mod change;
mod show;

use serde::Serialize;
use serde_json::{Map, Value};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    domain::{
        clock_time::ClockTime,
        ids::{CentreId, OrganisationId, UserId},
        letters::{Choices, Topic},
        person::{Locale, MemberRole, StaffRole},
        quota::Standing,
    },
    http::{
        HttpState,
        api::quotas::view::{QuotaLeft, left},
    },
    store::people::Profile,
};

/// The routes under `/me`.
pub fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new().routes(routes!(show::show_me, change::change_me))
}

/// A person, as they see themselves.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct MeView {
    id: UserId,
    /// Mail address, proved.
    email: String,
    /// Name.
    name: String,
    /// Language of mails and pages.
    locale: Locale,
    /// Telephone.
    phone: Option<String>,
    /// Whether there is a password.
    has_password: bool,
    /// Organisations to book for, by name.
    memberships: Vec<MembershipView>,
    /// How the quotas on what they book privately stand at this moment.
    quotas: Vec<QuotaLeft>,
    /// Roles on the city's staff.
    staff_roles: Vec<StaffRoleView>,
    /// What programs keep for this person, and what they chose about letters.
    #[schema(value_type = Object)]
    preferences: Map<String, Value>,
    /// Letters that can be switched off, and whether they are sent. All others are always sent.
    letters: Vec<LetterView>,
    /// The hours in which letters that may wait are held: those that were chosen hold for all of them, the usual ones for
    /// those that can be switched off.
    quiet_hours: QuietView,
}

/// Letters that can be switched off.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct LetterView {
    topic: Topic,
    /// The preference that switches them.
    preference: String,
    /// Whether they are sent.
    sent: bool,
}

/// Quiet hours.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct QuietView {
    /// From this local time.
    from: ClockTime,
    /// Until this local time; the same as `from` is none.
    until: ClockTime,
    /// The time zone.
    zone: String,
    /// Whether they were chosen, and so hold for every letter that may wait.
    chosen: bool,
}

impl QuietView {
    fn of(choices: &Choices) -> Self {
        let chosen = choices.quiet(None);
        let hours = chosen.unwrap_or_else(|| choices.usual());
        Self { from: hours.from, until: hours.until, zone: hours.zone.name().to_owned(), chosen: chosen.is_some() }
    }
}

/// How the quotas of a person and of their organisations stand.
type Standings = [(Option<OrganisationId>, Vec<Standing>)];

fn quotas(standings: &Standings, organisation: Option<OrganisationId>) -> Vec<QuotaLeft> {
    standings.iter().find(|(whose, _)| *whose == organisation).map(|(_, standings)| left(standings)).unwrap_or_default()
}

/// A membership of an organisation.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct MembershipView {
    organisation_id: OrganisationId,
    organisation_name: String,
    /// What they may do for it.
    role: MemberRole,
    /// How its quotas stand at this moment.
    quotas: Vec<QuotaLeft>,
}

/// A role on the city's staff.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct StaffRoleView {
    role: StaffRole,
    /// Of desk and manager: where.
    #[serde(skip_serializing_if = "Option::is_none")]
    centre_id: Option<CentreId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    centre_name: Option<String>,
}

impl MeView {
    fn of(profile: Profile, standings: &Standings, choices: &Choices) -> Self {
        let Profile { person, has_password, preferences, memberships, posts } = profile;
        Self {
            id: person.id,
            email: person.email,
            name: person.name,
            locale: person.locale,
            phone: person.phone,
            has_password,
            memberships: memberships
                .into_iter()
                .map(|(organisation_id, organisation_name, role)| MembershipView {
                    organisation_id,
                    organisation_name,
                    role,
                    quotas: quotas(standings, Some(organisation_id)),
                })
                .collect(),
            quotas: quotas(standings, None),
            staff_roles: posts
                .into_iter()
                .map(|(post, centre_name)| StaffRoleView { role: post.role, centre_id: post.centre_id, centre_name })
                .collect(),
            preferences: preferences.as_object().cloned().unwrap_or_default(),
            letters: Topic::ALL
                .iter()
                .map(|&topic| LetterView { topic, preference: topic.preference(), sent: choices.wants(topic) })
                .collect(),
            quiet_hours: QuietView::of(choices),
        }
    }
}
