//! A booking that nobody opens for: its booker is reminded, then the desk decides; nothing is cancelled by itself.

use lokaal::jobs::rota::run_once;
use serde_json::json;

use super::{clock, job, stage};
use crate::both_engines;

both_engines! {
    async fn the_booker_is_reminded_and_then_the_desk_decides(app: TestApp) {
        let stage = stage(&app).await;
        let made = stage.admin.post("/bookings", stage.late("2026-12-20", "22:00", "23:00")).await.expect(201);
        assert_eq!(made.json["review_reasons"], json!(["no_key_holder"]));
        let path = format!("/bookings/{}", made.id());
        stage.desk.api(reqwest::Method::POST, &format!("{path}/approve")).await.expect(200);
        app.mails().await;
        let told = async || {
            job(&app).await;
            let mut told: Vec<(String, bool)> =
                app.mails().await.into_iter().map(|mail| (mail.to, mail.subject.starts_with("Wie opent?"))).collect();
            told.sort();
            told
        };
        let booker = vec![("admin@example.org".to_owned(), true)];
        assert_eq!(told().await, []);
        clock(&app, "2026-12-13", "22:00");
        assert_eq!(told().await, booker);
        assert_eq!(told().await, [], "once");
        clock(&app, "2026-12-17", "22:00");
        assert_eq!(told().await, booker);
        clock(&app, "2026-12-18", "22:00");
        assert_eq!(told().await, [("desk@example.org".to_owned(), true)]);
        assert_eq!(told().await, []);
        let waiting = stage.in_state("desk").await;
        assert_eq!((waiting.len(), &waiting[0]["booking_id"]), (1, &json!(made.id())));
        assert_eq!(stage.admin.get(&path).await.expect(200).json["status"], "confirmed", "nothing is cancelled");
        let settle = format!("/shifts/{}/settle", waiting[0]["id"].as_str().unwrap());
        stage.desk.post(&settle, json!({"decision": "staff"})).await.expect(200);
        let duties = format!("/centres/{}/duties", stage.world.centre);
        assert_eq!(stage.desk.get(&duties).await.expect(200).json["unopened"], json!([]));
        assert_eq!(told().await, []);
    }

    async fn who_names_a_key_holder_in_time_is_not_asked(app: TestApp) {
        let stage = stage(&app).await;
        let rota = format!("/centres/{}/rota", stage.world.centre);
        stage.desk.api(reqwest::Method::PUT, &rota).json(&json!({"key_hours": 96})).await.expect(200);
        let made = stage.admin.post("/bookings", stage.late("2026-12-20", "22:00", "23:00")).await.expect(201);
        let path = format!("/bookings/{}", made.id());
        let approved = stage.desk.api(reqwest::Method::POST, &format!("{path}/approve")).await.expect(200);
        let karel = app.person("karel@example.org").await;
        let holder = stage.key_holder(&app, &karel).await;
        stage.admin.patch(&path, &approved.etag(), json!({"key_holder_id": holder})).await.expect(200);
        app.mails().await;
        clock(&app, "2026-12-18", "22:00");
        job(&app).await;
        assert_eq!(stage.in_state("desk").await.len(), 0);
        let to: Vec<String> = app.mails().await.into_iter().map(|mail| mail.to).collect();
        assert_eq!(to, ["karel@example.org"], "only whose duty comes near");
        // The training ends before the day: then nobody opens, and the desk is asked, four days before as it decided.
        let training = format!("/organisations/{}/key-holders/{holder}/training", stage.committee);
        let until = json!({"trained_on": "2026-12-01", "valid_until": "2026-12-19"});
        stage.desk.post(&training, until).await.expect(200);
        job(&app).await;
        assert_eq!(stage.in_state("desk").await.len(), 1);
    }

    async fn processes_that_look_at_once_ask_once(app: TestApp) {
        let stage = stage(&app).await;
        for (from, until) in [("22:00", "23:00"), ("23:00", "24:00")] {
            let body = stage.late("2026-12-20", from, until);
            let made = stage.admin.post("/bookings", body).await.expect(201).id();
            stage.desk.api(reqwest::Method::POST, &format!("/bookings/{made}/approve")).await.expect(200);
        }
        app.mails().await;
        clock(&app, "2026-12-19", "10:00");
        let runs: Vec<_> = (0..16)
            .map(|_| {
                let services = app.state().services.clone();
                tokio::spawn(async move { run_once(&services).await.expect("done") })
            })
            .collect();
        let mut done = 0;
        for run in runs {
            done += run.await.expect("no panic");
        }
        assert_eq!((done, stage.in_state("desk").await.len()), (2, 2));
        assert_eq!(app.mails().await.len(), 2);
    }
}
