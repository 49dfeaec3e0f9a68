//! Tables as they come, are saved again, and should not be.

use alipay_sdk::Amount;
use alipay_sdk::bill::{Bill, BillError, BillLimits, TradeKind};
use encoding_rs::GB18030;

use super::files::{bill, file, gbk, rows_and_errors, text, trades, zip};

const SECOND: &str = "2099010122001400000000000002";

fn detail() -> String {
    text("trade", false)
}

/// The detail without the lines that state sums.
fn without_sums() -> String {
    let text = detail();
    let lines: Vec<_> = text.lines().filter(|line| !line.contains("合计")).collect();
    lines.join("\n")
}

#[test]
fn both_line_ends_and_a_last_line_without_one_are_read() {
    let plain = detail().replace("\r\n", "\n");
    for text in [plain.clone(), plain.trim_end().to_owned(), plain.replace('\n', "\r\n")] {
        assert_eq!(rows_and_errors(&bill(&[&text])), (3, vec![]));
    }
}

#[test]
fn utf_8_is_read_with_and_without_a_byte_order_mark() {
    let plain = detail();
    let marked = format!("\u{feff}{plain}");
    for text in [plain, marked] {
        let bill = Bill::read(zip([file(text.into_bytes())])).unwrap();
        let rows = trades(&bill).unwrap();
        assert_eq!(rows[1].voucher_name, "新年满减券");
    }
}

#[test]
fn letters_outside_of_gbk_and_broken_ones_do_not_move_a_column() {
    let text = detail().replace("演示商品甲", "㐀茶🍵");
    let bytes = GB18030.encode(&text).0.into_owned();
    let rows = trades(&Bill::read(zip([file(bytes)])).unwrap()).unwrap();
    assert_eq!(rows[0].subject, "㐀茶🍵");

    let mut bytes = GB18030.encode(&detail().replace("演示商品甲", "@@")).0.into_owned();
    let at = bytes.windows(2).position(|window| window == b"@@").unwrap();
    // The first half of a letter, in front of the comma.
    bytes[at + 1] = 0xd1;
    let rows = trades(&Bill::read(zip([file(bytes)])).unwrap()).unwrap();
    assert_eq!(rows[0].subject, "@\u{fffd}");
    assert_eq!(rows[0].total_amount, Amount::from_fen(10_000));
}

#[test]
fn a_comma_in_quotes_is_part_of_a_value_and_one_without_is_reported_with_its_line() {
    let quoted = detail().replace("演示商品甲", "\"茶, \"\"一级\"\"\"");
    assert_eq!(trades(&bill(&[&quoted])).unwrap()[0].subject, "茶, \"一级\"");

    let bare = without_sums().replace("演示商品乙", "茶,二级");
    let (rows, errors) = rows_and_errors(&bill(&[&bare]));
    assert_eq!(rows, 2);
    assert!(errors[0].starts_with("line 7: it has 26 values for 25 columns"), "{errors:?}");
    let line = bare.lines().nth(6).unwrap();
    assert!(line.contains(SECOND) && !errors[0].contains("二级"), "{errors:?}");
}

#[test]
fn a_quote_that_never_ends_is_an_error_and_not_a_row() {
    let bill = bill(&[&detail().replace("演示商品甲", "\"演示")]);
    assert!(trades(&bill).is_err());
}

#[test]
fn columns_are_found_by_their_titles_in_any_order_with_others_among_them() {
    let lines = [
        "#支付宝业务明细查询",
        "#-----业务明细列表-----",
        "商户识别号,实收净额（元）,商家实收(元),订单金额（元）,业务类型,商户订单号,支付宝交易号",
        "M1\t,9.40,10.00,\"1,010.00\",交易\t,a\t,1\t",
        "M1\t,0.00,5.00,5.00,退款\t,a\t,1\t",
        "M1\t,0.00,5.00,5.00,押金\t,b\t,2\t",
        "#---业务明细列表结束---",
    ];
    let rows = trades(&bill(&[&lines.join("\n")])).unwrap();
    assert_eq!((&*rows[0].trade_no, &*rows[0].out_trade_no), ("1", "a"));
    assert_eq!(rows[0].total_amount, Amount::from_fen(101_000));
    assert_eq!((rows[0].service_fee, rows[0].finished_at), (None, None));
    let other: Vec<_> = rows[0].other.iter().collect();
    assert_eq!(other, [("商户识别号", "M1"), ("实收净额（元）", "9.40")]);
    // The sign of a refund is not relied on.
    assert_eq!(rows[1].amount(), Amount::from_fen(-500));
    assert_eq!(rows[2].kind, TradeKind::Other("押金".to_owned()));
}

