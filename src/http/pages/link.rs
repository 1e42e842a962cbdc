//! The page behind the link in a mail. Opening it changes nothing, because mail scanners and previews do so too; its
//! button uses the link.

use askama::Template;
use axum::{
    Form,
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use serde::Deserialize;

use crate::{
    actions::{
        auth::{
            SignedIn,
            look::{self, Look},
            verify::{self, Proof},
        },
        bookings::by_link::AcceptByLink,
    },
    domain::failure::{Failure, Fault},
    http::{
        HttpState,
        extract::{Id, preferred},
        problem::{self, Problem},
    },
    mail::{LinkPurpose, words::Words},
};

/// Nothing from elsewhere, one form that goes back here, and an address that is told to nobody: it holds the token.
pub(super) const HEADERS: [(HeaderName, HeaderValue); 3] = [
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self'; \
             frame-ancestors 'none'",
        ),
    ),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex")),
];

#[derive(Template)]
#[template(path = "http/link.html")]
struct Page {
    lang: &'static str,
    title: String,
    paragraphs: Vec<String>,
    faults: Vec<String>,
    form: Option<Fields>,
    token: Option<Token>,
}

/// The form with the button.
struct Fields {
    button: String,
    name: Option<String>,
    password: Option<String>,
}

/// An access token to copy.
struct Token {
    value: String,
    docs: String,
}

/// What a new person gives with the link; an empty field is not given.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Given {
    name: String,
    password: String,
}

/// Shows what the link does.
pub(super) async fn show(
    State(state): State<HttpState>,
    Id(token): Id<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    match look::look(&state.services, &token).await? {
        Some(look) => page(StatusCode::OK, &asking(&look, &[])),
        None => gone(&headers),
    }
}

/// Uses the link.
pub(super) async fn act(
    State(state): State<HttpState>,
    Id(token): Id<String>,
    headers: HeaderMap,
    Form(given): Form<Given>,
) -> Result<Response, Problem> {
    let Some(look) = look::look(&state.services, &token).await? else { return gone(&headers) };
    if !look.purpose.signs_in() {
        let accept = AcceptByLink { services: state.services.clone(), token };
        return match state.services.store.run(&accept).await {
            Ok(accepted) => page(StatusCode::OK, &accepted_page(&look, accepted.len())),
            Err(Failure::Unauthorized | Failure::InvalidTransition(_)) => gone(&headers),
            Err(failure) => Err(failure.into()),
        };
    }
    let proof = Proof { token: &token, name: filled(&given.name), password: filled(&given.password) };
    match verify::verify(&state.services, &state.passwords, proof).await {
        Ok(signed_in) => page(StatusCode::OK, &done(&state, &look, &signed_in)?),
        Err(Failure::Invalid(faults)) => page(StatusCode::UNPROCESSABLE_ENTITY, &asking(&look, &faults)),
        Err(Failure::Unauthorized) => gone(&headers),
        Err(failure) => Err(failure.into()),
    }
}

fn filled(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

/// The part of a text's key that names what the link does.
const fn key(purpose: LinkPurpose) -> &'static str {
    match purpose {
        LinkPurpose::VerifyAddress => "verify",
        LinkPurpose::SignIn => "sign-in",
        LinkPurpose::Invitation { .. } => "invitation",
        LinkPurpose::Offers { .. } => "offers",
        LinkPurpose::Held { .. } => "held",
        LinkPurpose::Returns { .. } => "returns",
    }
}

fn asking(look: &Look, faults: &[Fault]) -> Page {
    let words = Words(look.locale);
    let key = key(look.purpose);
    let button = words.say(&format!("page-link-{key}-button"));
    Page {
        lang: look.locale.as_str(),
        title: words.say(&format!("page-link-{key}-title")),
        paragraphs: vec![
            words.tell("page-link-for", &[("email", &look.email)]),
            words.tell("page-link-press", &[("button", &button)]),
        ],
        faults: faults.iter().map(|fault| fault.message.clone()).collect(),
        form: Some(Fields {
            button,
            name: look.needs_name.then(|| words.say("page-link-name")),
            password: look.is_new.then(|| words.say("page-link-password")),
        }),
        token: None,
    }
}

fn done(state: &HttpState, look: &Look, signed_in: &SignedIn) -> Result<Page, Problem> {
    let words = Words(look.locale);
    let value = state.tokens.issue_to(signed_in.named, state.services.now())?;
    let minutes = words.count("minutes", state.tokens.lifetime() / 60);
    Ok(Page {
        lang: look.locale.as_str(),
        title: words.say("page-link-done-title"),
        paragraphs: vec![
            words.tell("page-link-proved", &[("email", &look.email)]),
            words.tell("page-link-token", &[("minutes", &minutes)]),
        ],
        faults: Vec::new(),
        form: None,
        token: Some(Token { value, docs: words.say("page-link-docs") }),
    })
}

fn accepted_page(look: &Look, accepted: usize) -> Page {
    let words = Words(look.locale);
    let bookings = words.count("mail-closure-bookings", i64::try_from(accepted).unwrap_or(i64::MAX));
    let told = match look.purpose {
        LinkPurpose::Returns { .. } => "page-link-returns-done",
        _ => "page-link-offers-done",
    };
    Page {
        lang: look.locale.as_str(),
        title: words.say("page-link-done-title"),
        paragraphs: vec![words.tell(told, &[("bookings", &bookings)])],
        faults: Vec::new(),
        form: None,
        token: None,
    }
}

/// What is told of a link that is unknown, used or too old, in the language that the browser prefers.
pub(super) fn gone(headers: &HeaderMap) -> Result<Response, Problem> {
    let locale = preferred(headers);
    let words = Words(locale);
    let gone = Page {
        lang: locale.as_str(),
        title: words.say("page-link-gone-title"),
        paragraphs: vec![words.say("page-link-gone")],
        faults: Vec::new(),
        form: None,
        token: None,
    };
    page(StatusCode::NOT_FOUND, &gone)
}

fn page(status: StatusCode, page: &Page) -> Result<Response, Problem> {
    let html = page.render().map_err(|fault| unwritten(&fault))?;
    Ok((status, HEADERS, Html(html)).into_response())
}

/// A page that could not be written.
pub(super) fn unwritten(fault: &askama::Error) -> Problem {
    tracing::error!(%fault, "a page was not written");
    Problem::new(problem::INTERNAL)
}
