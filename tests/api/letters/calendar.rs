//! Calendar parts, read back with the parser of another hand.

use icalendar::{Calendar, Component, Event};
use lokaal::domain::person::StaffRole;
use serde_json::json;

use super::{DESK, letters, organisation, reviewed};
use crate::{
    bookings::{wish, with},
    both_engines,
    support::mails::Mail,
};

/// The method of the mail's calendar part, and its event.
fn entry(mail: &Mail) -> (String, Event) {
    let (method, text) = mail.calendar.as_ref().expect("a calendar part");
    let calendar: Calendar = text.parse().expect("a calendar");
    assert_eq!(calendar.property_value("METHOD"), Some(method.as_str()));
    assert_eq!(calendar.events().count(), 1);
    (method.clone(), calendar.events().next().expect("an event").clone())
}

/// What a calendar program goes by: UID, SEQUENCE, METHOD, STATUS and DTSTART.
fn gist(mail: &Mail) -> [String; 5] {
    let (method, event) = entry(mail);
    let value = |name: &str| event.property_value(name).unwrap_or_else(|| panic!("no {name}")).to_owned();
    [value("UID"), value("SEQUENCE"), method, value("STATUS"), value("DTSTART")]
}

/// Who is invited.
fn attendees(mail: &Mail) -> Vec<String> {
    let (_, event) = entry(mail);
    let several = event.multi_properties().get("ATTENDEE").into_iter().flatten();
    let all = event.properties().get("ATTENDEE").into_iter().chain(several);
    all.map(|attendee| attendee.value().to_owned()).collect()
}

