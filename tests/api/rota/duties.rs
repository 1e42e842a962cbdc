//! Duties: who opens first, who hands over to whom, who closes; and what those on duty see, and what they do not.

use serde_json::{Value, json};

use super::{clock, job, mine, stage};
use crate::{bookings::with, both_engines};

both_engines! {
    async fn one_opens_hands_over_and_the_other_closes(app: TestApp) {
        let stage = stage(&app).await;
        stage.takes(&stage.an, "2026-12-10", "22:00", "23:00").await;
        stage.takes(&stage.bo, "2026-12-10", "23:00", "24:00").await;
        stage.admin.post("/bookings", stage.late("2026-12-10", "21:00", "24:00")).await.expect(201);
        let task = |of: &[Value]| {
            let task = &of[0]["tasks"][0];
            let kind = |neighbour: &Value| neighbour["kind"].clone();
            (task["opens"].clone(), kind(&task["takes_over_from"]), kind(&task["hands_over_to"]), task["closes"].clone())
        };
        let (an, bo) = (mine(&stage.an).await, mine(&stage.bo).await);
        assert_eq!(task(&an), (json!(false), json!("desk"), json!("person"), json!(false)), "{an:#?}");
        assert_eq!(task(&bo), (json!(false), json!("person"), Value::Null, json!(true)), "{bo:#?}");
        let path = format!("/centres/{}/duties", stage.world.centre);
        let seen = stage.desk.get(&path).await.expect(200).json;
        let names: Vec<&Value> = seen["duties"].as_array().unwrap().iter().map(|duty| &duty["name"]).collect();
        assert_eq!((names, &seen["unopened"]), (vec![&json!("an"), &json!("bo")], &json!([])));
        for who in [&stage.an, &stage.admin] {
            who.get(&path).await.problem(403, "forbidden");
        }
        // Without them nobody opens.
        for who in [&stage.an, &stage.bo] {
            let duty = mine(who).await[0]["id"].as_str().unwrap().to_owned();
            who.api(reqwest::Method::POST, &format!("/duties/{duty}/decline")).await.expect(204);
        }
        let seen = stage.desk.get(&path).await.expect(200).json;
        assert_eq!(seen["unopened"].as_array().unwrap().len(), 1);
    }

    async fn the_contact_shows_from_a_day_before_to_a_day_after_and_nothing_else(app: TestApp) {
        let stage = stage(&app).await;
        let karel = app.person("karel@example.org").await;
        let holder = stage.key_holder(&app, &karel).await;
        // No member any more: only a key-holder.
        let text = "DELETE FROM memberships WHERE user_id = $1";
        assert_eq!(app.rows.execute(text, [karel.id().0.into()]).await, 1);
        let note = json!({"key_hours": 48, "offer_hours": 24, "opening_note": "Alarm 4711."});
        let rota = format!("/centres/{}/rota", stage.world.centre);
        stage.desk.api(reqwest::Method::PUT, &rota).json(&note).await.expect(200);
        let body = with(stage.late("2026-12-10", "22:00", "23:00"), json!({
            "key_holder_id": holder, "layout": "table", "title": "Geheim overleg", "note": "Niet doorvertellen",
            "on_site_contact": {"name": "Sofie Spot", "phone": "0499 99 99 99"}, "attendees": 7,
            "equipment": [{"resource_id": stage.world.projectors, "quantity": 2}],
        }));
        let booking = stage.admin.post("/bookings", body).await.expect(201).json;
        let own = async || karel.get("/me/duties").await.expect(200);
        let hidden = ["Geheim", "doorvertellen", "Buurtcomité", "admin", booking["reference"].as_str().unwrap()];
        let early = own().await;
        assert_eq!(early.json["items"][0]["rooms"][0]["room_name"], "Meeting room");
        assert_eq!(early.json["items"][0]["rooms"][0]["layout"], "table");
        assert_eq!(early.json["items"][0]["rooms"][0]["equipment"], json!([{"name": "projectors", "quantity": 2}]));
        assert_eq!((&early.json["items"][0]["tasks"][0]["closes"]), (&json!(true)));
        let shown = |text: &str| text.contains("Sofie") || text.contains("0499") || text.contains("4711");
        assert!(!shown(&early.text), "{}", early.text);
        for (date, time, is_shown) in [
            ("2026-12-09", "21:59", false),
            ("2026-12-09", "22:00", true),
            ("2026-12-10", "22:30", true),
            ("2026-12-11", "22:59", true),
        ] {
            clock(&app, date, time);
            let seen = own().await;
            assert_eq!(shown(&seen.text), is_shown, "{date} {time}: {}", seen.text);
            assert!(hidden.iter().all(|word| !seen.text.contains(word)), "{}", seen.text);
        }
        clock(&app, "2026-12-11", "23:00");
        assert_eq!(own().await.json["items"], json!([]), "over for a day");
        // And nothing of the booking anywhere else.
        let id = booking["id"].as_str().unwrap();
        for path in [format!("/bookings/{id}"), format!("/bookings/{id}/history"), format!("/bookings/{id}/comments")] {
            karel.get(&path).await.problem(404, "not-found");
        }
        for path in ["/bookings?mine=true".to_owned(), "/bookings".to_owned()] {
            assert!(!karel.get(&path).await.text.contains(id));
        }
        for path in [
            format!("/centres/{}/duties", stage.world.centre), format!("/centres/{}/shifts", stage.world.centre),
            format!("/centres/{}/volunteers", stage.world.centre), rota,
        ] {
            karel.get(&path).await.problem(403, "forbidden");
        }
    }

    async fn those_on_duty_are_reminded_a_week_and_a_day_before(app: TestApp) {
        let stage = stage(&app).await;
        stage.takes(&stage.an, "2026-12-15", "22:00", "23:00").await;
        let body = with(stage.late("2026-12-15", "22:00", "23:00"), json!({
            "on_site_contact": {"name": "Sofie Spot", "phone": "0499 99 99 99"},
        }));
        stage.admin.post("/bookings", body).await.expect(201);
        app.mails().await;
        let told = async || {
            job(&app).await;
            let mails = app.mails_to("an@example.org").await;
            mails.iter().map(|mail| mail.text.contains("Sofie Spot")).collect::<Vec<_>>()
        };
        assert_eq!(told().await, Vec::<bool>::new());
        clock(&app, "2026-12-09", "10:00");
        assert_eq!(told().await, [false], "a week before without whom to ask for");
        assert_eq!(told().await, Vec::<bool>::new());
        clock(&app, "2026-12-15", "10:00");
        assert_eq!(told().await, [true]);
        assert_eq!(told().await, Vec::<bool>::new());
    }
}
