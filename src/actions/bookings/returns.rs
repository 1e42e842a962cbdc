//! Going back to the place that a closure took: the booking leaves the place that it was given for the one that is held for
//! it, and what held it ends.

use super::{change::stale_is_changed, record, step};
use crate::{
    actions::{
        Policy,
        letters::{self, Known, Occasion},
        waitlist,
    },
    domain::{
        booking::{Booking, BookingStatus, InvalidTransition, Music, Side},
        centre::Centre,
        claim::claims_of,
        failure::Failure,
        ids::{BookingId, UserId},
        local_time,
        room::Room,
        rules::noise,
    },
    store::{Unit, bookings, catalogue::hold_room, claims},
};

/// Takes a booking back to the place that is held for it by `held`, as it was read; gives the booking as it is since.
///
/// # Errors
/// [`Failure::InvalidTransition`] where the place is held no more, or the booking stands no more; [`Failure::Stale`] where
/// one of them is no longer as it was read.
pub(super) async fn go_back(
    unit: &Unit,
    policy: &Policy,
    actor: Option<UserId>,
    held: &Booking,
    of: BookingId,
    known: Known<'_>,
) -> Result<Booking, Failure> {
    let before = bookings::get(unit, of).await?;
    step::lock_many(unit, &[held, &before]).await?;
    let now = unit.now();
    let in_time = held.status == BookingStatus::Held && held.hold_until.is_some_and(|until| until > now);
    if !in_time || !before.status.holds_claims() || before.span.start() <= now {
        return Err(InvalidTransition { from: held.status, to: BookingStatus::Confirmed }.into());
    }
    let after = Booking {
        room_id: held.room_id,
        centre_id: held.centre_id,
        layout: held.layout.clone(),
        shared: held.shared,
        equipment: held.equipment.clone(),
        span: held.span,
        setup_seconds: held.setup_seconds,
        cleanup_seconds: held.cleanup_seconds,
        answer_by: before.answer_by.map(|known| known.min(held.span.start())),
        hold_until: before.hold_until.map(|known| known.min(held.span.start())),
        offer_until: None,
        sequence: before.sequence + 1,
        updated_at: now,
        version: before.version + 1,
        ..before.clone()
    };
    let ended = Booking {
        status: held.status.moved_to(BookingStatus::Cancelled)?,
        hold_until: None,
        cancelled_at: Some(now),
        cancelled_by: Some(Side::Centre),
        updated_at: now,
        version: held.version + 1,
        ..held.clone()
    };
    // Who is more by now takes more places, where there are any.
    let catalogue = unit.catalogue().await?;
    let (room, centre) = catalogue.room(after.room_id).ok_or(Failure::Stale)?;
    hold_room(unit, &room).await?;
    let shared = after.shared.then_some(after.attendees);
    let people = catalogue.people(centre.id).map(|people| (people, after.attendees));
    let claims = claims_of(after.claimed_span(), &catalogue.floors(&room), shared, &after.equipment, people);
    claims::release_many(unit, &[held.id, before.id]).await?;
    claims::insert(unit, Some(after.id), &claims).await?;
    bookings::update(unit, &ended).await.map_err(stale_is_changed)?;
    is_quiet_enough(unit, &room, &centre, held, &after).await?;
    bookings::update(unit, &after).await.map_err(stale_is_changed)?;
    record::audit(unit, actor, "booking.return_taken", Some(held), &ended).await?;
    record::audit(unit, actor, "booking.returned", Some(&before), &after).await?;
    waitlist::serve(unit, policy, &[(before.room_id, before.claimed_span())]).await?;
    let occasion = match after.status {
        BookingStatus::Held => Occasion::OptionHeld,
        _ => Occasion::Changed { before: before.span, before_room: before.room_id },
    };
    letters::write(unit, policy, &after, occasion, known).await?;
    Ok(after)
}

/// An event that is amplified since its place was kept is judged where it comes back to.
///
/// # Errors
/// [`Failure::RuleViolated`].
async fn is_quiet_enough(
    unit: &Unit,
    room: &Room,
    centre: &Centre,
    held: &Booking,
    after: &Booking,
) -> Result<(), Failure> {
    let limit = room.rules.noise.as_ref().and_then(|noise| noise.amplified_per_year);
    let (Some(limit), true) = (limit, after.music == Music::Amplified && held.music != Music::Amplified) else {
        return Ok(());
    };
    bookings::lock_amplified(unit, centre.id).await?;
    let Some(year) = local_time::year_of(after.span.start(), centre.timezone) else { return Ok(()) };
    match bookings::amplified_in(unit, centre.id, year, Some(after.id)).await? {
        counted if counted < limit => Ok(()),
        _ => Err(Failure::RuleViolated(vec![noise::too_many(limit)])),
    }
}
