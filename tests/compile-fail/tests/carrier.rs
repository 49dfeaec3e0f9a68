//! Operations that a browser or an app carries are no futures, and the compiler says what to call
//! instead.

#[test]
fn a_page_operation_cannot_be_awaited_and_the_compiler_says_what_to_call() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
