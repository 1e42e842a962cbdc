//! The body of POST /tariffs, and (merged) of PATCH.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        ids::{CentreId, RoomId, TariffId},
        organisation::OrganisationKind,
        price::Money,
        room::Daypart,
        tariff::{Surcharge, Tariff, TariffUnit},
        validation::Faults,
    },
    http::api::{answers::PatchOf, stays},
};

/// A tariff as it is to be.
#[derive(Clone, Debug, Deserialize, Serialize, utoipa::ToSchema)]
pub(crate) struct TariffRequest {
    /// The centre of its rooms; it stays there.
    pub(super) centre_id: CentreId,
    /// The rooms it is for; absent is every room of the centre.
    #[serde(default)]
    room_ids: Vec<RoomId>,
    /// Name, as it stands on the lines of a price, 1 to 200 characters.
    name: String,
    /// For organisations of this category; absent is for everybody who has no tariff of their own.
    #[serde(default)]
    category: Option<String>,
    /// What the price is for: an hour, billed by the half hour, or a part of the day.
    unit: TariffUnit,
    /// The price of one unit.
    price: Money,
    /// Parts of the day that are billed where the room has none of its own; only with the unit `daypart`.
    #[serde(default)]
    dayparts: Option<Vec<Daypart>>,
    /// What comes on top.
    #[serde(default)]
    surcharges: Vec<Surcharge>,
    /// Kinds of organisation that pay nothing.
    #[serde(default)]
    free_kinds: Vec<OrganisationKind>,
    /// The deposit that is asked for a booking.
    #[serde(default)]
    deposit: Option<Money>,
    /// It holds for bookings that start on this local date or later; today where absent.
    #[serde(default)]
    valid_from: Option<NaiveDate>,
    /// The last such date; absent is without end.
    #[serde(default)]
    valid_until: Option<NaiveDate>,
}

/// A merge patch on a tariff.
pub(crate) type TariffPatch = PatchOf<TariffRequest>;

impl TariffRequest {
    /// The request that would make this tariff: what a merge patch is laid on.
    pub(super) fn of(tariff: &Tariff) -> Self {
        let tariff = tariff.clone();
        Self {
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
            valid_from: Some(tariff.valid_from),
            valid_until: tariff.valid_until,
        }
    }

    /// The new tariff that it asks for.
    pub(super) fn tariff(self, id: TariffId, today: NaiveDate) -> Tariff {
        Tariff {
            id,
            centre_id: self.centre_id,
            room_ids: self.room_ids,
            name: self.name,
            category: self.category,
            unit: self.unit,
            price: self.price,
            dayparts: self.dayparts,
            surcharges: self.surcharges,
            free_kinds: self.free_kinds,
            deposit: self.deposit,
            valid_from: self.valid_from.unwrap_or(today),
            valid_until: self.valid_until,
            version: 1,
        }
    }

    /// What it makes of a tariff, and what can be said against it already.
    pub(super) fn changed(self, known: &Tariff) -> (Tariff, Faults) {
        let mut faults = Faults::new();
        stays(&mut faults, "/centre_id", &self.centre_id, &known.centre_id);
        let tariff = self.tariff(known.id, known.valid_from);
        (Tariff { centre_id: known.centre_id, version: known.version, ..tariff }, faults)
    }
}
