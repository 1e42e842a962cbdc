//! Letters of one booking to one person go in order.

use lokaal::{
    mail::BookingNews,
    store::{Engine, outbox::LetterState},
};
use rstest::rstest;

use super::{Post, message_ids};
use crate::{
    sample,
    smtp::transport,
    support::smtp::{Behaviour, SmtpServer, Stage},
};

#[rstest]
#[case(Engine::Sqlite)]
#[case(Engine::Postgres)]
#[tokio::test]
async fn a_letter_waits_for_the_one_before_it(#[case] engine: Engine) {
    let post = Post::new(engine).await;
    let server = SmtpServer::start().await;
    let transport = transport(&server);
    for news in [BookingNews::Confirmed, BookingNews::Changed, BookingNews::Cancelled] {
        post.write_letter("a", "a@example.org", &sample::booking(news, |_| ())).await;
    }
    post.write("b", "b@example.org").await;
    server.to("a@example.org", Behaviour::Answer(Stage::Recipient, "450 4.2.0 busy"));
    assert_eq!(post.send(&transport).await, 2, "the first of each stream");
    let waits = LetterState::Pending;
    assert_eq!(post.states().await, [waits, waits, waits, LetterState::Sent]);

    server.to("a@example.org", Behaviour::Accept);
    assert_eq!(post.send(&transport).await, 0, "those behind it wait as well");
    post.wait_for_next_try();
    assert_eq!(post.send(&transport).await, 3);
    let written: Vec<_> = post.letters().await.into_iter().map(|letter| letter.message_id).collect();
    assert_eq!(message_ids(&server), [&written[3], &written[0], &written[1], &written[2]].map(String::as_str));
}

#[rstest]
#[case(Engine::Sqlite)]
#[case(Engine::Postgres)]
#[tokio::test]
async fn a_letter_that_failed_for_good_lets_the_next_one_pass(#[case] engine: Engine) {
    let post = Post::new(engine).await;
    let server = SmtpServer::start().await;
    let transport = transport(&server);
    post.write("a", "a@example.org").await;
    post.write("a", "a@example.org").await;
    server.next([Behaviour::Answer(Stage::EndOfData, "554 5.6.0 not like this")]);
    assert_eq!(post.send(&transport).await, 2);
    assert_eq!(post.states().await, [LetterState::Failed, LetterState::Sent]);
}
