//! Rate limits, by address: one for everything, a stricter one for what tries to sign in or has a mail sent, and one for what
//! neighbours report.

use std::{
    net::{IpAddr, Ipv6Addr, SocketAddr},
    num::NonZeroU32,
    sync::Arc,
    time::Duration,
};

use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, Method, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use governor::{
    DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock, DefaultClock},
};

use crate::{
    config::{HttpSettings, Settings},
    http::problem::{self, Problem},
};

/// What is guessed at or has a mail sent to an address that somebody types: the stricter limit holds for them.
const SIGN_IN: [&str; 5] = [
    "/api/v1/auth/register",
    "/api/v1/auth/magic-link",
    "/api/v1/auth/verify",
    "/api/v1/auth/login",
    "/api/v1/auth/password",
];

/// Whether an address asks for what is guessed at, or for a mail: anybody may found an organisation and invite, or ask
/// to join, so the city's mail server would carry whatever names they thought of to whomever they liked.
fn is_sparing(path: &str) -> bool {
    let of_organisation = || path.strip_prefix("/api/v1/organisations/").and_then(|rest| rest.split_once('/'));
    SIGN_IN.contains(&path) || of_organisation().is_some_and(|(_, what)| matches!(what, "members" | "join-requests"))
}

/// Whether somebody without an account reports something to a centre.
fn is_report(path: &str) -> bool {
    let of_centre = path.strip_prefix("/api/v1/centres/").and_then(|rest| rest.split_once('/'));
    of_centre.is_some_and(|(_, what)| what == "reports")
}

/// What probes ask, from one address and often.
const PROBES: [&str; 3] = ["/healthz", "/readyz", "/metrics"];

/// The limits of a service.
pub struct Limits {
    enabled: bool,
    http: HttpSettings,
    all: DefaultKeyedRateLimiter<IpAddr>,
    sign_in: DefaultKeyedRateLimiter<IpAddr>,
    reports: DefaultKeyedRateLimiter<IpAddr>,
}

impl Limits {
    /// The limits of these settings.
    #[must_use]
    pub fn new(settings: &Settings) -> Self {
        let number = |n: u32| NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN);
        let limits = &settings.limits;
        let all = Quota::per_second(number(limits.requests_per_second)).allow_burst(number(limits.burst));
        Self {
            enabled: limits.enabled,
            http: settings.http.clone(),
            all: RateLimiter::keyed(all),
            sign_in: RateLimiter::keyed(Quota::per_minute(number(limits.sign_in_per_minute))),
            reports: RateLimiter::keyed(Quota::per_hour(number(limits.reports_per_hour))),
        }
    }

    /// Forgets addresses that have not asked for long enough: to be done now and then.
    pub fn tidy(&self) {
        for limiter in [&self.all, &self.sign_in, &self.reports] {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }

    /// What tells one visitor from another: the address that limits count by; empty where the peer is not known.
    pub(in crate::http) fn visitor(&self, parts: &Parts) -> String {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let client = |peer: &ConnectInfo<SocketAddr>| network(client(&self.http, peer.0.ip(), &parts.headers));
        peer.map(client).map(|address| address.to_string()).unwrap_or_default()
    }

    /// How long to wait, where this request is one too many.
    fn refuses(&self, request: &Request) -> Option<Duration> {
        let path = request.uri().path();
        if PROBES.contains(&path) {
            return None;
        }
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>()?.0.ip();
        let key = network(client(&self.http, peer, request.headers()));
        let wait = |limiter: &DefaultKeyedRateLimiter<IpAddr>| {
            let refused = limiter.check_key(&key).err()?;
            Some(refused.wait_time_from(DefaultClock::default().now()))
        };
        if request.method() == Method::POST && is_sparing(path) {
            return wait(&self.sign_in);
        }
        if request.method() == Method::POST && is_report(path) {
            return wait(&self.reports);
        }
        wait(&self.all)
    }
}

/// Refuses what is one too many.
pub(in crate::http) async fn limit(State(limits): State<Arc<Limits>>, request: Request, next: Next) -> Response {
    match if limits.enabled { limits.refuses(&request) } else { None } {
        None => next.run(request).await,
        // Rounded up: who comes back at that second is let in.
        Some(wait) => Problem::new(problem::RATE_LIMITED).retry_after(wait.as_secs() + 1).into_response(),
    }
}

