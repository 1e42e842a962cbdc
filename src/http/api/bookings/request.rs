//! The body of POST /bookings, of the quote, and (merged) of PATCH.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    actions::bookings::{Behalf, Draft},
    domain::{
        booking::{Activity, Alcohol, Audience, Contact, EquipmentWish, Music, Override, Visibility},
        failure::{Failure, Fault},
        ids::{KeyHolderId, OrganisationId, RoomId, UserId},
        time::{Instant, Span},
    },
    http::extract::{merge::merged, params},
};

/// What is asked for.
#[derive(Clone, Debug, Deserialize, Serialize, utoipa::ToSchema)]
pub(crate) struct BookingRequest {
    /// The room.
    pub room_id: RoomId,
    /// For which organisation; absent is privately.
    #[serde(default)]
    pub organisation_id: Option<OrganisationId>,
    /// First instant: RFC 3339, whole minutes.
    #[schema(format = DateTime, example = "2026-12-03T19:00:00+01:00")]
    pub starts_at: String,
    /// First instant after it.
    #[schema(format = DateTime, example = "2026-12-03T22:00:00+01:00")]
    pub ends_at: String,
    /// Title, 1 to 200 characters.
    pub title: String,
    /// People expected.
    pub attendees: i32,
    /// Layout by name.
    #[serde(default)]
    pub layout: Option<String>,
    /// Places of a shared room rather than the whole; absent is what the room is made for.
    #[serde(default)]
    pub shared: Option<bool>,
    /// Counted equipment.
    #[serde(default)]
    pub equipment: Vec<EquipmentWish>,
    /// Who may read the title; private where absent.
    #[serde(default)]
    pub visibility: Option<Visibility>,
    /// What for.
    #[serde(default)]
    pub activity: Option<Activity>,
    /// For whom.
    #[serde(default)]
    pub audience: Option<Audience>,
    /// Whether anyone may walk in.
    #[serde(default)]
    pub open_to_all: Option<bool>,
    /// Music; none where absent.
    #[serde(default)]
    pub music: Option<Music>,
    /// Alcohol; none where absent.
    #[serde(default)]
    pub alcohol: Option<Alcohol>,
    /// The house rules that are accepted.
    #[serde(default)]
    pub terms_version: Option<String>,
    /// Who opens and closes.
    #[serde(default)]
    pub key_holder_id: Option<KeyHolderId>,
    /// Who is present on the spot.
    #[serde(default)]
    pub on_site_contact: Option<OnSiteContact>,
    /// A note to the desk, up to 2,000 characters.
    #[serde(default)]
    pub note: Option<String>,
    /// Staff: for whom.
    #[serde(default)]
    pub on_behalf_of: Option<OnBehalfOf>,
    /// Staff: keep it as an option until then.
    #[serde(default)]
    #[schema(format = DateTime)]
    pub hold_until: Option<String>,
    /// Staff: rules set aside, each with a reason.
    #[serde(default, rename = "override")]
    pub overrides: Vec<Override>,
}

/// Who is present on the spot.
#[derive(Clone, Debug, Deserialize, Serialize, utoipa::ToSchema)]
pub(crate) struct OnSiteContact {
    /// Name.
    pub name: String,
    /// Telephone.
    #[serde(default)]
    pub phone: Option<String>,
}

/// For whom staff book: a person with an account, or a caller without one.
#[derive(Clone, Debug, Default, Deserialize, Serialize, utoipa::ToSchema)]
#[serde(default)]
pub(crate) struct OnBehalfOf {
    /// A person with an account.
    pub user_id: Option<UserId>,
    /// Name of a caller without one.
    pub name: Option<String>,
    /// Telephone of the caller.
    pub phone: Option<String>,
    /// Mail address of the caller.
    pub email: Option<String>,
}

