//! Monthly statements: made once, consistent with the prices, as a page, CSV and XLSX, and paid.

use std::io::{Cursor, Read};

use lokaal::{
    domain::{
        ids::OrganisationId,
        payment_reference,
        person::{MemberRole, StaffRole},
        time::Instant,
    },
    jobs::statements::run_once,
};
use serde_json::{Value, json};

use super::{euro, priced, tariff};
use crate::{
    bookings::{organisation, wish, with},
    both_engines,
    support::{actor::Actor, app::TestApp, world::World},
};

/// The first instant of January 2027 in Brussels.
pub(crate) const JANUARY: Instant = Instant::from_epoch_seconds(1_798_758_000);

fn on(world: &World, day: &str) -> Value {
    let times = json!({"starts_at": format!("{day}T10:00:00+01:00"), "ends_at": format!("{day}T12:00:00+01:00")});
    with(wish(world), times)
}

/// The manager, the admin of a committee, and the committee, which owes 20 euro for a booking in December 2026 and half of
/// 20 for one that was cancelled; what it had in January, what cost nothing to cancel and what has no price is not stated.
pub(crate) async fn december(app: &TestApp, world: &World) -> (Actor, Actor, OrganisationId) {
    let (manager, _) = priced(app, world, json!({})).await;
    let there = json!({"centre_id": world.other_centre, "price": euro(500), "name": "Overkant"});
    app.administrator().await.post("/tariffs", with(tariff(world), there)).await.expect(201);
    let steps = json!([{"until_hours_before": 168, "due_percent": 0}, {"until_hours_before": 0, "due_percent": 50}]);
    manager
        .patch(&format!("/rooms/{}", world.meeting), "*", json!({"rules": {"cancellation": steps}}))
        .await
        .expect(200);
    let admin = app.person("admin@example.org").await;
    let committee = organisation(app, &[(&admin, MemberRole::Admin)]).await;
    let of = |wish: Value| with(wish, json!({"organisation_id": committee}));
    let book = async |wish: Value| admin.post("/bookings", of(wish)).await.expect(201).id();
    book(on(world, "2026-12-15")).await;
    for day in ["2026-12-04", "2026-12-20"] {
        let id = book(on(world, day)).await;
        admin.post(&format!("/bookings/{id}/cancel"), json!({})).await.expect(200);
    }
    book(on(world, "2027-01-04")).await;
    admin.post("/bookings", on(world, "2026-12-16")).await.expect(201);
    app.mails().await;
    (manager, admin, committee)
}

fn cell<'a>(sheet: &'a str, name: &str) -> &'a str {
    let (_, rest) = sheet.split_once(&format!("<c r=\"{name}\"")).unwrap_or_else(|| panic!("no {name}: {sheet}"));
    rest.split_once("<v>").expect("a value").1.split("</v>").next().expect("its end")
}

