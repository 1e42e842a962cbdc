//! A booking as a row.

use sea_orm::{QueryResult, Value};

use crate::{
    domain::{
        booking::{Activity, Alcohol, Attendance, Audience, Booking, BookingStatus, Contact, Music, Side, Visibility},
        failure::Failure,
        ids::{BookingId, CentreId, KeyHolderId, OrganisationId, RoomId, SeriesId, UserId},
        time::{Instant, Span},
    },
    store::sql,
};

/// The columns in the order of [`values`].
pub(super) const COLUMNS: [&str; 52] = [
    "id",
    "reference",
    "status",
    "room_id",
    "centre_id",
    "organisation_id",
    "booker_id",
    "caller_name",
    "caller_phone",
    "caller_email",
    "created_by",
    "title",
    "attendees",
    "layout",
    "shared",
    "equipment",
    "starts_at",
    "ends_at",
    "setup_seconds",
    "cleanup_seconds",
    "visibility",
    "activity",
    "audience",
    "open_to_all",
    "music",
    "alcohol",
    "note",
    "terms_version",
    "key_holder_id",
    "on_site_name",
    "on_site_phone",
    "price",
    "due_cents",
    "review_reasons",
    "overrides",
    "answer_by",
    "hold_until",
    "offer_until",
    "return_of",
    "free_cancel_until",
    "series_id",
    "series_starts_at",
    "detached",
    "cancelled_at",
    "cancelled_by",
    "reason",
    "attendance",
    "head_count",
    "sequence",
    "created_at",
    "updated_at",
    "version",
];

/// The values of a booking's columns.
pub(super) fn values(booking: &Booking) -> Result<[Value; 52], Failure> {
    let caller = booking.caller.as_ref();
    let contact = booking.on_site_contact.as_ref();
    let seconds = |instant: Option<Instant>| instant.map(Instant::epoch_seconds);
    Ok(sql::values![
        booking.id.0,
        booking.reference.as_str(),
        booking.status.as_str(),
        booking.room_id.0,
        booking.centre_id.0,
        booking.organisation_id.map(|id| id.0),
        booking.booker_id.map(|id| id.0),
        caller.map(|caller| caller.name.as_str()),
        caller.and_then(|caller| caller.phone.as_deref()),
        caller.and_then(|caller| caller.email.as_deref()),
        booking.created_by.0,
        booking.title.as_str(),
        booking.attendees,
        booking.layout.as_deref(),
        booking.shared,
        sql::to_json(&booking.equipment)?,
        booking.span.start().epoch_seconds(),
        booking.span.end().epoch_seconds(),
        booking.setup_seconds,
        booking.cleanup_seconds,
        booking.visibility.as_str(),
        booking.activity.map(Activity::as_str),
        booking.audience.map(Audience::as_str),
        booking.open_to_all,
        booking.music.as_str(),
        booking.alcohol.as_str(),
        booking.note.as_deref(),
        booking.terms_version.as_deref(),
        booking.key_holder_id.map(|id| id.0),
        contact.map(|contact| contact.name.as_str()),
        contact.and_then(|contact| contact.phone.as_deref()),
        booking.price.as_ref().map(sql::to_json).transpose()?,
        booking.price.as_ref().map(|price| price.due.cents),
        sql::to_json(&booking.review_reasons)?,
        sql::to_json(&booking.overrides)?,
        seconds(booking.answer_by),
        seconds(booking.hold_until),
        seconds(booking.offer_until),
        booking.return_of.map(|id| id.0),
        seconds(booking.free_cancel_until),
        booking.series_id.map(|id| id.0),
        seconds(booking.series_starts_at),
        booking.detached,
        seconds(booking.cancelled_at),
        booking.cancelled_by.map(Side::as_str),
        booking.reason.as_deref(),
        booking.attendance.as_str(),
        booking.head_count,
        booking.sequence,
        booking.created_at.epoch_seconds(),
        booking.updated_at.epoch_seconds(),
        booking.version,
    ])
}

