//! The waiting list: what becomes free is held for the first whom it fits, in the transaction that frees it.

use lokaal::{
    actions::{Condition, bookings::cancel::Cancel},
    domain::{
        failure::Failure,
        ids::BookingId,
        person::{MemberRole, StaffRole},
        room::Rules,
        time::DAY,
    },
    store::{Unit, UseCase, people},
};
use serde_json::{Value, json};

use crate::{
    bookings::{organisation, wish, with},
    both_engines,
    closures_preview::december,
    support::{actor::Actor, world::World},
};

/// The meeting room, from 10 to 12 on a day of December 2026.
pub(crate) fn on(world: &World, day: u32) -> Value {
    let times = json!({
        "starts_at": format!("2026-12-{day}T10:00:00+01:00"), "ends_at": format!("2026-12-{day}T12:00:00+01:00"),
    });
    with(wish(world), times)
}

/// Waiting for two hours in the meeting room on these days, from 10 to 12.
pub(crate) fn waiting(world: &World, from: u32, until: u32) -> Value {
    json!({
        "room_id": world.meeting, "title": "Overleg", "people": 5, "duration_minutes": 120,
        "from": format!("2026-12-{from}T00:00:00+01:00"), "until": format!("2026-12-{until}T23:59:00+01:00"),
        "time_from": "10:00", "time_until": "12:00",
    })
}

pub(crate) async fn joined(actor: &Actor, wait: Value) -> String {
    let made = actor.post("/waitlist", wait).await.expect(201);
    assert_eq!(made.json["state"], "waiting", "{:#}", made.json);
    made.id()
}

