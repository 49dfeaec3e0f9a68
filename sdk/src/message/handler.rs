//! Work on messages, several at once, and its acknowledgement.

use std::fmt::Display;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use tokio::task::{JoinError, JoinSet};

use super::channel::Channel;
use super::delivery::Delivery;
use super::error::ChannelError;
use crate::notify::{HandleError, HandleOnce, Handled, Message, Reply};
use alipay_sdk_core::{
    clock::{Clock, Sleep},
    store::IdempotencyStore,
};

/// Where it is written down which messages were handled.
#[derive(Clone)]
pub(super) struct Once {
    pub(super) store: Arc<dyn IdempotencyStore>,
    pub(super) handling: HandleOnce,
}

/// The clock of a client.
pub(super) struct SharedClock(pub(super) Arc<dyn Clock>);

impl Clock for SharedClock {
    fn now(&self) -> SystemTime {
        self.0.now()
    }

    fn instant(&self) -> Instant {
        self.0.instant()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        self.0.sleep(duration)
    }
}

/// Handles all messages of a channel until it ends. Work that has not ended by then is dropped: it
/// could not be acknowledged any more.
pub(super) async fn run<H, F, E>(
    mut channel: Channel,
    once: Option<Once>,
    handler: H,
) -> Result<(), ChannelError>
where
    H: Fn(Message) -> F + Send + Sync + 'static,
    F: Future<Output = Result<(), E>> + Send + 'static,
    E: Display + Send + 'static,
{
    let (handler, stop) = (Arc::new(handler), channel.stop_handle());
    let mut working = JoinSet::new();
    let mut outcome = Ok(());
    loop {
        tokio::select! {
            biased;
            Some(ended) = working.join_next() => report(ended),
            next = channel.next() => match next {
                // It was not begun: the next process begins it.
                Some(Ok(delivery)) if stop.is_stopped() => delivery.fail(),
                Some(Ok(delivery)) => {
                    working.spawn(handle(delivery, once.clone(), handler.clone()));
                }
                Some(Err(error)) => outcome = Err(error),
                None => break,
            },
        }
    }
    working.shutdown().await;
    outcome
}

/// Handles a message, and answers as that went.
async fn handle<H, F, E>(delivery: Delivery, once: Option<Once>, handler: Arc<H>)
where
    H: Fn(Message) -> F,
    F: Future<Output = Result<(), E>>,
    E: Display,
{
    let message = delivery.message().clone();
    let reply = match once {
        None => reply_to(handler(message).await.map(|()| Reply::Success)),
        Some(Once { store, handling }) => {
            // The handler is called only when the work is to be done.
            let work = async { handler(message).await.map_err(|error| error.to_string()) };
            let handled = handling.handle(&*store, delivery.message(), work).await;
            reply_to(handled.map(Handled::reply).map_err(|error| match error {
                HandleError::Work(said) => said,
                other => other.to_string(),
            }))
        }
    };
    delivery.reply(reply);
}

fn reply_to(handled: Result<Reply, impl Display>) -> Reply {
    handled.unwrap_or_else(|error| {
        tracing::warn!(target: "alipay_sdk", %error, "a message was not handled");
        Reply::Fail
    })
}

/// Its message was answered when the panic dropped it.
fn report(ended: Result<(), JoinError>) {
    if ended.is_err_and(|error| error.is_panic()) {
        tracing::error!(target: "alipay_sdk", "a handler of messages panicked");
    }
}
