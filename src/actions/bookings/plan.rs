//! What would become of a draft: the one decision behind quote, submit and change. It looks at rules and rights; whether
//! the time is free is told by the law when the claims are written.

use std::sync::Arc;

use chrono::{Datelike, NaiveDate};

use super::{Behalf, Draft};
use crate::{
    actions::{Policy, offers::Wanted},
    auth::Caller,
    domain::{
        booking::{Booking, BookingStatus, Contact, Music},
        centre::Centre,
        claim::{self, Claim, Claimable},
        clock_time::ClockTime,
        failure::{Failure, Fault},
        ids::{BookingId, ResourceId, UserId},
        local_time,
        resource::{ResourceKind, UseState},
        room::Room,
        rules::{self, Asker, Circumstances, Judgement, RuleCode, Wish},
        time::{DAY, Instant, MINUTE, Span},
    },
    store::{Access, Unit, bookings, catalogue::Catalogue},
};

/// What would become of a draft.
pub struct Plan {
    /// The room it would be in.
    pub room: Arc<Room>,
    /// The room's centre.
    pub centre: Arc<Centre>,
    /// For whom.
    pub asker: Asker,
    /// The name of the organisation it is for.
    pub organisation_name: Option<String>,
    /// What the rules say, less what staff set aside.
    pub judgement: Judgement,
    /// What it would claim, sorted by resource.
    pub claims: Vec<Claim>,
    /// Whether it takes places rather than the whole room.
    pub shared: bool,
    /// The person it is for.
    pub booker_id: Option<UserId>,
    /// The caller without an account it is for.
    pub caller: Option<Contact>,
    /// The stage it would begin in.
    pub status: BookingStatus,
    /// A request would be answered by then.
    pub answer_by: Option<Instant>,
}

impl Plan {
    /// The resources it would claim, in the order in which they are locked.
    #[must_use]
    pub fn resources(&self) -> Vec<ResourceId> {
        let mut ids: Vec<ResourceId> = self.claims.iter().map(|claim| claim.resource_id).collect();
        ids.dedup();
        ids
    }

    /// What was wanted, for offers in its place. `except` is a booking whose claims are no obstacle.
    #[must_use]
    pub fn wanted<'a>(&'a self, draft: &'a Draft, wish: &'a Wish, except: Option<BookingId>) -> Wanted<'a> {
        Wanted {
            room: &self.room,
            centre: &self.centre,
            asker: &self.asker,
            wish,
            shared: draft.shared,
            equipment: &draft.equipment,
            except,
        }
    }
}

/// Decides what would become of `draft` for `caller`. `before` is the booking that it changes.
///
/// # Errors
/// [`Failure::NotFound`] for an unknown room, [`Failure::Forbidden`] where the caller may not ask this,
/// [`Failure::Invalid`] where the draft names what the room or the organisation does not have.
pub async fn plan<A: Access>(
    access: &A,
    catalogue: &Catalogue,
    policy: &Policy,
    now: Instant,
    caller: &Caller,
    draft: &Draft,
    before: Option<&Booking>,
) -> Result<Plan, Failure> {
    let (room, centre) = catalogue.room(draft.room_id).ok_or(Failure::NotFound)?;
    let desk = caller.is_desk_of(centre.id);
    may_ask(caller, draft, before, desk)?;
    let (booker_id, contact) = booker(access, caller, draft, before).await?;
    let (asker, organisation_name) = asker(access, &centre, draft).await?;
    let shared = draft.shared.unwrap_or(room.shared_places.is_some());
    let wish = draft.wish(shared);
    let circumstances = Circumstances {
        now,
        amplified_this_year: amplified(access, &room, &centre, draft, before.map(|booking| booking.id)).await?,
    };
    let judged = rules::judge(&centre, &room, &wish, &asker, circumstances);
    let judgement = rules::apply_overrides(judged, &draft.overrides);
    if let Some(key_holder) = draft.key_holder_id {
        let known = match draft.organisation_id {
            Some(organisation) => bookings::is_key_holder(access, key_holder, organisation).await?,
            None => false,
        };
        if !known {
            return Err(Failure::invalid("/key_holder_id", "unknown", "The organisation has no such key-holder."));
        }
    }
    let claims = claims(catalogue, &room, &centre, draft, shared)?;
    let status = stage(draft, &judgement, desk);
    let answer_by =
        (status == BookingStatus::Requested).then(|| answer_by(now, draft.span.start(), policy.answer_days));
    Ok(Plan {
        room,
        centre,
        asker,
        organisation_name,
        judgement,
        claims,
        shared,
        booker_id,
        caller: contact,
        status,
        answer_by,
    })
}

/// A request is answered by the earlier of so many days from now and its start.
fn answer_by(now: Instant, start: Instant, days: u32) -> Instant {
    now.plus(i64::from(days) * DAY).min(start).max(now.plus(MINUTE))
}

/// Kept as an option, confirmed at once (the desk itself has looked), or to be looked at.
fn stage(draft: &Draft, judgement: &Judgement, desk: bool) -> BookingStatus {
    if draft.hold_until.is_some() {
        BookingStatus::Held
    } else if desk || judgement.review_reasons.is_empty() {
        BookingStatus::Confirmed
    } else {
        BookingStatus::Requested
    }
}

