//! When the desk looks at a booking before it is confirmed.

use super::{Asker, ReviewReason, Wish};
use crate::domain::{
    attendance,
    booking::{Alcohol, Music},
    incident,
    room::{Review, ReviewMode},
    time::Instant,
};

/// Every reason for review. Outside staffed hours without a key-holder nobody opens the door, so that is one on every
/// room; the others depend on the room's mode.
#[must_use]
pub fn reasons(review: &Review, wish: &Wish, asker: &Asker, staffed: bool, now: Instant) -> Vec<ReviewReason> {
    let when = review.mode == ReviewMode::When;
    let asks = |condition: Option<bool>| when && condition == Some(true);
    let reasons = [
        (review.mode == ReviewMode::Always, ReviewReason::Always),
        (asks(review.outside_staffed_hours) && !staffed, ReviewReason::OutsideStaffedHours),
        (!staffed && !wish.key_holder, ReviewReason::NoKeyHolder),
        (when && review.kinds.as_ref().is_some_and(|kinds| kinds.contains(&asker.kind)), ReviewReason::Kind),
        (when && review.attendees_over.is_some_and(|most| wish.attendees > most), ReviewReason::Attendees),
        (asks(review.amplified_music) && wish.music == Music::Amplified, ReviewReason::AmplifiedMusic),
        (asks(review.alcohol) && wish.alcohol != Alcohol::None, ReviewReason::Alcohol),
        (attendance::is_reviewed(review, &asker.no_shows, now), ReviewReason::NoShows),
        (incident::is_reviewed(review, &asker.incidents, now), ReviewReason::Incidents),
    ];
    reasons.into_iter().filter_map(|(holds, reason)| holds.then_some(reason)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        attendance::NoShows,
        organisation::OrganisationKind,
        sample::{circumstances, wish},
    };

    fn now() -> Instant {
        circumstances().now
    }

    fn times(count: usize) -> NoShows {
        std::iter::repeat_n(now(), count).collect()
    }

    fn every_condition(mode: ReviewMode) -> Review {
        Review {
            mode,
            outside_staffed_hours: Some(true),
            kinds: Some(vec![OrganisationKind::Private]),
            attendees_over: Some(20),
            amplified_music: Some(true),
            alcohol: Some(true),
            no_shows: Some(2),
            no_show_months: None,
            incidents: Some(2),
            incident_months: None,
        }
    }

    fn party() -> Wish {
        Wish { attendees: 21, music: Music::Amplified, alcohol: Alcohol::Served, ..wish() }
    }

    #[test]
    fn each_condition_gives_its_reason_in_mode_when() {
        use ReviewReason::{
            Alcohol, AmplifiedMusic, Attendees, Incidents, Kind, NoKeyHolder, NoShows, OutsideStaffedHours,
        };
        let known = Asker { no_shows: times(2), incidents: times(2), ..Asker::private() };
        let alone = Wish { key_holder: false, ..party() };
        let all = reasons(&every_condition(ReviewMode::When), &alone, &known, false, now());
        let conditions =
            [OutsideStaffedHours, NoKeyHolder, Kind, Attendees, AmplifiedMusic, Alcohol, NoShows, Incidents];
        assert_eq!(all, conditions);
    }

    #[test]
    fn no_condition_holds_at_its_limit_or_where_it_is_not_asked() {
        let review = every_condition(ReviewMode::When);
        let school =
            Asker { kind: OrganisationKind::School, no_shows: times(1), incidents: times(1), ..Asker::private() };
        let quiet = Wish { attendees: 20, music: Music::Background, ..wish() };
        assert_eq!(reasons(&review, &quiet, &school, true, now()), []);
        let unasked = Review {
            outside_staffed_hours: Some(false),
            amplified_music: None,
            alcohol: Some(false),
            ..Review { mode: ReviewMode::When, ..Review::default() }
        };
        assert_eq!(reasons(&unasked, &party(), &Asker::private(), false, now()), []);
    }

    #[test]
    fn a_missing_key_holder_is_reviewed_on_every_room() {
        let alone = Wish { key_holder: false, ..party() };
        let asker = Asker { no_shows: times(9), incidents: times(9), ..Asker::private() };
        let of = |mode, wish: &Wish, staffed| reasons(&every_condition(mode), wish, &asker, staffed, now());
        assert_eq!(of(ReviewMode::Instant, &alone, false), [ReviewReason::NoKeyHolder]);
        assert_eq!(of(ReviewMode::Instant, &party(), false), []);
        assert_eq!(of(ReviewMode::Instant, &alone, true), []);
        assert_eq!(of(ReviewMode::Always, &alone, true), [ReviewReason::Always]);
        assert_eq!(of(ReviewMode::Always, &alone, false), [ReviewReason::Always, ReviewReason::NoKeyHolder]);
    }
}
