//! What a browser or an app sends, over a plain socket: no redirect is followed.

use std::io::{self, Read, Write};
use std::net::TcpStream;

/// A response.
#[derive(Debug)]
pub struct Response {
    /// Status line and headers.
    pub head: String,
    /// The body.
    pub body: String,
}

impl Response {
    /// Where a redirect leads.
    pub fn location(&self) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix("location: "))
    }
}

/// Posts a form to an address, `http://host:port/…`.
///
/// # Errors
/// When the address is another one, or nobody responds.
pub async fn post(address: &str, form: String) -> io::Result<Response> {
    send(address, "POST", form).await
}

/// Opens an address.
///
/// # Errors
/// As of [`post`].
pub async fn get(address: &str) -> io::Result<Response> {
    send(address, "GET", String::new()).await
}

async fn send(address: &str, method: &'static str, body: String) -> io::Result<Response> {
    let rest = address.strip_prefix("http://").ok_or(io::ErrorKind::InvalidInput)?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let (host, path) = (host.to_owned(), path.to_owned());
    let exchange = move || {
        let mut stream = TcpStream::connect(&host)?;
        write!(
            stream,
            "{method} /{path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )?;
        let mut response = String::new();
        stream.read_to_string(&mut response)?;
        let (head, body) = response.split_once("\r\n\r\n").ok_or(io::ErrorKind::InvalidData)?;
        Ok(Response { head: head.replace('\r', ""), body: body.to_owned() })
    };
    tokio::task::spawn_blocking(exchange).await?
}
