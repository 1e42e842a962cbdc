//! The mails that the service sends, as their recipients read them.

use lokaal::{
    jobs::outbox::{self, Mailer},
    mail::{Transport, transport::Capture},
};
use mail_parser::{MessageParser, MimeHeaders};

use super::app::TestApp;

/// A mail as its recipient reads it.
#[derive(Clone, Debug)]
pub struct Mail {
    /// The recipient's address.
    pub to: String,
    /// Message-ID without angle brackets.
    pub message_id: String,
    /// Subject.
    pub subject: String,
    /// The text.
    pub text: String,
    /// The calendar part that mail clients act on: its method, and itself. Of several the first.
    pub calendar: Option<(String, String)>,
    /// All of them.
    pub calendars: Vec<(String, String)>,
}

impl Mail {
    /// Reads a message.
    pub fn read(raw: &[u8]) -> Self {
        let parsed = MessageParser::default().parse(raw).expect("a message");
        let to = parsed.to().and_then(|to| to.first()).and_then(|to| to.address()).expect("a recipient");
        let calendars = parsed.parts.iter().filter_map(|part| {
            let kind = part.content_type()?;
            let method = kind.attribute("method").filter(|_| kind.subtype() == Some("calendar"))?;
            Some((method.to_owned(), part.text_contents().expect("text").replace("\r\n ", "")))
        });
        let calendars: Vec<_> = calendars.collect();
        Self {
            to: to.to_owned(),
            message_id: parsed.message_id().expect("a Message-ID").to_owned(),
            subject: parsed.subject().expect("a subject").to_owned(),
            text: parsed.body_text(0).expect("text").replace("\r\n", "\n"),
            calendar: calendars.first().cloned(),
            calendars,
        }
    }

    /// The token of its link, where it has one.
    pub fn token(&self) -> Option<String> {
        let (_, rest) = self.text.split_once("/link/")?;
        Some(rest.split_whitespace().next()?.to_owned())
    }
}

impl TestApp {
    /// Sends every letter that is due, and gives the mails.
    pub async fn mails(&self) -> Vec<Mail> {
        let capture = Capture::new();
        let mailer = Mailer {
            transport: Transport::Capture(capture.clone()),
            from: "Lokaal <lokaal@lokaal.test>".parse().expect("an address"),
        };
        outbox::run_once(&self.state().services, &mailer).await.expect("letters are sent");
        capture.take().iter().map(|message| Mail::read(&message.formatted())).collect()
    }

    /// Sends the one letter that is due, and gives the mail.
    pub async fn one_mail(&self) -> Mail {
        let mut mails = self.mails().await;
        assert_eq!(mails.len(), 1, "{mails:#?}");
        mails.remove(0)
    }

    /// Sends every letter that is due, and gives the mails to this address.
    pub async fn mails_to(&self, address: &str) -> Vec<Mail> {
        self.mails().await.into_iter().filter(|mail| mail.to == address).collect()
    }
}
