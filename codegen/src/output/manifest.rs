//! The features in the manifest, which is written by hand around them.

use crate::markers::{BEGIN, END};

/// The text with other lines between its markers, which are lines of their own. Lines end as they
/// do in the text.
pub(super) fn between_markers(text: &str, lines: &str) -> Option<String> {
    let (mut begin, mut end, mut offset) = (None, None, 0);
    for line in text.split_inclusive('\n') {
        let start = offset;
        offset += line.len();
        match line.trim() {
            BEGIN if begin.is_none() => begin = Some(offset),
            END if begin.is_some() && end.is_none() => end = Some(start),
            BEGIN | END => return None,
            _ => {}
        }
    }
    let (before, after) = (text.get(..begin?)?, text.get(end?..)?);
    let windows = before.ends_with("\r\n");
    let lines = if windows { lines.replace('\n', "\r\n") } else { lines.to_owned() };
    Some(format!("{before}{lines}{after}"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    #[test]
    fn a_manifest_keeps_its_line_ends() {
        let unix = "[features]\n  # <codegen>\nold = []\n# </codegen>\n[lints]\n";
        let expected = "[features]\n  # <codegen>\nnew = []\n# </codegen>\n[lints]\n";
        assert_eq!(between_markers(unix, "new = []\n").unwrap(), expected);
        let windows = unix.replace('\n', "\r\n");
        assert_eq!(
            between_markers(&windows, "new = []\n").unwrap(),
            expected.replace('\n', "\r\n")
        );
    }

    #[test]
    fn markers_are_whole_lines_and_stand_once_in_their_order() {
        let quoted = "# see # <codegen>\n# <codegen>\na # </codegen>\n# </codegen>\n";
        let expected = "# see # <codegen>\n# <codegen>\n# </codegen>\n";
        assert_eq!(between_markers(quoted, "").unwrap(), expected);
        for twisted in [
            "",
            "# <codegen>\n",
            "# </codegen>\n# <codegen>\n",
            "# <codegen>\n# <codegen>\n# </codegen>\n",
            "x # <codegen>\n# </codegen>\n",
        ] {
            assert_eq!(between_markers(twisted, ""), None, "{twisted:?}");
        }
    }
}