/// Who asks: the peer, or whom the proxies that are trusted say they ask for. `X-Forwarded-For` is read from its end,
/// where our own proxies write; what stands before the first address that is not theirs may be invented.
fn client(settings: &HttpSettings, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    let mut client = peer.to_canonical();
    let lines: Vec<&str> = headers.get_all("x-forwarded-for").iter().filter_map(|line| line.to_str().ok()).collect();
    for hop in lines.iter().rev().flat_map(|line| line.rsplit(',')) {
        if !settings.trusts(client) {
            break;
        }
        let Some(address) = address(hop.trim()) else { break };
        client = address.to_canonical();
    }
    client
}

/// An address as proxies write it: with or without a port, IPv6 with or without brackets.
fn address(text: &str) -> Option<IpAddr> {
    let bare = || text.trim_start_matches('[').trim_end_matches(']').parse().ok();
    text.parse::<SocketAddr>().map(|address| address.ip()).ok().or_else(bare)
}

/// The address that limits count by: a household has one of IPv4 and a /64 of IPv6.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into(),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use rstest::rstest;

    use super::*;
    use crate::config::Sources;

    #[rstest]
    #[case::no_header("10.0.0.1", &[], "10.0.0.1")]
    #[case::a_proxy_that_is_not_trusted("192.0.2.7", &["203.0.113.9"], "192.0.2.7")]
    #[case::a_trusted_proxy("10.0.0.1", &["203.0.113.9"], "203.0.113.9")]
    #[case::a_trusted_proxy_as_ipv6("::ffff:10.0.0.1", &["203.0.113.9"], "203.0.113.9")]
    #[case::what_the_client_invented("10.0.0.1", &["198.51.100.1, 203.0.113.9"], "203.0.113.9")]
    #[case::two_proxies("10.0.0.1", &["198.51.100.1, 203.0.113.9, 10.0.0.2"], "203.0.113.9")]
    #[case::two_lines("10.0.0.1", &["198.51.100.1", "203.0.113.9"], "203.0.113.9")]
    #[case::no_address("10.0.0.1", &["203.0.113.9, unknown"], "10.0.0.1")]
    #[case::a_port("10.0.0.1", &["203.0.113.9:4711"], "203.0.113.9")]
    #[case::ipv6_with_a_port("10.0.0.1", &["[2001:db8::1]:4711"], "2001:db8::1")]
    fn who_asks(#[case] peer: &str, #[case] lines: &[&str], #[case] expected: &str) {
        let variables = [("LOKAAL__HTTP__TRUSTED_PROXIES", "10.0.0.0/8"), ("LOKAAL__AUTH__SECRET", "for a test")];
        let settings = Settings::load(&Sources::from_variables(variables)).unwrap();
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("x-forwarded-for", HeaderValue::from_str(line).unwrap());
        }
        let client = client(&settings.http, peer.parse().unwrap(), &headers);
        assert_eq!(client, expected.parse::<IpAddr>().unwrap());
    }

    #[test]
    fn what_has_a_mail_sent_is_limited_more_strictly() {
        let organisation = "/api/v1/organisations/0198c0de-7000-7000-8000-000000000000";
        for path in ["members", "join-requests"] {
            assert!(is_sparing(&format!("{organisation}/{path}")), "{path}");
        }
        for path in ["", "/", "/verify", "/key-holders", "/members/x", "/join-requests/x/accept"] {
            assert!(!is_sparing(&format!("{organisation}{path}")), "{path}");
        }
        assert!(
            is_sparing("/api/v1/auth/login") && !is_sparing("/api/v1/auth/refresh") && !is_sparing("/api/v1/bookings")
        );
    }

    #[test]
    fn what_neighbours_report_is_limited_by_itself() {
        let centre = "/api/v1/centres/0198c0de-7000-7000-8000-000000000000";
        assert!(is_report(&format!("{centre}/reports")));
        for path in [centre.to_owned(), format!("{centre}/neighbours"), format!("{centre}/reports/x")] {
            assert!(!is_report(&path), "{path}");
        }
    }

    #[test]
    fn a_household_of_ipv6_is_one() {
        let network = |text: &str| network(text.parse().unwrap());
        assert_eq!(network("2001:db8:1:2:aaaa::1"), network("2001:db8:1:2:bbbb::2"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_ne!(network("192.0.2.1"), network("192.0.2.2"));
    }
}
