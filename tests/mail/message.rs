//! Headers and structure, and that nothing typed by anybody breaks out of its place.

use lokaal::{
    domain::{booking::BookingStatus, person::Locale},
    mail::{BookingNews, Letter, LinkPurpose, Recipient, RenderError},
};

use crate::sample::{booking, fatima, read, render, try_render};

#[test]
fn headers() {
    let mail = read(&render(&booking(BookingNews::Confirmed, |_| ()), &fatima(Locale::Nl)));
    assert_eq!(mail.header("From"), Some("\"Lokaal Leuven\" <lokaal@leuven.example>"));
    assert_eq!(mail.header("To"), Some("\"Fatima Peeters\" <fatima@example.org>"));
    assert_eq!(mail.header("Reply-To"), Some("Casablanca <casablanca@leuven.example>"));
    assert_eq!(mail.header("Date"), Some("Fri, 20 Nov 2026 08:30:00 +0000"));
    assert_eq!(mail.header("Message-ID"), Some("<0193-test@leuven.example>"));
    assert_eq!(mail.header("Auto-Submitted"), Some("auto-generated"));
    assert_eq!(mail.subject, "✓ Bevestigd: Grote zaal, donderdag 3 december, 19.00 uur");
}

#[test]
fn the_same_letter_gives_the_same_bytes() {
    let letter = booking(BookingNews::Confirmed, |_| ());
    let bytes = || render(&letter, &fatima(Locale::Nl)).formatted();
    assert_eq!(bytes(), bytes());
}

#[test]
fn mail_is_seven_bit_and_its_lines_are_short() {
    let letter = booking(BookingNews::Declined, |facts| facts.reason = Some("é".repeat(3_000)));
    let bytes = render(&letter, &fatima(Locale::Fr)).formatted();
    assert!(bytes.is_ascii());
    assert!(bytes.split(|&b| b == b'\n').all(|line| line.len() <= 998), "RFC 5322, section 2.1.1");
}

#[test]
fn a_plain_mail_is_text_or_html_and_a_calendar_mail_has_its_part_beside_and_attached() {
    let sign_in = Letter::SignInLink { link: LinkPurpose::SignIn, valid_for: 600 };
    let plain = read(&render(&sign_in, &fatima(Locale::Nl)));
    assert!(plain.header("Content-Type").unwrap().starts_with("multipart/alternative"));
    assert_eq!(plain.others.len(), 0);

    let confirmed = render(&booking(BookingNews::Confirmed, |_| ()), &fatima(Locale::Nl));
    let mail = read(&confirmed);
    assert!(mail.header("Content-Type").unwrap().starts_with("multipart/mixed"));
    let kinds: Vec<_> = mail.others.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(kinds, ["text/calendar; method=REQUEST", "application/ics"]);
    assert_eq!(mail.others[0].1, mail.others[1].1, "both are the same entry");
    let raw = String::from_utf8(confirmed.formatted()).unwrap();
    assert!(raw.contains("Content-Type: text/calendar; charset=utf-8; method=REQUEST\r\n"), "{raw}");
    assert!(raw.contains("Content-Disposition: attachment; filename=\"lokaal.ics\"\r\n"), "{raw}");
}

#[test]
fn no_name_or_title_becomes_a_header_or_a_tag() {
    let evil = "Eve\r\nBcc: all@example.org\r\n\r\n<script>alert(1)</script>, \"Ünal\" <x@y.z>\u{0}\u{202e}";
    let letter = booking(BookingNews::Cancelled, |facts| {
        facts.status = BookingStatus::Cancelled;
        facts.in_calendar = true;
        facts.title = evil.to_owned();
        facts.place.room_name = evil.to_owned();
        facts.place.centre_name = evil.to_owned();
        facts.place.street = Some(evil.to_owned());
        facts.place.phone = Some(evil.to_owned());
        facts.organisation_name = Some(evil.to_owned());
        facts.reason = Some(evil.to_owned());
        facts.reference = evil.to_owned();
        facts.calendar_uid = evil.to_owned();
        facts.path = Some(format!("/bookings/\"><script>{evil}"));
    });
    let to = Recipient { name: evil.to_owned(), email: "eve@example.org".to_owned(), locale: Locale::Nl };
    let message = render(&letter, &to);
    let mail = read(&message);
    let names: Vec<_> = mail.headers.iter().map(|(name, _)| name.as_str()).collect();
    let expected =
        ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Reply-To", "MIME-Version", "Content-Type"];
    assert_eq!(names, expected);
    assert_eq!(message.envelope().to().iter().map(ToString::to_string).collect::<Vec<_>>(), ["eve@example.org"]);
    assert!(!mail.html.contains("<script"), "{}", mail.html);
    assert!(mail.text.contains("Eve Bcc: all@example.org <script>alert(1)</script>, \"Ünal\" <x@y.z>"), "kept as text");
    for (_, bytes) in &mail.others {
        let part = String::from_utf8(bytes.clone()).unwrap();
        assert!(
            part.split("\r\n").all(|line| !line.starts_with("Bcc") && !line.contains(['\r', '\n', '\0'])),
            "{part}"
        );
        assert_eq!(part.matches("BEGIN:VEVENT").count(), 1);
        assert_eq!(part.matches("ATTENDEE").count(), 1);
    }
}

#[test]
fn a_stranger_cannot_put_words_into_the_mail_that_proves_an_address() {
    let letter = Letter::VerifyAddress { link: LinkPurpose::VerifyAddress, valid_for: 3600 };
    let to = Recipient { name: "Win at evil.example".to_owned(), ..fatima(Locale::En) };
    let mail = read(&render(&letter, &to));
    let all = format!("{}{}{:?}", mail.text, mail.html, mail.headers);
    assert!(!all.contains("evil"), "{all}");
    assert!(mail.text.starts_with("Hello,\n"));
}

#[test]
fn what_cannot_be_a_message_is_refused_for_good() {
    let letter = Letter::SignInLink { link: LinkPurpose::SignIn, valid_for: 600 };
    let to = fatima(Locale::Nl);
    for token in [None, Some(""), Some("a b"), Some("a\r\nb"), Some("../x")] {
        assert_eq!(try_render(&letter, &to, token).unwrap_err(), RenderError::Token, "{token:?}");
    }
    for email in ["", "nobody", "a@b@c", "a\r\nBcc: b@c.d@e.f", "a@b.c>", "a b@c.d"] {
        let to = Recipient { email: email.to_owned(), ..fatima(Locale::Nl) };
        assert_eq!(try_render(&letter, &to, Some("t")).unwrap_err(), RenderError::Recipient, "{email:?}");
    }
}
