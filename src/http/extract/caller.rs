//! The caller: named by a bearer token, known by the database.

use std::convert::Infallible;

use axum::{
    extract::{FromRequestParts, OptionalFromRequestParts},
    http::{header, request::Parts},
};

use crate::{
    auth::{Caller, tokens::Named},
    domain::failure::Failure,
    http::{HttpState, problem::Problem},
    store::people,
};

/// The caller, where somebody is signed in. A token that does not hold is refused, not overlooked.
pub struct MaybeCaller(pub Option<Caller>);

/// Whom the access token names, where there is one: the database is not asked. One that does not hold is refused.
pub struct NamedBy(pub Option<Named>);

/// What tells one visitor from another.
pub struct Visitor(pub String);

impl FromRequestParts<HttpState> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Infallible> {
        Ok(Self(state.limits.visitor(parts)))
    }
}

fn token(parts: &Parts) -> Option<Result<&str, Failure>> {
    let value = parts.headers.get(header::AUTHORIZATION)?;
    let token = value.to_str().ok().and_then(|value| {
        let (scheme, token) = value.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
    });
    Some(token.ok_or(Failure::Unauthorized))
}

async fn caller(parts: &Parts, state: &HttpState) -> Result<Option<Caller>, Problem> {
    let Some(token) = token(parts) else { return Ok(None) };
    let services = &state.services;
    let named = state.tokens.verify(token?, services.now())?;
    match people::signed_in(&services.store, named).await {
        Ok(caller) => Ok(Some(caller)),
        Err(Failure::NotFound) => Err(Failure::Unauthorized.into()),
        Err(failure) => Err(failure.into()),
    }
}

impl FromRequestParts<HttpState> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Problem> {
        caller(parts, state).await?.ok_or_else(|| Failure::Unauthorized.into())
    }
}

impl OptionalFromRequestParts<HttpState> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Option<Self>, Problem> {
        caller(parts, state).await
    }
}

impl FromRequestParts<HttpState> for MaybeCaller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Problem> {
        caller(parts, state).await.map(Self)
    }
}

impl FromRequestParts<HttpState> for NamedBy {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Problem> {
        let Some(token) = token(parts) else { return Ok(Self(None)) };
        Ok(Self(Some(state.tokens.verify(token?, state.services.now())?)))
    }
}
