//! The server: connections in, answers out, until told to stop.

use std::{io, net::SocketAddr, time::Duration};

use axum::{Router, serve::ListenerExt};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// Serves until `stop` is cancelled; then accepts nothing more and lets what is under way go on for `grace`.
///
/// # Errors
/// Where the listener fails.
pub async fn serve(listener: TcpListener, router: Router, stop: CancellationToken, grace: Duration) -> io::Result<()> {
    // Answers are small and written at once: waiting for more to send only delays them.
    let listener = listener.tap_io(|connection| {
        if let Err(fault) = connection.set_nodelay(true) {
            tracing::debug!(%fault, "no TCP_NODELAY");
        }
    });
    let server = axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(stop.clone().cancelled_owned());
    let late = async {
        stop.cancelled().await;
        tokio::time::sleep(grace).await;
    };
    tokio::select! {
        served = server => served,
        () = late => {
            tracing::warn!("stopped before all requests were answered");
            Ok(())
        }
    }
}
