//! The city: steward and administrator.

use serde_json::json;

use super::{Right, Thing, Who, hold};
use crate::both_engines;
use Who::{Administrator, Steward};

const CITY: [Right; 6] = [
    Right {
        name: "make a centre",
        who: &[Administrator],
        thing: Thing::Hour,
        changes: true,
        ask: |_, who, name| {
            let body = json!({"name": name, "kind": "community_centre", "latitude": 50.88, "longitude": 4.7});
            who.post("/centres", body)
        },
    },
    Right {
        name: "say what a centre is called",
        who: &[Administrator],
        thing: Thing::Hour,
        changes: true,
        ask: |cast, who, name| who.patch(&format!("/centres/{}", cast.world.centre), "*", json!({"name": name})),
    },
    Right {
        name: "appoint a manager",
        who: &[Administrator],
        thing: Thing::Person,
        changes: true,
        ask: |cast, who, person| {
            who.post(&format!("/centres/{}/staff", cast.world.centre), json!({"user_id": person, "role": "manager"}))
        },
    },
    Right {
        name: "appoint anybody to any organisation",
        who: &[Administrator],
        thing: Thing::Person,
        changes: true,
        ask: |cast, who, person| {
            who.post(&format!("{}/members", cast.organisation()), json!({"user_id": person, "role": "booker"}))
        },
    },
    Right {
        name: "see what could not be had",
        who: &[Steward, Administrator],
        thing: Thing::Given,
        changes: false,
        ask: |_, who, _| who.get("/demand"),
    },
    Right {
        name: "read all bookings",
        who: &[Who::Stranger, Who::Desk, Who::Manager, Steward, Administrator],
        thing: Thing::Request,
        changes: false,
        ask: |_, who, booking| who.get(booking),
    },
];

both_engines! {
    async fn what_is_the_citys(app: TestApp) {
        hold(&app, &CITY).await;
    }
}
