//! Any text as a frame of the message channel, and as the response to a registration: read without
//! a panic, and answered with a frame that names the same message and nothing else.
//!
//! In `sdk/`: `RUSTC_BOOTSTRAP=1 cargo fuzz run message -- -max_total_time=60`

#![no_main]

use alipay_sdk_core::protocol::message::{Data, Frame, Registration};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Some(registration) = Registration::read(text) {
        assert!(text.contains(registration.signed));
    }
    let Ok(frame) = Frame::read(text) else { return };
    let id = frame.id.unwrap_or_default();
    let answer = frame.route.acknowledgement(&id, false);
    let read = Frame::read(&answer).expect("a response is a frame");
    assert_eq!((read.id.unwrap_or_default(), read.route), (id, frame.route));
    assert_eq!((&*read.command, read.status.as_deref()), ("CONSUME_ACK", Some("FAIL")));
    if let Some(data) = frame.data {
        assert!(text.contains(data));
        if let Some(inner) = Data::read(data) {
            assert!(data.contains(inner.content));
        }
    }
});
