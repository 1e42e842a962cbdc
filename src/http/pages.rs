//! Pages: the API in the browser, its document, what each problem means, the page behind the link in a mail, and
//! that at the door of a room. None of them loads anything from elsewhere.

mod door;
mod link;
mod problems;

use askama::Template;
use axum::{
    Router,
    http::{HeaderName, HeaderValue, header},
    middleware::map_response,
    response::{Html, IntoResponse, Response},
    routing::get,
};
use utoipa_swagger_ui::{Config, SwaggerUi};

use super::{
    HttpState,
    extract::Id,
    openapi,
    problem::{self, Kind, Problem},
};

/// Where the document lies.
const DOCUMENT: &str = "/api/v1/openapi.json";

/// The browser shows what comes from here and nothing else. Swagger UI writes styles into its elements.
const SHOWS: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
     connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);
const READS: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

pub(super) fn router() -> Router<HttpState> {
    // Swagger UI asks a stranger whether the document is valid, unless told not to.
    let config = Config::from(DOCUMENT).validator_url("none").try_it_out_enabled(true);
    let docs = Router::from(SwaggerUi::new("/docs").config(config)).layer(map_response(shown));
    // Written once: it does not change while the process lives.
    let document = openapi::document();
    Router::new()
        .merge(docs)
        .route(DOCUMENT, get(async || ([(header::CONTENT_TYPE, "application/json")], document)))
        .route("/problems/{slug}", get(explain))
        .route("/link/{token}", get(link::show).post(link::act))
        .route("/door/{token}", get(door::show).post(door::act))
}

async fn shown(mut response: Response) -> Response {
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, SHOWS);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("max-age=3600"));
    response
}

#[derive(Template)]
#[template(path = "http/problem.html")]
struct Page {
    slug: &'static str,
    status: u16,
    title: &'static str,
    meaning: &'static str,
    advice: &'static str,
}

async fn explain(Id(slug): Id<String>) -> Result<Response, Problem> {
    let kind = problem::ALL.iter().find(|kind| kind.slug == slug).ok_or_else(|| Problem::new(problem::NOT_FOUND))?;
    let Kind { slug, status, title } = *kind;
    let (meaning, advice) = problems::words(*kind);
    let page = Page { slug, status: status.as_u16(), title, meaning, advice };
    let html = page.render().map_err(|fault| {
        tracing::error!(%fault, "a page was not written");
        Problem::new(problem::INTERNAL)
    })?;
    let headers: [(HeaderName, HeaderValue); 2] =
        [(header::CONTENT_SECURITY_POLICY, READS), (header::CACHE_CONTROL, HeaderValue::from_static("max-age=3600"))];
    Ok((headers, Html(html)).into_response())
}
