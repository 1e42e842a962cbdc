//! The dates of a series on paper.

use serde_json::json;

use super::weekly;
use crate::{
    bookings::{wish, with},
    both_engines,
};

both_engines! {
    async fn the_dates_are_listed_in_large_print_in_the_language_of_the_caller(app: TestApp) {
        let world = app.world().await;
        let (anna, bert) = (app.person("anna@example.org").await, app.person("bert@example.org").await);
        let taken = with(wish(&world), json!({
            "starts_at": "2026-12-17T20:00:00+01:00", "ends_at": "2026-12-17T22:00:00+01:00"
        }));
        bert.post("/bookings", taken).await.expect(201);
        let asked = with(weekly(&world), json!({
            "title": "Koor <b>& co</b>", "skip_holidays": ["school"], "on_conflict": "skip", "rrule": "FREQ=WEEKLY;COUNT=7"
        }));
        let made = anna.post("/series", asked).await.expect(201);
        let path = made.header("location").trim_start_matches("/api/v1").to_owned();
        let cancelled = made.json["bookings"][2]["id"].as_str().unwrap();
        anna.post(&format!("/bookings/{cancelled}/cancel"), json!({})).await.expect(200);
        let list = format!("{path}/list");
        bert.get(&list).await.problem(404, "not-found");
        app.anonymous().get(&list).await.problem(401, "unauthorized");
        anna.get(&format!("{list}?jaar=2026")).await.problem(422, "validation");
        let page = anna.get(&list).await.expect(200);
        assert!(page.header("content-type").starts_with("text/html"), "{page:?}");
        assert!(page.header("content-security-policy").starts_with("default-src 'none'"), "{page:?}");
        let text = page.text;
        assert!(text.starts_with("<!doctype html>\n<html lang=\"nl\">"), "{text}");
        assert!(text.contains("size: A4") && !text.contains("<script") && !text.contains("http"), "{text}");
        assert!(text.contains("<h1>Koor &#60;b&#62;&#38; co&#60;/b&#62;</h1>"), "{text}");
        assert!(text.contains("<p>Meeting room, Casablanca</p>"), "{text}");
        let order = [
            "<h2>december 2026</h2>", "<li>donderdag 10 december 2026, 19.00 tot 21.00 uur</li>",
            "donderdag 17 december 2026", "niet gereserveerd", "donderdag 24 december 2026", "Kerstvakantie",
            "donderdag 31 december 2026", "<h2>januari 2027</h2>", "<li>donderdag 7 januari 2027", "donderdag 14 januari",
            "gaat niet door", "<li>donderdag 21 januari 2027",
        ];
        let places: Vec<_> = order.iter().map(|part| text.find(part).unwrap_or_else(|| panic!("{part}: {text}"))).collect();
        assert!(places.is_sorted(), "{places:?} {text}");

        let etag = anna.get("/me").await.expect(200).etag();
        anna.patch("/me", &etag, json!({"locale": "fr"})).await.expect(200);
        let text = anna.get(&format!("{list}?year=2027")).await.expect(200).text;
        assert!(text.contains("<html lang=\"fr\">") && text.contains("janvier 2027"), "{text}");
        assert!(!text.contains("2026"), "{text}");
        assert!(anna.get(&format!("{list}?year=2020")).await.expect(200).text.contains("Il n’y a pas de dates."));
    }
}
