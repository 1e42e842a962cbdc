//! Changes a centre. It does not close over what is booked.

use super::{check, facts, subject};
use crate::{
    actions::{
        Condition,
        places::{
            Edit,
            carry::{carry, in_use},
            record_changed,
        },
    },
    auth::Caller,
    domain::{
        booking::Booking,
        centre::{Centre, CentreState},
        failure::{Failure, Use},
        ids::CentreId,
        local_time,
        site::Site,
        time::Instant,
    },
    store::{Unit, UseCase, bookings, places},
};

/// Changes a centre.
pub struct UpdateCentre {
    /// Who asks.
    pub caller: Caller,
    /// Which centre.
    pub id: CentreId,
    /// The versions that the caller will accept.
    pub condition: Condition,
    /// What it is to become.
    pub edit: Edit<Centre>,
}

impl UseCase for UpdateCentre {
    type Output = Centre;

    async fn authorise(&self, _: &Unit) -> Result<(), Failure> {
        self.caller.needs(self.caller.is_desk_of(self.id))
    }

    async fn run(&self, unit: &Unit) -> Result<Centre, Failure> {
        let site = places::hold_centre(unit, self.id).await?;
        let before = &site.centre;
        self.condition.check(before.version)?;
        let (mut centre, faults) = (self.edit)(before)?;
        self.caller.needs(self.caller.may_change_centre(before, &centre))?;
        check::check(unit, &mut centre, faults).await?;
        if centre == *before {
            return Ok(centre);
        }
        if narrows(before, &centre) {
            let ahead = bookings::ahead_in_centre(unit, self.id, unit.now()).await?;
            let left: Vec<Use> = ahead.iter().filter(|booking| is_out(&centre, booking)).map(in_use).collect();
            if !left.is_empty() {
                return Err(Failure::InUse(left));
            }
        }
        let after = carry(unit, self.caller.id, &site, Site { centre, ..site.clone() }).await?.centre;
        record_changed(unit, self.caller.id, subject(&after), facts(before), facts(&after)).await?;
        Ok(after)
    }
}

/// Whether there may be bookings that the centre no longer has a day for.
fn narrows(before: &Centre, after: &Centre) -> bool {
    (before.state, before.opens_on, before.closes_on) != (after.state, after.opens_on, after.closes_on)
}

/// Whether a booking that lies ahead is on a day on which the centre can't be booked.
fn is_out(centre: &Centre, booking: &Booking) -> bool {
    let date = |instant: Instant| local_time::date_of(instant, centre.timezone);
    // Its last second: a booking that ends at midnight is not one of the next day.
    let (first, last) = (date(booking.span.start()), date(booking.span.end().plus(-1)));
    centre.state != CentreState::Open
        || centre.opens_on.zip(first).is_some_and(|(opens_on, first)| first < opens_on)
        || centre.closes_on.zip(last).is_some_and(|(closes_on, last)| last > closes_on)
}
