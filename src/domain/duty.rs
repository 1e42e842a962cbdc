//! Duties follow from bookings: in each stretch in which bookings need somebody with a key, who opens first, who hands over
//! to whom, and who closes.

use super::{
    ids::DutyId,
    spans::SpanSet,
    time::{DAY, Instant, Span},
};

#[cfg(test)]
mod tests;

/// How long before and after a duty one sees whom to ask for on the spot, seconds.
pub const CONTACT_SHOWN: i64 = DAY;

/// Somebody who can open in a stretch of time: on the rota, or as the key-holder of a booking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carrier<P> {
    /// The duty.
    pub duty: DutyId,
    /// Who. The same person in several duties hands over to nobody.
    pub person: P,
    /// When.
    pub span: Span,
}

/// What comes before or after a part of a duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    /// The door: they open it first, or close it last.
    Door,
    /// Staff of the centre.
    Desk,
    /// Another carrier, by place in the list.
    Carrier(usize),
    /// The same person in another duty.
    Same,
}

/// A part of a stretch for which one carrier has the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leg {
    /// Which carrier, by place in the list.
    pub carrier: usize,
    /// From when until when.
    pub span: Span,
    /// From whom they take over.
    pub before: Beside,
    /// To whom they hand over.
    pub after: Beside,
}

/// Who has the key when, and when nobody has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lineup {
    /// The parts, by time.
    pub legs: Vec<Leg>,
    /// Where bookings need somebody and there is nobody.
    pub gaps: SpanSet,
}

/// Lines the carriers up over the time that is needed. Whoever has the key keeps it until their time ends; then it goes to
/// whoever can keep it longest, so that it changes hands as seldom as can be. `staffed`: when staff is there.
#[must_use]
pub fn line_up<P: PartialEq>(needed: &SpanSet, staffed: &SpanSet, carriers: &[Carrier<P>]) -> Lineup {
    let (mut legs, mut gaps): (Vec<(usize, Span)>, Vec<Span>) = (Vec::new(), Vec::new());
    for stretch in needed.iter() {
        let mut at = stretch.start();
        while at < stretch.end() {
            let until = match longest_at(carriers, at) {
                Some(carrier) => {
                    let until = carriers[carrier].span.end().min(stretch.end());
                    legs.extend(Span::new(at, until).map(|span| (carrier, span)));
                    until
                }
                None => {
                    let starts = carriers.iter().map(|carrier| carrier.span.start()).filter(|start| *start > at);
                    let until = starts.min().unwrap_or(stretch.end()).min(stretch.end());
                    gaps.extend(Span::new(at, until));
                    until
                }
            };
            at = until;
        }
    }
    let beside = |own: usize, other: Option<&(usize, Span)>, is_staffed: bool| match other {
        Some((other, _)) if carriers[*other].person == carriers[own].person => Beside::Same,
        Some((other, _)) => Beside::Carrier(*other),
        None if is_staffed => Beside::Desk,
        None => Beside::Door,
    };
    let leg = |n: usize| {
        let (carrier, span) = legs[n];
        let before = n.checked_sub(1).map(|n| &legs[n]).filter(|(_, before)| before.end() == span.start());
        let after = legs.get(n + 1).filter(|(_, after)| after.start() == span.end());
        Leg {
            carrier,
            span,
            before: beside(carrier, before, staffed.at(span.start().plus(-1)).is_some()),
            after: beside(carrier, after, staffed.at(span.end()).is_some()),
        }
    };
    Lineup { legs: (0..legs.len()).map(leg).collect(), gaps: gaps.into_iter().collect() }
}

/// Of those who are there at this instant, who stays longest; of several the first.
fn longest_at<P>(carriers: &[Carrier<P>], at: Instant) -> Option<usize> {
    let there = |carrier: &Carrier<P>| carrier.span.start() <= at && at < carrier.span.end();
    let candidates = (0..carriers.len()).filter(|n| there(&carriers[*n]));
    candidates.min_by_key(|n| (std::cmp::Reverse(carriers[*n].span.end()), *n))
}

/// Whether who has a duty in `span` sees at `now` whom to ask for on the spot.
#[must_use]
pub fn shows_contact(span: Span, now: Instant) -> bool {
    let shown = span.widened(CONTACT_SHOWN, CONTACT_SHOWN);
    shown.start() <= now && now < shown.end()
}
