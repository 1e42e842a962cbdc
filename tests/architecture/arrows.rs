//! Which top-level modules a source reaches for.

use std::collections::BTreeSet;

use crate::lexer::Token;

/// The top-level modules that the source with this module path names through `crate::`, `super::` or the crate's name.
pub(crate) fn reached(module: &[String], tokens: &[Token]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    // The module that holds the present token: inline modules come on top of the file's own.
    let mut inside: Vec<Option<String>> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Sign('{') => inside.push(inline_module(tokens, at)),
            Token::Sign('}') => drop(inside.pop()),
            Token::Word(word) if matches!(tokens.get(at + 1), Some(Token::Path)) && starts_path(tokens, at) => {
                let here = || module.iter().cloned().chain(inside.iter().flatten().cloned()).collect::<Vec<_>>();
                match word.as_str() {
                    "crate" | "lokaal" => tree(tokens, at + 2, Vec::new(), &mut found),
                    "super" => tree(tokens, at, here(), &mut found),
                    _ => {}
                }
            }
            _ => {}
        }
    }
    found
}

/// What the source names directly below this library.
pub(crate) fn below(library: &str, tokens: &[Token]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, token) in tokens.iter().enumerate() {
        let path = matches!(tokens.get(at + 1), Some(Token::Path)) && starts_path(tokens, at);
        if path && *token == Token::Word(library.to_owned()) {
            tree(tokens, at + 2, Vec::new(), &mut found);
        }
    }
    found
}

/// The name of the inline module that this brace opens, where it does.
fn inline_module(tokens: &[Token], brace: usize) -> Option<String> {
    match tokens.get(brace.checked_sub(2)?..brace)? {
        [Token::Word(keyword), Token::Word(name)] if keyword == "mod" => Some(name.clone()),
        _ => None,
    }
}

/// Whether the word at `at` is the first of its path.
fn starts_path(tokens: &[Token], at: usize) -> bool {
    at == 0 || tokens[at - 1] != Token::Path
}

/// Follows a path or a tree of `use` from `at`, relative to the module `base`.
fn tree(tokens: &[Token], at: usize, mut base: Vec<String>, found: &mut BTreeSet<String>) {
    match tokens.get(at) {
        Some(Token::Word(word)) if word == "super" => {
            base.pop();
            tree(tokens, at + 2, base, found);
        }
        Some(Token::Word(word)) if word == "self" && matches!(tokens.get(at + 1), Some(Token::Path)) => {
            tree(tokens, at + 2, base, found);
        }
        Some(Token::Word(word)) if base.is_empty() => drop(found.insert(word.clone())),
        Some(Token::Sign('{')) => {
            let mut depth = 0;
            for (index, token) in tokens.iter().enumerate().skip(at) {
                match token {
                    Token::Sign('{') => depth += 1,
                    Token::Sign('}') => depth -= 1,
                    _ => {}
                }
                let begins = matches!(token, Token::Sign('{' | ',')) && depth == 1;
                if begins {
                    tree(tokens, index + 1, base.clone(), found);
                }
                if depth == 0 {
                    return;
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexer::tokens;

    fn reached_from(path: &[&str], source: &str) -> Vec<String> {
        let module: Vec<String> = path.iter().map(|part| (*part).to_owned()).collect();
        reached(&module, &tokens(source)).into_iter().collect()
    }

    #[test]
    fn plain_and_nested_uses() {
        assert_eq!(reached_from(&["mail"], "use crate::http::problem;"), ["http"]);
        let nested = "use crate::{http::{api, pages}, jobs, store::{self, rooms::{find, Row}}};";
        assert_eq!(reached_from(&["mail"], nested), ["http", "jobs", "store"]);
        assert_eq!(reached_from(&["mail"], "pub(crate) use crate::domain::*;"), ["domain"]);
    }

    #[test]
    fn paths_in_code_and_in_macros() {
        assert_eq!(reached_from(&["mail"], "fn f() { crate::http::go(); }"), ["http"]);
        assert_eq!(reached_from(&["mail"], "macro_rules! m { () => { $crate::jobs::go() } }"), ["jobs"]);
        assert_eq!(reached_from(&["main"], "fn main() { lokaal::app::serve() }"), ["app"]);
    }

    #[test]
    fn super_up_to_the_root() {
        assert_eq!(reached_from(&["mail", "smtp"], "use super::super::http::go;"), ["http"]);
        assert_eq!(reached_from(&["mail", "smtp"], "use super::{super::{http, jobs}, file};"), ["http", "jobs"]);
        assert!(reached_from(&["mail", "smtp"], "use super::file;").is_empty());
        assert_eq!(reached_from(&["mail"], "use super::http;"), ["http"]);
    }

    #[test]
    fn super_inside_an_inline_module_is_one_step_less() {
        assert!(reached_from(&["mail"], "mod tests { use super::*; fn f() { super::http::go() } }").is_empty());
        assert_eq!(reached_from(&["mail"], "mod tests { use super::super::http; } fn f() {}"), ["http"]);
        assert_eq!(reached_from(&["mail"], "mod tests {} use super::http;"), ["http"]);
    }

    #[test]
    fn comments_texts_and_other_crates_do_not_count() {
        let source =
            "// crate::http\n/* crate::jobs */ const A: &str = \"crate::app\"; use other::crate_; pub(crate) fn f() {}";
        assert!(reached_from(&["mail"], source).is_empty());
    }
}
