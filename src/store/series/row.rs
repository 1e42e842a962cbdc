//! A series as a row.

use chrono::NaiveDate;
use sea_orm::{QueryResult, Value};

use crate::{
    domain::{
        booking::Contact,
        clock_time::ClockTime,
        failure::Failure,
        ids::{CentreId, OrganisationId, RoomId, SeriesId, UserId},
        recurrence::Recurrence,
        series::{OnConflict, Pattern, Series},
        time::Instant,
    },
    store::sql,
};

/// The columns in the order of [`values`].
pub(super) const COLUMNS: [&str; 26] = [
    "id",
    "room_id",
    "centre_id",
    "organisation_id",
    "booker_id",
    "caller_name",
    "caller_phone",
    "caller_email",
    "created_by",
    "on_site_name",
    "on_site_phone",
    "template",
    "rrule",
    "first_date",
    "time_of_day",
    "duration_minutes",
    "exdates",
    "rdates",
    "skip_holidays",
    "on_conflict",
    "sequence",
    "cancelled_at",
    "continues",
    "created_at",
    "updated_at",
    "version",
];

/// The values of a series' columns.
pub(super) fn values(series: &Series) -> Result<[Value; 26], Failure> {
    let caller = series.caller.as_ref();
    let contact = series.on_site_contact.as_ref();
    let pattern = &series.pattern;
    Ok(sql::values![
        series.id.0,
        series.room_id.0,
        series.centre_id.0,
        series.organisation_id.map(|id| id.0),
        series.booker_id.map(|id| id.0),
        caller.map(|caller| caller.name.as_str()),
        caller.and_then(|caller| caller.phone.as_deref()),
        caller.and_then(|caller| caller.email.as_deref()),
        series.created_by.0,
        contact.map(|contact| contact.name.as_str()),
        contact.and_then(|contact| contact.phone.as_deref()),
        sql::to_json(&series.template)?,
        pattern.rule.to_string(),
        pattern.first.to_string(),
        pattern.time.to_string(),
        pattern.duration_minutes,
        sql::to_json(&pattern.exdates)?,
        sql::to_json(&pattern.rdates)?,
        sql::to_json(&pattern.skip_holidays)?,
        series.on_conflict.as_str(),
        series.sequence,
        series.cancelled_at.map(Instant::epoch_seconds),
        series.continues.map(|id| id.0),
        series.created_at.epoch_seconds(),
        series.updated_at.epoch_seconds(),
        series.version,
    ])
}

/// The series of a row.
pub(super) fn series(row: &QueryResult) -> Result<Series, Failure> {
    let id_or_null = |column: &str| sql::get::<Option<uuid::Uuid>>(row, column);
    let text_or_null = |column: &str| sql::get::<Option<String>>(row, column);
    let instant = |column| -> Result<Instant, Failure> { Ok(Instant::from_epoch_seconds(sql::get(row, column)?)) };
    let contact = |name: &str, phone: &str, email: Option<String>| -> Result<Option<Contact>, Failure> {
        let phone = text_or_null(phone)?;
        Ok(text_or_null(name)?.map(|name| Contact { name, phone, email }))
    };
    let pattern = Pattern {
        rule: sql::word(row, "rrule", |text| Recurrence::parse(text).ok())?,
        first: sql::word(row, "first_date", |text| text.parse::<NaiveDate>().ok())?,
        time: sql::word(row, "time_of_day", ClockTime::parse)?,
        duration_minutes: sql::get(row, "duration_minutes")?,
        exdates: sql::json(row, "exdates")?,
        rdates: sql::json(row, "rdates")?,
        skip_holidays: sql::json(row, "skip_holidays")?,
    };
    Ok(Series {
        id: SeriesId(sql::get(row, "id")?),
        room_id: RoomId(sql::get(row, "room_id")?),
        centre_id: CentreId(sql::get(row, "centre_id")?),
        organisation_id: id_or_null("organisation_id")?.map(OrganisationId),
        booker_id: id_or_null("booker_id")?.map(UserId),
        caller: contact("caller_name", "caller_phone", text_or_null("caller_email")?)?,
        created_by: UserId(sql::get(row, "created_by")?),
        template: sql::json(row, "template")?,
        on_site_contact: contact("on_site_name", "on_site_phone", None)?,
        pattern,
        on_conflict: sql::word(row, "on_conflict", OnConflict::parse)?,
        sequence: sql::get(row, "sequence")?,
        cancelled_at: sql::get::<Option<i64>>(row, "cancelled_at")?.map(Instant::from_epoch_seconds),
        continues: id_or_null("continues")?.map(SeriesId),
        created_at: instant("created_at")?,
        updated_at: instant("updated_at")?,
        version: sql::get(row, "version")?,
    })
}
