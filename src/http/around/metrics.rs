//! Requests in numbers, for Prometheus: each service of a process counts for itself.

use std::{
    collections::HashMap,
    sync::{PoisonError, RwLock},
    time::Duration,
};

use axum::http::{Method, StatusCode};
use metrics::{Counter, Gauge, Histogram, Key, KeyName, Label, Level, Metadata, Recorder, Unit};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle, PrometheusRecorder};

use crate::store::outbox::Figures;

const REQUESTS: &str = "http_requests_total";
const SECONDS: &str = "http_request_duration_seconds";

const LETTERS: &str = "outbox_letters";
const OLDEST: &str = "outbox_oldest_pending_seconds";

/// Upper bounds of the histogram's buckets, in seconds.
const BUCKETS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

/// The counters of a service.
pub struct Metrics {
    recorder: PrometheusRecorder,
    handle: PrometheusHandle,
    /// By route, so that what is known is found without making a key: as many as there are routes, methods and
    /// statuses.
    series: RwLock<HashMap<String, HashMap<Answer, Series>>>,
    outbox: Outbox,
}

/// What an answer is counted by, beside its route.
type Answer = (&'static str, u16);

#[derive(Clone)]
struct Series {
    requests: Counter,
    seconds: Histogram,
}

/// How letters fare; the same whichever process of a service is asked.
struct Outbox {
    pending: Gauge,
    failed: Gauge,
    oldest: Gauge,
}

impl Outbox {
    fn register(recorder: &PrometheusRecorder) -> Self {
        recorder.describe_gauge(KeyName::from(LETTERS), None, "Letters that wait or were given up.".into());
        let oldest = "Age of the oldest letter that waits; 0 where none does.";
        recorder.describe_gauge(KeyName::from(OLDEST), Some(Unit::Seconds), oldest.into());
        let letters = |state| Key::from_parts(LETTERS, vec![Label::new("state", state)]);
        Self {
            pending: recorder.register_gauge(&letters("pending"), &METADATA),
            failed: recorder.register_gauge(&letters("failed"), &METADATA),
            oldest: recorder.register_gauge(&Key::from_name(OLDEST), &METADATA),
        }
    }
}

const METADATA: Metadata<'static> = Metadata::new(module_path!(), Level::INFO, Some(module_path!()));

impl Default for Metrics {
    fn default() -> Self {
        let builder = PrometheusBuilder::new();
        // Without buckets a histogram would be a summary, which can't be added up over processes.
        let recorder = builder.set_buckets(&BUCKETS).unwrap_or_else(|_| PrometheusBuilder::new()).build_recorder();
        recorder.describe_counter(KeyName::from(REQUESTS), None, "Requests answered.".into());
        recorder.describe_histogram(KeyName::from(SECONDS), Some(Unit::Seconds), "Time to the answer.".into());
        Self { handle: recorder.handle(), outbox: Outbox::register(&recorder), recorder, series: RwLock::default() }
    }
}

impl Metrics {
    /// Counts an answer. `route` is the pattern that matched, empty where none did.
    pub(super) fn count(&self, method: &Method, route: &str, status: StatusCode, took: Duration) {
        let answer = (word(method), status.as_u16());
        let known = {
            let series = self.series.read().unwrap_or_else(PoisonError::into_inner);
            series.get(route).and_then(|answers| answers.get(&answer)).cloned()
        };
        let series = known.unwrap_or_else(|| {
            let series = self.register(route, answer);
            let mut all = self.series.write().unwrap_or_else(PoisonError::into_inner);
            all.entry(route.to_owned()).or_default().insert(answer, series.clone());
            series
        });
        series.requests.increment(1);
        series.seconds.record(took.as_secs_f64());
    }

    fn register(&self, route: &str, (method, status): Answer) -> Series {
        let labels = || vec![Label::new("method", method), Label::new("route", route.to_owned())];
        let mut with_status = labels();
        with_status.push(Label::new("status", status.to_string()));
        Series {
            requests: self.recorder.register_counter(&Key::from_parts(REQUESTS, with_status), &METADATA),
            seconds: self.recorder.register_histogram(&Key::from_parts(SECONDS, labels()), &METADATA),
        }
    }

    /// Notes how letters fare; none where that could not be found out, which is no number at all in the text.
    #[expect(clippy::cast_precision_loss, reason = "there are never 2^52 letters or seconds")]
    pub fn set_outbox(&self, figures: Option<Figures>) {
        let set = |gauge: &Gauge, figure: fn(Figures) -> i64| {
            gauge.set(figures.map_or(f64::NAN, |figures| figure(figures) as f64));
        };
        set(&self.outbox.pending, |figures| figures.pending);
        set(&self.outbox.failed, |figures| figures.failed);
        set(&self.outbox.oldest, |figures| figures.oldest_pending_seconds);
    }

    /// The numbers in the text format of Prometheus.
    #[must_use]
    pub fn render(&self) -> String {
        self.handle.render()
    }

    /// Puts what was recorded into its buckets: to be done now and then, also where nobody asks for the numbers.
    pub fn tidy(&self) {
        self.handle.run_upkeep();
    }
}

/// A method as a label: what clients invent must not make new series.
fn word(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PATCH => "PATCH",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_counted_by_route_and_status_and_by_service() {
        let (one, other) = (Metrics::default(), Metrics::default());
        for status in [StatusCode::OK, StatusCode::OK, StatusCode::NOT_FOUND] {
            one.count(&Method::GET, "/rooms/{id}", status, Duration::from_millis(3));
        }
        let invented = Method::from_bytes(b"INVENTED").unwrap();
        one.count(&invented, "", StatusCode::NOT_FOUND, Duration::from_millis(3));
        let text = one.render();
        assert!(text.contains(r#"http_requests_total{method="GET",route="/rooms/{id}",status="200"} 2"#), "{text}");
        assert!(text.contains(r#"http_requests_total{method="other",route="",status="404"} 1"#), "{text}");
        let bucket = r#"http_request_duration_seconds_bucket{method="GET",route="/rooms/{id}",le="0.005"} 3"#;
        assert!(text.contains(bucket), "{text}");
        assert!(!other.render().contains("/rooms/{id}"));
    }
}
