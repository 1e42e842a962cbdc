//! Messages kept in memory, for tests.

use std::sync::{Arc, Mutex, PoisonError};

use crate::mail::Message;

/// Messages in the order in which they were sent. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct Capture {
    messages: Arc<Mutex<Vec<Message>>>,
}

impl Capture {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The messages so far.
    #[must_use]
    pub fn messages(&self) -> Vec<Message> {
        self.messages.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The messages so far, which are then forgotten.
    #[must_use]
    pub fn take(&self) -> Vec<Message> {
        std::mem::take(&mut *self.messages.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn keep(&self, message: &Message) {
        self.messages.lock().unwrap_or_else(PoisonError::into_inner).push(message.clone());
    }
}