fn may_ask(caller: &Caller, draft: &Draft, before: Option<&Booking>, desk: bool) -> Result<(), Failure> {
    let unchanged = before.map(Draft::of);
    let asks_anew = |differs: fn(&Draft, &Draft) -> bool, given: bool| {
        unchanged.as_ref().map_or(given, |unchanged| differs(draft, unchanged))
    };
    if asks_anew(|a, b| a.behalf != b.behalf, draft.behalf.is_some()) {
        caller.needs(caller.is_any_desk())?;
    }
    let desk_only = asks_anew(|a, b| a.hold_until != b.hold_until, draft.hold_until.is_some())
        || asks_anew(|a, b| a.overrides != b.overrides, !draft.overrides.is_empty());
    if desk_only {
        caller.needs(desk)?;
    }
    if asks_anew(|a, b| a.organisation_id != b.organisation_id, true) {
        caller.needs(caller.may_book_for(draft.organisation_id) || caller.is_any_desk())?;
    }
    Ok(())
}

async fn booker<A: Access>(
    access: &A,
    caller: &Caller,
    draft: &Draft,
    before: Option<&Booking>,
) -> Result<(Option<UserId>, Option<Contact>), Failure> {
    if let Some(before) = before
        && draft.behalf == Draft::of(before).behalf
    {
        return Ok((before.booker_id, before.caller.clone()));
    }
    match &draft.behalf {
        None => Ok((Some(caller.id), None)),
        Some(Behalf::Caller(contact)) => Ok((None, Some(contact.clone()))),
        Some(Behalf::Person(id)) if bookings::person_exists(access, *id).await? => Ok((Some(*id), None)),
        Some(Behalf::Person(_)) => {
            Err(Failure::invalid("/on_behalf_of/user_id", "unknown", "There is no such person."))
        }
    }
}

/// For whom a draft is, as rules see it, with the organisation's name.
pub(super) async fn asker<A: Access>(
    access: &A,
    centre: &Centre,
    draft: &Draft,
) -> Result<(Asker, Option<String>), Failure> {
    let Some(id) = draft.organisation_id else { return Ok((Asker::private(), None)) };
    let standing = bookings::standing(access, id).await.map_err(|failure| match failure {
        Failure::NotFound => Failure::invalid("/organisation_id", "unknown", "There is no such organisation."),
        other => other,
    })?;
    let asker = Asker {
        kind: standing.kind,
        class: standing.class,
        organisation_id: Some(id),
        is_host: Caller::hosts(centre, Some(id)),
        no_shows: standing.no_shows,
    };
    Ok((asker, Some(standing.name)))
}

/// Amplified events of the centre in the local year of the wish: counted only where a limit asks for it.
async fn amplified<A: Access>(
    access: &A,
    room: &Room,
    centre: &Centre,
    draft: &Draft,
    except: Option<BookingId>,
) -> Result<u32, Failure> {
    let limited = room.rules.noise.as_ref().is_some_and(|noise| noise.amplified_per_year.is_some());
    if draft.music != Music::Amplified || !limited {
        return Ok(0);
    }
    let zone = centre.timezone;
    let year = |year| {
        let first = NaiveDate::from_ymd_opt(year, 1, 1)?;
        local_time::resolve(first, ClockTime::START_OF_DAY, zone)
    };
    let this = local_time::date_of(draft.span.start(), zone).map(|date| date.year());
    let span = this.and_then(|this| Span::new(year(this)?, year(this + 1)?));
    match span {
        Some(span) => bookings::amplified_in(access, centre.id, span, except).await,
        None => Ok(0),
    }
}

/// What the draft would claim.
fn claims(
    catalogue: &Catalogue,
    room: &Room,
    centre: &Centre,
    draft: &Draft,
    shared: bool,
) -> Result<Vec<Claim>, Failure> {
    let mut faults = Vec::new();
    for (n, wish) in draft.equipment.iter().enumerate() {
        let pool = catalogue.resources.get(&wish.resource_id).filter(|pool| {
            pool.centre_id == centre.id && pool.kind == ResourceKind::Equipment && pool.state == UseState::Active
        });
        match pool {
            None => faults.push(Fault::new(
                format!("/equipment/{n}/resource_id"),
                "unknown",
                "The centre has no such equipment.",
            )),
            Some(pool) if wish.quantity > pool.capacity => faults.push(Fault::new(
                format!("/equipment/{n}/quantity"),
                "range",
                format!("The centre has {} of them.", pool.capacity),
            )),
            Some(_) => {}
        }
    }
    if !faults.is_empty() {
        return Err(Failure::Invalid(faults));
    }
    let buffer = |minutes: u32| i64::from(minutes) * MINUTE;
    let span = draft.span.widened(buffer(room.rules.setup_minutes), buffer(room.rules.cleanup_minutes));
    let people = catalogue.people(centre.id).map(|people: Claimable| (people, draft.attendees));
    let floors = catalogue.floors(room);
    Ok(claim::claims_of(span, &floors, shared.then_some(draft.attendees), &draft.equipment, people))
}

/// Holds the count of amplified events for the rest of the unit and judges it again: two can't both be the last.
///
/// # Errors
/// [`Failure::Stale`] where another event was counted meanwhile.
pub(super) async fn hold_yearly_count(
    unit: &Unit,
    plan: &Plan,
    draft: &Draft,
    except: Option<BookingId>,
) -> Result<(), Failure> {
    let limited = plan.room.rules.noise.as_ref().and_then(|noise| noise.amplified_per_year);
    let set_aside = draft.overrides.iter().any(|known| known.rule == RuleCode::Noise);
    let Some(limit) = limited.filter(|_| draft.music == Music::Amplified && !set_aside) else { return Ok(()) };
    bookings::lock_amplified(unit, plan.centre.id).await?;
    let counted = amplified(unit, &plan.room, &plan.centre, draft, except).await?;
    if counted < limit { Ok(()) } else { Err(Failure::Stale) }
}
