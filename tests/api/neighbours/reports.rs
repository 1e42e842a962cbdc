//! What neighbours report, without an account.

use lokaal::{
    domain::{
        ids::KeyHolderId,
        person::{MemberRole, StaffRole},
        time::{DAY, HOUR, MINUTE},
    },
    jobs,
    store::Engine,
};
use serde_json::{Value, json};

use super::{at, past};
use crate::{
    bookings::organisation,
    both_engines,
    support::{actor::Actor, app::TestApp, world::World},
};

fn place(world: &World) -> String {
    format!("/centres/{}/reports", world.centre)
}

async fn listed(desk: &Actor, world: &World) -> Vec<Value> {
    desk.get(&place(world)).await.expect(200).json["items"].as_array().unwrap().clone()
}

/// A key-holder of an organisation, who has an account.
async fn key_holder(app: &TestApp, organisation: uuid::Uuid, who: &Actor) -> KeyHolderId {
    let id = KeyHolderId::new(app.now());
    let columns = [
        ("id", id.0.into()),
        ("organisation_id", organisation.into()),
        ("user_id", who.id().0.into()),
        ("name", "Karel Sleutel".into()),
        ("phone", "0470 12 34 56".into()),
        ("created_at", app.now().epoch_seconds().into()),
    ];
    app.rows.insert("key_holders", &columns).await;
    id
}

fn noise() -> Value {
    json!({"kind": "noise", "text": "De muziek staat al uren te hard. Ik ben Gerda van nummer 12."})
}

