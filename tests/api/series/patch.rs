//! Series changed: moved, renamed, in part and whole.

use icalendar::Component;
use lokaal::domain::person::StaffRole;
use serde_json::{Value, json};

use super::{
    letters::{booked, event, events, shown},
    starts, weekly,
};
use crate::{
    bookings::{rules, wish, with},
    both_engines,
    support::{TestApp, actor::Answer, mails::Mail, world::World},
};

/// A series of five by Anna, whose mail is read.
async fn made(app: &TestApp, world: &World) -> Answer {
    let made = app.person("anna@example.org").await.post("/series", weekly(world)).await.expect(201);
    app.mails().await;
    made
}

fn path(made: &Answer) -> String {
    made.header("location").trim_start_matches("/api/v1").to_owned()
}

fn of<'a>(series: &'a Value, member: &str) -> Vec<&'a str> {
    series["bookings"].as_array().unwrap().iter().map(|one| one[member].as_str().unwrap()).collect()
}

/// Takes an evening of the meeting room for Bert.
async fn taken(app: &TestApp, world: &World, day: &str, from: &str, until: &str) -> String {
    let asked = with(
        wish(world),
        json!({
            "starts_at": format!("{day}T{from}:00+01:00"), "ends_at": format!("{day}T{until}:00+01:00")
        }),
    );
    app.person("bert@example.org").await.post("/bookings", asked).await.expect(201).id()
}

fn uid(mail: &Mail) -> String {
    event(mail).property_value("UID").expect("a UID").to_owned()
}

