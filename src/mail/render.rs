//! From a letter to a message: headers, text, HTML, and a calendar part where the calendar changes.

use std::time::{Duration, SystemTime};

use askama::Template;
use lettre::message::{
    Attachment, Mailbox, Message, MultiPart, MultiPartKind, SinglePart,
    header::{ContentType, Header, HeaderName, HeaderValue},
};
use sha2::{Digest, Sha256};

use super::{
    calendar::{self, CalendarEvent, Party},
    clean,
    content::{self, Address, Content},
    facts::BookingFacts,
    letter::{CalendarNews, Letter},
    published::{changed_texts, location, summary},
    words::Words,
};
use crate::domain::{person::Locale, time::Instant};

/// Whom a mail is for.
#[derive(Clone, Debug)]
pub struct Recipient {
    /// Name; may be empty.
    pub name: String,
    /// Mail address.
    pub email: String,
    /// Language.
    pub locale: Locale,
}

/// What a message has besides its letter. The same values give the same bytes.
#[derive(Clone, Copy, Debug)]
pub struct Sending<'a> {
    /// The sender of all mail.
    pub from: &'a Mailbox,
    /// Base of every link, such as `https://lokaal.example.org`.
    pub public_url: &'a str,
    /// The token of the letter's link, made for this sending; letters without a link need none.
    pub token: Option<&'a str>,
    /// The token by which letters of its topic are stopped, made for this sending; those that are always sent need none.
    pub stop: Option<&'a str>,
    /// The Message-ID, fixed when the letter was written, angle brackets included.
    pub message_id: &'a str,
    /// The Date header, and the DTSTAMP of a calendar part.
    pub date: Instant,
}

/// A letter that cannot become a message. Trying again does not help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RenderError {
    /// The recipient's address is not one.
    #[error("the address of the recipient cannot be written to")]
    Recipient,
    /// The letter has a link and was given no token, or one with characters that have no place in an address.
    #[error("the letter needs a token for its link")]
    Token,
    /// The message or its template could not be built.
    #[error("the message cannot be built")]
    Message,
}

/// The message that `letter` is for `to`.
///
/// # Errors
/// [`RenderError`], each of them for good.
pub fn render(letter: &Letter, to: &Recipient, sending: &Sending<'_>) -> Result<Message, RenderError> {
    let name = match letter {
        // Whoever asked for it chose the name: a stranger's words are not sent to an address that is not proved.
        Letter::VerifyAddress { .. } => String::new(),
        _ => clean::short(&to.name, 80),
    };
    let recipient = mailbox(&name, &to.email).ok_or(RenderError::Recipient)?;
    let sender = sending.from.name.as_deref().map_or_else(|| "Lokaal".to_owned(), clean::line);
    let address = Address {
        words: Words(to.locale),
        name: &name,
        public_url: sending.public_url.trim_end_matches('/'),
        sender: &sender,
    };
    let url = letter.link().map(|_| link(sending.token, address)).transpose()?;
    let stop = letter.topic().map(|topic| link(sending.stop, address).map(|url| (topic, url))).transpose()?;
    let content = content::compose(letter, address, url, stop);

    let mut builder = Message::builder()
        .from(sending.from.clone())
        .to(recipient)
        .subject(content.subject.clone())
        .date(system_time(sending.date))
        .message_id(Some(sending.message_id.to_owned()))
        .header(AutoSubmitted);
    if let Some(stop) = &content.stop {
        builder = builder.header(ListUnsubscribe(stop.url.clone())).header(ListUnsubscribePost);
    }
    if let Some(desk) = letter.reply_to().and_then(|email| mailbox(&content.signature, email)) {
        builder = builder.reply_to(desk);
    }
    builder.multipart(body(letter, &content, to, &name, address, sending)?).map_err(|_| RenderError::Message)
}

