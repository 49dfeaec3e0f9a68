//! The code of examples, laid out as rustfmt does with the `rustfmt.toml` of the repository.

/// How many columns a line has.
const WIDTH: usize = 100;
/// How many more columns what stands inside something begins at.
const STEP: usize = 4;

/// An expression.
pub(super) enum Code {
    /// One that fits on any line.
    Short(String),
    /// `vec![…]` with one item.
    List(Box<Code>),
    /// Calls on something short.
    Chain(String, Vec<Call>),
}

/// `.method(argument)`.
pub(super) struct Call {
    method: String,
    argument: Code,
}

impl Call {
    pub(super) fn new(method: impl Into<String>, argument: Code) -> Self {
        Self { method: method.into(), argument }
    }

    /// A call whose arguments are written out, or that has none.
    pub(super) fn short(method: impl Into<String>, arguments: impl Into<String>) -> Self {
        Self::new(method, Code::Short(arguments.into()))
    }

    fn line(&self) -> String {
        format!(".{}({})", self.method, self.argument.line())
    }

    /// The call from a column on, on one line or several; `after` columns are taken behind it.
    fn lines(&self, indent: usize, column: usize, after: usize) -> String {
        let line = self.line();
        // Nothing can be put on lines of its own when there are no arguments.
        if column + line.len() + after <= WIDTH || self.argument.line().is_empty() {
            return line;
        }
        let argument = match &self.argument {
            Code::List(item) => format!("vec![{}]", block(item, indent)),
            argument => block(argument, indent),
        };
        format!(".{}({argument})", self.method)
    }
}

impl Code {
    fn line(&self) -> String {
        match self {
            Self::Short(text) => text.clone(),
            Self::List(item) => format!("vec![{}]", item.line()),
            Self::Chain(start, calls) => {
                calls.iter().fold(start.clone(), |line, call| line + &call.line())
            }
        }
    }

    /// The code from a column on, on one line or several, which begin at `indent`; `after` columns
    /// are taken behind it.
    fn lines(&self, indent: usize, column: usize, after: usize) -> String {
        let line = self.line();
        if column + line.len() + after <= WIDTH {
            return line;
        }
        match self {
            Self::Short(_) => line,
            Self::List(item) => format!("vec![{}]", block(item, indent)),
            Self::Chain(start, calls) => chain(start, calls, indent, column, after),
        }
    }
}

/// A call for each line, or all of them on one line except for the argument of the last.
fn chain(start: &str, calls: &[Call], indent: usize, column: usize, after: usize) -> String {
    let inner = indent + STEP;
    let Some((last, others)) = calls.split_last() else { return start.to_owned() };
    let upright = last.lines(inner, inner, after);
    let line = others.iter().fold(start.to_owned(), |line, call| line + &call.line());
    let at = column + line.len();
    let hanging = last.lines(indent, at, after);
    let count = |text: &str| text.lines().count();
    let fits = at + hanging.lines().next().map_or(0, str::len) + after <= WIDTH;
    if fits && (count(&hanging) >= 5 || count(&upright) >= count(&hanging)) {
        return line + &hanging;
    }
    let new_line = format!("\n{:inner$}", "");
    let mut lines = start.to_owned();
    for call in others {
        lines += &new_line;
        lines += &call.lines(inner, inner, 0);
    }
    lines + &new_line + &upright
}

/// What stands between brackets on lines of its own.
fn block(code: &Code, indent: usize) -> String {
    let inner = indent + STEP;
    format!("\n{:inner$}{},\n{:indent$}", "", code.lines(inner, inner, 1), "")
}

/// `let name = …;` inside a function.
pub(super) fn statement(name: &str, value: &Code) -> String {
    let start = format!("let {name} =");
    let same = value.lines(STEP, STEP + start.len() + 1, 1);
    let next = value.lines(2 * STEP, 2 * STEP, 1);
    let breaks = |text: &str| text.matches('\n').count();
    let opens = |text: &str| text.lines().next().is_some_and(|line| line.ends_with(['(', '[']));
    let goes_on = breaks(&same) > 0
        && (breaks(&next) == 0
            || breaks(&same) > breaks(&next) + 1
            || opens(&same) && !opens(&next));
    if goes_on {
        return format!("{start}\n{:indent$}{next};", "", indent = 2 * STEP);
    }
    format!("{start} {same};")
}

/// `use` of names from one module.
pub(super) fn import(module: &str, names: &[&str]) -> String {
    let line = match names {
        [name] => format!("use {module}::{name};"),
        names => format!("use {module}::{{{}}};", names.join(", ")),
    };
    if line.len() < WIDTH || names.len() == 1 {
        return line;
    }
    let mut lines = vec![String::new()];
    for name in names {
        let last = lines.last().map_or(0, String::len);
        if last > 0 && STEP + last + 1 + name.len() + 1 > WIDTH {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            let space = if line.is_empty() { "" } else { " " };
            *line += &format!("{space}{name},");
        }
    }
    format!("use {module}::{{\n    {}\n}};", lines.join("\n    "))
}
