//! The rota: people trained for a centre, and the hours that they take. In hours with a key anyone may book; hosts are there
//! besides, at the reception or for coffee.

use chrono::{Days, NaiveDate, NaiveDateTime, Timelike};
use chrono_tz::Tz;

use super::{
    clock_time::ClockTime,
    ids::{BookingId, CentreId, OrganisationId, ShiftId, UserId, VolunteerId},
    local_time::{self, dates_of},
    text_enum,
    time::{DAY, HOUR, Instant, Span},
};

#[cfg(test)]
mod tests;

/// Hours before a booking until which its key-holder can be named, unless the centre says otherwise.
pub const USUAL_KEY_HOURS: u32 = 48;

/// Hours for which a duty is offered to the rota before the desk is asked, unless the centre says otherwise.
pub const USUAL_OFFER_HOURS: u32 = 24;

/// Weeks of a term at most.
pub const MOST_WEEKS: usize = 60;

/// The longest stretch that somebody takes, seconds.
pub const LONGEST_SHIFT: i64 = DAY;

text_enum! {
    /// What somebody on the rota is there for.
    ShiftRole { Key = "key", Host = "host" }
}

text_enum! {
    /// What became of hours on the rota. In `taken` hours a volunteer is there, in `staffed` ones somebody of the centre.
    ShiftState { Taken = "taken", Offered = "offered", Desk = "desk", Staffed = "staffed", Dropped = "dropped" }
}

impl ShiftState {
    /// Whether somebody is there.
    #[must_use]
    pub const fn is_covered(self) -> bool {
        matches!(self, Self::Taken | Self::Staffed)
    }

    /// Whether somebody is still looked for.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Offered | Self::Desk)
    }
}

/// Between which dates somebody knows how to open, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Training {
    /// When they were trained.
    pub trained_on: NaiveDate,
    /// The last date on which it holds, where it ends.
    pub valid_until: Option<NaiveDate>,
}

impl Training {
    /// Whether it holds all through `span`.
    #[must_use]
    pub fn holds(&self, span: Span, zone: Tz) -> bool {
        let mut dates = dates_of(span, zone).peekable();
        let on = |date: NaiveDate| self.trained_on <= date && self.valid_until.is_none_or(|until| date <= until);
        dates.peek().is_some() && dates.all(on)
    }
}

/// What a centre decided about its rota.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RotaSettings {
    /// Hours before a booking until which its key-holder can be named; then the desk decides.
    pub key_hours: u32,
    /// Hours for which a duty is offered to the rota; then the desk decides.
    pub offer_hours: u32,
    /// What one has to know to open, for who is on duty.
    pub opening_note: Option<String>,
}

impl Default for RotaSettings {
    fn default() -> Self {
        Self { key_hours: USUAL_KEY_HOURS, offer_hours: USUAL_OFFER_HOURS, opening_note: None }
    }
}

impl RotaSettings {
    /// Until when a duty that begins at `start` is offered to the rota: no longer than half the time that is left.
    #[must_use]
    pub fn offer_until(&self, now: Instant, start: Instant) -> Instant {
        now.plus((i64::from(self.offer_hours) * HOUR).min(start.since(now) / 2).max(0))
    }
}

/// Somebody on the rota of a centre.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Volunteer {
    /// Identifier.
    pub id: VolunteerId,
    /// The centre.
    pub centre_id: CentreId,
    /// Who it is.
    pub person_id: UserId,
    /// The organisation that they come from, where they come from one.
    pub organisation_id: Option<OrganisationId>,
    /// Whether they may open.
    pub opens: bool,
    /// Whether they are a host.
    pub hosts: bool,
    /// When they were trained.
    pub training: Training,
}

impl Volunteer {
    /// Whether they may be there in this role at this time.
    #[must_use]
    pub fn may(&self, role: ShiftRole, span: Span, zone: Tz) -> bool {
        let can = match role {
            ShiftRole::Key => self.opens,
            ShiftRole::Host => self.hosts,
        };
        can && self.training.holds(span, zone)
    }
}

/// Hours on the rota.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    /// Identifier.
    pub id: ShiftId,
    /// The centre.
    pub centre_id: CentreId,
    /// Who is there.
    pub volunteer_id: Option<VolunteerId>,
    /// What for.
    pub role: ShiftRole,
    /// When.
    pub span: Span,
    /// What became of it.
    pub state: ShiftState,
    /// Until then it is offered to the rota.
    pub offer_until: Option<Instant>,
    /// The booking that it is for, where its own key-holder cannot come or it has none.
    pub booking_id: Option<BookingId>,
    /// Who could not come.
    pub declined_by: Option<UserId>,
    /// Who entered it; none is the service itself.
    pub created_by: Option<UserId>,
    /// Rises with each change.
    pub version: i64,
}

/// The same hours each week on the clock of the centre, from `first` until the date `until`, both included: at most
/// [`MOST_WEEKS`]. Hours that a change of clock swallows are left out.
#[must_use]
pub fn weekly(first: Span, until: NaiveDate, zone: Tz) -> Vec<Span> {
    let (Some(start), Some(end)) = (local_time::local(first.start(), zone), local_time::local(first.end(), zone))
    else {
        return Vec::new();
    };
    let at = |local: NaiveDateTime, weeks: u64| {
        let date = local.date().checked_add_days(Days::new(7 * weeks))?;
        let minutes = u16::try_from(local.hour() * 60 + local.minute()).ok().and_then(ClockTime::from_minutes)?;
        local_time::resolve(date, minutes, zone)
    };
    let weeks =
        (0..).take_while(|weeks| start.date().checked_add_days(Days::new(7 * weeks)).is_some_and(|d| d <= until));
    weeks.take(MOST_WEEKS).filter_map(|weeks| Span::new(at(start, weeks)?, at(end, weeks)?)).collect()
}