both_engines! {
    async fn a_report_reaches_the_desk_and_who_is_on_duty_and_names_nobody(app: TestApp) {
        let world = app.world().await;
        let (anna, karel) = (app.person("anna@example.org").await, app.person("karel@example.org").await);
        let committee = organisation(&app, &[(&anna, MemberRole::Booker)]).await;
        let holder = key_holder(&app, committee.0, &karel).await;
        let neighbour = app.anonymous();
        // Nothing is on.
        let nothing = neighbour.post(&place(&world), noise()).await.expect(202);
        let mails = app.mails().await;
        assert_eq!(mails.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), ["desk@example.org"]);
        // Something is on, at an hour in which no staff is there.
        app.clock.set(app.now().plus(12 * HOUR));
        let named = json!({
            "organisation_id": committee, "key_holder_id": holder, "title": "Geheim feest", "visibility": "public",
            "on_site_contact": {"name": "Lien", "phone": "0499"},
        });
        let booking = past(&app, &world, &anna, named).await;
        app.mails().await;
        let reported = json!({
            "kind": "noise", "text": "De muziek staat weer te hard.", "contact": "Gerda, gerda@example.org",
            "happened_at": app.now().plus(-MINUTE).to_string(),
        });
        let something = neighbour.post(&place(&world), reported).await.expect(202);
        let plain = |answer: &crate::support::actor::Answer| {
            let mut names: Vec<String> = answer.headers.keys().map(ToString::to_string).collect();
            names.sort();
            (answer.text.clone(), names)
        };
        assert_eq!(plain(&something), plain(&nothing), "the answer does not tell");
        let mut mails = app.mails().await;
        mails.sort_by_key(|mail| mail.to.clone());
        let [desk_mail, duty_mail] = mails.as_slice() else { panic!("{mails:#?}") };
        assert_eq!((desk_mail.to.as_str(), duty_mail.to.as_str()), ("desk@example.org", "karel@example.org"));
        for mail in &mails {
            assert_eq!(mail.subject, "Melding uit de buurt: lawaai (Casablanca)");
            assert!(mail.text.contains("weer te hard") && mail.text.contains("3 december 2026"), "{}", mail.text);
            for private in ["Geheim", "Lien", "0499", "Buurtcomité", "anna@", booking["reference"].as_str().unwrap()] {
                assert!(!mail.text.contains(private), "{private}: {}", mail.text);
            }
        }
        assert!(desk_mail.text.contains("gerda@example.org") && !duty_mail.text.contains("gerda@"));
        assert!(duty_mail.text.contains("dienst"));
    }

    async fn the_desk_sees_what_was_under_way_and_deals_with_it_once(app: TestApp) {
        let world = app.world().await;
        let (desk, anna) = (app.staff(StaffRole::Desk, world.centre).await, app.person("anna@example.org").await);
        let elsewhere = app.staff(StaffRole::Desk, world.other_centre).await;
        let booking = past(&app, &world, &anna, json!({})).await;
        let neighbour = app.anonymous();
        neighbour.post(&place(&world), noise()).await.expect(202);
        let before = app.now().plus(-30 * HOUR).to_string();
        let other = json!({"kind": "other", "text": "De lichten blijven branden.", "happened_at": before});
        neighbour.post(&place(&world), other).await.expect(202);
        app.mails().await;
        for who in [&anna, &elsewhere] {
            who.get(&place(&world)).await.problem(403, "forbidden");
        }
        neighbour.get(&place(&world)).await.problem(401, "unauthorized");
        let reports = listed(&desk, &world).await;
        assert_eq!(reports.len(), 2);
        assert_eq!(reports[0]["text"], noise()["text"]);
        let under_way = reports[0]["under_way"].as_array().unwrap();
        assert_eq!((under_way.len(), &under_way[0]["id"]), (1, &booking["id"]));
        assert_eq!(reports[1]["under_way"], json!([]));
        let path = |n: usize, step: &str| format!("/reports/{}/{step}", reports[n]["id"].as_str().unwrap());
        let of = |booking: &Value| json!({"booking_id": booking["id"]});
        anna.post(&path(0, "incident"), of(&booking)).await.problem(404, "not-found");
        elsewhere.api(reqwest::Method::POST, &path(0, "dismiss")).await.problem(404, "not-found");
        let nothing = json!({"booking_id": "0198c0de-7000-7000-8000-000000000000"});
        let refused = desk.post(&path(0, "incident"), nothing).await.problem(422, "validation");
        assert_eq!(refused["errors"][0]["pointer"], "/booking_id");
        // Once, however many at the desk press the button.
        let noting: Vec<_> = (0..16)
            .map(|_| {
                let (desk, path, body) = (desk.clone(), path(0, "incident"), of(&booking));
                tokio::spawn(async move { desk.post(&path, body).await })
            })
            .collect();
        let mut noted = Vec::new();
        for note in noting {
            let answer = note.await.expect("no panic");
            if answer.status == 201 {
                noted.push(answer);
            } else {
                answer.problem(409, "invalid-transition");
            }
        }
        assert_eq!(noted.len(), 1);
        assert_eq!((&noted[0].json["kind"], &noted[0].json["by_neighbour"]), (&json!("noise"), &json!(true)));
        assert_eq!(noted[0].json["report_id"], reports[0]["id"]);
        // Those who booked are told that a neighbour reported it, and not in whose words.
        let mail = app.one_mail().await;
        assert!(mail.to == "anna@example.org" && mail.text.contains("Iemand uit de buurt meldde het"), "{mail:#?}");
        let seen = anna.get(&at(&booking, "/incidents")).await.expect(200);
        assert!(seen.json["items"][0].get("report_id").is_none());
        let history = anna.get(&at(&booking, "/history")).await.expect(200);
        for told in [&mail.text, &seen.text, &history.text] {
            assert!(!told.contains("Gerda") && !told.contains("al uren"), "{told}");
        }
        // What is something else is given a kind by the desk, and happened when the booking was on.
        let unknown = desk.post(&path(1, "incident"), of(&booking)).await.problem(422, "validation");
        assert_eq!(unknown["errors"][0]["pointer"], "/kind");
        let early = json!({"booking_id": booking["id"], "kind": "dirt"});
        desk.post(&path(1, "incident"), early).await.problem(422, "validation");
        let dismissed = desk.api(reqwest::Method::POST, &path(1, "dismiss")).await.expect(200).json;
        assert_eq!(dismissed["state"], "dismissed");
        desk.api(reqwest::Method::POST, &path(1, "dismiss")).await.problem(409, "invalid-transition");
        let open = desk.get(&format!("{}?state=open", place(&world))).await.expect(200).json;
        assert_eq!(open["items"], json!([]));
        let states: Vec<Value> = listed(&desk, &world).await.iter().map(|one| one["state"].clone()).collect();
        assert_eq!(states, ["incident", "dismissed"]);
    }

    async fn what_is_no_report_is_refused_and_what_is_sent_twice_is_one(app: TestApp) {
        let world = app.world().await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let neighbour = app.anonymous();
        let long_ago = app.now().plus(-32 * DAY).to_string();
        for (body, pointer) in [
            (json!({"kind": "noise", "text": " "}), "/text"),
            (json!({"kind": "noise", "text": "x".repeat(2001)}), "/text"),
            (json!({"kind": "noise", "text": "Lawaai", "contact": "x".repeat(201)}), "/contact"),
            (json!({"kind": "late_key", "text": "Lawaai"}), "/kind"),
            (json!({"kind": "noise", "text": "Lawaai", "happened_at": long_ago}), "/happened_at"),
            (json!({"kind": "noise", "text": "Lawaai", "happened_at": app.now().plus(HOUR).to_string()}), "/happened_at"),
        ] {
            let refused = neighbour.post(&place(&world), body.clone()).await.problem(422, "validation");
            assert_eq!(refused["errors"][0]["pointer"], pointer, "{body}");
        }
        let nowhere = "/centres/0198c0de-7000-7000-8000-000000000000/reports";
        neighbour.post(nowhere, noise()).await.problem(404, "not-found");
        for _ in 0..3 {
            neighbour.post(&place(&world), noise()).await.expect(202);
        }
        assert_eq!(listed(&desk, &world).await.len(), 1);
        assert_eq!(app.mails().await.len(), 1);
        // A flood is kept for the desk to see, and not mailed one by one.
        for n in 0..25 {
            neighbour.post(&place(&world), json!({"kind": "dirt", "text": format!("Vuil {n}")})).await.expect(202);
        }
        assert_eq!((listed(&desk, &world).await.len(), app.mails().await.len()), (26, 19));
        app.clock.set(app.now().plus(HOUR + MINUTE));
        neighbour.post(&place(&world), noise()).await.expect(202);
        assert_eq!(app.mails().await.len(), 1, "the next hour");
    }

    async fn contact_and_text_are_kept_for_a_while(app: TestApp) {
        let world = app.world().await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let report = json!({"kind": "damage", "text": "Het hek is stuk", "contact": "Gerda, 0478 11 22 33"});
        app.anonymous().post(&place(&world), report).await.expect(202);
        let clean = async || jobs::cleanup::run_once(&app.state().services, 30).await.expect("done");
        let kept = async || {
            let reports = listed(&desk, &world).await;
            (reports[0]["text"].clone(), reports[0]["contact"].clone())
        };
        let (text, contact) = (json!("Het hek is stuk"), json!("Gerda, 0478 11 22 33"));
        app.mails().await;
        app.clock.set(app.now().plus(30 * DAY));
        clean().await;
        assert_eq!(kept().await, (text.clone(), contact));
        app.clock.set(app.now().plus(1));
        clean().await;
        assert_eq!(kept().await, (text, Value::Null));
        assert!(!app.rows.dump().await.contains("0478"), "neither in the letters");
        app.clock.set(app.now().plus(335 * DAY));
        clean().await;
        assert_eq!(kept().await, (Value::Null, Value::Null));
        assert!(!app.rows.dump().await.contains("Het hek"));
    }
}

#[tokio::test]
async fn an_address_reports_so_often_an_hour() {
    let variables = [
        ("LOKAAL__LIMITS__ENABLED", "true"),
        ("LOKAAL__LIMITS__REPORTS_PER_HOUR", "2"),
        ("LOKAAL__HTTP__TRUSTED_PROXIES", "127.0.0.1"),
    ];
    let app = TestApp::start_with(Engine::Sqlite, &variables).await;
    let world = app.world().await;
    let report = async |address: &str, n: usize| {
        let body = json!({"kind": "noise", "text": format!("Lawaai {n}")});
        app.anonymous().post(&place(&world), body).header("x-forwarded-for", address).await
    };
    let mut answers = Vec::new();
    for n in 0..3 {
        answers.push(report("203.0.113.9", n).await.status);
    }
    assert_eq!(answers, [202, 202, 429]);
    assert!(report("203.0.113.9", 3).await.header("retry-after").parse::<u64>().unwrap() >= 1);
    assert_eq!(report("203.0.113.10", 4).await.status, 202, "somebody else");
    let desk = app.staff(StaffRole::Desk, world.centre).await;
    desk.get(&place(&world)).header("x-forwarded-for", "203.0.113.9").await.expect(200);
}
