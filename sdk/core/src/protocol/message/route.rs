//! The header lines of a frame, which lead an acknowledgement back to the machine that sent the
//! message.

use std::fmt::Write;

use super::problem::FrameProblem;

/// The lines that are copied, in the order in which they are written.
const NAMES: [&str; 3] = ["from-sys", "from-sys-ip", "stream-id"];

/// The longest block of header lines, in bytes, and how many lines it may have.
const LONGEST: usize = 8 << 10;
const MOST: usize = 32;

/// The header lines that the platform is known to send.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Route([Option<String>; NAMES.len()]);

impl Route {
    /// Reads the block before the empty line.
    pub(super) fn read(block: &str) -> Result<Self, FrameProblem> {
        if block.len() > LONGEST || block.split("\r\n").count() > MOST {
            return Err(FrameProblem::Headers);
        }
        let mut route = Self::default();
        for line in block.split("\r\n").filter(|line| !line.is_empty()) {
            // A value may hold colons itself.
            let (name, value) = line.split_once(':').ok_or(FrameProblem::Headers)?;
            let (name, value) = (name.trim(), value.trim());
            if value.contains(char::is_control) {
                return Err(FrameProblem::Headers);
            }
            let Some(index) = NAMES.iter().position(|known| *known == name) else { continue };
            if route.0[index].replace(value.to_owned()).is_some() {
                return Err(FrameProblem::Headers);
            }
        }
        Ok(route)
    }

    /// Creates the route of a frame that the application sends by itself.
    pub fn of_stream(id: &str) -> Self {
        Self([None, None, Some(id.to_owned())])
    }

    /// Returns the id that the application gave the frame to which this one responds.
    pub fn stream_id(&self) -> Option<&str> {
        self.0[2].as_deref()
    }

    /// Returns a frame with these header lines and this JSON.
    pub fn frame(&self, json: &str) -> String {
        let mut text = String::with_capacity(json.len() + 128);
        for (name, value) in NAMES.iter().zip(&self.0) {
            if let Some(value) = value {
                let _ = write!(text, "{name}:{value}\r\n");
            }
        }
        if text.is_empty() {
            text.push_str("\r\n");
        }
        text + "\r\n" + json
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_may_hold_colons_and_unknown_lines_are_left_out() {
        let route = Route::read("stream-id: a:b \r\nother:x\r\nfrom-sys:m").expect("headers");
        assert_eq!(route.frame("{}"), "from-sys:m\r\nstream-id:a:b\r\n\r\n{}");
        assert_eq!(Route::read("").map(|route| route.frame("{}")), Ok("\r\n\r\n{}".to_owned()));
    }

    #[test]
    fn a_line_that_could_become_two_or_stands_twice_is_refused() {
        for block in ["stream-id:a\nb:c", "stream-id:a\rb", "a", "stream-id:a\r\nstream-id:a"] {
            assert_eq!(Route::read(block), Err(FrameProblem::Headers), "{block:?}");
        }
        assert_eq!(Route::read(&"a:b\r\n".repeat(MOST)), Err(FrameProblem::Headers));
        assert_eq!(Route::read(&format!("a:{}", "b".repeat(LONGEST))), Err(FrameProblem::Headers));
    }
}