/// State and booking of each place that somebody has on the list.
pub(crate) async fn places(actor: &Actor) -> Vec<(String, Option<String>)> {
    let list = actor.get("/waitlist").await.expect(200).json;
    let text = |value: &Value| value.as_str().map(str::to_owned);
    list["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (text(&one["state"]).unwrap(), text(&one["booking_id"])))
        .collect()
}

pub(crate) async fn state(actor: &Actor) -> String {
    places(actor).await.remove(0).0
}

pub(crate) async fn cancel(actor: &Actor, booking: &str) {
    actor.post(&format!("/bookings/{booking}/cancel"), json!({})).await.expect(200);
}

/// A cancellation that comes to nothing when all of it is done but the commit.
struct Crash(Cancel);

impl UseCase for Crash {
    type Output = ();

    async fn run(&self, unit: &Unit) -> Result<(), Failure> {
        self.0.run(unit).await?;
        Err(Failure::Internal("the power is gone".into()))
    }
}

both_engines! {
    async fn the_first_whom_it_fits_gets_it_and_then_the_next(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let booked = anna.post("/bookings", on(&world, 10)).await.expect(201).id();
        let (bert, carl) = (app.person("bert@example.org").await, app.person("carl@example.org").await);
        let (dora, emma) = (app.person("dora@example.org").await, app.person("emma@example.org").await);
        // Too many people for the room, and another day: neither is in the way.
        joined(&emma, with(waiting(&world, 10, 10), json!({"duration_minutes": 180, "time_until": "13:00"}))).await;
        anna.post("/bookings", with(on(&world, 10), json!({
            "starts_at": "2026-12-10T12:00:00+01:00", "ends_at": "2026-12-10T14:00:00+01:00"
        }))).await.expect(201);
        joined(&bert, waiting(&world, 10, 10)).await;
        joined(&carl, waiting(&world, 10, 10)).await;
        joined(&dora, waiting(&world, 10, 10)).await;
        app.mails().await;
        cancel(&anna, &booked).await;
        assert_eq!([state(&bert).await, state(&carl).await, state(&emma).await], ["held", "waiting", "waiting"]);
        let held = places(&bert).await[0].1.clone().expect("a booking");
        let booking = bert.get(&format!("/bookings/{held}")).await.expect(200).json;
        assert_eq!((&booking["status"], &booking["starts_at"]), (&json!("held"), &json!("2026-12-10T10:00:00+01:00")));
        assert_eq!(booking["hold_until"], "2026-12-05T09:00:00+01:00", "two days");
        carl.post("/bookings", on(&world, 10)).await.problem(409, "booking-conflict");
        let mails = app.mails_to("bert@example.org").await;
        assert_eq!(mails.len(), 1);
        assert!(mails[0].subject.contains("Vrij voor u"), "{}", mails[0].subject);
        // Declined: it goes to the next.
        cancel(&bert, &held).await;
        assert_eq!([state(&bert).await, state(&carl).await, state(&dora).await], ["missed", "held", "waiting"]);
        // Unanswered: the same.
        app.clock.set(app.now().plus(2 * DAY));
        lokaal::jobs::expiry::run_once(&app.state().services).await.expect("done");
        assert_eq!([state(&carl).await, state(&dora).await], ["missed", "held"]);
        let mails = app.mails_to("dora@example.org").await;
        let token = mails[0].token().expect("a link");
        let before = app.rows.dump().await;
        let page = app.anonymous().ask(reqwest::Method::GET, &format!("/link/{token}")).await.expect(200);
        assert!(page.text.contains("Nemen"), "{}", page.text);
        app.anonymous().post("/auth/verify", json!({"token": token})).await.problem(401, "unauthorized");
        assert_eq!(app.rows.dump().await, before, "a link that is opened changes nothing");
        app.anonymous().ask(reqwest::Method::POST, &format!("/link/{token}"))
            .body("application/x-www-form-urlencoded", "").await.expect(200);
        assert_eq!(state(&dora).await, "served");
        let taken = places(&dora).await[0].1.clone().unwrap();
        assert_eq!(dora.get(&format!("/bookings/{taken}")).await.json["status"], "confirmed");
        assert!(app.one_mail().await.calendar.is_some());
    }

    async fn two_slots_and_three_who_wait_with_a_crash_in_between(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let one = anna.post("/bookings", on(&world, 10)).await.expect(201).id();
        let two = anna.post("/bookings", on(&world, 11)).await.expect(201).id();
        let mut people = Vec::new();
        for name in ["bert", "carl", "dora"] {
            let person = app.person(&format!("{name}@example.org")).await;
            joined(&person, waiting(&world, 10, 11)).await;
            people.push(person);
        }
        let services = app.state().services.clone();
        let caller = people::caller(&services.store, anna.id()).await.expect("a person");
        let id = BookingId(uuid::Uuid::parse_str(&one).unwrap());
        let before = app.rows.dump().await;
        let crash = Crash(Cancel { services: services.clone(), caller, id, condition: Condition::Any, reason: None });
        services.store.run(&crash).await.expect_err("the power is gone");
        assert_eq!(app.rows.dump().await, before, "nothing happened");
        let (first, second) = tokio::join!(
            anna.post(&format!("/bookings/{one}/cancel"), json!({})),
            anna.post(&format!("/bookings/{two}/cancel"), json!({})),
        );
        assert_eq!([first.status, second.status], [200, 200]);
        let mut states = Vec::new();
        for person in &people {
            states.push(state(person).await);
        }
        assert_eq!(states, ["held", "held", "waiting"], "nobody is skipped, and nobody gets it twice");
        let held = "SELECT count(*) AS n FROM bookings WHERE status = 'held'";
        assert_eq!(app.rows.count(held, []).await, 2);
    }

    async fn sixteen_at_once(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let mut booked = Vec::new();
        for day in 10..26 {
            booked.push(anna.post("/bookings", on(&world, day)).await.expect(201).id());
        }
        let mut people = Vec::new();
        for n in 0..20 {
            let person = app.person(&format!("p{n:02}@example.org")).await;
            joined(&person, waiting(&world, 10, 25)).await;
            people.push(person);
        }
        let mut tasks = tokio::task::JoinSet::new();
        for (n, id) in booked.into_iter().enumerate() {
            let (anna, grabber) = (anna.clone(), app.person(&format!("g{n}@example.org")).await);
            let wish = on(&world, 10 + u32::try_from(n).unwrap());
            tasks.spawn(async move { anna.post(&format!("/bookings/{id}/cancel"), json!({})).await.status });
            tasks.spawn(async move { grabber.post("/bookings", wish).await.status });
        }
        let mut statuses = tasks.join_all().await;
        statuses.sort_unstable();
        assert_eq!(statuses, [vec![200; 16], vec![409; 16]].concat(), "nobody can grab it between");
        for (n, person) in people.iter().enumerate() {
            let expected = if n < 16 { "held" } else { "waiting" };
            assert_eq!(state(person).await, expected, "number {n}");
        }
        let each = "SELECT count(DISTINCT booker_id) AS n FROM bookings WHERE status = 'held'";
        let all = "SELECT count(*) AS n FROM bookings WHERE status = 'held'";
        assert_eq!((app.rows.count(each, []).await, app.rows.count(all, []).await), (16, 16));
    }

    async fn who_may_book_further_ahead_goes_first(app: TestApp) {
        let world = app.world().await;
        let rules = Rules {
            horizon_days: [("default".to_owned(), 180), ("neighbourhood".to_owned(), 400)].into(), ..Rules::default()
        };
        let room = app.add_meeting_room(world.centre, "Office", 12, &rules).await;
        app.renew_catalogue().await;
        let there = |wish: Value| with(wish, json!({"room_id": room}));
        let (anna, bert) = (app.person("anna@example.org").await, app.person("bert@example.org").await);
        let carl = app.person("carl@example.org").await;
        let committee = organisation(&app, &[(&carl, MemberRole::Booker)]).await;
        let class = "UPDATE organisations SET priority_class = 'neighbourhood'";
        app.rows.execute(class, []).await;
        let booked = anna.post("/bookings", there(on(&world, 10))).await.expect(201).id();
        joined(&bert, there(waiting(&world, 10, 10))).await;
        joined(&carl, with(there(waiting(&world, 10, 10)), json!({"organisation_id": committee}))).await;
        cancel(&anna, &booked).await;
        assert_eq!([state(&bert).await, state(&carl).await], ["waiting", "held"]);
    }

    async fn any_room_that_fits(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        // A hall of which one half is wanted: the whole is given back.
        let whole = with(on(&world, 10), json!({"room_id": world.hall, "attendees": 60}));
        let booked = anna.post("/bookings", whole).await.expect(201).id();
        let (bert, carl) = (app.person("bert@example.org").await, app.person("carl@example.org").await);
        let shared = with(on(&world, 10), json!({"room_id": world.shared, "attendees": 60, "shared": false}));
        let other = anna.post("/bookings", shared).await.expect(201).id();
        let any = |people: i32| {
            let mut wait = with(waiting(&world, 10, 10), json!({"people": people}));
            wait.as_object_mut().unwrap().remove("room_id");
            wait
        };
        joined(&bert, any(35)).await;
        joined(&carl, any(70)).await;
        app.person("dora@example.org").await.post("/waitlist", any(5)).await.expect(201);
        cancel(&anna, &booked).await;
        let held = places(&bert).await[0].1.clone().expect("a booking");
        let booking = bert.get(&format!("/bookings/{held}")).await.json;
        let halves = [json!(world.half), json!(world.other_half), json!(world.hall)];
        assert!(halves.contains(&booking["room_id"]), "{booking:#}");
        cancel(&anna, &other).await;
        assert_eq!(state(&carl).await, "waiting", "nothing here holds so many");
    }

    async fn what_is_free_is_held_at_once_and_what_the_desk_reviews_is_asked(app: TestApp) {
        let world = app.world().await;
        let (anna, bert) = (app.person("anna@example.org").await, app.person("bert@example.org").await);
        let made = anna.post("/waitlist", waiting(&world, 10, 11)).key("once").await.expect(201);
        let again = anna.post("/waitlist", waiting(&world, 10, 11)).key("once").await.expect(201);
        assert_eq!((&made.json["state"], made.text.as_str()), (&json!("held"), again.text.as_str()));
        let reviewed = with(waiting(&world, 10, 10), json!({"room_id": world.reviewed}));
        let made = bert.post("/waitlist", reviewed).await.expect(201).json;
        let path = format!("/bookings/{}", made["booking_id"].as_str().unwrap());
        assert_eq!(bert.get(&path).await.expect(200).json["status"], "requested");
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        desk.post(&format!("{path}/approve"), json!({})).await.expect(200);
        assert_eq!(state(&bert).await, "served");
    }

    async fn a_lifted_closure_a_move_and_a_decline_serve_the_list(app: TestApp) {
        let world = app.world().await;
        let (anna, desk) = (app.person("anna@example.org").await, app.staff(StaffRole::Desk, world.centre).await);
        let closed = desk.post("/closures", december(&world)).await.expect(201).id();
        let (bert, carl) = (app.person("bert@example.org").await, app.person("carl@example.org").await);
        joined(&bert, waiting(&world, 10, 10)).await;
        joined(&carl, waiting(&world, 20, 20)).await;
        let shorter = json!({"ends_at": "2026-12-15T00:00:00+01:00"});
        desk.patch(&format!("/closures/{closed}"), "*", shorter).await.expect(200);
        assert_eq!([state(&bert).await, state(&carl).await], ["waiting", "held"]);
        desk.delete(&format!("/closures/{closed}")).await.expect(204);
        assert_eq!(state(&bert).await, "held");
        // A booking that moves away.
        let booked = anna.post("/bookings", on(&world, 12)).await.expect(201);
        let dora = app.person("dora@example.org").await;
        joined(&dora, waiting(&world, 12, 12)).await;
        let later = json!({"starts_at": "2026-12-12T14:00:00+01:00", "ends_at": "2026-12-12T16:00:00+01:00"});
        anna.patch(&format!("/bookings/{}", booked.id()), "*", later).await.expect(200);
        assert_eq!(state(&dora).await, "held");
        // A request that is declined.
        let asked = with(on(&world, 14), json!({"room_id": world.reviewed}));
        let asked = anna.post("/bookings", asked).await.expect(201).id();
        let emma = app.person("emma@example.org").await;
        joined(&emma, with(waiting(&world, 14, 14), json!({"room_id": world.reviewed}))).await;
        desk.post(&format!("/bookings/{asked}/decline"), json!({"reason": "no"})).await.expect(200);
        assert_eq!(state(&emma).await, "held");
        // A series that is cancelled.
        let weekly = with(crate::series::weekly(&world), json!({"starts_at_local": "2026-12-17T10:00"}));
        let made = anna.post("/series", weekly).await.expect(201).json;
        let finn = app.person("finn@example.org").await;
        joined(&finn, waiting(&world, 24, 24)).await;
        let path = format!("/series/{}/cancel", made["series"]["id"].as_str().unwrap());
        anna.post(&path, json!({"scope": "all"})).await.expect(200);
        assert_eq!(state(&finn).await, "held");
    }

    async fn times_that_open_in_another_way_are_found_by_the_job(app: TestApp) {
        let world = app.world().await;
        let (anna, bert) = (app.person("anna@example.org").await, app.person("bert@example.org").await);
        anna.post("/bookings", on(&world, 10)).await.expect(201);
        joined(&bert, waiting(&world, 10, 10)).await;
        // Beyond the horizon of 180 days.
        let far = json!({"from": "2027-06-03T00:00:00+02:00", "until": "2027-06-03T23:00:00+02:00"});
        joined(&anna, with(waiting(&world, 10, 10), far)).await;
        let services = &app.state().services;
        assert_eq!(lokaal::jobs::expiry::run_once(services).await.expect("done"), 0);
        app.clock.set(app.now().plus(5 * DAY));
        assert_eq!(lokaal::jobs::expiry::run_once(services).await.expect("done"), 1);
        assert_eq!([state(&anna).await, state(&bert).await], ["held", "waiting"]);
        app.clock.set(app.now().plus(3 * DAY));
        lokaal::jobs::expiry::run_once(services).await.expect("done");
        assert_eq!(state(&bert).await, "lapsed");
    }

    async fn the_list_is_ones_own(app: TestApp) {
        let world = app.world().await;
        let (anna, bert) = (app.person("anna@example.org").await, app.person("bert@example.org").await);
        let admin = app.person("admin@example.org").await;
        let committee = organisation(&app, &[(&anna, MemberRole::Booker), (&admin, MemberRole::Admin)]).await;
        bert.post("/bookings", on(&world, 10)).await.expect(201);
        let wait = with(waiting(&world, 10, 10), json!({"organisation_id": committee}));
        bert.post("/waitlist", wait.clone()).await.problem(403, "forbidden");
        let id = joined(&anna, wait).await;
        assert_eq!(places(&admin).await.len(), 1);
        assert!(places(&bert).await.is_empty());
        bert.delete(&format!("/waitlist/{id}")).await.problem(404, "not-found");
        anna.delete(&format!("/waitlist/{id}")).await.expect(204);
        anna.delete(&format!("/waitlist/{id}")).await.problem(409, "invalid-transition");
        assert_eq!(state(&anna).await, "left");
        for (members, pointer) in [
            (json!({"title": " "}), "/title"),
            (json!({"people": 0}), "/people"),
            (json!({"duration_minutes": 0}), "/duration_minutes"),
            (json!({"duration_minutes": 44_640}), "/duration_minutes"),
            (json!({"until": "2026-12-09T00:00:00+01:00"}), "/until"),
            (json!({"until": "2029-12-09T00:00:00+01:00"}), "/until"),
            (json!({"from": "2026-11-01T00:00:00+01:00", "until": "2026-12-01T00:00:00+01:00"}), "/until"),
            (json!({"from": "tomorrow"}), "/from"),
            (json!({"weekdays": ["mo", "xx"]}), "/weekdays/1"),
            (json!({"time_from": "25:00"}), "/time_from"),
            (json!({"neighbourhood": "Atlantis"}), "/neighbourhood"),
            (json!({"room_id": "00000000-0000-7000-8000-000000000000"}), "/room_id"),
            (json!({"rooms": []}), "/rooms"),
        ] {
            let problem = anna.post("/waitlist", with(waiting(&world, 10, 10), members)).await.problem(422, "validation");
            assert_eq!(problem["errors"][0]["pointer"], pointer, "{problem}");
        }
    }
}
