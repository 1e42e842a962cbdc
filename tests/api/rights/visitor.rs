//! Visitors and members: what everybody sees, and what is done with one's own bookings.

use reqwest::Method;
use serde_json::json;

use super::{Cast, Right, Thing, Who, hold};
use crate::{bookings::with, both_engines, support::actor::Actor};
use Who::{
    Admin, Administrator, Booker, Desk, DeskElsewhere, KeyHolder, Manager, ManagerElsewhere, OtherAdmin, OtherBooker,
    Steward, Stranger,
};

/// Everybody with an account.
pub(super) const SIGNED_IN: [Who; 12] = [
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
];

const SEEN_BY_ALL: [Right; 6] = [
    Right {
        name: "see what a room costs",
        who: &Who::ALL,
        thing: Thing::Tariff,
        changes: false,
        ask: |_, who, tariff| who.get(tariff),
    },
    Right {
        name: "see centres",
        who: &Who::ALL,
        thing: Thing::Given,
        changes: false,
        ask: |cast, who, _| who.get(&format!("/centres/{}", cast.world.centre)),
    },
    Right {
        name: "see rooms",
        who: &Who::ALL,
        thing: Thing::Given,
        changes: false,
        ask: |cast, who, _| who.get(&format!("/rooms/{}", cast.world.meeting)),
    },
    Right {
        name: "see when a room is free or taken",
        who: &Who::ALL,
        thing: Thing::Private,
        changes: false,
        ask: |cast, who, _| {
            let times = "from=2026-12-10T00:00:00Z&until=2027-12-10T00:00:00Z";
            who.get(&format!("/rooms/{}/availability?{times}", cast.world.meeting))
        },
    },
    Right {
        name: "see closures",
        who: &Who::ALL,
        thing: Thing::Closure,
        changes: false,
        ask: |_, who, closure| who.get(closure),
    },
    Right {
        name: "see a public booking",
        who: &Who::ALL,
        thing: Thing::Public,
        changes: false,
        ask: |_, who, booking| who.get(booking),
    },
];

const OWN_BOOKINGS: [Right; 8] = [
    Right {
        name: "see a private booking",
        who: &[Stranger, Desk, Manager, Steward, Administrator],
        thing: Thing::Private,
        changes: false,
        ask: |_, who, booking| who.get(booking),
    },
    Right {
        name: "book privately",
        who: &SIGNED_IN,
        thing: Thing::Hour,
        changes: true,
        ask: |cast, who, date| who.post("/bookings", cast.wish_on(date)),
    },
    Right {
        name: "change one's own private booking",
        who: &[Stranger, Desk, Manager, Administrator],
        thing: Thing::Private,
        changes: true,
        ask: |_, who, booking| who.patch(booking, "*", json!({"title": "Anders"})),
    },
    Right {
        name: "cancel one's own private booking",
        who: &[Stranger, Desk, Manager, Administrator],
        thing: Thing::Private,
        changes: true,
        ask: |_, who, booking| who.post(&format!("{booking}/cancel"), json!({})),
    },
    Right {
        name: "book for an organisation: its members, and a desk for whoever calls",
        who: &[Booker, OtherBooker, Admin, Desk, Manager, DeskElsewhere, ManagerElsewhere, Administrator],
        thing: Thing::Hour,
        changes: true,
        ask: |cast, who, date| {
            who.post("/bookings", with(cast.wish_on(date), json!({"organisation_id": cast.committee})))
        },
    },
    Right {
        name: "see a booking of an organisation and what happened to it",
        who: &[Booker, Admin, Desk, Manager, Steward, Administrator],
        thing: Thing::Booking,
        changes: false,
        ask: |_, who, booking| who.get(&format!("{booking}/history")),
    },
    Right {
        name: "change a booking of an organisation",
        who: &[Booker, Admin, Desk, Manager, Administrator],
        thing: Thing::Booking,
        changes: true,
        ask: |_, who, booking| who.patch(booking, "*", json!({"attendees": 6})),
    },
    Right {
        name: "cancel a booking of an organisation",
        who: &[Booker, Admin, Desk, Manager, Administrator],
        thing: Thing::Booking,
        changes: true,
        ask: |_, who, booking| who.api(Method::POST, &format!("{booking}/cancel")),
    },
];

both_engines! {
    async fn what_everybody_sees(app: TestApp) {
        hold(&app, &SEEN_BY_ALL).await;
    }

    async fn who_books_changes_and_cancels(app: TestApp) {
        hold(&app, &OWN_BOOKINGS).await;
    }

    async fn what_is_taken_is_told_without_a_name(app: TestApp) {
        let cast = Cast::new(&app).await;
        for more in [json!({}), json!({"visibility": "public"})] {
            let date = cast.thing(&app, Thing::Hour).await;
            let secret = json!({
                "title": "Geheim overleg", "note": "geheime nota", "organisation_id": cast.committee,
                "on_site_contact": {"name": "Geheime Gerda", "phone": "0477 98 76 54"},
            });
            let wish = with(with(cast.wish_on(&date), secret), more);
            let made = cast.actor(Booker).post("/bookings", wish.clone()).await.expect(201);
            let (from, until) = (format!("{date}T00:00:00Z"), format!("{date}T23:00:00Z"));
            let times = format!("from={from}&until={until}");
            let world = &cast.world;
            for who in Who::ALL.into_iter().filter(|who| matches!(who, Who::Visitor | Stranger | OtherAdmin | DeskElsewhere)) {
                let actor: &Actor = cast.actor(who);
                let mut told = vec![
                    actor.get(&format!("/rooms/{}/availability?{times}", world.meeting)).await.expect(200),
                    actor.get(&format!("/centres/{}/availability?{times}", world.centre)).await.expect(200),
                    actor.get(&format!("/search?starts_at={date}T18:00:00Z&ends_at={date}T19:00:00Z")).await.expect(200),
                    actor.get(&format!("/bookings/{}", made.id())).await,
                ];
                if who != Who::Visitor {
                    let plain = cast.wish_on(&date);
                    told.push(actor.post("/bookings", plain.clone()).await.expect(409));
                    told.push(actor.post("/bookings/quote", plain).await.expect(200));
                    told.push(actor.get("/bookings?q=geheim").await.expect(200));
                    told.push(actor.get("/bookings?q=0477987654").await.expect(200));
                }
                let public = made.json["visibility"] == "public";
                for answer in told {
                    for word in ["geheime nota", "Gerda", "0477", "booker@"] {
                        assert!(!answer.text.contains(word), "{who:?} reads {word}: {}", answer.text);
                    }
                    assert!(public || !answer.text.contains("Geheim overleg"), "{who:?}: {}", answer.text);
                }
            }
        }
    }
}
