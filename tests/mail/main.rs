//! Mails as people get them: every letter in every language, the calendar parts, and that nothing typed by anybody
//! breaks out of its place.

mod calendar;
mod letters;
mod message;
mod outbox;
mod sample;
mod scanners;
mod smtp;
#[path = "../support/mod.rs"]
mod support;
mod transport;