/// The address of the page behind a link. Opening it changes nothing: a button on it does.
fn link(token: Option<&str>, address: Address<'_>) -> Result<String, RenderError> {
    let token = token.ok_or(RenderError::Token)?;
    let fit = !token.is_empty() && token.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
    if fit { Ok(address.url(&format!("/link/{token}"))) } else { Err(RenderError::Token) }
}

/// Text and HTML; where the calendar changes, the calendar part beside them, as Outlook and Gmail read it, and the
/// same as a file, for who opens it by hand.
fn body(
    letter: &Letter,
    content: &Content,
    to: &Recipient,
    name: &str,
    address: Address<'_>,
    sending: &Sending<'_>,
) -> Result<MultiPart, RenderError> {
    let html = Page { lang: to.locale.as_str(), content }.render().map_err(|_| RenderError::Message)?;
    let alternative = multipart(MultiPartKind::Alternative, sending.message_id)
        .singlepart(SinglePart::plain(text(content)))
        .singlepart(SinglePart::html(html));
    if letter.calendar_parts().is_empty() {
        return Ok(alternative);
    }
    let parts = letter.calendar_parts();
    let [(news, booking)] = parts.as_slice() else {
        // Clients act on one entry at a time: of several, each is a file of its own.
        let mut mixed = multipart(MultiPartKind::Mixed, sending.message_id).multipart(alternative);
        for (n, (news, booking)) in parts.iter().enumerate() {
            let part = calendar_part(*news, booking, to, name, address, sending);
            let file = format!("lokaal-{}.ics", n + 1);
            mixed = mixed.singlepart(Attachment::new(file).body(part.into_bytes(), calendar_type(*news)?));
        }
        return Ok(mixed);
    };
    let part = calendar_part(*news, booking, to, name, address, sending);
    let content_type = calendar_type(*news)?;
    let file_type = ContentType::parse("application/ics; name=\"lokaal.ics\"").map_err(|_| RenderError::Message)?;
    let alternative = alternative.singlepart(SinglePart::builder().header(content_type).body(part.clone()));
    Ok(multipart(MultiPartKind::Mixed, sending.message_id)
        .multipart(alternative)
        .singlepart(Attachment::new("lokaal.ics".to_owned()).body(part.into_bytes(), file_type)))
}

fn calendar_type(news: CalendarNews) -> Result<ContentType, RenderError> {
    let text = format!("text/calendar; charset=utf-8; method={}", news.method());
    ContentType::parse(&text).map_err(|_| RenderError::Message)
}

/// A multipart whose boundary follows from the Message-ID, so that a second sending has the same bytes.
fn multipart(kind: MultiPartKind, message_id: &str) -> lettre::message::MultiPartBuilder {
    let mut hash = Sha256::new();
    hash.update(format!("{kind:?}").as_bytes());
    hash.update(message_id.as_bytes());
    let mut boundary = "=_".to_owned();
    for byte in hash.finalize().iter().take(16) {
        boundary.extend([byte >> 4, byte & 15].map(|digit| char::from_digit(digit.into(), 16).unwrap_or('0')));
    }
    MultiPart::builder().kind(kind).boundary(boundary)
}

fn calendar_part(
    news: CalendarNews,
    booking: &BookingFacts,
    to: &Recipient,
    name: &str,
    address: Address<'_>,
    sending: &Sending<'_>,
) -> String {
    let place = &booking.place;
    let words = address.words;
    let centre = clean::line(&place.centre_name);
    let url = booking.path.as_deref().map(|path| address.url(path));
    let mut description = vec![words.tell("calendar-reference", &[("reference", &clean::line(&booking.reference))])];
    if let Some(phone) = &place.phone {
        description.push(words.tell("calendar-phone", &[("phone", &clean::line(phone))]));
    }
    description.extend(url.clone());
    let (summary, location) = (summary(&booking.title, place), location(place));
    let description = description.join("\n");
    let event = CalendarEvent {
        uid: &booking.calendar_uid,
        sequence: booking.sequence,
        stamp: sending.date,
        starts_at: booking.starts_at,
        ends_at: booking.ends_at,
        zone: booking.timezone,
        recurring: booking.recurring.as_ref(),
        summary: &summary,
        location: &location,
        description: &description,
        url: url.as_deref(),
        parties: Some((
            Party { name: &centre, email: place.contact_email.as_deref().unwrap_or(sending.from.email.as_ref()) },
            Party { name, email: &to.email },
        )),
    };
    let texts = changed_texts(booking.recurring.as_ref());
    let changed: Vec<_> = texts.iter().map(|date| date.event(&event)).collect();
    calendar::part(news, &event, &changed)
}

