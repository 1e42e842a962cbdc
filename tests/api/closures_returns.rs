//! The first right of return: when a closure ends, whoever it sent elsewhere is asked before anybody who waits.

use lokaal::domain::{person::StaffRole, time::DAY};
use serde_json::{Value, json};

use crate::{
    bookings::{wish, with},
    both_engines,
    closures_preview::december,
    support::{actor::Actor, app::TestApp, world::World},
};

fn on(world: &World, day: u32) -> Value {
    let times = json!({
        "starts_at": format!("2026-12-{day}T10:00:00+01:00"), "ends_at": format!("2026-12-{day}T12:00:00+01:00"),
    });
    with(wish(world), times)
}

fn elsewhere(world: &World, booking: &Value, action: &str) -> Value {
    json!({"booking_id": booking["id"], "action": action, "room_id": world.reviewed})
}

async fn waits(actor: &Actor, world: &World, from: u32, until: u32) {
    let wait = json!({
        "room_id": world.meeting, "title": "Overleg", "people": 5, "duration_minutes": 120,
        "from": format!("2026-12-{from}T00:00:00+01:00"), "until": format!("2026-12-{until}T23:59:00+01:00"),
        "time_from": "10:00", "time_until": "12:00",
    });
    assert_eq!(actor.post("/waitlist", wait).await.expect(201).json["state"], "waiting");
}

async fn state(actor: &Actor) -> String {
    actor.get("/waitlist").await.json["items"][0]["state"].as_str().unwrap().to_owned()
}

/// What is held for a return, by start.
async fn kept(actor: &Actor) -> Vec<Value> {
    let page = actor.get("/bookings?mine=true&status=held").await.expect(200).json;
    page["items"].as_array().unwrap().iter().filter(|one| one.get("return_of").is_some()).cloned().collect()
}

async fn look(actor: &Actor, id: &Value) -> Value {
    actor.get(&format!("/bookings/{}", id.as_str().unwrap())).await.expect(200).json
}

async fn claimed(app: &TestApp, id: &Value) -> i64 {
    let id: sea_orm::Value = uuid::Uuid::parse_str(id.as_str().unwrap()).unwrap().into();
    app.rows.count("SELECT count(*) AS n FROM claims WHERE booking_id = $1", [id]).await
}

