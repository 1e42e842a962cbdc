//! A key goes out, and comes back.

use super::{facts, opens_at, record};
use crate::{
    auth::Caller,
    domain::{
        failure::Failure,
        ids::{KeyId, LoanId, UserId},
        key::{Key, Loan},
        time::{DAY, Instant},
        validation::{Faults, Lines, optional_text, text},
    },
    store::{Unit, UseCase, keys, people},
};

/// The longest that a key is out, seconds.
const LONGEST: i64 = 400 * DAY;

/// With whom a key goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum To {
    /// Who notes it.
    Caller,
    /// Somebody with an account.
    Person(UserId),
    /// Somebody without one, by name and telephone.
    Somebody(String, Option<String>),
}

/// Notes that a key goes out: the desk with whomever, who opens with themselves.
pub struct LendKey {
    /// Who notes it.
    pub caller: Caller,
    /// Which key.
    pub id: KeyId,
    /// With whom.
    pub to: To,
    /// When it is to be back.
    pub due_at: Instant,
}

impl UseCase for LendKey {
    type Output = Key;

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        let key = keys::get(unit, self.id).await?;
        if self.caller.is_desk_of(key.centre_id) {
            return Ok(());
        }
        if opens_at(unit, &self.caller, key.centre_id, unit.now()).await? {
            return self.caller.needs(matches!(self.to, To::Caller) || self.to == To::Person(self.caller.id));
        }
        if self.caller.reads_city() { Err(Failure::Forbidden) } else { Err(Failure::NotFound) }
    }

    async fn run(&self, unit: &Unit) -> Result<Key, Failure> {
        let key = keys::get(unit, self.id).await?;
        let mut faults = Faults::new();
        if self.due_at <= unit.now() || self.due_at > unit.now().plus(LONGEST) {
            faults.add("/due_at", "out_of_range", "A key is to be back later than now, and within a year.");
        }
        let (person_id, holder_name, holder_phone) = match &self.to {
            To::Caller => (Some(self.caller.id), self.caller.name.clone(), None),
            To::Person(id) => match people::get(unit, *id).await {
                Ok(person) => (Some(*id), person.name, person.phone),
                Err(Failure::NotFound) => {
                    faults.add("/user_id", "unknown", "There is no such person.");
                    (None, String::new(), None)
                }
                Err(failure) => return Err(failure),
            },
            To::Somebody(name, phone) => (
                None,
                text(&mut faults, "/name", name, 200, Lines::One),
                optional_text(&mut faults, "/phone", phone.as_deref(), 40, Lines::One),
            ),
        };
        faults.into_result()?;
        let loan = Loan {
            id: LoanId::new(unit.now()),
            key_id: key.id,
            person_id,
            holder_name,
            holder_phone,
            out_at: unit.now(),
            due_at: self.due_at,
            back_at: None,
        };
        if !keys::lend(unit, &loan, self.caller.id).await? {
            return Err(Failure::TooLate("The key is with somebody."));
        }
        record(unit, Some(self.caller.id), "key.out", &key, None, Some(facts(&loan))).await?;
        Ok(Key { loan: Some(loan), ..key })
    }
}

/// Notes that a key is back: the desk, or who has it.
pub struct ReturnKey {
    /// Who notes it.
    pub caller: Caller,
    /// Which key.
    pub id: KeyId,
}

impl UseCase for ReturnKey {
    type Output = Key;

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        let key = keys::get(unit, self.id).await?;
        let own = key.loan.as_ref().is_some_and(|loan| loan.person_id == Some(self.caller.id));
        if own || self.caller.is_desk_of(key.centre_id) {
            return Ok(());
        }
        if self.caller.reads_city() || opens_at(unit, &self.caller, key.centre_id, unit.now()).await? {
            Err(Failure::Forbidden)
        } else {
            Err(Failure::NotFound)
        }
    }

    async fn run(&self, unit: &Unit) -> Result<Key, Failure> {
        const IN: Failure = Failure::TooLate("The key is in the centre.");
        let key = keys::get(unit, self.id).await?;
        let loan = key.loan.clone().ok_or(IN)?;
        if !keys::take_back(unit, loan.id, self.caller.id).await? {
            return Err(IN);
        }
        let back = Loan { back_at: Some(unit.now()), ..loan.clone() };
        let (before, after) = (Some(facts(&loan)), Some(facts(&back)));
        record(unit, Some(self.caller.id), "key.back", &key, before, after).await?;
        Ok(Key { loan: None, ..key })
    }
}
