//! HTTP over a plain socket, for bodies of any kind.

use std::io::{Read, Write};
use std::net::TcpStream;

use serde_json::Value;

/// A response.
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Response {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    /// Where the browser is sent.
    pub(crate) fn location(&self) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("location").then(|| value.trim())
        })
    }
}

pub(crate) fn exchange(
    address: &str,
    method: &str,
    target: &str,
    headers: &str,
    body: &str,
) -> Response {
    let request = format!(
        "{method} {target} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\
         content-length: {}\r\n{headers}\r\n{body}",
        body.len()
    );
    let mut stream = TcpStream::connect(address).expect("a connection");
    stream.write_all(request.as_bytes()).expect("sent");
    let mut response = Vec::new();
    stream.read_to_end(&mut response).expect("a response");
    let end = response.windows(4).position(|bytes| bytes == b"\r\n\r\n").expect("a head");
    let head = String::from_utf8_lossy(&response[..end]).into_owned();
    let status = head.split(' ').nth(1).expect("a status").parse().expect("a number");
    Response { status, head, body: response[end + 4..].to_vec() }
}

/// A form that is sent.
pub(crate) fn post_form(address: &str, target: &str, form: &str) -> Response {
    let headers = "content-type: application/x-www-form-urlencoded\r\n";
    exchange(address, "POST", target, headers, form)
}
