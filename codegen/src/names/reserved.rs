//! Names that Rust or the SDK needs for itself. `tests/reserved.rs` holds the lists of the SDK's
//! names against its source.

use crate::ir::Protocol;

/// Whether a name is a keyword of any edition.
pub(super) fn is_keyword(name: &str) -> bool {
    /// The length of `abstract`, `continue` and `override`.
    const LONGEST: usize = 8;
    // `gen` is a keyword since the 2024 edition, which syn does not distinguish.
    name.len() <= LONGEST && (name == "gen" || syn::parse_str::<syn::Ident>(name).is_err())
}

/// The types of the prelude.
const PRELUDE: &str = "\
    AsMut AsRef AsyncFn AsyncFnMut AsyncFnOnce Box Clone Copy Debug Default DoubleEndedIterator \
    Drop Eq Err ExactSizeIterator Extend Fn FnMut FnOnce From FromIterator Future Hash Into \
    IntoFuture IntoIterator Iterator None Ok Option Ord PartialEq PartialOrd Result Self Send \
    Sized Some String Sync ToOwned ToString TryFrom TryInto Unpin Vec";

/// The types at the root of the SDK. A program that imports these and the models must not see one
/// name twice.
const ROOT: &str = "\
    Amount AmountError ApiError AppProtocol ApplicationSettings AttemptReport BeijingTime Body \
    Call Certificate CertificateError CertificateFuture CertificateRole CertificateSource \
    CertificateState Client ClientBuilder Clock Config Contents Currency DecodeError \
    DecryptError Detail EncryptKey EncryptKeyError Environment Error ErrorCode ErrorKind \
    EventStream EventStreamError ExpiringCertificate FieldCheck FilePart FormProtocol \
    Idempotency InvalidNumber InvalidTime Json KeyError Link Method Metrics Money NoContent \
    OddCharacter OpenTelemetryMetrics Operation OperationInfo OutBizNo OutRequestNo OutTradeNo \
    PageFields PageKind Paged Pages Pending PrivateKey Protocol PublicKey RawBody ReadBodyError \
    ReqwestTransport Response RetryPolicy RootCertificates Secret SentByClient ServerEvent \
    ServiceTransport SignError SignType SignatureError SignatureProblem Signer SigningFuture \
    Sleep SystemClock TextField Timeout TradeNo TradeStatus Transport TransportError \
    TransportErrorKind TransportFuture TransportService UnknownCurrency UnknownEnvironment \
    UnsignedFile UntrustedCertificate Untyped Upload V3";

/// What generated files import or define besides those.
const GENERATED: &str = "\
    ALL App BTreeMap Browser FieldValue Fields Gateway Model PRODUCTS Parts Top TopClient V2";

/// Methods of the clients that are written by hand, and those of traits that users call on them.
const CLIENT_METHODS: &str = "\
    acts_for_merchant add_alipay_certificate alipay_certificates app_certificate app_id \
    application attempt base builder call clock clone encrypt_key endpoint expiring_certificates \
    fmt for_merchant from_env identity messages new pipeline remove_alipay_certificate sign_type \
    signer timeout trust untyped v2 verify_result";

fn is_in(list: &str, name: &str) -> bool {
    list.split(' ').any(|reserved| reserved == name)
}

/// A type of such a name would hide another type.
pub(super) fn is_type(name: &str) -> bool {
    [PRELUDE, ROOT, GENERATED].iter().any(|list| is_in(list, name)) || is_keyword(name)
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

/// Methods of the clients.
pub(super) fn is_accessor(name: &str) -> bool {
    is_in(CLIENT_METHODS, name)
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
    matches!(name, "api" | "error_code" | "model" | "operation" | "platform" | "shared")
}

/// Cargo features that every SDK has; the others are those that its manifest has by hand.
pub(super) fn is_feature(name: &str) -> bool {
    matches!(name, "all_products" | "default") || Protocol::named(name).is_some()
}
