//! The message channel (消息服务 over WebSocket): its frames, and the texts that are signed in them.

mod data;
mod frame;
mod object;
mod problem;
mod registration;
mod route;

pub use data::{Data, Produced};
pub use frame::{CONSUME, Frame, FrameSignature, PRODUCE_ACK};
pub use problem::FrameProblem;
pub use registration::Registration;
pub use route::Route;
