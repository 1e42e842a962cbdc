//! Units of work that share a commit: each keeps its own fate, and nobody who goes away takes the others with them.

use std::{sync::Arc, time::Duration};

use lokaal::{
    domain::failure::Failure,
    store::{Unit, UseCase, audit},
};
use tokio::sync::Notify;
use uuid::Uuid;

use crate::{both_engines, support::app::TestApp};

/// Writes an audit event, and then does as it is told.
pub(crate) struct Note {
    subject: Uuid,
    then: Then,
}

pub(crate) enum Then {
    Succeed,
    Fail,
    /// Tells that its turn has come, and never ends.
    Linger(Arc<Notify>),
}

impl Note {
    /// A note of its own subject.
    pub(crate) fn new(then: Then) -> Self {
        Self { subject: Uuid::new_v4(), then }
    }
}

impl UseCase for Note {
    type Output = ();

    async fn run(&self, unit: &Unit) -> Result<(), Failure> {
        let event = audit::Event {
            actor: None,
            action: "note",
            subject: "note",
            subject_id: self.subject,
            centre_id: None,
            before: None,
            after: None,
        };
        audit::record(unit, event).await?;
        // Written by now, so that there is something to take back.
        audit::of_subject(unit, self.subject, 0, 1).await?;
        match &self.then {
            Then::Succeed => Ok(()),
            Then::Fail => Err(Failure::Forbidden),
            Then::Linger(here) => {
                here.notify_one();
                std::future::pending().await
            }
        }
    }
}

async fn stored(app: &TestApp, subject: Uuid) -> bool {
    let events = audit::of_subject(app.store(), subject, 0, 1).await.expect("a list");
    !events.is_empty()
}

both_engines! {
    async fn each_keeps_its_own_fate(app: TestApp) {
        for round in 0..20 {
            let tasks = (0..40).map(|n| {
                let store = app.store().clone();
                tokio::spawn(async move {
                    let then = if n % 3 == round % 3 { Then::Fail } else { Then::Succeed };
                    let note = Note::new(then);
                    let done = store.run(&note).await;
                    assert_eq!(done.is_ok(), matches!(note.then, Then::Succeed));
                    (note.subject, done.is_ok())
                })
            });
            for task in tasks.collect::<Vec<_>>() {
                let (subject, done) = task.await.expect("no panic");
                assert_eq!(stored(&app, subject).await, done, "answered, and so committed");
            }
        }
    }

    async fn who_goes_away_takes_nobody_with_them(app: TestApp) {
        for round in 0..20 {
            let here = Arc::new(Notify::new());
            let note = Note::new(Then::Linger(Arc::clone(&here)));
            let (gone, store) = (note.subject, app.store().clone());
            let lingering = tokio::spawn(async move { store.run(&note).await });
            here.notified().await;
            let others: Vec<_> = (0..8).map(|n| {
                let store = app.store().clone();
                let note = Note::new(Then::Succeed);
                let subject = note.subject;
                // Some of those who wait for their turn go away as well.
                let task = tokio::spawn(async move { store.run(&note).await });
                if n % 4 == round % 4 {
                    task.abort();
                }
                (subject, task)
            }).collect();
            tokio::task::yield_now().await;
            lingering.abort();
            for (subject, task) in others {
                match tokio::time::timeout(Duration::from_secs(30), task).await.expect("nobody waits for ever") {
                    Ok(done) => {
                        done.expect("done");
                        assert!(stored(&app, subject).await);
                    }
                    Err(fault) => assert!(fault.is_cancelled()),
                }
            }
            assert!(lingering.await.is_err());
            assert!(!stored(&app, gone).await);
        }
    }

    async fn whoever_goes_away_at_whatever_moment_the_others_are_told_what_is_so(app: TestApp) {
        for round in 0..60 {
            let tasks: Vec<_> = (0..12).map(|_| {
                let store = app.store().clone();
                let note = Note::new(Then::Succeed);
                (note.subject, tokio::spawn(async move { store.run(&note).await }))
            }).collect();
            for (n, (_, task)) in tasks.iter().enumerate() {
                if n % 2 == 0 {
                    // As far on as it happens to be, at its commit too.
                    for _ in 0..round * 4 {
                        tokio::task::yield_now().await;
                    }
                    task.abort();
                }
            }
            for (subject, task) in tasks {
                match tokio::time::timeout(Duration::from_secs(30), task).await.expect("nobody waits for ever") {
                    Ok(done) => {
                        done.expect("done");
                        assert!(stored(&app, subject).await, "acknowledged, and so committed");
                    }
                    Err(fault) => assert!(fault.is_cancelled()),
                }
            }
        }
    }
}
