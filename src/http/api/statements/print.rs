//! GET /statements/{id}/print: a statement on paper.

use askama::Template;
use axum::{
    extract::State,
    response::{Html, IntoResponse, Response},
};

use super::view::Place;
use crate::{
    actions::statements::{self, Whole},
    auth::Caller,
    domain::{ids::StatementId, price::PriceLine},
    http::{
        HttpState,
        api::answers::OfThing,
        extract::Id,
        problem::{self, Problem},
        render,
    },
    mail::words::Words,
    store::catalogue::Catalogue,
};

#[derive(Template)]
#[template(path = "http/statement.html")]
struct Page {
    lang: &'static str,
    title: String,
    organisation: String,
    facts: Vec<(String, String)>,
    heads: [String; 4],
    bookings: Vec<Booking>,
    total: String,
    amount: String,
    pay: String,
}

struct Booking {
    head: String,
    cancelled: Option<String>,
    lines: Vec<[String; 4]>,
    due: String,
}

/// A statement on paper
///
/// A page for paper (A4) or to keep as PDF, in the language of the caller, that needs nothing from elsewhere.
#[utoipa::path(
    get, path = "/statements/{id}/print", tag = "statements",
    params(("id" = StatementId, Path, description = "The statement")),
    responses((status = 200, description = "The page", body = String, content_type = "text/html"), OfThing),
    security(("bearer" = []))
)]
pub(crate) async fn print(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<StatementId>,
) -> Result<Response, Problem> {
    let store = &state.services.store;
    let whole = statements::whole(store, &caller, id).await?;
    let words = Words(caller.locale);
    let page = page(words, caller.locale.as_str(), &whole, &*store.catalogue().await?);
    let html = page.render().map_err(|fault| {
        tracing::error!(%fault, "a statement was not written");
        Problem::new(problem::INTERNAL)
    })?;
    Ok((render::PAPER, Html(html)).into_response())
}

fn page(words: Words, lang: &'static str, whole: &Whole, catalogue: &Catalogue) -> Page {
    let statement = &whole.statement;
    let month = words.month(statement.month.first_day());
    let amount = words.amount(statement.total_cents);
    let mut facts = vec![
        (words.say("statement-number"), statement.number.to_string()),
        (words.say("statement-month"), month.clone()),
        (words.say("statement-reference"), statement.reference()),
    ];
    if let Some(paid) = statement.paid_on {
        facts.push((words.say("statement-paid-on"), words.date(paid)));
    }
    let bookings = whole.lines.iter().map(|line| {
        let Place { centre_name, room_name, zone } = Place::of(line, catalogue);
        let when = words.span(line.span.start(), line.span.end(), zone);
        Booking {
            head: format!("{when} · {room_name}, {centre_name} · {}", line.reference),
            cancelled: line.cancelled.then(|| words.say("statement-cancelled")),
            lines: line.charges().iter().map(|charge| cells(words, charge)).collect(),
            due: words.amount(line.due_cents),
        }
    });
    Page {
        lang,
        title: words.tell("statement-title", &[("month", &month)]),
        organisation: whole.organisation_name.clone(),
        facts,
        heads: ["what", "quantity", "unit", "amount"].map(|head| words.say(&format!("statement-head-{head}"))),
        bookings: bookings.collect(),
        total: words.say("statement-total"),
        pay: match statement.paid_on {
            Some(_) => words.say("statement-is-paid"),
            None => words.tell("statement-pay", &[("amount", &amount), ("reference", &statement.reference())]),
        },
        amount,
    }
}

/// What is charged, how many, the price of one, and all of it.
fn cells(words: Words, charge: &PriceLine) -> [String; 4] {
    let what = match charge.code.as_str() {
        "free_of_charge" => words.say("price-line-free-of-charge"),
        "cancellation" => words.say("price-line-cancellation"),
        code if code.ends_with("_half_hour") => words.tell("price-line-half-hour", &[("text", &charge.text)]),
        code if code.ends_with("_hour") => words.tell("price-line-hour", &[("text", &charge.text)]),
        code if code.ends_with("_daypart") => words.tell("price-line-daypart", &[("text", &charge.text)]),
        _ => charge.text.clone(),
    };
    [what, charge.quantity.to_string(), words.amount(charge.unit.cents), words.amount(charge.total.cents)]
}
