//! What a centre decides about its rota.

use serde_json::json;

use crate::{
    auth::Caller,
    domain::{
        failure::Failure,
        ids::CentreId,
        rota::RotaSettings,
        validation::{Faults, Lines, optional_text},
    },
    store::{Unit, UseCase, audit, rota},
};

/// Keeps what a centre decides about its rota.
pub struct KeepSettings {
    /// Who decides.
    pub caller: Caller,
    /// The centre.
    pub centre: CentreId,
    /// What.
    pub settings: RotaSettings,
}

impl UseCase for KeepSettings {
    type Output = RotaSettings;

    async fn authorise(&self, _: &Unit) -> Result<(), Failure> {
        self.caller.needs(self.caller.is_desk_of(self.centre))
    }

    async fn run(&self, unit: &Unit) -> Result<RotaSettings, Failure> {
        let mut faults = Faults::new();
        let note = self.settings.opening_note.as_deref();
        let opening_note = optional_text(&mut faults, "/opening_note", note, 2_000, Lines::Many);
        faults.bound("/key_hours", self.settings.key_hours, &(1..=720));
        faults.bound("/offer_hours", self.settings.offer_hours, &(1..=720));
        faults.into_result()?;
        let after = RotaSettings { opening_note, ..self.settings.clone() };
        let before = rota::settings(unit, self.centre).await?;
        rota::keep_settings(unit, self.centre, &after).await?;
        // The note may tell the code of an alarm: it stays out of what is recorded.
        let facts = |of: &RotaSettings| json!({"key_hours": of.key_hours, "offer_hours": of.offer_hours, "has_note": of.opening_note.is_some()});
        let event = audit::Event {
            actor: Some(self.caller.id),
            action: "rota.decided",
            subject: "rota",
            subject_id: self.centre.0,
            centre_id: Some(self.centre),
            before: Some(facts(&before)),
            after: Some(facts(&after)),
        };
        audit::record(unit, event).await?;
        Ok(after)
    }
}
