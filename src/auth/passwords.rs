//! Passwords, hashed with Argon2id (RFC 9106). A hash is slow by design, so it runs beside the requests, a few at once.

use std::{num::NonZero, sync::Arc, thread, time::Duration};

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::{sync::Semaphore, task, time};

use crate::{
    auth::opaque,
    config::AuthSettings,
    domain::failure::{Failure, Fault},
};

/// The fewest characters of a password.
pub const LEAST: usize = 10;
/// The most characters of a password.
pub const MOST: usize = 200;
/// How long a request waits for its turn to hash.
const PATIENCE: Duration = Duration::from_secs(10);

/// What a hash costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory, in KiB; at least 8 for each lane.
    pub memory_kib: u32,
    /// Passes; at least 1.
    pub iterations: u32,
    /// Lanes; at least 1.
    pub parallelism: u32,
}

impl From<&AuthSettings> for Cost {
    fn from(settings: &AuthSettings) -> Self {
        Self {
            memory_kib: settings.argon2_memory_kib,
            iterations: settings.argon2_iterations,
            parallelism: settings.argon2_parallelism,
        }
    }
}

/// Makes and verifies hashes of passwords.
pub struct Passwords {
    argon2: Argon2<'static>,
    /// The hash of a password that nobody knows: verified where there is none to verify, so that it takes as long.
    nobodys: Arc<str>,
    turns: Semaphore,
}

impl Passwords {
    /// With hashes of this cost. Makes one, so it takes as long as a hash.
    ///
    /// # Errors
    /// [`Failure::Internal`] where Argon2 refuses the cost.
    pub fn new(cost: Cost) -> Result<Self, Failure> {
        let params = Params::new(cost.memory_kib, cost.iterations, cost.parallelism, None).map_err(fault)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let nobodys = hash(&argon2, &opaque::new_token())?.into();
        let turns = thread::available_parallelism().map_or(1, NonZero::get);
        Ok(Self { argon2, nobodys, turns: Semaphore::new(turns) })
    }

    /// The hash to keep of a password, as a PHC string.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] where too many wait.
    pub async fn hash(&self, password: &str) -> Result<String, Failure> {
        let (argon2, password) = (self.argon2.clone(), password.to_owned());
        self.in_turn(move || hash(&argon2, &password)).await?
    }

    /// Whether `password` is the one behind the hash that is kept. Where none is kept the answer is no, after as long.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] where too many wait, [`Failure::Internal`] where what is kept is no hash.
    pub async fn verify(&self, password: &str, kept: Option<&str>) -> Result<bool, Failure> {
        let known = kept.is_some();
        let (argon2, password) = (self.argon2.clone(), password.to_owned());
        let kept: Arc<str> = kept.map_or_else(|| Arc::clone(&self.nobodys), Arc::from);
        let same = self.in_turn(move || verify(&argon2, &password, &kept)).await??;
        Ok(same && known)
    }

    /// Whether a hash was made at another cost than now, so that it should be made anew.
    #[must_use]
    pub fn is_outdated(&self, kept: &str) -> bool {
        let params = PasswordHash::new(kept).ok().and_then(|kept| Params::try_from(&kept).ok());
        let cost = |params: &Params| (params.m_cost(), params.t_cost(), params.p_cost());
        params.is_none_or(|params| cost(&params) != cost(self.argon2.params()))
    }

    /// Runs slow work on a thread for such work, when its turn has come.
    async fn in_turn<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Failure> {
        let busy = || Failure::Unavailable("too many passwords to hash".into());
        let _turn = time::timeout(PATIENCE, self.turns.acquire()).await.map_err(|_| busy())?.map_err(|_| busy())?;
        task::spawn_blocking(work).await.map_err(|fault| Failure::Internal(format!("hashing: {fault}")))
    }
}

fn hash(argon2: &Argon2<'_>, password: &str) -> Result<String, Failure> {
    argon2.hash_password(password.as_bytes()).map(|hash| hash.to_string()).map_err(fault)
}

fn verify(argon2: &Argon2<'_>, password: &str, kept: &str) -> Result<bool, Failure> {
    let kept = PasswordHash::new(kept).map_err(fault)?;
    // The cost is that of the hash that is kept, not that of `argon2`.
    Ok(argon2.verify_password(password.as_bytes(), &kept).is_ok())
}

fn fault(fault: impl std::fmt::Display) -> Failure {
    Failure::Internal(format!("hashing: {fault}"))
}

/// What is wrong with a new password of the person with this mail address (in lower case): its length, or that it is
/// the address. It is not asked to hold special characters: length is what counts (NIST SP 800-63B, section 5.1.1.2).
#[must_use]
pub fn weakness(pointer: &str, password: &str, email: &str) -> Option<Fault> {
    // Counting stops early, so that a long text costs no more than a short one.
    let length = password.chars().take(MOST + 1).count();
    if length < LEAST {
        Some(Fault::new(pointer, "too_short", format!("A password has at least {LEAST} characters.")))
    } else if length > MOST {
        Some(Fault::new(pointer, "too_long", format!("A password has at most {MOST} characters.")))
    } else if password.trim().to_lowercase() == email {
        Some(Fault::new(pointer, "is_address", "The mail address is no password: it is the first thing to be tried."))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHEAP: Cost = Cost { memory_kib: 8, iterations: 1, parallelism: 1 };

    #[tokio::test]
    async fn a_password_is_verified_by_its_hash() {
        let passwords = Passwords::new(CHEAP).unwrap();
        let kept = passwords.hash("correct horse battery").await.unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{kept}");
        assert!(passwords.verify("correct horse battery", Some(&kept)).await.unwrap());
        assert!(!passwords.verify("correct horse batterY", Some(&kept)).await.unwrap());
        assert!(!passwords.verify("correct horse battery", None).await.unwrap());
        assert_ne!(kept, passwords.hash("correct horse battery").await.unwrap(), "each has its own salt");
        assert!(passwords.verify("x", Some("no hash")).await.is_err());
    }

    #[tokio::test]
    async fn an_older_hash_still_verifies_and_is_outdated() {
        let old = Passwords::new(CHEAP).unwrap();
        let new = Passwords::new(Cost { iterations: 2, ..CHEAP }).unwrap();
        let kept = old.hash("correct horse battery").await.unwrap();
        assert!(new.verify("correct horse battery", Some(&kept)).await.unwrap());
        assert!(new.is_outdated(&kept) && !old.is_outdated(&kept));
    }

    #[test]
    fn a_password_nobody_knows_costs_the_same() {
        let cost = Cost { memory_kib: 16, iterations: 3, parallelism: 2 };
        let passwords = Passwords::new(cost).unwrap();
        assert!(passwords.nobodys.starts_with("$argon2id$v=19$m=16,t=3,p=2$"), "{}", passwords.nobodys);
        assert!(Passwords::new(Cost { memory_kib: 0, ..CHEAP }).is_err());
    }

    #[test]
    fn length_counts_and_the_address_is_no_password() {
        let code = |password: &str| weakness("/password", password, "an.peeters@example.org").map(|fault| fault.code);
        assert_eq!(code("123456789"), Some("too_short"));
        assert_eq!(code("1234567890"), None);
        assert_eq!(code("ééééééééé"), Some("too_short"), "characters count and not bytes");
        assert_eq!(code(&"é".repeat(200)), None);
        assert_eq!(code(&"é".repeat(201)), Some("too_long"));
        assert_eq!(code("An.Peeters@Example.org"), Some("is_address"));
    }
}
