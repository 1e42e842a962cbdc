//! The letters of the morning: what takes place, and what waits for an answer, by the clocks of each centre.

use lokaal::{
    domain::{clock_time::ClockTime, person::StaffRole, time::Instant},
    jobs::mornings,
};
use rstest::rstest;
use serde_json::json;

use super::{DESK, reviewed};
use crate::{
    bookings::{wish, with},
    both_engines,
    support::{app::TestApp, mails::Mail},
};

fn at(text: &str) -> Instant {
    chrono::DateTime::parse_from_rfc3339(text).expect("a time").into()
}

async fn morning(app: &TestApp, time: &str) -> usize {
    let time = ClockTime::parse(time).expect("a time of day");
    mornings::run_once(&app.state().services, time).await.expect("letters are written")
}

/// Sends what is due, and gives the day sheets.
async fn day_sheets(app: &TestApp) -> Vec<Mail> {
    let mails = app.mails().await;
    mails.into_iter().filter(|mail| mail.text.contains("op het programma")).collect()
}

both_engines! {
    async fn the_desk_reads_in_the_morning_what_takes_place(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        app.staff(StaffRole::Desk, world.other_centre).await;
        app.staff(StaffRole::Manager, world.centre).await;
        let two = json!([{"resource_id": world.projectors, "quantity": 2}]);
        anna.post("/bookings", with(wish(&world), json!({"equipment": two, "note": "Graag koffie"}))).await.expect(201);
        let gone = with(wish(&world), json!({"room_id": world.shared, "title": "Niet meer"}));
        let gone = anna.post("/bookings", gone).await.expect(201).id();
        anna.post(&format!("/bookings/{gone}/cancel"), json!({})).await.expect(200);
        let manager = app.staff(StaffRole::Manager, world.centre).await;
        manager.post("/closures", json!({
            "room_ids": [world.dayparts], "starts_at": "2026-12-09T00:00:00+01:00", "ends_at": "2026-12-12T00:00:00+01:00",
            "reason": "maintenance",
        })).await.expect(201);
        app.mails().await;
        app.clock.set(at("2026-12-10T06:59:00+01:00"));
        morning(&app, "07:00").await;
        assert_eq!(app.mails().await.len(), 0, "too early, and what was due on days before is not made up for");
        app.clock.set(at("2026-12-10T07:00:00+01:00"));
        morning(&app, "07:00").await;
        let mail = app.one_mail().await;
        assert_eq!((mail.to.as_str(), mail.subject.as_str()), (desk.email(), "Casablanca: donderdag 10 december 2026"));
        let told = "- 10.00 tot 12.00 uur, Meeting room, Overleg, anna, 5 personen, \
            2 × projectors, ";
        assert!(mail.text.contains(told), "{}", mail.text);
        assert!(mail.text.contains("Graag koffie") && !mail.text.contains("Niet meer"), "{}", mail.text);
        assert!(mail.text.contains("- 0.00 tot 24.00 uur, Attic, onderhoud"), "{}", mail.text);
        morning(&app, "07:00").await;
        assert_eq!(app.mails().await.len(), 0, "once a day");
        // Nothing takes place the day after the closure.
        app.clock.set(at("2026-12-12T07:00:00+01:00"));
        morning(&app, "07:00").await;
        assert_eq!(app.mails().await.len(), 0);
    }

    async fn a_desk_of_nobody_with_an_account_reads_it_at_its_address(app: TestApp) {
        let world = app.world().await;
        app.person("anna@example.org").await.post("/bookings", wish(&world)).await.expect(201);
        app.mails().await;
        app.clock.set(at("2026-12-10T08:00:00+01:00"));
        morning(&app, "07:00").await;
        assert_eq!(app.one_mail().await.to, DESK);
    }

    async fn the_desk_reads_which_requests_wait_and_until_when(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let far = json!({"starts_at": "2026-12-17T10:00:00+01:00", "ends_at": "2026-12-17T12:00:00+01:00"});
        let one = anna.post("/bookings", with(reviewed(&world), far)).await.expect(201);
        let near = json!({"starts_at": "2026-12-06T10:00:00+01:00", "ends_at": "2026-12-06T12:00:00+01:00"});
        anna.post("/bookings", with(reviewed(&world), near)).await.expect(201);
        app.mails().await;
        app.clock.set(at("2026-12-04T07:00:00+01:00"));
        morning(&app, "07:00").await;
        let mail = app.one_mail().await;
        assert_eq!((mail.to.as_str(), mail.subject.as_str()), (desk.email(), "Casablanca: 2 aanvragen te beantwoorden"));
        let (first, second) = mail.text.split_once("zondag 6 december 2026, 10.00 tot 12.00 uur").expect("the near one");
        assert!(first.contains("ten laatste zondag 6 december 2026 om 10.00 uur"), "{first}");
        assert!(second.contains("ten laatste donderdag 10 december 2026 om 9.00 uur"), "{second}");
        desk.post(&format!("/bookings/{}/approve", one.id()), json!({})).await.expect(200);
        app.mails().await;
        app.clock.set(at("2026-12-05T07:00:00+01:00"));
        morning(&app, "07:00").await;
        assert_eq!(app.one_mail().await.subject, "Casablanca: 1 aanvraag te beantwoorden");
    }

    async fn sixteen_processes_write_each_letter_once(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        anna.post("/bookings", wish(&world)).await.expect(201);
        anna.post("/bookings", reviewed(&world)).await.expect(201);
        app.clock.set(at("2026-12-10T07:00:00+01:00"));
        let services = app.state().services.clone();
        let mut runs = tokio::task::JoinSet::new();
        for _ in 0..16 {
            let services = services.clone();
            let morning = ClockTime::parse("07:00").expect("a time of day");
            runs.spawn(async move { mornings::run_once(&services, morning).await.expect("letters are written") });
        }
        assert_eq!(runs.join_all().await.into_iter().sum::<usize>(), 4, "two letters of each of two centres");
        let letters = "SELECT count(*) AS n FROM outbox WHERE kind IN ('day_sheet', 'requests')";
        assert_eq!(app.rows.count(letters, []).await, 2, "of one nothing is to be told");
    }

    async fn mornings_are_those_of_the_centre_also_when_clocks_change(app: TestApp) {
        let world = app.world().await;
        app.rows.execute("UPDATE centres SET timezone = 'Europe/Lisbon' WHERE id = $1", [world.other_centre.0.into()]).await;
        app.renew_catalogue().await;
        let noted = "SELECT count(*) AS n FROM morning_letters WHERE topic = 'day_sheet' AND centre_id = $1 AND day = $2";
        // On the last Sunday of March the clocks of Brussels go from 02:00 to 03:00.
        for (centre, day, last, first) in [
            (world.centre, "2027-03-28", "2027-03-28T03:29:59+02:00", "2027-03-28T03:30:00+02:00"),
            (world.centre, "2027-10-31", "2027-10-31T02:29:59+02:00", "2027-10-31T02:30:00+02:00"),
            (world.other_centre, "2027-10-31", "2027-10-31T02:29:59+00:00", "2027-10-31T02:30:00+00:00"),
        ] {
            app.clock.set(at(last));
            morning(&app, "02:30").await;
            assert_eq!(app.rows.count(noted, [centre.0.into(), day.into()]).await, 0, "{last}");
            app.clock.set(at(first));
            morning(&app, "02:30").await;
            assert_eq!(app.rows.count(noted, [centre.0.into(), day.into()]).await, 1, "{first}");
        }
        // The hour that comes twice in Brussels is one morning.
        app.clock.set(at("2027-10-31T02:30:00+01:00"));
        assert_eq!(morning(&app, "02:30").await, 0);
        assert_eq!(day_sheets(&app).await.len(), 0);
    }
}

#[rstest]
#[case("07:00", true)]
#[case("24:00", false)]
#[case("7 o'clock", false)]
fn the_hour_of_the_morning_is_a_setting(#[case] hour: &str, #[case] good: bool) {
    use lokaal::config::{Settings, Sources};
    let variables = [("LOKAAL__JOBS__MORNING", hour), ("LOKAAL__AUTH__SECRET", "for a test")];
    assert_eq!(Settings::load(&Sources::from_variables(variables)).is_ok(), good);
}
