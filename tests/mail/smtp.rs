//! Messages to a mail server that fails in every way.

use std::time::Duration;

use lokaal::{
    config::{MailSettings, SmtpServer as ServerSettings},
    domain::person::Locale,
    mail::{
        BookingNews, Message, Recipient, SendError, Transport,
        transport::{Limits, Smtp},
    },
};
use rstest::rstest;

use crate::{
    sample::{booking, fatima, render},
    support::smtp::{Behaviour, Gate, Options, Protection, SmtpServer, Stage},
};

const SIGNED_IN: Option<(&str, &str)> = Some(("lokaal", "hidden"));

fn message() -> Message {
    render(&booking(BookingNews::Confirmed, |_| ()), &fatima(Locale::Nl))
}

/// Reached as its URL says, with its authority trusted.
pub(crate) fn transport(server: &SmtpServer) -> Transport {
    transport_to(server, &server.url())
}

fn transport_to(server: &SmtpServer, url: &str) -> Transport {
    let directory = tempfile::tempdir().unwrap();
    let settings = MailSettings {
        smtp: Some(ServerSettings::parse(url).unwrap()),
        directory: "unused".into(),
        from: "lokaal@example.org".into(),
        ca_file: Some(server.ca_file(directory.path())),
        timeout: Duration::from_secs(20),
        keep_bodies_days: 30,
    };
    Transport::new(&settings).unwrap()
}

/// One that loses its patience at once.
pub(crate) fn hasty(server: &SmtpServer) -> Transport {
    let short = Duration::from_millis(200);
    let limits = Limits { connect: short, command: short, message: short, idle: 2 };
    Transport::Smtp(Smtp::new(&ServerSettings::parse(&server.url()).unwrap(), None, limits).unwrap())
}

fn temporary(text: &str) -> SendError {
    SendError::Temporary(text.to_owned())
}

#[rstest]
#[case::plain(Protection::None, None)]
#[case::signed_in(Protection::None, SIGNED_IN)]
#[case::starttls(Protection::StartTls, SIGNED_IN)]
#[case::tls(Protection::Tls, SIGNED_IN)]
#[tokio::test]
async fn a_message_arrives_as_it_was_written(
    #[case] protection: Protection,
    #[case] credentials: Option<(&'static str, &'static str)>,
) {
    let server = SmtpServer::start_with(Options { protection, credentials }).await;
    let transport = transport(&server);
    transport.check().await.unwrap();
    transport.send(&message()).await.unwrap();
    let taken = server.messages();
    assert_eq!(taken.len(), 1);
    assert_eq!(taken[0].from, "lokaal@leuven.example");
    assert_eq!(taken[0].recipients, ["fatima@example.org"]);
    assert_eq!(taken[0].text().trim_end(), String::from_utf8(message().formatted()).unwrap().trim_end());
    assert_eq!(taken[0].over_tls, protection != Protection::None);
    assert_eq!(taken[0].user.as_deref(), credentials.map(|(user, _)| user));
    transport.close().await;
}

#[tokio::test]
async fn messages_share_a_connection_until_goodbye() {
    let server = SmtpServer::start().await;
    let transport = transport(&server);
    for _ in 0..3 {
        transport.send(&message()).await.unwrap();
    }
    assert_eq!((server.messages().len(), server.connections()), (3, 1));
    transport.close().await;
    transport.send(&message()).await.unwrap();
    assert_eq!((server.messages().len(), server.connections()), (4, 2));
}

#[rstest]
#[case(Stage::Sender, "MAIL FROM")]
#[case(Stage::Recipient, "RCPT TO")]
#[case(Stage::Data, "DATA")]
#[case(Stage::EndOfData, "the message")]
#[tokio::test]
async fn a_refusal_is_for_now_or_for_good_and_names_nobody(#[case] stage: Stage, #[case] step: &str) {
    let server = SmtpServer::start().await;
    let transport = transport(&server);
    for (answer, expected) in [
        ("450 4.2.1 <fatima@example.org> is busy", temporary(&format!("{step}: 450 4.2.1"))),
        ("451 ask again, fatima@example.org", temporary(&format!("{step}: 451"))),
        ("421 4.3.2 going down", temporary(&format!("{step}: 421 4.3.2"))),
        ("550 5.1.1 <fatima@example.org> unknown", SendError::Permanent(format!("{step}: 550 5.1.1"))),
        ("554 no, fatima@example.org", SendError::Permanent(format!("{step}: 554"))),
    ] {
        server.always(Behaviour::Answer(stage, answer));
        assert_eq!(transport.send(&message()).await, Err(expected), "{answer}");
    }
    assert!(server.messages().is_empty());
    server.always(Behaviour::Accept);
    transport.send(&message()).await.unwrap();
    assert_eq!(server.messages().len(), 1);
    assert_eq!(server.connections(), 6, "after a refusal the next message has a connection of its own");
}

#[rstest]
#[case("421 4.3.2 too busy")]
#[case("554 5.3.2 no mail here today")]
#[tokio::test]
async fn a_greeting_without_welcome_is_not_the_messages_fault(#[case] greeting: &'static str) {
    let server = SmtpServer::start().await;
    server.always(Behaviour::Answer(Stage::Greeting, greeting));
    let codes = greeting.split(' ').take(2).collect::<Vec<_>>().join(" ");
    assert_eq!(transport(&server).send(&message()).await, Err(temporary(&format!("connecting: {codes}"))));
    assert_eq!(transport(&server).check().await, Err(temporary(&format!("connecting: {codes}"))));
}

