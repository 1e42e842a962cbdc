//! Letters that wait for the end of quiet hours, as the workers see them.

use lokaal::{
    domain::{
        ids::UserId,
        time::{HOUR, Instant, MINUTE},
    },
    jobs::outbox as worker,
    mail::{BookingNews, Letter},
    store::{Engine, outbox, outbox::LetterState},
};
use rstest::rstest;

use super::{Post, Write, letter, mailer};
use crate::{
    sample,
    smtp::transport,
    support::{
        rows::Rows,
        smtp::{Behaviour, SmtpServer, Stage},
    },
};

/// A quarter to ten in the evening, in Brussels.
const EVENING: Instant = Instant::from_epoch_seconds(1_796_330_700);

/// An outbox at a quarter to ten, with somebody who wants no letters from ten to seven.
async fn evening(engine: Engine) -> Post {
    let post = Post::new(engine).await;
    post.clock.set(EVENING);
    let rows = Rows::open(post.database.url()).await;
    let columns = [
        ("id", UserId::new(EVENING).0.into()),
        ("email", "a@example.org".into()),
        ("name", "An".into()),
        ("locale", "nl".into()),
        ("preferences", r#"{"quiet.from": "22:00"}"#.into()),
        ("created_at", EVENING.epoch_seconds().into()),
    ];
    rows.insert("users", &columns).await;
    rows.close().await;
    post
}

/// A decision on a booking of two weeks later.
fn decision() -> Letter {
    sample::booking(BookingNews::Confirmed, |facts| {
        facts.starts_at = EVENING.plus(14 * 24 * HOUR);
        facts.ends_at = EVENING.plus(14 * 24 * HOUR + HOUR);
    })
}

async fn write(post: &Post, stream: &str, may_wait: bool) {
    let decision = decision();
    let payload = serde_json::to_string(&decision).unwrap();
    let row = letter(stream, "a@example.org", decision.kind(), payload);
    post.services.store.run(&Write(vec![outbox::NewLetter { may_wait, ..row }])).await.unwrap();
}

#[rstest]
#[case(Engine::Sqlite)]
#[case(Engine::Postgres)]
#[tokio::test]
async fn a_letter_that_failed_before_is_not_tried_again_in_quiet_hours(#[case] engine: Engine) {
    let post = evening(engine).await;
    let server = SmtpServer::start().await;
    let transport = transport(&server);
    write(&post, "a", true).await;
    server.next([Behaviour::Answer(Stage::Recipient, "450 4.2.0 busy")]);
    assert_eq!(post.send(&transport).await, 1);
    post.clock.advance(20 * MINUTE);
    assert_eq!(post.send(&transport).await, 0, "it is past ten");
    let held = post.only_letter().await;
    assert_eq!((held.state, held.attempts), (LetterState::Pending, 1), "holding is no try");
    assert_eq!(held.due_at, EVENING.plus(9 * HOUR + 15 * MINUTE), "seven o'clock");
    post.clock.set(held.due_at);
    assert_eq!(post.send(&transport).await, 1);
    assert_eq!(post.states().await, [LetterState::Sent]);
}

#[rstest]
#[case(Engine::Sqlite)]
#[case(Engine::Postgres)]
#[tokio::test]
async fn what_may_not_wait_lets_go_what_waits_before_it_and_nothing_else(#[case] engine: Engine) {
    let post = evening(engine).await;
    let server = SmtpServer::start().await;
    let transport = transport(&server);
    post.clock.advance(HOUR);
    for stream in ["one", "other"] {
        write(&post, stream, true).await;
    }
    assert_eq!(post.send(&transport).await, 0);
    write(&post, "one", true).await;
    assert_eq!(post.send(&transport).await, 0, "what may wait as well changes nothing");
    write(&post, "one", false).await;
    assert_eq!(post.send(&transport).await, 3);
    let [sent, waits] = [LetterState::Sent, LetterState::Pending];
    assert_eq!(post.states().await, [sent, waits, sent, sent]);
    let written: Vec<_> = post.letters().await.into_iter().map(|letter| letter.message_id).collect();
    assert_eq!(super::message_ids(&server), [&written[0], &written[2], &written[3]].map(String::as_str));
}

#[rstest]
#[case(Engine::Sqlite)]
#[case(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn workers_beside_each_other_hold_and_send_each_letter_once(#[case] engine: Engine) {
    let post = evening(engine).await;
    let server = SmtpServer::start().await;
    post.clock.advance(HOUR);
    for n in 0..30 {
        write(&post, &format!("stream {n}"), true).await;
    }
    let other = post.other_process().await;
    let (one, two) = (mailer(&transport(&server)), mailer(&transport(&server)));
    let both = async || {
        let (first, second) = tokio::join!(worker::run_once(&post.services, &one), worker::run_once(&other, &two));
        first.unwrap() + second.unwrap()
    };
    assert_eq!(both().await, 0);
    assert_eq!(server.messages().len(), 0);
    post.clock.set(EVENING.plus(9 * HOUR + 15 * MINUTE));
    assert_eq!(both().await, 30);
    assert_eq!(server.messages().len(), 30);
    assert!(post.states().await.iter().all(|state| *state == LetterState::Sent));
}
