//! Monthly statements: what an organisation owes for the bookings of a month, over all centres.

use std::fmt;

use chrono::{Datelike, NaiveDate};
use chrono_tz::Tz;

use super::{
    booking::{Booking, BookingStatus},
    clock_time::ClockTime,
    ids::{BookingId, CentreId, OrganisationId, RoomId, StatementId},
    local_time::resolve,
    payment_reference::payment_reference,
    price::{Money, PriceLine},
    time::{Instant, Span},
};

/// A month of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(NaiveDate);

impl Month {
    /// The month that holds a date.
    #[must_use]
    pub fn of(date: NaiveDate) -> Self {
        Self(date.with_day(1).unwrap_or(date))
    }

    /// Reads `YYYY-MM`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digit = |(n, byte): (usize, u8)| if n == 4 { byte == b'-' } else { byte.is_ascii_digit() };
        let plain = text.len() == 7 && text.bytes().enumerate().all(digit);
        plain.then(|| format!("{text}-01").parse().ok()).flatten().map(Self)
    }

    /// Its first date.
    #[must_use]
    pub const fn first_day(self) -> NaiveDate {
        self.0
    }

    /// The month before it.
    #[must_use]
    pub fn previous(self) -> Self {
        self.0.pred_opt().map_or(self, Self::of)
    }

    /// The month in the time of a zone; none outside the years that clocks are worked out in.
    #[must_use]
    pub fn span(self, zone: Tz) -> Option<Span> {
        let next = self.0.checked_add_months(chrono::Months::new(1))?;
        let first = |date| resolve(date, ClockTime::START_OF_DAY, zone);
        Span::new(first(self.0)?, first(next)?)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m"))
    }
}

/// What an organisation owes for the bookings of a month. It stays as it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Identifier.
    pub id: StatementId,
    /// Counts up; the payment reference is made of it.
    pub number: i64,
    /// Who owes.
    pub organisation_id: OrganisationId,
    /// The month.
    pub month: Month,
    /// The sum of what is due of its lines.
    pub total_cents: i64,
    /// When it was made.
    pub created_at: Instant,
    /// The date on which it was paid.
    pub paid_on: Option<NaiveDate>,
    /// Rises with each change; the `ETag`.
    pub version: i64,
}

impl Statement {
    /// The structured communication to pay it with.
    #[must_use]
    pub fn reference(&self) -> String {
        payment_reference(self.number.unsigned_abs())
    }
}

/// A booking on a statement, as it was when that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementLine {
    /// The booking.
    pub booking_id: BookingId,
    /// Its reference.
    pub reference: String,
    /// Its centre.
    pub centre_id: CentreId,
    /// Its room.
    pub room_id: RoomId,
    /// When it took, or was to take, place.
    pub span: Span,
    /// Whether it was cancelled.
    pub cancelled: bool,
    /// Its price.
    pub total_cents: i64,
    /// What is due of it.
    pub due_cents: i64,
    /// The lines of its price.
    pub lines: Vec<PriceLine>,
}

impl StatementLine {
    /// What is charged: the lines of the price and, where less is due, one that takes the rest off. They add up to what
    /// is due.
    #[must_use]
    pub fn charges(&self) -> Vec<PriceLine> {
        let mut charges = self.lines.clone();
        let off = self.due_cents - self.lines.iter().map(|line| line.total.cents).sum::<i64>();
        if off != 0 {
            let amount = Money::euro_cents(off);
            charges.push(PriceLine {
                code: "cancellation".to_owned(),
                text: String::new(),
                quantity: 1,
                unit: amount.clone(),
                total: amount,
            });
        }
        charges
    }
}

/// The line of a booking: one that took place and has a price, though it be nothing, or one that was cancelled and still
/// owes.
#[must_use]
pub fn line(booking: &Booking) -> Option<StatementLine> {
    let price = booking.price.as_ref()?;
    let cancelled = booking.status == BookingStatus::Cancelled;
    let stands = booking.status == BookingStatus::Confirmed || (cancelled && price.due.cents > 0);
    stands.then(|| StatementLine {
        booking_id: booking.id,
        reference: booking.reference.clone(),
        centre_id: booking.centre_id,
        room_id: booking.room_id,
        span: booking.span,
        cancelled,
        total_cents: price.total.cents,
        due_cents: price.due.cents,
        lines: price.lines.clone(),
    })
}

/// The sum of what is due.
#[must_use]
pub fn total(lines: &[StatementLine]) -> i64 {
    lines.iter().map(|line| line.due_cents).sum()
}

#[cfg(test)]
mod tests {
    use chrono_tz::Europe::Brussels;

    use super::*;
    use crate::domain::{
        price::Price,
        sample::{at, booking},
    };

    fn month(text: &str) -> Month {
        Month::parse(text).expect("a month")
    }

    #[test]
    fn a_month_is_read_as_it_is_written() {
        for text in ["2026-01", "2027-12", "0001-05"] {
            assert_eq!(month(text).to_string(), text);
        }
        for text in
            ["", "2026", "2026-13", "2026-00", "2026-1", "26-01-01", "2026-01-01", "2026/01", "+026-01", "2026-0é"]
        {
            assert_eq!(Month::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_month_is_that_of_the_centres_clock() {
        let march = month("2027-03").span(Brussels).expect("a span");
        assert_eq!((march.start(), march.end()), (at("2027-03-01T00:00"), at("2027-04-01T00:00")));
        assert_eq!(march.seconds(), (31 * 24 - 1) * 3600, "an hour less, as clocks go forward");
        assert_eq!(month("2027-01").previous(), month("2026-12"));
        assert_eq!(Month::of("2027-02-28".parse().expect("a date")), month("2027-02"));
    }

    #[test]
    fn only_what_was_had_or_still_owes_is_a_line() {
        let one = |status, due| {
            let price =
                Price { total: Money::euro_cents(1000), due: Money::euro_cents(due), lines: Vec::new(), deposit: None };
            line(&Booking { status, price: Some(price), ..booking(2) }).map(|line| (line.cancelled, line.due_cents))
        };
        assert_eq!(one(BookingStatus::Confirmed, 1000), Some((false, 1000)));
        assert_eq!(one(BookingStatus::Confirmed, 0), Some((false, 0)));
        assert_eq!(one(BookingStatus::Cancelled, 500), Some((true, 500)));
        assert_eq!(one(BookingStatus::Cancelled, 0), None);
        for status in [BookingStatus::Requested, BookingStatus::Held, BookingStatus::Declined, BookingStatus::Expired] {
            assert_eq!(one(status, 1000), None, "{}", status.as_str());
        }
        assert_eq!(line(&booking(2)), None, "no price");
    }
}
