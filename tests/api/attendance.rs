//! Who came: noted by the desk or at the door, and what follows where nobody did.

use lokaal::{
    domain::{
        ids::OrganisationId,
        person::{MemberRole, StaffRole},
        room::{Review, ReviewMode, Rules},
        time::{DAY, HOUR, MINUTE},
    },
    jobs,
};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    bookings::{organisation, wish, with},
    both_engines,
    support::{
        actor::{Actor, Answer},
        app::TestApp,
        world::World,
    },
};

/// The meeting room today, Thursday 3 December 2026, at this hour for two hours.
fn at(world: &World, hour: u32) -> Value {
    let times = json!({
        "starts_at": format!("2026-12-03T{hour:02}:00:00+01:00"),
        "ends_at": format!("2026-12-03T{:02}:00:00+01:00", hour + 2),
    });
    with(wish(world), times)
}

async fn rules(app: &TestApp, world: &World, rules: Value) {
    let manager = app.staff(StaffRole::Manager, world.centre).await;
    manager.patch(&format!("/rooms/{}", world.meeting), "*", json!({"rules": rules})).await.expect(200);
}

/// Makes the link at the door of the meeting room, and gives its path.
async fn door(desk: &Actor, world: &World) -> String {
    let made = desk.api(Method::POST, &format!("/rooms/{}/door", world.meeting)).await.expect(200).json;
    made["url"].as_str().unwrap().strip_prefix("http://lokaal.test").expect("the public address").to_owned()
}

async fn press(app: &TestApp, door: &str, form: String) -> Answer {
    app.anonymous().ask(Method::POST, door).body("application/x-www-form-urlencoded", form).await
}

async fn look(actor: &Actor, id: &str) -> Value {
    actor.get(&format!("/bookings/{id}")).await.expect(200).json
}

fn pair<'a>(booking: &'a Value, one: &str, other: &str) -> (&'a Value, &'a Value) {
    (&booking[one], &booking[other])
}

async fn noted(app: &TestApp) -> usize {
    jobs::attendance::run_once(&app.state().services).await.expect("done")
}

/// Books for the committee in an hour, and notes half an hour into it that nobody came.
async fn missed(app: &TestApp, world: &World, anna: &Actor, desk: &Actor, committee: OrganisationId) -> String {
    let start = app.now().plus(HOUR);
    let times = json!({
        "organisation_id": committee,
        "starts_at": start.to_string(), "ends_at": start.plus(HOUR).to_string(),
    });
    let booked = anna.post("/bookings", with(wish(world), times)).await.expect(201);
    let path = format!("/bookings/{}", booked.id());
    if booked.json["status"] == "requested" {
        desk.post(&format!("{path}/approve"), json!({})).await.expect(200);
    }
    app.clock.set(start.plus(30 * MINUTE));
    desk.post(&format!("{path}/attendance"), json!({"attended": false})).await.expect(200);
    booked.id()
}

