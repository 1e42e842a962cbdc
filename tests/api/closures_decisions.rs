//! Closures that lose nobody: every booking that is met is moved, has another place offered, or is cancelled.

use lokaal::domain::{
    person::{MemberRole, StaffRole},
    room::Rules,
    time::{DAY, HOUR},
};
use serde_json::{Value, json};

use crate::{
    bookings::{organisation, wish, with},
    both_engines,
    closures_preview::december,
    series::weekly,
    support::{actor::Actor, app::TestApp, world::World},
};

/// A booking of the meeting room in December 2026, from 10 to 12.
fn on(world: &World, day: u32) -> Value {
    let times = json!({
        "starts_at": format!("2026-12-{day}T10:00:00+01:00"), "ends_at": format!("2026-12-{day}T12:00:00+01:00"),
    });
    with(wish(world), times)
}

fn decision(booking: &Value, action: &str, members: Value) -> Value {
    with(json!({"booking_id": booking["id"], "action": action}), members)
}

async fn booked(actor: &Actor, wish: Value) -> Value {
    actor.post("/bookings", wish).await.expect(201).json
}

fn whys(problem: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    problem["in_use"].as_array().expect("a list").iter().map(|one| (text(&one["id"]), text(&one["why"]))).collect()
}

/// What the claims of a booking are: how many, and how long all together.
async fn claimed(app: &TestApp, booking: &Value) -> (i64, i64) {
    let id: sea_orm::Value = uuid::Uuid::parse_str(booking["id"].as_str().unwrap()).unwrap().into();
    let text = "SELECT count(*) AS n FROM claims WHERE booking_id = $1";
    let sum = "SELECT CAST(coalesce(sum(ends_at - starts_at), 0) AS BIGINT) AS n FROM claims WHERE booking_id = $1";
    (app.rows.count(text, [id.clone()]).await, app.rows.count(sum, [id]).await)
}

