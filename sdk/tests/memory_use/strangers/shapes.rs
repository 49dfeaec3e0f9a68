//! Values of JSON that take much memory for their size.

/// Makes a value of about this size.
type Make = fn(usize) -> Vec<u8>;

/// All shapes, with their names.
pub fn all() -> Vec<(&'static str, Make)> {
    vec![
        ("objects", |size| list(size, br#"{"":0},"#)),
        ("lists", |size| list(size, b"[],")),
        ("numbers", |size| list(size, b"0,")),
        ("long numbers", |size| list(size, b"12345678901234.56789,")),
        ("depth", |size| wrapped(size, b"", b"[", b"")),
        ("fields", |size| wrapped(size, b"{", br#""":0,"#, br#""":0}"#)),
        ("text", |size| wrapped(size, b"\"", b"x", b"\"")),
        ("escapes", |size| wrapped(size, b"\"", b"\\n", b"\"")),
        ("slashes", |size| wrapped(size, b"{\"a\":\"", b"\\/", b"\"}")),
        ("message", |size| wrapped(size, b"{\"code\":\"40004\",\"msg\":\"", b"x", b"\"}")),
        ("text in GBK", |size| wrapped(size, b"\"", b"\xc4\xe3", b"\"")),
        ("text in no charset", |size| wrapped(size, b"{\"a\":\"", b"\xff", b"\"}")),
        ("depth in no charset", |size| wrapped(size, b"\xff", b"[", b"")),
    ]
}

fn list(size: usize, item: &[u8]) -> Vec<u8> {
    wrapped(size, b"[", item, b"0]")
}

/// Something between a beginning and an end, as often as it fits; with room for what a place puts
/// around it.
pub fn wrapped(size: usize, begin: &[u8], item: &[u8], end: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(size + 256);
    text.extend_from_slice(begin);
    text.extend_from_slice(&item.repeat((size - begin.len() - end.len()) / item.len()));
    text.extend_from_slice(end);
    text
}
