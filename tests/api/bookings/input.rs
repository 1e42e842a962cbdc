//! What is typed wrong, on purpose or not: each has its problem, and nothing is written.

use lokaal::domain::{
    person::StaffRole,
    room::{Noise, Rules},
};
use serde_json::{Value, json};

use super::{rules, wish, with};
use crate::both_engines;

both_engines! {
    async fn no_text_holds_control_characters_or_too_much(app: TestApp) {
        let world = app.world().await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let made = desk.post("/bookings", wish(&world)).await.expect(201);
        let path = format!("/bookings/{}", made.id());
        let before = app.rows.dump().await;
        let members = |text: &str| [
            ("/title", json!({"title": text})),
            ("/note", json!({"note": text})),
            ("/layout", json!({"layout": text})),
            ("/terms_version", json!({"terms_version": text})),
            ("/on_site_contact/name", json!({"on_site_contact": {"name": text}})),
            ("/on_site_contact/phone", json!({"on_site_contact": {"name": "An", "phone": text}})),
            ("/on_behalf_of/name", json!({"on_behalf_of": {"name": text}})),
            ("/on_behalf_of/phone", json!({"on_behalf_of": {"name": "An", "phone": text}})),
            ("/on_behalf_of/email", json!({"on_behalf_of": {"name": "An", "email": text}})),
            ("/override/0/reason", json!({"override": [{"rule": "grid", "reason": text}]})),
        ];
        let long = "x".repeat(10_000);
        for text in ["a\0b", "a\u{1b}[2Jb", "a\u{202e}b", &long] {
            for (pointer, member) in members(text) {
                for refused in [
                    desk.post("/bookings", with(wish(&world), member.clone())).await,
                    desk.post("/bookings/quote", with(wish(&world), member.clone())).await,
                    desk.patch(&path, "*", member.clone()).await,
                ] {
                    assert_eq!(refused.problem(422, "validation")["errors"][0]["pointer"], pointer, "{member}");
                }
            }
            for step in ["cancel", "decline"] {
                let refused = desk.post(&format!("{path}/{step}"), json!({"reason": text})).await;
                assert_eq!(refused.problem(422, "validation")["errors"][0]["pointer"], "/reason");
            }
        }
        assert_eq!(app.rows.dump().await, before);
    }

    async fn wrong_types_and_numbers_are_told_with_their_place(app: TestApp) {
        let world = app.world().await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let before = app.rows.dump().await;
        let of = |quantity: Value| json!([{"resource_id": world.projectors, "quantity": quantity}]);
        for (pointer, member) in [
            ("/attendees", json!({"attendees": 0})),
            ("/attendees", json!({"attendees": -1})),
            ("/attendees", json!({"attendees": 2_147_483_648_i64})),
            ("/attendees", json!({"attendees": i64::MAX})),
            ("/attendees", json!({"attendees": 1e300})),
            ("/attendees", json!({"attendees": "5"})),
            ("/attendees", json!({"attendees": 1.5})),
            ("/attendees", json!({"attendees": null})),
            ("/equipment/0/quantity", json!({"equipment": of(json!(0))})),
            ("/equipment/0/quantity", json!({"equipment": of(json!(4))})),
            ("/equipment/0/quantity", json!({"equipment": of(json!(i64::MAX))})),
            ("/equipment/0/resource_id", json!({"equipment": [{"resource_id": world.meeting, "quantity": 1}]})),
            ("/room_id", json!({"room_id": "; DROP TABLE rooms"})),
            ("/organisation_id", json!({"organisation_id": 7})),
            ("/organisation_id", json!({"organisation_id": world.meeting})),
            ("/key_holder_id", json!({"key_holder_id": world.meeting})),
            ("/on_behalf_of", json!({"on_behalf_of": {}})),
            ("/on_behalf_of", json!({"on_behalf_of": {"user_id": desk.id(), "name": "An"}})),
            ("/on_behalf_of/user_id", json!({"on_behalf_of": {"user_id": world.meeting}})),
            ("/visibility", json!({"visibility": "secret"})),
            ("/override/0/rule", json!({"override": [{"rule": "law", "reason": "please"}]})),
            ("/tittle", json!({"tittle": null})),
            ("/on_site_contact/nmae", json!({"on_site_contact": {"name": "An", "nmae": "An"}})),
        ] {
            let refused = desk.post("/bookings", with(wish(&world), member.clone())).await.problem(422, "validation");
            assert_eq!(refused["errors"][0]["pointer"], pointer, "{member}");
        }
        let surrogate = wish(&world).to_string().replace("Overleg", "\\ud800");
        desk.api(reqwest::Method::POST, "/bookings").body("application/json", surrogate).await.problem(400, "malformed");
        assert_eq!(app.rows.dump().await, before);
    }

    async fn a_change_names_only_what_there_is(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let made = anna.post("/bookings", wish(&world)).await.expect(201);
        let path = format!("/bookings/{}", made.id());
        for (pointer, patch) in [("/tittle", json!({"tittle": null})), ("/tittle", json!({"tittle": "x"}))] {
            let refused = anna.patch(&path, "*", patch).await.problem(422, "validation");
            assert_eq!(refused["errors"][0]["pointer"], pointer);
        }
        let contact = json!({"on_site_contact": {"name": "An", "phone": null}});
        assert_eq!(anna.patch(&path, "*", contact).await.expect(200).json["on_site_contact"], json!({"name": "An"}));
        let phone = json!({"on_site_contact": {"phone": "016"}});
        let shown = anna.patch(&path, "*", phone).await.expect(200).json["on_site_contact"].clone();
        assert_eq!(shown, json!({"name": "An", "phone": "016"}));
    }

    async fn texts_lose_the_white_space_around_them(app: TestApp) {
        let world = app.world().await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let made = desk.post("/bookings", with(wish(&world), json!({
            "title": "  Overleg \n", "note": " \r\n ", "layout": " table ",
            "on_behalf_of": {"name": " An ", "phone": "  ", "email": " An@Example.ORG\n"}
        }))).await.expect(201).json;
        assert_eq!((&made["title"], &made["note"], &made["layout"]), (&json!("Overleg"), &json!(null), &json!("table")));
        assert_eq!(made["on_behalf_of"], json!({"name": "An", "email": "an@example.org"}));
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM outbox WHERE recipient = 'an@example.org'", []).await, 1);
    }

    async fn a_booking_without_end_is_refused_whoever_asks(app: TestApp) {
        let world = app.world().await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let set_aside: Vec<_> = ["duration", "opening_hours", "horizon", "grid"]
            .iter()
            .map(|rule| json!({"rule": rule, "reason": "voor altijd"}))
            .collect();
        let endless = |ends_at: &str| with(wish(&world), json!({"ends_at": ends_at, "override": set_aside}));
        let refused = desk.post("/bookings", endless("9999-12-31T12:00:00+01:00")).await.problem(422, "validation");
        assert_eq!(refused["errors"][0]["pointer"], "/ends_at");
        desk.post("/bookings", endless("2027-02-10T12:00:00+01:00")).await.expect(201);
        // Nine weeks: whole weeks and a rest, so that no instant of it is free.
        let inside = with(wish(&world), json!({
            "starts_at": "2027-01-14T10:00:00+01:00", "ends_at": "2027-01-14T12:00:00+01:00"
        }));
        desk.post("/bookings", inside).await.problem(409, "booking-conflict");
    }

    async fn the_last_amplified_event_of_a_year_is_had_once(app: TestApp) {
        let world = app.world().await;
        let noise = Some(Noise { amplified_until: std::collections::BTreeMap::default(), amplified_per_year: Some(2) });
        let loud = Rules { noise, ..Rules::default() };
        let mut halls = Vec::new();
        for n in 0..6 {
            halls.push(app.add_meeting_room(world.centre, &format!("Loud {n}"), 12, &loud).await);
        }
        app.renew_catalogue().await;
        let anna = app.person("anna@example.org").await;
        let rivals: Vec<_> = halls
            .iter()
            .map(|hall| {
                let wish = with(wish(&world), json!({"room_id": hall, "music": "amplified"}));
                let anna = anna.clone();
                tokio::spawn(async move { anna.post("/bookings", wish).await })
            })
            .collect();
        let mut made = Vec::new();
        for rival in rivals {
            let answer = rival.await.expect("no panic");
            if answer.status == 201 {
                made.push(answer);
            } else {
                assert_eq!(rules(&answer.problem(422, "rule-violated")), ["noise"]);
            }
        }
        assert_eq!(made.len(), 2);
        // What is counted already may still change, and the next year is another one.
        let path = format!("/bookings/{}", made[0].id());
        anna.patch(&path, "*", json!({"attendees": 6})).await.expect(200);
        anna.patch(&path, "*", json!({"ends_at": "2026-12-10T13:00:00+01:00"})).await.expect(200);
        let next_year = json!({"starts_at": "2027-01-14T10:00:00+01:00", "ends_at": "2027-01-14T12:00:00+01:00"});
        anna.patch(&path, "*", next_year).await.expect(200);
        let quiet = anna.post("/bookings", with(wish(&world), json!({"room_id": world.half}))).await.expect(201);
        let louder = json!({"music": "amplified", "room_id": halls[0]});
        let at_nine = json!({"starts_at": "2026-12-10T17:00:00+01:00", "ends_at": "2026-12-10T18:00:00+01:00"});
        let path = format!("/bookings/{}", quiet.id());
        anna.patch(&path, "*", with(louder.clone(), at_nine)).await.expect(200);
        let third = with(wish(&world), json!({"room_id": halls[5], "music": "amplified",
            "starts_at": "2026-12-11T10:00:00+01:00", "ends_at": "2026-12-11T12:00:00+01:00"}));
        anna.post("/bookings", third).await.problem(422, "rule-violated");
    }
}
