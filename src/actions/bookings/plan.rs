//! What would become of a draft: the one decision behind quote, submit and change. It looks at rules and rights; whether
//! the time is free is told by the law when the claims are written.

use std::sync::Arc;

use super::{
    Behalf, Draft, cancel, claimed, difference,
    price::{self, Change},
};
use crate::{
    actions::{Policy, offers::Wanted, quotas},
    auth::Caller,
    domain::{
        booking::{Booking, BookingStatus, Contact, Music, Override, Side},
        centre::Centre,
        claim::Claim,
        failure::Failure,
        ids::{BookingId, UserId},
        local_time,
        price::Price,
        quota::Used,
        room::Room,
        rota::Training,
        rules::{self, Asker, Circumstances, Judgement, RuleCode, Wish},
        time::{DAY, Instant, MINUTE, Span},
    },
    store::{Access, bookings, catalogue::Catalogue},
};

/// What would become of a draft.
pub struct Plan {
    /// The room it would be in.
    pub room: Arc<Room>,
    /// The room's centre.
    pub centre: Arc<Centre>,
    /// When.
    pub(super) span: Span,
    /// For whom.
    pub asker: Asker,
    /// The name of the organisation it is for.
    pub organisation_name: Option<String>,
    /// What the rules say, less what staff set aside and what a change leaves as it was.
    pub judgement: Judgement,
    /// The rules that are set aside.
    pub overrides: Vec<Override>,
    /// Amplified events that the centre may have in that year, where this one is to be counted among them.
    pub(super) yearly_limit: Option<u32>,
    /// Whether quotas are looked at again when all is locked.
    pub(super) counted: bool,
    /// What it would cost; none is 'no price', not 'free'.
    pub price: Option<Price>,
    /// Until then cancelling costs nothing, because the centre moved it.
    pub(super) free_cancel_until: Option<Instant>,
    /// What it would claim, sorted by resource; nothing where rules are broken.
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

/// What a decision stands on whatever the time: who asks for which room.
#[derive(Clone)]
pub struct Grounds {
    room: Arc<Room>,
    centre: Arc<Centre>,
    asker: Asker,
    organisation_name: Option<String>,
    booker_id: Option<UserId>,
    contact: Option<Contact>,
    desk: bool,
    /// Whether it is the centre that changes what is booked already.
    by_centre: bool,
    /// When the key-holder that is named was trained.
    training: Option<Training>,
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
    let mut grounds = Grounds::of(access, catalogue, caller, draft, before).await?;
    let except = before.map(|booking| booking.id);
    grounds.count(access, catalogue, now, draft.span, except.as_slice()).await?;
    let amplified = amplified(access, &grounds.room, &grounds.centre, draft, except).await?;
    grounds.decide(catalogue, policy, Circumstances { now, amplified_this_year: amplified }, draft, before)
}

impl Grounds {
    /// What a decision on `draft` stands on; see [`plan`].
    ///
    /// # Errors
    /// Those of [`plan`].
    pub async fn of<A: Access>(
        access: &A,
        catalogue: &Catalogue,
        caller: &Caller,
        draft: &Draft,
        before: Option<&Booking>,
    ) -> Result<Self, Failure> {
        let (room, centre) = catalogue.room(draft.room_id).ok_or(Failure::NotFound)?;
        let desk = caller.is_desk_of(centre.id);
        may_ask(caller, draft, before, desk)?;
        let was = before.map(Draft::of);
        let (booker_id, contact) = booker(access, caller, draft, before).await?;
        let (mut asker, organisation_name) = asker(access, Some(caller), &centre, draft).await?;
        behalf_belongs(access, draft, was.as_ref()).await?;
        if draft.organisation_id.is_none()
            && (room.rules.review.no_shows.is_some() || room.rules.review.incidents.is_some())
            && let Some(booker) = booker_id
        {
            (asker.no_shows, asker.incidents) = if booker == caller.id {
                (caller.private_no_shows.clone(), caller.private_incidents.clone())
            } else {
                bookings::troubles_of_person(access, booker).await?
            };
        }
        let training = match (draft.key_holder_id, draft.organisation_id) {
            (Some(key_holder), Some(organisation)) => {
                bookings::key_holder_training(access, key_holder, organisation).await?
            }
            _ => None,
        };
        if draft.key_holder_id.is_some() && training.is_none() {
            return Err(Failure::invalid("/key_holder_id", "unknown", "The organisation has no such key-holder."));
        }
        claimed::equipment_is_there(catalogue, &centre, draft)?;
        let by_centre = before.is_some_and(|before| cancel::side(caller, before) == Side::Centre);
        Ok(Self { room, centre, asker, organisation_name, booker_id, contact, desk, by_centre, training })
    }

