//! `lokaal check`: whether settings, database and mail server are fit for use.

use super::CommandError;
use crate::{
    clock::Clock,
    config::{MailSettings, Profile, Settings},
    demo,
    domain::failure::Failure,
    mail::transport::{self, Transport},
    store::{Store, StoreSettings},
};

/// What was found out: something to show, or why it is not fit for use.
type Finding = Result<String, String>;

/// Looks at everything, also past the first fault, and shows what it found. The settings were checked when they were
/// loaded, or this would not run.
pub(super) async fn run(settings: &Settings, clock: Clock) -> Result<(), CommandError> {
    let profile = match settings.profile {
        Profile::Development => "development",
        Profile::Production => "production",
    };
    let findings = [
        ("settings", Ok(profile.to_owned())),
        ("database", database(settings, clock).await),
        ("mail", mail(&settings.mail).await),
    ];
    for (name, finding) in &findings {
        match finding {
            Ok(what) => println!("{name:10} fit      {what}"),
            Err(why) => println!("{name:10} NOT FIT  {why}"),
        }
    }
    if findings.iter().all(|(_, finding)| finding.is_ok()) { Ok(()) } else { Err(CommandError::NotFit) }
}

async fn database(settings: &Settings, clock: Clock) -> Finding {
    let url = &settings.database.url;
    let told = |fault: Failure| format!("{url}: {fault}");
    let store = Store::connect(&StoreSettings::from(&settings.database), clock).await.map_err(told)?;
    let found = look_into(&store, settings).await;
    store.close().await;
    match (found.map_err(told)?, settings.database.migrate_on_start) {
        (0, _) => Ok(url.to_string()),
        (count, true) => Ok(format!("{url}: {count} changes are missing and applied when the service starts")),
        (count, false) => Err(format!("{url}: {count} changes are missing; run `lokaal migrate up`")),
    }
}

/// How many changes are missing. Where none is: whether people of the demo may be served, if there are any.
async fn look_into(store: &Store, settings: &Settings) -> Result<usize, Failure> {
    let (_, missing) = store.migration_status().await?;
    if missing.is_empty() {
        demo::refuse_people(store, settings).await?;
    }
    Ok(missing.len())
}

async fn mail(settings: &MailSettings) -> Finding {
    transport::sender(settings).map_err(|fault| fault.to_string())?;
    let transport = Transport::new(settings).map_err(|fault| fault.to_string())?;
    let described = transport.describe();
    let answer = transport.check().await;
    transport.close().await;
    answer.map(|()| described.clone()).map_err(|fault| format!("{described}: {fault}"))
}
