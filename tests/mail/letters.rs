//! Every letter in every language.

mod neighbours;
mod switched;

use std::fmt::Write as _;

use lokaal::{
    domain::{
        booking::{BookingStatus, Side},
        closure::{ClosureReason, DecisionAction},
        ids::{BookingId, ClosureId, InvitationId},
        person::{Locale, MemberRole},
        rules::ReviewReason,
        time::{DAY, HOUR},
    },
    mail::{BookingFacts, BookingNews, ClosureFacts, FateFacts, Letter, LinkPurpose, ReturnsFacts, WarningFacts},
};
use uuid::Uuid;

use crate::sample::{STOP, TOKEN, alternatives, at, booking, facts, fatima, previous, read, render};

/// Every kind of mail, and every turn that one can take.
pub(crate) fn letters() -> Vec<(&'static str, Letter)> {
    let mut letters = account_letters();
    letters.extend(booking_letters());
    letters.extend(letters_about_what_comes_later());
    letters.extend(closure_letters());
    letters.extend(return_letters());
    letters.extend(neighbours::letters());
    letters.extend(switched::letters());
    letters
}

fn closure_letters() -> Vec<(&'static str, Letter)> {
    let fate = |action, number: u128| {
        let cancelled = action == DecisionAction::Cancel;
        FateFacts {
            action,
            until: (action == DecisionAction::Offer).then(|| at("2026-11-27T18:00:00+01:00")),
            booking: BookingFacts {
                booking_id: BookingId(Uuid::from_u128(number)),
                reference: format!("KES-000{number}"),
                status: if cancelled { BookingStatus::Cancelled } else { BookingStatus::Confirmed },
                previous: (!cancelled).then(previous),
                calendar_uid: Uuid::from_u128(number).to_string(),
                in_calendar: true,
                path: None,
                ..facts()
            },
        }
    };
    let told = |fates: Vec<FateFacts>, at_once: bool| Letter::Closure {
        closure: Box::new(ClosureFacts {
            reason: ClosureReason::UtilityFailure,
            at_once,
            starts_at: at("2026-12-01T00:00:00+01:00"),
            ends_at: at("2026-12-12T00:00:00+01:00"),
            link: fates
                .iter()
                .any(|fate| fate.until.is_some())
                .then(|| LinkPurpose::Offers { closure_id: ClosureId(Uuid::from_u128(9)) }),
            valid_for: 7 * DAY,
            fates,
        }),
    };
    let closure = |fates| told(fates, false);
    let [moved, offered, cancelled] = [DecisionAction::Move, DecisionAction::Offer, DecisionAction::Cancel];
    vec![
        ("closure_moved", closure(vec![fate(moved, 1)])),
        ("closure_offered", closure(vec![fate(offered, 1)])),
        ("closure_cancelled", closure(vec![fate(cancelled, 1)])),
        ("closure_at_once", told(vec![fate(cancelled, 1)], true)),
        ("closure_at_once_many", told(vec![fate(cancelled, 1), fate(cancelled, 2)], true)),
        ("closure", closure(vec![fate(moved, 1), fate(offered, 2), fate(cancelled, 3)])),
    ]
}

fn return_letters() -> Vec<(&'static str, Letter)> {
    let place = |number: u128| BookingFacts {
        booking_id: BookingId(Uuid::from_u128(number)),
        reference: format!("KES-000{number}"),
        status: BookingStatus::Held,
        hold_until: Some(at("2026-11-25T18:00:00+01:00")),
        previous: Some(previous()),
        path: None,
        ..facts()
    };
    let returns = |places: Vec<BookingFacts>| Letter::Returns {
        returns: Box::new(ReturnsFacts {
            link: LinkPurpose::Returns { closure_id: ClosureId(Uuid::from_u128(9)) },
            places,
        }),
    };
    vec![("returns", returns(vec![place(1)])), ("returns_many", returns(vec![place(1), place(2)]))]
}

