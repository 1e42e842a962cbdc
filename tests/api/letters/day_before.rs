//! The reminder a day before: once for a time and a place, and of nothing that is no longer so.

use lokaal::{
    domain::{
        person::StaffRole,
        time::{DAY, HOUR, Instant, MINUTE},
    },
    jobs::{cleanup, day_before},
};
use serde_json::json;

use super::{organisation, reviewed};
use crate::{
    bookings::{wish, with},
    both_engines,
    support::{app::TestApp, mails::Mail},
};

fn at(text: &str) -> Instant {
    chrono::DateTime::parse_from_rfc3339(text).expect("a time").into()
}

/// When the booking of [`wish`] begins.
fn start() -> Instant {
    at("2026-12-10T10:00:00+01:00")
}

async fn remind(app: &TestApp) -> usize {
    day_before::run_once(&app.state().services).await.expect("reminders are written")
}

/// Sends what is due, and gives the reminders.
async fn reminders(app: &TestApp) -> Vec<Mail> {
    let mails = app.mails().await;
    mails.into_iter().filter(|mail| mail.subject.contains("Herinnering")).collect()
}

async fn letters(app: &TestApp) -> i64 {
    app.rows.count("SELECT count(*) AS n FROM outbox WHERE kind = 'reminder'", []).await
}