#[rstest]
#[case(Stage::Greeting)]
#[case(Stage::Sender)]
#[case(Stage::Recipient)]
#[case(Stage::Data)]
#[case(Stage::EndOfData)]
#[tokio::test]
async fn a_server_that_hangs_up_or_falls_silent_is_worth_another_try(#[case] stage: Stage) {
    let server = SmtpServer::start().await;
    server.always(Behaviour::Drop(stage));
    let dropped = transport(&server).send(&message()).await;
    assert!(matches!(&dropped, Err(SendError::Temporary(_))), "{dropped:?}");

    server.always(Behaviour::Wait(stage, Gate::new()));
    let silent = hasty(&server).send(&message()).await;
    assert!(matches!(&silent, Err(SendError::Temporary(text)) if text.ends_with("no answer in time")), "{silent:?}");
    assert!(server.messages().is_empty());
}

/// The answer that came too late must not be taken for that to the next message.
#[tokio::test]
async fn a_late_answer_is_nobodys_answer() {
    let server = SmtpServer::start().await;
    let transport = hasty(&server);
    let gate = Gate::new();
    server.next([Behaviour::Wait(Stage::EndOfData, gate.clone())]);
    transport.send(&message()).await.unwrap_err();
    gate.open();
    server.next([Behaviour::Answer(Stage::EndOfData, "550 5.7.1 never")]);
    assert!(matches!(transport.send(&message()).await, Err(SendError::Permanent(_))));
    assert_eq!(server.connections(), 2);
}

#[tokio::test]
async fn a_server_that_hangs_up_after_it_took_the_message_gets_the_same_message_again() {
    let server = SmtpServer::start().await;
    let transport = transport(&server);
    server.next([Behaviour::AcceptThenDrop]);
    assert!(matches!(transport.send(&message()).await, Err(SendError::Temporary(_))));
    transport.send(&message()).await.unwrap();
    let taken = server.messages();
    assert_eq!(taken.len(), 2);
    assert_eq!(taken[0].data, taken[1].data, "the same bytes, the same Message-ID");
}

#[tokio::test]
async fn a_server_that_was_down_is_found_again_though_a_connection_was_kept() {
    let mut server = SmtpServer::start().await;
    let transport = transport(&server);
    transport.send(&message()).await.unwrap();
    server.go_down().await;
    assert_eq!(transport.send(&message()).await, Err(temporary("connecting: no connection")));
    assert_eq!(transport.check().await, Err(temporary("connecting: no connection")));
    server.come_up();
    transport.send(&message()).await.unwrap();
    assert_eq!(server.messages().len(), 2);
}

#[tokio::test]
async fn a_wrong_password_is_not_the_messages_fault() {
    let server = SmtpServer::start_with(Options { protection: Protection::None, credentials: SIGNED_IN }).await;
    let url = format!("smtp://lokaal:guessed@{}", server.address());
    assert_eq!(transport_to(&server, &url).send(&message()).await, Err(temporary("AUTH: 535 5.7.8")));
    assert_eq!(transport_to(&server, &url).check().await, Err(temporary("AUTH: 535 5.7.8")));
}

#[tokio::test]
async fn nothing_is_said_to_a_server_that_cannot_prove_its_name() {
    let server = SmtpServer::start_with(Options { protection: Protection::Tls, credentials: SIGNED_IN }).await;
    let settings = ServerSettings::parse(&server.url()).unwrap();
    let stranger = Transport::Smtp(Smtp::new(&settings, None, Limits::from(Duration::from_secs(20))).unwrap());
    let refused = stranger.send(&message()).await;
    assert!(matches!(&refused, Err(SendError::Temporary(text)) if text.starts_with("connecting: no")), "{refused:?}");
    assert!(server.messages().is_empty());
}

#[tokio::test]
async fn nothing_is_sent_where_encryption_is_insisted_on_and_not_offered() {
    let server = SmtpServer::start().await;
    let insisting = transport_to(&server, &format!("smtp://{}?tls=required", server.address()));
    let expected = temporary("STARTTLS: the server does not offer what is asked for");
    assert_eq!(insisting.send(&message()).await, Err(expected));
    assert!(server.messages().is_empty());
    transport_to(&server, &format!("smtp://{}", server.address())).send(&message()).await.unwrap();
}

#[tokio::test]
async fn encryption_is_used_where_it_is_offered() {
    let server = SmtpServer::start_with(Options { protection: Protection::StartTls, credentials: None }).await;
    transport_to(&server, &format!("smtp://{}", server.address())).send(&message()).await.unwrap();
    assert!(server.messages()[0].over_tls);
}

#[tokio::test]
async fn an_address_beyond_ascii_arrives_where_the_server_takes_it() {
    let server = SmtpServer::start().await;
    let to = Recipient { email: "fátima@example.org".to_owned(), ..fatima(Locale::Nl) };
    transport(&server).send(&render(&booking(BookingNews::Confirmed, |_| ()), &to)).await.unwrap();
    assert_eq!(server.messages()[0].recipients, ["fátima@example.org"]);
}
