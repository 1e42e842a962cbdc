//! Messages as `.eml` files, where no mail server is set.

use std::{
    io,
    path::{Path, PathBuf},
    time::SystemTime,
};

use lettre::message::header::{Date, MessageId};
use tokio::{fs, io::AsyncWriteExt};

use super::SendError;
use crate::mail::Message;

/// A directory of messages.
#[derive(Clone, Debug)]
pub struct Files {
    directory: PathBuf,
}

impl Files {
    /// Files in `directory`, which is made when the first message is written.
    #[must_use]
    pub fn new(directory: PathBuf) -> Self {
        Self { directory }
    }

    /// Where they are.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    pub(super) async fn send(&self, message: &Message) -> Result<(), SendError> {
        self.write(&file_name(message), &message.formatted()).await.map_err(|e| failed(&e))
    }

    pub(super) async fn check(&self) -> Result<(), SendError> {
        const PROBE: &str = ".check";
        let probe = async {
            self.write(PROBE, b"").await?;
            fs::remove_file(self.directory.join(PROBE)).await
        };
        probe.await.map_err(|e| failed(&e))
    }

    /// Writes the file under another name first: whoever reads the directory sees whole messages only.
    async fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.make_directory().await?;
        let unfinished = self.directory.join(format!(".{name}.part"));
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        // Messages hold names and links that sign in: nobody else's business.
        #[cfg(unix)]
        options.mode(0o600);
        let mut file = options.open(&unfinished).await?;
        file.write_all(bytes).await?;
        file.sync_all().await?;
        drop(file);
        fs::rename(&unfinished, self.directory.join(name)).await
    }

    async fn make_directory(&self) -> io::Result<()> {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        builder.mode(0o700);
        builder.create(&self.directory).await
    }
}

fn failed(error: &io::Error) -> SendError {
    SendError::Temporary(format!("the mail directory cannot be written: {}", error.kind()))
}

/// Time and Message-ID: files sort by time, and a message that is sent again takes the place of the first.
fn file_name(message: &Message) -> String {
    let headers = message.headers();
    let seconds = headers
        .get::<Date>()
        .and_then(|date| SystemTime::from(date).duration_since(SystemTime::UNIX_EPOCH).ok())
        .and_then(|since| i64::try_from(since.as_secs()).ok())
        .unwrap_or(0);
    let time = chrono::DateTime::from_timestamp(seconds, 0).unwrap_or_default().format("%Y%m%dT%H%M%SZ");
    let id: String = headers
        .get::<MessageId>()
        .map(|id| String::from(id.as_ref()))
        .unwrap_or_default()
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '@' | '_'))
        .take(150)
        .collect();
    format!("{time}-{id}.eml")
}
