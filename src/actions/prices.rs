//! What a booking would cost, by the tariffs that are held in memory: the same for search, quote, booking and move.

use crate::{
    domain::{
        booking::EquipmentWish,
        centre::Centre,
        price::Price,
        room::Room,
        rules::Asker,
        tariff::{self, Priced},
        time::Span,
    },
    store::catalogue::Catalogue,
};

/// The price of `room` for `asker`; none is 'no price', not 'free'.
pub(in crate::actions) fn price(
    catalogue: &Catalogue,
    room: &Room,
    centre: &Centre,
    asker: &Asker,
    span: Span,
    equipment: impl IntoIterator<Item = EquipmentWish>,
) -> Option<Price> {
    let tariffs = catalogue.tariffs.get(&centre.id)?;
    let named = |wish: EquipmentWish| {
        let pool = catalogue.resources.get(&wish.resource_id)?;
        Some((pool.name.clone(), wish.quantity))
    };
    let equipment: Vec<(String, i32)> = equipment.into_iter().filter_map(named).collect();
    let priced = Priced {
        span,
        room,
        zone: centre.timezone,
        kind: asker.kind,
        category: asker.category.as_deref(),
        equipment: &equipment,
    };
    tariff::price(tariffs, &priced)
}
