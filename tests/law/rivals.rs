//! Many who want something at the same moment.

use std::sync::Arc;

use lokaal::domain::{
    ids::RoomId,
    time::{DAY, HOUR, Instant, Span},
};
use serde_json::{Value, json};
use tokio::{sync::Barrier, task::JoinSet};

use crate::support::{
    actor::{Actor, Answer, Ask},
    app::{SECRET, TestApp},
    process::Service,
};

/// So many people with accounts.
pub(crate) async fn people(app: &TestApp, count: usize) -> Vec<Actor> {
    let mut people = Vec::new();
    for n in 0..count {
        people.push(app.person(&format!("person{n}@example.org")).await);
    }
    people
}

/// The program as a process of its own, on the database of `app`. It goes by the machine's clock.
pub(crate) fn service(app: &TestApp) -> Service {
    let variables = [
        ("LOKAAL__DATABASE__URL", app.database().url()),
        ("LOKAAL__AUTH__SECRET", SECRET),
        ("LOKAAL__JOBS__ENABLED", "false"),
    ];
    Service::start(&std::env::temp_dir(), &variables)
}

/// Sends all of these at once; the answers in the same order.
pub(crate) async fn at_once(asks: impl IntoIterator<Item = Ask>) -> Vec<Answer> {
    let asks: Vec<Ask> = asks.into_iter().collect();
    let ready = Arc::new(Barrier::new(asks.len()));
    let mut tasks = JoinSet::new();
    for (n, ask) in asks.into_iter().enumerate() {
        let ready = Arc::clone(&ready);
        tasks.spawn(async move {
            ready.wait().await;
            (n, ask.await)
        });
    }
    let mut answers = tasks.join_all().await;
    answers.sort_by_key(|(n, _)| *n);
    answers.into_iter().map(|(_, answer)| answer).collect()
}

/// The `n`th hour of its own from a few days after `now`, by day in Brussels, summer and winter.
pub(crate) fn hour(now: Instant, n: usize) -> Span {
    const A_DAY: i64 = 11;
    let n = i64::try_from(n).expect("few");
    let days = now.epoch_seconds() / DAY + 3 + n / A_DAY;
    let start = Instant::from_epoch_seconds(days * DAY + (9 + n % A_DAY) * HOUR);
    Span::new(start, start.plus(HOUR)).expect("an hour")
}

/// A wish for a room.
pub(crate) fn wish(room: RoomId, span: Span, attendees: i32) -> Value {
    json!({
        "room_id": room,
        "starts_at": span.start().to_string(),
        "ends_at": span.end().to_string(),
        "title": "Overleg",
        "attendees": attendees,
    })
}

/// The answers of those who got what they wanted. Each of the others must have been refused because the time is taken,
/// with what it is taken by and what is free instead.
#[track_caller]
pub(crate) fn winners(answers: Vec<Answer>) -> Vec<Answer> {
    let (won, lost): (Vec<Answer>, Vec<Answer>) = answers.into_iter().partition(|answer| answer.status == 201);
    for answer in lost {
        let problem = answer.problem(409, "booking-conflict");
        let count = |member: &str| problem[member].as_array().map_or(0, Vec::len);
        assert!(count("conflicts") >= 1 && (1..=5).contains(&count("alternatives")), "{problem:#}");
    }
    won
}
