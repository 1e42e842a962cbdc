//! Prices: the same in search, quote and booking, and kept as quoted.

use lokaal::domain::person::MemberRole;
use serde_json::{Value, json};

use super::{cents, euro, priced, tariff};
use crate::{
    bookings::{organisation, wish, with},
    both_engines,
    series::weekly,
};

/// The price of the meeting room in a page of search results.
fn offered(page: &Value, room: impl serde::Serialize) -> Value {
    let room = json!(room);
    let items = page["items"].as_array().expect("a list");
    items.iter().find(|item| item["room_id"] == room).expect("the room")["price"].clone()
}

both_engines! {
    async fn search_quote_and_booking_tell_the_same_price(app: TestApp) {
        let world = app.world().await;
        let surcharges = json!([
            {"name": "Energie", "price": euro(151), "per": "unit", "months": [12]},
            {"name": "Projector", "price": euro(500), "per": "booking", "equipment": "Projectors"},
        ]);
        priced(&app, &world, json!({"surcharges": surcharges, "deposit": euro(5000)})).await;
        let anna = app.person("anna@example.org").await;
        let asked = with(wish(&world), json!({
            "ends_at": "2026-12-10T11:30:00+01:00", "equipment": [{"resource_id": world.projectors, "quantity": 2}],
        }));
        let line = |code: &str, text: &str, quantity: i64, unit: i64| {
            json!({"code": code, "text": text, "quantity": quantity, "unit": euro(unit), "total": euro(quantity * unit)})
        };
        let price = json!({
            "total": euro(2727), "due": euro(2727), "deposit": euro(5000),
            "lines": [
                line("room_hour", "Zaalhuur", 1, 1000), line("room_half_hour", "Zaalhuur", 1, 500),
                line("surcharge_hour", "Energie", 1, 151), line("surcharge_half_hour", "Energie", 1, 76),
                line("surcharge", "Projector", 2, 500),
            ],
        });
        assert_eq!(anna.post("/bookings/quote", asked.clone()).await.expect(200).json["price"], price);
        let times = "starts_at=2026-12-10T09:00:00Z&ends_at=2026-12-10T10:30:00Z";
        let found = anna.get(&format!("/search?{times}&equipment=projectors")).await.expect(200).json;
        let one = with(price.clone(), json!({
            "total": euro(2227), "due": euro(2227),
            "lines": price["lines"].as_array().unwrap().iter().take(4).cloned()
                .chain([line("surcharge", "Projector", 1, 500)]).collect::<Vec<_>>(),
        }));
        assert_eq!(offered(&found, world.meeting), one);
        let next = "duration_minutes=90&from=2026-12-10T09:00:00Z&until=2026-12-11T09:00:00Z";
        let found = anna.get(&format!("/search/next?{next}")).await.expect(200).json;
        assert_eq!(offered(&found, world.meeting)["total"], euro(1727));
        assert_eq!(offered(&found, world.elsewhere), json!(null), "no tariff is no price");
        let booked = anna.post("/bookings", asked).await.expect(201);
        assert_eq!(booked.json["price"], price);
        let mail = app.one_mail().await;
        assert!(mail.text.contains("€ 27,27"), "{}", mail.text);
        let there = with(wish(&world), json!({"room_id": world.elsewhere}));
        assert_eq!(anna.post("/bookings", there).await.expect(201).json["price"], json!(null));
    }

    async fn category_and_kind_count_once_verified(app: TestApp) {
        let world = app.world().await;
        let (manager, _) = priced(&app, &world, json!({"free_kinds": ["private"]})).await;
        manager.post("/tariffs", with(tariff(&world), json!({"category": "A", "price": euro(400)}))).await.expect(201);
        manager.post("/tariffs", with(tariff(&world), json!({
            "category": "C", "price": euro(400), "free_kinds": ["neighbourhood_committee"]
        }))).await.expect(201);
        let anna = app.person("anna@example.org").await;
        let committee = organisation(&app, &[(&anna, MemberRole::Admin)]).await;
        let quoted = async |organisation: Value| {
            let asked = with(wish(&world), json!({"organisation_id": organisation}));
            cents(&anna.post("/bookings/quote", asked).await.expect(200).json).0
        };
        assert_eq!(quoted(json!(null)).await, Some(0), "privately");
        assert_eq!(quoted(json!(committee)).await, Some(2000), "no category");
        let path = format!("/organisations/{committee}/verify");
        for (category, total) in [("A", 800), ("B", 2000), ("C", 0)] {
            manager.post(&path, json!({"tariff_category": category})).await.expect(200);
            assert_eq!(quoted(json!(committee)).await, Some(total), "{category}");
            let times = "starts_at=2026-12-10T09:00:00Z&ends_at=2026-12-10T11:00:00Z";
            let found = anna.get(&format!("/search?{times}&organisation_id={committee}")).await.expect(200).json;
            assert_eq!(offered(&found, world.meeting)["total"], euro(total), "{category}");
        }
        app.rows.execute("UPDATE organisations SET verified = $1", [false.into()]).await;
        assert_eq!(quoted(json!(committee)).await, Some(0), "unverified is private, whatever its category");
    }

    async fn a_booking_keeps_its_price_until_it_moves(app: TestApp) {
        let world = app.world().await;
        let (manager, tariff) = priced(&app, &world, json!({})).await;
        let anna = app.person("anna@example.org").await;
        let booked = anna.post("/bookings", wish(&world)).await.expect(201);
        let path = format!("/bookings/{}", booked.id());
        manager.patch(&tariff, "*", json!({"price": euro(3000)})).await.expect(200);
        let renamed = anna.patch(&path, &booked.etag(), json!({"title": "Koor", "attendees": 7})).await.expect(200);
        assert_eq!(renamed.json["price"], booked.json["price"]);
        // The quote of a move tells what the move will cost.
        let times = json!({"starts_at": "2026-12-11T10:00:00+01:00", "ends_at": "2026-12-11T11:00:00+01:00"});
        let asked = with(wish(&world), times.clone());
        let quote = anna.post(&format!("/bookings/quote?booking_id={}", booked.id()), asked).await.expect(200);
        assert_eq!(cents(&quote.json), (Some(3000), Some(3000)));
        let moved = anna.patch(&path, &renamed.etag(), times).await.expect(200);
        assert_eq!(cents(&moved.json), (Some(3000), Some(3000)));
        let elsewhere = anna.patch(&path, &moved.etag(), json!({"room_id": world.elsewhere})).await.expect(200);
        assert_eq!(elsewhere.json["price"], json!(null));
        let due = "SELECT count(*) AS n FROM bookings WHERE due_cents IS NULL";
        assert_eq!(app.rows.count(due, []).await, 1);
    }

    async fn who_is_behind_quotes_anew_before_it_books(app: TestApp) {
        let world = app.world().await;
        priced(&app, &world, json!({})).await;
        let anna = app.person("anna@example.org").await;
        let quoted = anna.post("/bookings/quote", wish(&world)).await.expect(200);
        assert_eq!(cents(&quoted.json).0, Some(2000));
        // Another process changes the tariff, and this one has not heard of it yet.
        app.rows.execute("UPDATE tariffs SET cents = 3000, version = version + 1", []).await;
        app.rows.execute("UPDATE rooms SET version = version + 1", []).await;
        let booked = anna.post("/bookings", wish(&world)).await.expect(201);
        assert_eq!(cents(&booked.json).0, Some(6000), "what no longer holds is not booked");
    }

    async fn each_date_of_a_series_has_its_price_and_the_first_the_deposit(app: TestApp) {
        let world = app.world().await;
        // From the new year on it costs more.
        let (manager, _) = priced(&app, &world, json!({"deposit": euro(5000)})).await;
        let dearer = json!({"price": euro(2000), "valid_from": "2027-01-01", "deposit": euro(5000)});
        manager.post("/tariffs", with(tariff(&world), dearer)).await.expect(201);
        let anna = app.person("anna@example.org").await;
        let made = anna.post("/series", with(weekly(&world), json!({"rrule": "FREQ=WEEKLY;COUNT=6"}))).await.expect(201);
        let bookings = made.json["bookings"].as_array().expect("bookings");
        for (n, booking) in bookings.iter().enumerate() {
            let read = anna.get(&format!("/bookings/{}", booking["id"].as_str().unwrap())).await.expect(200).json;
            let in_2027 = read["starts_at"].as_str().unwrap().starts_with("2027");
            let per_hour = if in_2027 { 2000 } else { 1000 };
            let minutes = made.json["series"]["duration_minutes"].as_i64().unwrap();
            assert_eq!(cents(&read).0, Some(per_hour * minutes / 60), "{read}");
            assert_eq!(read["price"].get("deposit").is_some(), n == 0, "{read}");
        }
        assert_eq!(bookings.len(), 6);
    }
}
