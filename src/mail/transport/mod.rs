//! How a message leaves the house: by SMTP, as a file, or into memory for tests.

use std::{path::PathBuf, time::Duration};

mod capture;
mod file;
mod smtp;

pub use self::{
    capture::Capture,
    file::Files,
    smtp::{Limits, Smtp},
};
use super::{Mailbox, Message};
use crate::config::MailSettings;

/// A way out for messages. Cheap to clone; clones share connections.
#[derive(Clone, Debug)]
pub enum Transport {
    /// To a mail server.
    Smtp(Smtp),
    /// Into a directory, one `.eml` file a message.
    Files(Files),
    /// Into memory.
    Capture(Capture),
}

/// Why a message did not leave. The texts name codes and steps, never people or addresses.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// Worth another try: 4xx, no connection, too slow, wrong credentials.
    #[error("{0}")]
    Temporary(String),
    /// The server refused this message or its recipient for good (5xx).
    #[error("{0}")]
    Permanent(String),
}

/// Why the settings of mail cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// The sender is not an address.
    #[error("the sender of mails is not a mail address")]
    Sender,
    /// The file with certificate authorities cannot be read, or holds none.
    #[error("the certificate authorities in {} cannot be used", .0.display())]
    CaFile(PathBuf),
    /// TLS cannot be set up for the server.
    #[error("TLS cannot be set up for the mail server")]
    Tls,
}

/// The sender of all mails, as `mail.from` names it.
///
/// # Errors
/// [`SetupError::Sender`] where it is not an address.
pub fn sender(settings: &MailSettings) -> Result<Mailbox, SetupError> {
    settings.from.parse().map_err(|_| SetupError::Sender)
}

impl Transport {
    /// The way out that `settings` ask for: SMTP where a server is set, else files.
    ///
    /// # Errors
    /// [`SetupError`] where the CA file cannot be used. No connection is made yet.
    pub fn new(settings: &MailSettings) -> Result<Self, SetupError> {
        match &settings.smtp {
            Some(server) => {
                Ok(Self::Smtp(Smtp::new(server, settings.ca_file.as_deref(), Limits::from(settings.timeout))?))
            }
            None => Ok(Self::Files(Files::new(settings.directory.clone()))),
        }
    }

    /// Sends `message`, or says whether it is worth another try. A message that was sent before is sent again: the
    /// Message-ID tells that it is the same.
    ///
    /// # Errors
    /// [`SendError`].
    pub async fn send(&self, message: &Message) -> Result<(), SendError> {
        match self {
            Self::Smtp(smtp) => smtp.send(message).await,
            Self::Files(files) => files.send(message).await,
            Self::Capture(capture) => {
                capture.keep(message);
                Ok(())
            }
        }
    }

    /// Whether messages could leave now: connects, signs in and asks for a sign of life; or writes and removes a file.
    ///
    /// # Errors
    /// [`SendError`], as sending a message would give it.
    pub async fn check(&self) -> Result<(), SendError> {
        match self {
            Self::Smtp(smtp) => smtp.check().await,
            Self::Files(files) => files.check().await,
            Self::Capture(_) => Ok(()),
        }
    }

    /// The longest that [`Self::send`] can take: whoever holds a message for sending must hold it for longer.
    #[must_use]
    pub fn longest_send(&self) -> Duration {
        match self {
            Self::Smtp(smtp) => smtp.longest_send(),
            Self::Files(_) | Self::Capture(_) => Duration::from_mins(1),
        }
    }

    /// Says goodbye to the mail server; the transport can still be used.
    pub async fn close(&self) {
        if let Self::Smtp(smtp) = self {
            smtp.close().await;
        }
    }

    /// Where mail goes, in words fit for a log: no credentials.
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Self::Smtp(smtp) => smtp.describe(),
            Self::Files(files) => format!("files in {}", files.directory().display()),
            Self::Capture(_) => "memory".to_owned(),
        }
    }
}
