//! What a booking claims, and how long stretches are cut.

use proptest::prelude::*;

use super::*;
use crate::domain::{
    sample::{id, span},
    time::{HOUR, Instant},
};

fn resource(number: u128, capacity: i32) -> Claimable {
    Claimable { id: id(number), capacity }
}

fn claim(number: u128, span: Span, quantity: i32) -> Claim {
    Claim { resource_id: id(number), span, quantity }
}

#[test]
fn a_booking_takes_its_floors_whole_its_equipment_and_its_people() {
    let evening = span("2027-03-01T19:00", "2027-03-01T22:00");
    let equipment = [EquipmentWish { resource_id: id(2), quantity: 2 }];
    let floors = [resource(4, 1), resource(3, 60)];
    let claims = claims_of(evening, &floors, None, &equipment, Some((resource(1, 200), 45)));
    let expected = [claim(1, evening, 45), claim(2, evening, 2), claim(3, evening, 60), claim(4, evening, 1)];
    assert_eq!(claims, expected, "sorted by resource");
}

#[test]
fn shared_use_takes_places() {
    let evening = span("2027-03-01T19:00", "2027-03-01T22:00");
    assert_eq!(claims_of(evening, &[resource(3, 60)], Some(7), &[], None), [claim(3, evening, 7)]);
}

#[test]
fn a_long_claim_is_stored_in_pieces() {
    let start = Instant::from_epoch_seconds(1_800_000_000);
    let fortnight = Span::new(start, start.plus(2 * LONGEST_CLAIM + HOUR)).unwrap();
    let claims = claims_of(fortnight, &[resource(3, 1), resource(4, 1)], None, &[], None);
    assert_eq!(claims.len(), 6);
    assert!(claims.is_sorted());
    let week = Span::new(start, start.plus(LONGEST_CLAIM)).unwrap();
    assert_eq!(pieces(week).collect::<Vec<_>>(), [week], "a week is one piece");
}

proptest! {
    #[test]
    fn pieces_touch_and_make_up_the_whole(start in 0..4_000_000_000_i64, seconds in 1..40 * DAY) {
        let start = Instant::from_epoch_seconds(start);
        let whole = Span::new(start, start.plus(seconds)).unwrap();
        let parts: Vec<Span> = pieces(whole).collect();
        prop_assert!(parts.iter().all(|part| part.seconds() <= LONGEST_CLAIM));
        prop_assert!(parts.windows(2).all(|pair| pair[0].end() == pair[1].start()));
        prop_assert_eq!(parts.first().map(|part| part.start()), Some(whole.start()));
        prop_assert_eq!(parts.last().map(|part| part.end()), Some(whole.end()));
        prop_assert_eq!(i64::try_from(parts.len()).unwrap(), (seconds + LONGEST_CLAIM - 1) / LONGEST_CLAIM);
    }
}
