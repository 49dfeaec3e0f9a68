//! The packed surface is the surface.

use std::fs;
use std::path::Path;

use alipay_codegen::ir::Ir;
use alipay_codegen::{Source, Sources, packed, understand};

/// The surface of all documents.
fn surface() -> Ir {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let files = fs::read_dir(folder).expect("a folder").map(|entry| {
        let path = entry.expect("an entry").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Source { content: fs::read(&path).expect("a file"), name }
    });
    understand(&Sources::new(files)).expect("documents that are right")
}

#[test]
fn nothing_gets_lost_in_a_pack() {
    let ir = surface();
    let pack = packed::pack(&ir).expect("a pack");
    let unpacked = packed::unpack(&pack).expect("a surface");
    assert_eq!(format!("{unpacked:?}"), format!("{ir:?}"));
    assert!(packed::is_packed(&pack, &ir));
    assert!(pack.len() < 400_000, "{} bytes are much for a package", pack.len());
}

#[test]
fn another_surface_and_a_broken_pack_are_noticed() {
    let mut ir = surface();
    let pack = packed::pack(&ir).expect("a pack");
    ir.error_codes.pop_first();
    assert!(!packed::is_packed(&pack, &ir));
    for broken in [&[][..], &pack[..pack.len() / 2], b"no pack"] {
        assert!(packed::unpack(broken).is_err());
        assert!(!packed::is_packed(broken, &ir));
    }
}
