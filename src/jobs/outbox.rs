//! Sends the letters of the outbox: a few at a time, those of one stream in order, each at least once and always under
//! the Message-ID that it was written with. What may wait is held while its recipient has quiet hours.
//!
//! A letter is taken under a lease that outlasts the longest sending, so no two workers hold the same. Sending happens
//! outside any transaction. A process that dies with letters in hand leaves them to the others when the lease ends;
//! one that was taken in by the mail server already is then sent once more, as the same letter.

use std::time::Duration;

use rand::RngExt;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{
    actions::{
        Services,
        auth::links,
        letters::choices::{Fate, Known},
    },
    domain::{
        failure::Failure,
        ids::new_v7,
        time::{HOUR, Instant, MINUTE},
    },
    mail::{self, Mailbox, Recipient, SendError, Sending, Transport},
    store::{Unit, UseCase, outbox},
};

/// Letters that are sent at the same time.
const PARALLEL: usize = 8;
/// How often a letter is tried before it is given up: with the pauses between, about three days.
const TRIES: u32 = 20;
/// Seconds between the first try and the second; each later pause is twice as long.
const FIRST_PAUSE: i64 = MINUTE;
/// The longest pause.
const LONGEST_PAUSE: i64 = 6 * HOUR;
/// A pause is made longer or shorter by so many parts of a hundred, so that letters that failed together do not all
/// come back together.
const JITTER: i64 = 20;
/// Seconds that a lease is longer than the longest sending.
const LEASE_MARGIN: i64 = MINUTE;

/// How often it is tried, a second apart, to note that letters were sent while the database is away.
const PATIENCE: u32 = 30;

/// How letters leave, and from whom.
#[derive(Clone, Debug)]
pub struct Mailer {
    /// The way out.
    pub transport: Transport,
    /// The sender of all letters.
    pub from: Mailbox,
}

/// Sends every letter that is due and tells how many were tried.
///
/// # Errors
/// [`Failure::Unavailable`] where the database can't be reached.
pub async fn run_once(services: &Services, mailer: &Mailer) -> Result<usize, Failure> {
    run_until(services, mailer, &CancellationToken::new()).await
}

/// The same, but takes no further letter once `stop` is cancelled.
///
/// # Errors
/// [`Failure::Unavailable`] where the database can't be reached.
pub async fn run_until(services: &Services, mailer: &Mailer, stop: &CancellationToken) -> Result<usize, Failure> {
    let longest = mailer.transport.longest_send();
    let lease =
        Lease { id: new_v7(services.now()), seconds: i64::try_from(longest.as_secs()).unwrap_or(HOUR) + LEASE_MARGIN };
    let mut sending = JoinSet::new();
    let mut outcomes = Vec::new();
    let mut tried = 0;
    let mut patience = PATIENCE;
    loop {
        let free = if stop.is_cancelled() { 0 } else { PARALLEL.saturating_sub(sending.len()) };
        match services.store.run(&Exchange { lease, outcomes: &outcomes, free }).await {
            Ok(taken) => {
                outcomes.clear();
                tried += taken.len();
                for letter in taken {
                    sending.spawn(send(letter, mailer.clone(), services.policy.public_url.clone()));
                }
            }
            // What is sent and cannot be noted will be sent again when the lease ends, as the same letter: worth some
            // patience.
            Err(failure) if sending.is_empty() => {
                if outcomes.is_empty() || patience == 0 {
                    return Err(failure);
                }
                patience -= 1;
                tokio::time::sleep(Duration::from_secs(1)).await;
                continue;
            }
            Err(failure) => tracing::debug!(%failure, "letters not noted yet"),
        }
        let Some(first) = sending.join_next().await else { return Ok(tried) };
        // A sending that panicked told its fault by itself; its letter is free again when the lease ends.
        outcomes.extend(first.ok());
        while let Some(next) = sending.try_join_next() {
            outcomes.extend(next.ok());
        }
    }
}

#[derive(Clone, Copy)]
struct Lease {
    id: Uuid,
    seconds: i64,
}

/// What became of a sending.
struct Outcome {
    letter: outbox::Letter,
    result: Result<(), SendError>,
}

/// A letter in hand.
struct Taken {
    letter: outbox::Letter,
    content: Result<mail::Letter, SendError>,
    token: Option<String>,
    stop: Option<String>,
}

/// Notes what became of letters and takes as many new ones as there is room for, in one transaction.
struct Exchange<'a> {
    lease: Lease,
    outcomes: &'a [Outcome],
    free: usize,
}

impl UseCase for Exchange<'_> {
    type Output = Vec<Taken>;

    async fn run(&self, unit: &Unit) -> Result<Vec<Taken>, Failure> {
        for Outcome { letter, result } in self.outcomes {
            note(unit, self.lease.id, letter, result).await?;
        }
        let limit = u32::try_from(self.free).unwrap_or(0);
        if limit == 0 {
            return Ok(Vec::new());
        }
        loop {
            // Each time: of a stream the next may just have been held, before what may not wait.
            outbox::release(unit).await?;
            let letters = outbox::take(unit, self.lease.id, self.lease.seconds, limit).await?;
            let none = letters.is_empty();
            let taken = self.sort(unit, letters).await?;
            // Where none of them goes now, there may be others behind them that do.
            if none || !taken.is_empty() {
                return Ok(taken);
            }
        }
    }
}

