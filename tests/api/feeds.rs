//! Calendar feeds: what is read at their address, by whose rights, and until when.

use icalendar::{Calendar, Component, Event};
use lokaal::{
    auth::opaque,
    domain::{
        person::{MemberRole, StaffRole},
        time::DAY,
    },
};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    bookings::{organisation, wish, with},
    both_engines,
    series::{
        letters::{booked, shown},
        weekly,
    },
    support::{
        TestApp,
        actor::{Actor, Answer, Ask},
    },
};

/// A feed: its identifier, and the path of its address.
async fn made(actor: &Actor, wanted: Value) -> (String, String) {
    let made = actor.post("/feeds", wanted).await.expect(201);
    let url = made.json["url"].as_str().expect("an address");
    (made.id(), url.strip_prefix("http://lokaal.test").expect("our address").to_owned())
}

fn fetch(app: &TestApp, path: &str) -> Ask {
    app.anonymous().ask(Method::GET, path)
}

/// The entries of a feed, by start.
fn events(answer: &Answer) -> Vec<Event> {
    assert_eq!(answer.header("content-type"), "text/calendar; charset=utf-8");
    assert!(answer.text.split("\r\n").all(|line| line.len() <= 75), "lines are folded");
    assert!(!answer.text.replace("\r\n", "").contains('\n'));
    let calendar: Calendar = answer.text.replace("\r\n ", "").parse().expect("a calendar");
    let mut events: Vec<Event> = calendar.events().cloned().collect();
    events.sort_by_key(|event| event.property_value("DTSTART").map(str::to_owned));
    events
}

fn all<'a>(events: &'a [Event], property: &str) -> Vec<&'a str> {
    events.iter().map(|event| event.property_value(property).unwrap_or_default()).collect()
}

/// The wish on another day of December, with other members.
fn on(wish: Value, day: u32, more: Value) -> Value {
    let times = json!({
        "starts_at": format!("2026-12-{day}T10:00:00+01:00"), "ends_at": format!("2026-12-{day}T12:00:00+01:00"),
    });
    with(with(wish, times), more)
}

