//! SMTP (RFC 5321) with STARTTLS or TLS, authentication, a few connections kept open, and a limit on every step.
//!
//! lettre speaks the protocol. The order of the steps is kept here and not left to its transport, because only the
//! step tells whether a 5xx is about this message (RCPT, DATA) or about the connection and the credentials, which is
//! worth another try; and because its asynchronous transport waits for ever on a server that accepts and falls silent.

use std::{
    fmt,
    future::Future,
    net::IpAddr,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use lettre::transport::smtp::{
    Error,
    authentication::{Credentials, DEFAULT_MECHANISMS},
    client::{AsyncSmtpConnection, Certificate, TlsParameters},
    commands::{Data, Mail, Noop, Rcpt},
    extension::{ClientId, Extension, MailBodyParameter, MailParameter},
};
use secrecy::ExposeSecret;

use super::{SendError, SetupError};
use crate::{
    config::{SmtpSecurity, SmtpServer},
    mail::Message,
};

/// How a certificate begins in a PEM file.
const PEM_CERTIFICATE: &[u8] = b"-----BEGIN CERTIFICATE-----";

/// How long each step may take, and how many idle connections are kept.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// To connect and greet, and to agree on TLS.
    pub connect: Duration,
    /// To answer a command.
    pub command: Duration,
    /// To take in a message after DATA.
    pub message: Duration,
    /// Connections that are kept open between messages.
    pub idle: usize,
}

/// A step's limit as the settings name it. A server may take six times that over a message: it looks for viruses and
/// spam before it answers, and a message given up too early is sent twice (RFC 5321, section 4.5.3.2.6).
impl From<Duration> for Limits {
    fn from(step: Duration) -> Self {
        Self { connect: step, command: step, message: step * 6, idle: 2 }
    }
}

/// A mail server. Clones share their connections.
#[derive(Clone)]
pub struct Smtp {
    shared: Arc<Shared>,
}

struct Shared {
    server: SmtpServer,
    tls: Option<TlsParameters>,
    limits: Limits,
    hello: ClientId,
    idle: Mutex<Vec<AsyncSmtpConnection>>,
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Smtp({})", self.describe())
    }
}