fn no_shows(organisation_name: Option<String>) -> Letter {
    let rooms = ["Grote zaal, Casablanca", "Foyer, Ter Vlierbeke"].map(str::to_owned).to_vec();
    Letter::NoShows { organisation_name, times: 3, months: 12, rooms }
}

fn account_letters() -> Vec<(&'static str, Letter)> {
    vec![
        ("verify_address", Letter::VerifyAddress { link: LinkPurpose::VerifyAddress, valid_for: DAY }),
        ("sign_in_link", Letter::SignInLink { link: LinkPurpose::SignIn, valid_for: HOUR / 2 }),
        (
            "invitation",
            Letter::Invitation {
                link: LinkPurpose::Invitation { invitation_id: InvitationId(Uuid::from_u128(3)) },
                valid_for: 14 * DAY,
                organisation_name: "Buurtcomité Blauwput".to_owned(),
                invited_by: "Jan Claes".to_owned(),
                role: MemberRole::Booker,
            },
        ),
        (
            "join_request",
            Letter::JoinRequest {
                organisation_name: "Buurtcomité Blauwput".to_owned(),
                person_name: "Sofie Maes".to_owned(),
                message: Some("Ik woon in de Diestsesteenweg.".to_owned()),
                path: Some("/organisations/7/members".to_owned()),
            },
        ),
        ("no_shows", no_shows(Some("Buurtcomité Blauwput".to_owned()))),
        ("no_shows_private", no_shows(None)),
        (
            "statement",
            Letter::Statement {
                organisation_name: "Buurtcomité Blauwput".to_owned(),
                month: chrono::NaiveDate::from_ymd_opt(2026, 11, 1).expect("a date"),
                total_cents: 12_345,
                reference: "+++090/9337/55493+++".to_owned(),
            },
        ),
        (
            "merged",
            Letter::Merged {
                merged_name: "Comité Blauwput".to_owned(),
                organisation_name: "Buurtcomité Blauwput".to_owned(),
            },
        ),
        (
            "join_accepted",
            Letter::JoinAccepted {
                organisation_name: "Buurtcomité Blauwput".to_owned(),
                path: Some("/organisations/7".to_owned()),
            },
        ),
    ]
}

fn waiting(facts: &mut lokaal::mail::BookingFacts) {
    facts.status = BookingStatus::Requested;
    facts.answer_by = Some(at("2026-11-27T09:30:00+01:00"));
}

fn desk(facts: &mut lokaal::mail::BookingFacts) {
    waiting(facts);
    facts.booker_name = Some("Fatima Peeters".to_owned());
    facts.booker_phone = Some("0470 00 00 00".to_owned());
    facts.note = Some("Mag er een podium staan?".to_owned());
    facts.review_reasons = vec![ReviewReason::OutsideStaffedHours, ReviewReason::AmplifiedMusic];
}