impl BookingRequest {
    /// The draft that actions work with.
    ///
    /// # Errors
    /// [`Failure::Invalid`] with every fault of the times and of `on_behalf_of`.
    pub(crate) fn draft(self) -> Result<Draft, Failure> {
        let mut faults = Vec::new();
        let mut instant =
            |pointer: &str, text: &str| params::instant(pointer, text).map_err(|fault| faults.push(fault)).ok();
        let starts_at = instant("/starts_at", &self.starts_at);
        let ends_at = instant("/ends_at", &self.ends_at);
        let hold_until = self.hold_until.as_deref().and_then(|text| instant("/hold_until", text));
        let span = starts_at.zip(ends_at).and_then(|(start, end)| Span::new(start, end));
        if starts_at.is_some() && ends_at.is_some() && span.is_none() {
            faults.push(Fault::new("/ends_at", "order", "A booking ends after it starts."));
        }
        let behalf = self.on_behalf_of.map(|behalf| behalf.checked(&mut faults)).transpose();
        match (span, behalf) {
            (Some(span), Ok(behalf)) if faults.is_empty() => Ok((Draft {
                room_id: self.room_id,
                organisation_id: self.organisation_id,
                span,
                title: self.title,
                attendees: self.attendees,
                layout: self.layout,
                shared: self.shared,
                equipment: self.equipment,
                visibility: self.visibility.unwrap_or(Visibility::Private),
                activity: self.activity,
                audience: self.audience,
                open_to_all: self.open_to_all.unwrap_or(false),
                music: self.music.unwrap_or(Music::None),
                alcohol: self.alcohol.unwrap_or(Alcohol::None),
                terms_version: self.terms_version,
                key_holder_id: self.key_holder_id,
                on_site_contact: self.on_site_contact.map(|contact| Contact {
                    name: contact.name,
                    phone: contact.phone,
                    email: None,
                }),
                note: self.note,
                behalf,
                hold_until,
                overrides: self.overrides,
            })
            .cleaned()),
            _ => Err(Failure::Invalid(faults)),
        }
    }

    /// The request that would make a draft: what a merge patch is laid on.
    #[must_use]
    pub(crate) fn of(draft: &Draft) -> Self {
        let text = |instant: Instant| instant.to_string();
        Self {
            room_id: draft.room_id,
            organisation_id: draft.organisation_id,
            starts_at: text(draft.span.start()),
            ends_at: text(draft.span.end()),
            title: draft.title.clone(),
            attendees: draft.attendees,
            layout: draft.layout.clone(),
            shared: draft.shared,
            equipment: draft.equipment.clone(),
            visibility: Some(draft.visibility),
            activity: draft.activity,
            audience: draft.audience,
            open_to_all: Some(draft.open_to_all),
            music: Some(draft.music),
            alcohol: Some(draft.alcohol),
            terms_version: draft.terms_version.clone(),
            key_holder_id: draft.key_holder_id,
            on_site_contact: draft
                .on_site_contact
                .as_ref()
                .map(|contact| OnSiteContact { name: contact.name.clone(), phone: contact.phone.clone() }),
            note: draft.note.clone(),
            on_behalf_of: draft.behalf.as_ref().map(OnBehalfOf::of),
            hold_until: draft.hold_until.map(text),
            overrides: draft.overrides.clone(),
        }
    }

    /// A draft with a merge patch (RFC 7396) laid on it. Someone else on whose behalf it is takes the place of who it
    /// was: half of one and half of another is nobody.
    ///
    /// # Errors
    /// [`Failure::Invalid`] for members that do not exist, have a wrong type, or make no valid draft.
    pub(crate) fn patched(draft: &Draft, patch: &Value) -> Result<Draft, Failure> {
        let mut current = Self::of(draft);
        if patch.get("on_behalf_of").is_some() {
            current.on_behalf_of = None;
        }
        merged(&current, patch)?.draft()
    }
}

impl OnBehalfOf {
    pub(in crate::http::api) fn checked(self, faults: &mut Vec<Fault>) -> Result<Behalf, ()> {
        match (self.user_id, self.name) {
            (Some(id), None) if self.phone.is_none() && self.email.is_none() => Ok(Behalf::Person(id)),
            (None, Some(name)) => Ok(Behalf::Caller(Contact { name, phone: self.phone, email: self.email })),
            _ => {
                let message = "Give either a user_id, or a name with a telephone or mail address.";
                faults.push(Fault::new("/on_behalf_of", "either", message));
                Err(())
            }
        }
    }

    fn of(behalf: &Behalf) -> Self {
        match behalf {
            Behalf::Person(id) => Self { user_id: Some(*id), ..Self::default() },
            Behalf::Caller(contact) => Self {
                user_id: None,
                name: Some(contact.name.clone()),
                phone: contact.phone.clone(),
                email: contact.email.clone(),
            },
        }
    }
}
