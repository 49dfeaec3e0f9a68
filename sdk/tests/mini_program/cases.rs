//! Cases from reports of bugs, with the throw-away keys of the vectors.

use alipay_sdk::mini_program::{OpenDataError, OpenDataRejection};

use crate::{data, rejection_in};

macro_rules! case {
    ($name:literal) => {
        include_str!(concat!("../fixtures/cases/", $name))
    };
}

fn problem(posted: &str) -> OpenDataError {
    data().phone_number(posted).expect_err("no number")
}

fn rejection(posted: &str) -> OpenDataRejection {
    rejection_in(problem(posted))
}

#[test]
fn a_rejection_that_nobody_signed_is_one_that_is_not_verified() {
    let rejection = rejection(case!("open_data_P2a.json"));
    assert_eq!((&*rejection.code, &*rejection.sub_code), ("40001", "isv.missing-encrypt-key"));
    assert_eq!((&*rejection.message, rejection.verified), ("缺少加密配置", false));
    assert!(rejection.to_string().ends_with("[not signed]"));
}

#[test]
fn a_rejection_that_is_signed_and_encrypted_is_verified() {
    let rejection = rejection(case!("open_data_P2e.json"));
    assert_eq!(&*rejection.code, "40006");
    assert_eq!(&*rejection.sub_code, "isv.insufficient-isv-permissions");
    assert!(rejection.verified && rejection.message.starts_with("ISV权限不足"));
}

#[test]
fn a_form_that_turned_plus_into_blanks_is_told() {
    let problem = problem(case!("open_data_P4.json")).to_string();
    assert!(problem.contains("blanks where `+` belongs"), "{problem}");
}

#[test]
fn a_post_without_its_signature_is_told() {
    let problem = problem(case!("open_data_P5a.json"));
    assert_eq!(problem, OpenDataError::Unsigned);
    let problem = problem.to_string();
    for says in ["the interface has no signing configured", "the post was cut"] {
        assert!(problem.contains(says), "{problem}");
    }
}