both_engines! {
    async fn the_desk_notes_it_from_some_minutes_before_on(app: TestApp) {
        let world = app.world().await;
        let (desk, anna) = (app.staff(StaffRole::Desk, world.centre).await, app.person("anna@example.org").await);
        let id = anna.post("/bookings", at(&world, 10)).await.expect(201).id();
        let path = format!("/bookings/{id}/attendance");
        let here = || json!({"attended": true, "head_count": 7});
        app.clock.set(app.now().plus(HOUR - 31 * MINUTE));
        desk.post(&path, here()).await.problem(409, "invalid-transition");
        app.clock.set(app.now().plus(MINUTE));
        desk.post(&path, json!({"attended": false})).await.problem(409, "invalid-transition");
        let came = desk.post(&path, here()).await.expect(200).json;
        assert_eq!(pair(&came, "attendance", "head_count"), (&json!("attended"), &json!(7)));
        app.clock.set(app.now().plus(DAY));
        let corrected = desk.post(&path, json!({"attended": false})).await.expect(200).json;
        assert_eq!(corrected["attendance"], "no_show", "long after");
        assert_eq!(corrected["ends_at"], "2026-12-03T12:00:00+01:00", "what is over is not given up");
    }

    async fn a_link_at_the_door_asks_once_and_tells_no_names(app: TestApp) {
        let world = app.world().await;
        let (desk, anna) = (app.staff(StaffRole::Desk, world.centre).await, app.person("anna@example.org").await);
        let secret = json!({"title": "Geheim beraad", "on_site_contact": {"name": "Karel", "phone": "0470"}});
        let id = anna.post("/bookings", with(at(&world, 10), secret)).await.expect(201).id();
        let elsewhere = with(at(&world, 10), json!({"room_id": world.hall}));
        let other = anna.post("/bookings", elsewhere).await.expect(201).id();
        anna.api(Method::POST, &format!("/rooms/{}/door", world.meeting)).await.problem(403, "forbidden");
        let first = door(&desk, &world).await;
        let door = door(&desk, &world).await;
        assert!(door.len() > "/door/".len() + 40, "unguessable: {door}");
        let dump = app.rows.dump().await;
        assert!(!dump.contains(door.trim_start_matches("/door/")), "only its hash is kept");
        app.anonymous().ask(Method::GET, &first).await.expect(404);
        app.anonymous().ask(Method::GET, "/door/x").await.expect(404);
        let open = async || app.anonymous().ask(Method::GET, &door).await.expect(200);
        let form = |id: &str, people: &str| format!("booking={id}&people={people}");
        // Too early: nothing to press, and pressing does nothing.
        assert!(!open().await.text.contains("<button>"), "an hour before");
        press(&app, &door, form(&id, "5")).await.expect(409);
        app.clock.set(app.now().plus(30 * MINUTE));
        let page = open().await;
        assert!(page.text.contains("Wij zijn er") && page.text.contains("10.00 tot 12.00"), "{}", page.text);
        for private in ["Geheim", "Karel", "0470", "anna"] {
            assert!(!page.text.contains(private), "{private}");
        }
        assert_eq!((page.header("referrer-policy"), page.header("x-robots-tag")), ("no-referrer", "noindex"));
        let french = app.anonymous().ask(Method::GET, &door).header("accept-language", "fr").await.expect(200);
        assert!(french.text.contains("Nous sommes là"));
        assert_eq!(app.rows.dump().await, dump, "opening it changes nothing");
        press(&app, &door, form(&other, "5")).await.expect(409);
        press(&app, &door, form(&id, "veel")).await.expect(422);
        press(&app, &door, form(&id, "-1")).await.expect(422);
        press(&app, &door, "people=3".to_owned()).await.expect(422);
        assert_eq!(app.rows.dump().await, dump, "nothing that is wrong changes anything");
        let page = press(&app, &door, form(&id, "5")).await.expect(200);
        assert!(page.text.contains("Bedankt") && page.text.contains("Er is genoteerd dat u er bent"), "{}", page.text);
        let came = look(&anna, &id).await;
        assert_eq!(pair(&came, "attendance", "head_count"), (&json!("attended"), &json!(5)));
        let history = anna.get(&format!("/bookings/{id}/history")).await.expect(200).json;
        assert_eq!(history["items"][1]["action"], "booking.checked_in");
        press(&app, &door, form(&id, "")).await.expect(200);
        assert_eq!(look(&anna, &id).await["head_count"], 5, "pressed again it stays");
        app.clock.set(app.now().plus(2 * HOUR + 30 * MINUTE));
        press(&app, &door, form(&id, "9")).await.expect(409);
        desk.delete(&format!("/rooms/{}/door", world.meeting)).await.expect(204);
        desk.delete(&format!("/rooms/{}/door", world.meeting)).await.problem(404, "not-found");
        app.anonymous().ask(Method::GET, &door).await.expect(404);
    }

    async fn a_no_show_frees_the_rest_for_who_waits(app: TestApp) {
        let world = app.world().await;
        rules(&app, &world, json!({"no_show_minutes": 20, "cleanup_minutes": 30})).await;
        let (desk, anna) = (app.staff(StaffRole::Desk, world.centre).await, app.person("anna@example.org").await);
        let (bert, carl) = (app.person("bert@example.org").await, app.person("carl@example.org").await);
        let here = anna.post("/bookings", at(&world, 14)).await.expect(201).id();
        let absent = anna.post("/bookings", at(&world, 10)).await.expect(201).id();
        let other_room = anna.post("/bookings", with(at(&world, 10), json!({"room_id": world.hall}))).await.expect(201).id();
        let wait = json!({
            "room_id": world.meeting, "title": "Overleg", "people": 5, "duration_minutes": 60,
            "from": "2026-12-03T10:00:00+01:00", "until": "2026-12-03T13:00:00+01:00",
        });
        assert_eq!(bert.post("/waitlist", wait).await.expect(201).json["state"], "waiting");
        app.mails().await;
        app.clock.set(app.now().plus(HOUR + 19 * MINUTE + 59));
        assert_eq!(noted(&app).await, 0);
        carl.post("/bookings/quote", with(at(&world, 10), json!({"starts_at": "2026-12-03T10:30:00+01:00"}))).await
            .expect(200);
        app.clock.set(app.now().plus(30));
        assert_eq!(noted(&app).await, 1);
        assert_eq!(noted(&app).await, 0, "once");
        let gone = look(&anna, &absent).await;
        assert_eq!(pair(&gone, "status", "attendance"), (&json!("confirmed"), &json!("no_show")));
        assert_eq!(gone["ends_at"], "2026-12-03T10:20:00+01:00");
        let wait = bert.get("/waitlist").await.json["items"][0].clone();
        assert_eq!(wait["state"], "held", "in the transaction that freed it");
        let held = look(&bert, wait["booking_id"].as_str().unwrap()).await;
        assert_eq!(held["starts_at"], "2026-12-03T10:30:00+01:00");
        assert_eq!(look(&anna, &other_room).await["attendance"], "unknown", "that room does not say so");
        let mails = app.mails_to("anna@example.org").await;
        assert_eq!(mails.len(), 1);
        assert!(mails[0].subject.contains("Niemand kwam"), "{}", mails[0].subject);
        // Who is there keeps the time.
        let path = |id: &str| format!("/bookings/{id}/attendance");
        app.clock.set(app.now().plus(4 * HOUR));
        desk.post(&path(&here), json!({"attended": true})).await.expect(200);
        assert_eq!(noted(&app).await, 0);
        assert_eq!(look(&anna, &here).await["ends_at"], "2026-12-03T16:00:00+01:00");
        // The desk sees that nobody is there: at once where it is late enough, else by the job.
        let now = desk.post(&path(&here), json!({"attended": false})).await.expect(200).json;
        assert_eq!(now["ends_at"], "2026-12-03T14:20:00+01:00");
        let evening = anna.post("/bookings", at(&world, 18)).await.expect(201).id();
        app.clock.set(app.now().plus(3 * HOUR + 45 * MINUTE - 29));
        let soon = desk.post(&path(&evening), json!({"attended": false})).await.expect(200).json;
        assert_eq!(soon["ends_at"], "2026-12-03T20:00:00+01:00");
        app.clock.set(app.now().plus(15 * MINUTE));
        assert_eq!(noted(&app).await, 1);
        assert_eq!(look(&anna, &evening).await["ends_at"], "2026-12-03T18:20:00+01:00");
    }

    async fn who_is_late_and_who_gives_up_do_not_both_win(app: TestApp) {
        let world = app.world().await;
        rules(&app, &world, json!({"no_show_minutes": 20})).await;
        let (desk, anna) = (app.staff(StaffRole::Desk, world.centre).await, app.person("anna@example.org").await);
        let id = anna.post("/bookings", at(&world, 10)).await.expect(201).id();
        let door = door(&desk, &world).await;
        app.clock.set(app.now().plus(HOUR + 20 * MINUTE));
        let late = at(&world, 10);
        let late = with(late, json!({"starts_at": "2026-12-03T10:30:00+01:00"}));
        let asking: Vec<_> = (0..16)
            .map(|n| {
                let (services, person) = (app.state().services.clone(), anna.clone());
                let (ask, late) = (app.anonymous().ask(Method::POST, &door), late.clone());
                let ask = ask.body("application/x-www-form-urlencoded", format!("booking={id}&people=4"));
                tokio::spawn(async move {
                    match n % 3 {
                        0 => u16::try_from(jobs::attendance::run_once(&services).await.expect("done")).unwrap(),
                        1 => ask.await.status,
                        _ => person.post("/bookings", late).await.status,
                    }
                })
            })
            .collect();
        let mut answers = Vec::new();
        for ask in asking {
            answers.push(ask.await.expect("no panic"));
        }
        let booking = look(&anna, &id).await;
        let (freed, here) = (answers.contains(&1), answers.contains(&200));
        assert!(freed != here, "either: {answers:?}");
        let expected = if freed { ("no_show", "10:20") } else { ("attended", "12:00") };
        assert_eq!(booking["attendance"], expected.0);
        assert_eq!(booking["ends_at"], format!("2026-12-03T{}:00+01:00", expected.1));
        assert!(answers.iter().filter(|status| **status == 201).count() <= usize::from(freed), "{answers:?}");
    }

    async fn so_many_in_some_months_lead_to_review_and_are_told_once(app: TestApp) {
        let world = app.world().await;
        let review = Review { mode: ReviewMode::When, no_shows: Some(2), no_show_months: Some(3), ..Review::default() };
        let review = json!(Rules { review, ..Rules::default() });
        rules(&app, &world, json!({"review": review["review"]})).await;
        let (desk, anna) = (app.staff(StaffRole::Desk, world.centre).await, app.person("anna@example.org").await);
        let admin = app.person("admin@example.org").await;
        let committee = organisation(&app, &[(&anna, MemberRole::Booker), (&admin, MemberRole::Admin)]).await;
        let told = async || {
            let mails = app.mails_to("admin@example.org").await;
            mails.into_iter().filter(|mail| mail.subject.contains("Niemand kwam")).collect::<Vec<_>>()
        };
        missed(&app, &world, &anna, &desk, committee).await;
        assert!(told().await.is_empty());
        let of_committee = |hour| with(at(&world, hour), json!({"organisation_id": committee}));
        let quote = anna.post("/bookings/quote", of_committee(19)).await.expect(200).json;
        assert_eq!(quote["status"], "confirmed");
        let second = missed(&app, &world, &anna, &desk, committee).await;
        let mails = told().await;
        assert_eq!(mails.len(), 1);
        let text = &mails[0].text;
        for part in ["Buurtcomité Casablanca", "2 keer in 3 maanden", "Meeting room, Casablanca"] {
            assert!(text.contains(part), "{part}: {text}");
        }
        let quote = anna.post("/bookings/quote", of_committee(19)).await.expect(200).json;
        assert_eq!(pair(&quote, "status", "review_reasons"), (&json!("requested"), &json!(["no_shows"])));
        let private = anna.post("/bookings/quote", at(&world, 19)).await.expect(200).json;
        assert_eq!(private["status"], "confirmed", "what she books privately is another matter");
        // Noted otherwise and back, and a third time: nobody is told again.
        let path = format!("/bookings/{second}/attendance");
        app.clock.set(app.now().plus(6 * HOUR));
        desk.post(&path, json!({"attended": true})).await.expect(200);
        desk.post(&path, json!({"attended": false})).await.expect(200);
        missed(&app, &world, &anna, &desk, committee).await;
        assert!(told().await.is_empty());
        // After three months it is forgotten, and may come to pass again.
        app.clock.set(app.now().plus(100 * DAY - 8 * HOUR));
        let start = app.now().plus(DAY);
        let later = json!({"starts_at": start.to_string(), "ends_at": start.plus(HOUR).to_string()});
        let later = with(of_committee(19), later);
        assert_eq!(anna.post("/bookings/quote", later).await.expect(200).json["status"], "confirmed");
        missed(&app, &world, &anna, &desk, committee).await;
        assert!(told().await.is_empty());
        missed(&app, &world, &anna, &desk, committee).await;
        assert_eq!(told().await.len(), 1);
    }

    async fn two_at_once_are_told_once(app: TestApp) {
        let world = app.world().await;
        rules(&app, &world, json!({"review": {"mode": "when", "no_shows": 16}})).await;
        let (desk, anna) = (app.staff(StaffRole::Desk, world.centre).await, app.person("anna@example.org").await);
        let mut ids = Vec::new();
        for n in 0..16 {
            let start = app.now().plus(HOUR + n * 30 * MINUTE);
            let times = json!({"starts_at": start.to_string(), "ends_at": start.plus(30 * MINUTE).to_string()});
            ids.push(anna.post("/bookings", with(wish(&world), times)).await.expect(201).id());
        }
        app.mails().await;
        app.clock.set(app.now().plus(10 * HOUR));
        let asking: Vec<_> = ids
            .into_iter()
            .map(|id| {
                let desk = desk.clone();
                let path = format!("/bookings/{id}/attendance");
                tokio::spawn(async move { desk.post(&path, json!({"attended": false})).await.status })
            })
            .collect();
        for ask in asking {
            assert_eq!(ask.await.expect("no panic"), 200);
        }
        let mails = app.mails_to("anna@example.org").await;
        assert_eq!(mails.len(), 1, "the sixteenth");
        assert!(mails[0].text.contains("16 keer in 12 maanden"), "{}", mails[0].text);
    }
}
