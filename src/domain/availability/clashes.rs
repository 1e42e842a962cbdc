//! What a time collides with.

use super::{Need, Occupied, OccupiedKind, load};
use crate::domain::{
    failure::{Clash, ClashKind},
    spans::SpanSet,
    time::Span,
};

/// What a booking needs, by kind of resource.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// Of the room's floors.
    pub floors: Vec<Need>,
    /// Of counted equipment.
    pub equipment: Vec<Need>,
    /// Of the people that the building may hold.
    pub people: Option<Need>,
}

impl Needs {
    /// What is needed besides the floors.
    #[must_use]
    pub fn also(&self) -> Vec<Need> {
        self.equipment.iter().copied().chain(self.people).collect()
    }

    /// Everything that is needed.
    pub fn all(&self) -> impl Iterator<Item = Need> + '_ {
        self.floors.iter().chain(&self.equipment).copied().chain(self.people)
    }
}

/// What `claim` (set-up and clean-up included) collides with: merged, cut to the claim and sorted, so that nothing tells
/// one booking from the next. What is closed is told as closed only.
#[must_use]
pub fn clashes(needs: &Needs, occupied: &[Occupied], claim: Span) -> Vec<Clash> {
    let closed: SpanSet = occupied
        .iter()
        .filter(|held| held.kind == OccupiedKind::Closure)
        .filter(|held| needs.floors.iter().any(|need| need.resource.id == held.resource_id))
        .map(|held| held.span)
        .collect();
    let blocked = |needs: &[Need]| load::blocked(needs, occupied, claim);
    let floors = blocked(&needs.floors);
    let kinds = [
        (floors.intersection(&closed), ClashKind::Closure),
        (floors.difference(&closed), ClashKind::Booking),
        (blocked(&needs.equipment).difference(&closed), ClashKind::Equipment),
        (blocked(needs.people.as_slice()).difference(&closed), ClashKind::People),
    ];
    let of_kind = |(set, kind): &(SpanSet, ClashKind)| {
        let clash = |span: Span| Clash { starts_at: span.start(), ends_at: span.end(), kind: *kind };
        set.iter().map(clash).collect::<Vec<_>>()
    };
    let mut clashes: Vec<Clash> = kinds.iter().flat_map(of_kind).collect();
    clashes.sort_by_key(|clash| (clash.starts_at, clash.ends_at));
    clashes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        claim::Claimable,
        sample::{id, span},
    };

    fn need(number: u128, capacity: i32, quantity: i32) -> Need {
        Need { resource: Claimable { id: id(number), capacity }, quantity }
    }

    fn held(number: u128, from: &str, until: &str, quantity: i32, kind: OccupiedKind) -> Occupied {
        let day = |time: &str| format!("2027-03-01T{time}");
        Occupied { resource_id: id(number), span: span(&day(from), &day(until)), quantity, kind }
    }

    fn found(needs: &Needs, occupied: &[Occupied]) -> Vec<(ClashKind, String, String)> {
        let claim = span("2027-03-01T10:00", "2027-03-01T14:00");
        let clock = |instant: crate::domain::time::Instant| {
            instant.in_zone(chrono_tz::Europe::Brussels).format("%H:%M").to_string()
        };
        clashes(needs, occupied, claim)
            .into_iter()
            .map(|clash| (clash.kind, clock(clash.starts_at), clock(clash.ends_at)))
            .collect()
    }

    fn told(kind: ClashKind, from: &str, until: &str) -> (ClashKind, String, String) {
        (kind, from.to_owned(), until.to_owned())
    }

    #[test]
    fn bookings_that_touch_are_told_as_one_and_cut_to_the_claim() {
        let needs = Needs { floors: vec![need(1, 1, 1)], ..Needs::default() };
        let booked = |from, until| held(1, from, until, 1, OccupiedKind::Booking);
        let occupied = [booked("08:00", "11:00"), booked("11:00", "12:00"), booked("13:00", "15:00")];
        let expected = [told(ClashKind::Booking, "10:00", "12:00"), told(ClashKind::Booking, "13:00", "14:00")];
        assert_eq!(found(&needs, &occupied), expected);
        assert_eq!(found(&needs, &[booked("08:00", "10:00"), booked("14:00", "15:00")]), [], "back to back");
    }

    #[test]
    fn only_the_stretches_in_which_it_does_not_fit_are_told() {
        let needs =
            Needs { floors: vec![need(1, 60, 20)], equipment: vec![need(2, 3, 2)], people: Some(need(3, 100, 50)) };
        let occupied = [
            held(1, "10:00", "12:00", 30, OccupiedKind::Booking),
            held(1, "11:00", "13:00", 11, OccupiedKind::Booking),
            held(2, "10:00", "11:00", 1, OccupiedKind::Booking),
            held(2, "12:00", "14:00", 2, OccupiedKind::Booking),
            held(3, "13:00", "14:00", 51, OccupiedKind::Booking),
        ];
        let expected = [
            told(ClashKind::Booking, "11:00", "12:00"),
            told(ClashKind::Equipment, "12:00", "14:00"),
            told(ClashKind::People, "13:00", "14:00"),
        ];
        assert_eq!(found(&needs, &occupied), expected);
    }

    #[test]
    fn more_than_there_is_is_never_free() {
        let needs =
            Needs { floors: vec![need(1, 60, 61)], equipment: vec![need(2, 3, 2); 2], people: Some(need(3, 50, 51)) };
        let all = |kind| told(kind, "10:00", "14:00");
        assert_eq!(found(&needs, &[]), [ClashKind::Booking, ClashKind::Equipment, ClashKind::People].map(all));
        let needs = Needs { equipment: vec![need(2, 3, 1); 3], ..Needs::default() };
        assert_eq!(found(&needs, &[]), [], "each of them is there");
        let occupied = [held(2, "11:00", "12:00", 1, OccupiedKind::Booking)];
        assert_eq!(found(&needs, &occupied), [told(ClashKind::Equipment, "11:00", "12:00")]);
    }

    #[test]
    fn what_is_closed_is_told_once() {
        let needs = Needs { floors: vec![need(1, 1, 1)], equipment: vec![need(2, 3, 1)], people: None };
        let occupied = [
            held(1, "11:00", "12:00", 1, OccupiedKind::Closure),
            held(2, "11:00", "12:00", 3, OccupiedKind::Closure),
            held(1, "12:00", "13:00", 1, OccupiedKind::Booking),
        ];
        let expected = [told(ClashKind::Closure, "11:00", "12:00"), told(ClashKind::Booking, "12:00", "13:00")];
        assert_eq!(found(&needs, &occupied), expected);
    }
}
