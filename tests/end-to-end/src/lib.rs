//! The SDK against the local gateway.

pub mod comparison;
pub mod external;
pub mod form;
pub mod http;
pub mod verdict;

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use alipay_gateway::{App, Fault, Gateway, Sample};
use alipay_sdk::v2::{Page, V2};
use alipay_sdk::{
    Call, Client, ClientBuilder, Error, EventStream, FilePart, Operation, Response,
    TransportErrorKind, V3,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// How a client talks to the gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Alipay's public key.
    Key,
    /// Three certificates.
    Certificates,
    /// Alipay's public key, and bodies encrypted.
    Encrypted,
}

impl Mode {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Key, Self::Certificates, Self::Encrypted];
}

/// A client for the gateway's own application.
///
/// # Errors
/// When what the gateway describes is no configuration.
pub fn client(gateway: &Gateway, mode: Mode) -> Result<Client, Error> {
    builder(gateway, mode).build()
}

/// The same before it is built.
pub fn builder(gateway: &Gateway, mode: Mode) -> ClientBuilder {
    builder_of(gateway, gateway.app(), mode)
}

/// The same for this application.
pub fn builder_of(gateway: &Gateway, app: App, mode: Mode) -> ClientBuilder {
    let App {
        app_id,
        private_key,
        alipay_public_key,
        app_certificate,
        alipay_certificate,
        root_certificates,
        encrypt_key,
        ..
    } = app;
    let builder =
        Client::builder().app_id(app_id).private_key(private_key).base_url(gateway.base_url());
    match mode {
        Mode::Key => builder.alipay_public_key(alipay_public_key),
        Mode::Certificates => {
            builder.certificates(app_certificate, alipay_certificate, root_certificates)
        }
        Mode::Encrypted => builder.alipay_public_key(alipay_public_key).encrypt_key(encrypt_key),
    }
}

/// The faults that cut a response off, or keep it from a client that waits less than two seconds,
/// and what the transport says of each.
pub fn broken_connections() -> [(Fault, TransportErrorKind); 5] {
    let long = Duration::from_secs(2);
    [
        (Fault::Latency(long), TransportErrorKind::Timeout),
        (Fault::SlowDrip(long), TransportErrorKind::Timeout),
        (Fault::ResetBefore, TransportErrorKind::Interrupted),
        (Fault::ResetAfter, TransportErrorKind::Interrupted),
        (Fault::Truncated, TransportErrorKind::Interrupted),
    ]
}

/// The outcome of a typed call: the response written as JSON again, with its trace id.
pub type Outcome = Result<(Value, Option<String>), Error>;

/// A typed call of one operation, with a sample request; an error when the sample does not suit it.
pub type TypedCall = fn(&Client, &Sample) -> Result<Pending, serde_json::Error>;

/// A call on its way.
pub type Pending = Pin<Box<dyn Future<Output = Outcome> + Send>>;

/// A typed call that somebody else carries, with a sample request: the page, or the text.
pub type Carried<T> = fn(&Client, &Sample) -> Result<Signed<T>, serde_json::Error>;

/// A page or a text that is being signed.
pub type Signed<T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send>>;

/// Where pages lead back to.
pub const RETURN_URL: &str = "https://shop.example/back";

/// The typed form of a sample's part.
fn read<T: DeserializeOwned>(json: &Value) -> Result<T, serde_json::Error> {
    T::deserialize(json)
}

/// A small file for a part.
fn file(part: &str) -> FilePart {
    FilePart::new(format!("{part}.png"), format!("content of {part}"))
}

/// What a call of either protocol comes to.
type Received<T> = Result<Response<T>, Error>;

fn send<T: Serialize + 'static>(
    call: impl Future<Output = Received<T>> + Send + 'static,
) -> Pending {
    Box::pin(async move {
        let response = call.await?;
        let trace_id = response.trace_id().map(str::to_owned);
        let json = serde_json::to_value(response.into_inner()).unwrap_or_default();
        Ok((json, trace_id))
    })
}

/// [`send`] over the v2 gateway, without the gateway's own `code` and `msg`.
fn send_v2<T: Serialize + 'static>(
    call: impl Future<Output = Received<T>> + Send + 'static,
) -> Pending {
    Box::pin(async move {
        let (mut json, trace_id) = send(call).await?;
        if let Some(fields) = json.as_object_mut() {
            fields.retain(|name, _| name != "code" && name != "msg");
        }
        Ok((json, trace_id))
    })
}

fn page<O, C: 'static>(call: Call<O>) -> Signed<Page>
where
    O: Operation<Protocol = V2<C>>,
{
    Box::pin(call.return_url(RETURN_URL).page_execute())
}

fn order_string<O, C: 'static>(call: Call<O>) -> Signed<String>
where
    O: Operation<Protocol = V2<C>>,
{
    Box::pin(call.sdk_execute())
}

/// [`send`] for an operation that responds with events: the first of them.
fn send_events<O, T>(call: Call<O>) -> Pending
where
    O: Operation<Protocol = V3, Response = EventStream<T>>,
    T: 'static,
{
    Box::pin(async move {
        let response = call.await?;
        let trace_id = response.trace_id().map(str::to_owned);
        let first = response.into_inner().next().await.and_then(Result::ok);
        let json = first.and_then(|event| serde_json::from_str(event.data()).ok());
        Ok((json.unwrap_or_default(), trace_id))
    })
}

include!(concat!(env!("OUT_DIR"), "/calls.rs"));
