//! What a browser or an app sends, over a plain socket: no redirect is followed.

use std::io::{self, Read, Write};
use std::net::TcpStream;

/// An answer.
#[derive(Debug)]
pub struct Answer {
    /// Status line and headers.
    pub head: String,
    /// The body.
    pub body: String,
}

impl Answer {
    /// Where a redirect leads.
    pub fn location(&self) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix("location: "))
    }
}

/// Posts a form to an address, `http://host:port/…`.
///
/// # Errors
/// When the address is another one, or nobody answers.
pub async fn post(address: &str, form: String) -> io::Result<Answer> {
    send(address, "POST", form).await
}

/// Opens an address.
///
/// # Errors
/// As of [`post`].
pub async fn get(address: &str) -> io::Result<Answer> {
    send(address, "GET", String::new()).await
}

async fn send(address: &str, method: &'static str, body: String) -> io::Result<Answer> {
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
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        let (head, body) = answer.split_once("\r\n\r\n").ok_or(io::ErrorKind::InvalidData)?;
        Ok(Answer { head: head.replace('\r', ""), body: body.to_owned() })
    };
    tokio::task::spawn_blocking(exchange).await?
}
