use std::{
    collections::{HashMap, HashSet},
    fs,
    net::IpAddr,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use rstest::rstest;
use secrecy::ExposeSecret;
use tempfile::TempDir;

use super::*;

/// Long enough and random enough for production.
const GOOD_SECRET: &str = "q8Zt1vXw3KpR7nLsD5fGhJ0mBcY2aUeT";

/// A directory of the test's own, so that no secret is made in the working directory.
struct Place {
    directory: TempDir,
}

impl Place {
    fn new() -> Self {
        Self { directory: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn sources(&self, changes: &[(&str, &str)]) -> Sources {
        let database = format!("sqlite://{}", self.path("lokaal.db").display());
        let mut variables = HashMap::from([("LOKAAL__DATABASE__URL".to_owned(), database)]);
        variables.extend(changes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        Sources::from_variables(variables)
    }

    fn load(&self, changes: &[(&str, &str)]) -> Result<Settings, ConfigError> {
        Settings::load(&self.sources(changes))
    }

    /// The names of the settings that are refused.
    fn refused(&self, changes: &[(&str, &str)]) -> Vec<String> {
        match self.load(changes) {
            Ok(_) => Vec::new(),
            Err(ConfigError::Invalid(problems)) => problems.into_iter().map(|problem| problem.setting).collect(),
            Err(other) => panic!("{other}"),
        }
    }
}

/// What production asks for, with `changes`.
fn production<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut variables = HashMap::from([
        ("LOKAAL__PROFILE", "production"),
        ("LOKAAL__DEMO__LOAD", "false"),
        ("LOKAAL__HTTP__ADDRESS", "0.0.0.0:8080"),
        ("LOKAAL__HTTP__PUBLIC_URL", "https://lokaal.example.org"),
        ("LOKAAL__MAIL__SMTP_URL", "smtps://mail.example.org"),
        ("LOKAAL__AUTH__SECRET", GOOD_SECRET),
    ]);
    variables.extend(changes.iter().copied());
    variables.into_iter().collect()
}

#[test]
fn the_defaults_are_fit_for_development() {
    let settings = Place::new().load(&[]).unwrap();
    assert_eq!(settings.profile, Profile::Development);
    assert_eq!(settings.http.address.to_string(), "127.0.0.1:8080");
    assert_eq!(settings.http.public_url, "http://127.0.0.1:8080");
    assert!(settings.mail.smtp.is_none());
    assert_eq!(settings.mail.directory, Path::new("var/mail"));
    assert!(settings.demo.load && !settings.demo.public);
    assert_eq!(settings.auth.access_minutes, 15);
    let argon2 = &settings.auth;
    assert_eq!((argon2.argon2_memory_kib, argon2.argon2_iterations, argon2.argon2_parallelism), (19_456, 2, 1));
    assert_eq!(settings.booking.answer_days, 7);
    assert_eq!(settings.jobs.outbox_poll, Duration::from_secs(1));
    assert!(settings.limits.enabled);
}

#[test]
fn the_default_database_lies_in_var() {
    let url = Reader::open(&Sources::default()).unwrap().text("database.url");
    assert_eq!(url, "sqlite://var/lokaal.db");
}

#[test]
fn the_environment_wins_over_the_file_and_the_file_over_the_defaults() {
    let place = Place::new();
    let file = place.path("mine.toml");
    fs::write(&file, "[booking]\nanswer_days = 3\n[http]\nrequest_timeout_seconds = 5\n").unwrap();
    let sources = place.sources(&[("LOKAAL__BOOKING__ANSWER_DAYS", "14")]).with_file(&file);
    let settings = Settings::load(&sources).unwrap();
    assert_eq!(settings.booking.answer_days, 14);
    assert_eq!(settings.http.request_timeout, Duration::from_secs(5));
    assert_eq!(settings.http.body_limit_bytes, 262_144);
}

#[test]
fn the_file_is_the_flag_then_the_variable_then_the_usual_one() {
    let place = Place::new();
    let directory = place.directory.path();
    let named = HashMap::from([("LOKAAL_CONFIG".to_owned(), "named.toml".to_owned())]);
    let chosen = |flag: Option<&str>, environment: &HashMap<String, String>| {
        Sources::chosen(flag.map(PathBuf::from), environment.clone(), directory).file
    };
    assert_eq!(chosen(None, &HashMap::new()), None);
    fs::write(place.path("lokaal.toml"), "").unwrap();
    assert_eq!(chosen(None, &HashMap::new()), Some(place.path("lokaal.toml")));
    assert_eq!(chosen(None, &named), Some(PathBuf::from("named.toml")));
    assert_eq!(chosen(Some("flag.toml"), &named), Some(PathBuf::from("flag.toml")));
}

#[test]
fn a_named_file_must_exist_and_be_toml() {
    let place = Place::new();
    let missing = Settings::load(&place.sources(&[]).with_file(place.path("none.toml")));
    assert!(matches!(missing, Err(ConfigError::Unreadable { .. })), "{missing:?}");
    fs::write(place.path("broken.toml"), "[http\n").unwrap();
    let broken = Settings::load(&place.sources(&[]).with_file(place.path("broken.toml")));
    assert!(matches!(broken, Err(ConfigError::Malformed { .. })), "{broken:?}");
}

#[test]
fn every_problem_is_reported_at_once_and_nothing_is_written() {
    let place = Place::new();
    let refused = place.refused(&[
        ("LOKAAL__PROFILE", "staging"),
        ("LOKAAL__DATABASE__MAX_CONNECTIONS", "0"),
        ("LOKAAL__HTTP__ADDRESS", "localhost"),
        ("LOKAAL__HTTP__ADRESS", "127.0.0.1:1"),
        ("LOKAAL__HTTP__TRUSTED_PROXIES", "10.0.0.0/8, proxy"),
        ("LOKAAL__HTTP__REQUEST_TIMEOUT_SECONDS", "soon"),
        ("LOKAAL__LIMITS__ENABLED", "perhaps"),
        ("LOKAAL__LOGGING__FILTER", "lokaal=loud"),
        ("LOKAAL__MAIL__FROM", "nobody"),
    ]);
    let expected = [
        "database.max_connections",
        "http.address",
        "http.adress",
        "http.request_timeout_seconds",
        "http.trusted_proxies",
        "limits.enabled",
        "logging.filter",
        "mail.from",
        "profile",
    ];
    assert_eq!(refused.iter().map(String::as_str).collect::<HashSet<_>>(), HashSet::from(expected));
    assert_eq!(refused.len(), expected.len());
    assert_eq!(fs::read_dir(place.directory.path()).unwrap().count(), 0);
}

#[test]
fn a_problem_is_shown_with_the_name_of_the_setting_and_of_its_variable() {
    let error = Place::new().load(&[("LOKAAL__BOOKING__ANSWER_DAYS", "91")]).unwrap_err().to_string();
    assert_eq!(
        error,
        "the settings are not fit for use:\n  - booking.answer_days (LOKAAL__BOOKING__ANSWER_DAYS): must be a whole \
         number from 1 to 90"
    );
}

#[test]
fn production_starts_with_what_it_asks_for() {
    assert_eq!(Place::new().refused(&production(&[])), Vec::<String>::new());
}

#[rstest]
#[case::demo_data("LOKAAL__DEMO__LOAD", "true", "demo.load")]
#[case::missing_secret("LOKAAL__AUTH__SECRET", "", "auth.secret")]
#[case::short_secret("LOKAAL__AUTH__SECRET", "q8Zt1vXw3KpR7nLsD5fGhJ0mBcY2aUe", "auth.secret")]
#[case::default_secret("LOKAAL__AUTH__SECRET", "change-me-change-me-change-me-0123456789", "auth.secret")]
#[case::monotonous_secret("LOKAAL__AUTH__SECRET", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "auth.secret")]
#[case::short_previous_secret("LOKAAL__AUTH__PREVIOUS_SECRET", "short", "auth.previous_secret")]
#[case::no_mail_server("LOKAAL__MAIL__SMTP_URL", "", "mail.smtp_url")]
#[case::no_public_url("LOKAAL__HTTP__PUBLIC_URL", "", "http.public_url")]
#[case::plain_public_url("LOKAAL__HTTP__PUBLIC_URL", "http://lokaal.example.org", "http.public_url")]
fn production_refuses(#[case] variable: &str, #[case] value: &str, #[case] setting: &str) {
    assert_eq!(Place::new().refused(&production(&[(variable, value)])), [setting]);
}

#[test]
fn production_refuses_a_short_secret_in_a_file_too() {
    let place = Place::new();
    let file = place.path("key");
    let name = file.display().to_string();
    let changes = [("LOKAAL__AUTH__SECRET", ""), ("LOKAAL__AUTH__SECRET_FILE", name.as_str())];
    fs::write(&file, "short\n").unwrap();
    assert_eq!(place.refused(&production(&changes)), ["auth.secret"]);
    fs::write(&file, format!("{GOOD_SECRET}\n")).unwrap();
    assert_eq!(place.load(&production(&changes)).unwrap().auth.secret.expose_secret(), GOOD_SECRET);
}

#[test]
fn the_example_for_production_is_fit_with_the_secrets_it_names() {
    let place = Place::new();
    let key = place.path("key");
    fs::write(&key, GOOD_SECRET).unwrap();
    let sources = Sources::from_variables([
        ("LOKAAL__DATABASE__URL", "postgres://lokaal:hidden@db.internal/lokaal"),
        ("LOKAAL__MAIL__SMTP_URL", "smtps://lokaal:hidden@mail.internal:465"),
        ("LOKAAL__AUTH__SECRET_FILE", &key.display().to_string()),
    ])
    .with_file(Path::new(env!("CARGO_MANIFEST_DIR")).join("config/production.example.toml"));
    let settings = Settings::load(&sources).unwrap();
    assert_eq!(settings.profile, Profile::Production);
}

#[rstest]
#[case::loopback("127.0.0.1:0", false, None)]
#[case::loopback_of_version_6("[::1]:0", false, None)]
#[case::mapped_loopback("[::ffff:127.0.0.1]:0", false, None)]
#[case::everywhere("0.0.0.0:8080", false, Some("demo.public"))]
#[case::everywhere_of_version_6("[::]:8080", false, Some("demo.public"))]
#[case::an_address_of_the_house("192.168.1.7:80", false, Some("demo.public"))]
#[case::meant("0.0.0.0:8080", true, None)]
fn demo_people_stay_on_this_machine(#[case] address: &str, #[case] public: bool, #[case] refused: Option<&str>) {
    let place = Place::new();
    let public = public.to_string();
    let variables = [("LOKAAL__HTTP__ADDRESS", address), ("LOKAAL__DEMO__PUBLIC", &public)];
    assert_eq!(place.refused(&variables), refused.into_iter().collect::<Vec<_>>());

    // The same holds for demo people that are already in the database.
    let settings = place.load(&[&variables[..], &[("LOKAAL__DEMO__LOAD", "false")]].concat()).unwrap();
    assert_eq!(settings.demo_people_refused().map(|problem| problem.setting).as_deref(), refused);
}

#[test]
fn production_serves_no_demo_people_even_where_public_is_set() {
    let settings = Place::new().load(&production(&[("LOKAAL__DEMO__PUBLIC", "true")])).unwrap();
    assert_eq!(settings.demo_people_refused().unwrap().setting, "demo.load");
}

#[test]
fn development_makes_a_secret_and_keeps_it_to_itself() {
    let place = Place::new();
    let first = place.load(&[]).unwrap().auth.secret;
    assert!(first.expose_secret().len() >= 32);
    let mode = fs::metadata(place.path("secret")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(place.load(&[]).unwrap().auth.secret.expose_secret(), first.expose_secret());
    assert_ne!(Place::new().load(&[]).unwrap().auth.secret.expose_secret(), first.expose_secret());
    assert_eq!(fs::read_dir(place.directory.path()).unwrap().count(), 1, "nothing else is left behind");
}

#[test]
fn processes_that_start_together_agree_on_one_secret() {
    let place = Place::new();
    let secrets: HashSet<String> = thread::scope(|scope| {
        let threads: Vec<_> =
            (0..16).map(|_| scope.spawn(|| place.load(&[]).unwrap().auth.secret.expose_secret().to_owned())).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(secrets.len(), 1);
}

#[test]
fn a_kept_secret_that_is_too_short_or_unreadable_is_refused() {
    let place = Place::new();
    fs::write(place.path("secret"), "short").unwrap();
    let error = place.load(&[]).unwrap_err().to_string();
    assert!(error.contains("auth.secret") && error.contains("fewer than 32 bytes"), "{error}");
    assert!(!error.contains("short:"), "{error}");

    fs::remove_file(place.path("secret")).unwrap();
    fs::create_dir(place.path("secret")).unwrap();
    let error = place.load(&[]).unwrap_err().to_string();
    assert!(error.contains("cannot be read"), "{error}");
}

#[test]
fn a_secret_and_a_secret_file_exclude_each_other() {
    let refused = Place::new().refused(&[("LOKAAL__AUTH__SECRET", "a"), ("LOKAAL__AUTH__SECRET_FILE", "/dev/null")]);
    assert_eq!(refused, ["auth.secret"]);
}

#[test]
fn a_secret_file_must_be_there_and_hold_something() {
    let place = Place::new();
    assert_eq!(place.refused(&[("LOKAAL__AUTH__SECRET_FILE", "/nowhere/secret")]), ["auth.secret_file"]);
    assert_eq!(place.refused(&[("LOKAAL__AUTH__SECRET_FILE", "/dev/null")]), ["auth.secret_file"]);
}

#[test]
fn secrets_are_never_printed() {
    let settings = Place::new()
        .load(&[
            ("LOKAAL__DATABASE__URL", "postgres://lokaal:hidden1@db.internal:5433/city"),
            ("LOKAAL__MAIL__SMTP_URL", "smtp://lokaal:hidden2@mail.internal"),
            ("LOKAAL__AUTH__SECRET", "hidden3"),
            ("LOKAAL__AUTH__PREVIOUS_SECRET", "hidden4"),
        ])
        .unwrap();
    let printed = format!("{settings:?}");
    assert!(!printed.contains("hidden"), "{printed}");
    assert_eq!(settings.database.url.to_string(), "postgres://db.internal:5433/city");
    assert_eq!(settings.database.url.secret().expose_secret(), "postgres://lokaal:hidden1@db.internal:5433/city");
}

#[test]
fn a_wrong_url_is_refused_without_its_password() {
    let error = Place::new()
        .load(&[
            ("LOKAAL__DATABASE__URL", "mysql://lokaal:hidden@db/city"),
            ("LOKAAL__MAIL__SMTP_URL", "imap://lokaal:hidden@mail"),
        ])
        .unwrap_err()
        .to_string();
    assert!(error.contains("database.url") && error.contains("mail.smtp_url"), "{error}");
    assert!(!error.contains("hidden"), "{error}");
}

#[test]
fn proxies_are_addresses_or_networks_in_an_array_or_with_commas() {
    let place = Place::new();
    let file = place.path("mine.toml");
    fs::write(&file, "[http]\ntrusted_proxies = [\"10.0.0.0/8\", \"::1\"]\n").unwrap();
    let from_file = Settings::load(&place.sources(&[]).with_file(&file)).unwrap().http;
    let from_variable = place.load(&[("LOKAAL__HTTP__TRUSTED_PROXIES", "10.0.0.0/8,::1")]).unwrap().http;
    assert_eq!(from_file.trusted_proxies, from_variable.trusted_proxies);
    for (peer, trusted) in [("10.1.2.3", true), ("::ffff:10.1.2.3", true), ("::1", true), ("11.0.0.1", false)] {
        assert_eq!(from_file.trusts(peer.parse::<IpAddr>().unwrap()), trusted, "{peer}");
    }
}

#[rstest]
#[case("https://lokaal.example.org/", Some("https://lokaal.example.org"))]
#[case("http://127.0.0.1:8080", Some("http://127.0.0.1:8080"))]
#[case("https://lokaal.example.org/app", None)]
#[case("https://user@lokaal.example.org", None)]
#[case("ftp://lokaal.example.org", None)]
#[case("lokaal.example.org", None)]
fn public_urls(#[case] text: &str, #[case] expected: Option<&str>) {
    let settings = Place::new().load(&[("LOKAAL__HTTP__PUBLIC_URL", text)]);
    assert_eq!(settings.ok().map(|settings| settings.http.public_url).as_deref(), expected);
}

#[test]
fn no_files_where_there_is_neither_mail_server_nor_directory() {
    assert_eq!(Place::new().refused(&[("LOKAAL__MAIL__DIRECTORY", "")]), ["mail.directory"]);
}

#[test]
fn a_further_authority_must_be_readable() {
    assert_eq!(Place::new().refused(&[("LOKAAL__MAIL__CA_FILE", "/nowhere/ca.pem")]), ["mail.ca_file"]);
}

#[test]
fn argon2_needs_eight_kibibytes_a_lane() {
    let refused =
        Place::new().refused(&[("LOKAAL__AUTH__ARGON2_MEMORY_KIB", "16"), ("LOKAAL__AUTH__ARGON2_PARALLELISM", "4")]);
    assert_eq!(refused, ["auth.argon2_memory_kib"]);
}