#[test]
fn a_bill_of_29_columns_is_read() {
    let more = "商户识别号,交易方式,实收净额（元）,花呗分期手续费,花呗分期数";
    let detail = detail()
        .replace("分润（元）", more)
        .replace(",-0.60,0.00,", ",-0.60,M1,扫码,99.40,0.00,3,")
        .replace(",-0.11,0.00,", ",-0.11,M1,扫码,17.89,0.00,3,")
        .replace(",0.18,0.00,", ",0.18,M1,扫码,-29.82,0.00,3,");
    let rows = trades(&bill(&[&detail, &text("trade", true)])).unwrap();
    assert_eq!((rows[0].profit_share, rows[0].other.get("花呗分期数")), (None, Some("3")));
    assert_eq!(rows[0].other.iter().count(), 5);
}

#[test]
fn a_bill_that_a_spreadsheet_saved_again_is_read() {
    let commas = ",".repeat(24);
    let lines = detail();
    let lines = lines.lines().map(|line| match line.starts_with('#') {
        true => format!("{line}{commas}"),
        false => format!("{line},,"),
    });
    let text = lines.collect::<Vec<_>>().join("\r\n");
    assert_eq!(rows_and_errors(&bill(&[&text])), (3, vec![]));
}

#[test]
fn money_that_went_out_is_below_zero_whatever_its_sign() {
    let text = text("signcustomer", false)
        .replace(",-30.00,", ",30.00,")
        .replace("0.00,-0.60,", ",-0.60,")
        .replace(",100.00,0.00,", ",100.00,0,");
    let bill = bill(&[&text]);
    let rows: Vec<_> = bill.balances().unwrap().map(Result::unwrap).collect();
    let amounts: Vec<_> = rows.iter().map(|row| row.amount().unwrap().fen()).collect();
    assert_eq!(amounts, [-3_000, -60, 10_000]);
}

#[test]
fn a_table_that_lacks_something_is_refused() {
    for (change, expected) in [
        (detail().replace("商户订单号", "订单号"), "no column 商户订单号"),
        (detail().replace("门店编号", "备注"), "the column 备注 twice"),
        (detail().split("#---").next().unwrap().to_owned(), "no titles"),
        (detail().replace("列表结束", "列表"), "the line that ends it is missing"),
        (detail() + "1,2\n", "follows the line that ends the table"),
        (detail().replace("#支付宝业务明细", "支付宝交易记录明细"), "does not begin with `#`"),
    ] {
        let error = trades(&bill(&[&change])).unwrap_err().to_string();
        assert!(error.contains(expected), "{expected}: {error}");
    }
}

#[test]
fn a_value_that_cannot_be_read_is_named_by_column_and_line_and_not_shown() {
    for (change, column) in [
        (without_sums().replace(",100.00,100.00,", ",1e2,100.00,"), "订单金额"),
        (without_sums().replace(",100.00,100.00,", ",,100.00,"), "订单金额"),
        (without_sums().replace(",100.00,100.00,", ",100.00,99.999,"), "商家实收"),
        (without_sums().replace("2099-01-01 09:00:06", "2099/1/1 9:00"), "完成时间"),
    ] {
        let (rows, errors) = rows_and_errors(&bill(&[&change]));
        assert_eq!((rows, errors.len()), (2, 1), "{errors:?}");
        assert!(errors[0].starts_with(&format!("line 6: {column}: ")), "{errors:?}");
        assert!(!errors[0].contains("1e2") && !errors[0].contains("2099/"), "{errors:?}");
    }
}

#[test]
fn lines_and_columns_over_the_limits_are_an_error() {
    let read = |limits: BillLimits| {
        let zip = zip([gbk(&detail())]);
        let bill = Bill::read_within(zip, &limits).unwrap();
        trades(&bill).unwrap_err()
    };
    for limits in [BillLimits::new().line(200), BillLimits::new().columns(24)] {
        let error = read(limits);
        assert!(matches!(error, BillError::TooLarge { limit: 200 | 24, .. }), "{error}");
    }
    let endless = format!("{}{}", detail(), "a".repeat(1 << 20));
    assert!(matches!(trades(&bill(&[&endless])).unwrap_err(), BillError::TooLarge { .. }));
}

#[test]
fn bills_of_other_types_are_rows_of_text() {
    let lines = ["#支付宝结算明细查询", "结算批次号,结算金额（元）", "B1\t,10.00", "B2\t,20.00"];
    let summary = ["#支付宝结算汇总查询", "合计,30.00"].join("\n");
    let (detail, second) = (lines.join("\n"), lines[..3].join("\n"));
    let bill = bill(&[&summary, &detail, &second]);
    let rows: Vec<_> = bill.rows().unwrap().map(Result::unwrap).collect();
    let numbers: Vec<_> = rows.iter().map(|row| row.get("结算批次号").unwrap()).collect();
    assert_eq!(numbers, ["B1", "B2", "B1"]);
    let error = bill.trades().unwrap_err().to_string();
    assert!(error.contains("`Bill::rows`"), "{error}");
}
