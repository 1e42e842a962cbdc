//! Series cancelled, and taken up again.

use icalendar::Component;
use lokaal::domain::person::{MemberRole, StaffRole};
use serde_json::{Value, json};

use super::{
    letters::{booked, event, shown},
    starts, weekly,
};
use crate::{
    bookings::{organisation, wish, with},
    both_engines,
};

/// The stages of a series' bookings.
fn stages(series: &Value) -> Vec<&str> {
    series["bookings"].as_array().unwrap().iter().map(|one| one["status"].as_str().unwrap()).collect()
}

fn confirmed(series: &Value) -> Value {
    let all = series["bookings"].as_array().unwrap().iter();
    Value::Array(all.filter(|one| one["status"] == "confirmed").cloned().collect())
}

both_engines! {
    async fn all_following_and_a_range_are_cancelled_with_one_mail_each(app: TestApp) {
        let world = app.world().await;
        let (anna, bert) = (app.person("anna@example.org").await, app.person("bert@example.org").await);
        let made = anna.post("/series", weekly(&world)).await.expect(201);
        app.mails().await;
        let path = format!("{}/cancel", made.header("location").trim_start_matches("/api/v1"));
        bert.post(&path, json!({"scope": "all"})).await.problem(404, "not-found");
        let range = json!({"scope": "range", "from": "2026-12-17", "until": "2026-12-24", "reason": "verlof"});
        anna.post(&path, range.clone()).header("if-match", "\"9\"").await.problem(412, "precondition-failed");
        let left = anna.post(&path, range).header("if-match", made.etag()).await.expect(200).json;
        assert_eq!(stages(&left), ["confirmed", "cancelled", "cancelled", "confirmed", "confirmed"]);
        assert_eq!(left["bookings"][1]["reason"], "verlof");
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM claims", []).await, 3);
        let mail = app.one_mail().await;
        assert!(mail.text.contains("✗ Nee, deze data gaan niet door."), "{}", mail.text);
        assert!(mail.text.contains("- donderdag 24 december 2026"), "{}", mail.text);
        assert_eq!(mail.calendar.as_ref().unwrap().0, "REQUEST", "the entry stays, without these dates");
        assert_eq!(shown(&event(&mail)), booked(&confirmed(&left)));
        assert_eq!(event(&mail).property_value("SEQUENCE"), Some("1"));

        let left = anna.post(&path, json!({"scope": "following", "from": "2027-01-07"})).await.expect(200).json;
        assert_eq!(stages(&left), ["confirmed", "cancelled", "cancelled", "confirmed", "cancelled"]);
        assert_eq!(left["series"]["rrule"], "FREQ=WEEKLY;UNTIL=20261231", "its rule ends there");
        assert_eq!(shown(&event(&app.one_mail().await)), booked(&confirmed(&left)));

        let left = anna.post(&path, json!({"scope": "all"})).await.expect(200).json;
        assert_eq!(stages(&left), ["cancelled"; 5]);
        assert!(left["series"]["cancelled_at"].is_string());
        let mail = app.one_mail().await;
        assert_eq!(mail.calendar.as_ref().unwrap().0, "CANCEL");
        assert_eq!(event(&mail).property_value("UID"), left["series"]["id"].as_str());
        assert_eq!(event(&mail).property_value("RECURRENCE-ID"), None, "the whole entry goes");
        anna.post(&path, json!({"scope": "all"})).await.problem(409, "invalid-transition");
        bert.post("/series", weekly(&world)).await.expect(201);
    }

    async fn what_was_given_away_is_not_cancelled_with_the_rest(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let committee = organisation(&app, &[(&anna, MemberRole::Booker)]).await;
        let made = anna.post("/series", weekly(&world)).await.expect(201);
        let date = |n: usize| format!("/bookings/{}", made.json["bookings"][n]["id"].as_str().unwrap());
        anna.patch(&date(1), "*", json!({"organisation_id": committee})).await.expect(200);
        anna.patch(&date(2), "*", json!({"room_id": world.elsewhere})).await.expect(200);
        let path = format!("{}/cancel", made.header("location").trim_start_matches("/api/v1"));
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let range = json!({"scope": "range", "from": "2026-12-10", "until": "2026-12-24"});
        let left = desk.post(&path, range.clone()).await.expect(200).json;
        assert_eq!(stages(&left)[..3], ["cancelled", "confirmed", "confirmed"], "there another desk has the say");
        let left = anna.post(&path, range).await.expect(200).json;
        assert_eq!(stages(&left)[..3], ["cancelled", "confirmed", "cancelled"], "and the other is the committee's");
        let left = anna.post(&path, json!({"scope": "all"})).await.expect(200).json;
        assert_eq!(stages(&left), ["cancelled", "confirmed", "cancelled", "cancelled", "cancelled"]);
        anna.post(&path, json!({"scope": "all"})).await.problem(409, "invalid-transition");
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM claims", []).await, 1);
    }

    async fn what_took_place_stays(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let made = anna.post("/series", weekly(&world)).await.expect(201);
        let path = format!("{}/cancel", made.header("location").trim_start_matches("/api/v1"));
        app.clock.advance(10 * 24 * 60 * 60);
        let left = anna.post(&path, json!({"scope": "all"})).await.expect(200).json;
        assert_eq!(stages(&left), ["confirmed", "cancelled", "cancelled", "cancelled", "cancelled"]);
        for body in [
            json!({"scope": "all", "from": "2026-12-17"}),
            json!({"scope": "following"}),
            json!({"scope": "range", "from": "2026-12-17"}),
            json!({"scope": "range", "from": "2026-12-17", "until": "2026-12-16"}),
            json!({"scope": "some"}),
        ] {
            anna.post(&path, body).await.problem(422, "validation");
        }
    }

    async fn what_was_skipped_is_taken_up_when_it_is_free(app: TestApp) {
        let world = app.world().await;
        let (anna, bert) = (app.person("anna@example.org").await, app.person("bert@example.org").await);
        let mut taken = Vec::new();
        for day in ["2026-12-17", "2026-12-31"] {
            let asked = with(wish(&world), json!({
                "starts_at": format!("{day}T20:00:00+01:00"), "ends_at": format!("{day}T22:00:00+01:00")
            }));
            taken.push(bert.post("/bookings", asked).await.expect(201).id());
        }
        let made = anna.post("/series", with(weekly(&world), json!({"on_conflict": "skip"}))).await.expect(201);
        bert.post(&format!("/bookings/{}/cancel", taken[0]), json!({})).await.expect(200);
        app.mails().await;
        let path = made.header("location").trim_start_matches("/api/v1").to_owned();
        let retry = format!("{path}/retry-skipped");
        bert.post(&retry, json!({})).await.problem(404, "not-found");
        let after = anna.post(&retry, json!({})).await.expect(200).json;
        assert_eq!(starts(&after["bookings"]).len(), 4);
        assert_eq!(starts(&after["skipped"]), ["2026-12-31T19:00:00+01:00"]);
        assert!(!after["skipped"][0]["alternatives"].as_array().unwrap().is_empty());
        let mail = app.one_mail().await;
        assert_eq!(shown(&event(&mail)), booked(&after["bookings"]), "one entry with all dates");
        assert!(mail.text.contains("- donderdag 17 december 2026"), "{}", mail.text);

        // The desk may as well; who has the series keeps it.
        bert.post(&format!("/bookings/{}/cancel", taken[1]), json!({})).await.expect(200);
        app.mails().await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let after = desk.post(&retry, json!({})).await.expect(200).json;
        assert_eq!((starts(&after["bookings"]).len(), &after["skipped"]), (5, &json!([])));
        assert_eq!(app.one_mail().await.to, "anna@example.org");
        anna.post(&retry, json!({})).await.expect(200);
        assert!(app.mails().await.is_empty(), "there is nothing to tell");
        assert_eq!(starts(&anna.get(&path).await.expect(200).json["bookings"]).len(), 5);
    }

    async fn what_the_desk_set_aside_holds_again_for_who_takes_dates_up(app: TestApp) {
        let world = app.world().await;
        let (anna, bert) = (app.person("anna@example.org").await, app.person("bert@example.org").await);
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let mut taken = Vec::new();
        for day in ["2026-12-17", "2026-12-24"] {
            let asked = with(wish(&world), json!({
                "starts_at": format!("{day}T20:00:00+01:00"), "ends_at": format!("{day}T22:00:00+01:00")
            }));
            taken.push(bert.post("/bookings", asked).await.expect(201).id());
        }
        let made = desk.post("/series", with(weekly(&world), json!({
            "on_conflict": "skip", "on_behalf_of": {"user_id": anna.id()},
            "override": [{"rule": "notice", "reason": "afspraak"}],
        }))).await.expect(201);
        let path = made.header("location").trim_start_matches("/api/v1").to_owned();
        bert.post(&format!("/bookings/{}/cancel", taken[0]), json!({})).await.expect(200);
        let taken_up = anna.post(&format!("{path}/retry-skipped"), json!({})).await.expect(200).json;
        assert_eq!(taken_up["bookings"].as_array().unwrap().len(), 4);
        assert_eq!(taken_up["bookings"][1]["starts_at"], "2026-12-17T19:00:00+01:00");
        assert_eq!(taken_up["skipped"].as_array().unwrap().len(), 1);
    }

    async fn the_desk_is_reminded_once_of_all_that_is_to_be_answered(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let asked = with(weekly(&world), json!({"room_id": world.reviewed, "starts_at_local": "2026-12-11T19:00"}));
        anna.post("/series", asked).await.expect(201);
        app.mails().await;
        app.clock.advance(3 * 24 * 60 * 60 + 13 * 60 * 60);
        lokaal::jobs::reminders::run_once(&app.state().services).await.expect("reminders");
        assert_eq!(app.one_mail().await.to, "desk@example.org");
    }
}
