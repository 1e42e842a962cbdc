//! Bookings as they are found, listed and shown; what happened to them.

use std::collections::BTreeSet;

use lokaal::domain::{
    ids::{OrganisationId, RoomId},
    person::StaffRole,
};
use serde_json::{Value, json};

use crate::{
    bookings::{wish, with},
    both_engines,
    support::{TestApp, actor::Actor, world::World},
};

/// Makes an organisation with these members, by role.
async fn organisation(app: &TestApp, name: &str, members: &[(&Actor, &str)]) -> OrganisationId {
    let id = OrganisationId::new(app.now());
    let columns = [
        ("id", id.0.into()),
        ("name", name.into()),
        ("kind", "association".into()),
        ("contact_email", "info@example.org".into()),
        ("created_at", 1_i64.into()),
    ];
    app.rows.insert("organisations", &columns).await;
    for (member, role) in members {
        let columns = [
            ("organisation_id", id.0.into()),
            ("user_id", member.id().0.into()),
            ("role", (*role).into()),
            ("created_at", 1_i64.into()),
        ];
        app.rows.insert("memberships", &columns).await;
    }
    id
}

/// Books `room` on a day of December 2026, from the hour on, for an hour.
async fn book(actor: &Actor, world: &World, room: RoomId, day: u8, hour: u8, more: Value) -> Value {
    let members = json!({
        "room_id": room,
        "starts_at": format!("2026-12-{day:02}T{hour:02}:00:00+01:00"),
        "ends_at": format!("2026-12-{day:02}T{:02}:00:00+01:00", hour + 1),
    });
    actor.post("/bookings", with(with(wish(world), members), more)).await.expect(201).json
}

fn ids(page: &Value) -> Vec<&str> {
    page["items"].as_array().expect("items").iter().map(|item| item["id"].as_str().expect("an id")).collect()
}

async fn found(actor: &Actor, query: &str) -> Vec<String> {
    let page = actor.get(&format!("/bookings?{query}")).await.expect(200).json;
    ids(&page).into_iter().map(str::to_owned).collect()
}

