//! Founding, finding, changing and verifying organisations.

use lokaal::domain::person::StaffRole;
use serde_json::{Value, json};

use super::{add, found};
use crate::{both_engines, support::actor::Answer};

fn codes(problem: &Value) -> Vec<(&str, &str)> {
    let faults = problem["errors"].as_array().unwrap().iter();
    faults.map(|fault| (fault["pointer"].as_str().unwrap(), fault["code"].as_str().unwrap())).collect()
}

fn names(answer: &Answer) -> Vec<&str> {
    answer.json["items"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap()).collect()
}

both_engines! {
    async fn a_founder_is_its_admin_and_it_is_unverified(app: TestApp) {
        let sql = "INSERT INTO neighbourhoods (code, name, latitude, longitude) VALUES ('KL01', 'Blauwput', 50.88, 4.71)";
        app.rows.execute(sql, []).await;
        let an = app.person("an@example.org").await;
        let body = json!({"name": " Comité Blauwput ", "kind": "neighbourhood_committee", "neighbourhood_code": "KL01",
            "contact_email": "Comite@Blauwput.Example"});
        let made = an.post("/organisations", body).await.expect(201);
        assert_eq!(made.header("location"), format!("/api/v1/organisations/{}", made.id()));
        let expected = json!({"id": made.id(), "name": "Comité Blauwput", "kind": "neighbourhood_committee",
            "neighbourhood_code": "KL01", "verified": false, "contact_email": "comite@blauwput.example",
            "tariff_category": null, "priority_class": "default"});
        assert_eq!(made.json, expected);
        let shown = an.get(&format!("/organisations/{}", made.id())).await.expect(200);
        assert_eq!((shown.json.clone(), shown.etag()), (expected, made.etag()));
        let me = an.get("/me").await;
        let membership = json!([{"organisation_id": made.id(), "organisation_name": "Comité Blauwput", "role": "admin", "quotas": []}]);
        assert_eq!(me.json["memberships"], membership);
        let contact = an.post("/organisations", json!({"name": "Koor", "kind": "association"})).await.expect(201);
        assert_eq!(contact.json["contact_email"], "an@example.org");
        app.anonymous().post("/organisations", json!({"name": "X", "kind": "private"})).await.problem(401, "unauthorized");
    }

    async fn founding_twice_with_one_key_founds_once(app: TestApp) {
        let (an, ben) = (app.person("an@example.org").await, app.person("ben@example.org").await);
        let body = json!({"name": "Koor", "kind": "association"});
        let first = an.post("/organisations", body.clone()).key("k").await.expect(201);
        let again = an.post("/organisations", body.clone()).key("k").await.expect(201);
        assert_eq!((first.json, first.headers["location"].clone()), (again.json, again.headers["location"].clone()));
        let other = json!({"name": "Fanfare", "kind": "association"});
        an.post("/organisations", other).key("k").await.problem(422, "idempotency-mismatch");
        ben.post("/organisations", body).key("k").await.expect(201);
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM organisations", []).await, 2, "keys are the caller's own");
    }

    async fn wrong_organisations_are_refused(app: TestApp) {
        let an = app.person("an@example.org").await;
        let before = app.rows.dump().await;
        let long = "x".repeat(10_000);
        let wrong = [
            (json!({"name": "", "kind": "private", "contact_email": "x", "neighbourhood_code": "none"}),
                vec![("/name", "required"), ("/neighbourhood_code", "unknown"), ("/contact_email", "email")]),
            (json!({"name": long, "kind": "private"}), vec![("/name", "too_long")]),
            (json!({"name": "a\u{1b}b", "kind": "private"}), vec![("/name", "control_character")]),
            (json!({"name": "A", "kind": "club"}), vec![("/kind", "type")]),
            (json!({"kind": "private"}), vec![("/name", "required")]),
            (json!({"name": "A", "kind": "private", "verified": true}), vec![("/verified", "unknown")]),
        ];
        for (body, expected) in wrong {
            let problem = an.post("/organisations", body.clone()).await.problem(422, "validation");
            assert_eq!(codes(&problem), expected, "{body}");
        }
        assert_eq!(app.rows.dump().await, before);
        for name in ["Robert'); DROP TABLE organisations;--", "<script>alert(1)</script>", "100% _\\"] {
            let made = an.post("/organisations", json!({"name": name, "kind": "private"})).await.expect(201);
            assert_eq!(made.json["name"], name);
        }
    }

    async fn organisations_are_found_by_name_page_by_page(app: TestApp) {
        let an = app.person("an@example.org").await;
        for name in ["Comité Élisabeth", "Comité Blauwput", "Koor", "100% Muziek", "Comité Blauwput"] {
            found(&an, name).await;
        }
        let ben = app.person("ben@example.org").await;
        let list = |query: &str| ben.get(&format!("/organisations{query}"));
        assert_eq!(list("").await.json["items"].as_array().unwrap().len(), 5);
        assert_eq!(names(&list("?q=%20comit%C3%A9%20").await).len(), 3);
        assert_eq!(names(&list("?q=%C3%A9lisabeth").await), ["Comité Élisabeth"]);
        assert_eq!(names(&list("?q=0%25").await), ["100% Muziek"]);
        assert_eq!(names(&list("?q=_").await), Vec::<&str>::new());
        let mut all = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = list(&format!("?limit=2{cursor}")).await.expect(200);
            all.extend(names(&page).into_iter().map(str::to_owned));
            match page.json["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(all.len(), 5);
        assert_eq!(all.iter().filter(|name| *name == "Comité Blauwput").count(), 2, "two of one name are both there");
        for query in ["?limit=0", "?limit=201", "?cursor=x", "?nobody=1"] {
            list(query).await.problem(422, "validation");
        }
        app.anonymous().get("/organisations").await.problem(401, "unauthorized");
    }

    async fn strangers_see_no_contact_and_no_class(app: TestApp) {
        let world = app.world().await;
        let an = app.person("an@example.org").await;
        let organisation = found(&an, "Comité").await;
        let lid = add(&app, &an, &organisation, "lid@example.org", "booker").await;
        let stranger = app.person("ben@example.org").await;
        let (desk, steward) = (app.staff(StaffRole::Desk, world.centre).await, app.staff(StaffRole::Steward, None).await);
        for (who, inside) in [(&an, true), (&lid, true), (&desk, true), (&steward, true), (&stranger, false)] {
            for seen in [
                who.get(&organisation).await.expect(200).json,
                who.get("/organisations").await.expect(200).json["items"][0].clone(),
            ] {
                for member in ["contact_email", "tariff_category", "priority_class"] {
                    assert_eq!(seen.get(member).is_some(), inside, "{member} {}", who.email());
                }
                assert_eq!(seen["name"], "Comité");
            }
        }
        stranger.get("/organisations/0198c0de-7000-7000-8000-000000000000").await.problem(404, "not-found");
        stranger.get("/organisations/nothing").await.problem(404, "not-found");
    }

    async fn admins_say_who_it_is_and_staff_what_it_counts_as(app: TestApp) {
        let world = app.world().await;
        let an = app.person("an@example.org").await;
        let organisation = found(&an, "Comité").await;
        let lid = add(&app, &an, &organisation, "lid@example.org", "booker").await;
        let stranger = app.person("ben@example.org").await;
        let staff = [
            (app.staff(StaffRole::Desk, world.centre).await, false),
            (app.staff(StaffRole::Manager, world.centre).await, true),
            (app.staff(StaffRole::Steward, None).await, true),
            (app.administrator().await, true),
        ];
        let own = || json!({"name": "Comité Blauwput", "contact_email": "c@example.org"});
        let class = |n: usize| json!({"tariff_category": "B", "priority_class": format!("committee-{n}"), "verified": true});
        for who in [&lid, &stranger, &staff[0].0] {
            who.patch(&organisation, "*", own()).await.problem(403, "forbidden");
            who.patch(&organisation, "*", json!({})).await.problem(403, "forbidden");
        }
        for (manager, _) in &staff[1..3] {
            manager.patch(&organisation, "*", own()).await.problem(403, "forbidden");
        }
        for member in [json!({"verified": true}), json!({"tariff_category": "A"}), json!({"priority_class": "x"})] {
            an.patch(&organisation, "*", member).await.problem(403, "forbidden");
        }
        an.patch(&organisation, "*", own()).await.expect(200);
        for (n, (who, may)) in staff.iter().enumerate() {
            let answer = who.patch(&organisation, "*", class(n)).await;
            if *may {
                assert_eq!(answer.expect(200).json["priority_class"], format!("committee-{n}"));
            } else {
                answer.problem(403, "forbidden");
            }
        }
        staff[3].0.patch(&organisation, "*", json!({"name": "Anders"})).await.expect(200);
        let wrong = staff[3].0.patch(&organisation, "*", json!({"priority_class": "A B", "id": "x"})).await;
        assert_eq!(codes(&wrong.problem(422, "validation")), [("/id", "unknown")]);
        let wrong = staff[3].0.patch(&organisation, "*", json!({"priority_class": "A B"})).await;
        assert_eq!(codes(&wrong.problem(422, "validation")), [("/priority_class", "word")]);
        app.anonymous().patch(&organisation, "*", own()).await.problem(401, "unauthorized");
    }

    async fn a_changed_kind_ends_verification(app: TestApp) {
        let world = app.world().await;
        let an = app.person("an@example.org").await;
        let manager = app.staff(StaffRole::Manager, world.centre).await;
        let organisation = found(&an, "Comité").await;
        let verified = manager.post(&format!("{organisation}/verify"), json!({"tariff_category": "B"})).await.expect(200);
        assert_eq!((&verified.json["verified"], &verified.json["tariff_category"]), (&json!(true), &json!("B")));

        let renamed = an.patch(&organisation, &verified.etag(), json!({"name": "Comité 2"})).await.expect(200);
        assert_eq!(renamed.json["verified"], true, "a name is only a name");
        let patch = json!({"kind": "partner", "verified": true});
        let changed = an.patch(&organisation, &renamed.etag(), patch).await.expect(200);
        assert_eq!((&changed.json["kind"], &changed.json["verified"]), (&json!("partner"), &json!(false)));
        let patch = json!({"kind": "association", "verified": true});
        let changed = manager.patch(&organisation, "*", patch).await.expect(200);
        assert_eq!((&changed.json["kind"], &changed.json["verified"]), (&json!("association"), &json!(true)));
        let changed = manager.patch(&organisation, "*", json!({"kind": "school"})).await.expect(200);
        assert_eq!(changed.json["verified"], false);
        let verified = "SELECT count(*) AS n FROM audit_events WHERE action = 'organisation.verified'";
        assert_eq!(app.rows.count(verified, []).await, 2);
    }

    async fn staff_verify(app: TestApp) {
        let world = app.world().await;
        let an = app.person("an@example.org").await;
        let organisation = format!("{}/verify", found(&an, "Comité").await);
        let verify = |who: &crate::support::actor::Actor| who.api(reqwest::Method::POST, &organisation);
        verify(&app.anonymous()).await.problem(401, "unauthorized");
        for who in [&an, &app.person("ben@example.org").await, &app.staff(StaffRole::Desk, world.centre).await] {
            verify(who).await.problem(403, "forbidden");
        }
        let steward = app.staff(StaffRole::Steward, None).await;
        verify(&steward).header("if-match", "\"7\"").await.problem(412, "precondition-failed");
        let first = verify(&steward).header("if-match", "\"1\"").await.expect(200);
        assert_eq!((&first.json["verified"], first.etag().as_str()), (&json!(true), "\"2\""));
        let again = verify(&app.administrator().await).await.expect(200);
        assert_eq!(again.etag(), first.etag(), "it is verified already");
        let nobody = "/organisations/0198c0de-7000-7000-8000-000000000000/verify";
        steward.api(reqwest::Method::POST, nobody).await.problem(404, "not-found");
    }

    async fn a_change_of_what_was_not_read_is_refused(app: TestApp) {
        let an = app.person("an@example.org").await;
        let organisation = found(&an, "Comité").await;
        let etag = an.get(&organisation).await.etag();
        an.patch(&organisation, &etag, json!({"name": "A"})).await.expect(200);
        an.patch(&organisation, &etag, json!({"name": "B"})).await.problem(412, "precondition-failed");
        let bare = an.api(reqwest::Method::PATCH, &organisation).json(&json!({"name": "B"})).await;
        bare.problem(428, "precondition-required");
        let etag = an.get(&organisation).await.etag();
        let asked: Vec<_> = (0..8)
            .map(|n| tokio::spawn(an.patch(&organisation, &etag, json!({"name": format!("C{n}")})).into_future()))
            .collect();
        let mut changed = 0;
        for answer in asked {
            let answer = answer.await.unwrap();
            match answer.status {
                200 => changed += 1,
                _ => drop(answer.problem(412, "precondition-failed")),
            }
        }
        assert_eq!(changed, 1);
    }
}