both_engines! {
    async fn each_booking_gets_what_was_decided(app: TestApp) {
        let world = app.world().await;
        let (desk, anna) = (app.staff(StaffRole::Desk, world.centre).await, app.person("anna@example.org").await);
        let (moved, offered) = (booked(&anna, on(&world, 10)).await, booked(&anna, on(&world, 11)).await);
        let cancelled = booked(&anna, on(&world, 12)).await;
        app.mails().await;
        let decisions = json!([
            decision(&moved, "move", json!({"room_id": world.reviewed})),
            decision(&offered, "offer", json!({
                "room_id": world.elsewhere, "starts_at": "2026-12-11T14:00:00+01:00",
                "ends_at": "2026-12-11T16:00:00+01:00", "until": "2026-12-08T12:00:00+01:00",
            })),
            decision(&cancelled, "cancel", json!({})),
        ]);
        let body = with(december(&world), json!({"decisions": decisions}));
        let made = desk.post("/closures", body.clone()).key("boiler").await.expect(201);
        let again = desk.post("/closures", body).key("boiler").await.expect(201);
        assert_eq!(made.id(), again.id(), "sent again it is done once");
        let look = async |booking: &Value| {
            anna.get(&format!("/bookings/{}", booking["id"].as_str().unwrap())).await.expect(200).json
        };
        let after = look(&moved).await;
        assert_eq!((&after["status"], &after["room_id"]), (&json!("confirmed"), &json!(world.reviewed)));
        assert_eq!((&after["starts_at"], &after["offer_until"]), (&moved["starts_at"], &json!(null)));
        let after = look(&offered).await;
        assert_eq!((&after["status"], &after["room_id"]), (&json!("confirmed"), &json!(world.elsewhere)));
        assert_eq!(after["centre_id"], json!(world.other_centre));
        assert_eq!(after["starts_at"], "2026-12-11T14:00:00+01:00");
        assert_eq!(after["offer_until"], "2026-12-08T12:00:00+01:00");
        let after = look(&cancelled).await;
        assert_eq!((&after["status"], &after["cancelled_by"]), (&json!("cancelled"), &json!("centre")));
        for (booking, claims) in [(&moved, (1, 2 * HOUR)), (&offered, (1, 2 * HOUR)), (&cancelled, (0, 0))] {
            assert_eq!(claimed(&app, booking).await, claims);
        }
        // The law holds at both ends.
        anna.post("/bookings", on(&world, 10)).await.problem(409, "booking-conflict");
        let there = with(on(&world, 11), json!({"room_id": world.elsewhere, "starts_at": "2026-12-11T15:00:00+01:00",
            "ends_at": "2026-12-11T16:00:00+01:00"}));
        app.person("bert@example.org").await.post("/bookings", there).await.problem(409, "booking-conflict");
        // One mail for all, with a calendar part for each.
        let mail = app.one_mail().await;
        assert_eq!(mail.to, "anna@example.org");
        for (booking, told) in [(&moved, "Cellar"), (&offered, "Ridderbuurt"), (&cancelled, "Meeting room")] {
            let line = mail.text.lines().find(|line| line.contains(booking["reference"].as_str().unwrap()));
            assert!(line.expect("a line").contains(told), "{}", mail.text);
        }
        assert!(mail.text.contains("Dit kost u niets."), "{}", mail.text);
        let methods: Vec<&str> = mail.calendars.iter().map(|(method, _)| method.as_str()).collect();
        assert_eq!(methods, ["REQUEST", "REQUEST", "CANCEL"]);
        let statuses = ["STATUS:CONFIRMED", "STATUS:TENTATIVE", "STATUS:CANCELLED"];
        for ((booking, status), (_, part)) in [&moved, &offered, &cancelled].iter().zip(statuses).zip(&mail.calendars) {
            assert!(part.contains(&format!("UID:{}", booking["id"].as_str().unwrap())), "the same entry");
            assert!(part.contains(status) && part.contains("SEQUENCE:1"), "{part}");
        }
        let rows = "SELECT count(*) AS n FROM closure_bookings";
        assert_eq!(app.rows.count(rows, []).await, 3, "what they had is kept");
        let history = anna.get(&format!("/bookings/{}/history", moved["id"].as_str().unwrap())).await.expect(200).json;
        assert_eq!(history["items"][1]["action"], "booking.moved_by_closure");
    }

    async fn nothing_is_done_unless_every_booking_is_decided(app: TestApp) {
        let world = app.world().await;
        let (desk, anna) = (app.staff(StaffRole::Desk, world.centre).await, app.person("anna@example.org").await);
        let (one, two) = (booked(&anna, on(&world, 10)).await, booked(&anna, on(&world, 11)).await);
        let elsewhere = booked(&anna, with(on(&world, 10), json!({"room_id": world.elsewhere}))).await;
        let text = |value: &Value| value["id"].as_str().unwrap().to_owned();
        let close = |decisions: Value| desk.post("/closures", with(december(&world), json!({"decisions": decisions})));
        let before = app.rows.dump().await;
        let refused = close(json!([decision(&one, "cancel", json!({}))])).await.problem(409, "in-use");
        assert_eq!(whys(&refused), [(text(&two), "undecided".to_owned())]);
        let stranger = [decision(&one, "cancel", json!({})), decision(&two, "cancel", json!({"version": 7})),
            decision(&elsewhere, "cancel", json!({}))];
        let refused = close(json!(stranger)).await.problem(409, "in-use");
        assert_eq!(whys(&refused), [(text(&two), "changed".to_owned()), (text(&elsewhere), "not_affected".to_owned())]);
        // Two to one place, and one to where another is.
        let same = json!({"room_id": world.elsewhere, "starts_at": "2026-12-10T14:00:00+01:00",
            "ends_at": "2026-12-10T16:00:00+01:00"});
        let refused = close(json!([decision(&one, "move", same.clone()), decision(&two, "move", same)])).await;
        assert_eq!(whys(&refused.problem(409, "in-use")), [(text(&two), "taken".to_owned())]);
        let there = json!({"room_id": world.elsewhere});
        let refused = close(json!([decision(&one, "move", there), decision(&two, "cancel", json!({}))])).await;
        assert_eq!(whys(&refused.problem(409, "in-use")), [(text(&one), "taken".to_owned())]);
        let stays = close(json!([decision(&one, "move", json!({})), decision(&two, "cancel", json!({}))])).await;
        assert_eq!(whys(&stays.problem(409, "in-use")), [(text(&one), "taken".to_owned())], "it is closed there");
        for (wrong, pointer, code) in [
            (json!({"room_id": "00000000-0000-7000-8000-000000000000"}), "room_id", "unknown"),
            (json!({"room_id": world.reviewed, "starts_at": "2026-12-01T10:00:00+01:00",
                "ends_at": "2026-12-01T12:00:00+01:00"}), "starts_at", "past"),
            (json!({"starts_at": "2026-12-10T14:00:00+01:00"}), "ends_at", "required"),
            (json!({"starts_at": "2026-12-10T14:00:00+01:00", "ends_at": "2026-12-10T14:00:00+01:00"}), "ends_at", "order"),
            (json!({"room_id": world.reviewed, "until": "2026-12-10T10:30:00+01:00"}), "until", "out_of_range"),
        ] {
            let decisions = [decision(&two, "cancel", json!({})), decision(&one, "offer", wrong)];
            let problem = close(json!(decisions)).await.problem(422, "validation");
            let fault = &problem["errors"][0];
            assert_eq!(fault["pointer"], format!("/decisions/1/{pointer}"), "{problem}");
            assert_eq!(fault["code"], code, "{problem}");
        }
        let twice = [decision(&one, "cancel", json!({})), decision(&one, "cancel", json!({}))];
        close(json!(twice)).await.problem(422, "validation");
        // The rules of the other room hold, unless they are set aside.
        let night = json!({"room_id": world.reviewed, "starts_at": "2026-12-11T02:00:00+01:00",
            "ends_at": "2026-12-11T04:00:00+01:00"});
        let decisions = [decision(&one, "move", night.clone()), decision(&two, "cancel", json!({}))];
        let problem = close(json!(decisions)).await.problem(422, "rule-violated");
        assert_eq!(problem["violations"][0]["rule"], "opening_hours");
        assert!(problem["detail"].as_str().unwrap().contains(one["reference"].as_str().unwrap()));
        assert_eq!(app.rows.dump().await, before, "nothing is done");
        let aside = with(night, json!({"override": [{"rule": "opening_hours", "reason": "they asked for it"}]}));
        close(json!([decision(&one, "move", aside), decision(&two, "cancel", json!({}))])).await.expect(201);
    }

    async fn another_desk_is_not_decided_for(app: TestApp) {
        let world = app.world().await;
        let always = lokaal::domain::room::Review {
            mode: lokaal::domain::room::ReviewMode::Always, ..Default::default()
        };
        let rules = Rules { review: always, ..Rules::default() };
        let looked_at = app.add_meeting_room(world.other_centre, "Loft", 12, &rules).await;
        app.renew_catalogue().await;
        let (desk, anna) = (app.staff(StaffRole::Desk, world.centre).await, app.person("anna@example.org").await);
        let one = booked(&anna, on(&world, 10)).await;
        let decisions = json!({"decisions": [decision(&one, "move", json!({"room_id": looked_at}))]});
        let body = with(december(&world), decisions);
        let problem = desk.post("/closures", body.clone()).await.problem(422, "validation");
        assert_eq!(problem["errors"][0]["code"], "review");
        app.administrator().await.post("/closures", body).await.expect(201);
    }

    async fn an_offer_is_accepted_by_a_call_or_by_the_link(app: TestApp) {
        let world = app.world().await;
        let (desk, anna) = (app.staff(StaffRole::Desk, world.centre).await, app.person("anna@example.org").await);
        let (one, two) = (booked(&anna, on(&world, 10)).await, booked(&anna, on(&world, 11)).await);
        let three = booked(&anna, on(&world, 12)).await;
        app.mails().await;
        let there = || json!({"room_id": world.reviewed});
        let decisions: Vec<Value> = [&one, &two, &three].map(|booking| decision(booking, "offer", there())).into();
        desk.post("/closures", with(december(&world), json!({"decisions": decisions}))).await.expect(201);
        let mail = app.one_mail().await;
        let token = mail.token().expect("a link");
        let path = |booking: &Value, step: &str| format!("/bookings/{}{step}", booking["id"].as_str().unwrap());
        let until = anna.get(&path(&one, "")).await.json["offer_until"].clone();
        assert_eq!(until, "2026-12-10T09:00:00+01:00", "the usual time: seven days");
        let bert = app.person("bert@example.org").await;
        bert.post(&path(&one, "/confirm"), json!({})).await.problem(404, "not-found");
        let accepted = anna.post(&path(&one, "/confirm"), json!({})).await.expect(200).json;
        assert_eq!((&accepted["status"], &accepted["offer_until"]), (&json!("confirmed"), &json!(null)));
        anna.post(&path(&one, "/confirm"), json!({})).await.problem(409, "invalid-transition");
        let mail = app.one_mail().await;
        let (method, part) = mail.calendar.expect("a calendar part");
        assert!(method == "REQUEST" && part.contains("STATUS:CONFIRMED") && part.contains("SEQUENCE:2"), "{part}");
        // A place that does not suit is left by cancelling, at no cost.
        let left = anna.post(&path(&two, "/cancel"), json!({})).await.expect(200).json;
        assert_eq!((&left["status"], &left["offer_until"]), (&json!("cancelled"), &json!(null)));
        app.mails().await;
        // A scanner opens the link: nothing happens. It signs nobody in.
        let before = app.rows.dump().await;
        let page = app.anonymous().ask(reqwest::Method::GET, &format!("/link/{token}")).await.expect(200);
        assert!(page.text.contains("Aanvaarden"), "{}", page.text);
        app.anonymous().post("/auth/verify", json!({"token": token})).await.problem(401, "unauthorized");
        assert_eq!(app.rows.dump().await, before);
        let press = || {
            app.anonymous().ask(reqwest::Method::POST, &format!("/link/{token}"))
                .body("application/x-www-form-urlencoded", "")
        };
        let page = press().await.expect(200);
        assert!(page.text.contains("1 reservatie"), "{}", page.text);
        assert_eq!(anna.get(&path(&three, "")).await.json["offer_until"], json!(null));
        press().await.expect(404);
        assert_eq!(app.one_mail().await.to, "anna@example.org");
    }

    async fn an_offer_that_nobody_accepts_lapses(app: TestApp) {
        let world = app.world().await;
        let (desk, anna) = (app.staff(StaffRole::Desk, world.centre).await, app.person("anna@example.org").await);
        let one = booked(&anna, on(&world, 12)).await;
        app.mails().await;
        let offer = decision(&one, "offer", json!({"room_id": world.reviewed, "until": "2026-12-05T12:00:00+01:00"}));
        desk.post("/closures", with(december(&world), json!({"decisions": [offer]}))).await.expect(201);
        let token = app.one_mail().await.token().expect("a link");
        lokaal::jobs::expiry::run_once(&app.state().services).await.expect("done");
        assert_eq!(claimed(&app, &one).await.0, 1, "not yet");
        app.clock.set(app.now().plus(2 * DAY + 3 * HOUR));
        let path = format!("/bookings/{}", one["id"].as_str().unwrap());
        anna.post(&format!("{path}/confirm"), json!({})).await.problem(409, "invalid-transition");
        assert_eq!(lokaal::jobs::expiry::run_once(&app.state().services).await.expect("done"), 1);
        let after = anna.get(&path).await.expect(200).json;
        assert_eq!((&after["status"], &after["cancelled_by"]), (&json!("cancelled"), &json!("centre")));
        assert_eq!(claimed(&app, &one).await.0, 0);
        let mail = app.one_mail().await;
        assert_eq!(mail.calendar.expect("a calendar part").0, "CANCEL");
        app.anonymous().ask(reqwest::Method::POST, &format!("/link/{token}"))
            .body("application/x-www-form-urlencoded", "").await.expect(404);
        assert_eq!(lokaal::jobs::expiry::run_once(&app.state().services).await.expect("done"), 0);
    }

    async fn a_series_is_told_in_one_mail_date_by_date(app: TestApp) {
        let world = app.world().await;
        let (desk, anna) = (app.staff(StaffRole::Desk, world.centre).await, app.person("anna@example.org").await);
        let committee = organisation(&app, &[(&anna, MemberRole::Booker)]).await;
        let made = anna.post("/series", with(weekly(&world), json!({"organisation_id": committee}))).await.expect(201);
        app.mails().await;
        let preview = desk.post("/closures/preview", december(&world)).await.expect(200).json;
        let affected = preview["affected"].as_array().unwrap();
        let decisions: Vec<Value> = affected.iter().map(|one| one["decision"].clone()).collect();
        let body = with(december(&world), json!({"decisions": decisions}));
        desk.post("/closures", body).await.expect(201);
        let mail = app.one_mail().await;
        assert_eq!(mail.calendars.len(), 5);
        for ((method, part), date) in mail.calendars.iter().zip(["1210", "1217", "1224", "1231"]) {
            assert_eq!(method, "REQUEST");
            assert!(part.contains(&format!("UID:{}", made.json["series"]["id"].as_str().unwrap())), "{part}");
            assert!(part.contains(&format!("RECURRENCE-ID;TZID=Europe/Brussels:2026{date}T190000")), "{part}");
            assert!(part.contains("LOCATION:Cellar"), "{part}");
        }
        let path = format!("/series/{}", made.json["series"]["id"].as_str().unwrap());
        assert_eq!(anna.get(&path).await.expect(200).status, 200);
    }

    async fn only_what_an_extended_closure_meets_in_addition_is_decided(app: TestApp) {
        let world = app.world().await;
        let (desk, anna) = (app.staff(StaffRole::Desk, world.centre).await, app.person("anna@example.org").await);
        let (one, two) = (booked(&anna, on(&world, 10)).await, booked(&anna, on(&world, 20)).await);
        let short = with(december(&world), json!({
            "ends_at": "2026-12-15T00:00:00+01:00",
            "decisions": [decision(&one, "move", json!({"room_id": world.reviewed}))],
        }));
        let made = desk.post("/closures", short).await.expect(201);
        let path = format!("/closures/{}", made.id());
        let longer = json!({"ends_at": "2026-12-25T00:00:00+01:00"});
        let refused = desk.patch(&path, "*", longer.clone()).await.problem(409, "in-use");
        assert_eq!(whys(&refused), [(two["id"].as_str().unwrap().to_owned(), "undecided".to_owned())]);
        let decisions = json!({"decisions": [decision(&two, "cancel", json!({}))]});
        desk.patch(&path, "*", with(longer, decisions)).await.expect(200);
        assert_eq!(claimed(&app, &two).await.0, 0);
        assert_eq!(claimed(&app, &one).await.0, 1);
        desk.patch(&path, "*", json!({"ends_at": "2026-12-11T00:00:00+01:00"})).await.expect(200);
        anna.post("/bookings", on(&world, 20)).await.expect(201);
    }

    async fn what_has_begun_is_cancelled_or_the_closure_waits(app: TestApp) {
        let world = app.world().await;
        let (desk, anna) = (app.staff(StaffRole::Desk, world.centre).await, app.person("anna@example.org").await);
        let one = booked(&anna, on(&world, 10)).await;
        app.clock.set(app.now().plus(7 * DAY + 2 * HOUR));
        let close = |what: Value| desk.post("/closures", with(december(&world), json!({
            "starts_at": "2026-12-10T11:00:00+01:00", "decisions": [what],
        })));
        let moved = close(decision(&one, "move", json!({"room_id": world.reviewed}))).await.problem(422, "validation");
        assert_eq!(moved["errors"][0]["code"], "begun");
        close(decision(&one, "cancel", json!({}))).await.expect(201);
    }

    async fn five_hundred_bookings_in_one_transaction(app: TestApp) {
        let world = app.world().await;
        for hour in [8, 10, 12, 14, 16] {
            let person = app.person(&format!("p{hour}@example.org")).await;
            let daily = with(weekly(&world), json!({
                "rrule": "FREQ=DAILY;COUNT=100", "starts_at_local": format!("2026-12-04T{hour:02}:00"),
            }));
            person.post("/series", daily).await.expect(201);
        }
        app.mails().await;
        let closed = with(december(&world), json!({"ends_at": "2027-04-01T00:00:00+02:00"}));
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let preview = desk.post("/closures/preview", closed.clone()).await.expect(200).json;
        let mut decisions: Vec<Value> =
            preview["affected"].as_array().unwrap().iter().map(|one| one["decision"].clone()).collect();
        assert_eq!(decisions.len(), 500);
        assert!(decisions.iter().all(|one| one["room_id"] == json!(world.reviewed)), "all in one other room");
        for one in decisions.iter_mut().skip(450) {
            *one = json!({"booking_id": one["booking_id"], "action": "cancel"});
        }
        let missing = with(closed.clone(), json!({"decisions": &decisions[1..]}));
        let refused = desk.post("/closures", missing).await.problem(409, "in-use");
        assert_eq!(whys(&refused).len(), 1);
        desk.post("/closures", with(closed, json!({"decisions": decisions}))).await.expect(201);
        let moved = "SELECT count(*) AS n FROM bookings b JOIN claims c ON c.booking_id = b.id
            WHERE b.status = 'confirmed' AND b.version = 2 AND b.room_id = $1";
        assert_eq!(app.rows.count(moved, [world.reviewed.0.into()]).await, 450);
        let ended = "SELECT count(*) AS n FROM bookings WHERE status = 'cancelled' AND cancelled_by = 'centre'";
        assert_eq!(app.rows.count(ended, []).await, 50);
        let mails = app.mails().await;
        assert_eq!(mails.len(), 5, "one for each booker");
        assert_eq!(mails.iter().map(|mail| mail.calendars.len()).sum::<usize>(), 500);
    }
}
