//! The city to ask: its rooms and centres, and times that are still free.

use chrono::{DateTime, FixedOffset, SecondsFormat, TimeDelta, Utc};
use serde_json::{Value, json};

use crate::{client::Client, load::Request};

/// The most times to book in one run.
const MOST: usize = 120_000;

/// What a client has found out.
pub(crate) struct City {
    pub(crate) token: String,
    organisation: String,
    rooms: Vec<String>,
    centres: Vec<String>,
    now: DateTime<Utc>,
}

async fn get(client: &mut Client, token: &str, path: &str) -> Value {
    let answer = client.send("GET", path, Some(token), None).await.expect("an answer");
    assert_eq!(answer.status, 200, "{path}: {}", String::from_utf8_lossy(&answer.body));
    serde_json::from_slice(&answer.body).expect("JSON")
}

async fn ids(client: &mut Client, token: &str, noun: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = get(client, token, &format!("/api/v1/{noun}?limit=200{cursor}")).await;
        let items = page["items"].as_array().cloned().unwrap_or_default();
        found.extend(items.iter().filter_map(|item| item["id"].as_str().map(str::to_owned)));
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return found,
        }
    }
}

fn text(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Secs, true)
}

impl City {
    /// Signs in as the demo's committee member and looks around.
    pub(crate) async fn look(address: &str) -> Self {
        let mut client = Client::connect(address).await.expect("the service listens");
        let login = json!({"email": "comite@demo.lokaal", "password": "lokaal-demo"}).to_string();
        let answer = client.send("POST", "/api/v1/auth/login", None, Some(&login)).await.expect("an answer");
        assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
        let tokens: Value = serde_json::from_slice(&answer.body).expect("JSON");
        let token = tokens["access_token"].as_str().expect("a token").to_owned();
        let me = get(&mut client, &token, "/api/v1/me").await;
        let organisation = me["memberships"][0]["organisation_id"].as_str().expect("a membership").to_owned();
        let rooms = ids(&mut client, &token, "rooms").await;
        let centres = ids(&mut client, &token, "centres").await;
        #[expect(clippy::disallowed_methods, reason = "a client of its own, whose clock is the machine's")]
        let now = Utc::now();
        Self { token, organisation, rooms, centres, now }
    }

    fn day(&self, days: i64) -> DateTime<Utc> {
        let midnight = self.now.date_naive().and_hms_opt(0, 0, 0).expect("midnight").and_utc();
        midnight + TimeDelta::days(days)
    }

    /// Each room for 30 days, from different days on.
    pub(crate) fn availability(&self) -> Vec<Request> {
        let of = |(n, room): (usize, &String)| {
            let from = self.day(1 + i64::try_from(n).unwrap_or(0) % 60);
            let until = from + TimeDelta::days(30);
            let path = format!("/api/v1/rooms/{room}/availability?from={}&until={}", text(from), text(until));
            Request { method: "GET", path, body: None }
        };
        self.rooms.iter().enumerate().map(of).collect()
    }

    /// Each centre for a week.
    pub(crate) fn centre_availability(&self) -> Vec<Request> {
        let of = |(n, centre): (usize, &String)| {
            let from = self.day(1 + 7 * (i64::try_from(n).unwrap_or(0) % 10));
            let until = from + TimeDelta::days(7);
            let path = format!("/api/v1/centres/{centre}/availability?from={}&until={}", text(from), text(until));
            Request { method: "GET", path, body: None }
        };
        self.centres.iter().enumerate().map(of).collect()
    }

    /// Rooms for twelve at different times of the coming weeks.
    pub(crate) fn search(&self) -> Vec<Request> {
        let at = |n: i64| {
            let from = self.day(1 + n % 50) + TimeDelta::hours(9 + n % 10);
            let until = from + TimeDelta::hours(2);
            let path = format!("/api/v1/search?starts_at={}&ends_at={}&people=12", text(from), text(until));
            Request { method: "GET", path, body: None }
        };
        (0..500).map(at).collect()
    }

    /// A booking of each stretch that is free: one hour where that fits, no two alike.
    pub(crate) async fn bookings(&self, address: &str) -> Vec<Request> {
        let mut client = Client::connect(address).await.expect("the service listens");
        let mut by_room = Vec::new();
        for room in &self.rooms {
            let (from, until) = (self.day(2), self.day(120));
            let path = format!("/api/v1/rooms/{room}/availability?from={}&until={}", text(from), text(until));
            let found = get(&mut client, &self.token, &path).await;
            let mut starts = Vec::new();
            for free in found["free"].as_array().into_iter().flatten() {
                let moment = |name: &str| free[name].as_str().and_then(|at| at.parse::<DateTime<FixedOffset>>().ok());
                let (Some(mut start), Some(end)) = (moment("starts_at"), moment("ends_at")) else { continue };
                // Two hours for each, so that set-up and clean-up of one do not meet the next.
                while start + TimeDelta::hours(1) <= end {
                    starts.push(start);
                    start += TimeDelta::hours(2);
                }
            }
            by_room.push(starts.into_iter());
        }
        self.interleaved(by_room)
    }

    /// A series of 52 in each half-hour of the week that a room has free for a year.
    pub(crate) async fn series(&self, address: &str) -> Vec<Request> {
        let mut client = Client::connect(address).await.expect("the service listens");
        let mut requests = Vec::new();
        for room in &self.rooms {
            let (from, until) = (self.day(8), self.day(390));
            let path = format!("/api/v1/rooms/{room}/availability?from={}&until={}", text(from), text(until));
            let found = get(&mut client, &self.token, &path).await;
            requests.extend(crate::series::of_room(room, &self.organisation, from.date_naive(), &found));
        }
        requests
    }

    /// One time of each room in turn, so that the load is spread.
    fn interleaved(&self, mut by_room: Vec<std::vec::IntoIter<DateTime<FixedOffset>>>) -> Vec<Request> {
        let mut requests = Vec::new();
        loop {
            let before = requests.len();
            for (room, starts) in self.rooms.iter().zip(&mut by_room) {
                let Some(start) = starts.next() else { continue };
                let body = json!({
                    "room_id": room,
                    "organisation_id": self.organisation,
                    "starts_at": start.to_rfc3339(),
                    "ends_at": (start + TimeDelta::hours(1)).to_rfc3339(),
                    "title": "Vergadering",
                    "attendees": 4,
                });
                let path = "/api/v1/bookings".to_owned();
                requests.push(Request { method: "POST", path, body: Some(body.to_string()) });
            }
            if requests.len() == before || requests.len() >= MOST {
                return requests;
            }
        }
    }
}
