//! Where and how requests are answered.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    time::Duration,
};

use ipnet::IpNet;
use url::Url;

use super::{Profile, Reader};

/// The section `http`.
#[derive(Clone, Debug)]
pub struct HttpSettings {
    /// Where to listen; port 0 takes a free one.
    pub address: SocketAddr,
    /// How people reach the service, such as `https://lokaal.example.org`: no path, no slash at the end.
    pub public_url: String,
    /// The reverse proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// The largest body of a request, in bytes.
    pub body_limit_bytes: usize,
    /// How long a client may take to send a request's header; a connection may lie idle as long.
    pub header_timeout: Duration,
    /// How long a client may take to send a request's body.
    pub body_timeout: Duration,
    /// How long a request may take.
    pub request_timeout: Duration,
    /// How long what is under way may go on after the order to stop.
    pub shutdown_grace: Duration,
}

impl HttpSettings {
    pub(super) fn read(reader: &mut Reader, profile: Profile) -> Self {
        let expected = "an address with a port, such as 127.0.0.1:8080";
        let address = reader.parsed("http.address", expected).unwrap_or_else(|| {
            if reader.text("http.address").is_empty() {
                reader.refuse("http.address", format!("must be {expected}"));
            }
            SocketAddr::from((Ipv4Addr::LOCALHOST, 0))
        });
        Self {
            address,
            public_url: public_url(reader, profile, address),
            trusted_proxies: trusted_proxies(reader),
            body_limit_bytes: usize::try_from(reader.number("http.body_limit_bytes", 1024..=104_857_600_u32))
                .unwrap_or(usize::MAX),
            header_timeout: Duration::from_secs(reader.number("http.header_timeout_seconds", 1..=600)),
            body_timeout: Duration::from_secs(reader.number("http.body_timeout_seconds", 1..=600)),
            request_timeout: Duration::from_secs(reader.number("http.request_timeout_seconds", 1..=600)),
            shutdown_grace: Duration::from_secs(reader.number("http.shutdown_grace_seconds", 0..=600)),
        }
    }

    /// Whether only this machine itself can connect.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        self.address.ip().to_canonical().is_loopback()
    }

    /// Whether `X-Forwarded-For` is believed when it comes from `peer`.
    #[must_use]
    pub fn trusts(&self, peer: IpAddr) -> bool {
        let peer = peer.to_canonical();
        self.trusted_proxies.iter().any(|network| network.contains(&peer))
    }
}

fn public_url(reader: &mut Reader, profile: Profile, address: SocketAddr) -> String {
    let name = "http.public_url";
    let text = reader.text(name);
    if text.is_empty() {
        if profile.is_production() {
            reader.refuse(name, "production needs the https address by which people reach the service");
        }
        return format!("http://{address}");
    }
    let Ok(url) = Url::parse(&text) else {
        reader.refuse(name, format!("must be a URL such as https://lokaal.example.org, not {text:?}"));
        return String::new();
    };
    if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
        reader.refuse(name, "must begin with https:// or http:// and name a host");
    } else if url.path() != "/" || url.query().is_some() || url.fragment().is_some() || !url.username().is_empty() {
        reader.refuse(name, "must be scheme, host and port only: no path, no question mark, no user");
    } else if profile.is_production() && url.scheme() != "https" {
        reader.refuse(name, "production needs https: tokens and mails' links would travel in the open");
    }
    url.as_str().trim_end_matches('/').to_owned()
}

fn trusted_proxies(reader: &mut Reader) -> Vec<IpNet> {
    let name = "http.trusted_proxies";
    let mut networks = Vec::new();
    for text in reader.list(name) {
        match text.parse::<IpNet>().or_else(|_| text.parse::<IpAddr>().map(IpNet::from)) {
            Ok(network) => networks.push(network),
            Err(_) => reader.refuse(name, format!("{text:?} is no address or network such as 10.0.0.0/8")),
        }
    }
    networks
}
