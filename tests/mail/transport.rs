//! Messages as files and in memory.

use std::{path::PathBuf, time::Duration};

use lokaal::{
    config::{MailSettings, SmtpServer},
    domain::person::Locale,
    mail::{
        BookingNews, SendError, SetupError, Transport, sender,
        transport::{Capture, Files},
    },
};

use crate::sample::{booking, fatima, render};

fn names(directory: &std::path::Path) -> Vec<String> {
    let mut names: Vec<_> =
        std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_message_becomes_a_file_and_a_second_sending_the_same_file() {
    let place = tempfile::tempdir().unwrap();
    let directory = place.path().join("var/mail");
    let transport = Transport::Files(Files::new(directory.clone()));
    let message = render(&booking(BookingNews::Confirmed, |_| ()), &fatima(Locale::Nl));
    transport.send(&message).await.unwrap();
    transport.send(&message).await.unwrap();
    transport.check().await.unwrap();

    assert_eq!(names(&directory), ["20261120T083000Z-0193-test@leuven.example.eml"]);
    let file = directory.join("20261120T083000Z-0193-test@leuven.example.eml");
    assert_eq!(std::fs::read(&file).unwrap(), message.formatted());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&directory), mode(&file)), (0o700, 0o600), "links that sign in are nobody else's business");
    }
}

#[tokio::test]
async fn a_directory_that_cannot_be_written_is_worth_another_try() {
    let place = tempfile::tempdir().unwrap();
    let blocked = place.path().join("file");
    std::fs::write(&blocked, "").unwrap();
    let transport = Transport::Files(Files::new(blocked.join("mail")));
    let message = render(&booking(BookingNews::Confirmed, |_| ()), &fatima(Locale::Nl));
    assert!(matches!(transport.send(&message).await, Err(SendError::Temporary(_))));
    assert!(matches!(transport.check().await, Err(SendError::Temporary(_))));
}

#[tokio::test]
async fn messages_in_memory() {
    let capture = Capture::new();
    let transport = Transport::Capture(capture.clone());
    let message = render(&booking(BookingNews::Confirmed, |_| ()), &fatima(Locale::Nl));
    transport.send(&message).await.unwrap();
    assert_eq!(capture.messages().len(), 1);
    assert_eq!(capture.take()[0].formatted(), message.formatted());
    assert!(capture.messages().is_empty());
}

#[test]
fn settings_choose_the_way_out() {
    let settings = |url: Option<&str>, ca_file: Option<PathBuf>| MailSettings {
        smtp: url.map(|url| SmtpServer::parse(url).unwrap()),
        directory: "var/mail".into(),
        from: "Lokaal <lokaal@example.org>".into(),
        ca_file,
        timeout: Duration::from_secs(30),
        keep_bodies_days: 30,
    };
    assert_eq!(Transport::new(&settings(None, None)).unwrap().describe(), "files in var/mail");
    let server = Some("smtp://user:secret@mail.example.org");
    let smtp = Transport::new(&settings(server, None)).unwrap();
    assert_eq!(smtp.describe(), "mail.example.org:587 (STARTTLS)");
    assert!(!format!("{smtp:?}").contains("secret"));

    let place = tempfile::tempdir().unwrap();
    let no_certificate = place.path().join("ca.pem");
    std::fs::write(&no_certificate, "hello").unwrap();
    for ca_file in [no_certificate, place.path().join("missing.pem")] {
        assert!(matches!(Transport::new(&settings(server, Some(ca_file))), Err(SetupError::CaFile(_))));
    }

    assert_eq!(sender(&settings(None, None)).unwrap().email.to_string(), "lokaal@example.org");
    let nobody = MailSettings { from: "Lokaal <lokaal@>".into(), ..settings(None, None) };
    assert!(matches!(sender(&nobody), Err(SetupError::Sender)));
}
