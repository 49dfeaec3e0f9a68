//! A download: a plain GET by the transport of a client, without anything of the application's.

use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request, StatusCode, Uri};
use http_body::Body as _;

use super::address::Allowed;
use super::error::BillError;
use super::limits::BillLimits;
use super::spool::{Source, Spool, too_large};
use crate::client::Client;
use alipay_sdk_core::{
    transport::{Timeout, TransportError},
    wire::Body,
};

/// A kind of file, by the bytes that it begins with.
#[derive(Clone, Copy)]
pub(super) struct FileKind {
    pub(super) name: &'static str,
    begins: &'static [u8],
}

pub(super) const ZIP: FileKind = FileKind { name: "zip", begins: b"PK" };
pub(super) const PDF: FileKind = FileKind { name: "PDF", begins: b"%PDF" };

impl FileKind {
    /// Checks the first bytes of a file.
    pub(super) fn check(self, head: &[u8]) -> Result<(), BillError> {
        if head.starts_with(self.begins) {
            return Ok(());
        }
        let mut letters = head.iter().skip_while(|byte| !byte.is_ascii_graphic());
        let is_page = letters.next() == Some(&b'<');
        Err(BillError::NotTheFile { expected: self.name, is_page })
    }
}

/// Gets a file. It is asked for once, and redirects are not followed.
pub(super) async fn download(
    client: &Client,
    (address, allowed): (&str, &Allowed),
    kind: FileKind,
    limits: &BillLimits,
    timeout: Duration,
) -> Result<Source, BillError> {
    let uri = allowed.check(address).map_err(BillError::Address)?;
    let transport = client.pipeline().transport.as_ref().ok_or_else(|| {
        BillError::Request(
            "the client was built with `without_transport`: download the file yourself, and give \
             it to `Bill::read`"
                .to_owned(),
        )
    })?;
    let mut request = Request::new(Body::from(Bytes::new()));
    *request.method_mut() = Method::GET;
    *request.uri_mut() = uri.clone();
    request.extensions_mut().insert(Timeout(timeout));
    let response = transport.send(request).await.map_err(|error| failed(error, &uri))?;
    if response.status() != StatusCode::OK {
        return Err(BillError::Status(response.status()));
    }
    read(response.into_body(), kind, limits, &uri).await
}

/// Reads a file, as long as it is one of this kind and not too large.
async fn read(
    mut body: Body,
    kind: FileKind,
    limits: &BillLimits,
    uri: &Uri,
) -> Result<Source, BillError> {
    if body.size_hint().lower() > limits.download {
        return Err(too_large(limits.download));
    }
    let mut spool = Spool::new(limits);
    // The first bytes, until there are enough of them to know the file.
    let mut head = Some(Vec::new());
    while let Some(frame) = std::future::poll_fn(|at| Pin::new(&mut body).poll_frame(at)).await {
        let frame = frame.map_err(|source| failed(TransportError::interrupted(source), uri))?;
        let Ok(data) = frame.into_data() else { continue };
        if let Some(read) = &mut head {
            read.extend_from_slice(&data[..data.len().min(64)]);
            if read.len() >= kind.begins.len() {
                kind.check(read)?;
                head = None;
            }
        }
        spool.write(&data)?;
    }
    match head {
        Some(read) => kind.check(&read).map(|()| spool.finish()),
        None => Ok(spool.finish()),
    }
}

/// An error of the transport. One of somebody's own may name the address in it: what it says is
/// left out then, because the address holds a token.
fn failed(error: TransportError, uri: &Uri) -> BillError {
    let says = format!("{error} {error:?}");
    let names_it = uri.query().is_some_and(|query| {
        query.split('&').filter(|part| part.len() > 8).any(|part| says.contains(part))
    });
    let authority = uri.authority().map(|authority| authority.as_str().to_owned());
    BillError::Transport(if names_it {
        TransportError::new(error.kind(), "the transport gives no cause").at(authority)
    } else {
        error
    })
}
