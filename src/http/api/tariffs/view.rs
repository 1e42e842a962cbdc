//! How a tariff looks in answers.

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::{
    ids::{CentreId, RoomId, TariffId},
    organisation::OrganisationKind,
    price::Money,
    room::Daypart,
    tariff::{Surcharge, Tariff, TariffUnit},
};

/// What rooms cost.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct TariffView {
    /// Identifier.
    id: TariffId,
    /// The centre of its rooms.
    centre_id: CentreId,
    /// The rooms it is for; none named is every room of the centre.
    room_ids: Vec<RoomId>,
    /// Name, as it stands on the lines of a price.
    name: String,
    /// For organisations of this category; null is for everybody who has no tariff of their own.
    category: Option<String>,
    /// What the price is for: an hour, billed by the half hour, or a part of the day.
    unit: TariffUnit,
    /// The price of one unit.
    price: Money,
    /// Parts of the day that are billed where the room has none of its own.
    dayparts: Option<Vec<Daypart>>,
    /// What comes on top.
    surcharges: Vec<Surcharge>,
    /// Kinds of organisation that pay nothing.
    free_kinds: Vec<OrganisationKind>,
    /// The deposit that is asked for a booking.
    deposit: Option<Money>,
    /// It holds for bookings that start on this local date or later …
    valid_from: NaiveDate,
    /// … up to and including this one; null is without end.
    valid_until: Option<NaiveDate>,
}

impl From<&Tariff> for TariffView {
    fn from(tariff: &Tariff) -> Self {
        let tariff = tariff.clone();
        Self {
            id: tariff.id,
            centre_id: tariff.centre_id,
            room_ids: tariff.room_ids,
            name: tariff.name,
            category: tariff.category,
            unit: tariff.unit,
            price: tariff.price,
            dayparts: tariff.dayparts,
            surcharges: tariff.surcharges,
            free_kinds: tariff.free_kinds,
            deposit: tariff.deposit,
            valid_from: tariff.valid_from,
            valid_until: tariff.valid_until,
        }
    }
}
