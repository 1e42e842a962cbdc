//! Changing an organisation: its admins say who it is, staff say what it counts as.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{check, record};
use crate::{
    actions::{Condition, people::as_of_now},
    auth::Caller,
    domain::{
        failure::Failure,
        ids::OrganisationId,
        organisation::{DEFAULT_CLASS, Organisation, OrganisationKind},
        validation::Faults,
    },
    store::{Unit, UseCase, organisations},
};

/// What may be changed of an organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = OrganisationFields)]
pub struct Editable {
    /// Name, 1 to 200 characters.
    pub name: String,
    /// Kind; a changed one ends verification.
    pub kind: OrganisationKind,
    /// Code of its neighbourhood.
    #[serde(default)]
    pub neighbourhood_code: Option<String>,
    /// Where mail for it goes.
    pub contact_email: String,
    /// Staff: tariff category.
    #[serde(default)]
    pub tariff_category: Option<String>,
    /// Staff: priority class.
    #[serde(default = "default_class")]
    pub priority_class: String,
    /// Staff: whether kind, category and class are verified.
    #[serde(default)]
    pub verified: bool,
}

fn default_class() -> String {
    DEFAULT_CLASS.to_owned()
}

impl Editable {
    /// What of an organisation may be changed.
    #[must_use]
    pub fn of(organisation: &Organisation) -> Self {
        Self {
            name: organisation.name.clone(),
            kind: organisation.kind,
            neighbourhood_code: organisation.neighbourhood_code.clone(),
            contact_email: organisation.contact_email.clone(),
            tariff_category: organisation.tariff_category.clone(),
            priority_class: organisation.priority_class.clone(),
            verified: organisation.verified,
        }
    }

    /// What staff decide.
    fn classification(&self) -> (&Option<String>, &str, bool) {
        (&self.tariff_category, &self.priority_class, self.verified)
    }

    /// What stands in audit events: no name, no address.
    fn told(&self) -> Value {
        json!({
            "kind": self.kind,
            "neighbourhood_code": self.neighbourhood_code,
            "tariff_category": self.tariff_category,
            "priority_class": self.priority_class,
            "verified": self.verified,
        })
    }

    async fn checked(&self, unit: &Unit) -> Result<Self, Failure> {
        let mut faults = Faults::new();
        let checked = Self {
            name: check::name(&mut faults, &self.name),
            kind: self.kind,
            neighbourhood_code: check::neighbourhood(unit, &mut faults, self.neighbourhood_code.as_deref()).await?,
            contact_email: check::contact(&mut faults, &self.contact_email),
            tariff_category: check::category(&mut faults, self.tariff_category.as_deref()),
            priority_class: check::class(&mut faults, &self.priority_class),
            verified: self.verified,
        };
        faults.into_result()?;
        Ok(checked)
    }
}

/// What to make of an organisation.
#[derive(Clone, Debug)]
pub enum Wish {
    /// These fields.
    Fields {
        /// What it becomes.
        editable: Editable,
        /// Whether `verified` was said, and not only left as it was.
        says_verified: bool,
    },
    /// Verified, with these where given.
    Verified {
        /// Tariff category.
        tariff_category: Option<String>,
        /// Priority class.
        priority_class: Option<String>,
    },
}

/// Changes an organisation.
#[derive(Clone, Debug)]
pub struct Change {
    /// Who changes it.
    pub caller: Caller,
    /// Which.
    pub id: OrganisationId,
    /// The versions that the caller will accept.
    pub condition: Condition,
    /// What to make of it.
    pub wish: Wish,
}

impl UseCase for Change {
    type Output = Organisation;

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        organisations::get(unit, self.id).await?;
        let right = match &self.wish {
            Wish::Fields { .. } => self.caller.may_manage(self.id) || self.caller.may_classify(),
            Wish::Verified { .. } => self.caller.may_classify(),
        };
        self.caller.needs(right)
    }

    async fn run(&self, unit: &Unit) -> Result<Organisation, Failure> {
        let mut organisation = organisations::hold(unit, self.id).await?;
        self.condition.check(organisation.version)?;
        let caller = as_of_now(unit, &self.caller).await?;
        let before = Editable::of(&organisation);
        let mut after = self.wished(&before).checked(unit).await?;
        let own =
            |fields: &Editable| (fields.name.clone(), fields.neighbourhood_code.clone(), fields.contact_email.clone());
        let (manages, classifies) = (caller.may_manage(self.id), caller.may_classify());
        caller.needs(manages || (classifies && own(&before) == own(&after)))?;
        caller.needs(classifies || before.classification() == after.classification())?;
        let says_verified = classifies && !matches!(self.wish, Wish::Fields { says_verified: false, .. });
        if before.kind != after.kind && !says_verified {
            after.verified = false;
        }
        if before == after {
            return Ok(organisation);
        }
        organisation.name = after.name.clone();
        organisation.kind = after.kind;
        organisation.neighbourhood_code = after.neighbourhood_code.clone();
        organisation.contact_email = after.contact_email.clone();
        organisation.tariff_category = after.tariff_category.clone();
        organisation.priority_class = after.priority_class.clone();
        organisation.verified = after.verified;
        organisation.version += 1;
        organisations::update(unit, &organisation).await?;
        let action = if after.verified && !before.verified { "organisation.verified" } else { "organisation.changed" };
        record(unit, caller.id, action, self.id, Some(before.told()), Some(after.told())).await?;
        Ok(organisation)
    }
}

impl Change {
    fn wished(&self, before: &Editable) -> Editable {
        match &self.wish {
            Wish::Fields { editable, .. } => editable.clone(),
            Wish::Verified { tariff_category, priority_class } => Editable {
                tariff_category: tariff_category.clone().or_else(|| before.tariff_category.clone()),
                priority_class: priority_class.clone().unwrap_or_else(|| before.priority_class.clone()),
                verified: true,
                ..before.clone()
            },
        }
    }
}
