//! The OpenAPI document: what the handlers say of themselves, and what holds for all of them.

use serde_json::{Map, Value, json};
use utoipa::{
    Modify, OpenApi,
    openapi::security::{Http, HttpAuthScheme, SecurityScheme},
};
use utoipa_axum::router::OpenApiRouter;

use super::{
    HttpState, api,
    problem::{self, Kind, ProblemBody},
};

/// The name of the security scheme that handlers refer to.
const BEARER: &str = "bearer";

/// The part that stands on its own.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Lokaal",
        description = "Rooms in the community centres of a city: when they are free, and who may have them.\n\n\
            Instants are RFC 3339 with an offset and whole minutes; answers use the centre's offset. Money is in \
            cents. Lists take `limit` (50, at most 200) and `cursor`. Single things carry an `ETag`, which `If-Match` \
            gives back; a POST that makes something takes an `Idempotency-Key`, which makes sending it again \
            harmless. Unknown members of a request are refused; clients ignore unknown members of an answer. What \
            the caller may not see is absent.\n\n\
            Everything that goes wrong is told as `application/problem+json` (RFC 9457); its `type` is a page that \
            explains it.",
        license(name = "EUPL-1.2", identifier = "EUPL-1.2"),
    ),
    servers((url = "/", description = "This service")),
    components(schemas(ProblemBody)),
    modifiers(&Bearer),
    tags(
        (name = "auth", description = "Signing in: by a mailed link or with a password"),
        (name = "me", description = "The person who is signed in"),
        (name = "neighbourhoods", description = "The official parts of the city"),
        (name = "centres", description = "Buildings with rooms, their opening hours"),
        (name = "resources", description = "What can run out: floors, counted equipment, people in a building"),
        (name = "rooms", description = "What people book, and by which rules"),
        (name = "quotas", description = "How much may be booked, and what is left"),
        (name = "tariffs", description = "What rooms cost, for whom, and between which dates"),
        (name = "availability", description = "When rooms are free, and when they are taken"),
        (name = "search", description = "Rooms that are free at a time"),
        (name = "bookings", description = "From request to confirmation, and what happens after"),
        (name = "series", description = "Bookings that repeat by a rule"),
        (name = "waitlist", description = "Waiting for a time that is taken"),
        (name = "closures", description = "Rooms out of use for a while"),
        (name = "rota", description = "Volunteers of a centre, and the hours in which they are there"),
        (name = "duties", description = "Who opens, who hands over to whom, and who closes"),
        (name = "keys", description = "Keys of a centre: out, back and late"),
        (name = "feeds", description = "Bookings in calendars that ask for them"),
        (name = "holidays", description = "Days that a series can leave out"),
        (name = "deposits", description = "Deposits of bookings: asked, received, given back, kept in part"),
        (name = "statements", description = "What organisations owe for a month"),
        (name = "organisations", description = "Who books: committees, associations, partners; their people"),
        (name = "neighbours", description = "What neighbours may expect and report, and what went wrong at bookings"),
        (name = "demand", description = "What was wanted and could not be had"),
        (name = "outbox", description = "The mail that left, waits or came back"),
        (name = "health", description = "For probes"),
    ),
)]
struct Base;

/// Adds the security scheme.
struct Bearer;

impl Modify for Bearer {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let components = document.components.get_or_insert_with(Default::default);
        let mut scheme = Http::new(HttpAuthScheme::Bearer);
        scheme.bearer_format = Some("JWT".to_owned());
        scheme.description =
            Some("An access token from /api/v1/auth. It says who; what they may is looked up.".to_owned());
        components.add_security_scheme(BEARER, SecurityScheme::Http(scheme));
    }
}

/// The routes that are in the document, with what they say of themselves.
pub(super) fn routes() -> OpenApiRouter<HttpState> {
    OpenApiRouter::with_openapi(Base::openapi()).merge(super::health::router()).nest("/api/v1", api::router())
}

/// The OpenAPI document of the service, as it is published.
#[must_use]
pub fn document() -> String {
    let mut text = format!("{:#}", complete(&routes().to_openapi()));
    text.push('\n');
    text
}