both_engines! {
    async fn a_booking_is_reminded_of_a_day_before_with_how_to_get_in(app: TestApp) {
        let world = app.world().await;
        app.rows.execute("UPDATE centres SET street = 'Lolanden 16', postal_code = '3010', city = 'Kessel-Lo'", []).await;
        app.renew_catalogue().await;
        let anna = app.person("anna@example.org").await;
        anna.post("/bookings", wish(&world)).await.expect(201);
        app.mails().await;
        app.clock.set(start().plus(-DAY - 1));
        assert_eq!(remind(&app).await, 0);
        app.clock.set(start().plus(-DAY));
        assert_eq!(remind(&app).await, 1);
        assert_eq!(remind(&app).await, 0, "once");
        let mail = app.one_mail().await;
        assert_eq!((mail.to.as_str(), mail.calendar.is_none()), ("anna@example.org", true));
        assert_eq!(mail.subject, "✓ Herinnering: Meeting room, donderdag 10 december, 10.00 uur");
        for told in ["10.00 tot 12.00 uur", "Lolanden 16, 3010 Kessel-Lo", "Er is dan personeel", "+32 16 00 00 00"] {
            assert!(mail.text.contains(told), "{told}: {}", mail.text);
        }
        app.clock.set(start().plus(DAY + 1));
        assert_eq!(remind(&app).await, 0);
        let kept = "SELECT count(*) AS n FROM booking_reminders";
        assert_eq!(app.rows.count(kept, []).await, 1);
        cleanup::run_once(&app.state().services, 30).await.expect("cleaned");
        assert_eq!(app.rows.count(kept, []).await, 0, "what is over is not kept");
    }

    async fn who_opens_is_told_where_no_staff_is_there(app: TestApp) {
        let world = app.world().await;
        app.rows.execute("UPDATE centres SET out_of_hours_phone = '0499 99 99 99'", []).await;
        app.renew_catalogue().await;
        let anna = app.person("anna@example.org").await;
        let committee = organisation(&app, "committee@example.org", &anna).await;
        let key_holder = lokaal::domain::ids::KeyHolderId::new(app.now());
        app.rows.insert("key_holders", &[
            ("id", key_holder.0.into()),
            ("organisation_id", committee.0.into()),
            ("name", "Karel Sleutels".into()),
            ("phone", "0470 11 22 33".into()),
            ("created_at", app.now().epoch_seconds().into()),
        ]).await;
        let late = with(wish(&world), json!({
            "starts_at": "2026-12-10T22:00:00+01:00", "ends_at": "2026-12-10T23:30:00+01:00",
            "organisation_id": committee, "key_holder_id": key_holder,
        }));
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let made = anna.post("/bookings", late).await.expect(201);
        if made.json["status"] == "requested" {
            desk.post(&format!("/bookings/{}/approve", made.id()), json!({})).await.expect(200);
        }
        app.mails().await;
        let path = format!("/rooms/{}/access", world.meeting);
        desk.post(&path, json!({"note": "De code van de poort is 1234#.\nHet licht zit links."})).await.expect(200);
        let seen = anna.get(&format!("/rooms/{}", world.meeting)).await.expect(200);
        let dump = app.rows.dump().await;
        let mut events = dump.lines().filter(|line| line.starts_with("audit_events"));
        assert!(!seen.text.contains("1234#") && !events.any(|event| event.contains("1234#")));
        // The quiet hours are over only the morning after.
        app.clock.set(at("2026-12-10T08:00:00+01:00"));
        assert_eq!(remind(&app).await, 1);
        let mail = app.one_mail().await;
        for told in ["Karel Sleutels opent de deur", "0470 11 22 33", "0499 99 99 99", "De code van de poort is 1234#."] {
            assert!(mail.text.contains(told), "{told}: {}", mail.text);
        }
    }

    async fn who_books_late_is_told_at_once(app: TestApp) {
        let world = app.world().await;
        app.clock.set(start().plus(-2 * HOUR));
        let anna = app.person("anna@example.org").await;
        anna.post("/bookings", wish(&world)).await.expect(201);
        app.mails().await;
        assert_eq!(remind(&app).await, 1);
        assert_eq!(reminders(&app).await.len(), 1);
    }

    async fn nobody_is_reminded_of_what_is_cancelled_or_only_asked_for(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let gone = anna.post("/bookings", wish(&world)).await.expect(201).id();
        anna.post("/bookings", reviewed(&world)).await.expect(201);
        anna.post(&format!("/bookings/{gone}/cancel"), json!({})).await.expect(200);
        app.clock.set(start().plus(-HOUR));
        assert_eq!(remind(&app).await, 0);
        assert_eq!(letters(&app).await, 0);
    }

    async fn what_moves_is_reminded_of_anew(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let path = format!("/bookings/{}", anna.post("/bookings", wish(&world)).await.expect(201).id());
        app.clock.set(start().plus(-DAY));
        assert_eq!(remind(&app).await, 1);
        assert_eq!(reminders(&app).await.len(), 1);
        let etag = anna.get(&path).await.expect(200).etag();
        let later = json!({"starts_at": "2026-12-10T14:00:00+01:00", "ends_at": "2026-12-10T16:00:00+01:00"});
        let moved = anna.patch(&path, &etag, later).await.expect(200);
        assert_eq!(remind(&app).await, 0, "it is more than a day ahead");
        app.clock.set(start().plus(-20 * HOUR));
        assert_eq!(remind(&app).await, 1);
        let mails = reminders(&app).await;
        assert_eq!(mails.len(), 1);
        assert!(mails[0].subject.contains("14.00 uur"), "{}", mails[0].subject);
        // Another title is no other time or place; another room is.
        let renamed = anna.patch(&path, &moved.etag(), json!({"title": "Feest"})).await.expect(200);
        assert_eq!(remind(&app).await, 0);
        anna.patch(&path, &renamed.etag(), json!({"room_id": world.half})).await.expect(200);
        assert_eq!(remind(&app).await, 1);
        let mails = reminders(&app).await;
        assert!(mails.len() == 1 && mails[0].subject.contains("Hall A"), "{mails:#?}");
    }

    async fn a_reminder_that_was_held_tells_nothing_that_is_no_longer_so(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let night = |day: u32| with(wish(&world), json!({
            "starts_at": format!("2026-12-{day}T22:00:00+01:00"), "ends_at": format!("2026-12-{day}T23:00:00+01:00"),
        }));
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let mut paths = Vec::new();
        for room in [world.meeting, world.half, world.other_half] {
            let made = anna.post("/bookings", with(night(10), json!({"room_id": room}))).await.expect(201);
            let path = format!("/bookings/{}", made.id());
            if made.json["status"] == "requested" {
                desk.post(&format!("{path}/approve"), json!({})).await.expect(200);
            }
            paths.push(path);
        }
        app.mails().await;
        app.clock.set(at("2026-12-09T22:00:00+01:00"));
        assert_eq!(remind(&app).await, 3);
        assert_eq!(app.mails().await.len(), 0, "held for the night");
        app.clock.set(at("2026-12-09T23:00:00+01:00"));
        anna.post(&format!("{}/cancel", paths[0]), json!({})).await.expect(200);
        let etag = desk.get(&paths[1]).await.expect(200).etag();
        let earlier = json!({"starts_at": "2026-12-10T20:00:00+01:00", "ends_at": "2026-12-10T21:00:00+01:00"});
        desk.patch(&paths[1], &etag, earlier).await.expect(200);
        assert_eq!(remind(&app).await, 1, "for its new time");
        app.mails().await;
        app.clock.set(at("2026-12-10T07:00:00+01:00"));
        let mut subjects: Vec<String> = reminders(&app).await.into_iter().map(|mail| mail.subject).collect();
        subjects.sort();
        assert_eq!(subjects, [
            "✓ Herinnering: Hall A, donderdag 10 december, 20.00 uur",
            "✓ Herinnering: Hall B, donderdag 10 december, 22.00 uur",
        ]);
        let pending = "SELECT count(*) AS n FROM outbox WHERE state = 'pending'";
        assert_eq!(app.rows.count(pending, []).await, 0, "the others are taken away");
    }

    async fn sixteen_processes_remind_once(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        for hour in 10..18 {
            let span = json!({
                "starts_at": format!("2026-12-10T{hour}:00:00+01:00"),
                "ends_at": format!("2026-12-10T{hour}:30:00+01:00"),
            });
            anna.post("/bookings", with(wish(&world), span)).await.expect(201);
        }
        app.clock.set(start().plus(-MINUTE));
        let services = app.state().services.clone();
        let mut runs = tokio::task::JoinSet::new();
        for _ in 0..16 {
            let services = services.clone();
            runs.spawn(async move { day_before::run_once(&services).await.expect("reminders are written") });
        }
        assert_eq!(runs.join_all().await.into_iter().sum::<usize>(), 8);
        assert_eq!(letters(&app).await, 8);
    }
}
