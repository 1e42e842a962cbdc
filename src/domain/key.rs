//! Keys of a centre, and with whom they are.

use super::{
    ids::{CentreId, KeyId, LoanId, UserId},
    text_enum,
    time::Instant,
};

text_enum! {
    /// Where a key is: in the centre, with somebody, or with somebody who should have brought it back.
    KeyState { In = "in", Out = "out", Late = "late" }
}

/// A key of a centre.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Identifier.
    pub id: KeyId,
    /// The centre.
    pub centre_id: CentreId,
    /// What stands on it.
    pub number: String,
    /// What it opens.
    pub name: String,
    /// With whom it is.
    pub loan: Option<Loan>,
}

impl Key {
    /// Where it is at `now`.
    #[must_use]
    pub fn state(&self, now: Instant) -> KeyState {
        match &self.loan {
            None => KeyState::In,
            Some(loan) if loan.is_late(now) => KeyState::Late,
            Some(_) => KeyState::Out,
        }
    }
}

/// A key that is or was with somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loan {
    /// Identifier.
    pub id: LoanId,
    /// The key.
    pub key_id: KeyId,
    /// Their account, where they have one.
    pub person_id: Option<UserId>,
    /// Their name.
    pub holder_name: String,
    /// Their telephone.
    pub holder_phone: Option<String>,
    /// When it went out.
    pub out_at: Instant,
    /// When it is to be back.
    pub due_at: Instant,
    /// When it came back.
    pub back_at: Option<Instant>,
}

impl Loan {
    /// Whether it came back, or is still out, after it was to be back.
    #[must_use]
    pub fn is_late(&self, now: Instant) -> bool {
        self.back_at.unwrap_or(now) > self.due_at
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{at, id};

    #[test]
    fn a_key_is_late_after_the_time_that_was_agreed() {
        let loan = Loan {
            id: id(1),
            key_id: id(2),
            person_id: None,
            holder_name: "Karel".to_owned(),
            holder_phone: None,
            out_at: at("2027-03-01T18:00"),
            due_at: at("2027-03-02T10:00"),
            back_at: None,
        };
        let key = |loan: Option<Loan>| Key {
            id: id(2),
            centre_id: id(3),
            number: "7".to_owned(),
            name: "Voordeur".to_owned(),
            loan,
        };
        let state = |now| key(Some(loan.clone())).state(at(now));
        assert_eq!(state("2027-03-02T10:00"), KeyState::Out);
        assert_eq!(state("2027-03-02T10:01"), KeyState::Late);
        assert_eq!(key(None).state(at("2027-03-02T10:01")), KeyState::In);
        let back = |back| Loan { back_at: Some(at(back)), ..loan.clone() }.is_late(at("2027-04-01T00:00"));
        assert!(!back("2027-03-02T10:00"));
        assert!(back("2027-03-02T10:01"));
    }
}
