//! Monthly statements: made once for each organisation and month, read, and paid.

mod make;
mod pay;

use std::collections::HashMap;

use crate::{
    auth::Caller,
    domain::{
        failure::Failure,
        ids::{OrganisationId, StatementId},
        person::MemberRole,
        statement::{Month, Statement, StatementLine},
        time::Span,
    },
    store::{
        Access, bookings,
        catalogue::Catalogue,
        statements::{self, Scope},
    },
};

pub use make::{Made, Make};
pub use pay::Pay;

/// A statement with all that is told of it.
#[derive(Clone, Debug)]
pub struct Whole {
    /// The statement.
    pub statement: Statement,
    /// Its lines.
    pub lines: Vec<StatementLine>,
    /// The name of the organisation.
    pub organisation_name: String,
}

/// Whose statements a caller may see: administrators and stewards all, admins of an organisation theirs, and who staffs a
/// centre those on which it is.
#[must_use]
pub fn scope(caller: &Caller) -> Scope {
    if caller.reads_city() {
        return Scope::All;
    }
    let admin = caller.memberships.iter().filter(|member| member.role == MemberRole::Admin);
    Scope::Of(admin.map(|member| member.organisation_id).collect(), caller.centres())
}

/// A statement, for who may see it. Whole, also where it has lines of other centres: it is paid at once.
///
/// # Errors
/// [`Failure::NotFound`] where it is none of theirs.
pub async fn whole<A: Access>(access: &A, caller: &Caller, id: StatementId) -> Result<Whole, Failure> {
    let statement = statements::get(access, id).await?;
    let lines = statements::lines(access, id).await?;
    let of_centre = || lines.iter().any(|line| caller.is_desk_of(line.centre_id));
    if !caller.reads_city() && !caller.is_admin_of(statement.organisation_id) && !of_centre() {
        return Err(Failure::NotFound);
    }
    let name = bookings::organisation_name(access, statement.organisation_id).await?;
    Ok(Whole { statement, lines, organisation_name: name.unwrap_or_default() })
}

/// The names of the organisations of statements.
///
/// # Errors
/// Those of the reads.
pub async fn names<A: Access>(access: &A, of: &[Statement]) -> Result<HashMap<OrganisationId, String>, Failure> {
    bookings::organisation_names(access, of.iter().map(|statement| statement.organisation_id)).await
}

/// The month in the time of whatever centre: from its first instant anywhere to its last.
pub(crate) fn everywhere(catalogue: &Catalogue, month: Month) -> Option<Span> {
    let spans = catalogue.centres.values().filter_map(|centre| month.span(centre.timezone));
    spans.reduce(Span::hull)
}
