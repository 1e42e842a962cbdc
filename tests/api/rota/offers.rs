//! 'I can't': a duty is offered to the rota, the first who says yes has it, and in time the desk decides.

use serde_json::{Value, json};

use super::{at, clock, job, mine, on_rota, stage};
use crate::{
    bookings::with,
    both_engines,
    support::actor::{Actor, Answer, Ask},
};

fn decline(who: &Actor, duty: &str) -> Ask {
    who.api(reqwest::Method::POST, &format!("/duties/{duty}/decline"))
}

fn accept(who: &Actor, duty: &str) -> Ask {
    who.api(reqwest::Method::POST, &format!("/duties/{duty}/accept"))
}

both_engines! {
    async fn a_duty_goes_to_the_rota_and_then_to_the_desk(app: TestApp) {
        let stage = stage(&app).await;
        let shift = stage.takes(&stage.an, "2026-12-10", "22:00", "24:00").await;
        let made = stage.admin.post("/bookings", stage.late("2026-12-10", "22:00", "23:00")).await.expect(201).json;
        assert_eq!(made["status"], "confirmed");
        app.mails().await;
        decline(&stage.bo, &shift).await.problem(404, "not-found");
        decline(&stage.an, &shift).await.expect(204);
        decline(&stage.an, &shift).await.problem(409, "invalid-transition");
        assert_eq!(stage.state(&shift).await, ("offered".to_owned(), Value::Null));
        let mails = app.mails().await;
        let to: Vec<&str> = mails.iter().map(|mail| mail.to.as_str()).collect();
        assert_eq!(to.len(), 2, "{mails:#?}");
        assert!(to.contains(&"bo@example.org") && to.contains(&"desk@example.org"), "not to who declined: {to:?}");
        let desk = mails.iter().find(|mail| mail.to == "desk@example.org").unwrap();
        assert!(desk.text.contains(made["reference"].as_str().unwrap()), "{}", desk.text);
        assert!(mails.iter().all(|mail| mail.to == "desk@example.org" || !mail.text.contains("Overleg")));
        assert_eq!(job(&app).await, 0, "there is time");
        // A day later nobody said yes.
        clock(&app, "2026-12-04", "09:00");
        assert_eq!(job(&app).await, 1);
        assert_eq!(job(&app).await, 0, "once");
        assert_eq!(stage.state(&shift).await.0, "desk");
        let told = app.mails_to("desk@example.org").await;
        assert!(told.iter().any(|mail| mail.text.contains("Er is niets geannuleerd")), "{told:#?}");
        let booking = stage.admin.get(&format!("/bookings/{}", made["id"].as_str().unwrap())).await.expect(200);
        assert_eq!(booking.json["status"], "confirmed", "nothing is cancelled");
        // A late yes is welcome.
        accept(&stage.bo, &shift).await.expect(200);
        assert_eq!(stage.state(&shift).await, ("taken".to_owned(), json!(stage.bo_at)));
    }

    async fn sixteen_who_say_yes_are_one(app: TestApp) {
        let stage = stage(&app).await;
        let mut volunteers = vec![stage.bo.clone()];
        for n in 0..15 {
            let who = app.person(&format!("v{n}@example.org")).await;
            on_rota(&stage.desk, &stage.world, &who).await;
            volunteers.push(who);
        }
        for (round, date) in ["2026-12-10", "2026-12-11", "2026-12-12"].into_iter().enumerate() {
            let shift = stage.takes(&stage.an, date, "22:00", "24:00").await;
            decline(&stage.an, &shift).await.expect(204);
            let mails = app.mails().await;
            let asks: Vec<_> = volunteers
                .iter()
                .map(|who| {
                    let (who, shift) = (who.clone(), shift.clone());
                    let mut own = mails.iter().filter(|mail| mail.to == who.email());
                    let link = own.find_map(crate::support::mails::Mail::token).expect("each was asked");
                    // By the button behind the link, or signed in.
                    tokio::spawn(async move {
                        match round {
                            0 => accept(&who, &shift).await.status,
                            _ => who.ask(reqwest::Method::POST, &format!("/link/{link}"))
                                .body("application/x-www-form-urlencoded", "")
                                .await
                                .status,
                        }
                    })
                })
                .collect();
            let mut yes = 0;
            for ask in asks {
                match ask.await.expect("no panic") {
                    200 => yes += 1,
                    status => assert_eq!(status, 409),
                }
            }
            assert_eq!(yes, 1);
            assert_eq!(stage.state(&shift).await.0, "taken");
        }
        let accepted = "SELECT count(*) AS n FROM audit_events WHERE action = 'shift.accepted'";
        assert_eq!(app.rows.count(accepted, []).await, 3);
    }

    async fn links_do_nothing_before_their_button(app: TestApp) {
        let stage = stage(&app).await;
        let shift = stage.takes(&stage.an, "2026-12-08", "22:00", "23:00").await;
        assert_eq!(job(&app).await, 1, "it is within a week");
        let mail = app.one_mail().await;
        assert_eq!(mail.to, "an@example.org");
        let link = format!("/link/{}", mail.token().expect("a link"));
        let before = app.rows.dump().await;
        let scanner = app.anonymous();
        for _ in 0..3 {
            let page: Answer = scanner.ask(reqwest::Method::GET, &link).await.expect(200);
            assert!(page.text.contains("Ik kan niet"), "{}", page.text);
        }
        assert_eq!(app.rows.dump().await, before);
        let press = || scanner.ask(reqwest::Method::POST, &link).body("application/x-www-form-urlencoded", "");
        press().await.expect(200);
        assert_eq!(stage.state(&shift).await.0, "offered");
        assert!(press().await.status >= 400, "it works once");
    }

    async fn a_key_holder_who_cannot_come_leaves_the_booking_as_it_is(app: TestApp) {
        let stage = stage(&app).await;
        let karel = app.person("karel@example.org").await;
        let holder = stage.key_holder(&app, &karel).await;
        let body = with(stage.late("2026-12-10", "22:00", "23:00"), json!({"key_holder_id": holder}));
        let booking = stage.admin.post("/bookings", body).await.expect(201).id();
        app.mails().await;
        let duties = mine(&karel).await;
        assert_eq!(duties.len(), 1);
        decline(&stage.an, &booking).await.problem(404, "not-found");
        decline(&karel, &booking).await.expect(204);
        assert_eq!(mine(&karel).await, Vec::<Value>::new());
        let after = stage.admin.get(&format!("/bookings/{booking}")).await.expect(200).json;
        assert_eq!((&after["status"], after.get("key_holder_id").unwrap_or(&Value::Null)), (&json!("confirmed"), &Value::Null));
        let to: Vec<String> = app.mails().await.into_iter().map(|mail| mail.to).collect();
        for who in ["an@example.org", "bo@example.org", "desk@example.org", "admin@example.org"] {
            assert_eq!(to.iter().filter(|to| *to == who).count(), 1, "{who}: {to:?}");
        }
        let offered = stage.in_state("offered").await;
        assert_eq!(offered[0]["booking_id"], json!(booking));
        let shift = offered[0]["id"].as_str().unwrap();
        accept(&stage.an, shift).await.expect(200);
        assert_eq!(mine(&stage.an).await.len(), 1);
        // The booking is cancelled: nobody has to come.
        stage.admin.post(&format!("/bookings/{booking}/cancel"), json!({})).await.expect(200);
        app.mails().await;
        job(&app).await;
        assert_eq!(stage.state(shift).await.0, "dropped");
        let told = app.mails_to("an@example.org").await;
        assert!(told[0].subject.starts_with("U hoeft niet te komen"), "{told:#?}");
    }

    async fn the_desk_decides(app: TestApp) {
        let stage = stage(&app).await;
        let offer = json!({
            "role": "key", "starts_at": at("2026-12-10", "22:00"), "ends_at": at("2026-12-10", "24:00"), "offer": true,
        });
        let made = stage.desk.post(&stage.shifts(), offer).await.expect(201).json;
        let shift = made["shifts"][0]["id"].as_str().unwrap().to_owned();
        assert_eq!(made["shifts"][0]["state"], "offered");
        let settle = async |who: &Actor, body: Value| who.post(&format!("/shifts/{shift}/settle"), body).await;
        settle(&stage.an, json!({"decision": "staff"})).await.problem(404, "not-found");
        settle(&stage.desk, json!({"decision": "volunteer"})).await.problem(422, "validation");
        settle(&stage.desk, json!({"decision": "staff", "volunteer_id": stage.an_at})).await.problem(422, "validation");
        let named = json!({"decision": "volunteer", "volunteer_id": stage.an_at});
        assert_eq!(settle(&stage.desk, named).await.expect(200).json["state"], "taken");
        assert_eq!(settle(&stage.desk, json!({"decision": "offer"})).await.expect(200).json["state"], "offered");
        assert_eq!(settle(&stage.desk, json!({"decision": "staff"})).await.expect(200).json["state"], "staffed");
        let booked = stage.admin.post("/bookings", stage.late("2026-12-10", "22:00", "23:00")).await.expect(201).json;
        assert_eq!(booked["status"], "confirmed", "the centre opens itself");
        assert_eq!(settle(&stage.desk, json!({"decision": "drop"})).await.expect(200).json["state"], "dropped");
        settle(&stage.desk, json!({"decision": "staff"})).await.problem(409, "invalid-transition");
    }

    async fn hours_of_who_leaves_or_is_no_longer_trained_are_offered(app: TestApp) {
        let stage = stage(&app).await;
        let first = stage.takes(&stage.an, "2026-12-10", "22:00", "24:00").await;
        let second = stage.takes(&stage.an, "2026-12-20", "22:00", "24:00").await;
        let training = json!({"trained_on": "2026-12-01", "valid_until": "2026-12-15"});
        stage.desk.post(&format!("/volunteers/{}/training", stage.an_at), training).await.expect(200);
        assert_eq!(stage.state(&first).await.0, "taken");
        assert_eq!(stage.state(&second).await.0, "offered");
        stage.an.delete(&format!("/volunteers/{}", stage.an_at)).await.expect(204);
        assert_eq!(stage.state(&first).await.0, "offered");
        accept(&stage.an, &first).await.problem(404, "not-found");
        // Where nobody else is left on the rota, the desk has it at once.
        stage.desk.delete(&format!("/volunteers/{}", stage.bo_at)).await.expect(204);
        let alone = on_rota(&stage.desk, &stage.world, &stage.an).await;
        let third = stage.takes(&stage.an, "2026-12-11", "22:00", "24:00").await;
        stage.desk.delete(&format!("/volunteers/{alone}")).await.expect(204);
        assert_eq!(stage.state(&third).await.0, "desk");
    }
}