    /// The room.
    #[must_use]
    pub fn room(&self) -> &Room {
        &self.room
    }

    /// For whom.
    #[must_use]
    pub fn asker(&self) -> &Asker {
        &self.asker
    }

    /// The room's centre.
    #[must_use]
    pub fn centre(&self) -> &Centre {
        &self.centre
    }

    /// Counts what who asks has booked, for wishes in `window` that take the place of `except`. Without it no quota is
    /// looked at.
    ///
    /// # Errors
    /// Those of the read.
    pub async fn count<A: Access>(
        &mut self,
        access: &A,
        catalogue: &Catalogue,
        now: Instant,
        window: Span,
        except: &[BookingId],
    ) -> Result<(), Failure> {
        let (time, rooms) = ((now, window), Some(&[&*self.room][..]));
        self.asker.usage = quotas::usage(access, catalogue, &self.asker, self.booker_id, time, rooms, except).await?;
        Ok(())
    }

    /// Counts a time that is decided on and not written yet.
    pub fn take(&mut self, span: Span) {
        if !self.asker.usage.quotas.is_empty() {
            let used = Used { room_id: self.room.id, centre_id: self.centre.id, span };
            Arc::make_mut(&mut self.asker.usage).taken.push(used);
        }
    }

    /// Decides on one time.
    ///
    /// # Errors
    /// [`Failure::Invalid`] for what would last longer than anything may.
    pub fn decide(
        &self,
        catalogue: &Catalogue,
        policy: &Policy,
        circumstances: Circumstances,
        draft: &Draft,
        before: Option<&Booking>,
    ) -> Result<Plan, Failure> {
        let Self { room, centre, asker, organisation_name, booker_id, contact, desk, by_centre, training } =
            self.clone();
        let was = before.map(Draft::of);
        let shared = draft.shared.unwrap_or(room.shared_places.is_some());
        // Whose training does not hold then does not open.
        let key_holder = training.is_some_and(|training| training.holds(draft.span, centre.timezone));
        let wish = Wish { key_holder, ..draft.wish(shared) };
        let stands = |rule| was.as_ref().is_some_and(|was| difference::is_same_for(rule, was, draft));
        let mut overrides = draft.overrides.clone();
        if !desk {
            overrides.retain(|set_aside| stands(set_aside.rule));
        }
        let judged = rules::judge(&centre, &room, &wish, &asker, circumstances);
        let mut judgement = rules::apply_overrides(judged, &overrides);
        judgement.violations.retain(|violation| !stands(violation.rule));
        let holds = |rule| !stands(rule) && !overrides.iter().any(|set_aside| set_aside.rule == rule);
        let yearly_limit = yearly_limit(&room, draft).filter(|_| holds(RuleCode::Noise));
        let counted = holds(RuleCode::Quota) && !asker.usage.quotas.is_empty();
        let changes = before.map(|before| Change { before, by_centre });
        let price = price::of(catalogue, &room, &centre, &asker, draft, changes);
        let free_cancel_until = changes.and_then(|change| change.free_cancel_until(draft, circumstances.now));
        let claims = match judgement.violations.as_slice() {
            [] => claimed::claimed(catalogue, &room, &centre, draft, shared)?,
            _ => Vec::new(),
        };
        let status = stage(draft, &judgement, desk);
        let answer_by = (status == BookingStatus::Requested)
            .then(|| answer_by(circumstances.now, draft.span.start(), policy.answer_days));
        Ok(Plan {
            room,
            centre,
            span: draft.span,
            asker,
            organisation_name,
            judgement,
            overrides,
            yearly_limit,
            counted,
            price,
            free_cancel_until,
            claims,
            shared,
            booker_id,
            caller: contact,
            status,
            answer_by,
        })
    }
}

/// A request is answered by the earlier of so many days from now and its start.
pub(super) fn answer_by(now: Instant, start: Instant, days: u32) -> Instant {
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

/// Whether the caller may ask this, by right.
///
/// # Errors
/// [`Failure::Forbidden`].
pub(in crate::actions) fn may_ask(
    caller: &Caller,
    draft: &Draft,
    before: Option<&Booking>,
    desk: bool,
) -> Result<(), Failure> {
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
        // An admin of the organisation does not leave its booking to the person who made it.
        let own = before.is_none_or(|before| before.booker_id == Some(caller.id));
        caller.needs(own || desk || draft.organisation_id.is_some())?;
    }
    Ok(())
}

/// Whether whom staff book for belongs to the organisation that they book for.
async fn behalf_belongs<A: Access>(access: &A, draft: &Draft, was: Option<&Draft>) -> Result<(), Failure> {
    let (Some(Behalf::Person(person)), Some(organisation)) = (&draft.behalf, draft.organisation_id) else {
        return Ok(());
    };
    let known = was.is_some_and(|was| was.behalf == draft.behalf && was.organisation_id == draft.organisation_id);
    if known || bookings::is_member(access, *person, organisation).await? {
        Ok(())
    } else {
        Err(Failure::invalid("/organisation_id", "not_a_member", "The person does not belong to it."))
    }
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
        Some(Behalf::Person(id)) => {
            if !bookings::person_exists(access, *id).await? {
                return Err(Failure::invalid("/on_behalf_of/user_id", "unknown", "There is no such person."));
            }
            Ok((Some(*id), None))
        }
    }
}

