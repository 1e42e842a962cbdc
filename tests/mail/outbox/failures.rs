//! Down, slow, refusing for now or for good, dropping the connection: nothing is lost, and nothing goes out under
//! another Message-ID.

use lokaal::{
    domain::{
        failure::Failure,
        time::{DAY, HOUR, MINUTE},
    },
    store::{
        Engine, Unit, UseCase,
        outbox::{self, LetterState},
    },
};
use rstest::rstest;

use super::{Post, START, letter, message_ids};
use crate::{
    smtp::{hasty, transport},
    support::smtp::{Behaviour, Gate, SmtpServer, Stage},
};

#[rstest]
#[case(Engine::Sqlite)]
#[case(Engine::Postgres)]
#[tokio::test]
async fn letters_wait_for_a_server_that_is_down(#[case] engine: Engine) {
    let post = Post::new(engine).await;
    let mut server = SmtpServer::start().await;
    let transport = transport(&server);
    post.write("a", "a@example.org").await;
    post.write("b", "b@example.org").await;
    let written = post.letters().await;

    server.go_down().await;
    assert_eq!(post.send(&transport).await, 2);
    for letter in post.letters().await {
        assert_eq!((letter.state, letter.attempts), (LetterState::Pending, 1));
        assert_eq!(letter.error.as_deref(), Some("connecting: no connection"));
        let pause = letter.due_at.since(START);
        assert!((48..=72).contains(&pause), "a minute, give or take: {pause}");
    }
    assert_eq!(post.send(&transport).await, 0, "not before they are due");

    server.come_up();
    post.clock.advance(2 * MINUTE);
    assert_eq!(post.send(&transport).await, 2);
    assert_eq!(post.states().await, [LetterState::Sent; 2]);
    let mut sent = message_ids(&server);
    sent.sort();
    let mut expected: Vec<_> = written.into_iter().map(|letter| letter.message_id).collect();
    expected.sort();
    assert_eq!(sent, expected);
    assert_eq!(post.send(&transport).await, 0, "sent once");
}

#[rstest]
#[case(Engine::Sqlite)]
#[case(Engine::Postgres)]
#[tokio::test]
async fn a_refusal_for_now_is_tried_again(#[case] engine: Engine) {
    let post = Post::new(engine).await;
    let server = SmtpServer::start().await;
    let transport = transport(&server);
    server.to("a@example.org", Behaviour::Answer(Stage::Recipient, "451 4.3.0 not now"));
    post.write("a", "a@example.org").await;
    post.write("b", "b@example.org").await;

    post.send(&transport).await;
    let letters = post.letters().await;
    assert_eq!((letters[0].state, letters[0].error.as_deref()), (LetterState::Pending, Some("RCPT TO: 451 4.3.0")));
    assert_eq!(letters[1].state, LetterState::Sent, "another's mail goes");

    server.to("a@example.org", Behaviour::Accept);
    post.wait_for_next_try();
    post.send(&transport).await;
    let sent = post.letters().await[0].clone();
    assert_eq!((sent.state, sent.attempts, sent.error), (LetterState::Sent, 2, None));
    assert_eq!(message_ids(&server), [letters[1].message_id.as_str(), letters[0].message_id.as_str()]);
}

#[rstest]
#[case(Engine::Sqlite)]
#[case(Engine::Postgres)]
#[tokio::test]
async fn a_refusal_for_good_is_kept_shown_and_not_tried_again(#[case] engine: Engine) {
    let post = Post::new(engine).await;
    let server = SmtpServer::start().await;
    let transport = transport(&server);
    server.to("a@example.org", Behaviour::Answer(Stage::Recipient, "550 5.1.1 nobody of that name"));
    post.write("a", "a@example.org").await;

    assert_eq!(post.send(&transport).await, 1);
    let letter = post.only_letter().await;
    assert_eq!((letter.state, letter.error.as_deref()), (LetterState::Failed, Some("RCPT TO: 550 5.1.1")));
    assert!(letter.payload.is_some(), "kept");
    post.clock.advance(30 * DAY);
    assert_eq!(post.send(&transport).await, 0);
    assert!(server.messages().is_empty());
}

#[rstest]
#[case(Engine::Sqlite)]
#[case(Engine::Postgres)]
#[tokio::test]
async fn a_letter_that_may_have_arrived_goes_out_again_as_the_same_letter(#[case] engine: Engine) {
    let post = Post::new(engine).await;
    let server = SmtpServer::start().await;
    let transport = transport(&server);
    server.next([Behaviour::AcceptThenDrop]);
    post.write("a", "a@example.org").await;

    post.send(&transport).await;
    assert_eq!(post.states().await, [LetterState::Pending]);
    assert_eq!(server.messages().len(), 1, "it did arrive");

    post.wait_for_next_try();
    post.send(&transport).await;
    let letter = post.only_letter().await;
    assert_eq!(letter.state, LetterState::Sent);
    assert_eq!(message_ids(&server), [letter.message_id.as_str(), letter.message_id.as_str()]);
    let messages = server.messages();
    assert_eq!(messages[0].text(), messages[1].text(), "the same to the byte");
}

