//! What was wanted and could not be had. Answers do not wait for it: a note is laid in memory, and a job writes it down.

mod places;
mod write;

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::domain::demand::Note;

pub use places::{of_missed, of_refusal, of_search};
pub use write::{lapsing, write_all};

/// Notes that are kept at most until they are written: what comes beyond that, while the database is away, is dropped.
const MOST: usize = 10_000;

/// The notes that are not written yet.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    waiting: Arc<Mutex<VecDeque<Note>>>,
    /// Held by whoever writes: who comes next finds written what was taken before.
    writing: Arc<tokio::sync::Mutex<()>>,
}

impl Notes {
    /// Keeps a note. It costs the answer nothing.
    pub fn add(&self, note: Note) {
        let mut waiting = self.lock();
        if waiting.len() < MOST {
            waiting.push_back(note);
        }
    }

    /// Takes at most so many notes, the oldest first.
    fn take(&self, most: usize) -> Vec<Note> {
        let mut waiting = self.lock();
        let most = most.min(waiting.len());
        waiting.drain(..most).collect()
    }

    /// Lays notes back that could not be written.
    fn put_back(&self, notes: Vec<Note>) {
        let mut waiting = self.lock();
        for note in notes.into_iter().rev().take(MOST.saturating_sub(waiting.len())) {
            waiting.push_front(note);
        }
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Note>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
