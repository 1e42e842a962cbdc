//! Bounds the time in which a request's body comes in: a client that sends it byte by byte would hold a connection, and
//! what reads it, for ever. The end of the request's time does not stop what changes something.

use std::{
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    body::{Body, Bytes, HttpBody},
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use hyper::body::{Frame, SizeHint};
use tokio::time::{Sleep, sleep};

/// Gives the body of a request its time.
pub(in crate::http) async fn bound(State(time): State<Duration>, request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    next.run(request.map(|body| Body::new(Bounded { body, end: Box::pin(sleep(time)) }))).await
}

/// A body that fails when its time is over.
struct Bounded {
    body: Body,
    end: Pin<Box<Sleep>>,
}

impl HttpBody for Bounded {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if let ready @ Poll::Ready(_) = Pin::new(&mut self.body).poll_frame(context) {
            return ready;
        }
        self.end.as_mut().poll(context).map(|()| Some(Err(axum::Error::new(Late))))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// The body did not come in its time.
#[derive(Debug, thiserror::Error)]
#[error("the body came too slowly")]
struct Late;

#[cfg(test)]
mod tests {
    use axum::{Router, http::StatusCode, middleware::from_fn_with_state, routing::post};
    use tower::ServiceExt;

    use super::*;

    /// A body of which nothing comes.
    struct Never;

    impl HttpBody for Never {
        type Data = Bytes;
        type Error = axum::Error;

        fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
            Poll::Pending
        }
    }

    async fn status(body: Body) -> StatusCode {
        let router = Router::new()
            .route("/", post(async |body: String| body))
            .layer(from_fn_with_state(Duration::from_millis(10), bound));
        router.oneshot(Request::post("/").body(body).unwrap()).await.unwrap().status()
    }

    #[tokio::test]
    async fn a_body_comes_in_its_time_or_not_at_all() {
        assert_eq!(status(Body::new(Never)).await, StatusCode::BAD_REQUEST);
        for whole in [Body::from("whole"), Body::empty()] {
            assert_eq!(status(whole).await, StatusCode::OK);
        }
    }
}
