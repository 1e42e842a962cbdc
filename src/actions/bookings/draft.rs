//! What a request for a booking asks for, before anything is decided.

use crate::domain::{
    booking::{Activity, Alcohol, Audience, Booking, Contact, EquipmentWish, Music, Override, Visibility},
    email::EmailAddress,
    failure::Failure,
    ids::{KeyHolderId, OrganisationId, RoomId, UserId},
    rules::Wish,
    time::{Instant, Span},
    validation::{Faults, Lines, MOST_PEOPLE, cleaned, optional_text, text},
};

/// For whom staff book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Behalf {
    /// A person with an account.
    Person(UserId),
    /// A caller without one.
    Caller(Contact),
}

/// What a request for a booking asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The room.
    pub room_id: RoomId,
    /// For whom; none is private.
    pub organisation_id: Option<OrganisationId>,
    /// When.
    pub span: Span,
    /// Title, 1 to 200 characters.
    pub title: String,
    /// People expected.
    pub attendees: i32,
    /// Layout by name.
    pub layout: Option<String>,
    /// Places rather than the whole room; none is what the room is made for.
    pub shared: Option<bool>,
    /// Counted equipment.
    pub equipment: Vec<EquipmentWish>,
    /// Who may read its title.
    pub visibility: Visibility,
    /// What for.
    pub activity: Option<Activity>,
    /// For whom.
    pub audience: Option<Audience>,
    /// Whether anyone may walk in.
    pub open_to_all: bool,
    /// Music.
    pub music: Music,
    /// Alcohol.
    pub alcohol: Alcohol,
    /// The house rules that were accepted.
    pub terms_version: Option<String>,
    /// Who opens and closes.
    pub key_holder_id: Option<KeyHolderId>,
    /// Who is present on the spot.
    pub on_site_contact: Option<Contact>,
    /// A note to the desk, up to 2,000 characters.
    pub note: Option<String>,
    /// For whom staff book.
    pub behalf: Option<Behalf>,
    /// Staff keep it as an option until then.
    pub hold_until: Option<Instant>,
    /// Rules that staff set aside.
    pub overrides: Vec<Override>,
}

impl Draft {
    /// The same without white space around its texts, and mail addresses in the one form they have; what is not right
    /// stays for [`Draft::faults`] to tell.
    #[must_use]
    pub fn cleaned(self) -> Self {
        let clean = |value: Option<String>| value.map(|value| cleaned(&value)).filter(|value| !value.is_empty());
        let contact = |contact: Contact| Contact {
            name: cleaned(&contact.name),
            phone: clean(contact.phone),
            email: contact
                .email
                .map(|email| EmailAddress::parse(&email).map_or(email, |address| address.as_str().to_owned())),
        };
        Self {
            title: cleaned(&self.title),
            layout: clean(self.layout),
            terms_version: clean(self.terms_version),
            note: clean(self.note),
            on_site_contact: self.on_site_contact.map(contact),
            behalf: self.behalf.map(|behalf| match behalf {
                Behalf::Caller(caller) => Behalf::Caller(contact(caller)),
                person @ Behalf::Person(_) => person,
            }),
            overrides: self
                .overrides
                .into_iter()
                .map(|set_aside| Override { reason: cleaned(&set_aside.reason), ..set_aside })
                .collect(),
            ..self
        }
    }

    /// Everything that is wrong in itself, whatever the room.
    #[must_use]
    pub fn faults(&self) -> Faults {
        let mut faults = Faults::new();
        text(&mut faults, "/title", &self.title, 200, Lines::One);
        optional_text(&mut faults, "/note", self.note.as_deref(), 2_000, Lines::Many);
        optional_text(&mut faults, "/layout", self.layout.as_deref(), 200, Lines::One);
        optional_text(&mut faults, "/terms_version", self.terms_version.as_deref(), 50, Lines::One);
        faults.bound("/attendees", self.attendees, &(1..=MOST_PEOPLE));
        faults.bound_entries("/equipment", &self.equipment, 50);
        for (n, wish) in self.equipment.iter().enumerate() {
            faults.bound(format!("/equipment/{n}/quantity"), wish.quantity, &(1..=MOST_PEOPLE));
        }
        let pools = self.equipment.iter().enumerate();
        faults.unique(pools.map(|(n, wish)| (format!("/equipment/{n}/resource_id"), wish.resource_id)));
        faults.bound_entries("/override", &self.overrides, 20);
        for (n, set_aside) in self.overrides.iter().enumerate() {
            text(&mut faults, format!("/override/{n}/reason"), &set_aside.reason, 500, Lines::Many);
        }
        if let Some(contact) = &self.on_site_contact {
            contact_faults("/on_site_contact", contact, &mut faults);
        }
        if let Some(Behalf::Caller(contact)) = &self.behalf {
            contact_faults("/on_behalf_of", contact, &mut faults);
        }
        faults
    }

    /// What the rules look at. `shared` is what the room makes of it.
    #[must_use]
    pub fn wish(&self, shared: bool) -> Wish {
        Wish {
            span: self.span,
            attendees: self.attendees,
            layout: self.layout.clone(),
            shared,
            music: self.music,
            alcohol: self.alcohol,
            terms_version: self.terms_version.clone(),
            terms_asked: true,
            key_holder: self.key_holder_id.is_some(),
        }
    }

    /// The request that would make this booking as it stands: what a change starts from.
    #[must_use]
    pub fn of(booking: &Booking) -> Self {
        Self {
            room_id: booking.room_id,
            organisation_id: booking.organisation_id,
            span: booking.span,
            title: booking.title.clone(),
            attendees: booking.attendees,
            layout: booking.layout.clone(),
            shared: Some(booking.shared),
            equipment: booking.equipment.clone(),
            visibility: booking.visibility,
            activity: booking.activity,
            audience: booking.audience,
            open_to_all: booking.open_to_all,
            music: booking.music,
            alcohol: booking.alcohol,
            terms_version: booking.terms_version.clone(),
            key_holder_id: booking.key_holder_id,
            on_site_contact: booking.on_site_contact.clone(),
            note: booking.note.clone(),
            behalf: match (&booking.caller, booking.booker_id) {
                (Some(caller), _) => Some(Behalf::Caller(caller.clone())),
                (None, Some(booker)) if booker != booking.created_by => Some(Behalf::Person(booker)),
                _ => None,
            },
            hold_until: booking.hold_until,
            overrides: booking.overrides.clone(),
        }
    }
}

fn contact_faults(pointer: &str, contact: &Contact, faults: &mut Faults) {
    text(faults, format!("{pointer}/name"), &contact.name, 200, Lines::One);
    optional_text(faults, format!("{pointer}/phone"), contact.phone.as_deref(), 50, Lines::One);
    if let Some(address) = &contact.email
        && EmailAddress::parse(address).is_none()
    {
        faults.add(format!("{pointer}/email"), "email", "This is no mail address.");
    }
}

/// A reason that people will read, without white space around it: up to 500 characters, and there where it has to be.
///
/// # Errors
/// [`Failure::Invalid`] at `/reason`.
pub(in crate::actions) fn reason(given: Option<&str>, required: bool) -> Result<Option<String>, Failure> {
    let mut faults = Faults::new();
    let reason = if required {
        Some(text(&mut faults, "/reason", given.unwrap_or_default(), 500, Lines::Many))
    } else {
        optional_text(&mut faults, "/reason", given, 500, Lines::Many)
    };
    faults.into_result()?;
    Ok(reason)
}
