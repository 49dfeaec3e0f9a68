//! `alipay doctor`: checks a configuration piece by piece, without showing any secret.

mod call;
mod certificates;
mod check;
mod clock;
mod keys;
mod network;
mod run;
mod scrub;
mod settings;

pub(crate) use run::{Args, run};
