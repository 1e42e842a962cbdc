//! Who is told.

use lokaal::domain::person::StaffRole;
use serde_json::json;

use super::{DESK, letters, organisation, reviewed, told};
use crate::{
    bookings::{wish, with},
    both_engines,
};

fn pairs<const N: usize>(expected: [(&str, &str); N]) -> Vec<(String, String)> {
    expected.into_iter().map(|(kind, to)| (kind.to_owned(), to.to_owned())).collect()
}

both_engines! {
    async fn a_request_is_told_to_its_booker_and_to_the_desk(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        app.rows.execute("UPDATE users SET locale = 'fr', phone = '0470 00 00 00' WHERE id = $1", [anna.id().0.into()])
            .await;
        anna.post("/bookings", with(reviewed(&world), json!({"note": "Met de fanfare"}))).await.expect(201);
        assert_eq!(letters(&app).await, pairs([("request_received", "anna@example.org"), ("request_waiting", DESK)]));

        let mut mails = app.mails().await;
        mails.sort_by(|a, b| a.to.cmp(&b.to));
        let [to_anna, to_desk] = mails.as_slice() else { panic!("two mails") };
        assert!(to_anna.subject.starts_with('…'), "wait: {}", to_anna.subject);
        assert!(to_anna.text.contains("Bonjour"), "in her language: {}", to_anna.text);
        assert!(!to_anna.text.contains("fanfare"));
        assert!(to_desk.text.contains("Met de fanfare"), "{}", to_desk.text);
        assert!(to_desk.text.contains("0470 00 00 00") && to_desk.text.contains("anna"), "{}", to_desk.text);
    }

    async fn who_books_for_themselves_is_told_without_being_read_again(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let committee = organisation(&app, "committee@example.org", &anna).await;
        anna.post("/bookings", with(wish(&world), json!({"organisation_id": committee}))).await.expect(201);
        let mails = app.mails().await;
        assert_eq!(mails.len(), 1);
        assert_eq!(mails[0].to, "anna@example.org");
        assert!(mails[0].subject.starts_with('✓'), "yes: {}", mails[0].subject);
        assert!(mails[0].text.contains("Buurtcomité Blauwput"), "{}", mails[0].text);
        assert!(mails[0].text.contains("anna,"), "{}", mails[0].text);
    }

    async fn the_desk_books_on_behalf_of_whom_it_has_on_the_telephone(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let committee = organisation(&app, "committee@example.org", &anna).await;
        let day = |day: u8, members| with(wish(&world), with(json!({
            "starts_at": format!("2026-12-{day}T10:00:00+01:00"), "ends_at": format!("2026-12-{day}T12:00:00+01:00"),
        }), members));
        let behalf = [
            day(10, json!({"on_behalf_of": {"user_id": anna.id()}})),
            day(11, json!({"on_behalf_of": {"name": "Bert", "email": "bert@example.org"}, "organisation_id": committee})),
            day(12, json!({"on_behalf_of": {"name": "Carl", "phone": "016 11 11 11"}, "organisation_id": committee})),
            day(13, json!({"on_behalf_of": {"name": "Dora", "phone": "016 22 22 22"}})),
        ];
        for wish in behalf {
            desk.post("/bookings", wish).await.expect(201);
        }
        assert_eq!(letters(&app).await, pairs([
            ("confirmed", "anna@example.org"),
            ("confirmed", "bert@example.org"),
            ("confirmed", "committee@example.org"),
        ]));
    }

    async fn a_desk_without_an_address_gets_no_mail(app: TestApp) {
        let world = app.world().await;
        app.rows.execute("UPDATE centres SET contact_email = NULL", []).await;
        app.renew_catalogue().await;
        let anna = app.person("anna@example.org").await;
        anna.post("/bookings", reviewed(&world)).await.expect(201);
        assert_eq!(letters(&app).await, pairs([("request_received", "anna@example.org")]));
        assert_eq!(app.mails().await.len(), 1);
    }

    async fn a_no_comes_with_its_reason_and_other_times(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let made = anna.post("/bookings", reviewed(&world)).await.expect(201);
        app.mails().await;
        desk.post(&format!("/bookings/{}/decline", made.id()), json!({"reason": "De kelder staat onder water."}))
            .await
            .expect(200);
        let mails = app.mails().await;
        assert_eq!(told(&mails).iter().map(|(to, _)| *to).collect::<Vec<_>>(), ["anna@example.org"]);
        let text = &mails[0].text;
        assert!(mails[0].subject.starts_with('✗'), "{}", mails[0].subject);
        assert!(text.contains("De kelder staat onder water."), "{text}");
        assert!(text.contains("- Cellar, Casablanca") && text.contains("- Meeting room, Casablanca"), "{text}");
    }

    async fn the_mails_of_a_booking_come_in_the_order_of_what_happened(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let made = anna.post("/bookings", reviewed(&world)).await.expect(201);
        let path = format!("/bookings/{}", made.id());
        let approved = desk.post(&format!("{path}/approve"), json!({})).await.expect(200);
        desk.patch(&path, &approved.etag(), json!({"title": "Feest"})).await.expect(200);
        anna.post(&format!("{path}/cancel"), json!({})).await.expect(200);
        let streams = "SELECT count(DISTINCT stream) AS n FROM outbox WHERE recipient = 'anna@example.org'";
        assert_eq!(app.rows.count(streams, []).await, 1);
        let mails = app.mails_to("anna@example.org").await;
        let signs: String = mails.iter().filter_map(|mail| mail.subject.chars().next()).collect();
        assert_eq!(signs, "…✓✓✗");
    }

    async fn a_time_too_near_for_an_answer_says_phone_the_centre(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        anna.post("/bookings", with(reviewed(&world), json!({
            "starts_at": "2026-12-03T18:00:00+01:00", "ends_at": "2026-12-03T20:00:00+01:00"
        }))).await.expect(201);
        anna.post("/bookings", reviewed(&world)).await.expect(201);
        let mut texts: Vec<_> = app.mails_to("anna@example.org").await.into_iter().map(|mail| mail.text).collect();
        texts.sort_by_key(|text| text.contains("10 december"));
        let asks = |text: &str| text.contains("Bel het centrum voor een antwoord: +32 16 00 00 00");
        assert!(asks(&texts[0]) && !asks(&texts[1]), "{texts:#?}");
    }
}
