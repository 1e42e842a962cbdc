//! A hall of two halves, a shared room, projectors, and the people of the building.

use super::*;
use crate::domain::{
    booking::EquipmentWish,
    closure::ClosureReason,
    ids::{CentreId, ClosureId, UserId},
    sample::{self, at, centre, id, room, span},
    time::Span,
};

fn resource(number: u128, kind: ResourceKind, capacity: i32) -> Resource {
    let (id, name) = (id(number), "r".to_owned());
    Resource { id, centre_id: super::super::sample::id(1), kind, name, capacity, state: UseState::Active, version: 1 }
}

fn site() -> Site {
    let of = |number, floors: &[u128], shared_places| Room {
        id: id(number),
        resource_ids: floors.iter().map(|floor| id(*floor)).collect(),
        shared_places,
        ..room()
    };
    Site {
        centre: centre(),
        resources: vec![
            resource(1, ResourceKind::Floor, 1),
            resource(2, ResourceKind::Floor, 1),
            resource(3, ResourceKind::Floor, 60),
            resource(4, ResourceKind::Equipment, 3),
            resource(5, ResourceKind::People, 200),
        ],
        rooms: vec![of(10, &[1, 2], None), of(11, &[1], None), of(12, &[3], Some(60))],
        closures: Vec::new(),
    }
}

fn booking(room: u128) -> Booking {
    Booking { equipment: vec![EquipmentWish { resource_id: id(4), quantity: 2 }], ..sample::booking(room) }
}

fn closure(number: u128, rooms: Option<&[u128]>, span: Span) -> Closure {
    Closure {
        id: id::<ClosureId>(number),
        centre_id: id::<CentreId>(1),
        room_ids: rooms.map(|rooms| rooms.iter().map(|room| id(*room)).collect()),
        span,
        reason: ClosureReason::Maintenance,
        note: None,
        provisional: false,
        recalled: false,
        created_by: id::<UserId>(9),
        lifted_at: None,
        version: 1,
    }
}

fn quantities(claims: &[Claim]) -> Vec<(ResourceId, i32)> {
    claims.iter().map(|claim| (claim.resource_id, claim.quantity)).collect()
}

#[test]
fn a_booking_claims_what_its_room_stands_on() {
    let site = site();
    let hall = [(id(1), 1), (id(2), 1), (id(4), 2), (id(5), 12)];
    assert_eq!(quantities(&site.claims_of(&booking(10))), hall);
    let whole = [(id(3), 60), (id(4), 2), (id(5), 12)];
    assert_eq!(quantities(&site.claims_of(&booking(12))), whole);
    let shared = Booking { shared: true, ..booking(12) };
    assert_eq!(quantities(&site.claims_of(&shared)), [(id(3), 12), (id(4), 2), (id(5), 12)]);
}

#[test]
fn a_booking_follows_its_room() {
    let mut site = site();
    site.rooms[2].shared_places = None;
    site.rooms[2].rules.setup_minutes = 30;
    site.rooms[2].rules.cleanup_minutes = 15;
    let refitted = site.refitted(&Booking { shared: true, ..booking(12) });
    assert_eq!((refitted.setup_seconds, refitted.cleanup_seconds, refitted.shared), (1_800, 900, false));
    let claimed = site.claims_of(&refitted)[0].span;
    assert_eq!(claimed, span("2027-03-01T18:30", "2027-03-01T22:15"));
}

#[test]
fn closures_claim_the_union_of_their_times() {
    let mut site = site();
    let (monday, tuesday, wednesday) = (at("2027-03-01T00:00"), at("2027-03-02T00:00"), at("2027-03-03T00:00"));
    let over = |from, until| Span::new(from, until).unwrap();
    site.closures = vec![
        closure(1, Some(&[10]), over(monday, tuesday)),
        closure(2, Some(&[11]), over(monday.plus(3_600), wednesday)),
        closure(3, None, over(at("2027-04-01T00:00"), at("2027-04-02T00:00"))),
    ];
    let spans = |site: &Site, from, resource: u128| -> Vec<Span> {
        site.closed(from).get(&id(resource)).map(|closed| closed.iter().collect()).unwrap_or_default()
    };
    let april = over(at("2027-04-01T00:00"), at("2027-04-02T00:00"));
    assert_eq!(spans(&site, monday, 1), [over(monday, wednesday), april]);
    assert_eq!(spans(&site, monday, 2), [over(monday, tuesday), april]);
    assert_eq!(spans(&site, monday, 4), [april], "a closed centre lends no equipment");
    assert_eq!(spans(&site, monday, 5), [], "nobody counts heads in a closed building");
    assert_eq!(spans(&site, tuesday, 1), [over(tuesday, wednesday), april], "what is over stays as it was");
    site.closures[1].lifted_at = Some(monday);
    assert_eq!(spans(&site, monday, 1), [over(monday, tuesday), april]);
    let claims = site.closure_claims(id(3), &SpanSet::from(april));
    assert_eq!(claims, [Claim { resource_id: id(3), span: april, quantity: 60 }], "whole");
}
