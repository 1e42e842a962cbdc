//! `lokaal closure emergency`: closes at once from a terminal, when nobody gets to a browser.

use chrono_tz::Tz;
use clap::{Args, Subcommand};

use super::CommandError;
use crate::{
    actions::{
        Services,
        closures::{Call, CloseAtOnce, ClosedAtOnce},
    },
    clock::Clock,
    config::Settings,
    domain::{
        centre::Centre,
        closure::ClosureReason,
        failure::Failure,
        ids::{CentreId, RoomId},
        local_time,
        time::Span,
    },
    store::{catalogue::Catalogue, people},
};

/// What to do about closures.
#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub enum Closure {
    /// Close a centre or rooms from now on: cancels and mails every booking, and shows whom to telephone
    Emergency(Emergency),
}

/// What closes at once.
#[derive(Args, Clone, Debug, PartialEq, Eq)]
pub struct Emergency {
    /// The centre, by name or identifier
    #[arg(long)]
    centre: String,
    /// A room of it, by name or identifier; may be given more than once; without one the whole centre
    #[arg(long = "room", value_name = "ROOM")]
    rooms: Vec<String>,
    /// For so many hours from now (1 to 72)
    #[arg(long)]
    hours: i64,
    /// Why, as closures say it; a wrong word is answered with all that there are
    #[arg(long, value_parser = reason)]
    reason: ClosureReason,
    /// What else is to be known
    #[arg(long)]
    note: Option<String>,
    /// Mail address of who closes: the desk of the centre, its manager, or an administrator
    #[arg(long, value_name = "EMAIL")]
    by: String,
}

fn reason(text: &str) -> Result<ClosureReason, String> {
    ClosureReason::parse(text).ok_or_else(|| {
        let known: Vec<&str> = ClosureReason::ALL.iter().map(|reason| reason.as_str()).collect();
        format!("a reason is one of {}", known.join(", "))
    })
}

/// Runs it.
pub(super) async fn run(what: Closure, settings: &Settings, clock: Clock) -> Result<(), CommandError> {
    let Closure::Emergency(wanted) = what;
    let services = Services::open(settings, clock).await?;
    let told = close(wanted, &services).await;
    services.store.close().await;
    println!("{}", told?);
    Ok(())
}

async fn close(wanted: Emergency, services: &Services) -> Result<String, CommandError> {
    let refused = |text: String| CommandError::Refused(text);
    let catalogue = services.store.catalogue().await?;
    let centre = centre(&catalogue, &wanted.centre).map_err(refused)?;
    let rooms: Vec<RoomId> =
        wanted.rooms.iter().map(|name| room(&catalogue, centre.id, name).map_err(refused)).collect::<Result<_, _>>()?;
    let email = wanted.by.trim().to_lowercase();
    let Some((person, _)) = people::by_email(&services.store, &email).await? else {
        return Err(refused(format!("nobody has an account with the address {email}")));
    };
    let close = CloseAtOnce {
        services: services.clone(),
        caller: people::caller(&services.store, person.id).await?,
        centre_id: centre.id,
        room_ids: (!rooms.is_empty()).then_some(rooms),
        hours: wanted.hours,
        reason: wanted.reason,
        note: wanted.note,
    };
    match services.store.run(&close).await {
        Ok(closed) => Ok(told(&closed, centre, &catalogue)),
        Err(Failure::Forbidden) => Err(refused(format!("{email} is not the desk of {}", centre.name))),
        Err(Failure::Invalid(faults)) => {
            Err(refused(faults.into_iter().map(|fault| fault.message).collect::<Vec<_>>().join("\n")))
        }
        Err(failure) => Err(failure.into()),
    }
}

fn centre<'a>(catalogue: &'a Catalogue, name: &str) -> Result<&'a Centre, String> {
    let is_it =
        |id: CentreId, known: &str| id.to_string() == name || known.to_lowercase() == name.trim().to_lowercase();
    let mut found = catalogue.centres.values().filter(|centre| is_it(centre.id, &centre.name));
    match (found.next(), found.next()) {
        (Some(centre), None) => Ok(centre),
        (None, _) => Err(format!("there is no centre {name}")),
        (Some(_), Some(_)) => Err(format!("there is more than one centre {name}: give its identifier")),
    }
}

fn room(catalogue: &Catalogue, centre: CentreId, name: &str) -> Result<RoomId, String> {
    let is_it = |id: RoomId, known: &str| id.to_string() == name || known.to_lowercase() == name.trim().to_lowercase();
    let mut found = catalogue.rooms_of(centre).filter(|room| is_it(room.id, &room.name));
    match (found.next(), found.next()) {
        (Some(room), None) => Ok(room.id),
        (None, _) => Err(format!("the centre has no room {name}")),
        (Some(_), Some(_)) => Err(format!("the centre has more than one room {name}: give its identifier")),
    }
}

/// What was closed, and whom to telephone, a line for each.
fn told(closed: &ClosedAtOnce, centre: &Centre, catalogue: &Catalogue) -> String {
    let when = span(closed.closure.span, centre.timezone);
    let mut lines = vec![format!("Closed: {}, {when} (closure {}).", centre.name, closed.closure.id)];
    lines.push(match closed.calls.len() {
        0 => "Nobody was to come.".to_owned(),
        count => format!("Cancelled and to telephone: {count}."),
    });
    lines.extend(closed.calls.iter().map(|call| line(call, centre.timezone, catalogue)));
    lines.join("\n")
}

fn line(call: &Call, zone: Tz, catalogue: &Catalogue) -> String {
    let booking = &call.booking;
    let room = catalogue.rooms.get(&booking.room_id).map_or("", |room| room.name.as_str());
    let who = call.organisation_name.as_ref().or(call.name.as_ref());
    let numbers = call.numbers.iter().map(|number| format!("{} {}", number.name, number.phone));
    let numbers: Vec<String> = numbers.collect();
    let parts = [
        span(booking.span, zone),
        room.to_owned(),
        booking.reference.clone(),
        who.cloned().unwrap_or_default(),
        if numbers.is_empty() { "no number".to_owned() } else { numbers.join(", ") },
        if call.is_mailed { String::new() } else { "NO MAIL".to_owned() },
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("  ")
}

/// In the local time of the centre.
fn span(span: Span, zone: Tz) -> String {
    let at = |instant| local_time::local(instant, zone).map(|local| local.format("%Y-%m-%d %H:%M").to_string());
    format!("{} to {}", at(span.start()).unwrap_or_default(), at(span.end()).unwrap_or_default())
}
