//! In hours that somebody on the rota takes anyone may book.

use lokaal::domain::{
    ids::CentreId,
    person::StaffRole,
    time::{Instant, MINUTE},
};
use serde_json::{Value, json};

use super::{at, on_rota, stage};
use crate::{bookings::with, both_engines};

both_engines! {
    async fn hours_on_the_rota_open_the_door_to_all(app: TestApp) {
        let stage = stage(&app).await;
        let stranger = app.person("stranger@example.org").await;
        let wish = |date: &str| with(stage.late(date, "22:00", "24:00"), json!({"organisation_id": null}));
        let quote = async |date: &str| stranger.post("/bookings/quote", wish(date)).await.expect(200).json["review_reasons"].clone();
        assert_eq!(quote("2026-12-10").await, json!(["no_key_holder"]));
        stage.takes(&stage.an, "2026-12-10", "22:00", "24:00").await;
        assert_eq!(quote("2026-12-10").await, json!([]));
        assert_eq!(quote("2026-12-11").await, json!(["no_key_holder"]), "on that day only");
        let made = stranger.post("/bookings", wish("2026-12-10")).await.expect(201).json;
        assert_eq!((&made["status"], &made["review_reasons"]), (&json!("confirmed"), &json!([])));
        let found = stranger
            .get("/search?starts_at=2026-12-10T22:00:00%2B01:00&ends_at=2026-12-10T24:00:00%2B01:00&people=5")
            .await;
        assert_eq!(found.status, 422, "24:00 is no instant");
        let found = stranger
            .get("/search?starts_at=2026-12-10T22:00:00%2B01:00&ends_at=2026-12-10T23:00:00%2B01:00&people=5")
            .await
            .expect(200)
            .json;
        let reviewed: Vec<(&Value, &Value)> =
            found["items"].as_array().unwrap().iter().map(|room| (&room["centre_id"], &room["needs_review"])).collect();
        let here = json!(stage.world.centre);
        assert!(reviewed.iter().any(|(centre, needs)| **centre == here && **needs == json!(false)), "{found:#}");
        assert!(reviewed.iter().all(|(centre, needs)| **centre == here || **needs == json!(true)), "{found:#}");
    }

    async fn hours_of_hosts_open_nothing(app: TestApp) {
        let stage = stage(&app).await;
        let body = json!({
            "role": "host", "starts_at": at("2026-12-10", "22:00"), "ends_at": at("2026-12-10", "24:00"),
        });
        stage.an.post(&stage.shifts(), body).await.expect(201);
        let made = stage.admin.post("/bookings", stage.late("2026-12-10", "22:00", "23:00")).await.expect(201).json;
        assert_eq!(made["review_reasons"], json!(["no_key_holder"]));
    }

    async fn a_term_is_taken_each_week_on_the_clock_of_the_centre(app: TestApp) {
        let stage = stage(&app).await;
        let term = json!({
            "role": "key", "starts_at": "2027-03-18T22:00:00+01:00", "ends_at": "2027-03-18T23:00:00+01:00",
            "weekly_until": "2027-04-08",
        });
        let made = stage.bo.post(&stage.shifts(), term).await.expect(201).json;
        let starts: Vec<&str> =
            made["shifts"].as_array().unwrap().iter().map(|one| one["starts_at"].as_str().unwrap()).collect();
        let expected = [
            "2027-03-18T22:00:00+01:00", "2027-03-25T22:00:00+01:00", "2027-04-01T22:00:00+02:00",
            "2027-04-08T22:00:00+02:00",
        ];
        assert_eq!(starts, expected);
        let list = stage.bo.get(&format!("{}?from=2027-03-01T00:00:00Z&limit=3", stage.shifts())).await.expect(200).json;
        assert_eq!(list["items"].as_array().unwrap().len(), 3);
        let next = format!("{}?from=2027-03-01T00:00:00Z&cursor={}", stage.shifts(), list["next_cursor"].as_str().unwrap());
        assert_eq!(stage.bo.get(&next).await.expect(200).json["items"].as_array().unwrap().len(), 1);
    }

    async fn hours_that_cannot_be_taken_are_refused(app: TestApp) {
        let stage = stage(&app).await;
        let hours = |members: Value| {
            let usual = json!({
                "role": "key", "starts_at": at("2026-12-10", "22:00"), "ends_at": at("2026-12-10", "24:00"),
            });
            with(usual, members)
        };
        let pointer = async |body: Value| {
            let problem = stage.an.post(&stage.shifts(), body).await.problem(422, "validation");
            (problem["errors"][0]["pointer"].clone(), problem["errors"][0]["code"].clone())
        };
        let past = hours(json!({"starts_at": "2026-12-03T07:00:00+01:00", "ends_at": "2026-12-03T08:00:00+01:00"}));
        assert_eq!(pointer(past).await, (json!("/starts_at"), json!("out_of_range")));
        let long = hours(json!({"ends_at": "2026-12-12T22:00:00+01:00"}));
        assert_eq!(pointer(long).await, (json!("/ends_at"), json!("out_of_range")));
        assert_eq!(pointer(hours(json!({"ends_at": at("2026-12-10", "22:00")}))).await.0, json!("/ends_at"));
        assert_eq!(pointer(hours(json!({"weekly_until": "2026-12-09"}))).await.0, json!("/weekly_until"));
        assert_eq!(pointer(hours(json!({"weekly_until": "2036-12-09"}))).await.0, json!("/weekly_until"));
        stage.takes(&stage.an, "2026-12-10", "21:00", "23:00").await;
        assert_eq!(pointer(hours(json!({}))).await.1, json!("overlaps"));
        let training = json!({"trained_on": "2026-12-01", "valid_until": "2026-12-09"});
        stage.desk.post(&format!("/volunteers/{}/training", stage.bo_at), training).await.expect(200);
        let refused = stage.bo.post(&stage.shifts(), hours(json!({}))).await.problem(422, "validation");
        assert_eq!(refused["errors"][0]["code"], "not_trained");
        // Nobody takes hours for somebody else, or at a centre where they are not on the rota.
        let other = hours(json!({"volunteer_id": stage.bo_at}));
        stage.an.post(&stage.shifts(), other).await.problem(403, "forbidden");
        stage.an.post(&stage.shifts(), hours(json!({"offer": true}))).await.problem(403, "forbidden");
        let elsewhere = format!("/centres/{}/shifts", stage.world.other_centre);
        stage.an.post(&elsewhere, hours(json!({}))).await.problem(403, "forbidden");
        stage.an.get(&elsewhere).await.problem(403, "forbidden");
        let unknown = hours(json!({"volunteer_id": CentreId::new(app.now())}));
        stage.desk.post(&stage.shifts(), unknown).await.problem(422, "validation");
    }

    async fn who_is_on_duty_is_found(app: TestApp) {
        let stage = stage(&app).await;
        stage.takes(&stage.an, "2026-12-10", "22:00", "23:00").await;
        let host = json!({
            "role": "host", "starts_at": at("2026-12-10", "22:00"), "ends_at": at("2026-12-10", "24:00"),
        });
        stage.bo.post(&stage.shifts(), host).await.expect(201);
        let karel = app.person("karel@example.org").await;
        let key_holder = stage.key_holder(&app, &karel).await;
        let body = with(stage.late("2026-12-10", "22:00", "24:00"), json!({"key_holder_id": key_holder}));
        stage.admin.post("/bookings", body).await.expect(201);
        let names = async |minutes: i64| {
            let at: Instant = chrono::DateTime::parse_from_rfc3339("2026-12-10T22:00:00+01:00").unwrap().into();
            let store = app.store();
            let catalogue = store.refresh_catalogue().await.unwrap();
            let centre = stage.world.centre;
            let found = lokaal::actions::rota::on_duty(store, &catalogue, centre, at.plus(minutes * MINUTE)).await.unwrap();
            found.into_iter().map(|one| one.person.name).collect::<Vec<_>>()
        };
        assert_eq!(names(-1).await, Vec::<String>::new());
        // Karel stays longest and so has the key all evening; the others are there besides.
        assert_eq!(names(0).await, ["karel", "an", "bo"]);
        assert_eq!(names(60).await, ["karel", "bo"]);
        assert_eq!(names(120).await, Vec::<String>::new());
    }

    async fn a_booking_and_the_hours_it_leans_on_do_not_cross(app: TestApp) {
        let stage = stage(&app).await;
        for round in 0..10 {
            let date = format!("2026-12-{}", 10 + round);
            let shift = stage.takes(&stage.an, &date, "22:00", "24:00").await;
            let (booked, declined) = tokio::join!(
                stage.admin.post("/bookings", stage.late(&date, "22:00", "23:00")).into_future(),
                stage.an.api(reqwest::Method::POST, &format!("/duties/{shift}/decline")).into_future(),
            );
            assert_eq!((booked.status, declined.status), (201, 204), "{booked:#?} {declined:#?}");
            // Either it leaned on the hours, and the desk was told that they are gone, or it is to be looked at.
            let told = app.mails_to("desk@example.org").await;
            let told = told.iter().any(|mail| mail.subject.starts_with("Wie opent?"));
            assert_eq!(booked.json["status"] == "confirmed", told, "{:#}", booked.json);
        }
    }

    async fn the_rota_is_kept_by_the_desk(app: TestApp) {
        let stage = stage(&app).await;
        let path = format!("/centres/{}/volunteers", stage.world.centre);
        let who = app.person("cas@example.org").await;
        let body = json!({"user_id": who.id(), "roles": ["key"]});
        for other in [&stage.an, &stage.admin, &app.staff(StaffRole::Steward, None).await] {
            other.post(&path, body.clone()).await.problem(403, "forbidden");
        }
        let twice = json!({"user_id": stage.an.id(), "roles": ["key"]});
        assert_eq!(stage.desk.post(&path, twice).await.problem(422, "validation")["errors"][0]["code"], "duplicate");
        let nothing = json!({"user_id": who.id(), "roles": []});
        assert_eq!(stage.desk.post(&path, nothing).await.problem(422, "validation")["errors"][0]["pointer"], "/roles");
        let foreign = json!({"user_id": who.id(), "roles": ["key"], "organisation_id": stage.committee});
        stage.desk.post(&path, foreign).await.problem(422, "validation");
        let member = json!({"user_id": stage.admin.id(), "roles": ["host"], "organisation_id": stage.committee});
        let made = stage.desk.post(&path, member).await.expect(201).json;
        assert_eq!((&made["roles"], &made["organisation_id"]), (&json!(["host"]), &json!(stage.committee)));
        let list = stage.desk.get(&path).await.expect(200).json;
        let names: Vec<&Value> = list["items"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
        assert_eq!(names, ["admin", "an", "bo"]);
        stage.an.get(&path).await.problem(403, "forbidden");
        let place = format!("/volunteers/{}", stage.an_at);
        stage.bo.delete(&place).await.problem(404, "not-found");
        stage.an.delete(&place).await.expect(204);
        stage.an.get(&stage.shifts()).await.problem(403, "forbidden");
        on_rota(&stage.desk, &stage.world, &stage.an).await;
    }

    async fn a_centre_decides_about_its_rota(app: TestApp) {
        let stage = stage(&app).await;
        let path = format!("/centres/{}/rota", stage.world.centre);
        let put = |body: Value| stage.desk.api(reqwest::Method::PUT, &path).json(&body);
        let usual = json!({"key_hours": 48, "offer_hours": 24, "opening_note": null});
        assert_eq!(stage.desk.get(&path).await.expect(200).json, usual);
        let other = json!({"key_hours": 72, "offer_hours": 12, "opening_note": "Alarm: 1234."});
        assert_eq!(put(other.clone()).await.expect(200).json, other);
        assert_eq!(stage.desk.get(&path).await.expect(200).json, other);
        for (pointer, wrong) in [
            ("/key_hours", json!({"key_hours": 0})),
            ("/offer_hours", json!({"offer_hours": 721})),
            ("/opening_note", json!({"opening_note": "x".repeat(2_001)})),
        ] {
            assert_eq!(put(wrong).await.problem(422, "validation")["errors"][0]["pointer"], pointer);
        }
        for who in [&stage.an, &stage.admin, &app.staff(StaffRole::Steward, None).await] {
            who.get(&path).await.problem(403, "forbidden");
            who.api(reqwest::Method::PUT, &path).json(&usual).await.problem(403, "forbidden");
        }
        let secret = app.rows.count("SELECT count(*) AS n FROM audit_events WHERE after LIKE '%1234%'", []).await;
        assert_eq!(secret, 0, "the note stays out of what is recorded");
    }
}
