//! Sending what lies in the outbox, on both engines, through a mail server that fails in every way.

mod failures;
mod held;
mod links;
mod order;
mod workers;

use std::sync::Arc;

use lokaal::{
    actions::{Policy, Services, demand::Notes},
    clock::ManualClock,
    domain::{
        failure::Failure,
        person::Locale,
        time::{HOUR, Instant},
    },
    jobs::outbox::{self as worker, Mailer},
    mail::{BookingNews, Letter, Transport},
    store::{
        Engine, Store, Unit, UseCase,
        outbox::{self, LetterState},
    },
};

use crate::{
    sample,
    support::{database::TestDatabase, smtp::SmtpServer},
};

const START: Instant = Instant::from_epoch_seconds(1_796_284_800);

/// An outbox in a database of its own.
struct Post {
    clock: ManualClock,
    services: Services,
    // Last: dropped after all that uses it.
    database: TestDatabase,
}

/// The use case that writes letters and nothing else.
struct Write(Vec<outbox::NewLetter>);

impl UseCase for Write {
    type Output = ();

    async fn run(&self, unit: &Unit) -> Result<(), Failure> {
        outbox::write(unit, &self.0).await
    }
}

impl Post {
    async fn new(engine: Engine) -> Self {
        let clock = ManualClock::new(START);
        let database = TestDatabase::new(engine).await;
        let services = services(database.store(clock.clone()).await);
        Self { clock, services, database }
    }

    /// Another process on the same database.
    async fn other_process(&self) -> Services {
        services(self.database.store(self.clock.clone()).await)
    }

    /// Writes a letter that confirms a booking.
    async fn write(&self, stream: &str, recipient: &str) {
        self.write_letter(stream, recipient, &sample::booking(BookingNews::Confirmed, |_| ())).await;
    }

    async fn write_letter(&self, stream: &str, recipient: &str, letter: &Letter) {
        let payload = serde_json::to_string(letter).unwrap();
        self.write_payload(stream, recipient, letter.kind(), payload).await;
    }

    async fn write_payload(&self, stream: &str, recipient: &str, kind: &str, payload: String) {
        let letters = vec![letter(stream, recipient, kind, payload)];
        self.services.store.run(&Write(letters)).await.unwrap();
    }

    /// Sends what is due, and tells how many letters were tried.
    async fn send(&self, transport: &Transport) -> usize {
        worker::run_once(&self.services, &mailer(transport)).await.unwrap()
    }

    /// Every letter, the oldest first.
    async fn letters(&self) -> Vec<outbox::Letter> {
        outbox::list(&self.services.store, None, None, 0, 1000).await.unwrap()
    }

    async fn only_letter(&self) -> outbox::Letter {
        let letters = self.letters().await;
        assert_eq!(letters.len(), 1);
        letters[0].clone()
    }

    /// The states of the letters, the oldest first.
    async fn states(&self) -> Vec<LetterState> {
        self.letters().await.into_iter().map(|letter| letter.state).collect()
    }

    /// Moves the clock to when a letter that failed is tried again, whatever the jitter.
    fn wait_for_next_try(&self) {
        self.clock.advance(8 * HOUR);
    }
}

fn letter(stream: &str, recipient: &str, kind: &str, payload: String) -> outbox::NewLetter {
    outbox::NewLetter {
        kind: kind.to_owned(),
        stream: stream.to_owned(),
        centre_id: None,
        booking_id: None,
        recipient: recipient.to_owned(),
        recipient_name: "Fatima".to_owned(),
        locale: Locale::Nl,
        payload,
        message_domain: "lokaal.example".to_owned(),
        may_wait: false,
    }
}

fn services(store: Store) -> Services {
    let policy = Policy {
        answer_days: 7,
        check_in_minutes: 30,
        keep_contact_days: 30,
        keep_report_days: 365,
        public_url: "https://lokaal.example".to_owned(),
        mail_domain: "lokaal.example".to_owned(),
        refresh_days: 30,
        link_minutes: 30,
        links_per_hour: None,
    };
    Services { store, policy: Arc::new(policy), notes: Notes::default() }
}

fn mailer(transport: &Transport) -> Mailer {
    Mailer { transport: transport.clone(), from: "Lokaal <lokaal@lokaal.example>".parse().unwrap() }
}

/// The Message-IDs of the mails that the server took, without angle brackets, in order.
fn message_ids(server: &SmtpServer) -> Vec<String> {
    server.messages().iter().map(|message| header(&message.text(), "Message-ID")).collect()
}

fn header(mail: &str, name: &str) -> String {
    let start = format!("{name}: ");
    let line = mail.lines().find_map(|line| line.strip_prefix(&start)).expect("the header is there");
    line.trim().trim_start_matches('<').trim_end_matches('>').to_owned()
}
