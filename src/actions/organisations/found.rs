//! Founding an organisation.

use serde_json::json;

use super::{check, record};
use crate::{
    auth::Caller,
    domain::{
        failure::Failure,
        ids::OrganisationId,
        organisation::{DEFAULT_CLASS, Organisation, OrganisationKind},
        person::MemberRole,
        validation::Faults,
    },
    store::{Unit, UseCase, organisations},
};

/// Founds an organisation, unverified, with its founder as admin.
#[derive(Clone, Debug)]
pub struct Found {
    /// Who founds it.
    pub caller: Caller,
    /// Name, 1 to 200 characters.
    pub name: String,
    /// Kind; rules and prices go by it once it is verified.
    pub kind: OrganisationKind,
    /// Code of its neighbourhood.
    pub neighbourhood_code: Option<String>,
    /// Where mail for it goes; the founder's address where absent.
    pub contact_email: Option<String>,
}

impl UseCase for Found {
    type Output = Organisation;

    async fn run(&self, unit: &Unit) -> Result<Organisation, Failure> {
        let mut faults = Faults::new();
        let new = Organisation {
            id: OrganisationId::new(unit.now()),
            name: check::name(&mut faults, &self.name),
            kind: self.kind,
            tariff_category: None,
            priority_class: DEFAULT_CLASS.to_owned(),
            neighbourhood_code: check::neighbourhood(unit, &mut faults, self.neighbourhood_code.as_deref()).await?,
            contact_email: check::contact(&mut faults, self.contact_email.as_deref().unwrap_or(&self.caller.email)),
            verified: false,
            merged_into: None,
            version: 1,
        };
        faults.into_result()?;
        organisations::insert(unit, &new).await?;
        organisations::add_member(unit, new.id, self.caller.id, MemberRole::Admin).await?;
        let after = json!({"kind": new.kind, "neighbourhood_code": new.neighbourhood_code, "admin": self.caller.id});
        record(unit, self.caller.id, "organisation.founded", new.id, None, Some(after)).await?;
        Ok(new)
    }
}
