//! `lokaal closure emergency`.

use lokaal::store::Engine;

use crate::{complained, lokaal, said, support::database::TestDatabase};

#[tokio::test]
async fn a_centre_is_closed_at_once_from_the_terminal() {
    let database = TestDatabase::new(Engine::Sqlite).await;
    let directory = tempfile::tempdir().unwrap();
    let variables = [("LOKAAL__DATABASE__URL", database.url()), ("LOKAAL__AUTH__ARGON2_MEMORY_KIB", "8")];
    let run = |words: &[&str]| lokaal(directory.path(), &variables, words);
    let loaded = run(&["demo", "load"]);
    assert!(loaded.status.success(), "{}", complained(&loaded));
    let emergency = |by: &str, centre: &str, hours: &str| {
        let words = ["closure", "emergency", "--centre", centre, "--hours", hours, "--reason", "utility_failure"];
        run(&words.into_iter().chain(["--by", by]).collect::<Vec<_>>())
    };
    for (by, centre, hours, told) in [
        ("nobody@demo.lokaal", "Casablanca", "4", "nobody has an account"),
        ("lid@demo.lokaal", "Casablanca", "4", "is not the desk of Casablanca"),
        ("desk@demo.lokaal", "Nergens", "4", "there is no centre Nergens"),
        ("desk@demo.lokaal", "Casablanca", "0", "1 to 72 hours"),
    ] {
        let refused = emergency(by, centre, hours);
        assert!(!refused.status.success() && complained(&refused).contains(told), "{}", complained(&refused));
    }
    let closed = emergency("desk@demo.lokaal", "casablanca", "72");
    assert!(closed.status.success(), "{}", complained(&closed));
    let text = said(&closed);
    assert!(text.starts_with("Closed: Casablanca, "), "{text}");
    let room = run(&[
        "closure",
        "emergency",
        "--centre",
        "Casablanca",
        "--room",
        "Kamer 1",
        "--hours",
        "1",
        "--reason",
        "maintenance",
        "--by",
        "desk@demo.lokaal",
    ]);
    assert!(said(&room).contains("Nobody was to come."), "{}{}", said(&room), complained(&room));
}
