//! The page behind the link in a mail. Opening it changes nothing, because mail scanners and previews do so too; its
//! button uses the link.

use askama::Template;
use axum::{
    Form,
    extract::{State, rejection::FormRejection},
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
        letters::stop::Stop,
        rota::accept::DutyByLink,
    },
    domain::{
        failure::{Failure, Fault},
        letters::Topic,
        person::Locale,
    },
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
        None => spent(&state, &token, &headers).await,
    }
}

/// Uses the link. A mail program that stops letters by itself (RFC 8058) sends a form of its own, in either of two ways:
/// it holds nothing that is needed.
pub(super) async fn act(
    State(state): State<HttpState>,
    Id(token): Id<String>,
    headers: HeaderMap,
    given: Result<Form<Given>, FormRejection>,
) -> Result<Response, Problem> {
    let Some(look) = look::look(&state.services, &token).await? else { return spent(&state, &token, &headers).await };
    if look.purpose.is_about_duty() {
        let answer = DutyByLink { services: state.services.clone(), token: token.clone() };
        return match state.services.store.run(&answer).await {
            Ok(()) => page(StatusCode::OK, &duty_page(&look)),
            // Taken by somebody else meanwhile, not theirs any more, or not for them.
            Err(Failure::Unauthorized) => spent(&state, &token, &headers).await,
            Err(Failure::TooLate(_) | Failure::NotFound | Failure::Invalid(_)) => {
                page(StatusCode::CONFLICT, &closing(look.locale, "page-link-gone-title", "page-link-over"))
            }
            Err(failure) => Err(failure.into()),
        };
    }
    if !look.purpose.signs_in() {
        return match say_yes(&state, &look, &token).await {
            Ok(done) => page(StatusCode::OK, &done),
            Err(Failure::Unauthorized) => spent(&state, &token, &headers).await,
            // What it was about has ended otherwise, or somebody was quicker.
            Err(Failure::InvalidTransition(_) | Failure::Conflict(_) | Failure::NotFound) => {
                page(StatusCode::CONFLICT, &closing(look.locale, "page-link-gone-title", "page-link-over"))
            }
            Err(failure) => Err(failure.into()),
        };
    }
    let Form(given) = given.map_err(|_| Problem::new(problem::MALFORMED))?;
    let proof = Proof { token: &token, name: filled(&given.name), password: filled(&given.password) };
    match verify::verify(&state.services, &state.passwords, proof).await {
        Ok(signed_in) => page(StatusCode::OK, &done(&state, &look, &signed_in)?),
        Err(Failure::Invalid(faults)) => page(StatusCode::UNPROCESSABLE_ENTITY, &asking(&look, &faults)),
        Err(Failure::Unauthorized) => spent(&state, &token, &headers).await,
        Err(failure) => Err(failure.into()),
    }
}

/// Does what a link does that signs nobody in, and tells what was done.
async fn say_yes(state: &HttpState, look: &Look, token: &str) -> Result<Page, Failure> {
    let (store, token) = (&state.services.store, token.to_owned());
    if let LinkPurpose::Stop { .. } = look.purpose {
        let topic = store.run(&Stop { token }).await?;
        let words = Words(look.locale);
        let told = words.tell("page-link-stop-done", &[("topic", &words.say(&topic_key(topic)))]);
        return Ok(plain(look.locale, "page-link-done-title", told));
    }
    let accepted = store.run(&AcceptByLink { services: state.services.clone(), token }).await?;
    Ok(accepted_page(look, accepted.len()))
}

/// The key of a topic's name.
fn topic_key(topic: Topic) -> String {
    format!("topic-{}", topic.as_str().replace('_', "-"))
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
        LinkPurpose::Stop { .. } => "stop",
        LinkPurpose::TakeDuty { .. } => "take-duty",
        LinkPurpose::DeclineDuty { .. } => "decline-duty",
    }
}

fn asking(look: &Look, faults: &[Fault]) -> Page {
    let words = Words(look.locale);
    let key = key(look.purpose);
    let button = words.say(&format!("page-link-{key}-button"));
    let mut paragraphs = vec![words.tell("page-link-for", &[("email", &look.email)])];
    if let LinkPurpose::Stop { topic } = look.purpose {
        paragraphs.push(words.tell("page-link-stop-what", &[("topic", &words.say(&topic_key(topic)))]));
    }
    paragraphs.push(words.tell("page-link-press", &[("button", &button)]));
    Page {
        lang: look.locale.as_str(),
        title: words.say(&format!("page-link-{key}-title")),
        paragraphs,
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

fn duty_page(look: &Look) -> Page {
    let words = Words(look.locale);
    Page {
        lang: look.locale.as_str(),
        title: words.say("page-link-done-title"),
        paragraphs: vec![words.say(&format!("page-link-{}-done", key(look.purpose)))],
        faults: Vec::new(),
        form: None,
        token: None,
    }
}

fn accepted_page(look: &Look, accepted: usize) -> Page {
    let words = Words(look.locale);
    // What was offered may have ended otherwise meanwhile.
    if accepted == 0 {
        return closing(look.locale, "page-link-gone-title", "page-link-over");
    }
    let bookings = words.count("mail-closure-bookings", i64::try_from(accepted).unwrap_or(i64::MAX));
    let told = match look.purpose {
        LinkPurpose::Returns { .. } => "page-link-returns-done",
        _ => "page-link-offers-done",
    };
    plain(look.locale, "page-link-done-title", words.tell(told, &[("bookings", &bookings)]))
}

/// What is told of a link that works no more, in the language of its mail: that it was used, or is too old.
async fn spent(state: &HttpState, token: &str, headers: &HeaderMap) -> Result<Response, Problem> {
    let Some(spent) = look::spent(&state.services, token).await? else { return gone(headers) };
    let told = match spent.purpose {
        _ if spent.used => "page-link-used",
        LinkPurpose::Stop { .. } => "page-link-stop-late",
        purpose if purpose.signs_in() => "page-link-old",
        _ => "page-link-late",
    };
    page(StatusCode::NOT_FOUND, &closing(spent.locale, "page-link-gone-title", told))
}

/// What is told of a link that nobody knows, in the language that the browser prefers.
pub(super) fn gone(headers: &HeaderMap) -> Result<Response, Problem> {
    page(StatusCode::NOT_FOUND, &closing(preferred(headers), "page-link-gone-title", "page-link-gone"))
}

fn closing(locale: Locale, title: &str, told: &str) -> Page {
    plain(locale, title, Words(locale).say(told))
}

/// A page that tells something, and has nothing to press.
fn plain(locale: Locale, title: &str, told: String) -> Page {
    Page {
        lang: locale.as_str(),
        title: Words(locale).say(title),
        paragraphs: vec![told],
        faults: Vec::new(),
        form: None,
        token: None,
    }
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
