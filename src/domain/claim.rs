//! Claims: which quantities of which resources a booking takes, and when.

use super::{
    booking::EquipmentWish,
    ids::ResourceId,
    time::{DAY, Span},
};

#[cfg(test)]
mod tests;

/// The longest stored claim, seconds. A longer stretch is stored as several that touch, so that whatever overlaps an
/// instant is found among the claims that start in the week before it, however much the store holds.
pub const LONGEST_CLAIM: i64 = 7 * DAY;

/// A stretch of time on a resource with a quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Claim {
    /// The resource.
    pub resource_id: ResourceId,
    /// When.
    pub span: Span,
    /// How much of it, at least 1.
    pub quantity: i32,
}

/// A resource as far as claiming goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claimable {
    /// The resource.
    pub id: ResourceId,
    /// How much of it there is.
    pub capacity: i32,
}

/// Everything a booking of `span` (set-up and clean-up included) takes: each floor whole or, where it is shared, its
/// attendees; the equipment; its attendees on the building's people. Sorted by resource, so that everyone inserts in
/// one order.
#[must_use]
pub fn claims_of(
    span: Span,
    floors: &[Claimable],
    shared_attendees: Option<i32>,
    equipment: &[EquipmentWish],
    people: Option<(Claimable, i32)>,
) -> Vec<Claim> {
    let floors = floors.iter().map(|floor| (floor.id, shared_attendees.unwrap_or(floor.capacity)));
    let equipment = equipment.iter().map(|wish| (wish.resource_id, wish.quantity));
    let people = people.map(|(resource, attendees)| (resource.id, attendees));
    let mut claims: Vec<Claim> = floors
        .chain(equipment)
        .chain(people)
        .flat_map(|(resource_id, quantity)| pieces(span).map(move |span| Claim { resource_id, span, quantity }))
        .collect();
    claims.sort();
    claims
}

/// `span` cut into stretches of at most [`LONGEST_CLAIM`] that touch.
pub fn pieces(span: Span) -> impl Iterator<Item = Span> {
    let mut rest = Some(span);
    std::iter::from_fn(move || {
        let span = rest?;
        let cut = span.start().plus(LONGEST_CLAIM);
        rest = Span::new(cut, span.end());
        Span::new(span.start(), cut.min(span.end()))
    })
}
