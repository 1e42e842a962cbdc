//! One connection.

use std::{
    io::{self, ErrorKind},
    sync::Arc,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader},
    net::TcpStream,
};

use super::{Behaviour, Message, Protection, Shared, Stage};

/// A connection, protected or not.
trait Wire: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Wire for T {}

struct Session {
    shared: Arc<Shared>,
    wire: BufReader<Box<dyn Wire>>,
    behaviour: Behaviour,
    over_tls: bool,
    user: Option<String>,
    from: Option<String>,
    recipients: Vec<String>,
}

/// Whether the exchange goes on.
enum Turn {
    On,
    End,
    StartTls,
}

/// Serves a connection until it ends.
pub(super) async fn serve(shared: Arc<Shared>, socket: TcpStream) {
    let behaviour = shared.for_next_connection();
    let tls = shared.tls.clone();
    let from_the_start = shared.options.protection == Protection::Tls;
    let wire: Box<dyn Wire> = if from_the_start {
        let Ok(stream) = tls.accept(socket).await else { return };
        Box::new(stream)
    } else {
        Box::new(socket)
    };
    let mut session = Session {
        shared,
        wire: BufReader::new(wire),
        behaviour,
        over_tls: from_the_start,
        user: None,
        from: None,
        recipients: Vec::new(),
    };
    if session.greet().await.is_err() {
        return;
    }
    while let Ok(line) = session.line().await {
        match session.command(&line).await {
            Ok(Turn::On) => {}
            Ok(Turn::StartTls) => {
                let Ok(stream) = tls.accept(session.wire.into_inner()).await else { return };
                session = Session {
                    wire: BufReader::new(Box::new(stream)),
                    over_tls: true,
                    user: None,
                    from: None,
                    recipients: Vec::new(),
                    ..session
                };
            }
            Ok(Turn::End) | Err(_) => return,
        }
    }
}

impl Session {
    async fn greet(&mut self) -> io::Result<()> {
        let behaviour = self.behaviour.clone();
        self.answer(Stage::Greeting, behaviour, "220 test.lokaal ESMTP").await.map(drop)
    }

    async fn command(&mut self, line: &str) -> io::Result<Turn> {
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        let verb = verb.to_uppercase();
        match verb.as_str() {
            "EHLO" => self.say(&self.capabilities()).await?,
            "HELO" => self.say("250 test.lokaal").await?,
            "NOOP" => self.say("250 2.0.0 fine").await?,
            "RSET" => {
                self.forget();
                self.say("250 2.0.0 forgotten").await?;
            }
            "QUIT" => {
                self.say("221 2.0.0 goodbye").await?;
                return Ok(Turn::End);
            }
            "STARTTLS" if self.offers_starttls() => {
                self.say("220 2.0.0 go ahead").await?;
                return Ok(Turn::StartTls);
            }
            "MAIL" | "AUTH" if self.offers_starttls() => self.say("530 5.7.0 STARTTLS first").await?,
            "AUTH" => self.authenticate(rest).await?,
            "MAIL" if self.shared.options.credentials.is_some() && self.user.is_none() => {
                self.say("530 5.7.0 sign in first").await?;
            }
            "MAIL" => self.sender(rest).await?,
            "RCPT" if self.from.is_some() => self.recipient(rest).await?,
            "DATA" if !self.recipients.is_empty() => self.data().await?,
            "RCPT" | "DATA" => self.say("503 5.5.1 not now").await?,
            _ => self.say("502 5.5.1 not known here").await?,
        }
        Ok(Turn::On)
    }

    fn offers_starttls(&self) -> bool {
        self.shared.options.protection == Protection::StartTls && !self.over_tls
    }

    fn capabilities(&self) -> String {
        let mut lines = vec!["250-test.lokaal"];
        if self.offers_starttls() {
            lines.push("250-STARTTLS");
        } else if self.shared.options.credentials.is_some() {
            lines.push("250-AUTH PLAIN LOGIN");
        }
        lines.extend(["250-8BITMIME", "250-SMTPUTF8", "250 ENHANCEDSTATUSCODES"]);
        lines.join("\r\n")
    }

