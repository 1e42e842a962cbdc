//! Takes hours on the rota, once or each week of a term: volunteers for themselves, the desk for them or to be offered.

use chrono::NaiveDate;

use super::{offered, record};
use crate::{
    actions::{Policy, Services, letters},
    auth::Caller,
    domain::{
        centre::Centre,
        failure::Failure,
        ids::{CentreId, ShiftId, VolunteerId},
        rota::{LONGEST_SHIFT, MOST_WEEKS, Shift, ShiftRole, ShiftState, weekly},
        time::{DAY, Instant, Span},
        validation::Faults,
    },
    store::{Unit, UseCase, rota},
};

/// Days ahead that hours can be taken.
const FURTHEST: i64 = 430;

/// Takes hours on the rota.
pub struct TakeHours {
    /// What actions need.
    pub services: Services,
    /// Who asks.
    pub caller: Caller,
    /// The centre.
    pub centre: CentreId,
    /// For whom the desk enters them; who asks, where absent.
    pub volunteer: Option<VolunteerId>,
    /// Whether the desk asks the rota who takes them.
    pub offer: bool,
    /// What for.
    pub role: ShiftRole,
    /// The first of them.
    pub span: Span,
    /// The last date of a term, in which they are taken each week.
    pub weekly_until: Option<NaiveDate>,
}

impl UseCase for TakeHours {
    type Output = Vec<Shift>;

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        if self.caller.is_desk_of(self.centre) {
            return Ok(());
        }
        let own = own_place(unit, &self.caller, self.centre).await?;
        let own = own.is_some_and(|own| !self.offer && self.volunteer.is_none_or(|asked| asked == own));
        self.caller.needs(own)
    }

    async fn run(&self, unit: &Unit) -> Result<Vec<Shift>, Failure> {
        let catalogue = unit.catalogue().await?;
        let centre = catalogue.centres.get(&self.centre).ok_or(Failure::NotFound)?;
        let spans = self.spans(unit.now(), centre)?;
        if self.offer {
            return self.offered(unit, centre, &spans).await;
        }
        let asked = match self.volunteer {
            Some(asked) => Some(asked),
            None => own_place(unit, &self.caller, self.centre).await?,
        };
        let missing = || Failure::invalid("/volunteer_id", "required", "Hours are taken by somebody on the rota.");
        let volunteer = taker(unit, asked.ok_or_else(missing)?, centre, "/volunteer_id").await?;
        let mut taken = Vec::with_capacity(spans.len());
        for span in spans {
            fits(unit, &volunteer, centre, (self.role, span, None), "/starts_at").await?;
            let shift = Shift { volunteer_id: Some(volunteer.volunteer.id), ..self.shift(unit, span) };
            taken.push(shift);
        }
        rota::insert(unit, &taken).await?;
        for shift in &taken {
            record(unit, Some(self.caller.id), "shift.taken", None, shift).await?;
        }
        Ok(taken)
    }
}

impl TakeHours {
    fn spans(&self, now: Instant, centre: &Centre) -> Result<Vec<Span>, Failure> {
        let mut faults = Faults::new();
        if self.span.start() <= now || self.span.start() > now.plus(FURTHEST * DAY) {
            faults.add("/starts_at", "out_of_range", "Hours are taken ahead, and within a year.");
        }
        if self.span.seconds() > LONGEST_SHIFT {
            faults.add("/ends_at", "out_of_range", "Nobody is there for longer than a day.");
        }
        let spans = match self.weekly_until {
            None => vec![self.span],
            Some(until) => weekly(self.span, until, centre.timezone),
        };
        let first = self.span.start().in_zone(centre.timezone).date_naive();
        let last = first.checked_add_days(chrono::Days::new(7 * u64::try_from(MOST_WEEKS).unwrap_or(0)));
        if self.weekly_until.is_some_and(|until| spans.is_empty() || last.is_none_or(|last| until >= last)) {
            let message = format!("A term ends after its first week, and has at most {MOST_WEEKS} weeks.");
            faults.add("/weekly_until", "out_of_range", message);
        }
        faults.into_result()?;
        Ok(spans)
    }

    fn shift(&self, unit: &Unit, span: Span) -> Shift {
        Shift {
            id: ShiftId::new(unit.now()),
            centre_id: self.centre,
            volunteer_id: None,
            role: self.role,
            span,
            state: ShiftState::Taken,
            offer_until: None,
            booking_id: None,
            declined_by: None,
            created_by: Some(self.caller.id),
            version: 1,
        }
    }

    /// Asks the rota who takes the hours.
    async fn offered(&self, unit: &Unit, centre: &Centre, spans: &[Span]) -> Result<Vec<Shift>, Failure> {
        if self.volunteer.is_some() {
            let message = "What is offered to all on the rota is for nobody yet.";
            return Err(Failure::invalid("/volunteer_id", "unexpected", message));
        }
        let policy: &Policy = &self.services.policy;
        let mut all = Vec::with_capacity(spans.len());
        for span in spans {
            let (shift, to) = offered(unit, centre, self.shift(unit, *span)).await?;
            rota::insert(unit, std::slice::from_ref(&shift)).await?;
            record(unit, Some(self.caller.id), "shift.offered", None, &shift).await?;
            letters::duties::offered(unit, policy, centre, &shift, &to).await?;
            all.push(shift);
        }
        Ok(all)
    }
}

/// The caller's own place on the rota of a centre.
async fn own_place(unit: &Unit, caller: &Caller, centre: CentreId) -> Result<Option<VolunteerId>, Failure> {
    let places = rota::of_person(unit, caller.id).await?;
    Ok(places.into_iter().find(|place| place.centre_id == centre).map(|place| place.id))
}

/// Somebody on the rota of the centre, held until the unit ends: who is taken off meanwhile takes nothing more.
pub(super) async fn taker(
    unit: &Unit,
    id: VolunteerId,
    centre: &Centre,
    pointer: &str,
) -> Result<rota::OnRota, Failure> {
    let unknown = || Failure::invalid(pointer, "unknown", "There is nobody like that on the rota.");
    match rota::hold_volunteer(unit, id).await {
        Ok(found) if found.volunteer.centre_id == centre.id => Ok(found),
        Ok(_) | Err(Failure::NotFound) => Err(unknown()),
        Err(failure) => Err(failure),
    }
}

/// Whether somebody on the rota may take these hours: trained for them, and not elsewhere then.
pub(super) async fn fits(
    unit: &Unit,
    one: &rota::OnRota,
    centre: &Centre,
    (role, span, except): (ShiftRole, Span, Option<ShiftId>),
    pointer: &str,
) -> Result<(), Failure> {
    if !one.volunteer.may(role, span, centre.timezone) {
        return Err(Failure::invalid(pointer, "not_trained", "They are not trained for this, or not on that date."));
    }
    if rota::overlaps(unit, one.volunteer.id, span, except).await? {
        return Err(Failure::invalid(pointer, "overlaps", "They take other hours then."));
    }
    Ok(())
}
