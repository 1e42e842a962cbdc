//! The desk and the manager of a centre.

use serde_json::{Value, json};

use super::{Right, Thing, Who, hold, post};
use crate::{bookings::with, both_engines};
use Who::{Administrator, Desk, DeskElsewhere, Manager, ManagerElsewhere, Steward, Stranger};

/// The staff of the centre.
const HERE: [Who; 3] = [Desk, Manager, Administrator];

const BOOKINGS: [Right; 7] = [
    Right {
        name: "approve a request",
        who: &HERE,
        thing: Thing::Request,
        changes: true,
        ask: |_, who, booking| post(who, &format!("{booking}/approve")),
    },
    Right {
        name: "decline a request",
        who: &HERE,
        thing: Thing::Request,
        changes: true,
        ask: |_, who, booking| who.post(&format!("{booking}/decline"), json!({"reason": "Bezet"})),
    },
    Right {
        name: "confirm an option: whom it is kept for, and the desk",
        who: &[Stranger, Desk, Manager, Administrator],
        thing: Thing::Option,
        changes: true,
        ask: |_, who, booking| post(who, &format!("{booking}/confirm")),
    },
    Right {
        name: "note who came",
        who: &HERE,
        thing: Thing::Past,
        changes: true,
        ask: |_, who, booking| who.post(&format!("{booking}/attendance"), json!({"attended": true})),
    },
    Right {
        name: "keep an option",
        who: &HERE,
        thing: Thing::Hour,
        changes: true,
        ask: |cast, who, date| {
            who.post("/bookings", with(cast.wish_on(date), json!({"hold_until": "2026-12-08T12:00:00Z"})))
        },
    },
    Right {
        name: "set a rule aside",
        who: &HERE,
        thing: Thing::Hour,
        changes: true,
        ask: |cast, who, date| {
            let set_aside = json!({"override": [{"rule": "horizon", "reason": "De stad vroeg het."}]});
            who.post("/bookings", with(cast.wish_on(date), set_aside))
        },
    },
    Right {
        name: "book for a caller, at any centre",
        who: &[Desk, Manager, DeskElsewhere, ManagerElsewhere, Administrator],
        thing: Thing::Hour,
        changes: true,
        ask: |cast, who, date| {
            let caller = json!({"on_behalf_of": {"name": "Mevrouw Peeters", "phone": "016"}});
            who.post("/bookings", with(cast.wish_on(date), caller))
        },
    },
];

const CENTRE: [Right; 13] = [
    Right {
        name: "close a room",
        who: &HERE,
        thing: Thing::Hour,
        changes: true,
        ask: |cast, who, date| who.post("/closures", cast.closure_on(date)),
    },
    Right {
        name: "change a closure",
        who: &HERE,
        thing: Thing::Closure,
        changes: true,
        ask: |_, who, closure| who.patch(closure, "*", json!({"reason": "holiday"})),
    },
    Right {
        name: "lift a closure",
        who: &HERE,
        thing: Thing::Closure,
        changes: true,
        ask: |_, who, closure| who.delete(closure),
    },
    Right {
        name: "write how to get into a room",
        who: &HERE,
        thing: Thing::Given,
        changes: true,
        ask: |cast, who, _| who.post(&format!("/rooms/{}/access", cast.world.shared), json!({"note": "Code 1234#"})),
    },
    Right {
        name: "read how to get into a room",
        who: &HERE,
        thing: Thing::Given,
        changes: false,
        ask: |cast, who, _| who.get(&format!("/rooms/{}/access", cast.world.shared)),
    },
    Right {
        name: "make the link at the door of a room",
        who: &HERE,
        thing: Thing::Given,
        changes: true,
        ask: |cast, who, _| post(who, &format!("/rooms/{}/door", cast.world.shared)),
    },
    Right {
        name: "take the link at the door of a room away",
        who: &HERE,
        thing: Thing::Door,
        changes: true,
        ask: |_, who, door| who.delete(door),
    },
    Right {
        name: "close at once",
        who: &HERE,
        thing: Thing::Given,
        changes: true,
        ask: |cast, who, _| {
            let rooms = [cast.world.dayparts];
            who.post("/closures/emergency", json!({"room_ids": rooms, "hours": 2, "reason": "utility_failure"}))
        },
    },
    Right {
        name: "see whom to telephone about a closure",
        who: &HERE,
        thing: Thing::Closure,
        changes: false,
        ask: |_, who, closure| who.get(&format!("{closure}/calls")),
    },
    Right {
        name: "change the opening hours",
        who: &HERE,
        thing: Thing::Hour,
        changes: true,
        ask: |cast, who, date| {
            who.patch(
                &format!("/centres/{}", cast.world.centre),
                "*",
                json!({"exceptions": [{"date": date, "closed": true}]}),
            )
        },
    },
    Right {
        name: "see who staffs the centre",
        who: &[Desk, Manager, Steward, Administrator],
        thing: Thing::Given,
        changes: false,
        ask: |cast, who, _| who.get(&format!("/centres/{}/staff", cast.world.centre)),
    },
    Right {
        name: "see its letters",
        who: &[Desk, Manager, Steward, Administrator],
        thing: Thing::Request,
        changes: false,
        ask: |cast, who, _| who.get(&format!("/outbox?centre_id={}", cast.world.centre)),
    },
    Right {
        name: "change how the desk is reached",
        who: &[Manager, Administrator],
        thing: Thing::Hour,
        changes: true,
        ask: |cast, who, date| {
            let number: String = date.chars().filter(char::is_ascii_digit).collect();
            who.patch(&format!("/centres/{}", cast.world.centre), "*", json!({"out_of_hours_phone": number}))
        },
    },
];

