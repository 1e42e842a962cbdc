//! Bookings.

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::http::HttpState;

pub(crate) mod change;
pub(crate) mod comments;
pub(crate) mod create;
pub(crate) mod export;
pub(crate) mod get;
pub(crate) mod history;
pub(crate) mod list;
pub(crate) mod quote;
pub(in crate::http::api) mod request;
pub(in crate::http::api) mod show;
pub(crate) mod steps;
pub(crate) mod view;

/// The routes of bookings.
pub(super) fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new()
        .routes(routes!(list::list_bookings, create::create))
        .routes(routes!(quote::quote_booking))
        .routes(routes!(export::export_bookings))
        .routes(routes!(get::get_booking, change::change))
        .routes(routes!(history::booking_history))
        .routes(routes!(comments::list_comments, comments::add_comment))
        .routes(routes!(steps::cancel))
        .routes(routes!(steps::approve))
        .routes(routes!(steps::decline))
        .routes(routes!(steps::confirm))
        .routes(routes!(steps::attendance))
}
