//! Requests that wait, and what runs out, by the clock.

use lokaal::{
    domain::{
        person::StaffRole,
        time::{DAY, HOUR, Instant},
    },
    jobs::{expiry, reminders},
};
use serde_json::json;

use super::{DESK, letters, reviewed};
use crate::{
    bookings::{wish, with},
    both_engines,
    support::{app::TestApp, world::World},
};

/// A request for a time two weeks ahead: to be answered within seven days.
async fn request(app: &TestApp, world: &World) -> (String, Instant) {
    let anna = app.person("anna@example.org").await;
    let made = anna
        .post(
            "/bookings",
            with(
                reviewed(world),
                json!({
                    "starts_at": "2026-12-17T10:00:00+01:00", "ends_at": "2026-12-17T12:00:00+01:00"
                }),
            ),
        )
        .await
        .expect(201);
    assert_eq!(made.json["answer_by"], "2026-12-10T09:00:00+01:00");
    app.mails().await;
    (made.id(), app.now())
}

async fn remind(app: &TestApp) -> usize {
    reminders::run_once(&app.state().services).await.unwrap()
}

async fn expire(app: &TestApp) -> usize {
    expiry::run_once(&app.state().services).await.unwrap()
}

both_engines! {
    async fn half_way_the_desk_is_reminded_then_the_managers(app: TestApp) {
        let world = app.world().await;
        let manager = app.staff(StaffRole::Manager, world.centre).await;
        app.staff(StaffRole::Manager, world.other_centre).await;
        app.staff(StaffRole::Desk, world.centre).await;
        let (_, start) = request(&app, &world).await;
        let half = 7 * DAY / 2;

        app.clock.set(start.plus(half - 1));
        assert_eq!(remind(&app).await, 0);
        app.clock.set(start.plus(half));
        assert_eq!(remind(&app).await, 1);
        assert_eq!(remind(&app).await, 0, "once");
        let mails = app.mails().await;
        assert_eq!(mails.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), [DESK]);
        assert!(mails[0].subject.starts_with("… Herinnering: Cellar"), "{}", mails[0].subject);

        app.clock.set(start.plus(half + half / 2 - 1));
        assert_eq!(remind(&app).await, 0);
        app.clock.set(start.plus(half + half / 2));
        assert_eq!(remind(&app).await, 1);
        let mails = app.mails().await;
        assert_eq!(mails.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), [manager.email()]);

        app.clock.set(start.plus(7 * DAY - 1));
        assert_eq!((remind(&app).await, expire(&app).await), (0, 0), "nothing more before the end");
    }

    async fn an_answer_ends_the_reminders(app: TestApp) {
        let world = app.world().await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let (id, _) = request(&app, &world).await;
        desk.post(&format!("/bookings/{id}/approve"), json!({})).await.expect(200);
        app.clock.advance(6 * DAY);
        assert_eq!(remind(&app).await, 0);
    }

    async fn a_change_of_a_request_keeps_its_reminder(app: TestApp) {
        let world = app.world().await;
        let (id, _) = request(&app, &world).await;
        let anna = app.person("anna@example.org").await;
        let seen = anna.get(&format!("/bookings/{id}")).await.expect(200);
        anna.patch(&format!("/bookings/{id}"), &seen.etag(), json!({"attendees": 6})).await.expect(200);
        app.clock.advance(4 * DAY);
        assert_eq!(remind(&app).await, 1);
    }

    async fn two_processes_remind_once(app: TestApp) {
        let world = app.world().await;
        request(&app, &world).await;
        app.clock.advance(4 * DAY);
        let (one, other) = tokio::join!(remind(&app), remind(&app));
        assert_eq!(one + other, 1);
        assert_eq!(app.mails_to(DESK).await.len(), 1);
    }

    async fn a_request_without_an_answer_expires_with_an_apology(app: TestApp) {
        let world = app.world().await;
        let (id, start) = request(&app, &world).await;
        app.clock.set(start.plus(7 * DAY - 1));
        assert_eq!(expire(&app).await, 0);
        app.clock.set(start.plus(7 * DAY));
        assert_eq!(expire(&app).await, 1);
        assert_eq!(expire(&app).await, 0, "once");

        let anna = app.person("anna@example.org").await;
        let seen = anna.get(&format!("/bookings/{id}")).await.expect(200);
        assert_eq!(seen.json["status"], "expired");
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM claims", []).await, 0);
        let events = "SELECT count(*) AS n FROM audit_events WHERE action = 'booking.expired' AND actor_id IS NULL";
        assert_eq!(app.rows.count(events, []).await, 1);
        let mails = app.mails().await;
        assert_eq!(mails.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), ["anna@example.org"]);
        let text = &mails[0].text;
        assert!(mails[0].subject.starts_with('✗') && mails[0].calendar.is_none());
        assert!(text.contains("het spijt ons"), "{text}");
        assert!(text.contains("- Cellar, Casablanca") && text.contains("- Meeting room, Casablanca"), "{text}");

        let desk = app.staff(StaffRole::Desk, world.centre).await;
        desk.post(&format!("/bookings/{id}/approve"), json!({})).await.problem(409, "invalid-transition");
    }

    async fn an_option_lapses_by_itself(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let option = with(wish(&world), json!({
            "hold_until": "2026-12-06T12:00:00+01:00", "on_behalf_of": {"user_id": anna.id()}
        }));
        let held = desk.post("/bookings", option).await.expect(201);
        let until = app.now().plus(3 * DAY + 3 * HOUR);
        app.clock.set(until.plus(-1));
        assert_eq!(expire(&app).await, 0);
        app.clock.set(until);
        assert_eq!(expire(&app).await, 1);
        let seen = anna.get(&format!("/bookings/{}", held.id())).await.expect(200);
        assert_eq!(seen.json["status"], "expired");
        let kinds: Vec<_> = letters(&app).await.into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(kinds, ["option_held", "expired"]);
        anna.post("/bookings", wish(&world)).await.expect(201);
    }

    async fn what_was_answered_meanwhile_does_not_expire(app: TestApp) {
        let world = app.world().await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let (id, start) = request(&app, &world).await;
        app.clock.set(start.plus(7 * DAY));
        // Both at once: whichever comes first, the other finds it done.
        let path = format!("/bookings/{id}/approve");
        let (expired, approved) = tokio::join!(expire(&app), async { desk.post(&path, json!({})).await });
        let status = desk.get(&format!("/bookings/{id}")).await.expect(200).json["status"].clone();
        let claims = app.rows.count("SELECT count(*) AS n FROM claims", []).await;
        let last = letters(&app).await.pop().unwrap().0;
        match approved.status {
            200 => assert_eq!((expired, status, claims, last.as_str()), (0, json!("confirmed"), 1, "confirmed")),
            _ => assert_eq!((expired, status, claims, last.as_str()), (1, json!("expired"), 0, "expired")),
        }
    }

    async fn two_processes_expire_once(app: TestApp) {
        let world = app.world().await;
        request(&app, &world).await;
        app.clock.advance(8 * DAY);
        let (one, other) = tokio::join!(expire(&app), expire(&app));
        assert_eq!(one + other, 1);
        assert_eq!(app.mails().await.len(), 1);
    }
}
