//! The letter that nobody came too often: from then on the desk looks at bookings that were certain at once before. Written
//! once, when a time that nobody came reaches what a room allows.

use super::review::{self, Behind, Counted};
use crate::{
    actions::Policy,
    domain::{attendance, booking::Booking, failure::Failure},
    mail::Letter,
    store::{Unit, bookings},
};

/// Tells those behind a booking to which nobody came, where rooms look at their bookings from now on.
pub(in crate::actions) async fn tell(unit: &Unit, policy: &Policy, booking: &Booking) -> Result<(), Failure> {
    let Some(behind) = Behind::hold(unit, booking).await? else { return Ok(()) };
    let counted = Counted {
        times: behind.no_shows,
        this: booking.span.start(),
        is_reviewed: attendance::is_reviewed,
        months: |review| review.no_show_months,
    };
    let Some(crossed) = counted.crossed(unit, booking.centre_id).await? else { return Ok(()) };
    if !bookings::note_no_show_letter(unit, booking.id).await? {
        return Ok(());
    }
    let letter = Letter::NoShows {
        organisation_name: behind.organisation_name,
        times: crossed.times,
        months: crossed.months,
        rooms: crossed.rooms,
    };
    review::tell(unit, policy, booking, &letter).await
}
