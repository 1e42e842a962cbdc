//! How mail leaves.

use std::{net::IpAddr, path::PathBuf, time::Duration};

use percent_encoding::percent_decode_str;
use secrecy::SecretString;
use url::{Host, Url};

use super::{Profile, Reader};

/// The section `mail`.
#[derive(Clone, Debug)]
pub struct MailSettings {
    /// The mail server; none: mails are written as files.
    pub smtp: Option<SmtpServer>,
    /// Where `.eml` files are written where there is no mail server.
    pub directory: PathBuf,
    /// The sender of all mails: an address, or a name with the address in angle brackets.
    pub from: String,
    /// A PEM file with further certificate authorities to trust for the mail server.
    pub ca_file: Option<PathBuf>,
    /// How long to wait for the mail server at each step.
    pub timeout: Duration,
    /// How many days the text of a sent mail is kept.
    pub keep_bodies_days: u32,
}

/// A mail server, from `smtp_url`. Its password does not print.
#[derive(Clone, Debug)]
pub struct SmtpServer {
    /// Its name or address.
    pub host: String,
    /// Its port: where none is given, 465 for smtps, 587 for smtp (RFC 8314).
    pub port: u16,
    /// How the connection is protected.
    pub security: SmtpSecurity,
    /// User and password, where it wants them.
    pub credentials: Option<(String, SecretString)>,
}

/// How the connection to a mail server is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmtpSecurity {
    /// TLS from the start (`smtps://`).
    Tls,
    /// STARTTLS, or nothing is sent (`?tls=required`).
    StartTls,
    /// STARTTLS where the server offers it (`?tls=opportunistic`).
    StartTlsWhenOffered,
    /// None (`?tls=none`).
    Plain,
}

impl MailSettings {
    pub(super) fn read(reader: &mut Reader, profile: Profile) -> Self {
        let url = reader.text("mail.smtp_url");
        if url.is_empty() && profile.is_production() {
            reader.refuse("mail.smtp_url", "production needs a mail server");
        }
        let smtp = match SmtpServer::parse(&url) {
            _ if url.is_empty() => None,
            Ok(server) => Some(server),
            Err(message) => {
                reader.refuse("mail.smtp_url", message);
                None
            }
        };
        let directory = PathBuf::from(reader.text("mail.directory"));
        if directory.as_os_str().is_empty() && smtp.is_none() {
            reader.refuse("mail.directory", "must name a directory where no mail server is set");
        }
        Self {
            smtp,
            directory,
            from: from(reader),
            ca_file: ca_file(reader),
            timeout: Duration::from_secs(reader.number("mail.timeout_seconds", 1..=600)),
            keep_bodies_days: reader.number("mail.keep_bodies_days", 0..=3650),
        }
    }
}

impl SmtpServer {
    /// Reads `smtp://` or `smtps://` with user, password, host and port; what is wrong otherwise, without the password.
    pub fn parse(text: &str) -> Result<Self, String> {
        let url = Url::parse(text).map_err(|_| "must be a URL that begins with smtp:// or smtps://".to_owned())?;
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or("must name the host of the mail server")?;
        let (secure, usual_port) = match url.scheme() {
            "smtps" => (true, 465),
            "smtp" => (false, 587),
            _ => return Err("must begin with smtp:// or smtps://".to_owned()),
        };
        let tls = url.query_pairs().find(|(key, _)| key == "tls").map(|(_, value)| value.into_owned());
        let security = match (secure, tls.as_deref()) {
            (true, None | Some("required")) => SmtpSecurity::Tls,
            (false, None) if is_loopback(&url) => SmtpSecurity::StartTlsWhenOffered,
            (false, None | Some("required")) => SmtpSecurity::StartTls,
            (false, Some("opportunistic")) => SmtpSecurity::StartTlsWhenOffered,
            (false, Some("none")) => SmtpSecurity::Plain,
            (true, Some(_)) => return Err("smtps:// is always protected: leave out tls=".to_owned()),
            (false, Some(_)) => return Err("tls= must be required, opportunistic or none".to_owned()),
        };
        let credentials = match (url.username(), url.password()) {
            ("", None) => None,
            (user, Some(password)) if !user.is_empty() => Some((decoded(user)?, decoded(password)?.into())),
            _ => return Err("user and password must both be given, or neither".to_owned()),
        };
        let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        Ok(Self { host, port: url.port().unwrap_or(usual_port), security, credentials })
    }
}

fn decoded(text: &str) -> Result<String, String> {
    let text = percent_decode_str(text).decode_utf8().map_err(|_| "user and password must be UTF-8")?;
    Ok(text.into_owned())
}

/// The standard parser reads hosts of schemes it does not know as plain names, so numbers are looked at here.
fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => {
            name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
        }
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// A first look at the sender: whether there is an address at all. Only the mailer knows the full grammar.
fn from(reader: &mut Reader) -> String {
    let text = reader.text("mail.from");
    let address = match text.split_once('<') {
        Some((_, rest)) => rest.strip_suffix('>').unwrap_or_default(),
        None => &text,
    };
    let well_formed = address.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && !domain.is_empty() && !domain.contains('@') && !address.contains(char::is_whitespace)
    });
    if !well_formed || text.contains(char::is_control) {
        reader.refuse("mail.from", "must be an address, or a name with the address in angle brackets");
    }
    text
}

fn ca_file(reader: &mut Reader) -> Option<PathBuf> {
    let path = reader.text("mail.ca_file");
    if path.is_empty() {
        return None;
    }
    if let Err(error) = std::fs::File::open(&path) {
        reader.refuse("mail.ca_file", format!("{path} cannot be read: {error}"));
    }
    Some(PathBuf::from(path))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use secrecy::ExposeSecret;

    use super::*;

    #[rstest]
    #[case("smtps://mail.example.org", 465, SmtpSecurity::Tls)]
    #[case("smtp://mail.example.org", 587, SmtpSecurity::StartTls)]
    #[case("smtp://mail.example.org:25?tls=none", 25, SmtpSecurity::Plain)]
    #[case("smtp://mail.example.org?tls=opportunistic", 587, SmtpSecurity::StartTlsWhenOffered)]
    #[case("smtp://127.0.0.1:2525", 2525, SmtpSecurity::StartTlsWhenOffered)]
    #[case("smtp://[::1]:2525", 2525, SmtpSecurity::StartTlsWhenOffered)]
    #[case("smtp://localhost:2525?tls=required", 2525, SmtpSecurity::StartTls)]
    fn mail_servers(#[case] text: &str, #[case] port: u16, #[case] security: SmtpSecurity) {
        let server = SmtpServer::parse(text).unwrap();
        assert_eq!((server.port, server.security), (port, security));
        assert!(server.credentials.is_none());
    }

    #[rstest]
    #[case("smtp://")]
    #[case("smtps://mail.example.org?tls=none")]
    #[case("smtp://mail.example.org?tls=perhaps")]
    #[case("smtp://user@mail.example.org")]
    #[case("mail.example.org")]
    fn no_mail_servers(#[case] text: &str) {
        assert!(SmtpServer::parse(text).is_err());
    }

    #[test]
    fn user_and_password_of_the_mail_server_are_decoded() {
        let server = SmtpServer::parse("smtps://me%40example.org:p%3Ass@mail.example.org").unwrap();
        let (user, password) = server.credentials.unwrap();
        assert_eq!((user.as_str(), password.expose_secret()), ("me@example.org", "p:ss"));
    }
}
