//! Access tokens: JWT (RFC 7519), HMAC-SHA-256 and nothing else, found by `kid`, good for minutes. They say who, never
//! what one may. Times are compared with our clock.

use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey, Header, Validation, crypto::sign, decode, decode_header, encode,
};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::domain::{
    failure::Failure,
    ids::{FeedId, TokenFamilyId, UserId},
    time::Instant,
};

/// Who made the tokens, and for whom.
const ISSUER: &str = "lokaal";

struct Key {
    id: String,
    encoding: EncodingKey,
    decoding: DecodingKey,
}

/// The keys that sign and verify access tokens.
pub struct Tokens {
    /// The first signs; all verify.
    keys: Vec<Key>,
    lifetime: i64,
}

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    sub: UserId,
    /// The sign-in that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sid: Option<TokenFamilyId>,
    iat: i64,
    exp: i64,
}

/// Whom a token names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named {
    /// The person.
    pub user: UserId,
    /// The sign-in that it belongs to, where it has one: when that ends, so does the token.
    pub family: Option<TokenFamilyId>,
}

impl Tokens {
    /// Keys from the secret and the one before it; `lifetime` in seconds.
    #[must_use]
    pub fn new(secret: &SecretString, previous: Option<&SecretString>, lifetime: i64) -> Self {
        let keys = std::iter::once(secret).chain(previous).map(Key::new).collect();
        Self { keys, lifetime }
    }

    /// Seconds that a token is good for.
    #[must_use]
    pub fn lifetime(&self) -> i64 {
        self.lifetime
    }

    /// A token for `user` that belongs to no sign-in.
    ///
    /// # Errors
    /// [`Failure::Internal`] where signing fails.
    pub fn issue(&self, user: UserId, now: Instant) -> Result<String, Failure> {
        self.issue_to(Named { user, family: None }, now)
    }

    /// A token for a person and one of their sign-ins.
    ///
    /// # Errors
    /// [`Failure::Internal`] where signing fails.
    pub fn issue_to(&self, named: Named, now: Instant) -> Result<String, Failure> {
        let key = self.keys.first().ok_or_else(|| Failure::Internal("no key to sign with".into()))?;
        let header = Header { kid: Some(key.id.clone()), ..Header::new(Algorithm::HS256) };
        let claims = Claims {
            iss: ISSUER.to_owned(),
            sub: named.user,
            sid: named.family,
            iat: now.epoch_seconds(),
            exp: now.plus(self.lifetime).epoch_seconds(),
        };
        encode(&header, &claims, &key.encoding).map_err(|fault| Failure::Internal(format!("signing: {fault}")))
    }

    /// The token in the address of a feed: who knows the secret makes it from the identifier, nobody else can guess it. It
    /// is found by its hash, so that it stays good when the secret changes.
    ///
    /// # Errors
    /// [`Failure::Internal`] where signing fails.
    pub fn of_feed(&self, id: FeedId) -> Result<String, Failure> {
        let key = self.keys.first().ok_or_else(|| Failure::Internal("no key to sign with".into()))?;
        // No access token has this form: what is signed of one has a dot.
        sign(format!("feed {id}").as_bytes(), &key.encoding, Algorithm::HS256)
            .map_err(|fault| Failure::Internal(format!("signing: {fault}")))
    }

    /// Whom a token names.
    ///
    /// # Errors
    /// [`Failure::Unauthorized`] for every fault: another algorithm, an unknown key, a broken signature, too late.
    pub fn verify(&self, token: &str, now: Instant) -> Result<Named, Failure> {
        let header = decode_header(token).map_err(|_| Failure::Unauthorized)?;
        let key = self.keys.iter().find(|key| header.kid.as_deref() == Some(&key.id)).ok_or(Failure::Unauthorized)?;
        let mut validation = Validation::new(Algorithm::HS256);
        validation.set_issuer(&[ISSUER]);
        validation.set_required_spec_claims(&["iss", "sub", "exp"]);
        // Judged below by our clock.
        validation.validate_exp = false;
        let claims = decode::<Claims>(token, &key.decoding, &validation).map_err(|_| Failure::Unauthorized)?.claims;
        let now = now.epoch_seconds();
        if claims.iat <= now + 60 && now < claims.exp {
            Ok(Named { user: claims.sub, family: claims.sid })
        } else {
            Err(Failure::Unauthorized)
        }
    }
}

impl Key {
    fn new(secret: &SecretString) -> Self {
        let bytes = secret.expose_secret().as_bytes();
        // The id names the key without telling it: the beginning of a hash of its hash.
        let digest = Sha256::digest(Sha256::digest(bytes));
        let id = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        Self { id, encoding: EncodingKey::from_secret(bytes), decoding: DecodingKey::from_secret(bytes) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> SecretString {
        SecretString::from(text.to_owned())
    }

    #[test]
    fn a_token_is_good_for_its_lifetime_and_under_the_previous_key() {
        let now = Instant::from_epoch_seconds(1_800_000_000);
        let user = UserId::new(now);
        let old = Tokens::new(&secret("old secret, old secret, old secret"), None, 900);
        let token = old.issue(user, now).unwrap();
        assert_eq!(old.verify(&token, now.plus(899)).unwrap(), Named { user, family: None });
        assert!(matches!(old.verify(&token, now.plus(900)), Err(Failure::Unauthorized)));

        let new = secret("new secret, new secret, new secret");
        let both = Tokens::new(&new, Some(&secret("old secret, old secret, old secret")), 900);
        assert_eq!(both.verify(&token, now).unwrap().user, user);
        assert!(Tokens::new(&new, None, 900).verify(&token, now).is_err());
        assert!(old.verify(&both.issue(user, now).unwrap(), now).is_err(), "a key that is not known yet");
    }

    #[test]
    fn the_address_of_a_feed_is_its_own_and_of_its_secret() {
        let tokens = Tokens::new(&secret("old secret, old secret, old secret"), None, 900);
        let other = Tokens::new(&secret("new secret, new secret, new secret"), None, 900);
        let now = Instant::from_epoch_seconds(1_800_000_000);
        let (one, another) = (FeedId::new(now), FeedId::new(now));
        let token = tokens.of_feed(one).unwrap();
        assert!(token.len() == 43 && token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)));
        assert_eq!(tokens.of_feed(one).unwrap(), token);
        assert!(tokens.of_feed(another).unwrap() != token && other.of_feed(one).unwrap() != token);
    }

    #[test]
    fn a_token_tells_its_sign_in() {
        let now = Instant::from_epoch_seconds(1_800_000_000);
        let tokens = Tokens::new(&secret("old secret, old secret, old secret"), None, 900);
        let named = Named { user: UserId::new(now), family: Some(TokenFamilyId::new(now)) };
        assert_eq!(tokens.verify(&tokens.issue_to(named, now).unwrap(), now).unwrap(), named);
    }
}
