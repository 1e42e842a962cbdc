//! What is to be known of a time before one books it, although it can be booked: the room may close then, or its host may
//! take the time back.

use super::{
    centre::Centre,
    closure::{Closure, ClosureReason},
    ids::{ClosureId, OrganisationId, ResourceId, RoomId},
    room::Room,
    time::{DAY, Instant, Span},
};

/// What is to be known of a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// A closure is announced, and not certain yet.
    ProvisionalClosure {
        /// The closure.
        closure_id: ClosureId,
        /// When.
        span: Span,
        /// Why.
        reason: ClosureReason,
    },
    /// The host of the building may take the time back.
    Recall {
        /// Until so many days before it begins.
        days: u32,
        /// Until then.
        until: Instant,
    },
}

/// A time in a room, and for whom.
#[derive(Clone, Copy, Debug)]
pub struct Considered<'a> {
    /// The room.
    pub room: &'a Room,
    /// Its centre.
    pub centre: &'a Centre,
    /// The shown time.
    pub span: Span,
    /// For whom; none is privately.
    pub organisation_id: Option<OrganisationId>,
}

impl Considered<'_> {
    /// What is to be known of it at `now`. `provisional` are the closures of the centre that are not certain yet; `floors`
    /// are those of a room.
    pub fn warnings<'f>(
        &self,
        provisional: &[Closure],
        floors: impl Fn(RoomId) -> &'f [ResourceId],
        now: Instant,
    ) -> Vec<Warning> {
        let rules = &self.room.rules;
        let claimed = self.span.widened(rules.setup_seconds(), rules.cleanup_seconds());
        let meets = |closure: &&Closure| {
            let here = closure.room_ids.as_ref().is_none_or(|rooms| {
                rooms.iter().flat_map(|id| floors(*id)).any(|floor| self.room.resource_ids.contains(floor))
            });
            here && closure.span.overlaps(claimed)
        };
        let closures = provisional.iter().filter(meets).map(|closure| Warning::ProvisionalClosure {
            closure_id: closure.id,
            span: closure.span,
            reason: closure.reason,
        });
        closures.chain(self.recall(now)).collect()
    }

    /// Whether the host may still take the time back.
    fn recall(&self, now: Instant) -> Option<Warning> {
        let host = self.centre.host_organisation_id.filter(|host| self.organisation_id != Some(*host));
        let days = host.and(self.room.rules.recall_days)?;
        let until = recalled_until(days, self.span.start());
        (until > now).then_some(Warning::Recall { days, until })
    }
}

/// Until when a host may take back a time that begins at `start`.
#[must_use]
pub fn recalled_until(days: u32, start: Instant) -> Instant {
    start.plus(-i64::from(days) * DAY)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        ids::{CentreId, UserId},
        sample::{at, centre, id, room},
    };

    fn closure(rooms: Option<Vec<RoomId>>) -> Closure {
        Closure {
            id: id(7),
            centre_id: CentreId(uuid::Uuid::nil()),
            room_ids: rooms,
            span: Span::new(at("2027-03-01T12:00"), at("2027-03-02T12:00")).unwrap(),
            reason: ClosureReason::Maintenance,
            note: None,
            provisional: true,
            recalled: false,
            created_by: UserId(uuid::Uuid::nil()),
            lifted_at: None,
            version: 1,
        }
    }

    #[test]
    fn a_closure_warns_where_it_would_take_a_floor_or_the_time_around() {
        let (centre, mut room) = (centre(), room());
        room.resource_ids = vec![id(1), id(2)];
        room.rules.cleanup_minutes = 30;
        let (half, other): ([ResourceId; 1], [ResourceId; 1]) = ([id(2)], [id(3)]);
        let floors = |of: RoomId| if of == id(20) { &half[..] } else { &other[..] };
        let warned = |from: &str, until: &str, closure: Closure| {
            let span = Span::new(at(from), at(until)).unwrap();
            let considered = Considered { room: &room, centre: &centre, span, organisation_id: None };
            !considered.warnings(&[closure], floors, at("2027-01-01T00:00")).is_empty()
        };
        let before = ("2027-03-01T10:00", "2027-03-01T11:30");
        assert!(!warned(before.0, before.1, closure(None)));
        assert!(warned(before.0, "2027-03-01T11:45", closure(None)), "while it is cleaned");
        assert!(warned(before.0, "2027-03-01T13:00", closure(Some(vec![id(20)]))));
        assert!(!warned(before.0, "2027-03-01T13:00", closure(Some(vec![id(30)]))));
    }

    #[test]
    fn who_is_not_the_host_is_told_of_its_right_while_it_lasts() {
        let (mut centre, mut room) = (centre(), room());
        let span = Span::new(at("2027-03-15T12:00"), at("2027-03-15T14:00")).unwrap();
        let told = |centre: &Centre, room: &Room, organisation_id, now: &str| {
            Considered { room, centre, span, organisation_id }.warnings(&[], |_| &[], at(now))
        };
        room.rules.recall_days = Some(14);
        assert_eq!(told(&centre, &room, None, "2027-02-01T00:00"), []);
        centre.host_organisation_id = Some(id(9));
        let until = at("2027-03-01T12:00");
        assert_eq!(told(&centre, &room, Some(id(8)), "2027-02-01T00:00"), [Warning::Recall { days: 14, until }]);
        assert_eq!(told(&centre, &room, Some(id(9)), "2027-02-01T00:00"), [], "the host itself");
        assert_eq!(told(&centre, &room, None, "2027-03-01T12:00"), [], "no longer");
        room.rules.recall_days = None;
        assert_eq!(told(&centre, &room, None, "2027-02-01T00:00"), []);
    }
}
