//! GET /holidays.

use axum::{Json, extract::State};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        failure::Failure,
        holidays::{self, Holiday, HolidayName, HolidaySet},
        person::Locale,
    },
    http::{
        HttpState,
        extract::Params,
        problem::{Problem, ProblemBody},
    },
    mail::words::Words,
};

/// Which holidays are wanted.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Query {
    /// The year, 1900 to 9999; this one where absent.
    #[param(minimum = 1900, maximum = 9999, example = 2027)]
    year: Option<i32>,
}

/// The holidays that begin in a year, by date.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct HolidaysView {
    /// The year.
    year: i32,
    /// Public holidays of Belgium.
    public: Vec<HolidayView>,
    /// School holidays of Flanders.
    school: Vec<HolidayView>,
}

/// Days off in a row.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct HolidayView {
    /// Which it is.
    code: HolidayName,
    /// Its name in each language.
    name: NameView,
    /// First day.
    first: NaiveDate,
    /// Last day; the same for a single day.
    last: NaiveDate,
}

/// A name in each language.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct NameView {
    /// Dutch.
    nl: String,
    /// English.
    en: String,
    /// French.
    fr: String,
}

fn view(holiday: &Holiday) -> HolidayView {
    let name = |locale| Words(locale).say(&holiday.name.key());
    HolidayView {
        code: holiday.name,
        name: NameView { nl: name(Locale::Nl), en: name(Locale::En), fr: name(Locale::Fr) },
        first: holiday.first,
        last: holiday.last,
    }
}

/// List the holidays of a year
///
/// The public holidays of Belgium and the school holidays of Flanders, computed from their rules. A series can leave
/// out either set, or both.
#[utoipa::path(
    get, path = "/holidays", tag = "holidays", params(Query),
    responses(
        (status = 200, description = "Those that begin in the year", body = HolidaysView),
        (status = 422, description = "A parameter is not right", body = ProblemBody,
            content_type = "application/problem+json"),
    ),
    security(())
)]
pub(crate) async fn list(
    State(state): State<HttpState>,
    Params(query): Params<Query>,
) -> Result<Json<HolidaysView>, Problem> {
    let year = query.year.unwrap_or_else(|| holidays::year_at(state.services.now()));
    if !holidays::YEARS.contains(&year) {
        return Err(Failure::invalid("year", "range", "Holidays are known of the years 1900 to 9999.").into());
    }
    let of = |set| holidays::holidays(set, year).iter().map(view).collect();
    Ok(Json(HolidaysView { year, public: of(HolidaySet::Public), school: of(HolidaySet::School) }))
}