#[rstest]
#[case::drops_before_the_mail(Behaviour::Drop(Stage::Data))]
#[case::drops_instead_of_an_answer(Behaviour::Drop(Stage::EndOfData))]
#[case::drops_at_once(Behaviour::Drop(Stage::Greeting))]
#[case::refuses_the_mail_for_now(Behaviour::Answer(Stage::EndOfData, "452 4.3.1 full"))]
#[case::refuses_all_for_now(Behaviour::Answer(Stage::Greeting, "421 4.3.2 later"))]
#[tokio::test]
async fn nothing_is_lost(#[case] behaviour: Behaviour, #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let post = Post::new(engine).await;
    let server = SmtpServer::start().await;
    let transport = transport(&server);
    server.always(behaviour);
    post.write("a", "a@example.org").await;
    post.send(&transport).await;
    assert_eq!(post.states().await, [LetterState::Pending]);
    assert!(server.messages().is_empty());

    server.always(Behaviour::Accept);
    post.wait_for_next_try();
    post.send(&transport).await;
    assert_eq!(message_ids(&server), [post.only_letter().await.message_id]);
}

#[rstest]
#[case(Engine::Sqlite)]
#[case(Engine::Postgres)]
#[tokio::test]
async fn a_server_that_falls_silent_is_given_up_for_now(#[case] engine: Engine) {
    let post = Post::new(engine).await;
    let server = SmtpServer::start().await;
    server.next([Behaviour::Wait(Stage::Sender, Gate::new())]);
    post.write("a", "a@example.org").await;
    post.send(&hasty(&server)).await;
    let letter = post.only_letter().await;
    assert_eq!(letter.error.as_deref(), Some("MAIL FROM: no answer in time"));

    post.wait_for_next_try();
    post.send(&transport(&server)).await;
    assert_eq!(message_ids(&server), [letter.message_id]);
}

#[rstest]
#[case(Engine::Sqlite)]
#[case(Engine::Postgres)]
#[tokio::test]
async fn a_letter_is_given_up_after_about_three_days_and_can_be_retried(#[case] engine: Engine) {
    let post = Post::new(engine).await;
    let mut server = SmtpServer::start().await;
    let transport = transport(&server);
    server.go_down().await;
    post.write("a", "a@example.org").await;
    let mut pauses = Vec::new();
    loop {
        post.send(&transport).await;
        let letter = post.only_letter().await;
        if letter.state == LetterState::Failed {
            assert_eq!(usize::try_from(letter.attempts).unwrap(), pauses.len() + 1);
            break;
        }
        pauses.push(letter.due_at.since(post.clock.now()));
        post.clock.set(letter.due_at);
    }
    assert!(pauses.iter().all(|pause| *pause <= 8 * HOUR), "{pauses:?}");
    assert!((2 * DAY..=4 * DAY).contains(&post.clock.now().since(START)), "{pauses:?}");

    server.come_up();
    let letter = post.only_letter().await;
    assert!(post.services.store.run(&Retry(letter.public_id)).await.unwrap());
    post.send(&transport).await;
    assert_eq!(post.only_letter().await.state, LetterState::Sent);
    assert_eq!(message_ids(&server), [letter.message_id]);
    assert!(!post.services.store.run(&Retry(letter.public_id)).await.unwrap(), "it was sent");
}

struct Retry(uuid::Uuid);

impl UseCase for Retry {
    type Output = bool;

    async fn run(&self, unit: &Unit) -> Result<bool, Failure> {
        outbox::retry(unit, self.0).await
    }
}

#[rstest]
#[case(Engine::Sqlite)]
#[case(Engine::Postgres)]
#[tokio::test]
async fn a_letter_that_cannot_be_made_stands_in_nobodys_way(#[case] engine: Engine) {
    let post = Post::new(engine).await;
    let server = SmtpServer::start().await;
    post.write_payload("a", "a@example.org", "confirmed", "{\"kind\":\"poem\"}".to_owned()).await;
    post.write("b", "not an address").await;
    post.write("a", "a@example.org").await;
    post.send(&transport(&server)).await;
    let letters = post.letters().await;
    let told: Vec<_> = letters.iter().map(|letter| (letter.state, letter.error.as_deref())).collect();
    assert_eq!(
        told,
        [
            (LetterState::Failed, Some("its text cannot be read")),
            (LetterState::Failed, Some("the address of the recipient cannot be written to")),
            (LetterState::Sent, None),
        ]
    );
}

#[rstest]
#[case(Engine::Sqlite)]
#[case(Engine::Postgres)]
#[tokio::test]
async fn a_letter_exists_only_with_what_caused_it(#[case] engine: Engine) {
    let post = Post::new(engine).await;
    let failed = post.services.store.run(&Undone).await;
    assert!(failed.is_err());
    assert!(post.letters().await.is_empty());
}

/// Writes a letter, then fails.
struct Undone;

impl UseCase for Undone {
    type Output = ();

    async fn run(&self, unit: &Unit) -> Result<(), Failure> {
        outbox::write(unit, &[letter("a", "a@example.org", "confirmed", String::new())]).await?;
        Err(Failure::Forbidden)
    }
}
