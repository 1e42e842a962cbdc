//! Just enough of Rust's lexical grammar to tell words from comments and texts.

/// A word, a sign, or a text of a source, with the line it starts on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    /// An identifier or keyword.
    Word(String),
    /// `::`
    Path,
    /// Any other sign.
    Sign(char),
    /// What a string literal holds, escapes as written.
    Text(String, usize),
}

/// The tokens of a source; comments are left out.
pub(crate) fn tokens(source: &str) -> Vec<Token> {
    let characters: Vec<char> = source.chars().collect();
    Lexer { characters: &characters, at: 0, line: 1, tokens: Vec::new() }.run()
}

struct Lexer<'a> {
    characters: &'a [char],
    at: usize,
    line: usize,
    tokens: Vec<Token>,
}

impl Lexer<'_> {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.characters.get(self.at + ahead).copied()
    }

    fn next(&mut self) -> Option<char> {
        let character = self.peek(0)?;
        self.at += 1;
        self.line += usize::from(character == '\n');
        Some(character)
    }

    fn run(mut self) -> Vec<Token> {
        while let Some(character) = self.peek(0) {
            match (character, self.peek(1)) {
                ('/', Some('/')) => while self.peek(0).is_some_and(|c| c != '\n') && self.next().is_some() {},
                ('/', Some('*')) => self.block_comment(),
                ('"', _) => self.text(None),
                ('\'', _) => self.quote(),
                (':', Some(':')) => {
                    self.at += 2;
                    self.tokens.push(Token::Path);
                }
                (c, _) if c == '_' || c.is_alphanumeric() => self.word(),
                (c, _) => {
                    self.next();
                    if !c.is_whitespace() {
                        self.tokens.push(Token::Sign(c));
                    }
                }
            }
        }
        self.tokens
    }

    fn block_comment(&mut self) {
        let mut depth = 0;
        while let Some(character) = self.next() {
            match (character, self.peek(0)) {
                ('/', Some('*')) => depth += 1,
                ('*', Some('/')) => depth -= 1,
                _ => continue,
            }
            self.next();
            if depth == 0 {
                return;
            }
        }
    }

    /// A word, or a text with a prefix: `r"…"`, `b"…"`, `br#"…"#`, `c"…"`.
    fn word(&mut self) {
        let start = self.at;
        while self.peek(0).is_some_and(|c| c == '_' || c.is_alphanumeric()) {
            self.next();
        }
        let word: String = self.characters[start..self.at].iter().collect();
        let hashes = self.characters[self.at..].iter().take_while(|c| **c == '#').count();
        let quoted = self.peek(hashes) == Some('"');
        match word.as_str() {
            "r" | "br" | "cr" if quoted => {
                self.at += hashes;
                self.text(Some(hashes));
            }
            "b" | "c" if quoted && hashes == 0 => self.text(None),
            "b" if self.peek(0) == Some('\'') => self.quote(),
            _ => self.tokens.push(Token::Word(word)),
        }
    }

    /// A text from its opening quote on; raw ones end with as many hashes as they began.
    fn text(&mut self, raw: Option<usize>) {
        let line = self.line;
        let mut text = String::new();
        self.next();
        while let Some(character) = self.next() {
            match (character, raw) {
                ('"', None) => break,
                ('"', Some(hashes)) if (0..hashes).all(|ahead| self.peek(ahead) == Some('#')) => {
                    self.at += hashes;
                    break;
                }
                ('\\', None) => text.extend([Some('\\'), self.next()].into_iter().flatten()),
                _ => text.push(character),
            }
        }
        self.tokens.push(Token::Text(text, line));
    }

    /// A character (`'a'`, `'\''`) is passed over; of a lifetime (`'a`) only the quote.
    fn quote(&mut self) {
        self.next();
        if self.peek(0) == Some('\\') {
            self.at += 2;
            while self.next().is_some_and(|c| c != '\'') {}
        } else if self.peek(1) == Some('\'') {
            self.at += 2;
        }
    }
}

#[test]
fn comments_are_left_out_and_texts_kept_apart() {
    let found = tokens("a /* b /* c */ d */ e // f\n\"g \\\" h\" r#\"i \" j\"# b\"k\" 'l' '\\'' '\"' &'m n");
    let word = |text: &str| Token::Word(text.to_owned());
    let text = |text: &str| Token::Text(text.to_owned(), 2);
    let expected =
        [word("a"), word("e"), text("g \\\" h"), text("i \" j"), text("k"), Token::Sign('&'), word("m"), word("n")];
    assert_eq!(found, expected);
}

#[test]
fn paths_are_words_with_double_colons() {
    let word = |text: &str| Token::Word(text.to_owned());
    assert_eq!(tokens("a::b:c"), [word("a"), Token::Path, word("b"), Token::Sign(':'), word("c")]);
}