both_engines! {
    async fn a_month_that_is_over_is_stated_once(app: TestApp) {
        let world = app.world().await;
        let (manager, admin, committee) = december(&app, &world).await;
        let services = &app.state().services;
        app.clock.set(JANUARY.plus(-60));
        assert_eq!(run_once(services).await.expect("done"), 0, "the month is not over");
        let asked = json!({"organisation_id": committee, "month": "2026-12"});
        let early = manager.post("/statements", asked.clone()).await.problem(422, "validation");
        assert_eq!(early["errors"][0]["code"], "not_over");
        app.clock.set(JANUARY);
        assert_eq!(run_once(services).await.expect("done"), 1);
        assert_eq!(run_once(services).await.expect("done"), 0);
        let again = manager.post("/statements", asked).await.expect(200);
        let list = admin.get(&format!("/statements?organisation_id={committee}")).await.expect(200).json;
        assert_eq!(list["items"], json!([again.json]));
        let whole = admin.get(&format!("/statements/{}", again.id())).await.expect(200).json;
        assert_eq!((&whole["month"], &whole["total"]), (&json!("2026-12"), &euro(3000)));
        let lines = whole["lines"].as_array().expect("lines");
        let told: Vec<_> = lines.iter().map(|line| (&line["starts_at"], &line["cancelled"], &line["total"], &line["due"])).collect();
        assert_eq!(told, [
            (&json!("2026-12-04T10:00:00+01:00"), &json!(true), &euro(2000), &euro(1000)),
            (&json!("2026-12-15T10:00:00+01:00"), &json!(false), &euro(2000), &euro(2000)),
        ]);
        for line in lines {
            let booking = admin.get(&format!("/bookings/{}", line["booking_id"].as_str().unwrap())).await.expect(200).json;
            assert_eq!((&booking["price"]["lines"], &booking["price"]["due"]), (&line["lines"], &line["due"]));
            assert_eq!(booking["reference"], line["reference"]);
        }
        let reference = whole["payment_reference"].as_str().unwrap();
        let number = whole["number"].as_u64().unwrap();
        assert_eq!(payment_reference::number_of(reference), Some(number));
        // To the admin and to the committee's own address.
        let mails = app.mails().await;
        let mut to: Vec<_> = mails.iter().map(|mail| mail.to.as_str()).collect();
        to.sort_unstable();
        assert_eq!(to, ["admin@example.org", "committee@example.org"]);
        for mail in &mails {
            assert!(mail.subject.contains("december 2026"), "{}", mail.subject);
            assert!(mail.text.contains("€ 30,00") && mail.text.contains(reference), "{}", mail.text);
        }
        let empty = json!({"organisation_id": committee, "month": "2026-11"});
        let nothing = manager.post("/statements", empty).await.problem(422, "validation");
        assert_eq!(nothing["errors"][0]["code"], "nothing_due");
        for (members, pointer) in [
            (json!({"month": "2026-13"}), "/month"),
            (json!({"month": "december"}), "/month"),
            (json!({"organisation_id": world.centre, "month": "2026-12"}), "/organisation_id"),
        ] {
            let body = with(json!({"organisation_id": committee, "month": "2026-12"}), members);
            assert_eq!(manager.post("/statements", body).await.problem(422, "validation")["errors"][0]["pointer"], pointer);
        }
    }

    async fn page_and_files_add_up(app: TestApp) {
        let world = app.world().await;
        let (_, admin, _) = december(&app, &world).await;
        let name = "=cmd,\"<script>alert(1)</script>";
        app.rows.execute("UPDATE organisations SET name = $1", [name.into()]).await;
        app.clock.set(JANUARY);
        run_once(&app.state().services).await.expect("done");
        let statement = admin.get("/statements").await.expect(200).json["items"][0].clone();
        let path = format!("/statements/{}", statement["id"].as_str().unwrap());
        let csv = admin.get(&format!("{path}/csv")).await.expect(200);
        assert!(csv.header("content-type").starts_with("text/csv"));
        assert!(csv.header("content-disposition").starts_with("attachment; filename=\"statement-2026-12-"));
        let rows: Vec<&str> = csv.text.trim_end().split("\r\n").collect();
        assert_eq!(rows.len(), 4, "{rows:#?}");
        assert!(rows[1].contains(",\"'=cmd,\"\"<script>"), "{}", rows[1]);
        let amounts: Vec<&str> = rows[1..].iter().map(|row| row.rsplit(',').next().unwrap()).collect();
        assert_eq!(amounts, ["20.00", "-10.00", "20.00"]);
        assert!(rows[2].contains(",cancellation,"), "{}", rows[2]);
        let page = admin.get(&format!("{path}/print")).await.expect(200);
        assert!(page.header("content-security-policy").starts_with("default-src 'none'"));
        assert!(page.text.contains("size: A4") && !page.text.contains("<script"), "{}", page.text);
        for word in ["€ 30,00", "€ 20,00", "€ -10,00", "geannuleerd", "december 2026", statement["payment_reference"].as_str().unwrap()] {
            // The page writes + as a character reference.
            let shown = page.text.replace("&#43;", "+");
            assert!(shown.contains(word), "{word}: {shown}");
        }
        for elsewhere in ["http:", "https:", "url(", "@import", "src="] {
            assert!(!page.text.contains(elsewhere), "{elsewhere}: {}", page.text);
        }
    }

    async fn a_spreadsheet_holds_the_same_numbers(app: TestApp) {
        let world = app.world().await;
        let (_, admin, _) = december(&app, &world).await;
        app.clock.set(JANUARY);
        run_once(&app.state().services).await.expect("done");
        let id = admin.get("/statements").await.expect(200).json["items"][0]["id"].as_str().unwrap().to_owned();
        let url = format!("{}/api/v1/statements/{id}/xlsx", app.address());
        let sent = reqwest::Client::builder().no_proxy().build().expect("a client").get(url).bearer_auth(admin.token());
        let answer = sent.send().await.expect("an answer");
        assert_eq!(answer.status().as_u16(), 200);
        let bytes = answer.bytes().await.expect("a file");
        let mut book = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
        let mut sheet = String::new();
        book.by_name("xl/worksheets/sheet1.xml").expect("a sheet").read_to_string(&mut sheet).expect("text");
        assert_eq!(["O2", "O3", "O4"].map(|name| cell(&sheet, name)), ["20", "-10", "20"]);
        assert!(!sheet.contains("<f>"), "there are no formulas: {sheet}");
    }

    async fn each_sees_their_own_and_the_desk_notes_what_was_paid(app: TestApp) {
        let world = app.world().await;
        let (manager, admin, _) = december(&app, &world).await;
        app.clock.set(JANUARY);
        run_once(&app.state().services).await.expect("done");
        let statement = manager.get("/statements").await.expect(200).json["items"][0].clone();
        let path = format!("/statements/{}", statement["id"].as_str().unwrap());
        let paid = format!("{path}/paid");
        let stranger = app.person("bert@example.org").await;
        let elsewhere = app.staff(StaffRole::Manager, world.other_centre).await;
        let steward = app.staff(StaffRole::Steward, None).await;
        for outside in [&stranger, &elsewhere] {
            assert_eq!(outside.get("/statements").await.expect(200).json["items"], json!([]));
            for part in ["", "/print", "/csv", "/xlsx"] {
                outside.get(&format!("{path}{part}")).await.problem(404, "not-found");
            }
            outside.post(&paid, json!({"date": "2027-01-01"})).await.problem(404, "not-found");
        }
        for reader in [&admin, &steward] {
            reader.get(&path).await.expect(200);
            reader.post(&paid, json!({"date": "2027-01-01"})).await.problem(403, "forbidden");
        }
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        for date in ["2027-01-03", "2026-11-30"] {
            desk.post(&paid, json!({"date": date})).await.problem(422, "validation");
        }
        desk.post(&paid, json!({"date": "2027-01-01"})).header("if-match", "\"9\"").await.problem(412, "precondition-failed");
        let noted = desk.post(&paid, json!({"date": "2027-01-01"})).await.expect(200);
        assert_eq!((&noted.json["paid_on"], noted.etag()), (&json!("2027-01-01"), "\"2\"".to_owned()));
        assert_eq!(admin.get("/statements?unpaid=true").await.expect(200).json["items"], json!([]));
        assert!(admin.get(&format!("{path}/print")).await.expect(200).text.contains("1 januari 2027"));
        desk.post(&paid, json!({})).await.expect(200);
        assert_eq!(admin.get("/statements?unpaid=true").await.expect(200).json["items"].as_array().unwrap().len(), 1);
    }

    async fn sixteen_at_once_make_one(app: TestApp) {
        let world = app.world().await;
        let (manager, _, committee) = december(&app, &world).await;
        app.clock.set(JANUARY);
        let asks: Vec<_> = (0..16)
            .map(|n| {
                let (manager, services) = (manager.clone(), app.state().services.clone());
                tokio::spawn(async move {
                    if n % 4 == 0 {
                        run_once(&services).await.expect("done");
                    }
                    manager.post("/statements", json!({"organisation_id": committee, "month": "2026-12"})).await
                })
            })
            .collect();
        let mut ids = std::collections::BTreeSet::new();
        for ask in asks {
            let answer = ask.await.expect("no panic");
            assert!(matches!(answer.status, 200 | 201), "{answer:#?}");
            ids.insert(answer.id());
        }
        assert_eq!(ids.len(), 1);
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM statements", []).await, 1);
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM statement_lines", []).await, 2);
        assert_eq!(app.mails().await.len(), 2, "one letter to each mailbox");
    }

    async fn what_is_entered_late_comes_onto_the_next(app: TestApp) {
        let world = app.world().await;
        let (manager, admin, committee) = december(&app, &world).await;
        app.clock.set(JANUARY);
        run_once(&app.state().services).await.expect("done");
        let late = with(on(&world, "2026-12-29"), json!({
            "organisation_id": committee, "override": [{"rule": "notice", "reason": "Vergeten in te geven."}],
        }));
        manager.post("/bookings", late).await.expect(201);
        assert_eq!(run_once(&app.state().services).await.expect("done"), 0);
        app.clock.set(JANUARY.plus(31 * 24 * 3600));
        assert_eq!(run_once(&app.state().services).await.expect("done"), 1);
        let newest = admin.get("/statements").await.expect(200).json["items"][0].clone();
        assert_eq!((&newest["month"], &newest["total"]), (&json!("2027-01"), &euro(4000)));
    }
}
