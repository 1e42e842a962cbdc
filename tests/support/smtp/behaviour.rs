//! How a mail server treats a connection or a recipient.

use std::sync::Arc;

use tokio::sync::watch;

use super::PATIENCE;

/// A moment of the exchange at which the server may misbehave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Before the greeting.
    Greeting,
    /// After MAIL.
    Sender,
    /// After RCPT.
    Recipient,
    /// After DATA, before the mail.
    Data,
    /// After the dot that ends the mail.
    EndOfData,
}

/// What the server does.
#[derive(Clone, Debug, Default)]
pub enum Behaviour {
    /// It takes the mail.
    #[default]
    Accept,
    /// It answers this, such as `451 4.3.0 not now` or `550 5.1.1 nobody of that name`, and goes on.
    Answer(Stage, &'static str),
    /// It waits until the gate is open, then goes on as usual.
    Wait(Stage, Gate),
    /// It drops the connection instead of answering; the mail is not kept.
    Drop(Stage),
    /// It keeps the mail and drops the connection before it has said so: the sender cannot know.
    AcceptThenDrop,
}

/// A gate that the test opens.
#[derive(Clone, Debug, Default)]
pub struct Gate {
    open: Arc<watch::Sender<bool>>,
    reached: Arc<watch::Sender<usize>>,
}

impl Gate {
    /// A closed gate.
    pub fn new() -> Self {
        Self::default()
    }

    /// Opens it for all, for good.
    pub fn open(&self) {
        self.open.send_replace(true);
    }

    /// Waits until `count` have come to the gate.
    pub async fn reached_by(&self, count: usize) {
        let mut reached = self.reached.subscribe();
        let waited = tokio::time::timeout(PATIENCE, reached.wait_for(|reached| *reached >= count)).await.is_ok();
        assert!(waited, "{count} expected at the gate; {} came", *self.reached.borrow());
    }

    pub(super) async fn pass(&self) {
        self.reached.send_modify(|reached| *reached += 1);
        let _ = self.open.subscribe().wait_for(|open| *open).await;
    }
}
