//! Names that Rust or the SDK needs for itself.

/// Whether a name is a keyword of any edition.
pub(super) fn is_keyword(name: &str) -> bool {
    /// The length of `abstract`, `continue` and `override`.
    const LONGEST: usize = 8;
    // `gen` is a keyword since the 2024 edition, which syn does not distinguish.
    name.len() <= LONGEST && (name == "gen" || syn::parse_str::<syn::Ident>(name).is_err())
}

/// The prelude, what generated files import, and what the crate exports: a model of such a name
/// would hide it from whoever imports the models.
pub(super) fn is_type(name: &str) -> bool {
    const PRELUDE: &[&str] = &[
        "AsMut",
        "AsRef",
        "AsyncFn",
        "AsyncFnMut",
        "AsyncFnOnce",
        "Box",
        "Clone",
        "Copy",
        "Debug",
        "Default",
        "DoubleEndedIterator",
        "Drop",
        "Eq",
        "Err",
        "ExactSizeIterator",
        "Extend",
        "Fn",
        "FnMut",
        "FnOnce",
        "From",
        "FromIterator",
        "Future",
        "Hash",
        "Into",
        "IntoFuture",
        "IntoIterator",
        "Iterator",
        "None",
        "Ok",
        "Option",
        "Ord",
        "PartialEq",
        "PartialOrd",
        "Result",
        "Self",
        "Send",
        "Sized",
        "Some",
        "String",
        "Sync",
        "ToOwned",
        "ToString",
        "TryFrom",
        "TryInto",
        "Unpin",
        "Vec",
    ];
    const SDK: &[&str] = &[
        "Answer",
        "ALL",
        "ApiError",
        "BTreeMap",
        "Bytes",
        "Call",
        "Client",
        "ClientBuilder",
        "Error",
        "ErrorCode",
        "FieldValue",
        "Fields",
        "FilePart",
        "Gateway",
        "Json",
        "Method",
        "MethodInfo",
        "Model",
        "NoContent",
        "Operation",
        "OperationInfo",
        "PRODUCTS",
        "Parts",
        "Response",
        "TopClient",
        "Upload",
    ];
    PRELUDE.contains(&name) || SDK.contains(&name) || is_keyword(name)
}

/// Fields are set by methods of the same name, beside those that every model has, and not to be
/// taken for operators.
pub(super) fn is_field(name: &str) -> bool {
    const METHODS: &[&str] = &["new", "default", "clone", "into", "from", "eq", "fmt"];
    const OPERATORS: &[&str] =
        &["add", "bitand", "bitor", "bitxor", "div", "mul", "rem", "shl", "shr", "sub"];
    METHODS.contains(&name) || OPERATORS.contains(&name)
}

/// Methods of API groups.
pub(super) fn is_method(name: &str) -> bool {
    matches!(name, "clone" | "fmt")
}

/// Methods of the client that are written by hand.
pub(super) fn is_accessor(name: &str) -> bool {
    const METHODS: &[&str] =
        &["builder", "call", "clone", "complete", "fmt", "prepare", "send", "untyped", "v2"];
    METHODS.contains(&name)
}

/// Arguments of methods that stand beside those of the path.
pub(super) fn is_argument(name: &str) -> bool {
    matches!(name, "params" | "body" | "parts")
}

/// Modules: the file of a folder itself, and files that some systems cannot hold.
pub(super) fn is_module(name: &str) -> bool {
    const WINDOWS: &[&str] = &["aux", "con", "nul", "prn"];
    let port = ["com", "lpt"].iter().any(|port| {
        name.strip_prefix(port)
            .is_some_and(|rest| rest.len() == 1 && rest.as_bytes()[0].is_ascii_digit())
    });
    name == "mod" || WINDOWS.contains(&name) || port
}

/// What stands beside the folders of the products.
pub(super) fn is_beside_products(name: &str) -> bool {
    matches!(name, "api" | "error_code" | "model" | "operation" | "shared")
}

/// Cargo features of other kinds: those that `sdk/Cargo.toml` has besides the products'.
pub(super) fn is_feature(name: &str) -> bool {
    matches!(name, "all_products" | "blocking" | "default" | "reqwest" | "top" | "v2")
}