fn booking_letters() -> Vec<(&'static str, Letter)> {
    vec![
        ("request_received", booking(BookingNews::RequestReceived, waiting)),
        (
            "request_received_short_notice",
            booking(BookingNews::RequestReceived, |facts| {
                waiting(facts);
                facts.call_centre = true;
            }),
        ),
        ("request_waiting", booking(BookingNews::RequestWaiting, desk)),
        ("answer_reminder", booking(BookingNews::AnswerReminder, desk)),
        (
            "option_held",
            booking(BookingNews::OptionHeld, |facts| {
                facts.status = BookingStatus::Held;
                facts.hold_until = Some(at("2026-11-25T18:00:00+01:00"));
            }),
        ),
        (
            "place_free",
            booking(BookingNews::PlaceFree, |facts| {
                facts.status = BookingStatus::Held;
                facts.hold_until = Some(at("2026-11-25T18:00:00+01:00"));
                facts.path = None;
            }),
        ),
        ("confirmed", booking(BookingNews::Confirmed, |_| ())),
        (
            "released",
            booking(BookingNews::Released, |facts| {
                facts.ends_at = at("2026-12-03T22:00:00+01:00");
                facts.in_calendar = true;
            }),
        ),
        (
            "confirmed_with_warnings",
            booking(BookingNews::Confirmed, |facts| {
                let closure = WarningFacts::Closure {
                    starts_at: at("2026-12-01T00:00:00+01:00"),
                    ends_at: at("2026-12-12T00:00:00+01:00"),
                    reason: ClosureReason::Refurbishment,
                };
                facts.warnings = vec![closure, WarningFacts::Recall { days: 14 }];
            }),
        ),
        (
            "declined",
            booking(BookingNews::Declined, |facts| {
                facts.status = BookingStatus::Declined;
                facts.reason = Some("Die avond zijn er werken.".to_owned());
                facts.alternatives = alternatives();
            }),
        ),
        ("changed", booking(BookingNews::Changed, |facts| facts.previous = Some(previous()))),
        (
            "changed_to_approve",
            booking(BookingNews::Changed, |facts| {
                waiting(facts);
                facts.previous = Some(previous());
            }),
        ),
        (
            "cancelled_by_booker",
            booking(BookingNews::Cancelled, |facts| {
                facts.status = BookingStatus::Cancelled;
                facts.cancelled_by = Some(Side::Booker);
                facts.due_cents = Some(625);
                facts.in_calendar = true;
            }),
        ),
        (
            "cancelled_by_centre",
            booking(BookingNews::Cancelled, |facts| {
                facts.status = BookingStatus::Cancelled;
                facts.cancelled_by = Some(Side::Centre);
                facts.reason = Some("De verwarming is stuk.".to_owned());
                facts.due_cents = Some(0);
                facts.alternatives = alternatives();
            }),
        ),
    ]
}

fn letters_about_what_comes_later() -> Vec<(&'static str, Letter)> {
    vec![
        (
            "comment",
            booking(BookingNews::Comment, |facts| {
                facts.comment = Some("Mag de deur om 21 uur dicht?\n\nGraag een antwoord.".to_owned());
            }),
        ),
        (
            "comment_for_desk",
            booking(BookingNews::CommentForDesk, |facts| {
                desk(facts);
                facts.comment = Some("Komt er nog een beamer?".to_owned());
            }),
        ),
        (
            "expired",
            booking(BookingNews::Expired, |facts| {
                facts.status = BookingStatus::Expired;
                facts.alternatives = alternatives();
            }),
        ),
        (
            "expired_option",
            booking(BookingNews::Expired, |facts| {
                facts.status = BookingStatus::Expired;
                facts.hold_until = Some(at("2026-11-25T18:00:00+01:00"));
            }),
        ),
    ]
}

#[test]
fn every_letter_reads_well_in_every_language() {
    for (name, letter) in letters() {
        let mut told = String::new();
        for &locale in Locale::ALL {
            let mail = read(&render(&letter, &fatima(locale)));
            writeln!(told, "===== {}\nSubject: {}\n\n{}", locale.as_str(), mail.subject, mail.text).unwrap();
        }
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(name, told);
        });
    }
}

#[test]
fn html_of_a_refusal() {
    let (_, letter) = letters().into_iter().find(|(name, _)| *name == "declined").unwrap();
    let html = read(&render(&letter, &fatima(Locale::Nl))).html;
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("declined_html", html);
    });
}

