//! Good requests about neighbours.

use serde_json::{Value, json};

use super::{Sample, Setting, sample, wish};
use crate::support::{TestApp, actor::Actor, world::World};

/// A booking of the administrator that began an hour before the clock of the test.
pub(super) async fn over(app: &TestApp, administrator: &Actor, world: &World) -> String {
    let mut own = wish(world, 1);
    own.as_object_mut().expect("an object").remove("on_behalf_of");
    let id = administrator.post("/bookings", own).await.expect(201).id();
    let (from, until) = (app.now().plus(-3600), app.now().plus(-1800));
    let values = [from, until].map(|at| at.epoch_seconds().into());
    let booking: uuid::Uuid = id.parse().expect("an id");
    let text = "UPDATE bookings SET starts_at = $1, ends_at = $2 WHERE id = $3";
    app.rows.execute(text, values.into_iter().chain([booking.into()])).await;
    id
}

/// What went wrong at it.
pub(super) fn an_incident() -> Value {
    json!({ "kind": "dirt", "happened_at": "2026-12-03T07:30:00Z", "description": "De keuken was vuil" })
}

impl Setting {
    pub(super) fn neighbours(&self) -> Vec<Sample> {
        let incident = format!("/incidents/{}", self.incident);
        let reported = json!({
            "kind": "noise", "happened_at": "2026-12-02T22:00:00Z", "text": "Te luid", "contact": "Gerda, 0478",
        });
        let noted = json!({
            "booking_id": self.past, "kind": "noise", "happened_at": "2026-12-03T07:30:00Z", "description": "Te luid",
        });
        vec![
            sample("POST", &format!("/bookings/{}/incidents", self.past), an_incident(), &["/description"]),
            sample("PATCH", &incident, json!({ "state": "warned", "outcome": "Let op" }), &["/outcome"]),
            sample("POST", &format!("{incident}/reply"), json!({ "text": "Dat waren wij niet" }), &["/text"]),
            sample("POST", &format!("/centres/{}/reports", self.world.centre), reported, &["/text", "/contact"]),
            sample("POST", &format!("/reports/{}/incident", self.report), noted, &["/description"]),
        ]
    }
}