/// Rules that no other date gives.
fn room_rules(date: &str) -> Value {
    let first = chrono::NaiveDate::from_ymd_opt(2026, 1, 1).expect("a date");
    let days = (date.parse::<chrono::NaiveDate>().expect("a date") - first).num_days();
    json!({"rules": {"review": {"mode": "when", "attendees_over": days}}})
}

const DEPOSITS: [Right; 3] = [
    Right {
        name: "ask a deposit",
        who: &HERE,
        thing: Thing::Private,
        changes: true,
        ask: |_, who, booking| who.post(&format!("{booking}/deposit"), json!({"amount": crate::money::euro(5000)})),
    },
    Right {
        name: "receive a deposit",
        who: &HERE,
        thing: Thing::Deposit,
        changes: true,
        ask: |_, who, booking| {
            who.post(&format!("{booking}/deposit/received"), json!({"amount": crate::money::euro(5000)}))
        },
    },
    Right {
        name: "see a deposit: who has the booking, and staff",
        who: &[Stranger, Desk, Manager, Steward, Administrator],
        thing: Thing::Deposit,
        changes: false,
        ask: |_, who, booking| who.get(&format!("{booking}/deposit")),
    },
];

const PRICES: [Right; 3] = [
    Right {
        name: "make a tariff",
        who: &[Manager, Administrator],
        thing: Thing::Given,
        changes: true,
        ask: |cast, who, _| who.post("/tariffs", crate::money::tariff(&cast.world)),
    },
    Right {
        name: "change a tariff",
        who: &[Manager, Administrator],
        thing: Thing::Tariff,
        changes: true,
        ask: |_, who, tariff| who.patch(tariff, "*", json!({"valid_until": "2027-12-31"})),
    },
    Right {
        name: "take a tariff away",
        who: &[Manager, Administrator],
        thing: Thing::Tariff,
        changes: true,
        ask: |_, who, tariff| who.delete(tariff),
    },
];

/// A quota that holds nobody back.
fn quota(area: Value) -> Value {
    with(json!({"measure": "bookings", "period": "year", "limit": 9_999}), area)
}

const PLACES: [Right; 8] = [
    Right {
        name: "make a room",
        who: &[Manager, Administrator],
        thing: Thing::Given,
        changes: true,
        ask: |cast, who, _| who.post("/rooms", json!({"centre_id": cast.world.centre, "name": "Zolder"})),
    },
    Right {
        name: "change a room's rules",
        who: &[Manager, Administrator],
        thing: Thing::Hour,
        changes: true,
        ask: |cast, who, date| who.patch(&format!("/rooms/{}", cast.world.dayparts), "*", room_rules(date)),
    },
    Right {
        name: "make a resource",
        who: &[Manager, Administrator],
        thing: Thing::Given,
        changes: true,
        ask: |cast, who, _| {
            let body = json!({"centre_id": cast.world.centre, "kind": "equipment", "name": "Stoelen", "capacity": 9});
            who.post("/resources", body)
        },
    },
    Right {
        name: "change a resource",
        who: &[Manager, Administrator],
        thing: Thing::Hour,
        changes: true,
        ask: |cast, who, date| who.patch(&format!("/resources/{}", cast.world.projectors), "*", json!({"name": date})),
    },
    Right {
        name: "set a quota over its rooms",
        who: &[Manager, Administrator],
        thing: Thing::Given,
        changes: true,
        ask: |cast, who, _| who.post("/quotas", quota(json!({"centre_id": cast.world.centre}))),
    },
    Right {
        name: "set a quota over the city",
        who: &[Administrator],
        thing: Thing::Given,
        changes: true,
        ask: |_, who, _| who.post("/quotas", quota(json!({}))),
    },
    Right {
        name: "appoint the desk",
        who: &[Manager, Administrator],
        thing: Thing::Person,
        changes: true,
        ask: |cast, who, person| {
            who.post(&format!("/centres/{}/staff", cast.world.centre), json!({"user_id": person, "role": "desk"}))
        },
    },
    Right {
        name: "dismiss the desk",
        who: &[Manager, Administrator],
        thing: Thing::Clerk,
        changes: true,
        ask: |_, who, clerk| who.delete(clerk),
    },
];

both_engines! {
    async fn who_answers_and_keeps_bookings(app: TestApp) {
        hold(&app, &BOOKINGS).await;
    }

    async fn who_keeps_a_centre(app: TestApp) {
        hold(&app, &CENTRE).await;
    }

    async fn who_keeps_deposits(app: TestApp) {
        hold(&app, &DEPOSITS).await;
    }

    async fn who_says_what_its_rooms_cost(app: TestApp) {
        hold(&app, &PRICES).await;
    }

    async fn who_keeps_its_rooms_and_its_desk(app: TestApp) {
        hold(&app, &PLACES).await;
    }
}
