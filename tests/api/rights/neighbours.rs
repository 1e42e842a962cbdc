//! What neighbours report, and what went wrong at bookings.

use serde_json::json;

use super::{Right, Thing, Who, hold, post};
use crate::both_engines;
use Who::{Administrator, Desk, Manager, Steward, Stranger};

const RIGHTS: [Right; 10] = [
    Right {
        name: "see what neighbours may expect",
        who: &Who::ALL,
        thing: Thing::Given,
        changes: false,
        ask: |cast, who, _| who.get(&format!("/centres/{}/neighbours", cast.world.centre)),
    },
    Right {
        name: "report something to a centre",
        who: &Who::ALL,
        thing: Thing::Hour,
        changes: true,
        ask: |cast, who, date| {
            who.post(&format!("/centres/{}/reports", cast.world.centre), json!({"kind": "dirt", "text": date}))
        },
    },
    Right {
        name: "see what neighbours reported",
        who: &[Desk, Manager, Steward, Administrator],
        thing: Thing::Report,
        changes: false,
        ask: |cast, who, _| who.get(&format!("/centres/{}/reports", cast.world.centre)),
    },
    Right {
        name: "dismiss what a neighbour reported",
        who: &[Desk, Manager, Administrator],
        thing: Thing::Report,
        changes: true,
        ask: |_, who, report| post(who, &format!("{report}/dismiss")),
    },
    Right {
        name: "note what went wrong at a booking",
        who: &[Desk, Manager, Administrator],
        thing: Thing::Past,
        changes: true,
        ask: |_, who, booking| {
            let body = json!({"kind": "dirt", "happened_at": "2026-12-03T07:30:00Z", "description": "Vuil"});
            who.post(&format!("{booking}/incidents"), body)
        },
    },
    Right {
        name: "see what went wrong at a booking",
        who: &[Stranger, Desk, Manager, Steward, Administrator],
        thing: Thing::Past,
        changes: false,
        ask: |_, who, booking| who.get(&format!("{booking}/incidents")),
    },
    Right {
        name: "see an incident",
        who: &[Stranger, Desk, Manager, Steward, Administrator],
        thing: Thing::Incident,
        changes: false,
        ask: |_, who, incident| who.get(incident),
    },
    Right {
        name: "decide what came of an incident",
        who: &[Desk, Manager, Administrator],
        thing: Thing::Incident,
        changes: true,
        ask: |_, who, incident| who.patch(incident, "*", json!({"state": "warned"})),
    },
    Right {
        name: "reply to an incident",
        who: &[Stranger],
        thing: Thing::Incident,
        changes: true,
        ask: |_, who, incident| who.post(&format!("{incident}/reply"), json!({"text": "Dat waren wij niet."})),
    },
    Right {
        name: "list incidents, each their own",
        who: &super::visitor::SIGNED_IN,
        thing: Thing::Incident,
        changes: false,
        ask: |_, who, _| who.get("/incidents"),
    },
];

both_engines! {
    async fn who_deals_with_neighbours(app: TestApp) {
        hold(&app, &RIGHTS).await;
    }
}
