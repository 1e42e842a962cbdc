//! Series renewed, and reminders to do so.

use lokaal::{domain::person::StaffRole, jobs::renewals};
use serde_json::{Value, json};

use super::{
    letters::{booked, event, shown},
    starts, weekly,
};
use crate::{
    bookings::{wish, with},
    both_engines,
    support::{TestApp, actor::Answer, world::World},
};

const DAY: i64 = 24 * 60 * 60;

async fn made(app: &TestApp, world: &World, members: Value) -> Answer {
    let asked = with(weekly(world), members);
    let made = app.person("anna@example.org").await.post("/series", asked).await.expect(201);
    app.mails().await;
    made
}

fn path(made: &Answer) -> String {
    made.header("location").trim_start_matches("/api/v1").to_owned()
}

async fn reminded(app: &TestApp) -> Vec<String> {
    renewals::run_once(&app.state().services).await.expect("reminders");
    app.mails().await.into_iter().map(|mail| mail.text).collect()
}

both_engines! {
    async fn the_same_rule_goes_on_with_new_dates(app: TestApp) {
        let world = app.world().await;
        let (anna, bert) = (app.person("anna@example.org").await, app.person("bert@example.org").await);
        let made = made(&app, &world, json!({"skip_holidays": ["public"], "exdates": ["2026-12-17"]})).await;
        let renew = format!("{}/renew", path(&made));
        let taken = with(wish(&world), json!({
            "starts_at": "2027-05-20T20:00:00+02:00", "ends_at": "2027-05-20T21:00:00+02:00"
        }));
        bert.post("/bookings", taken).await.expect(201);
        app.mails().await;
        let before = app.rows.dump().await;
        let ask = json!({"from": "2027-04-28", "until": "2027-06-12", "dry_run": true});
        bert.post(&renew, ask.clone()).await.problem(404, "not-found");
        let seen = anna.post(&renew, ask).await.expect(200).json;
        assert_eq!(seen["starts_at_local"], "2027-04-29T19:00");
        assert_eq!(seen["rrule"], "FREQ=WEEKLY;UNTIL=20270612");
        assert_eq!(starts(&seen["free"]), [
            "2027-04-29T19:00:00+02:00", "2027-05-13T19:00:00+02:00", "2027-05-27T19:00:00+02:00",
        ]);
        assert_eq!(seen["free"][0]["status"], "confirmed");
        assert_eq!(seen["holidays"], json!([{"date": "2027-05-06", "holiday": "ascension"}]));
        // Beyond the normal horizon of 180 days, it is a rule that says no.
        assert_eq!(starts(&seen["skipped"]), [
            "2027-05-20T19:00:00+02:00", "2027-06-03T19:00:00+02:00", "2027-06-10T19:00:00+02:00",
        ]);
        assert_eq!(seen["skipped"][2]["rule"], "horizon");
        assert!(!seen["skipped"][0]["alternatives"].as_array().unwrap().is_empty());
        assert_eq!(app.rows.dump().await, before, "nothing is made");

        let ask = json!({"from": "2027-04-28", "until": "2027-05-28"});
        anna.post(&renew, ask.clone()).await.problem(409, "booking-conflict");
        let ask = with(ask, json!({"on_conflict": "skip"}));
        let new = anna.post(&renew, ask.clone()).key("k1").await.expect(201);
        assert_eq!(starts(&new.json["bookings"]), starts(&seen["free"]));
        assert_eq!(starts(&new.json["skipped"]), ["2027-05-20T19:00:00+02:00"]);
        assert_eq!(new.json["series"]["continues"], made.json["series"]["id"]);
        assert_eq!(new.json["series"]["title"], "Repetitie");
        assert_eq!(shown(&event(&app.one_mail().await)), booked(&new.json["bookings"]));
        assert_eq!(anna.post(&renew, ask).key("k1").await.expect(201).json, new.json, "made once");
        // By itself it goes on behind the last date.
        let count = anna.post(&renew, json!({"count": 3, "dry_run": true})).await.expect(200).json;
        assert_eq!(starts(&count["free"]), [
            "2027-01-14T19:00:00+01:00", "2027-01-21T19:00:00+01:00", "2027-01-28T19:00:00+01:00"
        ]);
    }

    async fn a_renewal_without_dates_is_told_so(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let made = made(&app, &world, json!({})).await;
        for (ask, pointer, code) in [
            (json!({}), "/until", "either"),
            (json!({"count": 2, "until": "2027-03-01"}), "/until", "either"),
            (json!({"count": 0}), "/count", "out_of_range"),
            (json!({"count": 401}), "/count", "out_of_range"),
            (json!({"until": "2027-01-10"}), "/until", "no_dates"),
            (json!({"until": "9999-01-10"}), "/until", "too_many"),
            (json!({"count": 2, "from": "2027-01-07"}), "/from", "order"),
            (json!({"count": 2, "rrule": "FREQ=DAILY"}), "/rrule", "unknown"),
        ] {
            let problem = anna.post(&format!("{}/renew", path(&made)), ask).await.problem(422, "validation");
            let fault = &problem["errors"][0];
            assert_eq!((&fault["pointer"], &fault["code"]), (&json!(pointer), &json!(code)), "{problem}");
        }
    }

    async fn the_desk_renews_for_whom_it_is(app: TestApp) {
        let world = app.world().await;
        let made = made(&app, &world, json!({"room_id": world.reviewed})).await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let new = desk.post(&format!("{}/renew", path(&made)), json!({"count": 2})).await.expect(201).json;
        assert_eq!(new["bookings"][0]["status"], "confirmed");
        assert_eq!(app.one_mail().await.to, "anna@example.org");
        let new = format!("/series/{}", new["series"]["id"].as_str().unwrap());
        app.person("anna@example.org").await.get(&new).await.expect(200);
    }

    async fn in_april_somebody_is_reminded_once_of_a_series_that_ends(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        // To 20 March 2027: from there, a weekly series until June, one that is renewed, one that is cancelled.
        app.clock.advance(107 * DAY);
        let ends = json!({"starts_at_local": "2027-04-22T19:00", "rrule": "FREQ=WEEKLY;COUNT=9"});
        made(&app, &world, ends.clone()).await;
        let renewed = made(&app, &world, with(ends.clone(), json!({"room_id": world.half, "rrule": "FREQ=WEEKLY;COUNT=3"}))).await;
        let long = json!({"from": "2027-09-01", "count": 1});
        anna.post(&format!("{}/renew", path(&renewed)), long).await.expect(201);
        let gone = made(&app, &world, with(ends, json!({"room_id": world.other_half}))).await;
        anna.post(&format!("{}/cancel", path(&gone)), json!({"scope": "all"})).await.expect(200);
        app.mails().await;
        assert!(reminded(&app).await.is_empty(), "it is March");
        app.clock.advance(13 * DAY);
        let services = &app.state().services;
        // Several at once, as several processes would.
        let (one, other) = tokio::join!(renewals::run_once(services), renewals::run_once(services));
        assert_eq!(one.expect("reminders") + other.expect("reminders"), 1);
        let mail = app.one_mail().await;
        assert_eq!(mail.to, "anna@example.org");
        assert!(mail.text.starts_with("donderdag 17 juni 2027, 19.00 tot 21.00 uur"), "{}", mail.text);
        assert!(mail.text.contains("Wilt u na de zomer verdergaan?"), "{}", mail.text);
        assert!(mail.calendar.is_none());
        app.clock.advance(20 * DAY);
        assert!(reminded(&app).await.is_empty(), "once a year");
    }
}
