//! What makes the reader of YAML slow, found before it reads: for each token it looks at all
//! brackets that are open, and for each `%TAG` at all before.

use saphyr_parser::Parser;

use super::progress::too_deep;

/// So many brackets cost little, however deep they stand.
const FEW_BRACKETS: usize = 1_000;

/// More than any document has: tags of its own are not supported.
const FEW_TAGS: usize = 100;

/// What the parser says when it has met 256 open brackets. It reads no further.
const LIMIT_EXCEEDED: &str = "recursion limit exceeded";

/// Refuses a text that would take long to read.
pub(super) fn check(text: &str) -> Result<(), String> {
    if text.matches("%TAG").count() > FEW_TAGS {
        return Err(format!(
            "more than {FEW_TAGS} `%TAG` directives: remove them, they have no effect"
        ));
    }
    let brackets = text.bytes().filter(|byte| matches!(byte, b'[' | b'{')).count();
    if brackets <= FEW_BRACKETS {
        return Ok(());
    }
    match Parser::new_from_str(text).find_map(Result::err) {
        None => Ok(()),
        Some(error) if error.info() == LIMIT_EXCEEDED => {
            let marker = error.marker();
            Err(format!("{} at line {} column {}", too_deep(), marker.line(), marker.col() + 1))
        }
        Some(error) => Err(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_are_read_to_the_limit_and_no_further() {
        for (start, open, columns) in
            [("", "[", 1), ("b: ", "{a: ", 4), ("- ", "[ ", 2), ("", "[{\"]\": ", 3)]
        {
            let text = format!("{start}{}", open.repeat(50_000));
            let reason = check(&text).expect_err("too deep");
            let column = reason.split(' ').next_back().and_then(|column| column.parse().ok());
            assert!(column.is_some_and(|column: usize| column <= 300 * columns), "{reason}");
            assert!(reason.starts_with("more than 64 levels of objects and lists"), "{reason}");
        }
    }

    #[test]
    fn directives_are_few() {
        let tags = |count| (0..count).map(|tag| format!("%TAG !t{tag}! x\n")).collect::<String>();
        assert_eq!(check(&(tags(100) + "---\na: b\n")), Ok(()));
        assert!(check(&(tags(101) + "---\na: b\n")).is_err());
    }

    #[test]
    fn many_brackets_side_by_side_are_no_problem() {
        for item in ["[]", "{a: []}", "'['", "\"[\"", "[[[]]]"] {
            let text = format!("[{}]", vec![item; 5_000].join(","));
            assert_eq!(check(&text), Ok(()), "{item}");
        }
        let block = "- |\n  [\n- text [ with {\n# [\n".repeat(5_000);
        assert_eq!(check(&block), Ok(()));
    }
}