both_engines! {
    async fn a_booking_has_every_member_of_the_contract(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let made = book(&anna, &world, world.meeting, 10, 10, json!({"note": "Graag koffie."})).await;
        let answer = anna.get(&format!("/bookings/{}", made["id"].as_str().unwrap())).await.expect(200);
        assert_eq!(answer.etag(), "\"1\"");
        assert_eq!(answer.json, made, "shown as it was when it was made");
        let has: BTreeSet<&str> = made.as_object().unwrap().keys().map(String::as_str).collect();
        for member in [
            "id", "reference", "status", "room_id", "room_name", "centre_id", "centre_name", "organisation_id",
            "organisation_name", "title", "attendees", "layout", "shared", "equipment", "starts_at", "ends_at",
            "visibility", "activity", "audience", "music", "alcohol", "note", "series_id", "price", "review_reasons",
            "answer_by", "hold_until", "created_at", "updated_at", "cancelled_at", "cancelled_by", "attendance",
        ] {
            assert!(has.contains(member), "{member}");
        }
        assert_eq!((&made["room_name"], &made["centre_name"]), (&json!("Meeting room"), &json!("Casablanca")));
        assert_eq!(made["starts_at"], "2026-12-10T10:00:00+01:00");
        assert_eq!((&made["price"], &made["organisation_id"]), (&Value::Null, &Value::Null));
        assert!(!has.contains("on_behalf_of") && !has.contains("override"), "these are for staff");
    }

    async fn a_booking_is_seen_by_those_whose_business_it_is(app: TestApp) {
        let world = app.world().await;
        let (anna, bert, clara) = (
            app.person("anna@example.org").await,
            app.person("bert@example.org").await,
            app.person("clara@example.org").await,
        );
        let committee = organisation(&app, "Buurtcomité", &[(&anna, "booker"), (&bert, "admin"), (&clara, "booker")]).await;
        let made = book(&anna, &world, world.meeting, 10, 10, json!({"organisation_id": committee})).await;
        assert_eq!(made["organisation_name"], "Buurtcomité");
        let path = format!("/bookings/{}", made["id"].as_str().unwrap());
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let elsewhere = app.staff(StaffRole::Desk, world.other_centre).await;
        let steward = app.staff(StaffRole::Steward, None).await;
        let administrator = app.administrator().await;
        for (who, may) in [
            (&anna, true), (&bert, true), (&clara, false), (&desk, true), (&elsewhere, false), (&steward, true),
            (&administrator, true), (&app.anonymous(), false),
        ] {
            for path in [path.clone(), format!("{path}/history")] {
                let answer = who.get(&path).await;
                if may {
                    answer.expect(200);
                } else if who.get("/bookings").await.status == 401 && path.ends_with("history") {
                    answer.problem(401, "unauthorized");
                } else {
                    answer.problem(404, "not-found");
                }
            }
            if who.get("/bookings").await.status == 200 {
                assert_eq!(found(who, "").await.len(), usize::from(may), "the list agrees");
            }
        }
        app.anonymous().get("/bookings").await.problem(401, "unauthorized");
    }

    async fn of_a_public_booking_everyone_sees_title_and_times(app: TestApp) {
        let world = app.world().await;
        let (anna, bert) = (app.person("anna@example.org").await, app.person("bert@example.org").await);
        let public = json!({"visibility": "public", "title": "Open repetitie", "note": "Bel mij op 016 1"});
        let made = book(&anna, &world, world.meeting, 10, 10, public.clone()).await;
        let path = format!("/bookings/{}", made["id"].as_str().unwrap());
        let expected = json!({
            "id": made["id"], "status": "confirmed", "room_id": world.meeting, "room_name": "Meeting room",
            "centre_id": world.centre, "centre_name": "Casablanca", "title": "Open repetitie",
            "starts_at": "2026-12-10T10:00:00+01:00", "ends_at": "2026-12-10T11:00:00+01:00",
        });
        for who in [&bert, &app.anonymous()] {
            let answer = who.get(&path).await.expect(200);
            assert_eq!((answer.header("etag"), &answer.json), ("", &expected));
            assert_eq!(who.get(&format!("{path}/history")).await.status / 100, 4);
        }
        assert!(found(&bert, "").await.is_empty(), "it is no business of theirs");
        let requested = book(&anna, &world, world.reviewed, 10, 10, public).await;
        assert_eq!(requested["status"], "requested");
        let path = format!("/bookings/{}", requested["id"].as_str().unwrap());
        bert.get(&path).await.problem(404, "not-found");
    }

    async fn staff_see_for_whom_it_is_and_the_person_does_not(app: TestApp) {
        let world = app.world().await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let anna = app.person("anna@example.org").await;
        let caller = json!({"on_behalf_of": {"name": "Mevrouw Peeters", "phone": "016 12 34 56"}});
        let made = book(&desk, &world, world.meeting, 10, 10, caller).await;
        assert_eq!(made["on_behalf_of"], json!({"name": "Mevrouw Peeters", "phone": "016 12 34 56"}));
        assert_eq!(made["override"], json!([]));
        let for_anna = book(&desk, &world, world.meeting, 10, 11, json!({"on_behalf_of": {"user_id": anna.id()}})).await;
        assert_eq!(for_anna["on_behalf_of"], json!({"user_id": anna.id()}));
        let path = format!("/bookings/{}", for_anna["id"].as_str().unwrap());
        let seen = anna.get(&path).await.expect(200).json;
        assert!(seen.get("on_behalf_of").is_none() && seen.get("override").is_none());
        assert_eq!(found(&anna, "mine=true").await, [for_anna["id"].as_str().unwrap()]);
        assert!(found(&desk, "mine=true").await.is_empty(), "what the desk books for others is not its own");
    }

    async fn the_telephone_finds_by_reference_or_name(app: TestApp) {
        let world = app.world().await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let anna = app.person("zoë.maes@example.org").await;
        let choir = organisation(&app, "Koor De Élegie", &[(&anna, "booker")]).await;
        let caller = json!({
            "on_behalf_of": {"name": "Mevrouw Ångström", "phone": "0470/12.34.56"}, "title": "100% samen_zijn",
        });
        let one = book(&desk, &world, world.meeting, 10, 10, caller).await;
        let two = book(&anna, &world, world.meeting, 10, 12, json!({"organisation_id": choir})).await;
        let (one_id, two_id) = (one["id"].as_str().unwrap(), two["id"].as_str().unwrap());
        let reference = one["reference"].as_str().unwrap();
        let bare = reference.replace('-', "").to_lowercase();
        let spaced = format!("{}%20{}", &reference[..3], &reference[4..]);
        let misread = format!("{}{}", reference[..3].replace('S', "5"), &reference[3..]);
        for (query, expected) in [
            (format!("reference={reference}"), vec![one_id]),
            (format!("reference={bare}"), vec![one_id]),
            (format!("reference={spaced}"), vec![one_id]),
            (format!("reference={misread}"), vec![one_id]),
            (format!("q={bare}"), vec![one_id]),
            ("q=ångström".to_owned(), vec![one_id]),
            ("q=%C3%85NGSTR%C3%96M".to_owned(), vec![one_id]),
            ("q=0470123456".to_owned(), vec![one_id]),
            ("q=%2B32%20470%2012%2034%2056".to_owned(), vec![one_id]),
            ("q=100%25".to_owned(), vec![one_id]),
            ("q=samen_zijn".to_owned(), vec![one_id]),
            ("q=%C3%A9legie".to_owned(), vec![two_id]),
            ("q=KOOR".to_owned(), vec![two_id]),
            ("q=zo%C3%AB.maes".to_owned(), vec![two_id]),
            ("q=%25".to_owned(), vec![one_id]),
            ("q=samenXzijn".to_owned(), vec![]),
            ("q='; DROP TABLE bookings; --".to_owned(), vec![]),
            ("reference=KES".to_owned(), vec![]),
            ("reference=%C3%A9".to_owned(), vec![]),
        ] {
            assert_eq!(found(&desk, &query).await, expected, "{query}");
        }
        assert!(found(&anna, &format!("reference={reference}")).await.is_empty(), "it is not hers");
    }

    async fn nobody_finds_by_what_they_may_not_read(app: TestApp) {
        let world = app.world().await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let elsewhere = app.staff(StaffRole::Desk, world.other_centre).await;
        let (anna, bert) = (app.person("anna@example.org").await, app.person("bert@example.org").await);
        anna.patch("/me", "*", json!({"phone": "0477 98 76 54", "name": "Anna Ampe"})).await.expect(200);
        let choir = organisation(&app, "Koor", &[(&anna, "booker"), (&bert, "admin")]).await;
        let of_choir = json!({"organisation_id": choir});
        let hers = book(&anna, &world, world.meeting, 10, 10, of_choir.clone()).await;
        let caller = json!({"on_behalf_of": {"name": "Mevrouw Ampe", "phone": "016 12 34 56"}});
        let called = book(&elsewhere, &world, world.meeting, 10, 11, with(of_choir, caller)).await;
        let (hers, called) = (hers["id"].as_str().unwrap(), called["id"].as_str().unwrap());
        for query in ["q=0477987654", "q=9876", "q=123456", "q=mevrouw"] {
            assert!(found(&bert, query).await.is_empty(), "an admin reads neither telephone nor caller: {query}");
        }
        assert_eq!(found(&bert, "q=koor").await, [hers, called]);
        // Whom it is about, who entered it and the desk that has it find it so.
        assert_eq!(found(&anna, "q=9876").await, [hers]);
        assert_eq!(found(&elsewhere, "q=123456").await, [called]);
        assert_eq!(found(&desk, "q=9876").await, [hers]);
        assert_eq!(found(&desk, "q=ampe").await, [hers, called]);
        assert_eq!(found(&app.staff(StaffRole::Steward, None).await, "q=123456").await, [called]);
    }

    async fn filters_narrow_and_add_up(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let committee = organisation(&app, "Comité", &[(&anna, "booker")]).await;
        let early = book(&anna, &world, world.meeting, 10, 10, json!({})).await;
        let late = book(&anna, &world, world.elsewhere, 12, 10, json!({"organisation_id": committee})).await;
        let asked = book(&anna, &world, world.reviewed, 11, 10, json!({})).await;
        let (early, asked, late) =
            (early["id"].as_str().unwrap(), asked["id"].as_str().unwrap(), late["id"].as_str().unwrap());
        for (query, expected) in [
            (String::new(), vec![early, asked, late]),
            (format!("centre_id={}", world.centre), vec![early, asked]),
            (format!("room_id={}", world.elsewhere), vec![late]),
            (format!("organisation_id={committee}"), vec![late]),
            ("status=requested".to_owned(), vec![asked]),
            ("from=2026-12-10T11:00:00%2B01:00".to_owned(), vec![asked, late]),
            ("from=2026-12-10T10:59:00%2B01:00".to_owned(), vec![early, asked, late]),
            ("until=2026-12-11T09:00:00Z".to_owned(), vec![early]),
            ("until=2026-12-11T09:01:00Z".to_owned(), vec![early, asked]),
            (format!("status=confirmed&centre_id={}", world.centre), vec![early]),
            (format!("status=cancelled&room_id={}", world.meeting), vec![]),
            ("mine=false".to_owned(), vec![early, asked, late]),
        ] {
            assert_eq!(found(&anna, &query).await, expected, "{query}");
        }
        for (query, pointer) in [
            ("from=tomorrow", "from"),
            ("until=2026-12-11T09:00:00.5Z", "until"),
            ("limit=0", "limit"),
            ("limit=201", "limit"),
            ("limit=x", "limit"),
            ("cursor=!", "cursor"),
            ("status=lost", "status"),
            ("centre_id=1", "centre_id"),
            ("mine=perhaps", "mine"),
            ("colour=red", "colour"),
        ] {
            let refused = anna.get(&format!("/bookings?{query}")).await.problem(422, "validation");
            assert_eq!(refused["errors"][0]["pointer"], pointer, "{query}");
        }
    }

    async fn pages_walk_over_everything_once(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let mut made = BTreeSet::new();
        // Two rooms at the same hours: the start alone does not tell bookings apart.
        for hour in 9..14 {
            for room in [world.meeting, world.elsewhere] {
                made.insert(book(&anna, &world, room, 10, hour, json!({})).await["id"].as_str().unwrap().to_owned());
            }
        }
        for limit in [1, 3, 10, 200] {
            let (mut walked, mut cursor) = (Vec::new(), String::new());
            loop {
                let page = anna.get(&format!("/bookings?limit={limit}{cursor}")).await.expect(200).json;
                assert!(ids(&page).len() <= limit);
                walked.extend(ids(&page).into_iter().map(str::to_owned));
                match page["next_cursor"].as_str() {
                    Some(next) => cursor = format!("&cursor={next}"),
                    None => break,
                }
            }
            assert_eq!(walked.len(), made.len(), "{limit}");
            assert_eq!(walked.into_iter().collect::<BTreeSet<_>>(), made, "{limit}");
        }
    }

    async fn what_happened_is_told_in_order(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let asked = book(&anna, &world, world.reviewed, 10, 10, json!({})).await;
        let path = format!("/bookings/{}", asked["id"].as_str().unwrap());
        desk.post(&format!("{path}/approve"), json!({})).await.expect(200);
        anna.post(&format!("{path}/cancel"), json!({"reason": "Ziek"})).await.expect(200);
        let history = anna.get(&format!("{path}/history")).await.expect(200).json;
        let events = history["items"].as_array().unwrap();
        let told: Vec<(&str, &Value)> =
            events.iter().map(|event| (event["action"].as_str().unwrap(), &event["actor_id"])).collect();
        let (anna_id, desk_id) = (json!(anna.id()), json!(desk.id()));
        assert_eq!(
            told,
            [("booking.requested", &anna_id), ("booking.approved", &desk_id), ("booking.cancelled", &anna_id)]
        );
        assert_eq!(events[0]["before"], Value::Null);
        assert_eq!((&events[1]["before"]["status"], &events[1]["after"]["status"]), (&json!("requested"), &json!("confirmed")));
        assert!(events.iter().all(|event| event.get("actor_name").is_none()));
        assert!(!history.to_string().contains("anna@"), "by reference");
        let first = desk.get(&format!("{path}/history?limit=2")).await.expect(200).json;
        assert_eq!(first["items"][0]["actor_name"], "anna");
        let cursor = first["next_cursor"].as_str().unwrap();
        let rest = desk.get(&format!("{path}/history?limit=2&cursor={cursor}")).await.expect(200).json;
        assert_eq!((rest["items"].as_array().unwrap().len(), &rest["next_cursor"]), (1, &Value::Null));
    }

    async fn what_is_no_booking_is_not_found(app: TestApp) {
        let anna = app.person("anna@example.org").await;
        for id in ["0198c5a4-0000-7000-8000-000000000000", "1", "..%2F..", "'"] {
            anna.get(&format!("/bookings/{id}")).await.problem(404, "not-found");
            anna.get(&format!("/bookings/{id}/history")).await.problem(404, "not-found");
        }
    }
}