both_engines! {
    async fn a_whole_series_moves_with_one_mail_and_keeps_its_entry(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let made = made(&app, &world).await;
        let change = json!({"time": "20:00", "duration_minutes": 90, "weekday": "fr", "title": "Koor"});
        anna.api(reqwest::Method::PATCH, &path(&made)).json(&change).await.problem(428, "precondition-required");
        anna.patch(&path(&made), "\"9\"", change.clone()).await.problem(412, "precondition-failed");
        app.person("bert@example.org").await.patch(&path(&made), "*", change.clone()).await.problem(404, "not-found");
        let moved = anna.patch(&path(&made), &made.etag(), change).await.expect(200);
        assert_ne!(moved.etag(), made.etag());
        let moved = moved.json;
        assert_eq!(starts(&moved["bookings"]), [
            "2026-12-11T20:00:00+01:00", "2026-12-18T20:00:00+01:00", "2026-12-25T20:00:00+01:00",
            "2027-01-01T20:00:00+01:00", "2027-01-08T20:00:00+01:00",
        ]);
        assert_eq!(moved["bookings"][4]["ends_at"], "2027-01-08T21:30:00+01:00");
        assert_eq!(of(&moved, "title"), ["Koor"; 5]);
        assert_eq!(of(&moved, "id"), of(&made.json, "id"), "they are the same bookings");
        assert_eq!(moved["series"]["id"], made.json["series"]["id"]);
        assert_eq!(moved["series"]["starts_at_local"], "2026-12-11T20:00");
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM claims", []).await, 5);
        let mail = app.one_mail().await;
        assert!(mail.text.contains("✓ Ja, uw reeks is gewijzigd."), "{}", mail.text);
        assert!(mail.text.contains("- vrijdag 8 januari 2027, 20.00 tot 21.30 uur"), "{}", mail.text);
        let event = event(&mail);
        assert_eq!(shown(&event), booked(&moved["bookings"]));
        assert_eq!(event.property_value("UID"), made.json["series"]["id"].as_str());
        assert_eq!(event.property_value("SEQUENCE"), Some("1"));
        assert_eq!(event.property_value("SUMMARY"), Some("Koor"));
        let history = anna.get(&format!("/bookings/{}/history", of(&moved, "id")[0])).await.expect(200).json;
        assert_eq!(history["items"][1]["action"], "booking.changed");
        // The old evenings are free again, the new ones taken.
        taken(&app, &world, "2026-12-17", "19:00", "21:00").await;
        let again = with(weekly(&world), json!({"starts_at_local": "2027-01-08T20:00", "rrule": "FREQ=DAILY;COUNT=1"}));
        anna.post("/series", again).await.problem(409, "booking-conflict");
    }

    async fn what_follows_goes_on_as_a_series_of_its_own(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let made = made(&app, &world).await;
        let change = json!({"scope": "following", "from": "2026-12-24", "time": "18:00"});
        let new = anna.patch(&path(&made), &made.etag(), change).await.expect(200).json;
        assert_eq!(new["series"]["continues"], made.json["series"]["id"]);
        assert_eq!(starts(&new["bookings"]), [
            "2026-12-24T18:00:00+01:00", "2026-12-31T18:00:00+01:00", "2027-01-07T18:00:00+01:00"
        ]);
        assert_eq!(of(&new, "id"), of(&made.json, "id")[2..]);
        let old = anna.get(&path(&made)).await.expect(200).json;
        assert_eq!(starts(&old["bookings"]), ["2026-12-10T19:00:00+01:00", "2026-12-17T19:00:00+01:00"]);
        assert_eq!(old["series"]["rrule"], "FREQ=WEEKLY;UNTIL=20261217");
        assert_eq!(new["series"]["rrule"], "FREQ=WEEKLY;COUNT=3");
        // An entry has one UID, and a mail one entry: the old one ends, and the new one is its own.
        let mut mails = app.mails().await;
        mails.sort_by_key(|mail| uid(mail) == new["series"]["id"].as_str().unwrap());
        assert_eq!(mails.len(), 2, "{mails:#?}");
        assert_eq!(uid(&mails[0]), made.json["series"]["id"].as_str().unwrap());
        assert_eq!(event(&mails[0]).property_value("RRULE"), Some("FREQ=WEEKLY;UNTIL=20261217T180000Z"));
        assert_eq!(shown(&event(&mails[0])), booked(&old["bookings"]));
        assert_eq!(shown(&event(&mails[1])), booked(&new["bookings"]));
        // Each goes its own way from then on.
        let cancel = format!("/series/{}/cancel", new["series"]["id"].as_str().unwrap());
        anna.post(&cancel, json!({"scope": "all"})).await.expect(200);
        let mail = app.one_mail().await;
        assert_eq!((mail.calendar.as_ref().unwrap().0.as_str(), uid(&mail)), ("CANCEL", uid(&mails[1])));
        assert_eq!(of(&anna.get(&path(&made)).await.expect(200).json, "status"), ["confirmed"; 2]);
    }

    async fn what_took_place_is_not_moved(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let made = made(&app, &world).await;
        app.clock.advance(10 * 24 * 60 * 60);
        let new = anna.patch(&path(&made), &made.etag(), json!({"room_id": world.half})).await.expect(200).json;
        assert_eq!(starts(&new["bookings"]).len(), 4);
        assert_eq!(of(&new, "room_name"), ["Hall A"; 4]);
        let old = anna.get(&path(&made)).await.expect(200).json;
        assert_eq!(of(&old, "room_name"), ["Meeting room"]);
        app.clock.advance(60 * 24 * 60 * 60);
        let etag = anna.get(&path(&made)).await.expect(200).etag();
        anna.patch(&path(&made), &etag, json!({"time": "18:00"})).await.problem(409, "invalid-transition");
    }

    async fn a_range_moves_as_dates_of_their_own_in_the_same_entry(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let made = made(&app, &world).await;
        let change = json!({"scope": "range", "from": "2026-12-24", "until": "2026-12-31", "time": "10:00"});
        let moved = anna.patch(&path(&made), &made.etag(), change).await.expect(200);
        assert_eq!(starts(&moved.json["bookings"]), [
            "2026-12-10T19:00:00+01:00", "2026-12-17T19:00:00+01:00", "2026-12-24T10:00:00+01:00",
            "2026-12-31T10:00:00+01:00", "2027-01-07T19:00:00+01:00",
        ]);
        assert_eq!(moved.json["series"]["starts_at_local"], "2026-12-10T19:00");
        let told = events(&app.one_mail().await);
        assert_eq!(told.len(), 3);
        assert_eq!(shown(&told[0]), booked(&made.json["bookings"]), "the rule stays");
        assert_eq!(told[1].property_value("RECURRENCE-ID"), Some("20261224T190000"));
        assert_eq!(told[1].property_value("DTSTART"), Some("20261224T100000"));
        assert_eq!(told[2].property_value("DTSTART"), Some("20261231T100000"));

        // Changed on their own, they stay when the series moves.
        let all = anna.patch(&path(&made), &moved.etag(), json!({"time": "18:00"})).await.expect(200);
        let stay = ["2026-12-24T10:00:00+01:00", "2026-12-31T10:00:00+01:00"];
        assert_eq!(starts(&all.json["bookings"])[2..4], stay);
        assert_eq!(starts(&all.json["bookings"])[4], "2027-01-07T18:00:00+01:00");
        let told = events(&app.one_mail().await);
        assert_eq!(told.len(), 3);
        assert_eq!(told[1].property_value("RECURRENCE-ID"), Some("20261224T180000"), "where the rule has it now");
        assert_eq!(told[1].property_value("DTSTART"), Some("20261224T100000"));
        // Unless they are asked to come back.
        let back = json!({"time": "18:00", "include_detached": true});
        let all = anna.patch(&path(&made), &all.etag(), back).await.expect(200).json;
        assert_eq!(starts(&all["bookings"])[2..4], ["2026-12-24T18:00:00+01:00", "2026-12-31T18:00:00+01:00"]);
        assert_eq!(shown(&event(&app.one_mail().await)), booked(&all["bookings"]));
    }

    async fn a_clash_refuses_the_move_with_every_one_and_changes_nothing(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let made = made(&app, &world).await;
        taken(&app, &world, "2026-12-18", "20:00", "21:00").await;
        taken(&app, &world, "2027-01-08", "18:30", "19:30").await;
        app.mails().await;
        let before = app.rows.dump().await;
        let change = json!({"weekday": "fr"});
        let refused = anna.patch(&path(&made), &made.etag(), change).await.problem(409, "booking-conflict");
        assert_eq!(starts(&refused["dates"]), ["2026-12-18T19:00:00+01:00", "2027-01-08T19:00:00+01:00"]);
        assert_eq!(starts(&refused["conflicts"]), ["2026-12-18T20:00:00+01:00", "2027-01-08T19:00:00+01:00"]);
        assert!(!refused["dates"][0]["alternatives"].as_array().unwrap().is_empty());
        let night = json!({"time": "23:00"});
        let refused = anna.patch(&path(&made), &made.etag(), night).await.problem(422, "rule-violated");
        assert!(rules(&refused).iter().all(|rule| *rule == "opening_hours"));
        assert_eq!(app.rows.dump().await, before, "nothing changes");

        // What can't move stays, with `skip`, and is told.
        let change = json!({"weekday": "fr", "on_conflict": "skip"});
        let moved = anna.patch(&path(&made), &made.etag(), change).await.expect(200).json;
        assert_eq!(starts(&moved["bookings"]), [
            "2026-12-11T19:00:00+01:00", "2026-12-17T19:00:00+01:00", "2026-12-25T19:00:00+01:00",
            "2027-01-01T19:00:00+01:00", "2027-01-07T19:00:00+01:00",
        ]);
        assert_eq!(starts(&moved["skipped"]), ["2026-12-18T19:00:00+01:00", "2027-01-08T19:00:00+01:00"]);
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM claims WHERE booking_id IN
            (SELECT id FROM bookings WHERE series_id IS NOT NULL)", []).await, 5);
        let mail = app.one_mail().await;
        let stays = mail.text.split("Niet gewijzigd").nth(1).expect("what stays");
        assert!(stays.contains("- donderdag 17 december 2026"), "{}", mail.text);
        let told = events(&mail);
        assert_eq!(told.len(), 3, "the rule, and two dates of their own");
        assert_eq!(told[1].property_value("RECURRENCE-ID"), Some("20261218T190000"));
        assert_eq!(told[1].property_value("DTSTART"), Some("20261217T190000"));
    }

    async fn a_series_moves_into_its_own_place(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let daily = with(weekly(&world), json!({"rrule": "FREQ=DAILY;COUNT=5", "duration_minutes": 240,
            "starts_at_local": "2026-12-10T10:00"}));
        let made = anna.post("/series", daily).await.expect(201);
        // Each new time overlaps the old one.
        let moved = anna.patch(&path(&made), &made.etag(), json!({"time": "12:00"})).await.expect(200).json;
        assert_eq!(starts(&moved["bookings"])[4], "2026-12-14T12:00:00+01:00");
        let long = json!({"duration_minutes": 24 * 60 + 60});
        let etag = anna.get(&path(&made)).await.expect(200).etag();
        anna.patch(&path(&made), &etag, long).await.problem(422, "rule-violated");
        for (change, pointer) in [
            (json!({"weekday": "mo"}), "/weekday"),
            (json!({"weekday": "maandag"}), "/weekday"),
            (json!({"duration_minutes": i64::MAX}), "/duration_minutes"),
            (json!({"duration_minutes": 0}), "/duration_minutes"),
            (json!({"time": "25:00"}), "/time"),
            (json!({"rrule": "FREQ=DAILY;COUNT=2"}), "/rrule"),
            (json!({"title": null}), "/title"),
            (json!({"scope": "range", "from": "2026-12-12"}), "/scope"),
        ] {
            let problem = anna.patch(&path(&made), &etag, change).await.problem(422, "validation");
            assert_eq!(problem["errors"][0]["pointer"], pointer, "{problem}");
        }
        anna.patch(&path(&made), &etag, json!({"override": [{"rule": "horizon", "reason": "x"}]})).await
            .problem(403, "forbidden");
    }

    async fn a_move_by_the_booker_is_looked_at_again_and_one_by_the_desk_is_not(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let made = made(&app, &world).await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let into = json!({"room_id": world.reviewed});
        let asked = anna.patch(&path(&made), &made.etag(), into).await.expect(200);
        assert_eq!(of(&asked.json, "status"), ["requested"; 5]);
        let mut mails = app.mails().await;
        mails.sort_by(|a, b| a.to.cmp(&b.to));
        assert_eq!(mails.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), ["anna@example.org", "desk@example.org"]);
        assert!(mails[0].text.contains("… Nog even wachten: de balie bekijkt uw wijziging."), "{}", mails[0].text);
        assert_eq!(mails[0].calendar.as_ref().unwrap().0, "CANCEL", "none of it is sure any more");
        let words = anna.patch(&path(&made), &asked.etag(), json!({"note": "Met koffie"})).await.expect(200);
        assert!(app.mails().await.is_empty(), "a note is no news");
        let approved = desk.post(&format!("{}/approve", path(&made)), json!({})).await.expect(200);
        assert_ne!(approved.etag(), words.etag());
        let mail = app.one_mail().await;
        assert_eq!(shown(&event(&mail)), booked(&approved.json["bookings"]));
        let moved = desk.patch(&path(&made), &approved.etag(), json!({"time": "18:00"})).await.expect(200);
        assert_eq!(of(&moved.json, "status"), ["confirmed"; 5]);
        assert_eq!(app.one_mail().await.to, "anna@example.org");
        let renamed = anna.patch(&path(&made), &moved.etag(), json!({"title": "Feest"})).await.expect(200);
        assert_eq!(of(&renamed.json, "status"), ["confirmed"; 5], "a name is nothing to look at");
    }

    async fn a_day_that_becomes_a_holiday_is_left_out(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let asked = with(weekly(&world), json!({"skip_holidays": ["public"]}));
        let made = anna.post("/series", asked).await.expect(201);
        app.mails().await;
        let moved = anna.patch(&path(&made), &made.etag(), json!({"weekday": "fr"})).await.expect(200).json;
        assert_eq!(of(&moved, "status"), ["confirmed", "confirmed", "cancelled", "cancelled", "confirmed"]);
        let mail = app.one_mail().await;
        let confirmed: Vec<Value> =
            moved["bookings"].as_array().unwrap().iter().filter(|one| one["status"] == "confirmed").cloned().collect();
        assert_eq!(shown(&event(&mail)), booked(&Value::Array(confirmed)), "without Christmas and New Year");
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM claims", []).await, 3);
    }

    async fn who_moves_at_once_does_not_get_the_same_time(app: TestApp) {
        let world = app.world().await;
        let (anna, bert) = (app.person("anna@example.org").await, app.person("bert@example.org").await);
        let one = anna.post("/series", weekly(&world)).await.expect(201);
        let other = bert.post("/series", with(weekly(&world), json!({"room_id": world.half}))).await.expect(201);
        let into = json!({"room_id": world.other_half});
        let (one_path, other_path) = (path(&one), path(&other));
        let (one, other) = tokio::join!(
            async { anna.patch(&one_path, &one.etag(), into.clone()).await.status },
            async { bert.patch(&other_path, &other.etag(), into.clone()).await.status },
        );
        let mut statuses = [one, other];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409]);
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM claims", []).await, 10);
    }
}
