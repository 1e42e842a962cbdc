//! Organisations that are there twice become one.

use lokaal::domain::{
    person::{MemberRole, StaffRole},
    time::DAY,
};
use serde_json::{Value, json};

use super::{found, roles};
use crate::{
    bookings::{organisation, wish, with},
    both_engines,
    money::statements::{JANUARY, december},
};

const TABLES: [&str; 11] = [
    "memberships",
    "invitations",
    "join_requests",
    "key_holders",
    "bookings",
    "series",
    "waitlist",
    "feeds",
    "quotas",
    "volunteers",
    "incidents",
];

both_engines! {
    async fn all_that_one_has_becomes_the_others(app: TestApp) {
        let world = app.world().await;
        let manager = app.staff(StaffRole::Manager, world.centre).await;
        let an = app.person("an@example.org").await;
        let ben = app.person("ben@example.org").await;
        let carl = app.person("carl@example.org").await;
        let twice = organisation(&app, &[(&an, MemberRole::Admin), (&ben, MemberRole::Admin)]).await;
        let stays = organisation(&app, &[(&ben, MemberRole::Booker), (&carl, MemberRole::Admin)]).await;
        let (old, new) = (format!("/organisations/{twice}"), format!("/organisations/{stays}"));

        let at = |day: u32| json!({"organisation_id": twice,
            "starts_at": format!("2026-12-{day:02}T10:00:00+01:00"),
            "ends_at": format!("2026-12-{day:02}T12:00:00+01:00")});
        let kept = an.post("/bookings", with(wish(&world), at(8))).await.expect(201);
        let gone = an.post("/bookings", with(wish(&world), at(9))).await.expect(201).id();
        an.post(&format!("/bookings/{gone}/cancel"), json!({})).await.expect(200);
        let holder = an.post(&format!("{old}/key-holders"), json!({"name": "Karel", "phone": "0470"})).await.expect(201);
        let feed = an.post("/feeds", json!({"kind": "organisation", "id": twice})).await.expect(201);
        let invite = |email: &str, role: &str| json!({"email": email, "role": role});
        for (actor, path, email, role) in [
            (&an, &old, "dora@example.org", "booker"),
            (&an, &old, "ella@example.org", "admin"),
            (&carl, &new, "ella@example.org", "booker"),
        ] {
            actor.post(&format!("{path}/members"), invite(email, role)).await.expect(202);
        }
        let fons = app.person("fons@example.org").await;
        for path in [&old, &new] {
            fons.post(&format!("{path}/join-requests"), json!({})).await.expect(201);
        }
        // An belongs to the one that goes and had asked to join the one that stays.
        an.post(&format!("{new}/join-requests"), json!({})).await.expect(201);
        app.mails().await;

        let etag = an.get(&old).await.expect(200).etag();
        let ask = || manager.post(&format!("{old}/merge"), json!({"into": stays}));
        ask().header("if-match", "\"99\"").await.problem(412, "precondition-failed");
        let merged = ask().header("if-match", &etag).await.expect(200);
        assert_eq!(merged.id(), stays.to_string());

        for table in TABLES {
            let left = format!("SELECT count(*) AS n FROM {table} WHERE organisation_id = $1");
            assert_eq!(app.rows.count(&left, [twice.0.into()]).await, 0, "{table}");
        }
        let of = |email: &str, role: &str| (email.to_owned(), role.to_owned());
        let members = [of("an@example.org", "admin"), of("ben@example.org", "admin"), of("carl@example.org", "admin")];
        assert_eq!(roles(&carl, &new).await, members);
        let invited = carl.get(&format!("{new}/invitations")).await.expect(200);
        let mut invited: Vec<_> = invited.json["items"].as_array().expect("a list").iter()
            .map(|one| (one["email"].as_str().unwrap().to_owned(), one["role"].as_str().unwrap().to_owned())).collect();
        invited.sort();
        assert_eq!(invited, [of("dora@example.org", "booker"), of("ella@example.org", "admin")]);
        let asking = carl.get(&format!("{new}/join-requests")).await.expect(200);
        assert_eq!(asking.json["items"].as_array().map(Vec::len), Some(1), "{asking:#?}");
        carl.get(&format!("{new}/key-holders/{}", holder.id())).await.expect(200);
        let url = feed.json["url"].as_str().expect("a URL");
        let feed = an.ask(reqwest::Method::GET, &url[url.find("/feeds").expect("a path")..]).await.expect(200);
        assert!(feed.text.contains("BEGIN:VEVENT"), "{feed:#?}");

        let seen = carl.get(&format!("/bookings/{}", kept.id())).await.expect(200);
        assert_eq!(seen.json["organisation_id"], stays.to_string());
        assert_ne!(seen.etag(), kept.etag());
        let history = carl.get(&format!("/bookings/{}/history", kept.id())).await.expect(200);
        assert!(history.text.contains("booking.organisation_merged"), "{history:#?}");

        let mails = app.mails().await;
        let told: Vec<_> = mails.iter().filter(|mail| mail.subject.contains("hoort nu bij")).map(|mail| &mail.to).collect();
        assert_eq!(told.len(), 3, "{told:?}");
    }

    async fn the_one_that_was_merged_leads_to_the_other_and_is_used_no_more(app: TestApp) {
        let world = app.world().await;
        let manager = app.staff(StaffRole::Manager, world.centre).await;
        let an = app.person("an@example.org").await;
        let old = found(&an, "Comité").await;
        let new = found(&an, "Buurtcomité").await;
        let into = |path: &str| json!({"into": path.trim_start_matches("/organisations/")});
        let before = app.rows.dump().await;
        for (body, code) in [
            (into(&old), "same"),
            (json!({"into": world.centre}), "unknown"),
        ] {
            let problem = manager.post(&format!("{old}/merge"), body).await.problem(422, "validation");
            assert_eq!(problem["errors"][0]["code"], code);
            assert_eq!(problem["errors"][0]["pointer"], "/into");
        }
        manager.post(&format!("/organisations/{}/merge", world.centre), into(&new)).await.problem(404, "not-found");
        an.post(&format!("{old}/merge"), into(&new)).await.problem(403, "forbidden");
        assert_eq!(app.rows.dump().await, before);

        let etag = manager.get(&old).await.expect(200).etag();
        let merged = manager.post(&format!("{old}/merge"), into(&new)).header("if-match", &etag).await.expect(200);
        let after = app.rows.dump().await;
        let again = manager.post(&format!("{old}/merge"), into(&new)).header("if-match", &etag).await.expect(200);
        assert_eq!((again.etag(), again.json), (merged.etag(), merged.json));
        let third = found(&manager, "Derde").await;
        manager.post(&format!("{old}/merge"), into(&third)).await.problem(409, "in-use");
        let problem = manager.post(&format!("{third}/merge"), into(&old)).await.problem(422, "validation");
        assert_eq!(problem["errors"][0]["code"], "merged");
        assert!(!after.is_empty());

        let pointer = an.get(&old).await.expect(200);
        assert_eq!(pointer.json["merged_into"], into(&new)["into"]);
        let list = an.get("/organisations?q=comit").await.expect(200);
        let names: Vec<_> = list.json["items"].as_array().unwrap().iter().map(|one| one["name"].clone()).collect();
        assert_eq!(names, [Value::from("Buurtcomité")]);
        // By a member of the other, and by a desk, who may book for any.
        let for_old = with(wish(&world), json!({"organisation_id": into(&old)["into"]}));
        an.post("/bookings", for_old.clone()).await.problem(403, "forbidden");
        for route in ["/bookings", "/bookings/quote"] {
            let problem = manager.post(route, for_old.clone()).await.problem(422, "validation");
            assert_eq!(problem["errors"][0]["code"], "merged");
        }
        an.post(&format!("{old}/join-requests"), json!({})).await.problem(404, "not-found");
        manager.post(&format!("{old}/verify"), json!({})).await.problem(404, "not-found");

        // Who merges the other in turn is led all the way.
        manager.post(&format!("{new}/merge"), into(&third)).await.expect(200);
        assert_eq!(an.get(&old).await.expect(200).json["merged_into"], into(&third)["into"]);
    }

    async fn quotas_of_both_hold_and_what_both_booked_counts(app: TestApp) {
        let world = app.world().await;
        let administrator = app.administrator().await;
        let an = app.person("an@example.org").await;
        let twice = organisation(&app, &[(&an, MemberRole::Admin)]).await;
        let stays = organisation(&app, &[(&an, MemberRole::Admin)]).await;
        for (of, area, most) in [
            (stays, json!({}), 3),
            (twice, json!({}), 4),
            (twice, json!({"centre_id": world.other_centre}), 1),
        ] {
            let quota = json!({"measure": "bookings", "period": "open", "limit": most, "organisation_id": of});
            administrator.post("/quotas", with(quota, area)).await.expect(201);
        }
        let on = |of, day: u32| with(wish(&world), json!({"organisation_id": of,
            "starts_at": format!("2026-12-{day:02}T10:00:00+01:00"),
            "ends_at": format!("2026-12-{day:02}T12:00:00+01:00")}));
        for (of, day) in [(twice, 8), (twice, 9), (stays, 10)] {
            an.post("/bookings", on(of, day)).await.expect(201);
        }
        administrator.post(&format!("/organisations/{twice}/merge"), json!({"into": stays})).await.expect(200);
        let hold = "SELECT count(*) AS n FROM quotas WHERE organisation_id = $1 AND ended_at IS NULL";
        assert_eq!(app.rows.count(hold, [stays.0.into()]).await, 2);
        let me = an.get("/me").await.expect(200).json;
        let quotas = me["memberships"][0]["quotas"].as_array().expect("a list").clone();
        let mut counts: Vec<_> = quotas.iter().map(|one| (one["used"].as_i64(), one["left"].as_i64())).collect();
        counts.sort_unstable();
        assert_eq!(counts, [(Some(0), Some(1)), (Some(3), Some(1))], "{me:#}");
        an.post("/bookings", on(stays, 11)).await.expect(201);
        an.post("/bookings", on(stays, 14)).await.problem(422, "rule-violated");
    }

    async fn statements_stay_as_they_were_and_what_is_due_comes_onto_the_others(app: TestApp) {
        let world = app.world().await;
        let (manager, _, twice) = december(&app, &world).await;
        let bea = app.person("bea@example.org").await;
        let stays = organisation(&app, &[(&bea, MemberRole::Admin)]).await;
        app.clock.set(JANUARY.plus(9 * DAY));
        let made = manager.post("/statements", json!({"organisation_id": twice, "month": "2026-12"})).await.expect(201);
        let path = format!("/statements/{}", made.id());
        manager.post(&format!("{path}/paid"), json!({"date": "2027-01-09"})).await.expect(200);
        manager.post(&format!("/organisations/{twice}/merge"), json!({"into": stays})).await.expect(200);

        let seen = bea.get(&path).await.expect(200).json;
        assert_eq!(seen["organisation_id"], stays.to_string());
        for same in ["number", "total", "payment_reference", "month"] {
            assert_eq!(seen[same], made.json[same]);
        }
        assert_eq!(seen["paid_on"], "2027-01-09");
        for query in ["", &format!("?organisation_id={stays}")] {
            let list = bea.get(&format!("/statements{query}")).await.expect(200);
            assert_eq!(list.json["items"][0]["id"], made.id(), "{query}");
        }
        app.clock.set(JANUARY.plus(40 * DAY));
        let body = json!({"organisation_id": stays, "month": "2027-01"});
        let next = manager.post("/statements", body).await.expect(201);
        assert_eq!(next.json["total"]["cents"], 2000, "{next:#?}");
    }

    async fn who_hosts_a_centre_is_merged_by_an_administrator(app: TestApp) {
        let world = app.world().await;
        let manager = app.staff(StaffRole::Manager, world.centre).await;
        let administrator = app.administrator().await;
        let an = app.person("an@example.org").await;
        let host = organisation(&app, &[(&an, MemberRole::Admin)]).await;
        let stays = organisation(&app, &[(&an, MemberRole::Admin)]).await;
        let centre = format!("/centres/{}", world.other_centre);
        administrator.patch(&centre, "*", json!({"host_organisation_id": host})).await.expect(200);
        let merge = format!("/organisations/{host}/merge");
        manager.post(&merge, json!({"into": stays})).await.problem(403, "forbidden");
        let other_way = format!("/organisations/{stays}/merge");
        manager.post(&other_way, json!({"into": host})).await.problem(403, "forbidden");
        administrator.post(&merge, json!({"into": stays})).await.expect(200);
        assert_eq!(an.get(&centre).await.expect(200).json["host_organisation_id"], stays.to_string());
    }
}
