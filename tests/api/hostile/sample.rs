//! A good request for each operation that takes a body, to be spoilt.

mod money;
mod neighbours;
mod places;
mod rota;

use serde_json::{Value, json};

use money::{a_statement, a_tariff};
use neighbours::{an_incident, over};
use places::{a_centre, a_room, an_organisation};

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
    series: String,
    closure: String,
    quota: String,
    tariff: String,
    statement: String,
    letter: String,
    /// Something that went wrong at a booking that is over.
    incident: String,
    /// That booking.
    past: String,
    /// What a neighbour reported.
    report: String,
    /// An organisation of the administrator's, and beside it whom its paths name.
    organisation: String,
    /// A member of it.
    member: Actor,
    /// Somebody with an account and nothing else.
    stranger: Actor,
    /// The open request of somebody to join it.
    request: String,
}

impl Setting {
    pub(crate) async fn new(app: &TestApp) -> Self {
        let world = app.world().await;
        let administrator = app.administrator().await;
        let booking = administrator.post("/bookings", wish(&world, 0)).await.expect(201).id();
        let evenings = json!({ "starts_at_local": "2026-12-10T20:00" });
        let made = administrator.post("/series", crate::bookings::with(series(&world, 0), evenings)).await.expect(201);
        let made = made.json["series"]["id"].as_str().expect("a series").to_owned();
        let letters = administrator.get("/outbox").await.expect(200);
        let letter = letters.json["items"][0]["id"].as_str().expect("a letter on the booking").to_owned();
        let closure = administrator.post("/closures", closed(&world, 1)).await.expect(201).id();
        let counted = json!({ "measure": "bookings", "period": "year", "limit": 9_999 });
        let quota = administrator.post("/quotas", counted).await.expect(201).id();
        let tariff = administrator.post("/tariffs", a_tariff(world.other_centre)).await.expect(201).id();
        let past = over(app, &administrator, &world).await;
        let noted = administrator.post(&format!("/bookings/{past}/incidents"), an_incident()).await.expect(201).id();
        let reports = format!("/centres/{}/reports", world.centre);
        administrator.post(&reports, json!({ "kind": "other", "text": "De lichten branden nog" })).await.expect(202);
        let reported = administrator.get(&reports).await.expect(200).json;
        let report = reported["items"][0]["id"].as_str().expect("a report").to_owned();
        let founded = administrator.post("/organisations", an_organisation()).await.expect(201).id();
        let statement = a_statement(app, &founded).await;
        let organisation = format!("/organisations/{founded}");
        let (member, stranger) = (app.person("lid@example.org").await, app.person("vreemde@example.org").await);
        let appointed = json!({ "user_id": member.id(), "role": "booker" });
        administrator.post(&format!("{organisation}/members"), appointed).await.expect(201);
        let asks = app.person("vraagt@example.org").await;
        let request = asks.post(&format!("{organisation}/join-requests"), json!({})).await.expect(201).id();
        Self {
            world,
            administrator,
            booking,
            series: made,
            closure,
            quota,
            tariff,
            statement,
            letter,
            incident: noted,
            past,
            report,
            organisation: founded,
            member,
            stranger,
            request,
        }
    }

    /// A path of the document with something that is there in the place of each parameter; none where there is nothing.
    pub(crate) fn path(&self, template: &str) -> Option<String> {
        let noun = template.trim_start_matches("/api/v1/").split('/').next().unwrap_or_default();
        let id = match noun {
            "bookings" => self.booking.clone(),
            "series" => self.series.clone(),
            "centres" => self.world.centre.to_string(),
            "rooms" => self.world.dayparts.to_string(),
            "closures" => self.closure.clone(),
            "tariffs" => self.tariff.clone(),
            "statements" => self.statement.clone(),
            "resources" => self.world.projectors.to_string(),
            "quotas" => self.quota.clone(),
            "outbox" => self.letter.clone(),
            "organisations" => self.organisation.clone(),
            "incidents" => self.incident.clone(),
            "reports" => self.report.clone(),
            _ => "{id}".to_owned(),
        };
        let path = template.replace("{id}", &id).replace("{request_id}", &self.request);
        Some(path.replace("{user_id}", &self.member.id().to_string())).filter(|path| !path.contains('{'))
    }

    /// A good request for each operation.
    pub(crate) fn samples(&self) -> Vec<Sample> {
        let mut samples = self.bookings();
        samples.extend(self.series());
        samples.extend(self.money());
        samples.extend(self.neighbours());
        samples.extend(self.rota());
        samples.extend(people());
        samples.extend(self.organisations());
        // Last, as what is booked depends on them.
        samples.extend(self.places());
        samples
    }

