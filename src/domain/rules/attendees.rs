//! At most the people that the layout seats, or the places that a shared room has.

use serde_json::Value;

use super::{RuleCode, Violation, Wish, wording::counted};
use crate::domain::room::Room;

/// Whether too many, or nobody, would come. The limit is in people; for an unknown layout it lists those there are,
/// and for shared use of a room that is not shared it is null.
#[must_use]
pub fn check(room: &Room, wish: &Wish) -> Option<Violation> {
    let breach = |message: String, limit: Value| Some(Violation::new(RuleCode::Attendees, message, limit));
    if wish.attendees < 1 {
        return breach("At least 1 person comes.".to_owned(), 1.into());
    }
    let capacity = if wish.shared {
        let Some(places) = room.shared_places else {
            return breach("The room is booked whole: it has no places to share.".to_owned(), Value::Null);
        };
        places
    } else if let Some(name) = &wish.layout {
        let Some(layout) = room.layouts.iter().find(|layout| layout.name == *name) else {
            let names: Vec<&str> = room.layouts.iter().map(|layout| layout.name.as_str()).collect();
            return breach("The room has no such layout.".to_owned(), names.into());
        };
        layout.capacity
    } else {
        // Where neither layouts nor places are known, nothing limits it.
        room.largest_capacity()?
    };
    if wish.attendees <= capacity {
        return None;
    }
    let most = counted(capacity, "person").replace("persons", "people");
    let message = match (wish.shared, &wish.layout) {
        (false, Some(name)) => format!("The layout {name} seats at most {most}."),
        _ => format!("The room holds at most {most}."),
    };
    breach(message, capacity.into())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::sample::{room, wish};

    fn limit(room: &Room, attendees: i32, layout: Option<&str>, shared: bool) -> Option<Value> {
        let wish = Wish { attendees, layout: layout.map(str::to_owned), shared, ..wish() };
        check(room, &wish).map(|breach| breach.limit)
    }

    #[test]
    fn a_layout_seats_its_capacity_and_without_one_the_largest_counts() {
        let room = room();
        assert_eq!(limit(&room, 24, Some("tables"), false), None);
        assert_eq!(limit(&room, 25, Some("tables"), false), Some(24.into()));
        assert_eq!(limit(&room, 40, None, false), None);
        assert_eq!(limit(&room, 41, None, false), Some(40.into()));
        assert_eq!(limit(&room, 5, Some("beds"), false), Some(json!(["rows", "tables"])));
        assert_eq!(limit(&room, 0, None, false), Some(1.into()));
        assert_eq!(limit(&room, -1, Some("beds"), true), Some(1.into()));
    }

    #[test]
    fn shared_use_takes_places_and_no_layout() {
        let mut room = room();
        assert_eq!(limit(&room, 5, None, true), Some(Value::Null), "not a shared room");
        room.shared_places = Some(60);
        assert_eq!(limit(&room, 60, Some("tables"), true), None);
        assert_eq!(limit(&room, 61, None, true), Some(60.into()));
        assert_eq!(limit(&room, 60, None, false), None, "the whole of a shared room holds its places");
        assert_eq!(limit(&room, 25, Some("tables"), false), Some(24.into()));
    }

    #[test]
    fn a_room_of_unknown_size_has_no_limit() {
        let room = Room { layouts: Vec::new(), ..room() };
        assert_eq!(limit(&room, 5_000, None, false), None);
    }

    #[test]
    fn messages_name_what_is_too_small() {
        let message = |attendees, layout: Option<&str>| {
            check(&room(), &Wish { attendees, layout: layout.map(str::to_owned), ..wish() }).unwrap().message
        };
        assert_eq!(message(99, Some("tables")), "The layout tables seats at most 24 people.");
        assert_eq!(message(99, None), "The room holds at most 40 people.");
    }
}
