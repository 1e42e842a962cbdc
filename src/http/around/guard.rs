//! Bounds the time of a request, and keeps what changes something whole.
//!
//! A request that changes something runs on a task of its own: neither the end of its time nor a client that hangs up
//! stops it half-way, least of all in a COMMIT, whose outcome nobody would know. Who is told 503 then asks again with
//! the same idempotency key, or looks. Stopping the service waits for such tasks. What only reads is dropped at once.

use std::{any::Any, time::Duration};

use axum::{
    extract::{Request, State},
    http::Method,
    middleware::Next,
    response::{IntoResponse, Response},
};
use tokio::time::timeout;
use tokio_util::task::TaskTracker;
use tracing::Instrument;

use crate::http::problem::{self, Problem};

/// What [`guard`] needs.
#[derive(Clone)]
pub(in crate::http) struct Guard {
    /// How long a request may take.
    pub(in crate::http) timeout: Duration,
    /// What changes something and is under way.
    pub(in crate::http) tasks: TaskTracker,
}

/// Runs a request within its time.
pub(in crate::http) async fn guard(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return timeout(guard.timeout, next.run(request))
            .await
            .unwrap_or_else(|_| late("This takes longer than usual. Ask again in a moment, or for less at once."));
    }
    let task = guard.tasks.spawn(next.run(request).in_current_span());
    match timeout(guard.timeout, task).await {
        Ok(Ok(response)) => response,
        // It panicked outside the net below, or the runtime is going down.
        Ok(Err(_)) => Problem::new(problem::INTERNAL).into_response(),
        Err(_) => late(
            "This takes longer than usual and may still be done. Look before you ask again, or send it again with the \
             same Idempotency-Key.",
        ),
    }
}

fn late(detail: &str) -> Response {
    tracing::warn!("not answered in time");
    Problem::new(problem::UNAVAILABLE).detail(detail).retry_after(5).into_response()
}

/// The answer of a handler that panicked. What it said is on standard error, by the panic hook.
pub(in crate::http) fn panicked(_: Box<dyn Any + Send>) -> Response {
    tracing::error!("a handler panicked");
    Problem::new(problem::INTERNAL).into_response()
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    };

    use axum::{
        Router,
        body::Body,
        http::{StatusCode, header},
        middleware::from_fn_with_state,
        routing::{get, post},
    };
    use tokio::sync::Notify;
    use tower::ServiceExt;
    use tower_http::catch_panic::CatchPanicLayer;

    use super::*;

    const SHORT: Duration = Duration::from_millis(20);
    const LONG: Duration = Duration::from_mins(10);

    /// A handler that waits to be let on, and notes that it came to its end.
    #[derive(Clone, Default)]
    struct Slow {
        begun: Arc<Notify>,
        let_on: Arc<Notify>,
        done: Arc<AtomicBool>,
    }

    impl Slow {
        async fn run(self) -> &'static str {
            self.begun.notify_one();
            self.let_on.notified().await;
            self.done.store(true, Ordering::SeqCst);
            "done"
        }
    }

    async fn panics() {
        panic!("as it should");
    }

    fn router(slow: &Slow, timeout: Duration) -> (Router, TaskTracker) {
        let tasks = TaskTracker::new();
        let run = || {
            let slow = slow.clone();
            move || slow.run()
        };
        let router = Router::new()
            .route("/slow", get(run()).post(run()))
            .route("/panics", post(panics).get(panics))
            .layer(CatchPanicLayer::custom(panicked))
            .layer(from_fn_with_state(Guard { timeout, tasks: tasks.clone() }, guard));
        (router, tasks)
    }

    fn request(method: Method, path: &str) -> Request {
        Request::builder().method(method).uri(path).body(Body::empty()).unwrap()
    }

    async fn all_done(tasks: TaskTracker) {
        tasks.close();
        tasks.wait().await;
    }

    #[tokio::test]
    async fn what_changes_something_goes_on_after_its_time() {
        let slow = Slow::default();
        let (router, tasks) = router(&slow, SHORT);
        let response = router.oneshot(request(Method::POST, "/slow")).await.unwrap();
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert!(response.headers().contains_key(header::RETRY_AFTER));
        assert!(!slow.done.load(Ordering::SeqCst));
        slow.let_on.notify_one();
        all_done(tasks).await;
        assert!(slow.done.load(Ordering::SeqCst));
    }

    #[tokio::test]
    async fn what_changes_something_goes_on_when_the_client_hangs_up() {
        let slow = Slow::default();
        let (router, tasks) = router(&slow, LONG);
        let client = tokio::spawn(router.oneshot(request(Method::POST, "/slow")));
        slow.begun.notified().await;
        client.abort();
        assert!(client.await.is_err());
        slow.let_on.notify_one();
        all_done(tasks).await;
        assert!(slow.done.load(Ordering::SeqCst));
    }

    #[tokio::test]
    async fn what_only_reads_is_dropped_after_its_time() {
        let slow = Slow::default();
        let (router, tasks) = router(&slow, SHORT);
        let response = router.oneshot(request(Method::GET, "/slow")).await.unwrap();
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        slow.let_on.notify_one();
        all_done(tasks).await;
        assert!(!slow.done.load(Ordering::SeqCst));
    }

    #[tokio::test]
    async fn a_panic_is_an_internal_problem() {
        for method in [Method::GET, Method::POST] {
            let (router, _) = router(&Slow::default(), LONG);
            let response = router.oneshot(request(method, "/panics")).await.unwrap();
            assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
            assert_eq!(response.headers()[header::CONTENT_TYPE], "application/problem+json");
            let body = axum::body::to_bytes(response.into_body(), 10_000).await.unwrap();
            assert!(!String::from_utf8_lossy(&body).contains("as it should"));
        }
    }
}
