//! The day sheet for the door.

use lokaal::domain::person::StaffRole;
use serde_json::{Value, json};

use crate::{
    bookings::{wish, with},
    both_engines,
};

both_engines! {
    async fn it_tells_what_takes_place_and_nothing_private(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let at = |from: &str, until: &str, more: Value| {
            let times = json!({"starts_at": format!("{from}:00+01:00"), "ends_at": format!("{until}:00+01:00")});
            with(with(wish(&world), times), more)
        };
        let secret = json!({"title": "Geheim", "on_site_contact": {"name": "Jan Geheim", "phone": "0470"}});
        anna.post("/bookings", at("2026-12-10T19:00", "2026-12-10T22:00", secret)).await.expect(201);
        let public = json!({"title": "Open <b>deur</b>", "visibility": "public"});
        anna.post("/bookings", at("2026-12-10T10:00", "2026-12-10T12:00", public.clone())).await.expect(201);
        anna.post("/bookings", at("2026-12-11T10:00", "2026-12-11T12:00", public.clone())).await.expect(201);
        // Only asked for, cancelled, and in another centre.
        anna.post("/bookings", at("2026-12-10T10:00", "2026-12-10T12:00", with(public.clone(), json!({"room_id": world.reviewed})))).await.expect(201);
        let gone = anna.post("/bookings", at("2026-12-10T13:00", "2026-12-10T14:00", public.clone())).await.expect(201).id();
        anna.post(&format!("/bookings/{gone}/cancel"), json!({})).await.expect(200);
        anna.post("/bookings", at("2026-12-10T10:00", "2026-12-10T12:00", with(public, json!({"room_id": world.elsewhere})))).await.expect(201);
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let closure = json!({
            "room_ids": [world.hall], "reason": "maintenance", "note": "Ruzie met de aannemer",
            "starts_at": "2026-12-09T08:00:00+01:00", "ends_at": "2026-12-11T18:00:00+01:00",
        });
        desk.post("/closures", closure).await.expect(201);
        let path = format!("/centres/{}/day-sheet?date=2026-12-10", world.centre);
        let sheet = app.anonymous().get(&path).await.expect(200);
        let lines: Vec<_> = sheet.json["entries"].as_array().unwrap().iter().map(|one| {
            (one["room_name"].as_str().unwrap(), one["starts_at"].as_str().unwrap(), one["title"].as_str(), one["closed"].as_str())
        }).collect();
        assert_eq!(lines, [
            ("Hall", "2026-12-09T08:00:00+01:00", None, Some("maintenance")),
            ("Meeting room", "2026-12-10T10:00:00+01:00", Some("Open <b>deur</b>"), None),
            ("Meeting room", "2026-12-10T19:00:00+01:00", None, None),
        ]);
        let page = app.anonymous().get(&format!("{path}&format=html&lang=nl")).await.expect(200);
        assert!(page.header("content-type").starts_with("text/html"));
        assert!(page.header("content-security-policy").starts_with("default-src 'none'"));
        let order = [
            "<html lang=\"nl\">", "size: A4", "<h1>donderdag 10 december 2026</h1>", "Casablanca", "<h2>Hall</h2>", "0.00 tot 24.00 uur", "Gesloten",
            "<h2>Meeting room</h2>", "10.00 tot 12.00 uur", "Open &#60;b&#62;deur&#60;/b&#62;", "19.00 tot 22.00 uur", "Bezet",
        ];
        let places: Vec<_> = order.iter().map(|part| page.text.find(part).unwrap_or_else(|| panic!("{part}: {}", page.text))).collect();
        assert!(places.is_sorted(), "{places:?} {}", page.text);
        for text in [sheet.text, page.text] {
            for private in ["Geheim", "0470", "anna", "Ruzie", "<script", "http:"] {
                assert!(!text.contains(private), "{private} in {text}");
            }
        }
        let today = app.anonymous().get(&format!("/centres/{}/day-sheet?format=html", world.centre))
            .header("accept-language", "fr-BE,fr").await.expect(200);
        assert!(today.text.contains("3 décembre 2026") && today.text.contains("Rien n’est prévu"), "{}", today.text);
        for wrong in ["date=2026-13-01", "date=0001-01-01", "date=", "format=pdf", "lang=de"] {
            app.anonymous().get(&format!("/centres/{}/day-sheet?{wrong}", world.centre)).await.problem(422, "validation");
        }
        app.anonymous().get(&format!("/centres/{}/day-sheet", world.meeting)).await.problem(404, "not-found");
    }
}
