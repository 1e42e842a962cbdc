//! The contract's table of routes: each is in the document, with all that clients are told to rely on.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::contract::{operations, resolve};

/// The routes under `/api/v1`, a method and a path each.
const ROUTES: [&str; 129] = [
    "POST /auth/register",
    "POST /auth/magic-link",
    "POST /auth/verify",
    "POST /auth/login",
    "POST /auth/password",
    "POST /auth/refresh",
    "POST /auth/logout",
    "GET /me",
    "PATCH /me",
    "GET /neighbourhoods",
    "GET /centres",
    "POST /centres",
    "GET /centres/{id}",
    "PATCH /centres/{id}",
    "GET /centres/{id}/availability",
    "GET /centres/{id}/day-sheet",
    "GET /resources",
    "POST /resources",
    "PATCH /resources/{id}",
    "GET /rooms",
    "POST /rooms",
    "GET /rooms/{id}",
    "PATCH /rooms/{id}",
    "GET /rooms/{id}/availability",
    "GET /rooms/{id}/access",
    "POST /rooms/{id}/access",
    "POST /rooms/{id}/door",
    "DELETE /rooms/{id}/door",
    "GET /search",
    "GET /search/next",
    "POST /bookings",
    "POST /bookings/quote",
    "GET /bookings",
    "GET /bookings/export",
    "GET /bookings/{id}",
    "PATCH /bookings/{id}",
    "POST /bookings/{id}/cancel",
    "POST /bookings/{id}/approve",
    "POST /bookings/{id}/decline",
    "POST /bookings/{id}/confirm",
    "POST /bookings/{id}/attendance",
    "GET /bookings/{id}/history",
    "GET /bookings/{id}/comments",
    "POST /bookings/{id}/comments",
    "GET /centres/{id}/neighbours",
    "GET /centres/{id}/reports",
    "POST /centres/{id}/reports",
    "POST /reports/{id}/incident",
    "POST /reports/{id}/dismiss",
    "GET /bookings/{id}/incidents",
    "POST /bookings/{id}/incidents",
    "GET /incidents",
    "GET /incidents/{id}",
    "PATCH /incidents/{id}",
    "POST /incidents/{id}/reply",
    "GET /closures",
    "POST /closures",
    "POST /closures/preview",
    "POST /closures/emergency",
    "GET /closures/{id}/calls",
    "PATCH /closures/{id}",
    "DELETE /closures/{id}",
    "POST /series",
    "GET /series",
    "GET /series/{id}",
    "PATCH /series/{id}",
    "POST /series/{id}/cancel",
    "POST /series/{id}/retry-skipped",
    "POST /series/{id}/renew",
    "GET /tariffs",
    "POST /tariffs",
    "GET /tariffs/{id}",
    "PATCH /tariffs/{id}",
    "DELETE /tariffs/{id}",
    "GET /bookings/{id}/deposit",
    "POST /bookings/{id}/deposit",
    "POST /bookings/{id}/deposit/received",
    "POST /bookings/{id}/deposit/returned",
    "POST /bookings/{id}/deposit/kept",
    "GET /statements",
    "POST /statements",
    "GET /statements/{id}",
    "POST /statements/{id}/paid",
    "GET /statements/{id}/print",
    "GET /statements/{id}/csv",
    "GET /statements/{id}/xlsx",
    "GET /waitlist",
    "POST /waitlist",
    "DELETE /waitlist/{id}",
    "GET /demand",
    "GET /quotas",
    "POST /quotas",
    "PATCH /quotas/{id}",
    "DELETE /quotas/{id}",
    "GET /feeds",
    "POST /feeds",
    "DELETE /feeds/{id}",
    "GET /organisations",
    "POST /organisations",
    "GET /organisations/{id}",
    "PATCH /organisations/{id}",
    "POST /organisations/{id}/merge",
    "POST /organisations/{id}/verify",
    "GET /organisations/{id}/members",
    "POST /organisations/{id}/members",
    "DELETE /organisations/{id}/members",
    "POST /organisations/{id}/join-requests",
    "GET /outbox",
    "POST /outbox/{id}/retry",
    "GET /me/duties",
    "POST /duties/{id}/decline",
    "POST /duties/{id}/accept",
    "GET /centres/{id}/duties",
    "GET /centres/{id}/rota",
    "PUT /centres/{id}/rota",
    "GET /centres/{id}/volunteers",
    "POST /centres/{id}/volunteers",
    "DELETE /volunteers/{id}",
    "POST /volunteers/{id}/training",
    "GET /centres/{id}/shifts",
    "POST /centres/{id}/shifts",
    "POST /shifts/{id}/settle",
    "GET /centres/{id}/keys",
    "POST /centres/{id}/keys",
    "DELETE /keys/{id}",
    "POST /keys/{id}/out",
    "POST /keys/{id}/back",
    "GET /keys/{id}/loans",
    "POST /organisations/{id}/key-holders/{key_holder_id}/training",
];

/// Those that work without a token: signing in, and what everybody may see.
const OPEN: [&str; 23] = [
    "POST /auth/register",
    "POST /auth/magic-link",
    "POST /auth/verify",
    "POST /auth/login",
    "POST /auth/refresh",
    "POST /auth/logout",
    "GET /neighbourhoods",
    "GET /centres",
    "GET /centres/{id}",
    "GET /centres/{id}/availability",
    "GET /centres/{id}/day-sheet",
    "GET /centres/{id}/neighbours",
    "POST /centres/{id}/reports",
    "GET /resources",
    "GET /rooms",
    "GET /rooms/{id}",
    "GET /rooms/{id}/availability",
    "GET /search",
    "GET /search/next",
    "GET /bookings/{id}",
    "GET /closures",
    "GET /tariffs",
    "GET /tariffs/{id}",
];

