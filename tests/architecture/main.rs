//! The architecture, checked on the sources themselves: arrows between modules run one way, each library is known to
//! one module only, SQL stays in the store, files stay short. The checker is itself checked on small made-up sources.

mod arrows;
mod lexer;
mod rules;

use std::{
    fs,
    path::{Path, PathBuf},
};

use rules::Source;

/// Most lines a file may have before it is split.
const MOST_LINES: usize = 400;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All Rust files below `directory`, sorted.
fn files(directory: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = fs::read_dir(directory) else { return found };
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn sources() -> Vec<Source> {
    let directory = root().join("src");
    let found = files(&directory);
    assert!(found.len() > 10, "the sources were found");
    let relative = |path: &Path| path.strip_prefix(&directory).unwrap().to_str().unwrap().to_owned();
    found.iter().map(|path| Source::new(&relative(path), &fs::read_to_string(path).unwrap())).collect()
}

fn report(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn arrows_run_one_way() {
    report(&sources().iter().flat_map(rules::arrows_that_run_back).collect::<Vec<_>>());
}

#[test]
fn each_library_is_known_to_its_module_only() {
    report(&sources().iter().flat_map(rules::strangers).collect::<Vec<_>>());
}

#[test]
fn sql_stays_in_the_store() {
    report(&sources().iter().flat_map(rules::stray_sql).collect::<Vec<_>>());
}

#[test]
fn files_are_short() {
    let mut faults = Vec::new();
    for directory in ["src", "migrations", "tests", "benches"] {
        for file in files(&root().join(directory)) {
            let lines = fs::read_to_string(&file).unwrap().lines().count();
            if lines > MOST_LINES {
                faults.push(format!("{} has {lines} lines; split it at {MOST_LINES}", file.display()));
            }
        }
    }
    report(&faults);
}

#[test]
fn the_licence_is_named() {
    let licence = fs::read_to_string(root().join("LICENSE")).expect("a LICENSE file");
    assert!(licence.contains("SPDX-License-Identifier: EUPL-1.2"), "LICENSE names the licence");
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    assert!(manifest.contains("license = \"EUPL-1.2\""), "so does Cargo.toml");
}
