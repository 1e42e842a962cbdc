//! Links in mails carry tokens that stand nowhere else.

use lokaal::{
    mail::{Letter, LinkPurpose},
    store::{Engine, tokens},
};
use mail_parser::MessageParser;
use rstest::rstest;

use super::Post;
use crate::{
    smtp::transport,
    support::smtp::{Behaviour, SmtpServer, Stage},
};

#[rstest]
#[case(Engine::Sqlite)]
#[case(Engine::Postgres)]
#[tokio::test]
async fn a_token_is_made_for_each_sending_and_kept_as_a_hash(#[case] engine: Engine) {
    let post = Post::new(engine).await;
    let server = SmtpServer::start().await;
    let transport = transport(&server);
    let letter = Letter::SignInLink { link: LinkPurpose::SignIn, valid_for: 1800 };
    post.write_letter("a", "a@example.org", &letter).await;
    // Refused after it was written down: its token went out and may be known.
    server.next([Behaviour::AcceptThenDrop, Behaviour::Answer(Stage::Recipient, "451 4.3.0 not now")]);
    for _ in 0..3 {
        post.send(&transport).await;
        post.wait_for_next_try();
    }
    let mails = server.messages();
    assert_eq!(mails.len(), 2);
    let tokens: Vec<String> = mails.iter().map(|mail| token(&mail.data)).collect();
    assert_ne!(tokens[0], tokens[1]);

    let now = post.only_letter().await.sent_at.unwrap();
    let store = &post.services.store;
    let link = tokens::link(store, &tokens[1], now).await.unwrap().expect("it is good");
    assert_eq!((link.purpose.as_str(), link.email.as_str()), ("sign_in", "a@example.org"));
    assert!(tokens::link(store, &tokens[1], now.plus(1799)).await.unwrap().is_some());
    assert!(tokens::link(store, &tokens[1], now.plus(1800)).await.unwrap().is_none(), "half an hour from its sending");
    let letter = post.only_letter().await;
    assert!(!format!("{letter:?}").contains(&tokens[1]), "it stands nowhere but in the mail");
}

fn token(mail: &[u8]) -> String {
    let parsed = MessageParser::default().parse(mail).expect("a mail");
    let text = parsed.body_text(0).expect("text").into_owned();
    let (_, rest) = text.split_once("https://lokaal.example/link/").expect("a link");
    rest.split_whitespace().next().expect("a token").to_owned()
}
