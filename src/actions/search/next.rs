//! The first time at which somebody could book each room.

use std::collections::VecDeque;

use chrono::Weekday;

use super::{
    Criteria, Found, Key,
    at::allowed,
    candidates::{Candidate, Place, candidates},
};
use crate::{
    actions::{
        Services,
        availability::{Held, at_centre, for_organisation},
        quotas,
    },
    auth::Caller,
    domain::{
        availability::{NextFree, RoomCalendar, next_free, reach},
        claim::Claimable,
        clock_time::ClockTime,
        failure::Failure,
        price::Price,
        quota::Standing,
        room::Room,
        rules::{Asker, Circumstances, ReviewReason},
        time::{DAY, Span},
    },
    store::Store,
};

/// Rooms whose claims are read in one query.
const BATCH: usize = 64;

/// Days that are looked at first; whoever finds nothing in them has three times as many looked at, and so on.
const FIRST_DAYS: i64 = 7;

/// Seconds that a run of parts of the day may last longer than was asked for.
const OVERHANG: i64 = 2 * DAY;

/// The time that is asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// It lies whole in here.
    pub window: Span,
    /// Seconds it lasts; in a room with parts of the day at least.
    pub seconds: i64,
    /// Days of the week on which it starts; none is all.
    pub weekdays: Option<Vec<Weekday>>,
    /// It starts at this local time or later.
    pub time_from: Option<ClockTime>,
    /// It ends at this local time or earlier.
    pub time_until: Option<ClockTime>,
}

/// A room with the first time at which somebody could book it.
#[derive(Clone, Debug)]
pub struct First {
    /// The room.
    pub place: Place,
    /// When.
    pub span: Span,
    /// Why the desk would look at the booking.
    pub review_reasons: Vec<ReviewReason>,
    /// How their quotas stand that count it.
    pub quotas: Vec<Standing>,
    /// What it would cost; none is 'no price', not 'free'.
    pub price: Option<Price>,
}

/// For each room that `caller` could book at a time like this the first such time, the nearest rooms first: at most
/// `limit`, behind `after`.
///
/// # Errors
/// [`Failure::Forbidden`] for an organisation that they do not belong to, [`Failure::Invalid`] for an unknown
/// neighbourhood.
pub async fn times(
    services: &Services,
    caller: Option<&Caller>,
    criteria: &Criteria,
    asked: &Asked,
    after: Option<&Key>,
    limit: usize,
) -> Result<Found<First>, Failure> {
    let store = &services.store;
    let mut asker = for_organisation(store, caller, criteria.organisation_id).await?;
    let catalogue = store.catalogue().await?;
    let person = caller.map(|caller| caller.id);
    let circumstances = Circumstances { now: services.now(), amplified_this_year: 0 };
    let candidates = candidates(&catalogue, criteria, after)?;
    let rooms: Vec<&Room> = candidates.iter().map(|candidate| &**candidate.room).collect();
    let time = (services.now(), asked.window);
    asker.usage = quotas::usage(store, &catalogue, &asker, person, time, Some(&rooms), &[]).await?;
    let mut found = Vec::new();
    for batch in candidates.chunks(BATCH) {
        let looking = Looking { store, people: criteria.people, asker: &asker, circumstances, asked };
        let firsts = looking.first_times(batch).await?;
        for (candidate, first) in batch.iter().zip(firsts) {
            let Some((span, review_reasons)) = first else { continue };
            let quotas = asker.usage.standings(candidate.centre, candidate.room, span.start(), services.now());
            let place = Place::from(candidate);
            let price = place.price(&catalogue, &asker, span);
            found.push((candidate.key.clone(), First { place, span, review_reasons, quotas, price }));
        }
        if found.len() > limit {
            break;
        }
    }
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| more).map(|(key, _)| key.clone());
    Ok(Found { items: found.into_iter().map(|(_, first)| first).collect(), next })
}

/// What is the same for every room.
struct Looking<'a> {
    store: &'a Store,
    people: i32,
    asker: &'a Asker,
    circumstances: Circumstances,
    asked: &'a Asked,
}

impl Looking<'_> {
    /// The first time of each candidate; none where there is none in the window.
    async fn first_times(&self, batch: &[Candidate<'_>]) -> Result<Vec<Option<(Span, Vec<ReviewReason>)>>, Failure> {
        let mut found = vec![None; batch.len()];
        let mut open: Vec<usize> = (0..batch.len()).collect();
        let mut windows = windows(self.asked);
        while let Some(window) = windows.pop_front()
            && let Some(wide) = open.iter().map(|index| reach(batch[*index].room, window)).reduce(Span::hull)
        {
            let resources = open.iter().flat_map(|index| batch[*index].resources()).collect();
            let held = Held::read(self.store, resources, wide, None).await?;
            for index in &open {
                found[*index] = self.first_time(&batch[*index], &held, window);
            }
            open.retain(|index| found[*index].is_none());
        }
        Ok(found)
    }

    fn first_time(&self, candidate: &Candidate<'_>, held: &Held, window: Span) -> Option<(Span, Vec<ReviewReason>)> {
        let occupied = held.on(candidate.resources());
        let floors: Vec<Claimable> = candidate.needs.floors.iter().map(|need| need.resource).collect();
        let also = candidate.needs.also();
        let calendar = RoomCalendar {
            centre: candidate.centre,
            room: candidate.room,
            floors: &floors,
            also: &also,
            occupied: &occupied,
        };
        let Asked { seconds, weekdays, time_from, time_until, .. } = self.asked.clone();
        let search = NextFree { window, seconds, weekdays, time_from, time_until };
        let wish = candidate.wish(self.people, window);
        let asker = at_centre(self.asker, candidate.centre);
        let span = next_free(&calendar, &wish, &asker, self.circumstances, &search)?;
        let review_reasons = allowed(candidate, self.people, span, self.asker, self.circumstances)?;
        Some((span, review_reasons))
    }
}

/// The window in parts that grow. Each part but the last overhangs the next by what a time may last, so that one that
/// begins before the end of the part is found in it.
fn windows(asked: &Asked) -> VecDeque<Span> {
    let mut windows = VecDeque::new();
    let (mut from, mut days) = (asked.window.start(), FIRST_DAYS);
    while from < asked.window.end() {
        let cut = from.plus(days * DAY);
        let until = cut.plus(asked.seconds + OVERHANG).min(asked.window.end());
        windows.extend(Span::new(from, until));
        from = if until == asked.window.end() { until } else { cut };
        days *= 3;
    }
    windows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::{HOUR, Instant};

    #[test]
    fn parts_of_a_window_overhang_and_end_with_it() {
        let start = Instant::from_epoch_seconds(0);
        let asked = |days: i64| Asked {
            window: Span::new(start, start.plus(days * DAY)).expect("a window"),
            seconds: HOUR,
            weekdays: None,
            time_from: None,
            time_until: None,
        };
        assert_eq!(windows(&asked(7)).len(), 1);
        let parts: Vec<Span> = windows(&asked(400)).into();
        assert_eq!(parts.first().map(|part| part.start()), Some(start));
        assert_eq!(parts.last().map(|part| part.end()), Some(start.plus(400 * DAY)));
        for pair in parts.windows(2) {
            assert_eq!(pair[0].end().since(pair[1].start()), HOUR + OVERHANG);
        }
    }
}
