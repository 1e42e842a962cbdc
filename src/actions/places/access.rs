//! What a desk writes for those who come to a room: the door, the code, the light. Who booked reads it in the reminder.

use crate::{
    actions::Services,
    auth::Caller,
    domain::{
        failure::Failure,
        ids::RoomId,
        validation::{Faults, Lines, optional_text},
    },
    store::{Unit, UseCase, access_notes, audit},
};

/// The longest note, in characters.
const LONGEST: usize = 1000;

/// The note of a room, for its desk.
///
/// # Errors
/// [`Failure::NotFound`]; [`Failure::Forbidden`] for who is not the desk there.
pub async fn read(services: &Services, caller: &Caller, room: RoomId) -> Result<Option<String>, Failure> {
    let (_, centre, _) = services.store.room(room).await?;
    caller.needs(caller.is_desk_of(centre.id))?;
    access_notes::of(&services.store, room).await
}

/// Writes the note of a room; one without words takes it away.
pub struct Write<'a> {
    /// Who writes.
    pub caller: &'a Caller,
    /// The room.
    pub room_id: RoomId,
    /// What.
    pub note: &'a str,
}

impl UseCase for Write<'_> {
    type Output = Option<String>;

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        let catalogue = unit.catalogue().await?;
        let (_, centre) = catalogue.room(self.room_id).ok_or(Failure::NotFound)?;
        self.caller.needs(self.caller.is_desk_of(centre.id))
    }

    async fn run(&self, unit: &Unit) -> Result<Option<String>, Failure> {
        let mut faults = Faults::new();
        let note = optional_text(&mut faults, "/note", Some(self.note), LONGEST, Lines::Many);
        faults.into_result()?;
        access_notes::set(unit, self.room_id, note.as_deref()).await?;
        let catalogue = unit.catalogue().await?;
        let event = audit::Event {
            actor: Some(self.caller.id),
            action: "room.access_note_written",
            subject: "room",
            subject_id: self.room_id.0,
            centre_id: catalogue.rooms.get(&self.room_id).map(|room| room.centre_id),
            // What lets people in is not kept a second time.
            before: None,
            after: None,
        };
        audit::record(unit, event).await?;
        Ok(note)
    }
}
