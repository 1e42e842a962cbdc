//! Series answered by the desk, and not answered at all.

use icalendar::Component;
use lokaal::{domain::person::StaffRole, jobs};
use serde_json::{Value, json};

use super::{
    letters::{booked, event, shown},
    weekly,
};
use crate::{
    bookings::{wish, with},
    both_engines,
    support::{TestApp, actor::Answer, world::World},
};

const DAY: i64 = 24 * 60 * 60;

/// A series of five that the desk looks at, made by Anna.
async fn asked(app: &TestApp, world: &World) -> Answer {
    let anna = app.person("anna@example.org").await;
    let made = anna.post("/series", with(weekly(world), json!({"room_id": world.reviewed}))).await.expect(201);
    app.mails().await;
    made
}

fn path(made: &Answer) -> String {
    made.header("location").trim_start_matches("/api/v1").to_owned()
}

fn stages(series: &Value) -> Vec<&str> {
    series["bookings"].as_array().unwrap().iter().map(|one| one["status"].as_str().unwrap()).collect()
}

both_engines! {
    async fn all_dates_are_approved_at_once_with_one_mail_and_one_entry(app: TestApp) {
        let world = app.world().await;
        let made = asked(&app, &world).await;
        let approve = format!("{}/approve", path(&made));
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let elsewhere = app.staff(StaffRole::Desk, world.other_centre).await;
        elsewhere.post(&approve, json!({})).await.problem(404, "not-found");
        app.person("anna@example.org").await.post(&approve, json!({})).await.problem(403, "forbidden");
        desk.post(&approve, json!({})).header("if-match", "\"9\"").await.problem(412, "precondition-failed");
        let range = json!({"scope": "range", "from": "2026-12-17", "until": "2026-12-24"});
        let some = desk.post(&approve, range.clone()).header("if-match", made.etag()).await.expect(200).json;
        assert_eq!(stages(&some), ["requested", "confirmed", "confirmed", "requested", "requested"]);
        let mail = app.one_mail().await;
        assert_eq!(mail.to, "anna@example.org");
        assert_eq!(shown(&event(&mail)), booked(&json!([some["bookings"][1], some["bookings"][2]])));
        desk.post(&approve, range).await.problem(409, "invalid-transition");

        let all = desk.post(&approve, json!({})).await.expect(200).json;
        assert_eq!(stages(&all), ["confirmed"; 5]);
        assert!(all["bookings"][0]["answer_by"].is_null());
        let mail = app.one_mail().await;
        assert!(mail.text.contains("✓ Ja, de zaal is voor u op alle data"), "{}", mail.text);
        assert!(mail.text.contains("- donderdag 7 januari 2027"), "{}", mail.text);
        assert!(!mail.text.contains("17 december"), "what was told is not told again: {}", mail.text);
        let event = event(&mail);
        assert_eq!(shown(&event), booked(&all["bookings"]), "one entry with all dates");
        assert_eq!(event.property_value("UID"), all["series"]["id"].as_str());
        assert_eq!(event.property_value("SEQUENCE"), Some("2"));
        let history = format!("/bookings/{}/history", all["bookings"][0]["id"].as_str().unwrap());
        let history = desk.get(&history).await.expect(200).json;
        assert_eq!(history["items"][1]["action"], "booking.approved");
        app.clock.advance(6 * DAY);
        jobs::reminders::run_once(&app.state().services).await.expect("reminders");
        assert!(app.mails().await.is_empty(), "there is nothing left to answer");
    }

    async fn all_dates_are_declined_at_once_with_a_reason_and_what_is_free(app: TestApp) {
        let world = app.world().await;
        let made = asked(&app, &world).await;
        let decline = format!("{}/decline", path(&made));
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        desk.post(&decline, json!({"reason": " "})).await.problem(422, "validation");
        desk.post(&decline, json!({"reason": "Te veel lawaai", "scope": "range"})).await.problem(422, "validation");
        let none = desk.post(&decline, json!({"reason": "Te veel lawaai"})).await.expect(200).json;
        assert_eq!(stages(&none), ["declined"; 5]);
        assert_eq!(none["bookings"][4]["reason"], "Te veel lawaai");
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM claims", []).await, 0);
        let mail = app.one_mail().await;
        assert!(mail.text.contains("✗ Nee, deze data kunnen niet doorgaan."), "{}", mail.text);
        assert!(mail.text.contains("Te veel lawaai"), "{}", mail.text);
        assert!(mail.text.contains("in plaats van de eerste datum"), "{}", mail.text);
        assert!(mail.calendar.is_none(), "it never was in a calendar");
        desk.post(&decline, json!({"reason": "Nog eens"})).await.problem(409, "invalid-transition");
        let bert = app.person("bert@example.org").await;
        bert.post("/series", with(weekly(&world), json!({"room_id": world.reviewed}))).await.expect(201);
    }

    async fn dates_that_nobody_answered_are_told_in_one_mail(app: TestApp) {
        let world = app.world().await;
        let made = asked(&app, &world).await;
        let bert = app.person("bert@example.org").await;
        let single = with(wish(&world), json!({
            "room_id": world.reviewed, "starts_at": "2027-02-10T10:00:00+01:00", "ends_at": "2027-02-10T11:00:00+01:00"
        }));
        bert.post("/bookings", single).await.expect(201);
        app.mails().await;
        app.clock.advance(7 * DAY);
        jobs::expiry::run_once(&app.state().services).await.expect("expiries");
        let mut mails = app.mails().await;
        mails.sort_by(|a, b| a.to.cmp(&b.to));
        let to: Vec<&str> = mails.iter().map(|mail| mail.to.as_str()).collect();
        assert_eq!(to, ["anna@example.org", "bert@example.org"], "{mails:#?}");
        assert!(mails[0].text.contains("✗ Nee, uw aanvraag voor deze data is vervallen."), "{}", mails[0].text);
        for date in ["10 december 2026", "17 december 2026", "7 januari 2027"] {
            assert!(mails[0].text.contains(&format!("- donderdag {date}")), "{}", mails[0].text);
        }
        assert!(mails[0].calendar.is_none());
        let anna = app.person("anna@example.org").await;
        assert_eq!(stages(&anna.get(&path(&made)).await.expect(200).json), ["expired"; 5]);
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM claims", []).await, 0);
        jobs::expiry::run_once(&app.state().services).await.expect("expiries");
        assert!(app.mails().await.is_empty(), "nothing is told twice");
    }

    async fn who_was_given_a_date_is_told_of_it_and_of_no_other(app: TestApp) {
        let world = app.world().await;
        let made = asked(&app, &world).await;
        let (bert, desk) = (app.person("bert@example.org").await, app.staff(StaffRole::Desk, world.centre).await);
        let give = async |n: usize| {
            let id = uuid::Uuid::parse_str(made.json["bookings"][n]["id"].as_str().unwrap()).unwrap();
            let text = "UPDATE bookings SET booker_id = $1 WHERE id = $2";
            app.rows.execute(text, [bert.id().0.into(), id.into()]).await;
        };
        give(1).await;
        give(4).await;
        let range = json!({"scope": "range", "from": "2026-12-10", "until": "2026-12-17", "reason": "bezet"});
        desk.post(&format!("{}/decline", path(&made)), range).await.expect(200);
        let told = async |date: &str| {
            let mails = app.mails().await.into_iter().filter(|mail| mail.text.contains(date));
            mails.map(|mail| mail.to).collect::<Vec<_>>()
        };
        assert_eq!(told("17 december 2026").await, ["bert@example.org"]);
        app.clock.advance(8 * DAY);
        jobs::expiry::run_once(&app.state().services).await.expect("expiries");
        assert_eq!(told("7 januari 2027").await, ["bert@example.org"]);
    }

    async fn one_date_that_nobody_answered_is_told_by_itself(app: TestApp) {
        let world = app.world().await;
        let made = asked(&app, &world).await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let approve = format!("{}/approve", path(&made));
        desk.post(&approve, json!({"scope": "following", "from": "2026-12-17"})).await.expect(200);
        app.mails().await;
        app.clock.advance(8 * DAY);
        jobs::expiry::run_once(&app.state().services).await.expect("expiries");
        let mail = app.one_mail().await;
        assert!(mail.text.contains("✗ Nee, uw aanvraag is vervallen."), "{}", mail.text);
        let seen = desk.get(&path(&made)).await.expect(200).json;
        assert_eq!(stages(&seen), ["expired", "confirmed", "confirmed", "confirmed", "confirmed"]);
    }
}