both_engines! {
    async fn one_entry_follows_a_booking_through_its_life(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let made = anna.post("/bookings", wish(&world)).await.expect(201);
        let path = format!("/bookings/{}", made.id());
        let moved = anna.patch(&path, &made.etag(), json!({
            "starts_at": "2026-12-11T14:00:00+01:00", "ends_at": "2026-12-11T16:00:00+01:00"
        })).await.expect(200);
        let renamed = anna.patch(&path, &moved.etag(), json!({"title": "Feest"})).await.expect(200);
        anna.post(&format!("{path}/cancel"), json!({})).header("if-match", renamed.etag()).await.expect(200);

        let mails = app.mails().await;
        assert!(mails.iter().all(|mail| mail.to == "anna@example.org"), "{mails:#?}");
        let uid = made.id();
        let expected = [
            ["0", "REQUEST", "CONFIRMED", "20261210T100000"],
            ["1", "REQUEST", "CONFIRMED", "20261211T140000"],
            ["2", "REQUEST", "CONFIRMED", "20261211T140000"],
            ["3", "CANCEL", "CANCELLED", "20261211T140000"],
        ];
        assert_eq!(mails.iter().map(gist).collect::<Vec<_>>(), expected.map(|[sequence, method, status, start]| {
            [uid.as_str(), sequence, method, status, start].map(str::to_owned)
        }));

        let (_, first) = entry(&mails[0]);
        assert_eq!(attendees(&mails[0]), ["mailto:anna@example.org"]);
        assert_eq!(first.property_value("ORGANIZER"), Some("mailto:desk@example.org"));
        assert_eq!(first.property_value("SUMMARY"), Some("Overleg"));
        assert_eq!(entry(&mails[2]).1.property_value("SUMMARY"), Some("Feest"));
        assert!(mails[1].text.contains("10"), "what it was before: {}", mails[1].text);
    }

    async fn what_was_never_confirmed_is_in_no_calendar(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let declined = anna.post("/bookings", reviewed(&world)).await.expect(201);
        desk.post(&format!("/bookings/{}/decline", declined.id()), json!({"reason": "Werken"})).await.expect(200);
        let cancelled = anna.post("/bookings", reviewed(&world)).await.expect(201);
        anna.post(&format!("/bookings/{}/cancel", cancelled.id()), json!({})).await.expect(200);
        let option = with(wish(&world), json!({
            "hold_until": "2026-12-06T12:00:00+01:00", "on_behalf_of": {"user_id": anna.id()}
        }));
        let held = desk.post("/bookings", option).await.expect(201);
        desk.post(&format!("/bookings/{}/cancel", held.id()), json!({})).await.expect(200);

        let kinds: Vec<_> = letters(&app).await.into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(kinds, [
            "request_received", "request_waiting", "declined",
            "request_received", "request_waiting", "cancelled",
            "option_held", "cancelled",
        ]);
        let mails = app.mails().await;
        assert_eq!(mails.len(), 8);
        assert!(mails.iter().all(|mail| mail.calendar.is_none()), "{mails:#?}");
    }

    async fn an_approved_request_and_a_confirmed_option_are_written_into_the_calendar(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let request = anna.post("/bookings", reviewed(&world)).await.expect(201);
        desk.post(&format!("/bookings/{}/approve", request.id()), json!({})).await.expect(200);
        let option = with(wish(&world), json!({
            "hold_until": "2026-12-06T12:00:00+01:00", "on_behalf_of": {"user_id": anna.id()}
        }));
        let held = desk.post("/bookings", option).await.expect(201);
        anna.post(&format!("/bookings/{}/confirm", held.id()), json!({})).await.expect(200);

        let mails = app.mails_to("anna@example.org").await;
        let with_entry: Vec<_> = mails.iter().filter(|mail| mail.calendar.is_some()).collect();
        assert_eq!(with_entry.len(), 2, "{mails:#?}");
        let mut gists: Vec<_> = with_entry.into_iter().map(gist).collect();
        gists.sort();
        let mut ids = [request.id(), held.id()];
        ids.sort();
        for ([uid, _, method, status, _], id) in gists.into_iter().zip(ids) {
            assert_eq!([uid, method, status], [id, "REQUEST".to_owned(), "CONFIRMED".to_owned()]);
        }
    }

    async fn an_entry_waits_with_its_booking_and_goes_when_it_is_declined(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let made = anna.post("/bookings", reviewed(&world)).await.expect(201);
        let path = format!("/bookings/{}", made.id());
        let approved = desk.post(&format!("{path}/approve"), json!({})).await.expect(200);
        app.mails().await;

        let moved = anna.patch(&path, &approved.etag(), json!({
            "starts_at": "2026-12-11T14:00:00+01:00", "ends_at": "2026-12-11T16:00:00+01:00"
        })).await.expect(200);
        assert_eq!(moved.json["status"], "requested");
        let mut waiting = app.mails().await;
        waiting.sort_by(|a, b| a.to.cmp(&b.to));
        assert_eq!(waiting.len(), 2, "one to each side: {waiting:#?}");
        let (to_anna, to_desk) = (&waiting[0], &waiting[1]);
        assert_eq!((to_anna.to.as_str(), to_desk.to.as_str()), ("anna@example.org", DESK));
        assert!(to_desk.calendar.is_none());
        let [_, sequence, method, status, start] = gist(to_anna);
        assert_eq!([method.as_str(), &status, &start], ["REQUEST", "TENTATIVE", "20261211T140000"]);

        let approved = desk.post(&format!("{path}/approve"), json!({})).await.expect(200);
        let [_, confirmed, method, status, _] = gist(&app.mails().await[0]);
        assert_eq!([method.as_str(), &status], ["REQUEST", "CONFIRMED"]);
        assert!(confirmed.parse::<i32>().unwrap() > sequence.parse::<i32>().unwrap());

        let moved = anna.patch(&path, &approved.etag(), json!({
            "starts_at": "2026-12-12T14:00:00+01:00", "ends_at": "2026-12-12T16:00:00+01:00"
        })).await.expect(200);
        desk.post(&format!("{path}/decline"), json!({"reason": "Dan is er feest."})).await.expect(200);
        assert_eq!(moved.json["status"], "requested");
        let mails = app.mails_to("anna@example.org").await;
        let [_, last, method, status, _] = gist(mails.last().unwrap());
        assert_eq!([method.as_str(), &status], ["CANCEL", "CANCELLED"]);
        assert!(last.parse::<i32>().unwrap() > confirmed.parse::<i32>().unwrap());
    }

    async fn every_mailbox_with_an_entry_hears_of_its_end(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let committee = organisation(&app, "old@example.org", &anna).await;
        let made = desk.post("/bookings", with(wish(&world), json!({
            "organisation_id": committee, "on_behalf_of": {"name": "Meneer Janssens"}
        }))).await.expect(201);
        assert_eq!(app.mails().await.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), ["old@example.org"]);

        app.rows.execute("UPDATE organisations SET contact_email = 'new@example.org'", []).await;
        desk.post(&format!("/bookings/{}/cancel", made.id()), json!({})).await.expect(200);
        let mut mails = app.mails().await;
        mails.sort_by(|a, b| a.to.cmp(&b.to));
        let told: Vec<_> = mails.iter().map(|mail| (mail.to.as_str(), mail.calendar.is_some())).collect();
        assert_eq!(told, [("new@example.org", false), ("old@example.org", true)]);
        assert_eq!(gist(&mails[1])[2], "CANCEL");
        assert_eq!(attendees(&mails[1]), ["mailto:old@example.org"]);
    }
}
