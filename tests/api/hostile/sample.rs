//! A good request for each operation that takes a body, to be spoilt.

use serde_json::{Value, json};

use crate::support::{TestApp, actor::Actor, contract, world::World};

/// A good request.
pub(crate) struct Sample {
    /// The method in capitals.
    pub(crate) method: &'static str,
    /// The path.
    pub(crate) path: String,
    /// The body of the n-th such request; none is like another where two would collide.
    pub(crate) body: Box<dyn Fn(usize) -> Value + Send + Sync>,
    /// The places of texts that people write.
    pub(crate) texts: &'static [&'static str],
}

/// The places to ask for, and who asks: the administrator, who may do everything.
pub(crate) struct Setting {
    pub(crate) world: World,
    pub(crate) administrator: Actor,
    booking: String,
    letter: String,
}

impl Setting {
    pub(crate) async fn new(app: &TestApp) -> Self {
        let world = app.world().await;
        let administrator = app.administrator().await;
        let booking = administrator.post("/bookings", wish(&world, 0)).await.expect(201).id();
        let letters = administrator.get("/outbox").await.expect(200);
        let letter = letters.json["items"][0]["id"].as_str().expect("a letter on the booking").to_owned();
        Self { world, administrator, booking, letter }
    }

    /// A path of the document with something that is there in the place of each parameter; none where there is nothing.
    pub(crate) fn path(&self, template: &str) -> Option<String> {
        let noun = template.trim_start_matches("/api/v1/").split('/').next().unwrap_or_default();
        let id = match noun {
            "bookings" => self.booking.clone(),
            "centres" => self.world.centre.to_string(),
            "rooms" => self.world.meeting.to_string(),
            "resources" => self.world.projectors.to_string(),
            "outbox" => self.letter.clone(),
            _ => "{id}".to_owned(),
        };
        Some(template.replace("{id}", &id)).filter(|path| !path.contains('{'))
    }

    /// A good request for each operation.
    pub(crate) fn samples(&self) -> Vec<Sample> {
        let mut samples = self.bookings();
        samples.extend(people());
        samples
    }

    fn bookings(&self) -> Vec<Sample> {
        let world = self.world.clone();
        let booking = |step: &str| format!("/api/v1/bookings/{}{step}", self.booking);
        let (wished, quoted) = (world.clone(), world.clone());
        vec![
            Sample {
                method: "POST",
                path: "/api/v1/bookings".to_owned(),
                body: Box::new(move |n| wish(&wished, n)),
                texts: &["/title", "/note", "/on_site_contact/name", "/on_site_contact/phone", "/on_behalf_of/name"],
            },
            Sample {
                method: "POST",
                path: "/api/v1/bookings/quote".to_owned(),
                body: Box::new(move |n| wish(&quoted, n)),
                texts: &[],
            },
            Sample {
                method: "PATCH",
                path: booking(""),
                body: Box::new(|_| json!({ "title": "Overleg", "note": "Koffie", "attendees": 6 })),
                texts: &["/title", "/note"],
            },
            Sample {
                method: "POST",
                path: booking("/decline"),
                body: Box::new(|_| json!({ "reason": "Te laat" })),
                texts: &["/reason"],
            },
            Sample {
                method: "POST",
                path: booking("/attendance"),
                body: Box::new(|_| json!({ "attended": true, "head_count": 7 })),
                texts: &[],
            },
        ]
    }
}

fn people() -> Vec<Sample> {
    let sample = |method, path: &str, body: Value, texts| Sample {
        method,
        path: format!("/api/v1{path}"),
        body: Box::new(move |_| body.clone()),
        texts,
    };
    let (email, password) = ("mia@example.org", "a password of a stranger");
    vec![
        sample("PATCH", "/me", json!({ "name": "An Peeters", "locale": "nl" }), &["/name"]),
        sample("POST", "/auth/register", json!({ "email": email, "name": "Mia", "locale": "nl" }), &["/name"]),
        sample("POST", "/auth/magic-link", json!({ "email": email }), &[]),
        sample("POST", "/auth/login", json!({ "email": email, "password": password }), &[]),
        sample("POST", "/auth/verify", json!({ "token": "x", "password": password, "name": "Mia" }), &[]),
        sample("POST", "/auth/password", json!({ "current": "x", "new": password }), &[]),
        sample("POST", "/auth/refresh", json!({ "refresh_token": "x" }), &[]),
    ]
}

/// The n-th wish for the meeting room, on behalf of a caller: three a day from Thursday 10 December 2026.
fn wish(world: &World, n: usize) -> Value {
    let day = chrono::NaiveDate::from_ymd_opt(2026, 12, 10).expect("a date") + chrono::Days::new(n as u64 / 3);
    let hour = 9 + 3 * (n % 3);
    json!({
        "room_id": world.meeting,
        "starts_at": format!("{day}T{hour:02}:00:00Z"),
        "ends_at": format!("{day}T{:02}:00:00Z", hour + 1),
        "title": "Overleg",
        "attendees": 5,
        "layout": "table",
        "equipment": [{ "resource_id": world.projectors, "quantity": 1 }],
        "visibility": "private",
        "activity": "meeting",
        "audience": "all",
        "open_to_all": false,
        "music": "none",
        "alcohol": "none",
        "note": "Koffie",
        "on_site_contact": { "name": "Jan Janssens", "phone": "+32 16 11 22 33" },
        "on_behalf_of": { "name": "Mia Maes", "phone": "+32 16 44 55 66", "email": "mia@example.org" },
    })
}

/// Every operation of the document that takes a body and needs somebody signed in: method and template.
pub(crate) fn operations_with_bodies() -> Vec<(String, &'static str, &'static Value)> {
    contract::operations().filter(|(_, _, operation)| operation.get("requestBody").is_some()).collect()
}
