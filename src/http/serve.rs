//! The server: connections in, answers out, until told to stop.

use std::net::SocketAddr;

use axum::{
    Router,
    extract::ConnectInfo,
    serve::{Listener, ListenerExt},
};
use hyper::{Request, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tower::Service;

use crate::config::HttpSettings;

/// Serves until `stop` is cancelled; then accepts nothing more and lets what is under way go on for the settings' grace.
pub async fn serve(listener: TcpListener, router: Router, stop: CancellationToken, settings: &HttpSettings) {
    // Answers are small and written at once: waiting for more to send only delays them.
    let mut listener = listener.tap_io(|connection| {
        if let Err(fault) = connection.set_nodelay(true) {
            tracing::debug!(%fault, "no TCP_NODELAY");
        }
    });
    let mut protocol = http1::Builder::new();
    // Who sends a header byte by byte, or none at all, must not hold a connection for ever.
    protocol.timer(TokioTimer::new()).header_read_timeout(settings.header_timeout);
    // Makes its routes now rather than at each request.
    let router: Router = router.with_state(());
    let connections = GracefulShutdown::new();
    while let Some((stream, peer)) = stop.run_until_cancelled(listener.accept()).await {
        let router = router.clone();
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo::<SocketAddr>(peer));
            router.clone().call(request)
        });
        let connection = connections.watch(protocol.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            if let Err(fault) = connection.await {
                tracing::debug!(%fault, "a connection failed");
            }
        });
    }
    drop(listener);
    if tokio::time::timeout(settings.shutdown_grace, connections.shutdown()).await.is_err() {
        tracing::warn!("stopped before all requests were answered");
    }
}