#[test]
fn text_and_html_say_the_same() {
    for (name, letter) in letters() {
        let mail = read(&render(&letter, &fatima(Locale::Fr)));
        let html = mail.html.replace("&#38;", "&").replace("&#39;", "'");
        for line in mail.text.lines().filter(|line| !line.is_empty() && *line != "-- ") {
            // Label and value stand in cells of their own; what is a button has no colon; room and address two lines.
            for piece in line.trim_start_matches([' ', '-']).split(": ") {
                let piece =
                    piece.trim_end_matches([':', ' ']).replace("Casablanca, Lolanden", "Casablanca<br>Lolanden");
                assert!(html.contains(&piece), "{name}: '{piece}' is missing in HTML:\n{html}");
            }
        }
        assert!(!html.contains("src="), "nothing is loaded from elsewhere");
        assert!(html.contains("<html lang=\"fr\">"));
    }
}

#[test]
fn a_booking_mail_begins_with_when_where_and_the_answer() {
    for (name, letter) in letters().iter().filter(|(_, letter)| matches!(letter, Letter::Booking { .. })) {
        let mail = read(&render(letter, &fatima(Locale::Nl)));
        let lines: Vec<_> = mail.text.lines().take(3).collect();
        assert_eq!(lines[0], "donderdag 3 december 2026, 19.00 tot 22.00 uur", "{name}");
        assert_eq!(lines[1], "Grote zaal, Casablanca, Lolanden 16, 3010 Kessel-Lo", "{name}");
        let sign = lines[2].chars().next().unwrap();
        let word = ["✓ Ja", "✗ Nee", "… "].iter().any(|start| lines[2].starts_with(start));
        assert!(word, "{name}: {}", lines[2]);
        assert!(mail.subject.starts_with(sign), "{name}: {}", mail.subject);
    }
}

#[test]
fn links_lead_to_a_page_and_only_with_their_token() {
    for (name, letter) in letters() {
        let mail = read(&render(&letter, &fatima(Locale::En)));
        let link = format!("https://lokaal.example.org/link/{TOKEN}");
        assert_eq!(mail.text.contains(&link), letter.link().is_some(), "{name}");
        assert_eq!(mail.html.contains(&link), letter.link().is_some(), "{name}");
    }
}

#[test]
fn what_can_be_switched_off_tells_how_to_readers_and_to_mail_programs() {
    for (name, letter) in letters() {
        let mail = read(&render(&letter, &fatima(Locale::En)));
        let link = format!("https://lokaal.example.org/link/{STOP}");
        let header = mail.header("List-Unsubscribe").map(str::to_owned);
        let stops = letter.topic().is_some();
        assert_eq!(header, stops.then(|| format!("<{link}>")), "{name}");
        assert_eq!(mail.header("List-Unsubscribe-Post"), stops.then_some("List-Unsubscribe=One-Click"), "{name}");
        assert_eq!((mail.text.contains(&link), mail.html.contains(&link)), (stops, stops), "{name}");
    }
}

#[test]
fn letters_survive_the_outbox() {
    for (name, letter) in letters() {
        let json = serde_json::to_string(&letter).unwrap();
        assert_eq!(serde_json::from_str::<Letter>(&json).unwrap(), letter, "{name}");
        assert!(name.starts_with(letter.kind()), "{name}");
    }
}

/// Rows written by an earlier version stay readable: this is one, with every member that may be absent left out.
#[test]
fn a_letter_of_the_first_version_can_still_be_read() {
    let row = r#"{"kind": "booking", "news": "confirmed", "booking": {
        "booking_id": "00000000-0000-0000-0000-000000000001", "reference": "KES-7Q4M",
        "title": "Sinterklaas voor de buurt", "status": "confirmed",
        "place": {"room_name": "Grote zaal", "centre_name": "Casablanca"}, "timezone": "Europe/Brussels",
        "starts_at": 1796320800, "ends_at": 1796331600, "attendees": 60,
        "calendar_uid": "00000000-0000-0000-0000-000000000001@leuven.example", "sequence": 0}}"#;
    let Letter::Booking { news: BookingNews::Confirmed, booking } = serde_json::from_str(row).unwrap() else {
        panic!("another letter");
    };
    assert_eq!((booking.starts_at, booking.title), (facts().starts_at, facts().title));
}
