//! Tariffs: what rooms cost, for whom, and from when until when. A tariff belongs to rooms of a centre, or to all of them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    ids::{CentreId, RoomId, TariffId},
    organisation::OrganisationKind,
    price::{Money, Price},
    room::Daypart,
    text_enum,
};

mod pricing;
#[cfg(test)]
mod tests;

pub use pricing::{Priced, price};

text_enum! {
    /// What a tariff's price is for: an hour, of which each half hour that is begun is billed, or a part of the day.
    TariffUnit { Hour = "hour", Daypart = "daypart" }
}

text_enum! {
    /// What a surcharge is for: the whole booking, or each unit of its tariff.
    SurchargePer { Booking = "booking", Unit = "unit" }
}

/// What rooms cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tariff {
    /// Identifier.
    pub id: TariffId,
    /// The centre of its rooms.
    pub centre_id: CentreId,
    /// The rooms it is for; none named is every room of the centre.
    pub room_ids: Vec<RoomId>,
    /// Name, as it stands on the lines of a price.
    pub name: String,
    /// For organisations of this category; none is for everybody who has no tariff of their own.
    pub category: Option<String>,
    /// What the price is for.
    pub unit: TariffUnit,
    /// The price of one unit.
    pub price: Money,
    /// Parts of the day that are billed where the room has none of its own.
    pub dayparts: Option<Vec<Daypart>>,
    /// What comes on top.
    pub surcharges: Vec<Surcharge>,
    /// Kinds of organisation that pay nothing.
    pub free_kinds: Vec<OrganisationKind>,
    /// The deposit that is asked for a booking.
    pub deposit: Option<Money>,
    /// It holds for bookings that start on this local date or later …
    pub valid_from: NaiveDate,
    /// … up to and including this one.
    pub valid_until: Option<NaiveDate>,
    /// Rises with each change; the `ETag`.
    pub version: i64,
}

/// What comes on top of a price, where all of its conditions are met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Surcharge {
    /// Name, as it stands on the lines of a price: energy, kitchen …
    pub name: String,
    /// The price of one.
    pub price: Money,
    /// For the whole booking, or for each unit of the tariff.
    pub per: SurchargePer,
    /// Only where this counted equipment is asked for, by name; charged for each piece.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub equipment: Option<String>,
    /// Only for bookings that start in these months of the centre's calendar, 1 to 12.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub months: Option<Vec<u32>>,
}

/// The price of a booking that its centre moved: never more than was quoted, and none where none was quoted. A place
/// without a price is not free, so that there the price stays as it was.
#[must_use]
pub fn after_move_by_centre(quoted: Option<&Price>, there: Option<Price>) -> Option<Price> {
    let quoted = quoted?;
    Some(there.filter(|there| there.total.cents < quoted.total.cents).unwrap_or_else(|| quoted.clone()))
}