    fn bookings(&self) -> Vec<Sample> {
        let world = self.world.clone();
        let booking = |step: &str| format!("/api/v1/bookings/{}{step}", self.booking);
        let (wished, quoted, repeated) = (world.clone(), world.clone(), world.clone());
        let meeting = world.meeting;
        vec![
            Sample {
                method: "POST",
                path: "/api/v1/waitlist".to_owned(),
                body: Box::new(move |n| {
                    json!({
                        "room_id": meeting, "title": "Overleg", "people": 5, "duration_minutes": 120,
                        "from": format!("2027-01-{:02}T00:00:00+01:00", n % 28 + 1), "until": "2027-02-28T00:00:00+01:00",
                        "equipment": [],
                    })
                }),
                texts: &["/title"],
            },
            sample("POST", "/feeds", json!({ "kind": "room", "id": meeting }), &[]),
            Sample {
                method: "POST",
                path: "/api/v1/quotas".to_owned(),
                body: Box::new(
                    move |_| json!({ "room_id": meeting, "measure": "bookings", "period": "year", "limit": 9_999 }),
                ),
                texts: &[],
            },
            sample("PATCH", &format!("/quotas/{}", self.quota), json!({ "limit": 9_999 }), &[]),
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
                method: "POST",
                path: "/api/v1/series".to_owned(),
                body: Box::new(move |n| series(&repeated, n)),
                texts: &["/title", "/note", "/on_site_contact/name", "/on_behalf_of/name"],
            },
            Sample {
                method: "PATCH",
                path: booking(""),
                body: Box::new(|_| json!({ "title": "Overleg", "note": "Koffie", "attendees": 6 })),
                texts: &["/title", "/note"],
            },
            Sample {
                method: "POST",
                path: booking("/comments"),
                body: Box::new(|_| json!({ "text": "Komt er een beamer?" })),
                texts: &["/text"],
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

impl Setting {
    fn series(&self) -> Vec<Sample> {
        let at = |step: &str| format!("/series/{}{step}", self.series);
        let renamed = json!({ "title": "Koor", "note": "Koffie", "time": "20:30" });
        let moment = json!({ "scope": "range", "from": "2026-12-11", "until": "2026-12-11", "reason": "Ziek" });
        vec![
            sample("PATCH", &at(""), renamed, &["/title", "/note"]),
            sample("POST", &at("/decline"), json!({ "reason": "Te luid" }), &["/reason"]),
            sample("POST", &at("/approve"), json!({ "scope": "following", "from": "2026-12-11" }), &[]),
            sample("POST", &at("/renew"), json!({ "count": 2, "from": "2027-02-01", "dry_run": true }), &[]),
            sample("POST", &at("/cancel"), moment, &["/reason"]),
        ]
    }
}

/// A request whose body may be sent many times.
fn sample(method: &'static str, path: &str, body: Value, texts: &'static [&'static str]) -> Sample {
    Sample { method, path: format!("/api/v1{path}"), body: Box::new(move |_| body.clone()), texts }
}

fn people() -> Vec<Sample> {
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

impl Setting {
    fn organisations(&self) -> Vec<Sample> {
        let at = |path: &str| format!("/organisations/{}{path}", self.organisation);
        let staff = format!("/centres/{}/staff", self.world.centre);
        let (member, stranger) = (self.member.id(), self.stranger.id());
        let invited = json!({ "email": "mia@example.org", "role": "booker" });
        let key_holder = json!({ "name": "Jan Janssens", "phone": "+32 16 11 22 33" });
        vec![
            sample("POST", "/organisations", an_organisation(), &["/name"]),
            sample("PATCH", &at(""), an_organisation(), &["/name"]),
            sample("POST", &at("/verify"), json!({ "tariff_category": "A", "priority_class": "default" }), &[]),
            sample("POST", &at("/merge"), json!({ "into": self.organisation }), &[]),
            sample("POST", &at("/members"), invited, &[]),
            sample("POST", &at("/members"), json!({ "user_id": stranger, "role": "booker" }), &[]),
            sample("PATCH", &at(&format!("/members/{member}")), json!({ "role": "booker" }), &[]),
            sample("POST", &at("/key-holders"), key_holder, &["/name", "/phone"]),
            sample("POST", &at("/key-holders"), json!({ "user_id": member, "phone": "+32 16 11 22 33" }), &["/phone"]),
            sample("POST", &at("/join-requests"), json!({ "message": "Ik kook graag mee" }), &["/message"]),
            sample("POST", &at(&format!("/join-requests/{}/accept", self.request)), json!({ "role": "booker" }), &[]),
            sample("POST", &staff, json!({ "email": "lid@example.org", "role": "desk" }), &[]),
            sample("POST", &staff, json!({ "user_id": stranger, "role": "manager" }), &[]),
        ]
    }

    fn places(&self) -> Vec<Sample> {
        const OF_CENTRE: &[&str] = &[
            "/name",
            "/locality",
            "/address/street",
            "/address/postal_code",
            "/address/city",
            "/phone",
            "/out_of_hours_phone",
        ];
        const OF_ROOM: &[&str] =
            &["/name", "/description/nl", "/layouts/0/name", "/equipment/0", "/rules/terms_version"];
        const OF_TARIFF: &[&str] =
            &["/name", "/category", "/dayparts/0/name", "/surcharges/0/name", "/surcharges/0/equipment"];
        let World { centre, other_centre, projectors, dayparts, .. } = &self.world;
        let (world, closure) = (self.world.clone(), format!("/closures/{}", self.closure));
        let at_once = json!({ "room_ids": [world.shared], "hours": 2, "reason": "utility_failure", "note": "Water" });
        let tariff = format!("/tariffs/{}", self.tariff);
        let resource = json!({ "centre_id": centre, "kind": "equipment", "name": "Beamers", "capacity": 2 });
        vec![
            sample("POST", "/centres", a_centre(), OF_CENTRE),
            sample("PATCH", &format!("/centres/{centre}"), a_centre(), OF_CENTRE),
            sample("POST", "/resources", resource.clone(), &["/name"]),
            sample("PATCH", &format!("/resources/{projectors}"), resource, &["/name"]),
            sample("POST", "/rooms", a_room(*centre), OF_ROOM),
            sample("PATCH", &format!("/rooms/{dayparts}"), a_room(*centre), OF_ROOM),
            sample("POST", &format!("/rooms/{dayparts}/access"), json!({ "note": "Code 1234#" }), &["/note"]),
            Sample {
                method: "POST",
                path: "/api/v1/closures".to_owned(),
                body: Box::new(move |n| closed(&world, n + 1)),
                texts: &["/note"],
            },
            sample("POST", "/closures/emergency", at_once, &["/note"]),
            sample("PATCH", &closure, json!({ "reason": "maintenance", "note": "De verwarming" }), &["/note"]),
            sample("POST", "/tariffs", a_tariff(*other_centre), OF_TARIFF),
            sample("PATCH", &tariff, a_tariff(*other_centre), OF_TARIFF),
        ]
    }
}

/// The n-th closure of a room that nobody books here.
fn closed(world: &World, n: usize) -> Value {
    let day = chrono::NaiveDate::from_ymd_opt(2027, 1, 1).expect("a date") + chrono::Days::new(n as u64);
    json!({
        "room_ids": [world.elsewhere],
        "starts_at": format!("{day}T09:00:00Z"),
        "ends_at": format!("{day}T10:00:00Z"),
        "reason": "maintenance",
        "note": "De verwarming",
    })
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

/// The n-th wish for a series, of two days in a room that nobody else books here.
fn series(world: &World, n: usize) -> Value {
    let day = chrono::NaiveDate::from_ymd_opt(2026, 12, 10).expect("a date") + chrono::Days::new(n as u64 / 6 * 2);
    json!({
        "room_id": world.elsewhere,
        "starts_at_local": format!("{day}T{:02}:00", 12 + n % 6),
        "duration_minutes": 60,
        "rrule": "FREQ=DAILY;COUNT=2",
        "exdates": ["2027-01-01"],
        "skip_holidays": ["public"],
        "on_conflict": "skip",
        "title": "Repetitie",
        "attendees": 5,
        "note": "Koffie",
        "on_site_contact": { "name": "Jan Janssens", "phone": "+32 16 11 22 33" },
        "on_behalf_of": { "name": "Mia Maes", "phone": "+32 16 44 55 66", "email": "mia@example.org" },
    })
}

/// Every operation of the document that takes a body and needs somebody signed in: method and template.
pub(crate) fn operations_with_bodies() -> Vec<(String, &'static str, &'static Value)> {
    contract::operations().filter(|(_, _, operation)| operation.get("requestBody").is_some()).collect()
}
