//! Tariffs and money: what is quoted, kept, due, deposited and stated.

mod deposits;
mod dues;
mod prices;
pub(crate) mod statements;
mod tariffs;

use lokaal::domain::person::StaffRole;
use serde_json::{Value, json};

use crate::{
    bookings::with,
    support::{actor::Actor, app::TestApp, world::World},
};

/// An amount.
pub(crate) fn euro(cents: i64) -> Value {
    json!({"cents": cents, "currency": "EUR"})
}

/// Ten euro an hour in every room of the centre.
pub(crate) fn tariff(world: &World) -> Value {
    json!({"centre_id": world.centre, "name": "Zaalhuur", "unit": "hour", "price": euro(1000)})
}

/// The manager of the centre, who has made this tariff there.
pub(crate) async fn priced(app: &TestApp, world: &World, members: Value) -> (Actor, String) {
    let manager = app.staff(StaffRole::Manager, world.centre).await;
    let made = manager.post("/tariffs", with(tariff(world), members)).await.expect(201);
    let path = format!("/tariffs/{}", made.id());
    (manager, path)
}

/// Total and due of a booking's price.
pub(crate) fn cents(booking: &Value) -> (Option<i64>, Option<i64>) {
    (booking["price"]["total"]["cents"].as_i64(), booking["price"]["due"]["cents"].as_i64())
}
