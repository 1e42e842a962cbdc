use std::fs;

use crate::{complained, lokaal, said};

#[test]
fn wrong_settings_are_all_named_and_nothing_is_opened() {
    let directory = tempfile::tempdir().unwrap();
    let variables = [("LOKAAL__HTTP__ADDRESS", "everywhere"), ("LOKAAL__PROFILE", "production")];
    let output = lokaal(directory.path(), &variables, &["migrate", "up"]);
    assert_eq!(output.status.code(), Some(1));
    let text = complained(&output);
    for setting in ["http.address", "http.public_url", "mail.smtp_url", "demo.load", "auth.secret"] {
        assert!(text.contains(setting), "{setting} is not in {text}");
    }
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 0, "nothing is written");
}

#[test]
fn a_settings_file_is_found_by_flag_by_variable_and_by_place() {
    let directory = tempfile::tempdir().unwrap();
    let write = |name: &str| {
        let text = format!("[database]\nurl = \"sqlite://{name}.db\"\n");
        fs::write(directory.path().join(format!("{name}.toml")), text).unwrap();
    };
    ["lokaal", "named", "flag"].into_iter().for_each(write);
    let first_line = |variables: &[(&str, &str)], words: &[&str]| {
        let output = lokaal(directory.path(), variables, words);
        assert!(output.status.success(), "{}", complained(&output));
        said(&output).lines().next().map(str::to_owned)
    };
    let named = [("LOKAAL_CONFIG", "named.toml")];
    assert_eq!(first_line(&[], &["migrate", "status"]).as_deref(), Some("sqlite://lokaal.db"));
    assert_eq!(first_line(&named, &["migrate", "status"]).as_deref(), Some("sqlite://named.db"));
    let flag = ["migrate", "status", "--config", "flag.toml"];
    assert_eq!(first_line(&named, &flag).as_deref(), Some("sqlite://flag.db"));
}

#[test]
fn an_unknown_command_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    assert_eq!(lokaal(directory.path(), &[], &["dance"]).status.code(), Some(2));
}
