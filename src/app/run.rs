//! The service as the program runs it: started from its settings, stopped by a signal.

use std::{io, net::SocketAddr};

use thiserror::Error;
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};

use super::App;
use crate::{clock::Clock, config::Settings, domain::failure::Failure};

/// Why the service does not run.
#[derive(Debug, Error)]
pub enum StartFault {
    /// It can't be built.
    #[error(transparent)]
    Build(#[from] Failure),
    /// The address can't be listened on.
    #[error("cannot listen on {0}: {1}")]
    Address(SocketAddr, io::Error),
    /// The listener or the signals fail.
    #[error("the server failed: {0}")]
    Server(io::Error),
}

/// Runs the service of these settings until SIGTERM or SIGINT. The first line on standard output, `listening on` and the
/// address, says that it answers.
///
/// # Errors
/// Where it can't start.
pub async fn run(settings: &Settings, clock: Clock) -> Result<(), StartFault> {
    let app = App::build(settings, clock).await?;
    let address = settings.http.address;
    let listener = TcpListener::bind(address).await.map_err(|fault| StartFault::Address(address, fault))?;
    let address = listener.local_addr().map_err(StartFault::Server)?;
    let stop = app.stop();
    let mut terminate = signal(SignalKind::terminate()).map_err(StartFault::Server)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(StartFault::Server)?;
    tokio::spawn(async move {
        let order = tokio::select! {
            _ = terminate.recv() => "SIGTERM",
            _ = interrupt.recv() => "SIGINT",
        };
        tracing::info!(order, "stopping");
        stop.cancel();
    });
    println!("listening on http://{address}");
    println!("{}", guide(settings, address));
    tracing::info!(%address, database = %settings.database.url, "started");
    app.serve(listener).await;
    Ok(())
}

/// Where to go, for the person at the terminal.
fn guide(settings: &Settings, address: SocketAddr) -> String {
    let mut guide = format!("  the API in the browser: http://{address}/docs");
    if settings.demo.load {
        guide += "\n  the demo's people: admin, steward, manager, desk, comite, lid and partner @demo.lokaal, password \
                  lokaal-demo";
    }
    guide
}