both_engines! {
    async fn a_feed_of_a_room_or_a_centre_tells_when_it_is_taken_and_what_is_public(app: TestApp) {
        let world = app.world().await;
        let (anna, bert) = (app.person("anna@example.org").await, app.person("bert@example.org").await);
        let secret = json!({"title": "Geheim overleg", "note": "Niet verder vertellen"});
        anna.post("/bookings", on(wish(&world), 10, secret)).await.expect(201);
        anna.post("/bookings", on(wish(&world), 11, json!({"title": "Open deur", "visibility": "public"}))).await.expect(201);
        // Public, but only asked for; in another room of the centre.
        let asked = json!({"title": "Nog niet", "visibility": "public", "room_id": world.reviewed});
        anna.post("/bookings", on(wish(&world), 12, asked)).await.expect(201);
        anna.post("/bookings", on(wish(&world), 13, json!({"room_id": world.elsewhere, "title": "Elders"}))).await.expect(201);
        let gone = anna.post("/bookings", on(wish(&world), 14, json!({}))).await.expect(201).id();
        anna.post(&format!("/bookings/{gone}/cancel"), json!({})).await.expect(200);
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let closure = json!({
            "room_ids": [world.meeting, world.hall], "reason": "maintenance", "note": "Geen verwarming",
            "starts_at": "2026-12-20T08:00:00+01:00", "ends_at": "2026-12-20T18:00:00+01:00",
        });
        desk.post("/closures", closure).await.expect(201);
        for reader in [&bert, &desk, &anna] {
            let (_, path) = made(reader, json!({"kind": "room", "id": world.meeting})).await;
            let answer = fetch(&app, &path).await.expect(200);
            let found = events(&answer);
            assert_eq!(all(&found, "SUMMARY"), ["Bezet", "Open deur", "Gesloten"]);
            assert_eq!(all(&found, "DTSTART"), ["20261210T100000", "20261211T100000", "20261220T080000"]);
            let (_, path) = made(reader, json!({"kind": "centre", "id": world.centre})).await;
            let centre = fetch(&app, &path).await.expect(200);
            let found = events(&centre);
            assert_eq!(all(&found, "SUMMARY"), ["Bezet", "Open deur", "Bezet", "Gesloten", "Gesloten"]);
            for text in [answer.text, centre.text] {
                let text = text.replace("\r\n ", "");
                for private in ["Geheim", "vertellen", "Nog niet", "Elders", "anna", "verwarming"] {
                    assert!(!text.contains(private), "{private} in {text}");
                }
            }
        }
    }

    async fn ones_own_bookings_have_the_entries_that_mails_have(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let made_series = anna.post("/series", with(weekly(&world), json!({"rrule": "FREQ=WEEKLY;COUNT=20"}))).await.expect(201).json;
        let mail = app.one_mail().await;
        let bookings = made_series["bookings"].clone();
        let date = |n: usize| format!("/bookings/{}", bookings[n]["id"].as_str().unwrap());
        anna.post(&format!("{}/cancel", date(2)), json!({})).await.expect(200);
        let moved = json!({"starts_at": "2027-01-08T20:00:00+01:00", "ends_at": "2027-01-08T22:00:00+01:00"});
        anna.patch(&date(4), "*", moved).await.expect(200);
        let single = anna.post("/bookings", on(wish(&world), 11, json!({"title": "Zeer lang, met komma; én \"meer\""}))).await.expect(201).id();
        let asked = anna.post("/bookings", on(wish(&world), 12, json!({"room_id": world.reviewed}))).await.expect(201).id();
        let (_, path) = made(&anna, json!({"kind": "mine"})).await;
        let answer = fetch(&app, &path).await.expect(200);
        let found = events(&answer);
        assert_eq!(found.len(), 4, "{}", answer.text);
        let series = found.iter().find(|one| one.property_value("RRULE").is_some()).expect("the series");
        let (_, part) = mail.calendar.expect("a calendar part");
        let mailed: Calendar = part.parse().expect("a calendar");
        let mailed = mailed.events().next().cloned().expect("an entry");
        for property in ["UID", "RRULE", "DTSTART", "DTEND", "SUMMARY", "LOCATION"] {
            assert_eq!(series.property_value(property), mailed.property_value(property), "{property}");
        }
        let mut expected = booked(&bookings);
        let cancelled = booked(&json!([bookings[2]]));
        expected.retain(|start| !cancelled.contains(start));
        assert_eq!(shown(series), expected);
        let other = found.iter().find(|one| one.property_value("RECURRENCE-ID").is_some()).expect("the date that moved");
        assert_eq!(other.property_value("UID"), series.property_value("UID"));
        assert_eq!(other.property_value("DTSTART"), Some("20270108T200000"));
        let by = |id: &str| found.iter().find(|one| one.property_value("UID") == Some(id)).expect("an entry");
        assert_eq!(by(&single).property_value("STATUS"), Some("CONFIRMED"));
        assert!(answer.text.replace("\r\n ", "").contains("SUMMARY:Zeer lang\\, met komma\\; én \"meer\""), "{}", answer.text);
        assert_eq!(by(&asked).property_value("STATUS"), Some("TENTATIVE"));
        assert_eq!(answer.text.matches("BEGIN:VTIMEZONE").count(), 1);
        assert!(!answer.text.contains("METHOD") && !answer.text.contains("ATTENDEE"));
    }

    async fn only_what_changed_is_sent_again(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let (_, path) = made(&anna, json!({"kind": "mine"})).await;
        let empty = fetch(&app, &path).await.expect(200);
        assert!(events(&empty).is_empty());
        let booking = anna.post("/bookings", wish(&world)).await.expect(201).id();
        let first = fetch(&app, &path).header("if-none-match", empty.etag()).await.expect(200);
        assert_eq!(first.header("cache-control"), "private, no-cache");
        let again = fetch(&app, &path).header("if-none-match", format!("\"x\", W/{}", first.etag())).await.expect(304);
        assert_eq!((again.text.as_str(), again.etag()), ("", first.etag()));
        app.clock.advance(DAY);
        fetch(&app, &path).header("if-none-match", first.etag()).await.expect(304);
        anna.patch(&format!("/bookings/{booking}"), "*", json!({"title": "Anders"})).await.expect(200);
        let changed = fetch(&app, &path).header("if-none-match", first.etag()).await.expect(200);
        assert_eq!(all(&events(&changed), "SUMMARY"), ["Anders"]);
        // Two months after it is over nobody wants to know.
        app.clock.advance(70 * DAY);
        assert!(events(&fetch(&app, &path).await.expect(200)).is_empty());
    }

    async fn rights_are_judged_at_each_fetch(app: TestApp) {
        let world = app.world().await;
        let (admin, booker) = (app.person("admin@example.org").await, app.person("booker@example.org").await);
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let members = [(&admin, MemberRole::Admin), (&booker, MemberRole::Booker)];
        let committee = organisation(&app, &members).await;
        let wanted = json!({"kind": "organisation", "id": committee});
        let of = |title: &str| json!({"organisation_id": committee, "title": title});
        admin.post("/bookings", on(wish(&world), 10, of("Bestuur"))).await.expect(201);
        booker.post("/bookings", on(wish(&world), 11, of("Feest"))).await.expect(201);
        admin.post("/bookings", on(wish(&world), 12, json!({"title": "Privé"}))).await.expect(201);
        let titles = async |path: &str| {
            let answer = fetch(&app, path).await.expect(200);
            all(&events(&answer), "SUMMARY").into_iter().map(str::to_owned).collect::<Vec<_>>()
        };
        let (_, of_admin) = made(&admin, wanted.clone()).await;
        let (_, of_booker) = made(&booker, wanted.clone()).await;
        let (_, of_desk) = made(&desk, wanted.clone()).await;
        assert_eq!(titles(&of_admin).await, ["Bestuur", "Feest"]);
        assert_eq!(titles(&of_booker).await, ["Feest"], "as GET /bookings");
        assert_eq!(titles(&of_desk).await, ["Bestuur", "Feest"]);
        let stranger = app.person("vreemde@example.org").await;
        stranger.post("/feeds", wanted).await.problem(403, "forbidden");
        // Who leaves, or loses a post, has a dead feed.
        admin.delete(&format!("/organisations/{committee}/members/{}", booker.id())).await.expect(204);
        fetch(&app, &of_booker).await.problem(404, "not-found");
        app.rows.execute("DELETE FROM staff_posts WHERE user_id = $1", [desk.id().0.into()]).await;
        fetch(&app, &of_desk).await.problem(404, "not-found");
        assert_eq!(titles(&of_admin).await, ["Bestuur", "Feest"]);
    }

    async fn an_address_is_told_once_and_can_be_taken_back(app: TestApp) {
        let world = app.world().await;
        let (anna, bert) = (app.person("anna@example.org").await, app.person("bert@example.org").await);
        let wanted = json!({"kind": "room", "id": world.meeting});
        let first = anna.post("/feeds", wanted.clone()).key("k").await.expect(201);
        let again = anna.post("/feeds", wanted.clone()).key("k").await.expect(201);
        assert_eq!(first.json, again.json, "sent again, the same answer");
        let (id, url) = (first.id(), first.json["url"].as_str().unwrap().to_owned());
        let path = url.strip_prefix("http://lokaal.test").unwrap();
        let token = path.strip_prefix("/feeds/").unwrap().strip_suffix(".ics").unwrap();
        assert_eq!(token.len(), 43);
        let list = anna.get("/feeds").await.expect(200);
        assert_eq!(list.json["items"].as_array().unwrap().len(), 1);
        assert_eq!(list.json["items"][0]["id"], id.as_str());
        assert!(!list.text.contains(token) && !app.rows.dump().await.contains(token), "only a hash is kept");
        assert!(app.rows.dump().await.contains(&opaque::digest(token)));
        assert!(bert.get("/feeds").await.expect(200).json["items"].as_array().unwrap().is_empty());
        bert.delete(&format!("/feeds/{id}")).await.problem(404, "not-found");
        fetch(&app, path).await.expect(200);
        for other in [path.trim_end_matches(".ics"), "/feeds/.ics", "/feeds/x.ics", &format!("/feeds/{id}.ics"), &path.to_uppercase()] {
            fetch(&app, other).await.problem(404, "not-found");
        }
        anna.delete(&format!("/feeds/{id}")).await.expect(204);
        fetch(&app, path).await.problem(404, "not-found");
        anna.delete(&format!("/feeds/{id}")).await.problem(404, "not-found");
    }

    async fn a_feed_is_of_something_that_is_there(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        for (wanted, pointer) in [
            (json!({"kind": "room"}), "/id"),
            (json!({"kind": "mine", "id": world.meeting}), "/id"),
            (json!({"kind": "room", "id": world.centre}), "/id"),
            (json!({"kind": "centre", "id": world.meeting}), "/id"),
            (json!({"kind": "organisation", "id": world.meeting}), "/id"),
            (json!({"kind": "all"}), "/kind"),
        ] {
            let problem = anna.post("/feeds", wanted.clone()).await.problem(422, "validation");
            assert_eq!(problem["errors"][0]["pointer"], pointer, "{wanted}");
        }
        for _ in 0..100 {
            anna.post("/feeds", json!({"kind": "mine"})).await.expect(201);
        }
        anna.post("/feeds", json!({"kind": "mine"})).await.problem(422, "validation");
    }
}