/// The booking of a row.
pub(in crate::store) fn booking(row: &QueryResult) -> Result<Booking, Failure> {
    let instant = |column| -> Result<Instant, Failure> { Ok(Instant::from_epoch_seconds(sql::get(row, column)?)) };
    let instant_or_null = |column| -> Result<Option<Instant>, Failure> {
        Ok(sql::get::<Option<i64>>(row, column)?.map(Instant::from_epoch_seconds))
    };
    let id_or_null = |column: &str| sql::get::<Option<uuid::Uuid>>(row, column);
    let text_or_null = |column: &str| sql::get::<Option<String>>(row, column);
    let contact = |name: &str, phone: &str, email: Option<&str>| -> Result<Option<Contact>, Failure> {
        let email = email.map(text_or_null).transpose()?.flatten();
        let phone = text_or_null(phone)?;
        Ok(text_or_null(name)?.map(|name| Contact { name, phone, email }))
    };
    Ok(Booking {
        id: BookingId(sql::get(row, "id")?),
        reference: sql::get(row, "reference")?,
        status: sql::word(row, "status", BookingStatus::parse)?,
        room_id: RoomId(sql::get(row, "room_id")?),
        centre_id: CentreId(sql::get(row, "centre_id")?),
        organisation_id: id_or_null("organisation_id")?.map(OrganisationId),
        booker_id: id_or_null("booker_id")?.map(UserId),
        caller: contact("caller_name", "caller_phone", Some("caller_email"))?,
        created_by: UserId(sql::get(row, "created_by")?),
        title: sql::get(row, "title")?,
        attendees: sql::get(row, "attendees")?,
        layout: text_or_null("layout")?,
        shared: sql::get(row, "shared")?,
        equipment: sql::json(row, "equipment")?,
        span: Span::new(instant("starts_at")?, instant("ends_at")?)
            .ok_or_else(|| Failure::Internal("an empty booking is stored".into()))?,
        setup_seconds: sql::get(row, "setup_seconds")?,
        cleanup_seconds: sql::get(row, "cleanup_seconds")?,
        visibility: sql::word(row, "visibility", Visibility::parse)?,
        activity: sql::word_or_null(row, "activity", Activity::parse)?,
        audience: sql::word_or_null(row, "audience", Audience::parse)?,
        open_to_all: sql::get(row, "open_to_all")?,
        music: sql::word(row, "music", Music::parse)?,
        alcohol: sql::word(row, "alcohol", Alcohol::parse)?,
        note: text_or_null("note")?,
        terms_version: text_or_null("terms_version")?,
        key_holder_id: id_or_null("key_holder_id")?.map(KeyHolderId),
        on_site_contact: contact("on_site_name", "on_site_phone", None)?,
        price: text_or_null("price")?
            .map(|text| serde_json::from_str(&text).map_err(|_| Failure::Internal("a price that can't be read".into())))
            .transpose()?,
        review_reasons: sql::json(row, "review_reasons")?,
        overrides: sql::json(row, "overrides")?,
        answer_by: instant_or_null("answer_by")?,
        hold_until: instant_or_null("hold_until")?,
        offer_until: instant_or_null("offer_until")?,
        return_of: id_or_null("return_of")?.map(BookingId),
        free_cancel_until: instant_or_null("free_cancel_until")?,
        series_id: id_or_null("series_id")?.map(SeriesId),
        series_starts_at: instant_or_null("series_starts_at")?,
        detached: sql::get(row, "detached")?,
        cancelled_at: instant_or_null("cancelled_at")?,
        cancelled_by: sql::word_or_null(row, "cancelled_by", Side::parse)?,
        reason: text_or_null("reason")?,
        attendance: sql::word(row, "attendance", Attendance::parse)?,
        head_count: sql::get(row, "head_count")?,
        sequence: sql::get(row, "sequence")?,
        created_at: instant("created_at")?,
        updated_at: instant("updated_at")?,
        version: sql::get(row, "version")?,
    })
}
