//! POST /bookings/{id}/deposit, and …/received, /returned and /kept: each one step with a deposit.

use axum::{extract::State, http::StatusCode, response::IntoResponse};
use serde::Deserialize;

use super::view::DepositView;
use crate::{
    actions::deposits::ChangeDeposit,
    auth::Caller,
    domain::{deposit::Step, failure::Failure, ids::BookingId, price::Money},
    http::{
        HttpState,
        api::answers::{OfKey, OfMatch, OfRight, OfThing},
        extract::{
            Body, Id, IdempotencyKey, IfMatch,
            idempotency::{self, created},
        },
        problem::Problem,
    },
    store::idempotency::Answer,
};

/// An amount in euro.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct AmountRequest {
    /// How much.
    amount: Money,
}

/// An amount that is kept, and why.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct KeepRequest {
    /// How much more is kept.
    amount: Money,
    /// Why, 1 to 500 characters: the booker reads it.
    reason: String,
}

/// Who does a step, to which deposit, and once for each key.
struct Asked {
    caller: Caller,
    booking_id: BookingId,
    if_match: IfMatch,
    key: IdempotencyKey,
    body_hash: String,
}

impl Asked {
    async fn run(self, state: &HttpState, step: Step) -> Result<Answer, Problem> {
        let Self { caller, booking_id, if_match, key, body_hash } = self;
        let action = ChangeDeposit { caller, booking_id, condition: if_match.condition(), step };
        let answer = idempotency::create(state, &action.caller, key, &body_hash, &action, |deposit| {
            let shown = created(String::new(), Some(deposit.version), &DepositView::from(deposit))?;
            Ok(Answer { status: StatusCode::OK.as_u16(), location: None, ..shown })
        });
        Ok(answer.await?)
    }
}

fn cents(amount: &Money) -> Result<i64, Failure> {
    if amount.currency == "EUR" {
        Ok(amount.cents)
    } else {
        Err(Failure::invalid("/amount/currency", "unknown", "Deposits are in EUR."))
    }
}

macro_rules! step {
    ($(#[$doc:meta])* $path:literal, $body:ty, $name:ident, |$value:ident| $step:expr) => {
        $(#[$doc])*
        #[utoipa::path(
            post, path = $path, tag = "deposits", request_body = $body,
            params(("id" = BookingId, Path, description = "The booking"),
                ("If-Match" = Option<String>, Header, description = "The ETag that was read"),
                ("Idempotency-Key" = Option<String>, Header, description = "Makes sending again harmless")),
            responses(
                (status = 200, description = "The deposit as it is since", body = DepositView,
                    headers(("ETag" = String, description = "Its version"))),
                OfRight, OfThing, OfMatch, OfKey,
            ),
            security(("bearer" = []))
        )]
        pub(crate) async fn $name(
            State(state): State<HttpState>,
            caller: Caller,
            Id(booking_id): Id<BookingId>,
            if_match: IfMatch,
            key: IdempotencyKey,
            body: Body<$body>,
        ) -> Result<impl IntoResponse, Problem> {
            let Body { value: $value, hash: body_hash, .. } = body;
            let step = $step;
            Asked { caller, booking_id, if_match, key, body_hash }.run(&state, step).await
        }
    };
}

step! {
    /// Ask a deposit
    ///
    /// So much in place of what was asked, and no less than was received. For the desk.
    "/bookings/{id}/deposit", AmountRequest, ask, |value| Step::Ask(cents(&value.amount)?)
}

step! {
    /// Note that a deposit was received
    ///
    /// So much more, up to what is asked. For the desk.
    "/bookings/{id}/deposit/received", AmountRequest, receive, |value| Step::Receive(cents(&value.amount)?)
}

step! {
    /// Note that a deposit was given back
    ///
    /// So much more, up to what is held. For the desk.
    "/bookings/{id}/deposit/returned", AmountRequest, give_back, |value| Step::Return(cents(&value.amount)?)
}

step! {
    /// Keep a part of a deposit
    ///
    /// So much more, up to what is held, with the reason. For the desk.
    "/bookings/{id}/deposit/kept", KeepRequest, keep, |value| Step::Keep(cents(&value.amount)?, value.reason)
}
