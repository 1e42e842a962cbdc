//! Load: a number of connections that send one request after the other, for a while, and what came of it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use crate::client::Client;

/// One request to send.
pub(crate) struct Request {
    pub(crate) method: &'static str,
    pub(crate) path: String,
    pub(crate) body: Option<String>,
}

/// What came of a load.
pub(crate) struct Outcome {
    /// Answers with the status that was hoped for.
    pub(crate) good: usize,
    /// Other answers, by status.
    pub(crate) others: std::collections::BTreeMap<u16, usize>,
    /// How long it took.
    pub(crate) elapsed: Duration,
    /// How long each answer took, sorted.
    pub(crate) latencies: Vec<Duration>,
}

impl Outcome {
    /// Good answers a second.
    pub(crate) fn rate(&self) -> f64 {
        f64::from(u32::try_from(self.good).unwrap_or(u32::MAX)) / self.elapsed.as_secs_f64()
    }

    /// The latency in milliseconds below which so many per cent of the answers stayed.
    pub(crate) fn percentile(&self, percent: usize) -> f64 {
        let last = self.latencies.len().saturating_sub(1);
        let at = (self.latencies.len() * percent / 100).min(last);
        self.latencies.get(at).map_or(0.0, |latency| latency.as_secs_f64() * 1000.0)
    }
}

/// Sends requests over `connections` connections until they or the time run out. Each request is sent once; `repeat`
/// begins again at the first.
pub(crate) async fn run(
    address: &str,
    token: &str,
    connections: usize,
    time: Duration,
    hoped: u16,
    repeat: bool,
    requests: Vec<Request>,
) -> Outcome {
    let requests = Arc::new(requests);
    let next = Arc::new(AtomicUsize::new(0));
    let start = Instant::now();
    let tasks: Vec<_> = (0..connections)
        .map(|_| {
            let (requests, next) = (Arc::clone(&requests), Arc::clone(&next));
            let (address, token) = (address.to_owned(), token.to_owned());
            tokio::spawn(async move {
                let mut client = Client::connect(&address).await.expect("the service listens");
                let mut seen: Vec<(u16, Duration)> = Vec::new();
                while start.elapsed() < time {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    let n = if repeat { n % requests.len() } else { n };
                    let Some(request) = requests.get(n) else { break };
                    let begun = Instant::now();
                    let answer = client
                        .send(request.method, &request.path, Some(&token), request.body.as_deref())
                        .await
                        .expect("the service answers");
                    seen.push((answer.status, begun.elapsed()));
                }
                seen
            })
        })
        .collect();
    let mut outcome =
        Outcome { good: 0, others: std::collections::BTreeMap::new(), elapsed: Duration::ZERO, latencies: Vec::new() };
    for task in tasks {
        for (status, latency) in task.await.expect("a connection runs to its end") {
            if status == hoped {
                outcome.good += 1;
            } else {
                *outcome.others.entry(status).or_default() += 1;
            }
            outcome.latencies.push(latency);
        }
    }
    outcome.elapsed = start.elapsed();
    outcome.latencies.sort();
    outcome
}
