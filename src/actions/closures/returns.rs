//! The first right of return: when a closure ends, or takes less, whoever it sent elsewhere is kept the old place until a
//! deadline, before anybody who waits. Unanswered, they keep what they have, and the old place is free.

use std::collections::HashMap;

use rand::RngExt;

use crate::{
    actions::{
        Policy,
        bookings::record,
        letters::{self, returns::Return},
    },
    domain::{
        booking::{Booking, BookingStatus, Music},
        claim::Claim,
        closure::Closure,
        failure::Failure,
        ids::{BookingId, ResourceId, RoomId, UserId},
        ledger::Ledger,
        local_time, reference,
        resource::UseState,
        rules::opening_hours,
        site::Site,
        time::{DAY, Span},
        waiting::held_until,
    },
    store::{
        Unit, bookings, claims,
        closures::returns::{self, LostPlace},
    },
};

/// Holds for those who were sent elsewhere the places that they had in these rooms at these times, as far as they are free
/// again. Every resource of the centre is locked, and `after` is the centre as it is now.
pub(super) async fn hold(
    unit: &Unit,
    policy: &Policy,
    actor: UserId,
    ended: &Closure,
    after: &Site,
    open: &[(RoomId, Span)],
) -> Result<(), Failure> {
    let Some(window) = open.iter().map(|(_, span)| *span).reduce(Span::hull) else { return Ok(()) };
    let rooms: Vec<RoomId> = open.iter().map(|(room, _)| *room).collect();
    let lost = returns::lost_places(unit, &rooms, window).await?;
    let Some(hull) = lost.iter().map(|lost| lost.span).reduce(Span::hull) else { return Ok(()) };
    let ids: Vec<BookingId> = lost.iter().map(|lost| lost.booking_id).collect();
    let moved: HashMap<BookingId, Booking> =
        bookings::by_ids(unit, &ids).await?.into_iter().map(|booking| (booking.id, booking)).collect();
    let mut ledger = ledger(unit, after, hull).await?;
    let mut offered = Vec::new();
    for lost in &lost {
        let Some(now_at) = moved.get(&lost.booking_id) else { continue };
        let Some((held, claims)) = place(unit, actor, after, now_at, lost) else { continue };
        if !is_quiet_enough(unit, after, now_at, &held).await? || !ledger.lay_if_free(&claims) {
            continue;
        }
        claims::insert(unit, Some(held.id), &claims).await?;
        bookings::insert(unit, &held).await?;
        returns::note_return(unit, lost, held.id, ended.id).await?;
        record::audit(unit, Some(actor), "booking.held_for_return", None, &held).await?;
        wait_for_answer(unit, actor, now_at, &held).await?;
        offered.push(Return { held, now_at: now_at.clone() });
    }
    letters::returns::write(unit, policy, ended.id, &offered).await
}

/// The old place as a booking that holds it, and what it claims; none where the room is not in use any more, or where they
/// have that place already.
fn place(
    unit: &Unit,
    actor: UserId,
    after: &Site,
    now_at: &Booking,
    lost: &LostPlace,
) -> Option<(Booking, Vec<Claim>)> {
    let room = after.room(lost.room_id).filter(|room| room.state == UseState::Active)?;
    let there_already = now_at.room_id == lost.room_id && now_at.span == lost.span;
    if there_already || !opening_hours::is_in_use(&after.centre, room) {
        return None;
    }
    let now = unit.now();
    let place = after.centre.locality.as_deref().unwrap_or(&after.centre.name);
    let held = Booking {
        id: BookingId::new(now),
        reference: reference::reference(place, rand::rng().random(), reference::SHORTEST + 2),
        status: BookingStatus::Held,
        room_id: room.id,
        centre_id: after.centre.id,
        created_by: actor,
        layout: lost.layout.clone(),
        shared: lost.shared.unwrap_or(now_at.shared) && room.shared_places.is_some(),
        equipment: lost.equipment.clone().unwrap_or_default(),
        span: lost.span,
        setup_seconds: room.rules.setup_seconds(),
        cleanup_seconds: room.rules.cleanup_seconds(),
        price: None,
        review_reasons: Vec::new(),
        answer_by: None,
        hold_until: Some(held_until(now, lost.span.start().min(now_at.span.start()))),
        offer_until: None,
        return_of: Some(now_at.id),
        series_id: None,
        series_starts_at: None,
        detached: false,
        sequence: 0,
        created_at: now,
        updated_at: now,
        version: 1,
        ..now_at.clone()
    };
    let claims = after.claims_of(&held);
    Some((held, claims))
}

/// Whether the centre may have the event that comes back among its amplified ones. One that stayed in the centre and in the
/// year is counted there already.
async fn is_quiet_enough(unit: &Unit, after: &Site, now_at: &Booking, held: &Booking) -> Result<bool, Failure> {
    let limit = after.room(held.room_id).and_then(|room| room.rules.noise.as_ref()?.amplified_per_year);
    let year = |booking: &Booking| local_time::year_of(booking.span.start(), after.centre.timezone);
    let stayed = now_at.centre_id == held.centre_id && year(now_at) == year(held);
    let (Some(limit), Some(year), false, Music::Amplified) = (limit, year(held), stayed, held.music) else {
        return Ok(true);
    };
    Ok(bookings::amplified_in(unit, held.centre_id, year, None).await? < limit)
}

/// Who has not said yet whether they take the place that they were offered does not lose it while they may go back.
async fn wait_for_answer(unit: &Unit, actor: UserId, now_at: &Booking, held: &Booking) -> Result<(), Failure> {
    let later = now_at.offer_until.zip(held.hold_until).filter(|(offer, hold)| offer < hold);
    let Some((_, hold)) = later else { return Ok(()) };
    let before = bookings::lock(unit, now_at.id, now_at.version).await?;
    let after =
        Booking { offer_until: Some(hold), updated_at: unit.now(), version: before.version + 1, ..before.clone() };
    bookings::update(unit, &after).await?;
    record::audit(unit, Some(actor), "booking.offer_extended", Some(&before), &after).await
}

/// What is claimed in the centre around `hull`.
async fn ledger(unit: &Unit, after: &Site, hull: Span) -> Result<Ledger, Failure> {
    let ids: Vec<ResourceId> = after.resources.iter().map(|resource| resource.id).collect();
    // Set-up and clean-up last a day at most.
    let stored = claims::within(unit, &ids, hull.widened(2 * DAY, 2 * DAY)).await?;
    let mut ledger = Ledger::new(after.resources.iter().map(|resource| (resource.id, resource.capacity)));
    ledger.lay(&stored.iter().map(|stored| stored.claim).collect::<Vec<_>>());
    Ok(ledger)
}