/// Adds to each operation the answers that come from around it, where it does not say them itself.
fn complete(document: &utoipa::openapi::OpenApi) -> Value {
    let mut document = serde_json::to_value(document).unwrap_or_default();
    let empty = || Value::Object(Map::new());
    let mut shared = Map::new();
    for kind in SHARED {
        shared.insert(name(*kind), answer(*kind));
    }
    document["components"]["responses"] = Value::Object(shared);
    for (path, operations) in document["paths"].as_object_mut().into_iter().flatten() {
        for (method, operation) in operations.as_object_mut().into_iter().flatten() {
            let kinds = from_around(operation);
            let Some(operation) = operation.as_object_mut() else { continue };
            operation.insert("operationId".to_owned(), operation_id(method, path).into());
            let answers = operation.entry("responses").or_insert_with(empty);
            for kind in kinds {
                let Some(answers) = answers.as_object_mut() else { continue };
                let status = kind.status.as_u16().to_string();
                let reference = format!("#/components/responses/{}", name(kind));
                answers.entry(status).or_insert_with(|| json!({ "$ref": reference }));
            }
        }
    }
    document
}

/// What generated clients call an operation: `POST /api/v1/bookings/{id}/cancel` is `post_bookings_id_cancel`. Handlers
/// have names of one word, which are not unique.
fn operation_id(method: &str, path: &str) -> String {
    let path = path.strip_prefix("/api/v1").unwrap_or(path);
    let words = path.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    std::iter::once(method).chain(words).collect::<Vec<_>>().join("_")
}

/// The kinds that operations share.
const SHARED: &[Kind] = &[
    problem::MALFORMED,
    problem::UNAUTHORIZED,
    problem::PAYLOAD_TOO_LARGE,
    problem::UNSUPPORTED_MEDIA_TYPE,
    problem::VALIDATION,
    problem::RATE_LIMITED,
    problem::INTERNAL,
    problem::UNAVAILABLE,
];

/// What an operation may answer for what stands around it.
fn from_around(operation: &Value) -> Vec<Kind> {
    let mut kinds = vec![problem::RATE_LIMITED, problem::INTERNAL, problem::UNAVAILABLE];
    if operation.get("requestBody").is_some() {
        kinds.extend([
            problem::MALFORMED,
            problem::PAYLOAD_TOO_LARGE,
            problem::UNSUPPORTED_MEDIA_TYPE,
            problem::VALIDATION,
        ]);
    }
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let mut checked = parameters.filter(|p| p["in"] == "query" || p["name"] == "Idempotency-Key");
    if checked.next().is_some() {
        kinds.push(problem::VALIDATION);
    }
    let mut schemes = operation["security"].as_array().into_iter().flatten();
    if schemes.any(|scheme| scheme.get(BEARER).is_some()) {
        kinds.push(problem::UNAUTHORIZED);
    }
    kinds
}

/// The name of a kind's answer: `rate-limited` is `RateLimited`.
fn name(kind: Kind) -> String {
    let word = |word: &str| {
        word.chars()
            .next()
            .map(|first| first.to_ascii_uppercase())
            .into_iter()
            .chain(word.chars().skip(1))
            .collect::<String>()
    };
    kind.slug.split('-').map(word).collect()
}

fn answer(kind: Kind) -> Value {
    let mut answer = json!({
        "description": kind.title,
        "content": {
            "application/problem+json": {
                "schema": { "$ref": "#/components/schemas/ProblemBody" },
                "example": { "type": format!("/problems/{}", kind.slug), "title": kind.title, "status": kind.status.as_u16() },
            }
        },
    });
    let header = |name: &str, text: &str| json!({ name: { "description": text, "schema": { "type": "string" } } });
    if kind == problem::UNAUTHORIZED {
        answer["headers"] = header("WWW-Authenticate", "How to sign in (RFC 6750)");
    } else if kind == problem::RATE_LIMITED || kind == problem::UNAVAILABLE {
        answer["headers"] = header("Retry-After", "Seconds after which it is worth trying again");
    }
    answer
}