/// For whom a draft is, as rules see it, with the organisation's name.
pub(super) async fn asker<A: Access>(
    access: &A,
    caller: Option<&Caller>,
    centre: &Centre,
    draft: &Draft,
) -> Result<(Asker, Option<String>), Failure> {
    let Some(id) = draft.organisation_id else { return Ok((Asker::private(), None)) };
    let standing = match caller.and_then(|caller| caller.standing_of(id)) {
        Some(standing) => standing.clone(),
        None => bookings::standing(access, id).await.map_err(|failure| match failure {
            Failure::NotFound => Failure::invalid("/organisation_id", "unknown", "There is no such organisation."),
            other => other,
        })?,
    };
    let asker = Asker {
        kind: standing.kind,
        class: standing.class,
        category: standing.category,
        organisation_id: Some(id),
        is_host: Caller::hosts(centre, Some(id)),
        no_shows: standing.no_shows,
        incidents: standing.incidents,
        usage: Arc::default(),
    };
    Ok((asker, Some(standing.name)))
}

/// Amplified events that a room lets its centre have in a year, where the draft is one and there is such a limit.
fn yearly_limit(room: &Room, draft: &Draft) -> Option<u32> {
    room.rules.noise.as_ref().and_then(|noise| noise.amplified_per_year).filter(|_| draft.music == Music::Amplified)
}

/// Amplified events of the centre in the local year of the wish: counted only where a limit asks for it.
pub(in crate::actions) async fn amplified<A: Access>(
    access: &A,
    room: &Room,
    centre: &Centre,
    draft: &Draft,
    except: Option<BookingId>,
) -> Result<u32, Failure> {
    let year = yearly_limit(room, draft).and_then(|_| local_time::year_of(draft.span.start(), centre.timezone));
    match year {
        Some(year) => bookings::amplified_in(access, centre.id, year, except).await,
        None => Ok(0),
    }
}
