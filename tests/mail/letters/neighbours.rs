//! Letters about incidents, and about what neighbours report.

use lokaal::{
    domain::{
        incident::{IncidentKind, IncidentState},
        report::ReportKind,
    },
    mail::{IncidentFacts, IncidentNews, Letter, ReportFacts},
};

use crate::sample::{at, facts};

pub(super) fn letters() -> Vec<(&'static str, Letter)> {
    let noted = IncidentFacts {
        reference: "KES-7Q4M".to_owned(),
        title: "Sinterklaas voor de buurt".to_owned(),
        place: facts().place,
        timezone: facts().timezone,
        starts_at: facts().starts_at,
        ends_at: facts().ends_at,
        organisation_name: Some("Buurtcomité Blauwput".to_owned()),
        incident: IncidentKind::Noise,
        happened_at: at("2026-12-03T22:40:00+01:00"),
        by_neighbour: false,
        description: Some("De muziek ging door tot kwart voor elf.".to_owned()),
        state: IncidentState::Open,
        outcome: None,
        reply: None,
    };
    let private = IncidentFacts {
        organisation_name: None,
        by_neighbour: true,
        description: None,
        incident: IncidentKind::LateKey,
        ..noted.clone()
    };
    let decided = |state, incident| IncidentFacts {
        state,
        incident,
        outcome: Some("Volgende keer op tijd.".to_owned()),
        ..noted.clone()
    };
    let replied = IncidentFacts { reply: Some("De band speelde wat langer.".to_owned()), ..noted.clone() };
    let letter = |news, facts: IncidentFacts| Letter::Incident { news, incident: Box::new(facts) };
    let report = |report, on_duty: bool| Letter::Report {
        report: Box::new(ReportFacts {
            centre_name: "Casablanca".to_owned(),
            timezone: facts().timezone,
            report,
            happened_at: at("2026-12-03T23:10:00+01:00"),
            text: "De muziek staat al uren te hard.".to_owned(),
            contact: (!on_duty).then(|| "Gerda, 0478 11 22 33".to_owned()),
            on_duty,
        }),
    };
    let rooms = ["Grote zaal, Casablanca", "Foyer, Ter Vlierbeke"].map(str::to_owned).to_vec();
    let often = |organisation_name| Letter::Incidents { organisation_name, times: 2, months: 6, rooms: rooms.clone() };
    vec![
        ("incident_noted", letter(IncidentNews::Noted, noted.clone())),
        ("incident_noted_private", letter(IncidentNews::Noted, private.clone())),
        ("incident_decided_warned", letter(IncidentNews::Decided, decided(IncidentState::Warned, IncidentKind::Dirt))),
        (
            "incident_decided_charged",
            letter(IncidentNews::Decided, decided(IncidentState::Charged, IncidentKind::Damage)),
        ),
        (
            "incident_decided_settled",
            letter(IncidentNews::Decided, decided(IncidentState::Settled, IncidentKind::Dirt)),
        ),
        (
            "incident_decided_dismissed",
            letter(IncidentNews::Decided, IncidentFacts { state: IncidentState::Dismissed, ..private.clone() }),
        ),
        ("incident_replied", letter(IncidentNews::Replied, replied.clone())),
        (
            "incident_replied_private",
            letter(IncidentNews::Replied, IncidentFacts { organisation_name: None, ..replied }),
        ),
        ("incidents", often(Some("Buurtcomité Blauwput".to_owned()))),
        ("incidents_private", often(None)),
        ("report", report(ReportKind::Noise, false)),
        ("report_duty", report(ReportKind::Other, true)),
        ("report_dirt", report(ReportKind::Dirt, false)),
        ("report_damage", report(ReportKind::Damage, false)),
    ]
}
