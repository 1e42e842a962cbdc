//! A mail server of the test's own, in process, on a free port of this machine: it speaks real SMTP (RFC 5321) with
//! STARTTLS (RFC 3207) and AUTH (RFC 4954), keeps what it accepts, and fails in every way that it is told to.

mod behaviour;
mod certificate;
mod session;

use std::{
    collections::{HashMap, VecDeque},
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use tokio::{
    net::{TcpListener, TcpSocket},
    sync::watch,
    task::{JoinHandle, JoinSet},
};
use tokio_rustls::TlsAcceptor;

pub use behaviour::{Behaviour, Gate, Stage};

/// How long a test waits for something that must happen before it is called failed.
const PATIENCE: Duration = Duration::from_secs(20);

/// How a server protects its connections.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Protection {
    /// Not at all.
    #[default]
    None,
    /// By STARTTLS, which it insists on before AUTH and MAIL.
    StartTls,
    /// By TLS from the start.
    Tls,
}

/// What kind of server to start.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// How connections are protected.
    pub protection: Protection,
    /// The user and the password without which no mail is taken.
    pub credentials: Option<(&'static str, &'static str)>,
}

/// A mail that the server accepted.
#[derive(Clone, Debug)]
pub struct Message {
    /// The sender of the envelope.
    pub from: String,
    /// The recipients of the envelope that were accepted.
    pub recipients: Vec<String>,
    /// The mail itself, header and body, as it was before dots were doubled.
    pub data: Vec<u8>,
    /// Whether it came over TLS.
    pub over_tls: bool,
    /// Who had signed in.
    pub user: Option<String>,
}

impl Message {
    /// The mail as text; bytes that are not UTF-8 replaced.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.data).into_owned()
    }
}

/// A running mail server. It ends with the value.
pub struct SmtpServer {
    address: SocketAddr,
    shared: Arc<Shared>,
    state: State,
}

/// Either it listens, or it holds its port without listening, so that connections are refused.
enum State {
    Up(JoinHandle<()>),
    Down(TcpSocket),
    Changing,
}

struct Shared {
    options: Options,
    tls: TlsAcceptor,
    authority: String,
    rules: Mutex<Rules>,
    messages: watch::Sender<Vec<Message>>,
    connections: watch::Sender<usize>,
}

#[derive(Default)]
struct Rules {
    always: Behaviour,
    next: VecDeque<Behaviour>,
    recipients: HashMap<String, Behaviour>,
}

impl SmtpServer {
    /// Starts one that takes everything, unprotected.
    pub async fn start() -> Self {
        Self::start_with(Options::default()).await
    }

    /// Starts one of this kind.
    pub async fn start_with(options: Options) -> Self {
        let (tls, authority) = certificate::acceptor();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let shared = Arc::new(Shared {
            options,
            tls,
            authority,
            rules: Mutex::default(),
            messages: watch::Sender::default(),
            connections: watch::Sender::default(),
        });
        let state = State::Up(tokio::spawn(listen(listener, Arc::clone(&shared))));
        Self { address, shared, state }
    }

    /// Its address.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its URL, as `LOKAAL__MAIL__SMTP_URL` wants it, with user and password where it asks for them. STARTTLS is
    /// insisted on where it is offered.
    pub fn url(&self) -> String {
        let Options { protection, credentials } = self.shared.options;
        let (scheme, query) = match protection {
            Protection::None => ("smtp", "?tls=none"),
            Protection::StartTls => ("smtp", "?tls=required"),
            Protection::Tls => ("smtps", ""),
        };
        let user = credentials.map(|(user, password)| format!("{user}:{password}@")).unwrap_or_default();
        format!("{scheme}://{user}{}{query}", self.address)
    }

    /// Writes the certificate of the authority that vouches for it into `directory`, for `LOKAAL__MAIL__CA_FILE`.
    pub fn ca_file(&self, directory: &Path) -> PathBuf {
        let file = directory.join("ca.pem");
        std::fs::write(&file, &self.shared.authority).expect("a writable directory");
        file
    }

    /// From now on every connection is treated so, unless something else is said for it.
    pub fn always(&self, behaviour: Behaviour) {
        self.shared.rules().always = behaviour;
    }

    /// The next connections that come are treated so, one after the other.
    pub fn next(&self, behaviours: impl IntoIterator<Item = Behaviour>) {
        self.shared.rules().next.extend(behaviours);
    }

    /// From now on mail to this recipient is treated so, whatever is said for the connection.
    pub fn to(&self, recipient: &str, behaviour: Behaviour) {
        self.shared.rules().recipients.insert(recipient.to_lowercase(), behaviour);
    }

    /// Ends every connection and refuses new ones until [`Self::come_up`].
    pub async fn go_down(&mut self) {
        if let State::Up(listening) = std::mem::replace(&mut self.state, State::Changing) {
            listening.abort();
            let _ = listening.await;
            let socket = TcpSocket::new_v4().expect("a socket");
            socket.set_reuseaddr(true).expect("an option");
            socket.bind(self.address).expect("the port is still free");
            self.state = State::Down(socket);
        }
    }

    /// Listens again, on the same port.
    pub fn come_up(&mut self) {
        if let State::Down(socket) = std::mem::replace(&mut self.state, State::Changing) {
            let listener = socket.listen(128).expect("it listens");
            self.state = State::Up(tokio::spawn(listen(listener, Arc::clone(&self.shared))));
        }
    }

    /// What it accepted, in order.
    pub fn messages(&self) -> Vec<Message> {
        self.shared.messages.borrow().clone()
    }

    /// Waits until it accepted `count` mails or more.
    pub async fn wait_for_messages(&self, count: usize) -> Vec<Message> {
        let mut messages = self.shared.messages.subscribe();
        let waited =
            tokio::time::timeout(PATIENCE, messages.wait_for(|messages| messages.len() >= count)).await.is_ok();
        assert!(waited, "{count} mails expected; there are {}", self.messages().len());
        self.messages()
    }

    /// How many connections it has seen.
    pub fn connections(&self) -> usize {
        *self.shared.connections.borrow()
    }

    /// Waits until it has seen `count` connections or more.
    pub async fn wait_for_connections(&self, count: usize) {
        let mut connections = self.shared.connections.subscribe();
        let waited = tokio::time::timeout(PATIENCE, connections.wait_for(|seen| *seen >= count)).await.is_ok();
        assert!(waited, "{count} connections expected; there were {}", self.connections());
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        if let State::Up(listening) = &self.state {
            listening.abort();
        }
    }
}

impl Shared {
    fn rules(&self) -> MutexGuard<'_, Rules> {
        self.rules.lock().expect("no panic while held")
    }

    fn for_next_connection(&self) -> Behaviour {
        let mut rules = self.rules();
        rules.next.pop_front().unwrap_or_else(|| rules.always.clone())
    }

    fn for_recipient(&self, recipient: &str) -> Option<Behaviour> {
        self.rules().recipients.get(&recipient.to_lowercase()).cloned()
    }
}

/// Takes connections; ended, it ends them too.
async fn listen(listener: TcpListener, shared: Arc<Shared>) {
    let mut sessions = JoinSet::new();
    while let Ok((socket, _)) = listener.accept().await {
        shared.connections.send_modify(|seen| *seen += 1);
        sessions.spawn(session::serve(Arc::clone(&shared), socket));
        while sessions.try_join_next().is_some() {}
    }
}
