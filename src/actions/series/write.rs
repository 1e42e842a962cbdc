//! Writes the bookings of a series, all in a few statements.

use rand::RngExt;

use super::consider::Date;
use crate::{
    actions::bookings::{create, record},
    auth::Caller,
    domain::{
        booking::{Booking, BookingStatus},
        claim::Claim,
        failure::Failure,
        ids::BookingId,
        reference,
        series::Series,
    },
    store::{Unit, audit, bookings, claims},
};

/// Writes a booking for each date, with its claims and what is recorded of it, and `event` of the series behind them. Where
/// a reference is taken, the unit is run again: `longer` then asks for longer ones.
pub(super) async fn bookings(
    unit: &Unit,
    caller: &Caller,
    series: &Series,
    dates: &[Date],
    longer: usize,
    event: audit::Event<'_>,
) -> Result<Vec<Booking>, Failure> {
    let mut made: Vec<Booking> = dates.iter().map(|date| booking(unit, caller, series, date, longer)).collect();
    // A deposit is asked once, with the first date.
    made.iter_mut().skip(1).filter_map(|one| one.price.as_mut()).for_each(|price| price.deposit = None);
    bookings::insert_many(unit, &made.iter().collect::<Vec<_>>()).await?;
    let mut claimed: Vec<(BookingId, Claim)> = made
        .iter()
        .zip(dates)
        .flat_map(|(booking, date)| date.plan.claims.iter().map(|claim| (booking.id, *claim)))
        .collect();
    claimed.sort_by_key(|(_, claim)| *claim);
    claims::insert_many(unit, &claimed).await?;
    let of_one = |one: &Booking| record::event(Some(caller.id), create::created_as(one.status), None, one);
    let recorded: Vec<_> = made.iter().map(of_one).chain([event]).collect();
    audit::record_all(unit, &recorded).await?;
    let asked: Vec<BookingId> =
        made.iter().filter(|one| one.status == BookingStatus::Requested).map(|one| one.id).collect();
    bookings::set_series_reminders(unit, series.id, &asked).await?;
    Ok(made)
}

fn booking(unit: &Unit, caller: &Caller, series: &Series, date: &Date, longer: usize) -> Booking {
    let Date { draft, plan } = date;
    let place = plan.centre.locality.as_deref().unwrap_or(&plan.centre.name);
    // Many at once: two signs more than a single booking has, so that hardly ever one of them is taken.
    let reference = reference::reference(place, rand::rng().random(), reference::SHORTEST + 2 + longer);
    Booking {
        series_id: Some(series.id),
        series_starts_at: Some(draft.span.start()),
        booker_id: series.booker_id,
        caller: series.caller.clone(),
        ..create::booking(unit.now(), caller, draft, plan, reference)
    }
}
