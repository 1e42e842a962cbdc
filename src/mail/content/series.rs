//! Mails about a series: as those about a booking, with all its dates.

use super::{Address, Answer, Content, Listing, booking};
use crate::{
    domain::booking::{BookingStatus, Side},
    mail::{
        clean,
        facts::{DateFacts, SeriesFacts},
        letter::SeriesNews,
    },
};

pub(super) fn compose(news: SeriesNews, facts: &SeriesFacts, to: Address<'_>) -> Content {
    let words = to.words;
    let first = &facts.first;
    let mut content = booking::compose(news.of_one(), first, to);
    let kind = news.as_str().replace('_', "-");
    let room = clean::short(&first.place.room_name, 80);
    let moment = words.subject_moment(first.starts_at, first.timezone);
    let subject = words.tell(&format!("mail-{kind}-subject"), &[("room", &room), ("moment", &moment)]);
    // Dates that moved may have to be looked at again.
    let waits = news == SeriesNews::Changed && first.status != BookingStatus::Confirmed;
    let told = if waits { format!("{kind}-wait") } else { kind.clone() };
    if let Some(top) = &mut content.top {
        if news == SeriesNews::Ends {
            top.answer = Answer::Wait;
        }
        content.subject = format!("{} {subject}", top.answer.sign());
        top.verdict = words.say(&format!("mail-{told}-verdict"));
    }
    // The first paragraph tells what happened; those behind it hold for a series as well.
    if let Some(text) = content.paragraphs.first_mut() {
        *text = words.say(&match (news, first.cancelled_by) {
            (SeriesNews::Cancelled, Some(Side::Booker)) => "mail-series-cancelled-by-booker-text".to_owned(),
            (SeriesNews::Cancelled, _) => "mail-series-cancelled-by-centre-text".to_owned(),
            _ => format!("mail-{told}-text"),
        });
    }
    if let Some(choices) = &mut content.alternatives {
        choices.intro = words.say("mail-series-alternatives");
    }
    let dates = facts.dates.iter();
    let of = |status| dates.clone().filter(move |date| date.status == Some(status)).collect::<Vec<_>>();
    let lists = [
        ("confirmed", of(BookingStatus::Confirmed)),
        ("requested", of(BookingStatus::Requested)),
        ("cancelled", of(BookingStatus::Cancelled)),
        ("declined", of(BookingStatus::Declined)),
        ("expired", of(BookingStatus::Expired)),
        (if news == SeriesNews::Changed { "stayed" } else { "skipped" }, facts.skipped.iter().collect()),
    ];
    content.lists = lists.into_iter().filter_map(|(what, dates)| list(what, &dates, facts, to)).collect();
    content
}

fn list(what: &str, dates: &[&DateFacts], facts: &SeriesFacts, to: Address<'_>) -> Option<Listing> {
    let words = to.words;
    let line = |date: &&DateFacts| words.span(date.starts_at, date.ends_at, facts.first.timezone);
    let items: Vec<String> = dates.iter().map(line).collect();
    (!items.is_empty()).then(|| Listing { intro: words.say(&format!("mail-series-dates-{what}")), items })
}
