//! What went wrong at bookings, what came of it, and what those who booked say of it.

use lokaal::domain::{
    person::{MemberRole, StaffRole},
    time::{DAY, MINUTE},
};
use serde_json::{Value, json};

use super::{at, past, wrong};
use crate::{bookings::organisation, both_engines, support::mails::Mail};

fn receivers(mails: &[Mail]) -> Vec<&str> {
    let mut to: Vec<&str> = mails.iter().map(|mail| mail.to.as_str()).collect();
    to.sort_unstable();
    to
}

fn ids(page: &Value) -> Vec<&str> {
    page["items"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect()
}

both_engines! {
    async fn an_incident_is_noted_answered_and_decided(app: TestApp) {
        let world = app.world().await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let (anna, admin) = (app.person("anna@example.org").await, app.person("admin@example.org").await);
        let committee = organisation(&app, &[(&anna, MemberRole::Booker), (&admin, MemberRole::Admin)]).await;
        let booking = past(&app, &world, &anna, json!({"organisation_id": committee})).await;
        app.mails().await;
        let path = at(&booking, "/incidents");
        let noted = desk.post(&path, wrong(&app, "noise")).key("one").await.expect(201);
        assert_eq!(desk.post(&path, wrong(&app, "noise")).key("one").await.expect(201).text, noted.text);
        assert_eq!((&noted.json["state"], &noted.json["kind"]), (&json!("open"), &json!("noise")));
        assert_eq!(noted.json["noted_by"], json!(desk.id()));
        let incident = noted.header("location").trim_start_matches("/api/v1").to_owned();
        // To the admin, and to who booked; to nobody else.
        let mails = app.mails().await;
        assert_eq!(receivers(&mails), ["admin@example.org", "anna@example.org"]);
        for mail in &mails {
            let reference = booking["reference"].as_str().unwrap();
            assert_eq!(mail.subject, format!("Er liep iets mis: lawaai ({reference})"));
            for part in ["Buurtcomité Casablanca", "Meeting room, Casablanca", "Tot na tien uur", "3 december 2026"] {
                assert!(mail.text.contains(part), "{part}: {}", mail.text);
            }
        }
        // They say what they have to say: once, and the desk is mailed it.
        let seen = admin.get(&incident).await.expect(200);
        assert!(seen.json.get("noted_by").is_none(), "who noted it stays with the staff: {seen:#?}");
        let reply = json!({"text": "De band speelde tien minuten langer."});
        desk.post(&format!("{incident}/reply"), reply.clone()).await.problem(403, "forbidden");
        let stale = admin.post(&format!("{incident}/reply"), reply.clone()).header("if-match", "\"9\"").await;
        stale.problem(412, "precondition-failed");
        let answered = admin.post(&format!("{incident}/reply"), reply.clone()).await.expect(200);
        assert_eq!(answered.json["reply"]["text"], reply["text"]);
        anna.post(&format!("{incident}/reply"), reply).await.problem(409, "invalid-transition");
        let mail = app.one_mail().await;
        assert_eq!(mail.to, "desk@example.org");
        assert!(mail.subject.contains("Antwoord op een incident") && mail.text.contains("tien minuten"), "{mail:#?}");
        // The desk decides, and decides anew; those who booked are told each time.
        desk.api(reqwest::Method::PATCH, &incident).json(&json!({"state": "warned"})).await
            .problem(428, "precondition-required");
        desk.patch(&incident, &noted.etag(), json!({"state": "warned"})).await.problem(412, "precondition-failed");
        let decided = json!({"state": "charged", "outcome": "Het poetsen kost 40 euro."});
        let charged = desk.patch(&incident, &answered.etag(), decided.clone()).await.expect(200);
        assert_eq!(charged.json["outcome"], decided["outcome"]);
        let mails = app.mails().await;
        assert_eq!(receivers(&mails), ["admin@example.org", "anna@example.org"]);
        assert!(mails[0].text.contains("rekent kosten aan") && mails[0].text.contains("40 euro"), "{}", mails[0].text);
        desk.patch(&incident, "*", decided).await.expect(200);
        assert!(app.mails().await.is_empty(), "nothing changed");
        desk.patch(&incident, "*", json!({"state": "open", "outcome": null})).await.problem(409, "invalid-transition");
        admin.patch(&incident, "*", json!({"state": "dismissed"})).await.problem(403, "forbidden");
        desk.patch(&incident, "*", json!({"state": "dismissed", "outcome": null})).await.expect(200);
        assert!(app.mails().await[0].text.contains("telt niet meer mee"));
        let history = anna.get(&at(&booking, "/history")).await.expect(200).json;
        let actions: Vec<&str> =
            history["items"].as_array().unwrap().iter().skip(1).map(|one| one["action"].as_str().unwrap()).collect();
        let [noted, answered, decided] = ["incident_noted", "incident_answered", "incident_decided"]
            .map(|what| format!("booking.{what}"));
        assert_eq!(actions, [&noted, &answered, &decided, &decided]);
        assert!(!history.to_string().contains("tien"), "what people wrote is not in it: {history}");
    }

    async fn who_sees_which_incidents(app: TestApp) {
        let world = app.world().await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let elsewhere = app.staff(StaffRole::Desk, world.other_centre).await;
        let steward = app.staff(StaffRole::Steward, None).await;
        let (anna, bert) = (app.person("anna@example.org").await, app.person("bert@example.org").await);
        let (admin, member) = (app.person("admin@example.org").await, app.person("member@example.org").await);
        let members = [(&anna, MemberRole::Booker), (&admin, MemberRole::Admin), (&member, MemberRole::Booker)];
        let committee = organisation(&app, &members).await;
        let theirs = past(&app, &world, &anna, json!({"organisation_id": committee})).await;
        let first = desk.post(&at(&theirs, "/incidents"), wrong(&app, "dirt")).await.expect(201).id();
        app.clock.set(app.now().plus(DAY));
        let private = past(&app, &world, &bert, json!({})).await;
        let second = desk.post(&at(&private, "/incidents"), wrong(&app, "damage")).await.expect(201).id();
        for (who, expected) in [
            (&desk, vec![&first, &second]), (&steward, vec![&first, &second]), (&admin, vec![&first]),
            (&anna, vec![&first]), (&bert, vec![&second]), (&member, vec![]), (&elsewhere, vec![]),
        ] {
            assert_eq!(ids(&who.get("/incidents").await.expect(200).json), expected, "{}", who.email());
        }
        for (query, expected) in [
            (format!("centre_id={}", world.centre), vec![&first, &second]),
            (format!("centre_id={}", world.other_centre), vec![]),
            (format!("organisation_id={committee}"), vec![&first]),
            ("state=open".to_owned(), vec![&first, &second]),
            ("state=dismissed".to_owned(), vec![]),
        ] {
            assert_eq!(ids(&desk.get(&format!("/incidents?{query}")).await.expect(200).json), expected, "{query}");
        }
        let page = desk.get("/incidents?limit=1").await.expect(200).json;
        let next = format!("/incidents?limit=1&cursor={}", page["next_cursor"].as_str().unwrap());
        assert_eq!((ids(&page), ids(&desk.get(&next).await.expect(200).json)), (vec![&*first], vec![&*second]));
        assert_eq!(ids(&anna.get(&at(&theirs, "/incidents")).await.expect(200).json), [&first]);
        bert.get(&at(&theirs, "/incidents")).await.problem(404, "not-found");
        bert.get(&format!("/incidents/{first}")).await.problem(404, "not-found");
    }

    async fn what_can_not_have_happened_is_refused(app: TestApp) {
        let world = app.world().await;
        let (desk, anna) = (app.staff(StaffRole::Desk, world.centre).await, app.person("anna@example.org").await);
        let ahead = anna.post("/bookings", crate::bookings::wish(&world)).await.expect(201).json;
        desk.post(&at(&ahead, "/incidents"), wrong(&app, "dirt")).await.problem(409, "invalid-transition");
        let booking = past(&app, &world, &anna, json!({})).await;
        let path = at(&booking, "/incidents");
        let when = |at: i64| json!({"kind": "dirt", "happened_at": app.now().plus(at).to_string(), "description": "Vuil"});
        for seconds in [MINUTE, -2 * 60 * MINUTE] {
            let refused = desk.post(&path, when(seconds)).await.problem(422, "validation");
            assert_eq!(refused["errors"][0]["pointer"], "/happened_at");
        }
        desk.post(&path, when(0)).await.expect(201);
        let words = json!({"state": "open", "outcome": "Nog niets"});
        let page = desk.get(&path).await.expect(200).json;
        let refused = desk.patch(&format!("/incidents/{}", ids(&page)[0]), "*", words).await;
        assert_eq!(refused.problem(422, "validation")["errors"][0]["code"], "undecided");
    }
}
