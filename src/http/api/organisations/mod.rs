//! Organisations: who books.

mod change;
mod found;
mod invitations;
mod join_requests;
pub(in crate::http::api) mod key_holders;
mod list;
mod members;
mod merge;
mod show;
mod verify;
mod view;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::http::HttpState;

/// The routes under `/organisations`.
pub fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new()
        .routes(routes!(list::list_organisations, found::found_organisation))
        .routes(routes!(show::show_organisation, change::change_organisation))
        .routes(routes!(verify::verify_organisation))
        .routes(routes!(merge::merge_organisation))
        .routes(routes!(members::list_members, members::add_member, members::leave))
        .routes(routes!(members::show_member, members::change_member, members::remove_member))
        .routes(routes!(invitations::list_invitations))
        .routes(routes!(invitations::withdraw_invitation))
        .routes(routes!(join_requests::list_join_requests, join_requests::ask_to_join))
        .routes(routes!(join_requests::show_join_request))
        .routes(routes!(join_requests::accept_join_request))
        .routes(routes!(join_requests::decline_join_request))
        .routes(routes!(key_holders::list_key_holders, key_holders::name_key_holder))
        .routes(routes!(key_holders::show_key_holder, key_holders::end_key_holder))
        .routes(routes!(key_holders::train_key_holder))
}
