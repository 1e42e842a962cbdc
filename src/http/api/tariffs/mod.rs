//! Tariffs: what rooms cost.

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    domain::{failure::Failure, ids::TariffId, tariff::Tariff},
    http::HttpState,
    store::catalogue::Catalogue,
};

pub(crate) mod change;
pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod get;
pub(crate) mod list;
mod request;
mod view;

/// The routes of tariffs.
pub(super) fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new().routes(routes!(list::list, create::create)).routes(routes!(
        get::get,
        change::change,
        delete::delete
    ))
}

/// A tariff by its identifier.
fn find(catalogue: &Catalogue, id: TariffId) -> Result<&Tariff, Failure> {
    catalogue.tariffs.values().flatten().find(|tariff| tariff.id == id).ok_or(Failure::NotFound)
}
