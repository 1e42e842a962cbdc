//! Every pair of stages.

use super::*;

/// A row a stage it is in, a column a stage it is asked to take, both in the order of [`BookingStatus::ALL`].
const MOVES: [(BookingStatus, [bool; 6]); 6] = [
    //                          requested held   confirmed declined expired cancelled
    (BookingStatus::Requested, [false, false, true, true, true, true]),
    (BookingStatus::Held, [false, false, true, false, true, true]),
    (BookingStatus::Confirmed, [true, false, false, false, false, true]),
    (BookingStatus::Declined, [false; 6]),
    (BookingStatus::Expired, [false; 6]),
    (BookingStatus::Cancelled, [false; 6]),
];

#[test]
fn every_pair_of_stages_is_a_move_or_refused() {
    assert_eq!(MOVES.map(|(from, _)| from).as_slice(), BookingStatus::ALL);
    for (from, allowed) in MOVES {
        for (to, allowed) in BookingStatus::ALL.iter().copied().zip(allowed) {
            let expected = if allowed { Ok(to) } else { Err(InvalidTransition { from, to }) };
            assert_eq!(from.moved_to(to), expected, "{} to {}", from.as_str(), to.as_str());
        }
    }
}

#[test]
fn stages_without_claims_are_the_last_ones() {
    for (from, allowed) in MOVES {
        assert_eq!(from.holds_claims(), allowed.contains(&true), "{}", from.as_str());
    }
}

#[test]
fn a_refused_move_names_both_stages() {
    let refused = BookingStatus::Declined.moved_to(BookingStatus::Confirmed).unwrap_err();
    assert_eq!(refused.to_string(), "a booking that is declined cannot become confirmed");
}

#[test]
fn texts_are_read_back() {
    for status in BookingStatus::ALL {
        assert_eq!(BookingStatus::parse(status.as_str()), Some(*status));
        assert_eq!(serde_json::to_value(status).unwrap(), status.as_str());
    }
    assert_eq!(BookingStatus::parse("Requested"), None);
}
