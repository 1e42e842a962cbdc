//! The mails that the service sends, as their recipients read them.

use std::collections::BTreeSet;

use lokaal::{
    jobs::outbox::{self, Mailer},
    mail::{Transport, transport::Capture},
};
use mail_parser::{MessageParser, MimeHeaders};

use super::app::TestApp;

/// Where the service is reached in tests.
const PUBLIC_URL: &str = "http://lokaal.test";

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
    /// The same as HTML.
    pub html: String,
    /// The header List-Unsubscribe, and List-Unsubscribe-Post.
    pub unsubscribe: Option<(String, String)>,
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
        let head = String::from_utf8_lossy(raw).replace("\r\n ", " ");
        let header = |name: &str| {
            let lines = head.split("\r\n").take_while(|line| !line.is_empty());
            let mut values = lines.filter_map(|line| line.split_once(": ")).filter(|(key, _)| *key == name);
            values.next().map(|(_, value)| value.to_owned())
        };
        Self {
            to: to.to_owned(),
            message_id: parsed.message_id().expect("a Message-ID").to_owned(),
            subject: parsed.subject().expect("a subject").to_owned(),
            text: parsed.body_text(0).expect("text").replace("\r\n", "\n"),
            html: parsed.body_html(0).expect("HTML").into_owned(),
            unsubscribe: header("List-Unsubscribe").zip(header("List-Unsubscribe-Post")),
            calendar: calendars.first().cloned(),
            calendars,
        }
    }

    /// The paths of all that can be opened in it, in the text, the HTML and the headers.
    pub fn paths(&self) -> BTreeSet<String> {
        let header = self.unsubscribe.as_ref().map(|(url, _)| url.as_str()).unwrap_or_default();
        [self.text.as_str(), &self.html, header]
            .into_iter()
            .flat_map(|part| part.split(PUBLIC_URL).skip(1))
            .filter_map(|rest| rest.split(['"', '<', '>', ' ', '\n', '\r']).next())
            .map(str::to_owned)
            .collect()
    }

    /// The path by which letters of its topic are stopped, as the header tells it to mail programs.
    pub fn stop(&self) -> String {
        let (url, post) = self.unsubscribe.as_ref().expect("it can be stopped");
        assert_eq!(post, "List-Unsubscribe=One-Click");
        let url = url.strip_prefix('<').and_then(|url| url.strip_suffix('>')).expect("an address");
        let path = url.strip_prefix(PUBLIC_URL).expect("an address of the service").to_owned();
        assert!(self.text.contains(url) && self.html.contains(url), "it stands at the foot as well");
        path
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