/// The POSTs that create and so take an `Idempotency-Key`.
const CREATE: [&str; 20] = [
    "POST /centres",
    "POST /resources",
    "POST /rooms",
    "POST /bookings",
    "POST /closures",
    "POST /closures/emergency",
    "POST /tariffs",
    "POST /series",
    "POST /series/{id}/renew",
    "POST /centres/{id}/volunteers",
    "POST /centres/{id}/shifts",
    "POST /centres/{id}/keys",
    "POST /waitlist",
    "POST /quotas",
    "POST /feeds",
    "POST /bookings/{id}/comments",
    "POST /bookings/{id}/incidents",
    "POST /reports/{id}/incident",
    "POST /organisations",
    "POST /organisations/{id}/members",
];

/// The parameters of lists and questions that clients are written against.
const QUERIES: [(&str, &[&str]); 12] = [
    ("GET /tariffs", &["centre_id", "room_id"]),
    ("GET /statements", &["organisation_id", "unpaid"]),
    ("GET /resources", &["centre_id"]),
    ("GET /rooms", &["centre_id"]),
    ("GET /rooms/{id}/availability", &["from", "until", "people"]),
    ("GET /centres/{id}/availability", &["from", "until"]),
    (
        "GET /search",
        &[
            "starts_at",
            "ends_at",
            "people",
            "equipment",
            "accessible",
            "neighbourhood",
            "near",
            "radius_m",
            "organisation_id",
        ],
    ),
    ("GET /search/next", &["duration_minutes", "people", "from", "until", "weekdays", "time_from", "time_until"]),
    (
        "GET /bookings",
        &["from", "until", "centre_id", "room_id", "organisation_id", "status", "mine", "reference", "q"],
    ),
    ("GET /outbox", &["state", "centre_id"]),
    ("GET /incidents", &["centre_id", "organisation_id", "state"]),
    ("GET /centres/{id}/reports", &["state", "limit", "cursor"]),
];

/// The operation behind a line of the table.
fn find(route: &str) -> Option<&'static Value> {
    let (method, path) = route.split_once(' ').expect("a method and a path");
    let path = format!("/api/v1{path}");
    operations().find(|(known, template, _)| known == method && *template == path).map(|(_, _, operation)| operation)
}

fn parameters(operation: &'static Value, place: &str) -> BTreeSet<&'static str> {
    let all = operation["parameters"].as_array().into_iter().flatten().map(resolve);
    all.filter(|parameter| parameter["in"] == place).filter_map(|parameter| parameter["name"].as_str()).collect()
}

#[test]
fn every_route_of_the_table_is_in_the_document() {
    let missing: Vec<&str> = ROUTES.into_iter().filter(|route| find(route).is_none()).collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn every_route_tells_its_problems_who_may_ask_and_what_it_is() {
    for route in ROUTES {
        let operation = find(route).unwrap_or_else(|| panic!("{route} is missing"));
        for name in ["operationId", "summary"] {
            assert!(operation[name].as_str().is_some_and(|text| !text.is_empty()), "{route} has no {name}");
        }
        let schemes = operation["security"].as_array().unwrap_or_else(|| panic!("{route} does not tell who may ask"));
        let bearer = schemes.iter().any(|scheme| scheme.get("bearer").is_some());
        let nothing = schemes.iter().any(|scheme| scheme.as_object().is_some_and(serde_json::Map::is_empty));
        assert!(bearer || nothing, "{route} lets nobody ask");
        assert_eq!(nothing, OPEN.contains(&route), "{route} without a token");
        let answers = operation["responses"].as_object().expect("answers");
        let problems = answers.iter().filter(|(status, _)| status.starts_with(['4', '5']));
        let problems = problems.filter(|(_, answer)| {
            resolve(answer)["content"]["application/problem+json"]["schema"]["$ref"]
                == "#/components/schemas/ProblemBody"
        });
        let problems: BTreeSet<&str> = problems.map(|(status, _)| status.as_str()).collect();
        let mut expected = BTreeSet::from(["429", "500", "503"]);
        if bearer {
            expected.insert("401");
        }
        if route.contains('{') {
            expected.insert("404");
        }
        if operation.get("requestBody").is_some() {
            expected.extend(["400", "413", "415", "422"]);
        }
        if route.starts_with("PATCH") {
            expected.extend(["412", "428"]);
            assert!(parameters(operation, "header").contains("If-Match"), "{route} needs If-Match");
        }
        if CREATE.contains(&route) {
            expected.extend(["409", "422"]);
            assert!(parameters(operation, "header").contains("Idempotency-Key"), "{route} takes an Idempotency-Key");
        }
        let untold: Vec<_> = expected.difference(&problems).collect();
        assert!(untold.is_empty(), "{route} does not tell {untold:?}");
    }
}

#[test]
fn lists_and_questions_take_their_parameters() {
    for (route, names) in QUERIES {
        let known = parameters(find(route).unwrap_or_else(|| panic!("{route} is missing")), "query");
        let missing: Vec<_> = names.iter().filter(|name| !known.contains(*name)).collect();
        assert!(missing.is_empty(), "{route} does not take {missing:?}");
    }
    let pages = [
        "centres",
        "resources",
        "rooms",
        "bookings",
        "closures",
        "series",
        "organisations",
        "outbox",
        "tariffs",
        "statements",
        "feeds",
        "incidents",
    ];
    for noun in pages {
        let known = parameters(find(&format!("GET /{noun}")).expect("a list"), "query");
        assert!(known.is_superset(&BTreeSet::from(["limit", "cursor"])), "{noun} is no list in pages");
    }
}
