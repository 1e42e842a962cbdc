//! What a request for a series asks for, before anything is decided.

use crate::{
    actions::bookings::{Behalf, Draft},
    auth::Caller,
    domain::{
        booking::Contact,
        ids::{OrganisationId, RoomId},
        recurrence::MOST_DATES,
        series::{OnConflict, Pattern, Series, Template},
        time::Span,
        validation::Faults,
    },
};

/// The longest that one date lasts, minutes: as long as a room's rules can allow.
const LONGEST: i64 = 366 * 24 * 60;

/// What a request for a series asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct SeriesDraft {
    /// The room.
    pub room_id: RoomId,
    /// For whom; none is private.
    pub organisation_id: Option<OrganisationId>,
    /// What each booking is like.
    pub template: Template,
    /// Who is present on the spot.
    pub on_site_contact: Option<Contact>,
    /// For whom staff book.
    pub behalf: Option<Behalf>,
    /// When it takes place.
    pub pattern: Pattern,
    /// What becomes of dates that are taken or break a rule.
    pub on_conflict: OnConflict,
}

impl SeriesDraft {
    /// The request that would make this series as it stands.
    #[must_use]
    pub fn of(series: &Series) -> Self {
        Self {
            room_id: series.room_id,
            organisation_id: series.organisation_id,
            template: series.template.clone(),
            on_site_contact: series.on_site_contact.clone(),
            behalf: None,
            pattern: series.pattern.clone(),
            on_conflict: series.on_conflict,
        }
    }

    /// The request that goes on with this series for `caller`: what its desk set aside holds again for whoever else asks.
    #[must_use]
    pub fn again(series: &Series, caller: &Caller) -> Self {
        let mut draft = Self::of(series);
        if !caller.is_desk_of(series.centre_id) {
            draft.template.overrides.clear();
        }
        draft
    }

    /// The request for one of its dates.
    #[must_use]
    pub fn on(&self, span: Span) -> Draft {
        let template = self.template.clone();
        Draft {
            room_id: self.room_id,
            organisation_id: self.organisation_id,
            span,
            title: template.title,
            attendees: template.attendees,
            layout: template.layout,
            shared: template.shared,
            equipment: template.equipment,
            visibility: template.visibility,
            activity: template.activity,
            audience: template.audience,
            open_to_all: template.open_to_all,
            music: template.music,
            alcohol: template.alcohol,
            terms_version: template.terms_version,
            key_holder_id: template.key_holder_id,
            on_site_contact: self.on_site_contact.clone(),
            note: template.note,
            behalf: self.behalf.clone(),
            hold_until: None,
            overrides: template.overrides,
        }
    }

    /// The request for some date: for what is the same on all of them.
    #[must_use]
    pub fn on_any_date(&self) -> Draft {
        self.on(Span::SOME_MINUTE)
    }

    /// Everything that is wrong in itself, whatever the room.
    #[must_use]
    pub fn faults(&self) -> Faults {
        let mut faults = self.on_any_date().faults();
        faults.bound("/duration_minutes", self.pattern.duration_minutes, &(1..=LONGEST));
        let (exdates, rdates): (Vec<_>, Vec<_>) =
            (self.pattern.exdates.iter().collect(), self.pattern.rdates.iter().collect());
        faults.bound_entries("/exdates", &exdates, MOST_DATES);
        faults.bound_entries("/rdates", &rdates, MOST_DATES);
        faults
    }
}