/// A step that failed: its name, and what lettre says.
type Failed = (&'static str, Option<Error>);

impl Smtp {
    /// A mail server that is spoken to as `server` says. Its certificate is signed by a well-known authority, or by
    /// one in `ca_file` (PEM). No connection is made yet.
    ///
    /// # Errors
    /// [`SetupError::CaFile`] where the authorities cannot be read.
    pub fn new(server: &SmtpServer, ca_file: Option<&Path>, limits: Limits) -> Result<Self, SetupError> {
        let tls =
            if server.security == SmtpSecurity::Plain { None } else { Some(tls_parameters(&server.host, ca_file)?) };
        let shared = Shared { server: server.clone(), tls, limits, hello: ClientId::default(), idle: Mutex::default() };
        Ok(Self { shared: Arc::new(shared) })
    }

    pub(super) fn describe(&self) -> String {
        let server = &self.shared.server;
        let protection = match server.security {
            SmtpSecurity::Tls => "TLS",
            SmtpSecurity::StartTls => "STARTTLS",
            SmtpSecurity::StartTlsWhenOffered => "STARTTLS where offered",
            SmtpSecurity::Plain => "no TLS",
        };
        format!("{}:{} ({protection})", server.host, server.port)
    }

    pub(super) fn longest_send(&self) -> Duration {
        let Limits { connect, command, message, idle } = self.shared.limits;
        // Idle connections that no longer answer, a new one with TLS and AUTH, MAIL, RCPT and DATA, the message.
        let idle = u32::try_from(idle).unwrap_or(u32::MAX);
        connect.saturating_mul(idle.saturating_add(2)) + command * 4 + message
    }

    pub(super) async fn send(&self, message: &Message) -> Result<(), SendError> {
        let mut connection = self.connection().await?;
        self.deliver(&mut connection, message).await?;
        self.keep(connection);
        Ok(())
    }

    pub(super) async fn check(&self) -> Result<(), SendError> {
        // A new connection, also where one is open: credentials and certificates may have changed since.
        let mut connection = self.connect().await?;
        step("NOOP", self.shared.limits.command, connection.command(Noop)).await.map_err(temporary)?;
        self.keep(connection);
        Ok(())
    }

    pub(super) async fn close(&self) {
        let idle = std::mem::take(&mut *self.idle());
        for mut connection in idle {
            // Goodbye is a courtesy: whether it is answered makes no difference.
            let _ = step("QUIT", self.shared.limits.command, connection.quit()).await;
        }
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<AsyncSmtpConnection>> {
        self.shared.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps a connection on which everything was answered. One with a step cut short is never kept: the late answer
    /// would be taken for that of the next message.
    fn keep(&self, connection: AsyncSmtpConnection) {
        let mut idle = self.idle();
        if idle.len() < self.shared.limits.idle {
            idle.push(connection);
        }
    }

    /// An idle connection that still answers, or a new one.
    async fn connection(&self) -> Result<AsyncSmtpConnection, SendError> {
        loop {
            let Some(mut connection) = self.idle().pop() else { return self.connect().await };
            if step("NOOP", self.shared.limits.connect, connection.command(Noop)).await.is_ok() {
                return Ok(connection);
            }
        }
    }

    /// Connects, encrypts and signs in. Whatever fails here is not the message's fault.
    async fn connect(&self) -> Result<AsyncSmtpConnection, SendError> {
        let Shared { server, tls, limits, hello, .. } = &*self.shared;
        let address = (server.host.as_str(), server.port);
        let implicit = tls.clone().filter(|_| server.security == SmtpSecurity::Tls);
        let connecting = AsyncSmtpConnection::connect_tokio1(address, Some(limits.connect), hello, implicit, None);
        let mut connection = step("connecting", limits.connect, connecting).await.map_err(temporary)?;
        let starttls = match server.security {
            SmtpSecurity::StartTls => true,
            SmtpSecurity::StartTlsWhenOffered => connection.can_starttls(),
            SmtpSecurity::Tls | SmtpSecurity::Plain => false,
        };
        if let Some(tls) = tls.clone().filter(|_| starttls) {
            step("STARTTLS", limits.connect, connection.starttls(tls, hello)).await.map_err(temporary)?;
        }
        if let Some((user, password)) = &server.credentials {
            // Whoever sits in between can hide STARTTLS; on this machine nobody does.
            let must_hide = server.security == SmtpSecurity::StartTlsWhenOffered && !is_this_machine(&server.host);
            if must_hide && !connection.is_encrypted() {
                return Err(SendError::Temporary("no encryption: the password was not sent".to_owned()));
            }
            let credentials = Credentials::new(user.clone(), password.expose_secret().to_owned());
            let signing_in = connection.auth(DEFAULT_MECHANISMS, &credentials);
            step("AUTH", limits.command, signing_in).await.map_err(temporary)?;
        }
        Ok(connection)
    }

    async fn deliver(&self, connection: &mut AsyncSmtpConnection, message: &Message) -> Result<(), SendError> {
        let limits = &self.shared.limits;
        let envelope = message.envelope();
        let bytes = message.formatted();
        let mut options = Vec::new();
        let addresses = || envelope.from().into_iter().chain(envelope.to());
        if addresses().any(|address| !AsRef::<str>::as_ref(address).is_ascii()) {
            if !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
                return Err(SendError::Permanent("the server cannot write to such an address (SMTPUTF8)".to_owned()));
            }
            options.push(MailParameter::SmtpUtfEight);
        }
        if !bytes.is_ascii() && connection.server_info().supports_feature(Extension::EightBitMime) {
            options.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        let from = Mail::new(envelope.from().cloned(), options);
        step("MAIL FROM", limits.command, connection.command(from)).await.map_err(by_code)?;
        for to in envelope.to() {
            let to = Rcpt::new(to.clone(), Vec::new());
            step("RCPT TO", limits.command, connection.command(to)).await.map_err(by_code)?;
        }
        step("DATA", limits.command, connection.command(Data)).await.map_err(by_code)?;
        step("the message", limits.message, connection.message(&bytes)).await.map_err(by_code)?;
        Ok(())
    }
}

fn tls_parameters(host: &str, ca_file: Option<&Path>) -> Result<TlsParameters, SetupError> {
    let mut builder = TlsParameters::builder(host.to_owned());
    if let Some(path) = ca_file {
        let wrong = || SetupError::CaFile(path.to_owned());
        let pem = std::fs::read(path).map_err(|_| wrong())?;
        // A file without a certificate reads as a list of none.
        if !pem.windows(PEM_CERTIFICATE.len()).any(|window| window == PEM_CERTIFICATE) {
            return Err(wrong());
        }
        builder = builder.add_root_certificate(Certificate::from_pem(&pem).map_err(|_| wrong())?);
    }
    builder.build().map_err(|_| ca_file.map_or(SetupError::Tls, |path| SetupError::CaFile(path.to_owned())))
}

fn is_this_machine(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Runs a step for at most `limit`.
async fn step<T>(
    name: &'static str,
    limit: Duration,
    doing: impl Future<Output = Result<T, Error>>,
) -> Result<T, Failed> {
    match tokio::time::timeout(limit, doing).await {
        Ok(done) => done.map_err(|error| (name, Some(error))),
        Err(_) => Err((name, None)),
    }
}

fn temporary((name, error): Failed) -> SendError {
    SendError::Temporary(describe(name, error.as_ref()))
}

/// 5xx is for good, anything else worth another try (RFC 5321, section 4.2.1). 421 and a lost connection are the
/// latter, also after DATA, when the message may have arrived.
fn by_code((name, error): Failed) -> SendError {
    let text = describe(name, error.as_ref());
    if error.is_some_and(|error| error.is_permanent()) {
        SendError::Permanent(text)
    } else {
        SendError::Temporary(text)
    }
}

/// The step and the codes. The server's own words are left out, as they often repeat the address.
fn describe(name: &str, error: Option<&Error>) -> String {
    let Some(error) = error else { return format!("{name}: no answer in time") };
    if let Some(code) = error.status() {
        let words = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
        let enhanced = words.split_whitespace().find(|word| is_enhanced_status(word));
        return match enhanced {
            Some(enhanced) => format!("{name}: {code} {enhanced}"),
            None => format!("{name}: {code}"),
        };
    }
    let why = if error.is_timeout() {
        "no answer in time"
    } else if error.is_tls() {
        "no trusted encryption"
    } else if error.is_response() {
        "an answer that is not SMTP, or none"
    } else if error.is_client() {
        "the server does not offer what is asked for"
    } else {
        "no connection"
    };
    format!("{name}: {why}")
}

/// Whether a word is an enhanced status code (RFC 3463), such as 5.1.1.
fn is_enhanced_status(word: &str) -> bool {
    let parts: Vec<_> = word.split('.').collect();
    let [class, subject, detail] = parts.as_slice() else { return false };
    matches!(*class, "2" | "4" | "5")
        && [subject, detail]
            .iter()
            .all(|part| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_codes_are_told() {
        assert!(is_enhanced_status("5.1.1") && is_enhanced_status("4.7.650"));
        for word in ["5.1", "3.1.1", "5.1.1.1", "127.0.0.1", "5..1", "5.a.1", "5.1.1234"] {
            assert!(!is_enhanced_status(word), "{word}");
        }
    }

    #[test]
    fn this_machine_has_several_names() {
        for host in ["localhost", "LOCALHOST", "127.0.0.1", "127.8.9.1", "::1"] {
            assert!(is_this_machine(host), "{host}");
        }
        for host in ["mail.example.org", "localhost.example.org", "10.0.0.1", "0.0.0.0"] {
            assert!(!is_this_machine(host), "{host}");
        }
    }

    #[test]
    fn the_longest_send_is_longer_than_its_steps() {
        let server = SmtpServer::parse("smtp://mail.example.org?tls=none").expect("a server");
        let smtp = Smtp::new(&server, None, Limits::from(Duration::from_secs(30))).expect("a client");
        assert_eq!(smtp.longest_send(), Duration::from_mins(7));
    }
}
