//! Holidays over HTTP.

use serde_json::{Value, json};

use crate::both_engines;

fn days<'a>(set: &'a Value, code: &str) -> (&'a str, &'a str) {
    let found = set.as_array().unwrap().iter().find(|holiday| holiday["code"] == code).unwrap();
    (found["first"].as_str().unwrap(), found["last"].as_str().unwrap())
}

both_engines! {
    async fn the_holidays_of_a_year_are_told_to_everyone(app: TestApp) {
        let of_2027 = app.anonymous().get("/holidays?year=2027").await.expect(200).json;
        assert_eq!(of_2027["public"].as_array().unwrap().len(), 10);
        assert_eq!(days(&of_2027["public"], "easter_monday"), ("2027-03-29", "2027-03-29"));
        assert_eq!(days(&of_2027["school"], "christmas_break"), ("2027-12-27", "2028-01-09"));
        let name = json!({"nl": "Nieuwjaar", "en": "New Year’s Day", "fr": "Nouvel An"});
        assert_eq!(of_2027["public"][0]["name"], name);
        let this_year = app.anonymous().get("/holidays").await.expect(200).json;
        assert_eq!(this_year["year"], 2026, "that of the clock");
        for year in ["1899", "10000", "-1", "x", "99999999999"] {
            app.anonymous().get(&format!("/holidays?year={year}")).await.problem(422, "validation");
        }
    }
}
