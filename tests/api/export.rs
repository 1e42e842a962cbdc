//! Bookings taken away as a file.

use std::io::Read;

use icalendar::{Calendar, Component};
use lokaal::domain::person::StaffRole;
use serde_json::json;

use crate::{
    bookings::{wish, with},
    both_engines,
    series::{
        letters::{booked, shown},
        weekly,
    },
};

/// The fields of each line of CSV (RFC 4180), read by the letter of it.
fn lines(text: &str) -> Vec<Vec<String>> {
    let (mut lines, mut fields, mut field, mut inside) = (Vec::new(), Vec::new(), String::new(), false);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '"' if inside && rest.peek() == Some(&'"') => field.push(rest.next().expect("a quotation mark")),
            '"' => inside = !inside,
            ',' if !inside => fields.push(std::mem::take(&mut field)),
            '\r' if !inside => {
                assert_eq!(rest.next(), Some('\n'), "lines end in CR LF");
                fields.push(std::mem::take(&mut field));
                lines.push(std::mem::take(&mut fields));
            }
            c => field.push(c),
        }
    }
    assert!(!inside && field.is_empty() && fields.is_empty(), "it ends with a line's end");
    lines
}

both_engines! {
    async fn csv_has_what_the_list_has_and_no_formula(app: TestApp) {
        let world = app.world().await;
        let (anna, bert) = (app.person("anna@example.org").await, app.person("bert@example.org").await);
        let title = "=HYPERLINK(\"http://example.org\"), én \"meer\"";
        anna.post("/bookings", with(wish(&world), json!({"title": title, "note": "een\ntwee, drie"}))).await.expect(201);
        let other = json!({"starts_at": "2026-12-11T10:00:00+01:00", "ends_at": "2026-12-11T12:00:00+01:00", "title": "Bert"});
        bert.post("/bookings", with(wish(&world), other)).await.expect(201);
        let answer = anna.get("/bookings/export?format=csv").await.expect(200);
        assert!(answer.header("content-type").starts_with("text/csv"));
        assert!(answer.header("content-disposition").starts_with("attachment"));
        let table = lines(&answer.text);
        assert_eq!(table.len(), 2, "her own only");
        let of = |name: &str| &table[1][table[0].iter().position(|column| column == name).expect("a column")];
        assert_eq!(of("title"), &format!("'{title}"));
        assert_eq!((of("starts_at").as_str(), of("centre").as_str()), ("2026-12-10T10:00:00+01:00", "Casablanca"));
        assert_eq!(of("note"), "een\ntwee, drie");
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        assert_eq!(lines(&desk.get("/bookings/export?format=csv").await.expect(200).text).len(), 3);
        let until = "/bookings/export?format=csv&until=2026-12-11T00:00:00Z";
        assert_eq!(lines(&desk.get(until).await.expect(200).text).len(), 2);
        let elsewhere = app.staff(StaffRole::Desk, world.other_centre).await;
        assert_eq!(lines(&elsewhere.get("/bookings/export?format=csv").await.expect(200).text).len(), 1);
        desk.get("/bookings/export").await.problem(422, "validation");
        desk.get("/bookings/export?format=pdf").await.problem(422, "validation");
        app.anonymous().get("/bookings/export?format=csv").await.problem(401, "unauthorized");
    }

    async fn a_calendar_has_the_entries_of_the_mails(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let made = anna.post("/series", weekly(&world)).await.expect(201).json;
        let single = anna.post("/bookings", wish(&world)).await.expect(201).id();
        let answer = anna.get("/bookings/export?format=ics").await.expect(200);
        let calendar: Calendar = answer.text.replace("\r\n ", "").parse().expect("a calendar");
        let events: Vec<_> = calendar.events().cloned().collect();
        assert_eq!(events.len(), 2, "{}", answer.text);
        let by = |id: &str| events.iter().find(|one| one.property_value("UID") == Some(id)).expect("an entry");
        assert_eq!(by(&single).property_value("DTSTART"), Some("20261210T100000"));
        let series = by(made["series"]["id"].as_str().unwrap());
        assert_eq!(shown(series), booked(&made["bookings"]));
        // Of a part of the dates the entry has that part.
        let part = "/bookings/export?format=ics&from=2026-12-15T00:00:00Z&until=2026-12-30T00:00:00Z";
        let answer = anna.get(part).await.expect(200);
        let calendar: Calendar = answer.text.replace("\r\n ", "").parse().expect("a calendar");
        let events: Vec<_> = calendar.events().cloned().collect();
        assert_eq!(events.len(), 1);
        let wanted = json!([made["bookings"][1], made["bookings"][2]]);
        assert_eq!(shown(&events[0]), booked(&wanted));
    }

    async fn a_sheet_has_texts_that_stay_texts(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        anna.post("/bookings", with(wish(&world), json!({"title": "=1+1"}))).await.expect(201);
        let path = format!("{}/api/v1/bookings/export?format=xlsx", app.address());
        let answer = reqwest::Client::new().get(path).bearer_auth(anna.token()).send().await.expect("an answer");
        let bytes = answer.bytes().await.expect("a file");
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
        let mut read = |name: &str| {
            let mut text = String::new();
            archive.by_name(name).expect("a part").read_to_string(&mut text).expect("XML");
            text
        };
        assert!(read("xl/sharedStrings.xml").contains("<t>=1+1</t>"));
        let sheet = read("xl/worksheets/sheet1.xml");
        assert!(!sheet.contains("<f>") && sheet.matches("<row ").count() == 2, "{sheet}");
    }
}