impl Exchange<'_> {
    /// Of letters that are due those that go now; the others are held until quiet hours end, or taken away.
    async fn sort(&self, unit: &Unit, letters: Vec<outbox::Letter>) -> Result<Vec<Taken>, Failure> {
        let letters: Vec<_> = letters.into_iter().map(|letter| (content(&letter), letter)).collect();
        let read: Vec<_> = letters.iter().map(|(content, letter)| (letter, content.as_ref().ok())).collect();
        let known = Known::of(unit, &read).await?;
        let mut taken = Vec::with_capacity(letters.len());
        for (content, letter) in letters {
            let (mut token, mut stop) = (None, None);
            if let Ok(content) = &content {
                match known.fate(&letter, content, unit.now()) {
                    Fate::Goes => {}
                    Fate::Waits(until) => {
                        outbox::hold(unit, letter.id, self.lease.id, until).await?;
                        continue;
                    }
                    Fate::Withdrawn => {
                        tracing::debug!(letter = %letter.public_id, kind = letter.kind, "letter withdrawn");
                        outbox::withdraw(unit, letter.id, self.lease.id).await?;
                        continue;
                    }
                }
                // Made at sending: a token stands nowhere but in the mail.
                token = links::mint(unit, &letter, content).await?;
                stop = links::mint_stop(unit, &letter, content).await?;
            }
            taken.push(Taken { letter, content, token, stop });
        }
        Ok(taken)
    }
}

fn content(letter: &outbox::Letter) -> Result<mail::Letter, SendError> {
    let text = letter.payload.as_deref().ok_or_else(|| SendError::Permanent("its text was dropped".to_owned()))?;
    serde_json::from_str(text).map_err(|_| SendError::Permanent("its text cannot be read".to_owned()))
}

async fn note(
    unit: &Unit,
    lease: Uuid,
    letter: &outbox::Letter,
    result: &Result<(), SendError>,
) -> Result<(), Failure> {
    let id = letter.public_id;
    let (error, again) = match result {
        Ok(()) => {
            outbox::note_sent(unit, letter.id, lease).await?;
            return Ok(());
        }
        Err(SendError::Permanent(error)) => (error, None),
        Err(SendError::Temporary(error)) => (error, next_try(letter.attempts, unit.now())),
    };
    if outbox::note_failure(unit, letter.id, lease, error, again).await? {
        let (tries, given_up) = (letter.attempts + 1, again.is_none());
        tracing::warn!(letter = %id, kind = letter.kind, error, tries, given_up, "letter not sent");
    }
    Ok(())
}

/// When a letter that was tried `before` times before is tried again; none where it was tried often enough.
fn next_try(before: i32, now: Instant) -> Option<Instant> {
    let before = u32::try_from(before).unwrap_or(0);
    if before + 1 >= TRIES {
        return None;
    }
    let pause = FIRST_PAUSE.saturating_mul(1_i64.checked_shl(before).unwrap_or(i64::MAX)).min(LONGEST_PAUSE);
    let hundredths = rand::rng().random_range(100 - JITTER..=100 + JITTER);
    Some(now.plus(pause * hundredths / 100))
}

/// Renders and sends a letter, for as long as the lease allows.
async fn send(taken: Taken, mailer: Mailer, public_url: String) -> Outcome {
    let Taken { letter, content, token, stop } = taken;
    let result = async {
        let to =
            Recipient { name: letter.recipient_name.clone(), email: letter.recipient.clone(), locale: letter.locale };
        let sending = Sending {
            from: &mailer.from,
            public_url: &public_url,
            token: token.as_deref(),
            stop: stop.as_deref(),
            message_id: &format!("<{}>", letter.message_id),
            // When it was written: a second sending is the same message to the byte.
            date: letter.created_at,
        };
        let message =
            mail::render(&content?, &to, &sending).map_err(|fault| SendError::Permanent(fault.to_string()))?;
        let longest: Duration = mailer.transport.longest_send();
        let sent = tokio::time::timeout(longest, mailer.transport.send(&message)).await;
        sent.unwrap_or_else(|_| Err(SendError::Temporary("no end to it".to_owned())))
    }
    .await;
    Outcome { letter, result }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_tried_for_about_three_days() {
        let start = Instant::from_epoch_seconds(1_800_000_000);
        let (mut now, mut tries) = (start, 0);
        let mut pauses = Vec::new();
        loop {
            tries += 1;
            let Some(next) = next_try(tries - 1, now) else { break };
            pauses.push(next.since(now));
            now = next;
        }
        assert_eq!(tries, 20);
        let hours = now.since(start) / HOUR;
        assert!((55..=90).contains(&hours), "{hours} hours");
        assert!((48..=72).contains(&pauses[0]) && (96..=144).contains(&pauses[1]), "{pauses:?}");
        assert!(pauses.iter().all(|pause| *pause <= LONGEST_PAUSE * 120 / 100), "{pauses:?}");
    }
}
