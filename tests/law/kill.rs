//! The program is killed at random moments under load, again and again: what it acknowledged is there, what it did not
//! is there whole or not at all, and asking again with the same key makes nothing twice.

use std::{
    collections::HashMap,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use lokaal::{
    clock::Clock,
    domain::{ids::RoomId, time::Instant},
    store::Engine,
};
use rand::{RngExt, rng};
use sea_orm::QueryResult;
use serde_json::{Value, json};
use tokio::{sync::Notify, task::JoinSet};
use uuid::Uuid;

use crate::{
    ledger::in_order,
    rivals::{hour, people, wish},
    support::{
        actor::{Actor, Answer, Ask},
        app::{SECRET, TestApp},
        database::TestDatabase,
        process::Service,
        rows::Rows,
    },
};

const KILLS: usize = 20;
const CLIENTS: usize = 16;
/// So few hours that many want the same.
const HOURS: usize = 40;

/// What a booking may be: as it was acknowledged, or as a request without an answer would have made it.
type Possible = Vec<Value>;

/// The outlines of all bookings in the table.
type Stored = HashMap<String, Value>;

/// A client, and what it knows.
struct Client {
    actor: Actor,
    rooms: Vec<RoomId>,
    now: Instant,
    bookings: HashMap<String, Possible>,
    /// A wish with its key that was sent and not answered.
    unanswered: Option<(String, Value)>,
}

impl Client {
    /// Asks for this and that until no answer comes any more.
    async fn load(&mut self, address: &str, answered: &(AtomicUsize, Notify)) {
        self.actor = self.actor.at(address);
        while self.step().await {
            answered.0.fetch_add(1, Ordering::SeqCst);
            answered.1.notify_one();
        }
    }

    async fn step(&mut self) -> bool {
        let chosen = self.bookings.keys().nth(below(self.bookings.len().max(1))).cloned();
        match (below(4), chosen) {
            (0, Some(booking)) => self.cancel(&booking).await,
            (1, Some(booking)) => self.mv(&booking).await,
            _ => self.book().await,
        }
    }

    fn anything(&self) -> Value {
        let room = self.rooms[below(self.rooms.len())];
        wish(room, hour(self.now, below(HOURS)), 7)
    }

    async fn book(&mut self) -> bool {
        let key = Uuid::from_u128(rng().random()).to_string();
        let mut wish = self.anything();
        wish["title"] = json!(key);
        self.unanswered = Some((key.clone(), wish));
        self.ask_again().await
    }

    /// Sends the wish that is unanswered; false where no answer comes.
    async fn ask_again(&mut self) -> bool {
        let Some((key, wish)) = self.unanswered.clone() else { return true };
        let Ok(answer) = self.actor.post("/bookings", wish).key(&key).try_send().await else { return false };
        match answer.status {
            201 => {
                self.bookings.insert(answer.id(), vec![outline(&answer.json)]);
            }
            _ => drop(answer.problem(409, "booking-conflict")),
        }
        self.unanswered = None;
        true
    }

    async fn cancel(&mut self, booking: &str) -> bool {
        let mut after = self.bookings[booking][0].clone();
        after["status"] = json!("cancelled");
        self.change(booking, after, self.actor.post(&format!("/bookings/{booking}/cancel"), json!({}))).await
    }

    async fn mv(&mut self, booking: &str) -> bool {
        let to = self.anything();
        let mut after = self.bookings[booking][0].clone();
        after["room_id"] = to["room_id"].clone();
        after["starts_at"] = json!(epoch(&to["starts_at"]));
        let to = json!({"room_id": to["room_id"], "starts_at": to["starts_at"], "ends_at": to["ends_at"]});
        self.change(booking, after, self.actor.patch(&format!("/bookings/{booking}"), "*", to)).await
    }

    async fn change(&mut self, booking: &str, after: Value, ask: Ask) -> bool {
        let possible = self.bookings.get_mut(booking).expect("known");
        possible.push(after);
        let Ok(answer) = ask.try_send().await else { return false };
        *possible = match answer.status {
            200 => vec![outline(&answer.json)],
            _ => {
                let refused = ["/problems/booking-conflict", "/problems/invalid-transition"];
                assert!(refused.iter().any(|kind| answer.json["type"] == *kind), "{answer:#?}");
                vec![possible[0].clone()]
            }
        };
        true
    }

    /// Looks whether all is as it was told, or as it may be: in the table, and where that is in doubt by asking.
    async fn look(&mut self, address: &str, stored: &Stored) {
        self.actor = self.actor.at(address);
        for (booking, possible) in &mut self.bookings {
            let now = if possible.len() == 1 {
                stored.get(booking).unwrap_or_else(|| panic!("{booking} is lost: {possible:?}")).clone()
            } else {
                outline(&self.actor.get(&format!("/bookings/{booking}")).await.expect(200).json)
            };
            assert!(possible.contains(&now), "{now} is none of {possible:?}");
            *possible = vec![now];
        }
    }

    /// Asks once more for what was never answered, until it is no longer under way in the database.
    async fn settle(&mut self, rows: &Rows) {
        let Some((key, wish)) = self.unanswered.clone() else { return };
        let answer = loop {
            let answer = self.actor.post("/bookings", wish.clone()).key(&key).await;
            if answer.json["type"] != "/problems/idempotency-conflict" {
                break answer;
            }
        };
        let made = i64::from(answer.status == 201);
        if made == 0 {
            answer.clone().problem(409, "booking-conflict");
        } else {
            self.bookings.insert(answer.id(), vec![outline(&answer.json)]);
            let again: Answer = self.actor.post("/bookings", wish).key(&key).await.expect(201);
            assert_eq!(again.json, answer.json);
        }
        let there = "SELECT count(*) AS n FROM bookings WHERE title = $1";
        assert_eq!(rows.count(there, [key.into()]).await, made);
        self.unanswered = None;
    }
}

/// A random number below `bound`.
fn below(bound: usize) -> usize {
    rng().random_range(0..bound)
}

/// What the test compares of a booking.
fn outline(booking: &Value) -> Value {
    json!({
        "status": booking["status"], "room_id": booking["room_id"], "starts_at": epoch(&booking["starts_at"])
    })
}

/// What the table holds.
async fn stored(rows: &Rows) -> Stored {
    let rows = rows.all("SELECT id, status, room_id, starts_at FROM bookings", []).await;
    let outline = |row: &QueryResult| {
        let uuid = |column| row.try_get::<Uuid>("", column).expect("an id");
        let status: String = row.try_get("", "status").expect("a stage");
        let starts_at: i64 = row.try_get("", "starts_at").expect("a number");
        (uuid("id").to_string(), json!({"status": status, "room_id": uuid("room_id"), "starts_at": starts_at}))
    };
    rows.iter().map(outline).collect()
}

fn epoch(moment: &Value) -> i64 {
    chrono::DateTime::parse_from_rfc3339(moment.as_str().expect("a moment")).expect("a moment").timestamp()
}

fn start(database: &TestDatabase, directory: &Path) -> Service {
    let variables = [
        ("LOKAAL__DATABASE__URL", database.url()),
        ("LOKAAL__AUTH__SECRET", SECRET),
        ("LOKAAL__JOBS__OUTBOX_POLL_MILLISECONDS", "10"),
    ];
    Service::start(directory, &variables)
}

/// Lets all clients loose until the program is killed, after a random number of answers.
async fn load_and_kill(service: Service, clients: Vec<Client>) -> Vec<Client> {
    let answered = Arc::new((AtomicUsize::new(0), Notify::new()));
    let mut loads = JoinSet::new();
    for mut client in clients {
        let (address, answered) = (service.address().to_owned(), Arc::clone(&answered));
        loads.spawn(async move {
            client.load(&address, &answered).await;
            client
        });
    }
    let fatal = 1 + below(150);
    while answered.0.load(Ordering::SeqCst) < fatal {
        answered.1.notified().await;
    }
    service.kill();
    loads.join_all().await
}

/// Lets all clients look what became of what they asked for, and ask again where they do not know.
async fn settled(service: &Service, rows: &Arc<Rows>, clients: Vec<Client>) -> Vec<Client> {
    let mut looks = JoinSet::new();
    let stored = Arc::new(stored(rows).await);
    for mut client in clients {
        let (address, rows, stored) = (service.address().to_owned(), Arc::clone(rows), Arc::clone(&stored));
        looks.spawn(async move {
            client.look(&address, &stored).await;
            client.settle(&rows).await;
            client
        });
    }
    looks.join_all().await
}

async fn killed_under_load(engine: Engine) {
    let app = TestApp::start_on(TestDatabase::durable(engine).await, &[]).await;
    // The program goes by the machine's clock.
    app.clock.set(Clock::system().now());
    let world = app.world().await;
    let rooms = vec![world.hall, world.half, world.other_half, world.meeting, world.shared];
    let now = app.now();
    let client = |actor| Client { actor, rooms: rooms.clone(), now, bookings: HashMap::new(), unanswered: None };
    let mut clients: Vec<Client> = people(&app, CLIENTS).await.into_iter().map(client).collect();
    // Nobody else holds the database open when the program dies.
    let database = app.into_database().await;
    let directory = tempfile::tempdir().expect("a directory");

    let mut service = start(&database, directory.path());
    for _ in 0..KILLS {
        clients = load_and_kill(service, clients).await;
        service = start(&database, directory.path());
        let rows = Arc::new(Rows::open(database.url()).await);
        clients = settled(&service, &rows, clients).await;
        in_order(&rows).await;
        let twice =
            "SELECT count(*) AS n FROM (SELECT title FROM bookings GROUP BY title HAVING count(*) > 1) AS twice";
        assert_eq!(rows.count(twice, []).await, 0, "a wish that was granted twice");
        let farewells = "SELECT count(*) AS n FROM bookings b WHERE (status = 'cancelled') <>
            ((SELECT count(*) FROM outbox o WHERE o.booking_id = b.id AND o.kind = 'cancelled') = 1)";
        assert_eq!(rows.count(farewells, []).await, 0, "a cancellation that was not told once");
        // The sequence of the calendar entry rises with each move and with the cancellation.
        let moves = "SELECT count(*) AS n FROM bookings b WHERE
            (SELECT count(*) FROM outbox o WHERE o.booking_id = b.id AND o.kind = 'changed')
            <> b.sequence - CASE b.status WHEN 'cancelled' THEN 1 ELSE 0 END";
        assert_eq!(rows.count(moves, []).await, 0, "a move that was not told once");
        Arc::into_inner(rows).expect("nobody else's").close().await;
    }
    let bookings: usize = clients.iter().map(|client| client.bookings.len()).sum();
    assert!(bookings > KILLS, "there was load: {bookings}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_or_doubled_on_sqlite() {
    killed_under_load(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_or_doubled_on_postgres() {
    killed_under_load(Engine::Postgres).await;
}