    /// AUTH PLAIN (RFC 4616), with or without an initial response, and AUTH LOGIN.
    async fn authenticate(&mut self, rest: &str) -> io::Result<()> {
        let (mechanism, initial) = rest.split_once(' ').unwrap_or((rest, ""));
        let given = match mechanism.to_uppercase().as_str() {
            "PLAIN" => {
                let text = if initial.is_empty() { self.ask("").await? } else { decode(initial)? };
                let mut parts = text.split('\0').skip(1);
                (parts.next().unwrap_or_default().to_owned(), parts.next().unwrap_or_default().to_owned())
            }
            "LOGIN" => {
                let user = if initial.is_empty() { self.ask("Username:").await? } else { decode(initial)? };
                (user, self.ask("Password:").await?)
            }
            _ => return self.say("504 5.5.4 no such mechanism").await,
        };
        let right =
            self.shared.options.credentials.is_some_and(|(user, password)| given == (user.into(), password.into()));
        if !right {
            return self.say("535 5.7.8 wrong user or password").await;
        }
        self.user = Some(given.0);
        self.say("235 2.7.0 welcome").await
    }

    async fn ask(&mut self, prompt: &str) -> io::Result<String> {
        self.say(&format!("334 {}", STANDARD.encode(prompt))).await?;
        decode(&self.line().await?)
    }

    async fn sender(&mut self, rest: &str) -> io::Result<()> {
        self.forget();
        let behaviour = self.behaviour.clone();
        if self.answer(Stage::Sender, behaviour, "250 2.1.0 fine").await? {
            self.from = Some(address(rest));
        }
        Ok(())
    }

    async fn recipient(&mut self, rest: &str) -> io::Result<()> {
        let recipient = address(rest);
        let behaviour = self.shared.for_recipient(&recipient).unwrap_or_else(|| self.behaviour.clone());
        if self.answer(Stage::Recipient, behaviour, "250 2.1.5 fine").await? {
            self.recipients.push(recipient);
        }
        Ok(())
    }

    async fn data(&mut self) -> io::Result<()> {
        let own = self.recipients.iter().find_map(|recipient| self.shared.for_recipient(recipient));
        let behaviour = own.unwrap_or_else(|| self.behaviour.clone());
        if !self.answer(Stage::Data, behaviour.clone(), "354 go ahead").await? {
            return Ok(());
        }
        let data = self.mail().await?;
        let message = Message {
            from: self.from.take().unwrap_or_default(),
            recipients: std::mem::take(&mut self.recipients),
            data,
            over_tls: self.over_tls,
            user: self.user.clone(),
        };
        if let Behaviour::AcceptThenDrop = behaviour {
            self.keep(message);
            return Err(ErrorKind::ConnectionAborted.into());
        }
        if self.misbehave(Stage::EndOfData, behaviour).await? {
            self.keep(message);
            self.say("250 2.0.0 taken").await?;
        }
        Ok(())
    }

    fn keep(&self, message: Message) {
        self.shared.messages.send_modify(|messages| messages.push(message));
    }

    /// The mail up to the lone dot, with the dots undone that the sender doubled (RFC 5321, section 4.5.2).
    async fn mail(&mut self) -> io::Result<Vec<u8>> {
        let mut data = Vec::new();
        loop {
            let mut line = Vec::new();
            if self.wire.read_until(b'\n', &mut line).await? == 0 {
                return Err(ErrorKind::UnexpectedEof.into());
            }
            if line == b".\r\n" {
                return Ok(data);
            }
            data.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
        }
    }

    /// Says `fine`, unless told to do something else; whether it did.
    async fn answer(&mut self, stage: Stage, behaviour: Behaviour, fine: &str) -> io::Result<bool> {
        let on = self.misbehave(stage, behaviour).await?;
        if on {
            self.say(fine).await?;
        }
        Ok(on)
    }

    /// Does what it is told for this stage; whether to go on as usual.
    async fn misbehave(&mut self, stage: Stage, behaviour: Behaviour) -> io::Result<bool> {
        match behaviour {
            Behaviour::Answer(at, text) if at == stage => self.say(text).await.map(|()| false),
            Behaviour::Drop(at) if at == stage => Err(ErrorKind::ConnectionAborted.into()),
            Behaviour::Wait(at, gate) if at == stage => {
                gate.pass().await;
                Ok(true)
            }
            _ => Ok(true),
        }
    }

    fn forget(&mut self) {
        self.from = None;
        self.recipients.clear();
    }

    async fn say(&mut self, text: &str) -> io::Result<()> {
        self.wire.write_all(format!("{text}\r\n").as_bytes()).await?;
        self.wire.flush().await
    }

    async fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        if self.wire.read_line(&mut line).await? == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        Ok(line.trim_end().to_owned())
    }
}

/// The address between the angle brackets.
fn address(rest: &str) -> String {
    let inner = rest.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inner.map(|(address, _)| address.to_owned()).unwrap_or_default()
}

fn decode(text: &str) -> io::Result<String> {
    let bytes = STANDARD.decode(text).map_err(|_| ErrorKind::InvalidData)?;
    String::from_utf8(bytes).map_err(|_| ErrorKind::InvalidData.into())
}
