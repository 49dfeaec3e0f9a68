//! Which addresses a download may go to.

use http::Uri;
use http::uri::Authority;
use url::Url;

use alipay_sdk_core::redact;

/// Why an address is rejected. The error does not repeat the address, because it holds a token.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AddressProblem {
    /// The address cannot be read, or is not an `http` or `https` address.
    #[error("it is not an http or https address")]
    Unreadable,
    /// The address holds a user name or a password.
    #[error("it holds a user name or a password, unlike the platform's addresses")]
    Credentials,
    /// The address is plain HTTP, which is not allowed by default.
    #[error(
        "it is http, so that anybody on the way can read and change the file; \
         `Bills::allow_http(true)` allows it"
    )]
    Http,
    /// The host is not one that files may come from.
    #[error("files are not expected from its host {0}; `Bills::allow_host` allows another host")]
    Host(String),
}

/// Where files may come from.
#[derive(Clone, Debug)]
pub(super) struct Allowed {
    /// `host`, `host:port` or `*.domain`.
    hosts: Vec<String>,
    pub(super) http: bool,
}

impl Allowed {
    pub(super) fn host(host: &str) -> Self {
        Self { hosts: vec![host.to_owned()], http: false }
    }

    pub(super) fn add(&mut self, host: &str) {
        self.hosts.push(host.to_ascii_lowercase());
    }

    /// The address as it stands, if a file may come from there.
    pub(super) fn check(&self, address: &str) -> Result<Uri, AddressProblem> {
        let unreadable = AddressProblem::Unreadable;
        let uri: Uri = address.parse().map_err(|_| unreadable.clone())?;
        let is_https = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(unreadable),
        };
        let authority = uri.authority().ok_or(unreadable.clone())?;
        if authority.as_str().contains('@') {
            return Err(AddressProblem::Credentials);
        }
        // HTTP libraries read addresses in another way: both must see the same host.
        let seen = Url::parse(address).map_err(|_| unreadable.clone())?;
        let (host, port) = host_and_port(authority, is_https);
        if seen.host_str() != Some(&*host) || seen.port() != port {
            return Err(unreadable);
        }
        if !self.hosts.iter().any(|allowed| is_at(allowed, &host, port)) {
            return Err(AddressProblem::Host(redact::line(&host)));
        }
        if !is_https && !self.http {
            return Err(AddressProblem::Http);
        }
        Ok(uri)
    }
}

/// The host in small letters, and the port unless it is that of the scheme.
fn host_and_port(authority: &Authority, is_https: bool) -> (String, Option<u16>) {
    let usual = if is_https { 443 } else { 80 };
    let port = authority.port_u16().filter(|port| *port != usual);
    (authority.host().to_ascii_lowercase(), port)
}

/// Whether an entry of the list means this host.
fn is_at(allowed: &str, host: &str, port: Option<u16>) -> bool {
    if let Some(domain) = allowed.strip_prefix('*') {
        return domain.starts_with('.') && host.ends_with(domain) && port.is_none();
    }
    match port {
        None => allowed == host,
        Some(port) => allowed.strip_prefix(host) == Some(&*format!(":{port}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(allowed: &Allowed, address: &str) -> Option<AddressProblem> {
        allowed.check(address).err()
    }

    #[test]
    fn no_file_comes_from_another_host_or_port() {
        let mut allowed = Allowed::host("dwbillcenter.alipay.com");
        assert_eq!(problem(&allowed, "https://DWBillcenter.alipay.com/a?token=1"), None);
        assert_eq!(problem(&allowed, "https://dwbillcenter.alipay.com:443/a"), None);
        for address in [
            "https://alipay.com/",
            "https://dwbillcenter.alipay.com.example.com/",
            "https://dwbillcenter.alipay.com:8443/",
            "https://dwbillcenter.alipay.com./",
            "https://127.0.0.1/",
            "https://[::1]/",
        ] {
            let found = problem(&allowed, address);
            assert!(matches!(found, Some(AddressProblem::Host(_))), "{address}: {found:?}");
        }
        allowed.add("127.0.0.1:8080");
        allowed.add("*.Alipay.com");
        for address in ["https://127.0.0.1:8080/", "https://receipts.alipay.com/"] {
            assert_eq!(problem(&allowed, address), None, "{address}");
        }
        for address in ["https://127.0.0.1/", "https://notalipay.com/", "https://a.alipay.com:1/"] {
            assert!(problem(&allowed, address).is_some(), "{address}");
        }
    }

    #[test]
    fn http_is_refused_unless_it_was_allowed() {
        let mut allowed = Allowed::host("a.com");
        assert_eq!(problem(&allowed, "http://a.com/"), Some(AddressProblem::Http));
        allowed.http = true;
        assert_eq!(problem(&allowed, "http://a.com/"), None);
    }

    #[test]
    fn what_two_libraries_read_in_two_ways_is_refused() {
        let mut allowed = Allowed::host("a.com");
        allowed.http = true;
        for address in ["", "/a", "ftp://a.com/", "a.com/", "https://", "https://a.com\\@b.com/"] {
            assert_eq!(problem(&allowed, address), Some(AddressProblem::Unreadable), "{address}");
        }
        let found = problem(&allowed, "https://name:password@a.com/");
        assert_eq!(found, Some(AddressProblem::Credentials));
    }

    #[test]
    fn no_problem_repeats_the_address() {
        let allowed = Allowed::host("a.com");
        for address in ["http://a.com/?token=s3cret", "https://b.com/?token=s3cret", "token=s3cret"]
        {
            let error = allowed.check(address).err().map(|error| format!("{error} {error:?}"));
            assert!(error.is_some_and(|text| !text.contains("s3cret")), "{address}");
        }
    }
}
