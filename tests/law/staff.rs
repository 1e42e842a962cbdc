//! What staff change while people book: closures, what is lent no longer, and what is allowed only so often a year.

use lokaal::domain::{person::StaffRole, resource::ResourceKind, time::Span};
use serde_json::{Value, json};

use crate::{
    both_engines,
    ledger::in_order,
    rivals::{at_once, hour, people, wish},
    support::actor::Answer,
};

fn with(mut wish: Value, name: &str, value: Value) -> Value {
    wish[name] = value;
    wish
}

fn closure(body: Value, span: Span) -> Value {
    let body = with(body, "starts_at", json!(span.start().to_string()));
    let body = with(body, "ends_at", json!(span.end().to_string()));
    with(body, "reason", json!("maintenance"))
}

/// How many succeeded. The others must have been told one of these problems.
#[track_caller]
fn done(answers: &[Answer], problems: &[(u16, &str)]) -> usize {
    for answer in answers.iter().filter(|answer| answer.status >= 300) {
        let told = |(status, slug): &(u16, &str)| {
            answer.status == *status && answer.json["type"] == format!("/problems/{slug}")
        };
        assert!(problems.iter().any(told), "{answer:#?}");
    }
    answers.iter().filter(|answer| answer.status < 300).count()
}

both_engines! {
    async fn a_closure_is_a_rival_like_any_other(app: TestApp) {
        let world = app.world().await;
        let clients = people(&app, 12).await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let rooms = [world.meeting, world.hall, world.half, world.shared];
        for round in 0..60 {
            let (room, span) = (rooms[round % 4], hour(app.now(), round));
            let bookings = clients.iter().map(|client| client.post("/bookings", wish(room, span, 5)));
            let closures = (0..4).map(|n| {
                let what = if n % 2 == 0 { json!({"room_ids": [room]}) } else { json!({"centre_id": world.centre}) };
                desk.post("/closures", closure(what, span))
            });
            let answers = at_once(bookings.chain(closures)).await;
            let (booked, closed) = answers.split_at(12);
            let booked = done(booked, &[(409, "booking-conflict")]);
            let closed = done(closed, &[(409, "in-use")]);
            // Closures may overlap each other, and so may groups in a shared room; a closure never meets a booking.
            let fit = if room == world.shared { 12 } else { 1 };
            assert!((booked, closed) == (fit, 0) || (booked, closed) == (0, 4), "round {round}: {booked}, {closed}");
            in_order(&app.rows).await;
        }
    }

    async fn what_is_lent_no_longer_is_not_lent(app: TestApp) {
        let world = app.world().await;
        let clients = people(&app, 8).await;
        let manager = app.staff(StaffRole::Manager, world.centre).await;
        for round in 0..40 {
            let pool = app.add_resource(world.centre, ResourceKind::Equipment, "screens", 3).await;
            app.renew_catalogue().await;
            let bookings = clients.iter().enumerate().map(|(n, client)| {
                let wish = wish(world.shared, hour(app.now(), 8 * round + n), 5);
                client.post("/bookings", with(wish, "equipment", json!([{"resource_id": pool, "quantity": 1}])))
            });
            let retire = manager.patch(&format!("/resources/{pool}"), "*", json!({"state": "retired"}));
            let answers = at_once(bookings.chain([retire])).await;
            let (booked, gone) = answers.split_at(8);
            let booked = done(booked, &[(422, "validation")]);
            let gone = done(gone, &[(409, "in-use")]);
            assert!(gone == 0 || booked == 0, "round {round}: {booked} bookings of what is retired");
            assert!(gone == 1 || booked > 0, "round {round}: in use by nobody");
        }
        in_order(&app.rows).await;
    }

    async fn the_last_amplified_event_of_the_year_is_had_once(app: TestApp) {
        let world = app.world().await;
        let clients = people(&app, 16).await;
        let manager = app.staff(StaffRole::Manager, world.centre).await;
        let rooms = [world.meeting, world.hall, world.shared, world.dayparts];
        for round in 1..=10 {
            for room in rooms {
                let noise = json!({"rules": {"noise": {"amplified_per_year": round}}});
                manager.patch(&format!("/rooms/{room}"), "*", noise).await.expect(200);
            }
            let asks = clients.iter().enumerate().map(|(n, client)| {
                let wish = wish(rooms[n % 3], hour(app.now(), 16 * round + n), 5);
                client.post("/bookings", with(wish, "music", json!("amplified")))
            });
            let answers = at_once(asks).await;
            assert_eq!(done(&answers, &[(422, "rule-violated")]), 1, "round {round}");
        }
    }
}
