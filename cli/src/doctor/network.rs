//! Where calls go, and through what.

use alipay_sdk::{Config, Environment};
use url::Url;

use super::check::Check;

pub(super) fn check(config: &Config) -> Vec<Check> {
    vec![address(config), proxy(config)]
}

fn address(config: &Config) -> Check {
    const NAME: &str = "environment";

    let app_id = config.get("app_id").next().unwrap_or_default();
    let environment = config.get("environment").next();
    let base = match (environment, config.get("base_url").next()) {
        (Some(text), _) => match text.parse::<Environment>() {
            Ok(environment) => environment.base_url(),
            Err(error) => return Check::problem(NAME, error.to_string(), "set one of the two"),
        },
        (None, Some(base)) => base,
        (None, None) => Environment::Production.base_url(),
    };
    let Ok(url) = Url::parse(base) else {
        let advice = "write it as https://openapi.alipay.com, or set environment";
        return Check::problem(NAME, "base_url is not a URL", advice);
    };
    let host = url.host_str().unwrap_or_default();
    if !matches!(url.path(), "" | "/") {
        let finding = format!("base_url has the path {}, but must not have one", url.path());
        let advice = "set environment to production or sandbox instead";
        return Check::problem(NAME, finding, advice);
    }
    // The console numbers the applications of the sandbox so.
    if app_id.starts_with("9021") && base == Environment::Production.base_url() {
        let advice = "set environment to sandbox, or use the id, keys and certificates of the \
                      application in production";
        return Check::warning(
            NAME,
            "production, but app_id looks like one of the sandbox",
            advice,
        );
    }
    let name = if base == Environment::Production.base_url() {
        "production"
    } else if base == Environment::Sandbox.base_url() {
        "sandbox"
    } else {
        "another address"
    };
    Check::ok(NAME, format!("{name}: {}://{host}", url.scheme()))
}

fn proxy(config: &Config) -> Check {
    const NAME: &str = "proxy";

    let is_set = |name: &&&str| std::env::var_os(name).is_some_and(|text| !text.is_empty());
    if let Some(proxy) = config.get("proxy").next() {
        let is_proxy = |url: &Url| matches!(url.scheme(), "http" | "https") && url.has_host();
        return match Url::parse(proxy).ok().filter(is_proxy) {
            Some(_) => Check::ok(NAME, "a proxy is configured"),
            None => Check::problem(
                NAME,
                "proxy is not the address of an HTTP proxy",
                "write it as http://10.0.0.1:3128",
            ),
        };
    }
    match ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"].iter().find(is_set) {
        Some(name) => Check::ok(NAME, format!("an environment variable sets a proxy ({name})")),
        None => Check::skipped(NAME, "none: calls go directly to the platform"),
    }
}
