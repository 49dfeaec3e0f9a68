//! Mistakes that the compiler finds: it says what to do instead. Operations that a browser or an
//! app carries are no futures; other types are no transports, signers or stores.

#[test]
fn the_compiler_says_what_to_do_instead() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
