//! GET /statements/{id}/csv and /xlsx: a statement as a table, a row for each line of a price.

use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::Response,
};

use super::view::Place;
use crate::{
    actions::statements::{self, Whole},
    auth::Caller,
    domain::ids::StatementId,
    http::{
        HttpState,
        api::answers::OfThing,
        extract::Id,
        problem::Problem,
        render::moment,
        sheet::{self, Cell, Sheet},
    },
    store::catalogue::Catalogue,
};

/// The names of the columns.
const COLUMNS: &[&str] = &[
    "statement",
    "month",
    "organisation",
    "payment_reference",
    "booking",
    "centre",
    "room",
    "starts_at",
    "ends_at",
    "cancelled",
    "code",
    "text",
    "quantity",
    "unit_eur",
    "amount_eur",
];

/// A row for each charge; the amounts add up to what is due.
fn table(whole: &Whole, catalogue: &Catalogue) -> Sheet {
    let statement = &whole.statement;
    let text = |value: &str| Cell::Text(value.to_owned());
    let rows = whole.lines.iter().flat_map(|line| {
        let Place { centre_name, room_name, zone } = Place::of(line, catalogue);
        line.charges().into_iter().map(move |charge| {
            vec![
                Cell::Whole(statement.number),
                Cell::Text(statement.month.to_string()),
                text(&whole.organisation_name),
                Cell::Text(statement.reference()),
                text(&line.reference),
                text(centre_name),
                text(room_name),
                Cell::Text(moment(line.span.start(), zone)),
                Cell::Text(moment(line.span.end(), zone)),
                text(if line.cancelled { "yes" } else { "no" }),
                Cell::Text(charge.code),
                Cell::text(Some(charge.text).filter(|text| !text.is_empty())),
                Cell::whole(Some(charge.quantity)),
                Cell::Cents(charge.unit.cents),
                Cell::Cents(charge.total.cents),
            ]
        })
    });
    Sheet { columns: COLUMNS, rows: rows.collect() }
}

async fn read(state: &HttpState, caller: &Caller, id: StatementId) -> Result<(Whole, Sheet), Problem> {
    let store = &state.services.store;
    let whole = statements::whole(store, caller, id).await?;
    let table = table(&whole, &*store.catalogue().await?);
    Ok((whole, table))
}

fn named(whole: &Whole, ending: &str, mut file: Response) -> Response {
    let name =
        format!("attachment; filename=\"statement-{}-{}.{ending}\"", whole.statement.month, whole.statement.number);
    if let Ok(name) = HeaderValue::try_from(name) {
        file.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    }
    file
}

/// A statement as CSV
///
/// RFC 4180, a row for each line of a price. Where less than the price is due, a row takes the rest off, so that the
/// amounts add up to what is due. A text that a program could take for a formula has an apostrophe before it.
#[utoipa::path(
    get, path = "/statements/{id}/csv", tag = "statements",
    params(("id" = StatementId, Path, description = "The statement")),
    responses((status = 200, description = "The table", body = String, content_type = "text/csv"), OfThing),
    security(("bearer" = []))
)]
pub(crate) async fn csv(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<StatementId>,
) -> Result<Response, Problem> {
    let (whole, table) = read(&state, &caller, id).await?;
    Ok(named(&whole, "csv", sheet::file(sheet::CSV, "attachment", table.csv().into_bytes())))
}

/// A statement as XLSX
///
/// The same table as a spreadsheet.
#[utoipa::path(
    get, path = "/statements/{id}/xlsx", tag = "statements",
    params(("id" = StatementId, Path, description = "The statement")),
    responses(
        (status = 200, description = "The spreadsheet", body = Vec<u8>,
            content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        OfThing,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn xlsx(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<StatementId>,
) -> Result<Response, Problem> {
    let (whole, table) = read(&state, &caller, id).await?;
    Ok(named(&whole, "xlsx", sheet::file(sheet::XLSX, "attachment", table.xlsx()?)))
}
