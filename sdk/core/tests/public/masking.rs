//! Which texts are masked, and which are not.

use alipay_sdk_core::redact::{is_sensitive, mask_text};

#[test]
fn secrets_and_persons_are_known_by_their_names() {
    let names = "
        app_auth_token auth_code auth_token aes_key buyer_logon_id cert_no code
        contact_mobile contactMobile email id_card_no identity_param mobile
        payee_real_name phone_no private_key refresh_token user_name password
        bank_card_no receiver_address_info
    ";
    for name in names.split_ascii_whitespace() {
        assert!(is_sensitive(name), "{name} is shown");
    }
}

#[test]
fn what_a_developer_looks_for_is_shown() {
    let names = "
        out_trade_no trade_no total_amount trade_status subject build_status
        out_request_no refund_fee gmt_payment store_name qr_code msg
    ";
    for name in names.split_ascii_whitespace() {
        assert!(!is_sensitive(name), "{name} is masked");
    }
}

#[test]
fn personal_values_are_masked_where_they_stand() {
    for (given, expected) in [
        ("用户13800000000不存在", "用户***不存在"),
        ("call +86-138-0000-0000.", "call +86-***."),
        ("138 0013 8000", "***"),
        ("T13800138000, user13800138000x", "T***, user***x"),
        ("110101199003077758, 11010119900307775X", "***, ***"),
        ("card 6222021234567890128", "card ***"),
        ("to li.si@example.com.", "to ***."),
    ] {
        assert_eq!(mask_text(given), expected);
    }
}

#[test]
fn order_numbers_times_and_amounts_are_shown() {
    for given in [
        "2026061622001400000000000001",
        "20260616000001",
        "1781590001456",
        "88.88",
        "0603331617156962044358274991886",
        "2088301409188095",
        "T1",
        "",
        "@",
        "。中",
    ] {
        assert_eq!(mask_text(given), given);
    }
}
