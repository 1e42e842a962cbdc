//! What desk and booker write to each other about a booking.

use lokaal::domain::person::{MemberRole, StaffRole};
use serde_json::json;

use crate::{
    bookings::{organisation, wish, with},
    both_engines,
};

both_engines! {
    async fn each_side_is_mailed_what_the_other_writes(app: TestApp) {
        let world = app.world().await;
        let (anna, admin) = (app.person("anna@example.org").await, app.person("admin@example.org").await);
        let committee = organisation(&app, &[(&anna, MemberRole::Booker), (&admin, MemberRole::Admin)]).await;
        let booking = anna.post("/bookings", with(wish(&world), json!({"organisation_id": committee}))).await.expect(201).id();
        app.mails().await;
        let path = format!("/bookings/{booking}/comments");
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let asked = anna.post(&path, json!({"text": " Komt er een beamer?\r\nEn koffie? "})).await.expect(201);
        assert_eq!((&asked.json["side"], &asked.json["text"]), (&json!("booker"), &json!("Komt er een beamer?\nEn koffie?")));
        assert_eq!(asked.json["created_at"], "2026-12-03T09:00:00+01:00");
        let mail = app.one_mail().await;
        assert_eq!(mail.to, "desk@example.org");
        assert!(mail.text.contains("Komt er een beamer?") && mail.text.contains("En koffie?"), "{}", mail.text);
        assert!(mail.calendar.is_none());
        let answered = desk.post(&path, json!({"text": "Ja, op tafel."})).await.expect(201);
        assert_eq!((&answered.json["side"], &answered.json["author_id"]), (&json!("centre"), &json!(desk.id())));
        let mail = app.one_mail().await;
        assert_eq!(mail.to, "anna@example.org");
        assert!(mail.subject.starts_with("✓ Bericht van het centrum"), "{}", mail.subject);
        assert!(mail.text.contains("Ja, op tafel.") && mail.calendar.is_none(), "{}", mail.text);
        // The admin of the organisation sees it, and writes to the desk as well.
        admin.post(&path, json!({"text": "Bedankt!"})).await.expect(201);
        assert_eq!(app.one_mail().await.to, "desk@example.org");
        for (reader, staff) in [(&anna, false), (&admin, false), (&desk, true)] {
            let list = reader.get(&path).await.expect(200).json;
            let texts: Vec<_> = list["items"].as_array().unwrap().iter().map(|one| one["text"].as_str().unwrap()).collect();
            assert_eq!(texts, ["Komt er een beamer?\nEn koffie?", "Ja, op tafel.", "Bedankt!"]);
            assert_eq!(list["items"][1].get("author_name").is_some(), staff, "names of staff are for staff");
        }
        let page = anna.get(&format!("{path}?limit=2")).await.expect(200).json;
        let rest = anna.get(&format!("{path}?cursor={}", page["next_cursor"].as_str().unwrap())).await.expect(200).json;
        assert_eq!(rest["items"].as_array().unwrap().len(), 1);
        let history = anna.get(&format!("/bookings/{booking}/history")).await.expect(200);
        assert!(history.text.contains("booking.commented") && !history.text.contains("beamer"), "{}", history.text);
    }

    async fn it_is_nobody_elses_business_and_made_once(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let public = with(wish(&world), json!({"visibility": "public"}));
        let booking = anna.post("/bookings", public).await.expect(201).id();
        app.mails().await;
        let path = format!("/bookings/{booking}/comments");
        for other in [app.person("bert@example.org").await, app.staff(StaffRole::Desk, world.other_centre).await] {
            other.get(&path).await.problem(404, "not-found");
            other.post(&path, json!({"text": "Hallo"})).await.problem(404, "not-found");
        }
        app.anonymous().get(&path).await.problem(401, "unauthorized");
        for text in ["", "  ", &"x".repeat(2001)] {
            anna.post(&path, json!({"text": text})).await.problem(422, "validation");
        }
        assert!(app.mails().await.is_empty());
        let long = "é".repeat(2000);
        let first = anna.post(&path, json!({"text": long})).key("k").await.expect(201);
        let again = anna.post(&path, json!({"text": long})).key("k").await.expect(201);
        assert_eq!(first.json, again.json);
        assert_eq!(app.mails().await.len(), 1);
        // Over is over, and can still be talked about.
        anna.post(&format!("/bookings/{booking}/cancel"), json!({})).await.expect(200);
        app.mails().await;
        let steward = app.staff(StaffRole::Steward, None).await;
        steward.post(&path, json!({"text": "Jammer"})).await.expect(201);
        let mail = app.one_mail().await;
        assert_eq!(mail.to, "anna@example.org");
        assert!(mail.subject.starts_with('✗') && mail.calendar.is_none(), "{}", mail.subject);
    }
}
