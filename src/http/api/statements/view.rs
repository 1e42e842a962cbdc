//! How a statement looks in answers.

use chrono::NaiveDate;
use chrono_tz::{Europe::Brussels, Tz};
use serde::Serialize;

use crate::{
    actions::statements::Whole,
    domain::{
        ids::{BookingId, CentreId, OrganisationId, RoomId, StatementId},
        price::{Money, PriceLine},
        statement::{Statement, StatementLine},
    },
    http::render::moment,
    store::catalogue::Catalogue,
};

/// What an organisation owes for the bookings of a month.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct StatementView {
    /// Identifier.
    id: StatementId,
    /// Counts up.
    number: i64,
    /// Who owes.
    organisation_id: OrganisationId,
    /// Its name.
    organisation_name: String,
    /// The month.
    #[schema(example = "2026-12")]
    month: String,
    /// The structured communication to pay it with.
    #[schema(example = "+++090/9337/55493+++")]
    payment_reference: String,
    /// What is due.
    total: Money,
    /// When it was made.
    #[schema(format = DateTime)]
    created_at: String,
    /// The date on which it was paid.
    paid_on: Option<NaiveDate>,
}

/// A statement with its bookings.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct WholeStatementView {
    /// The statement.
    #[serde(flatten)]
    statement: StatementView,
    /// The bookings, in the order of their time: those that took place, and cancelled ones that still owe.
    lines: Vec<StatementLineView>,
}

/// A booking on a statement, as it was when that was made.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct StatementLineView {
    /// The booking.
    booking_id: BookingId,
    /// Its reference.
    reference: String,
    /// Its centre.
    centre_id: CentreId,
    /// The centre's name.
    centre_name: String,
    /// Its room.
    room_id: RoomId,
    /// The room's name.
    room_name: String,
    /// First instant, with the centre's offset.
    #[schema(format = DateTime)]
    starts_at: String,
    /// First instant after it.
    #[schema(format = DateTime)]
    ends_at: String,
    /// Whether it was cancelled.
    cancelled: bool,
    /// Its price.
    total: Money,
    /// What is due of it: less than its price after some cancellations.
    due: Money,
    /// The lines of its price.
    lines: Vec<PriceLine>,
}

/// Where a line is, in words.
pub(super) struct Place<'a> {
    pub(super) centre_name: &'a str,
    pub(super) room_name: &'a str,
    pub(super) zone: Tz,
}

impl<'a> Place<'a> {
    pub(super) fn of(line: &StatementLine, catalogue: &'a Catalogue) -> Self {
        let centre = catalogue.centres.get(&line.centre_id);
        Self {
            centre_name: centre.map_or("", |centre| centre.name.as_str()),
            room_name: catalogue.rooms.get(&line.room_id).map_or("", |room| room.name.as_str()),
            zone: centre.map_or(Brussels, |centre| centre.timezone),
        }
    }
}

/// A statement, without its bookings.
pub(super) fn view(statement: &Statement, organisation_name: String) -> StatementView {
    StatementView {
        id: statement.id,
        number: statement.number,
        organisation_id: statement.organisation_id,
        organisation_name,
        month: statement.month.to_string(),
        payment_reference: statement.reference(),
        total: Money::euro_cents(statement.total_cents),
        created_at: moment(statement.created_at, Brussels),
        paid_on: statement.paid_on,
    }
}

/// A statement with its bookings.
pub(super) fn whole_view(whole: &Whole, catalogue: &Catalogue) -> WholeStatementView {
    let line = |line: &StatementLine| {
        let Place { centre_name, room_name, zone } = Place::of(line, catalogue);
        StatementLineView {
            booking_id: line.booking_id,
            reference: line.reference.clone(),
            centre_id: line.centre_id,
            centre_name: centre_name.to_owned(),
            room_id: line.room_id,
            room_name: room_name.to_owned(),
            starts_at: moment(line.span.start(), zone),
            ends_at: moment(line.span.end(), zone),
            cancelled: line.cancelled,
            total: Money::euro_cents(line.total_cents),
            due: Money::euro_cents(line.due_cents),
            lines: line.lines.clone(),
        }
    };
    WholeStatementView {
        statement: view(&whole.statement, whole.organisation_name.clone()),
        lines: whole.lines.iter().map(line).collect(),
    }
}
