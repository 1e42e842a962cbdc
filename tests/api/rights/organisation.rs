//! Admins of an organisation, its members and its key-holders.

use serde_json::json;

use super::{Cast, Right, Thing, Who, hold, post};
use crate::both_engines;
use Who::{
    Admin, Administrator, Booker, Desk, DeskElsewhere, KeyHolder, Manager, ManagerElsewhere, OtherAdmin, OtherBooker,
    Steward, Stranger,
};

/// The members and whoever keeps the city's books.
const INSIDE: [Who; 9] =
    [Booker, OtherBooker, Admin, Desk, Manager, DeskElsewhere, ManagerElsewhere, Steward, Administrator];

const PEOPLE: [Right; 9] = [
    Right {
        name: "see the members",
        who: &INSIDE,
        thing: Thing::Given,
        changes: false,
        ask: |cast, who, _| who.get(&format!("{}/members", cast.organisation())),
    },
    Right {
        name: "invite a booker",
        who: &[Admin, Administrator],
        thing: Thing::Hour,
        changes: true,
        ask: |cast, who, name| {
            let body = json!({"email": format!("{name}@example.org"), "role": "booker"});
            who.post(&format!("{}/members", cast.organisation()), body)
        },
    },
    Right {
        name: "invite an admin, a successor for the only one",
        who: &[Admin, Desk, Manager, DeskElsewhere, ManagerElsewhere, Administrator],
        thing: Thing::Hour,
        changes: true,
        ask: |cast, who, name| {
            let body = json!({"email": format!("{name}@example.org"), "role": "admin"});
            who.post(&format!("{}/members", cast.organisation()), body)
        },
    },
    Right {
        name: "see who is invited",
        who: &[Admin, Administrator],
        thing: Thing::Invitation,
        changes: false,
        ask: |cast, who, _| who.get(&format!("{}/invitations", cast.organisation())),
    },
    Right {
        name: "take an invitation back",
        who: &[Admin, Administrator],
        thing: Thing::Invitation,
        changes: true,
        ask: |_, who, invitation| who.delete(invitation),
    },
    Right {
        name: "accept who asks to join",
        who: &[Admin, Administrator],
        thing: Thing::JoinRequest,
        changes: true,
        ask: |_, who, request| post(who, &format!("{request}/accept")),
    },
    Right {
        name: "decline who asks to join",
        who: &[Admin, Administrator],
        thing: Thing::JoinRequest,
        changes: true,
        ask: |_, who, request| post(who, &format!("{request}/decline")),
    },
    Right {
        name: "give a member another role",
        who: &[Admin, Administrator],
        thing: Thing::Member,
        changes: true,
        // And back to what it was afterwards would need another right: the member is a new one each time, a booker.
        ask: |_, who, member| who.patch(member, "*", json!({"role": "admin"})),
    },
    Right {
        name: "put a member out",
        who: &[Admin, Administrator],
        thing: Thing::Member,
        changes: true,
        ask: |_, who, member| who.delete(member),
    },
];

const ITSELF: [Right; 8] = [
    Right {
        name: "found an organisation",
        who: &[
            Stranger,
            KeyHolder,
            Booker,
            OtherBooker,
            Admin,
            OtherAdmin,
            Desk,
            Manager,
            DeskElsewhere,
            ManagerElsewhere,
            Steward,
            Administrator,
        ],
        thing: Thing::Given,
        changes: true,
        ask: |_, who, _| who.post("/organisations", json!({"name": "Fanfare", "kind": "association"})),
    },
    Right {
        name: "say what it is called",
        who: &[Admin, Administrator],
        thing: Thing::Hour,
        changes: true,
        ask: |cast, who, name| who.patch(&cast.organisation(), "*", json!({"name": format!("Comité {name}")})),
    },
    Right {
        name: "say what it counts as",
        who: &[Manager, ManagerElsewhere, Steward, Administrator],
        thing: Thing::Hour,
        changes: true,
        ask: |cast, who, name| who.patch(&cast.organisation(), "*", json!({"tariff_category": name})),
    },
    Right {
        name: "verify it",
        who: &[Manager, ManagerElsewhere, Steward, Administrator],
        thing: Thing::Unverified,
        changes: true,
        ask: |_, who, organisation| post(who, &format!("{organisation}/verify")),
    },
    Right {
        name: "see its key-holders",
        who: &INSIDE,
        thing: Thing::Given,
        changes: false,
        ask: |cast, who, _| who.get(&format!("{}/key-holders", cast.organisation())),
    },
    Right {
        name: "name a key-holder",
        who: &[Admin, Administrator],
        thing: Thing::Given,
        changes: true,
        ask: |cast, who, _| {
            who.post(&format!("{}/key-holders", cast.organisation()), json!({"name": "Karel", "phone": "0470"}))
        },
    },
    Right {
        name: "end a key-holder's right",
        who: &[Admin, Administrator],
        thing: Thing::KeyHolder,
        changes: true,
        ask: |_, who, key_holder| who.delete(key_holder),
    },
    Right {
        name: "see the bookings that name a key-holder: not the key-holder as such",
        who: &[Booker, Admin, Desk, Manager, Steward, Administrator],
        thing: Thing::Booking,
        changes: false,
        ask: |_, who, booking| who.get(booking),
    },
];

/// By itself: the founder of the one that goes belongs to the other since.
const MERGING: [Right; 1] = [Right {
    name: "merge it into another",
    who: &[Manager, ManagerElsewhere, Steward, Administrator],
    thing: Thing::Unverified,
    changes: true,
    ask: |cast, who, organisation| who.post(&format!("{organisation}/merge"), json!({"into": cast.committee})),
}];

both_engines! {
    async fn who_merges_organisations(app: TestApp) {
        hold(&app, &MERGING).await;
    }

    async fn who_sees_to_the_people_of_an_organisation(app: TestApp) {
        hold(&app, &PEOPLE).await;
    }

    async fn who_sees_to_an_organisation_itself(app: TestApp) {
        hold(&app, &ITSELF).await;
    }

    async fn lists_hold_what_their_reader_may_see(app: TestApp) {
        let cast = Cast::new(&app).await;
        cast.thing(&app, Thing::Booking).await;
        cast.thing(&app, Thing::Private).await;
        cast.thing(&app, Thing::Option).await;
        for who in Who::ALL {
            let (all, of_committee) = match who {
                Who::Visitor => continue,
                Stranger => (2, 0),
                Booker | Admin => (1, 1),
                KeyHolder | OtherBooker | OtherAdmin | DeskElsewhere | ManagerElsewhere => (0, 0),
                Desk | Manager | Steward | Administrator => (3, 1),
            };
            let actor = cast.actor(who);
            let world = &cast.world;
            for (query, expected) in [
                (String::new(), all),
                (format!("centre_id={}", world.centre), all),
                (format!("organisation_id={}", cast.committee), of_committee),
            ] {
                let list = actor.get(&format!("/bookings?{query}")).await.expect(200);
                assert_eq!(list.json["items"].as_array().map(Vec::len), Some(expected), "{who:?} {query}");
            }
        }
    }
}
