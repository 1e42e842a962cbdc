//! The letter of a closure: one for each mailbox and organisation, with all bookings of theirs that it meets and what
//! becomes of each.

use std::collections::{BTreeMap, HashMap};

use super::{Occasion, facts::Snapshot, recipients, series};
use crate::{
    actions::{Policy, closures::Change},
    domain::{
        booking::Booking,
        closure::{Closure, DecisionAction},
        failure::Failure,
        ids::{BookingId, OrganisationId, SeriesId},
        series::Series,
        time::DAY,
    },
    mail::{BookingFacts, ClosureFacts, FateFacts, Letter, LinkPurpose, Recipient, Recurring, letter::CalendarNews},
    store::{
        Unit,
        bookings::{self, CalendarEntry, Parties},
        catalogue::Catalogue,
        outbox as post, series as stored,
    },
};

/// Days that a link to accept works at least: an offer that lapses sooner is refused by itself.
const LINK_AT_LEAST: i64 = DAY;

/// A letter in the making.
struct Draft {
    recipient: Recipient,
    fates: Vec<FateFacts>,
    about: BookingId,
}

/// How a closure is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::actions) enum Telling {
    /// It was planned: other places were looked for.
    Planned,
    /// It closes at once.
    AtOnce,
}

/// Writes the letters of a closure. `changes` are by start.
pub(in crate::actions) async fn write(
    unit: &Unit,
    policy: &Policy,
    closure: &Closure,
    changes: &[Change],
    telling: Telling,
) -> Result<(), Failure> {
    if changes.is_empty() {
        return Ok(());
    }
    let catalogue = unit.catalogue().await?;
    let after: Vec<&Booking> = changes.iter().map(|change| &change.after).collect();
    let parties = bookings::parties_of_many(unit, &after).await?;
    let ids: Vec<BookingId> = after.iter().map(|booking| booking.id).collect();
    let mut holders: HashMap<BookingId, Vec<CalendarEntry>> = HashMap::new();
    for entry in bookings::calendar_entries_of(unit, &ids).await? {
        holders.entry(entry.booking_id).or_default().push(entry);
    }
    let series = series_of(unit, changes, &holders).await?;
    let mut letters: BTreeMap<(Option<OrganisationId>, String), Draft> = BTreeMap::new();
    for (change, parties) in changes.iter().zip(&parties) {
        let known = holders.remove(&change.after.id).unwrap_or_default();
        let facts = facts(unit, &catalogue, change, parties, &known, &series)?;
        let emails: Vec<String> = known.into_iter().map(|entry| entry.email).collect();
        for recipient in recipients::booker_side(&change.after, parties, &emails) {
            let in_calendar = emails.contains(&recipient.email);
            let booking = BookingFacts { in_calendar, ..facts.clone() };
            let fate = FateFacts { action: change.action, until: change.after.offer_until, booking };
            let key = (change.after.organisation_id, recipient.email.clone());
            let draft = || Draft { recipient, fates: Vec::new(), about: change.after.id };
            letters.entry(key).or_insert_with(draft).fates.push(fate);
        }
    }
    let (mut rows, mut entries) = (Vec::with_capacity(letters.len()), Vec::new());
    for draft in letters.into_values() {
        for fate in &draft.fates {
            let writes = matches!(fate.calendar(), Some(CalendarNews::Confirmed | CalendarNews::Tentative));
            if writes && fate.booking.recurring.is_none() {
                entries.push((fate.booking.booking_id, draft.recipient.email.clone(), fate.booking.sequence));
            }
        }
        rows.push(row(unit, policy, closure, telling, draft)?);
    }
    post::write(unit, &rows).await?;
    bookings::note_calendar_entries(unit, &entries).await
}

/// The series whose dates are in calendars as dates of the entry of their series.
async fn series_of(
    unit: &Unit,
    changes: &[Change],
    holders: &HashMap<BookingId, Vec<CalendarEntry>>,
) -> Result<HashMap<SeriesId, Series>, Failure> {
    let mut found = HashMap::new();
    for booking in changes.iter().map(|change| &change.after) {
        let in_entry = holders.get(&booking.id).is_some_and(|known| known.iter().any(|entry| entry.in_series));
        if let Some(id) = booking.series_id.filter(|_| in_entry)
            && !found.contains_key(&id)
        {
            found.insert(id, stored::get(unit, id).await?);
        }
    }
    Ok(found)
}

/// What is told of one booking.
fn facts(
    unit: &Unit,
    catalogue: &Catalogue,
    change: &Change,
    parties: &Parties,
    holders: &[CalendarEntry],
    series: &HashMap<SeriesId, Series>,
) -> Result<BookingFacts, Failure> {
    let booking = &change.after;
    let (room, centre) = catalogue.room(booking.room_id).ok_or(Failure::Stale)?;
    let occasion = match change.action {
        DecisionAction::Cancel => Occasion::Cancelled,
        DecisionAction::Move | DecisionAction::Offer => {
            Occasion::Changed { before: change.before.span, before_room: change.before.room_id }
        }
    };
    let mut facts = Snapshot { booking, room: &room, centre: &centre, parties }.of(occasion, catalogue, unit.now());
    let in_entry = holders.iter().any(|entry| entry.in_series);
    let of_series = booking.series_id.and_then(|id| series.get(&id)).filter(|_| in_entry);
    if let Some((series, starts_at)) = of_series.zip(booking.series_starts_at) {
        facts.calendar_uid = series.id.to_string();
        facts.sequence = series::of_date(series, booking);
        facts.recurring = Some(Recurring::Date { starts_at });
    }
    Ok(facts)
}

fn row(
    unit: &Unit,
    policy: &Policy,
    closure: &Closure,
    telling: Telling,
    draft: Draft,
) -> Result<post::NewLetter, Failure> {
    let Draft { recipient, fates, about } = draft;
    let last = fates.iter().filter_map(|fate| fate.until).max();
    let facts = ClosureFacts {
        reason: closure.reason,
        at_once: telling == Telling::AtOnce,
        starts_at: closure.span.start(),
        ends_at: closure.span.end(),
        link: last.map(|_| LinkPurpose::Offers { closure_id: closure.id }),
        valid_for: last.map_or(0, |last| last.since(unit.now()).max(LINK_AT_LEAST)),
        fates,
    };
    // Letters of one booking go in order; one of many goes by itself.
    let stream = match facts.fates.as_slice() {
        [one] => format!("{}:{}", one.booking.booking_id, recipient.email),
        _ => format!("{}:{}", closure.id, recipient.email),
    };
    let letter = Letter::Closure { closure: Box::new(facts) };
    Ok(post::NewLetter {
        kind: letter.kind().to_owned(),
        stream,
        centre_id: Some(closure.centre_id),
        booking_id: Some(about),
        recipient: recipient.email,
        recipient_name: recipient.name,
        locale: recipient.locale,
        payload: serde_json::to_string(&letter).map_err(|fault| Failure::Internal(fault.to_string()))?,
        message_domain: policy.mail_domain.clone(),
        may_wait: letter.may_wait(false),
    })
}
