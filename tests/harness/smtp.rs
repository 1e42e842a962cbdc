use std::time::Duration;

use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport, Tokio1Executor,
    address::Envelope,
    transport::smtp::{
        Error,
        authentication::{Credentials, Mechanism},
        client::{Certificate, Tls, TlsParameters},
    },
};
use rstest::rstest;

use crate::support::smtp::{Behaviour, Gate, Options, Protection, SmtpServer, Stage};

/// Ends in mid-line: the client ends the line itself.
const MAIL: &str = "Subject: key\r\n\r\nA line.\r\n.a line with a dot\r\n..\r\nThe end.";

/// A client that trusts the server's authority and signs in where `credentials` are given.
fn client(
    server: &SmtpServer,
    protection: Protection,
    credentials: Option<(Mechanism, &str)>,
) -> AsyncSmtpTransport<Tokio1Executor> {
    let directory = tempfile::tempdir().unwrap();
    let authority = std::fs::read(server.ca_file(directory.path())).unwrap();
    let parameters = TlsParameters::builder("localhost".to_owned())
        .add_root_certificate(Certificate::from_pem(&authority).unwrap())
        .build()
        .unwrap();
    let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous("127.0.0.1")
        .port(server.address().port())
        .timeout(Some(Duration::from_secs(20)))
        .tls(match protection {
            Protection::None => Tls::None,
            Protection::StartTls => Tls::Required(parameters),
            Protection::Tls => Tls::Wrapper(parameters),
        });
    if let Some((mechanism, password)) = credentials {
        builder =
            builder.credentials(Credentials::new("lokaal".into(), password.into())).authentication(vec![mechanism]);
    }
    builder.build()
}

async fn send(client: &AsyncSmtpTransport<Tokio1Executor>, recipient: &str) -> Result<(), Error> {
    let address = |text: &str| text.parse::<Address>().unwrap();
    let envelope = Envelope::new(Some(address("from@example.org")), vec![address(recipient)]).unwrap();
    client.send_raw(&envelope, MAIL.as_bytes()).await.map(drop)
}

#[rstest]
#[case::plain(Protection::None, None)]
#[case::signed_in(Protection::None, Some(Mechanism::Plain))]
#[case::starttls(Protection::StartTls, Some(Mechanism::Plain))]
#[case::starttls_login(Protection::StartTls, Some(Mechanism::Login))]
#[case::tls(Protection::Tls, Some(Mechanism::Login))]
#[tokio::test]
async fn it_takes_a_mail(#[case] protection: Protection, #[case] mechanism: Option<Mechanism>) {
    let credentials = mechanism.map(|_| ("lokaal", "hidden"));
    let server = SmtpServer::start_with(Options { protection, credentials }).await;
    let client = client(&server, protection, mechanism.map(|mechanism| (mechanism, "hidden")));
    send(&client, "to@example.org").await.unwrap();

    let messages = server.wait_for_messages(1).await;
    assert_eq!(messages.len(), 1);
    assert_eq!(messages[0].from, "from@example.org");
    assert_eq!(messages[0].recipients, ["to@example.org"]);
    assert_eq!(messages[0].text(), format!("{MAIL}\r\n"));
    assert_eq!(messages[0].over_tls, protection != Protection::None);
    assert_eq!(messages[0].user.as_deref(), mechanism.map(|_| "lokaal"));
}

#[tokio::test]
async fn it_takes_nothing_from_who_does_not_sign_in() {
    let options = Options { protection: Protection::None, credentials: Some(("lokaal", "hidden")) };
    let server = SmtpServer::start_with(options).await;
    let nobody = client(&server, Protection::None, None);
    assert!(send(&nobody, "to@example.org").await.unwrap_err().is_permanent());
    let wrong = client(&server, Protection::None, Some((Mechanism::Plain, "guessed")));
    assert!(send(&wrong, "to@example.org").await.unwrap_err().is_permanent());
    assert!(server.messages().is_empty());
}

#[tokio::test]
async fn it_takes_nothing_unprotected_where_it_asks_for_protection() {
    let server = SmtpServer::start_with(Options { protection: Protection::StartTls, credentials: None }).await;
    let client = client(&server, Protection::None, None);
    assert!(send(&client, "to@example.org").await.unwrap_err().is_permanent());
    assert!(server.messages().is_empty());
}

#[rstest]
#[case(Stage::Sender)]
#[case(Stage::Recipient)]
#[case(Stage::Data)]
#[case(Stage::EndOfData)]
#[tokio::test]
async fn it_refuses_for_now_and_for_good(#[case] stage: Stage) {
    let server = SmtpServer::start().await;
    let client = client(&server, Protection::None, None);
    server.always(Behaviour::Answer(stage, "451 4.3.0 not now"));
    assert!(send(&client, "to@example.org").await.unwrap_err().is_transient());
    server.always(Behaviour::Answer(stage, "550 5.7.1 never"));
    assert!(send(&client, "to@example.org").await.unwrap_err().is_permanent());
    assert!(server.messages().is_empty());
    server.always(Behaviour::Accept);
    send(&client, "to@example.org").await.unwrap();
    assert_eq!(server.messages().len(), 1);
}

#[tokio::test]
async fn one_recipient_may_be_treated_apart() {
    let server = SmtpServer::start().await;
    let client = client(&server, Protection::None, None);
    server.to("gone@example.org", Behaviour::Answer(Stage::Recipient, "550 5.1.1 nobody of that name"));
    assert!(send(&client, "Gone@example.org").await.unwrap_err().is_permanent());
    send(&client, "to@example.org").await.unwrap();
    assert_eq!(server.messages().len(), 1);
}

#[tokio::test]
async fn the_next_connections_are_treated_in_turn() {
    let server = SmtpServer::start().await;
    let client = client(&server, Protection::None, None);
    server.next([Behaviour::AcceptThenDrop, Behaviour::Drop(Stage::EndOfData)]);
    assert!(send(&client, "first@example.org").await.is_err(), "taken, but the sender was not told");
    assert_eq!(server.messages().len(), 1);
    assert!(send(&client, "second@example.org").await.is_err(), "neither taken nor answered");
    assert_eq!(server.messages().len(), 1);
    send(&client, "third@example.org").await.unwrap();
    assert_eq!(server.messages().len(), 2);
    assert_eq!(server.connections(), 3);
}

#[tokio::test]
async fn a_slow_one_waits_at_the_gate() {
    let server = SmtpServer::start().await;
    let client = client(&server, Protection::None, None);
    let gate = Gate::new();
    server.always(Behaviour::Wait(Stage::EndOfData, gate.clone()));
    let sending = tokio::spawn(async move { send(&client, "to@example.org").await });
    gate.reached_by(1).await;
    assert!(!sending.is_finished());
    assert!(server.messages().is_empty());
    gate.open();
    sending.await.unwrap().unwrap();
    assert_eq!(server.messages().len(), 1);
}

#[tokio::test]
async fn down_it_refuses_connections_and_up_again_it_is_found_at_the_same_port() {
    let mut server = SmtpServer::start().await;
    let client = client(&server, Protection::None, None);
    send(&client, "to@example.org").await.unwrap();
    server.go_down().await;
    assert!(send(&client, "to@example.org").await.is_err());
    assert!(send(&client, "to@example.org").await.is_err());
    assert_eq!(server.connections(), 1, "not even accepted");
    server.come_up();
    send(&client, "to@example.org").await.unwrap();
    assert_eq!(server.messages().len(), 2);
}
