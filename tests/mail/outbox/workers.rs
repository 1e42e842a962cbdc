//! Several workers on one outbox, and workers that die.

use std::collections::HashMap;

use lokaal::{
    domain::{failure::Failure, ids::new_v7},
    jobs::outbox as worker,
    store::{Engine, Unit, UseCase, outbox, outbox::LetterState},
};
use rstest::rstest;
use tokio_util::sync::CancellationToken;

use super::{Post, mailer, message_ids};
use crate::{
    smtp::transport,
    support::smtp::{Behaviour, Gate, SmtpServer, Stage},
};

#[rstest]
#[case(Engine::Sqlite)]
#[case(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_workers_send_each_letter_once_and_in_order(#[case] engine: Engine) {
    let post = Post::new(engine).await;
    let server = SmtpServer::start().await;
    for n in 0..60 {
        post.write(&format!("stream {}", n % 20), &format!("{}@example.org", n % 20)).await;
    }
    let other = post.other_process().await;
    let (one, two) = (mailer(&transport(&server)), mailer(&transport(&server)));
    let (first, second) = tokio::join!(worker::run_once(&post.services, &one), worker::run_once(&other, &two));
    // What the last letters of one worker let pass, the other may have stopped looking for.
    let rest = post.send(&one.transport).await;
    assert_eq!(first.unwrap() + second.unwrap() + rest, 60);

    let mut of_stream: HashMap<String, Vec<String>> = HashMap::new();
    for message in server.messages() {
        of_stream.entry(message.recipients[0].clone()).or_default().push(super::header(&message.text(), "Message-ID"));
    }
    for letter in post.letters().await {
        assert_eq!((letter.state, letter.attempts), (LetterState::Sent, 1));
        let next = of_stream.get_mut(&letter.recipient).expect("a stream").remove(0);
        assert_eq!(next, letter.message_id, "in the order of writing");
    }
    assert!(of_stream.values().all(Vec::is_empty), "nothing twice");
}

#[rstest]
#[case(Engine::Sqlite)]
#[case(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_letter_in_hand_is_left_alone(#[case] engine: Engine) {
    let post = Post::new(engine).await;
    let server = SmtpServer::start().await;
    let gate = Gate::new();
    server.next([Behaviour::Wait(Stage::EndOfData, gate.clone())]);
    post.write("a", "a@example.org").await;
    post.write("a", "a@example.org").await;
    let other = post.other_process().await;
    let mailer = mailer(&transport(&server));
    let slow = tokio::spawn({
        let (services, mailer) = (post.services.clone(), mailer.clone());
        async move { worker::run_once(&services, &mailer).await }
    });
    gate.reached_by(1).await;
    assert_eq!(worker::run_once(&other, &mailer).await.unwrap(), 0);
    gate.open();
    assert_eq!(slow.await.unwrap().unwrap(), 2);
    assert_eq!(message_ids(&server).len(), 2);
}

#[rstest]
#[case(Engine::Sqlite)]
#[case(Engine::Postgres)]
#[tokio::test]
async fn the_letters_of_a_worker_that_died_are_sent_when_its_lease_ends(#[case] engine: Engine) {
    let post = Post::new(engine).await;
    let server = SmtpServer::start().await;
    let transport = transport(&server);
    post.write("a", "a@example.org").await;
    assert_eq!(post.services.store.run(&Take).await.unwrap(), 1);
    post.clock.advance(119);
    assert_eq!(post.send(&transport).await, 0);
    post.clock.advance(1);
    assert_eq!(post.send(&transport).await, 1);
    assert_eq!(message_ids(&server), [post.only_letter().await.message_id]);
}

/// Takes what is due for two minutes.
struct Take;

impl UseCase for Take {
    type Output = usize;

    async fn run(&self, unit: &Unit) -> Result<usize, Failure> {
        Ok(outbox::take(unit, new_v7(unit.now()), 120, 10).await?.len())
    }
}

#[rstest]
#[case(Engine::Sqlite)]
#[case(Engine::Postgres)]
#[tokio::test]
async fn a_worker_that_is_told_to_stop_takes_no_further_letter(#[case] engine: Engine) {
    let post = Post::new(engine).await;
    let server = SmtpServer::start().await;
    post.write("a", "a@example.org").await;
    let stop = CancellationToken::new();
    stop.cancel();
    let mailer = mailer(&transport(&server));
    assert_eq!(worker::run_until(&post.services, &mailer, &stop).await.unwrap(), 0);
    assert_eq!(post.states().await, [LetterState::Pending]);
}