/// The text of a mail: its blocks with empty lines between them.
fn text(content: &Content) -> String {
    let mut blocks = Vec::new();
    if let Some(top) = &content.top {
        let place = [Some(top.place.clone()), top.address.clone()].into_iter().flatten().collect::<Vec<_>>().join(", ");
        let mut lines = vec![top.when.clone()];
        lines.extend(top.clock_change.clone());
        lines.push(place);
        lines.push(format!("{} {}", top.answer.sign(), top.verdict));
        blocks.push(lines.join("\n"));
    }
    blocks.push(format!("{},", content.hello));
    blocks.extend(content.paragraphs.iter().cloned());
    for list in &content.lists {
        let items = list.items.iter().map(|item| format!("- {item}"));
        blocks.push(std::iter::once(list.intro.clone()).chain(items).collect::<Vec<_>>().join("\n"));
    }
    if let Some(choices) = &content.alternatives {
        let mut lines = vec![choices.intro.clone()];
        for choice in &choices.items {
            lines.push(format!("- {}\n  {}", choice.place, choice.when));
            lines.extend(choice.url.iter().map(|url| format!("  {url}")));
        }
        blocks.push(lines.join("\n"));
    }
    if !content.details.is_empty() {
        let lines: Vec<_> = content.details.iter().map(|detail| detail.in_one_line.clone()).collect();
        blocks.push(lines.join("\n"));
    }
    if let Some(button) = &content.button {
        blocks.push(format!("{}:\n{}", button.label, button.url));
    }
    blocks.extend((!content.questions.is_empty()).then(|| content.questions.join("\n")));
    blocks.push(format!("{}\n{}", content.regards, content.signature));
    let mut foot = vec!["-- ".to_owned(), content.automatic.clone()];
    if let Some(stop) = &content.stop {
        foot.extend([stop.label.clone(), stop.url.clone()]);
    }
    blocks.push(foot.join("\n"));
    blocks.join("\n\n") + "\n"
}

/// The HTML of a mail: one layout, its style inline, nothing loaded from elsewhere.
#[derive(Template)]
#[template(path = "mail/message.html")]
struct Page<'a> {
    lang: &'static str,
    content: &'a Content,
}

/// A name and an address as a header writes them.
fn mailbox(name: &str, email: &str) -> Option<Mailbox> {
    let name = clean::short(name, 80);
    Some(Mailbox::new((!name.is_empty()).then_some(name), email.parse().ok()?))
}

/// Times before 1970 become 1970, and those after 9999 its end, which is as far as a Date header goes.
fn system_time(instant: Instant) -> SystemTime {
    let seconds = instant.clamp(Instant::EARLIEST, Instant::LATEST).epoch_seconds();
    SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(seconds).unwrap_or(0))
}

/// Tells holiday answers to keep quiet (RFC 3834, section 5).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// Where letters of this topic are stopped (RFC 2369, section 3.2).
#[derive(Clone)]
struct ListUnsubscribe(String);

impl Header for ListUnsubscribe {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe")
    }

    fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(text.trim_matches(['<', '>']).to_owned()))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), format!("<{}>", self.0))
    }
}

/// That a mail program may do so by itself when its reader presses its button (RFC 8058, section 3.1).
#[derive(Clone)]
struct ListUnsubscribePost;

impl Header for ListUnsubscribePost {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe-Post")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "List-Unsubscribe=One-Click".to_owned())
    }
}
