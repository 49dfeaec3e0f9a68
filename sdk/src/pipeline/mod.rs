//! From a request to the network and back: attempts, time, limits, traces. Knows no protocol but by
//! its [`Endpoint`](crate::protocol::Endpoint).

mod attempt;
mod attempt_loop;
mod attempts;
mod limit;
mod metrics;
#[cfg(feature = "opentelemetry")]
pub(crate) mod opentelemetry;
mod pipeline;
mod retry;
mod rules;
mod server;
mod trace;

pub(crate) use attempt::Sent;
pub use metrics::{AttemptReport, Metrics};
pub(crate) use pipeline::Pipeline;
pub use retry::RetryPolicy;
pub(crate) use rules::Rules;
pub(crate) use server::Server;
