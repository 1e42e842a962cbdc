//! Stopping the letters of a topic by the link in one of them. Nobody is signed in.

use serde_json::{Value, json};

use crate::{
    actions::auth::links::Payload,
    domain::{failure::Failure, letters::Topic},
    mail::LinkPurpose,
    store::{
        Unit, UseCase,
        audit::{self, Event},
        letters, people, tokens,
    },
};

/// Uses a link to stop letters, and gives their topic: for who has an account as a preference, which they may change
/// again; for others by a hash of the address.
pub struct Stop {
    /// The token.
    pub token: String,
}

impl UseCase for Stop {
    type Output = Topic;

    async fn run(&self, unit: &Unit) -> Result<Topic, Failure> {
        let link = tokens::use_link(unit, &self.token).await?.ok_or(Failure::Unauthorized)?;
        let payload: Payload = serde_json::from_str(&link.payload)
            .map_err(|fault| Failure::Internal(format!("the payload of a link: {fault}")))?;
        let LinkPurpose::Stop { topic } = payload.link else { return Err(Failure::Unauthorized) };
        let Some((person, _)) = people::by_email(unit, &link.email).await? else {
            letters::stop(unit, &link.email, topic).await?;
            return Ok(topic);
        };
        let mut profile = people::hold_profile(unit, person.id).await?;
        if let Value::Object(preferences) = &mut profile.preferences {
            preferences.insert(topic.preference(), Value::Bool(false));
        }
        people::update(unit, &profile.person, &profile.preferences).await?;
        let event = Event {
            actor: Some(person.id),
            action: "person.changed",
            subject: "person",
            subject_id: person.id.0,
            centre_id: None,
            before: None,
            after: Some(json!({"changed": ["preferences"]})),
        };
        audit::record(unit, event).await?;
        Ok(topic)
    }
}
