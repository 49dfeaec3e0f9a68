//! The message channel: messages of the message service (消息服务) over a WebSocket connection that the
//! application opens. It needs no public address.
//!
//! [`Client::messages`](crate::Client::messages) returns the options of a channel.
//! [`run`](Messages::run) passes every message to a function, several at a time, and acknowledges
//! the message when the function succeeds. [`open`](Messages::open) returns the messages as a
//! stream. The channel registers, connects, keeps the connection alive, and reconnects when it
//! breaks.
//!
//! ```no_run
//! use std::sync::Arc;
//!
//! use alipay_sdk::Client;
//! use alipay_sdk::message::ChannelError;
//! use alipay_sdk::notify::Message;
//! use alipay_sdk::store::FolderStore;
//!
//! #[derive(serde::Deserialize)]
//! struct Transfer {
//!     out_biz_no: String,
//!     status: String,
//! }
//!
//! async fn handle(message: Message) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
//!     if message.method == "alipay.fund.trans.order.changed" {
//!         let transfer: Transfer = message.parse()?;
//!         println!("{} is {}", transfer.out_biz_no, transfer.status);
//!     }
//!     Ok(())
//! }
//!
//! async fn listen(client: Client, store: Arc<FolderStore>) -> Result<(), ChannelError> {
//!     let messages = client.messages().at_once(8).store(store);
//!     let stop = messages.stop_handle();
//!     tokio::spawn(async move {
//!         // … when the program is told to end …
//!         stop.stop();
//!     });
//!     messages.run(handle).await
//! }
//! ```
//!
//! **Verification.** A message with a wrong signature, or for another application, is never handed
//! out. The platform gets `FAIL`, and a warning is logged.
//!
//! **At least once.** The platform sends a message again when it gets no acknowledgement, because
//! the work failed, the connection broke, or the process died. With a [`store`](Messages::store),
//! [`run`](Messages::run) does the work once per message. For a stream use
//! [`handle_once`](crate::notify::handle_once) with the message as its key.
//!
//! **One handler for both ways.** The messages of a topic come over the channel when you subscribe
//! to it by WebSocket ([`BY_WEBSOCKET`]), and otherwise as posts to the application gateway
//! ([`notify`](crate::notify)). Both give a [`Message`](crate::notify::Message) with the same key.

mod backoff;
mod channel;
mod connect;
mod delivery;
mod error;
mod handler;
mod incoming;
mod line;
mod options;
mod produce;
mod register;
mod session;
mod stop;
mod topic;

pub use channel::Channel;
pub use delivery::Delivery;
pub use error::ChannelError;
pub use options::Messages;
pub use produce::{ProduceError, Producer};
pub use stop::StopHandle;
pub use topic::{BY_HTTP, BY_WEBSOCKET};