both_engines! {
    async fn those_who_were_sent_elsewhere_may_go_back_first(app: TestApp) {
        let world = app.world().await;
        let (desk, anna) = (app.staff(StaffRole::Desk, world.centre).await, app.person("anna@example.org").await);
        let bert = app.person("bert@example.org").await;
        let mut booked = Vec::new();
        for day in [10, 11, 12] {
            booked.push(anna.post("/bookings", on(&world, day)).await.expect(201).json);
        }
        let offer = with(elsewhere(&world, &booked[1], "offer"), json!({"until": "2026-12-04T12:00:00+01:00"}));
        let cancel = json!({"booking_id": booked[2]["id"], "action": "cancel"});
        let decisions = json!({"decisions": [elsewhere(&world, &booked[0], "move"), offer, cancel]});
        let closure = desk.post("/closures", with(december(&world), decisions)).await.expect(201);
        waits(&bert, &world, 10, 12).await;
        app.mails().await;
        desk.delete(&format!("/closures/{}", closure.id())).await.expect(204);
        let kept_for_anna = kept(&anna).await;
        let of: Vec<&Value> = kept_for_anna.iter().map(|one| &one["return_of"]).collect();
        assert_eq!(of, [&booked[0]["id"], &booked[1]["id"]], "moved or offered elsewhere");
        assert_eq!(kept_for_anna[0]["starts_at"], booked[0]["starts_at"]);
        assert_eq!(kept_for_anna[0]["room_id"], json!(world.meeting));
        assert_eq!(kept_for_anna[0]["hold_until"], "2026-12-05T09:00:00+01:00", "two days");
        let offered = look(&anna, &booked[1]["id"]).await;
        assert_eq!(offered["offer_until"], "2026-12-05T09:00:00+01:00", "it does not lapse before she answered");
        // What nobody goes back to is for who waits.
        assert_eq!(state(&bert).await, "held");
        let wait = bert.get("/waitlist").await.json;
        let given = look(&bert, &wait["items"][0]["booking_id"]).await;
        assert_eq!(given["starts_at"], booked[2]["starts_at"]);
        bert.post("/bookings", on(&world, 10)).await.problem(409, "booking-conflict");
        let mails = app.mails_to("anna@example.org").await;
        assert_eq!(mails.len(), 1, "one letter for all of them");
        let mail = &mails[0];
        assert!(mail.subject.contains("Uw oude plaatsen zijn weer vrij: 2 reservaties"), "{}", mail.subject);
        for booking in &booked[..2] {
            assert!(mail.text.contains(booking["reference"].as_str().unwrap()), "the code she knows: {}", mail.text);
        }
        assert!(mail.calendars.is_empty());
        // By a call: the booking goes back, with all that it was.
        let path = format!("/bookings/{}/confirm", kept_for_anna[0]["id"].as_str().unwrap());
        bert.post(&path, json!({})).await.problem(404, "not-found");
        let back = anna.post(&path, json!({})).await.expect(200).json;
        assert_eq!((&back["id"], &back["reference"]), (&booked[0]["id"], &booked[0]["reference"]));
        assert_eq!((&back["room_id"], &back["status"]), (&json!(world.meeting), &json!("confirmed")));
        assert_eq!(back["starts_at"], booked[0]["starts_at"]);
        assert_eq!((claimed(&app, &back["id"]).await, claimed(&app, &kept_for_anna[0]["id"]).await), (1, 0));
        let ended = look(&anna, &kept_for_anna[0]["id"]).await;
        assert_eq!((&ended["status"], &ended["cancelled_by"]), (&json!("cancelled"), &json!("centre")));
        anna.post(&path, json!({})).await.problem(409, "invalid-transition");
        let told = app.one_mail().await;
        let (method, part) = told.calendar.expect("a calendar part");
        assert!(method == "REQUEST" && part.contains("STATUS:CONFIRMED") && part.contains("SEQUENCE:2"), "{part}");
        // By the link: what is still kept. Opening it changes nothing.
        let token = mail.token().expect("a link");
        let before = app.rows.dump().await;
        let page = app.anonymous().ask(reqwest::Method::GET, &format!("/link/{token}")).await.expect(200);
        assert!(page.text.contains("Teruggaan"), "{}", page.text);
        app.anonymous().post("/auth/verify", json!({"token": token})).await.problem(401, "unauthorized");
        assert_eq!(app.rows.dump().await, before);
        let press = app.anonymous().ask(reqwest::Method::POST, &format!("/link/{token}"));
        let page = press.body("application/x-www-form-urlencoded", "").await.expect(200);
        assert!(page.text.contains("1 reservatie"), "{}", page.text);
        let back = look(&anna, &booked[1]["id"]).await;
        assert_eq!((&back["room_id"], &back["offer_until"]), (&json!(world.meeting), &json!(null)));
        let history = anna.get(&format!("/bookings/{}/history", booked[1]["id"].as_str().unwrap())).await.json;
        let last = history["items"].as_array().unwrap().last().unwrap().clone();
        assert_eq!(last["action"], "booking.returned");
        assert!(kept(&anna).await.is_empty());
    }

    async fn unanswered_or_declined_it_goes_to_who_waits(app: TestApp) {
        let world = app.world().await;
        let (desk, anna) = (app.staff(StaffRole::Desk, world.centre).await, app.person("anna@example.org").await);
        let (bert, carl) = (app.person("bert@example.org").await, app.person("carl@example.org").await);
        let one = anna.post("/bookings", on(&world, 10)).await.expect(201).json;
        let two = anna.post("/bookings", on(&world, 11)).await.expect(201).json;
        let decisions = json!({"decisions": [elsewhere(&world, &one, "move"), elsewhere(&world, &two, "move")]});
        let closure = desk.post("/closures", with(december(&world), decisions)).await.expect(201);
        waits(&bert, &world, 10, 10).await;
        waits(&carl, &world, 11, 11).await;
        // Shortened: the first day is open again, and the second not yet.
        let path = format!("/closures/{}", closure.id());
        desk.patch(&path, "*", json!({"starts_at": "2026-12-11T00:00:00+01:00"})).await.expect(200);
        let kept_for_anna = kept(&anna).await;
        assert_eq!(kept_for_anna.len(), 1);
        assert_eq!((state(&bert).await, state(&carl).await), ("waiting".to_owned(), "waiting".to_owned()));
        app.mails().await;
        app.clock.set(app.now().plus(2 * DAY));
        lokaal::jobs::expiry::run_once(&app.state().services).await.expect("done");
        assert_eq!((state(&bert).await, state(&carl).await), ("held".to_owned(), "waiting".to_owned()));
        let stayed = look(&anna, &one["id"]).await;
        assert_eq!((&stayed["room_id"], &stayed["status"]), (&json!(world.reviewed), &json!("confirmed")));
        assert!(app.mails_to("anna@example.org").await.is_empty(), "she keeps what she has, as she was told");
        let late = format!("/bookings/{}/confirm", kept_for_anna[0]["id"].as_str().unwrap());
        anna.post(&late, json!({})).await.problem(409, "invalid-transition");
        // Lifted: the rest, and nothing that was asked before.
        desk.delete(&path).await.expect(204);
        let kept_for_anna = kept(&anna).await;
        assert_eq!(kept_for_anna.len(), 1);
        assert_eq!(kept_for_anna[0]["return_of"], two["id"]);
        let no = format!("/bookings/{}/cancel", kept_for_anna[0]["id"].as_str().unwrap());
        app.mails().await;
        anna.post(&no, json!({})).await.expect(200);
        assert_eq!(state(&carl).await, "held");
        assert!(app.mails_to("anna@example.org").await.is_empty());
    }

    async fn who_goes_back_is_one_and_the_place_they_leave_is_served(app: TestApp) {
        let world = app.world().await;
        let (desk, anna) = (app.staff(StaffRole::Desk, world.centre).await, app.person("anna@example.org").await);
        let one = anna.post("/bookings", on(&world, 10)).await.expect(201).json;
        let there = json!({"booking_id": one["id"], "action": "move", "room_id": world.elsewhere});
        let body = with(december(&world), json!({"decisions": [there]}));
        let closure = desk.post("/closures", body).await.expect(201);
        let bert = app.person("bert@example.org").await;
        let wait = json!({
            "room_id": world.elsewhere, "title": "Overleg", "people": 5, "duration_minutes": 120,
            "from": "2026-12-10T10:00:00+01:00", "until": "2026-12-10T12:00:00+01:00",
        });
        assert_eq!(bert.post("/waitlist", wait).await.expect(201).json["state"], "waiting");
        desk.delete(&format!("/closures/{}", closure.id())).await.expect(204);
        let path = format!("/bookings/{}/confirm", kept(&anna).await[0]["id"].as_str().unwrap());
        let mut asking = Vec::new();
        for n in 0..16 {
            let person = app.person(&format!("p{n}@example.org")).await;
            let (anna, path, wish) = (anna.clone(), path.clone(), on(&world, 10));
            asking.push(tokio::spawn(async move {
                if n % 2 == 0 { anna.post(&path, json!({})).await } else { person.post("/bookings", wish).await }
            }));
        }
        let mut went = 0;
        for ask in asking {
            match ask.await.expect("no panic").status {
                200 => went += 1,
                status => assert_eq!(status, 409),
            }
        }
        assert_eq!(went, 1);
        assert_eq!(look(&anna, &one["id"]).await["room_id"], json!(world.meeting));
        assert_eq!(claimed(&app, &one["id"]).await, 1);
        assert_eq!(state(&bert).await, "held", "the place that she left is held for who waits");
    }
}
