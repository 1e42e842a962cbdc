use serde_json::{Value, json};

use super::{change, pointers, replaced, sample, unchanged};
use crate::both_engines;

/// Texts that mean something to SQL, to a browser, to a template or to a terminal, and nothing to us.
const MEANINGFUL: [&str; 9] = [
    "'; DROP TABLE bookings; --",
    "x' OR '1'='1",
    "Robert\"); DELETE FROM users; --",
    "$1 ? :name %s \\",
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }} ${7*7} <%= 7 %>",
    "../../etc/passwd",
    "=HYPERLINK(\"http://example.org\")",
];

both_engines! {
    async fn texts_that_mean_something_elsewhere_are_kept_as_they_are(app: TestApp) {
        let setting = sample::Setting::new(&app).await;
        let (mut n, mut kept_so) = (1, 0);
        for sample in setting.samples() {
            for place in sample.texts {
                for text in MEANINGFUL {
                    n += 1;
                    let body = replaced((sample.body)(n), place, json!(text));
                    let answer = change(&setting.administrator, sample.method, &sample.path).json(&body).await;
                    let what = format!("{text} at {place} to {} {}", sample.method, sample.path);
                    // A step that the booking does not take reads the text all the same.
                    assert!(answer.status < 300 || matches!(answer.status, 409 | 422), "{what}: {answer:#?}");
                    if let Some(kept) = answer.json.pointer(place).filter(|_| answer.status < 300) {
                        assert_eq!(kept, text, "{what}");
                        kept_so += 1;
                        assert!(answer.header("content-type").starts_with("application/json"), "{what}");
                    }
                }
            }
        }
        assert!(kept_so >= 3 * MEANINGFUL.len(), "{kept_so} texts were kept");
        // All the tables are there, and nobody was deleted.
        assert!(app.rows.count("SELECT count(*) AS n FROM bookings", []).await > 1);
        assert!(app.rows.count("SELECT count(*) AS n FROM users", []).await >= 1);
    }

    async fn texts_that_are_too_long_or_hold_control_characters(app: TestApp) {
        let setting = sample::Setting::new(&app).await;
        let before = app.rows.dump().await;
        let mut n = 1;
        for sample in setting.samples() {
            for place in sample.texts {
                for text in ["x".repeat(10_000), "é".repeat(10_000), "bell \u{7}".to_owned(), "turned \u{202e}".to_owned()] {
                    n += 1;
                    let body = replaced((sample.body)(n), place, Value::String(text));
                    let answer = change(&setting.administrator, sample.method, &sample.path).json(&body).await;
                    let problem = answer.problem(422, "validation");
                    assert!(pointers(&problem).contains(place), "{place} of {} {}: {problem}", sample.method, sample.path);
                }
            }
            unchanged(&app, &before, &sample.path).await;
        }
    }
}
