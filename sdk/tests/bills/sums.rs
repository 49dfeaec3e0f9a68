//! Sums that a bill states, and that its rows do not give.

use alipay_sdk::bill::{Bill, BillError, Difference};

use super::files::{bill, rows_and_errors, text};

/// The difference that comes after all rows.
fn difference(bill: &Bill) -> Option<Difference> {
    let rows: Vec<_> = bill.trades().unwrap().collect();
    let before = &rows[..rows.len() - 1];
    match rows.last() {
        Some(Err(BillError::Difference(difference))) => {
            assert!(before.iter().all(Result::is_ok));
            Some(difference.clone())
        }
        _ => {
            assert!(rows.iter().all(Result::is_ok), "{rows:?}");
            None
        }
    }
}

#[test]
fn a_sum_below_the_table_that_is_not_that_of_the_rows_is_named() {
    let detail = text("trade", false);
    for (from, to, what, stated, counted) in [
        ("#交易合计：2笔", "#交易合计：3笔", "交易笔数", "3", "2"),
        ("实收共118.00元", "实收共118.01元", "交易 商家实收", "118.01", "118.00"),
        ("#退款合计：1笔", "#退款合计：0笔", "退款笔数", "0", "1"),
        ("退款共-30.00元", "退款共-3.00元", "退款 商家实收", "-3.00", "-30.00"),
        ("退款共0.00元", "退款共-0.50元", "退款 商家优惠", "-0.50", "0.00"),
    ] {
        let found = difference(&bill(&[&detail.replace(from, to)])).unwrap();
        assert_eq!((found.what, &*found.stated, &*found.counted), (what, stated, counted));
        let error = found.to_string();
        assert!(error.contains("below the table") && error.contains(stated), "{error}");
    }
    // The same without a sign.
    let unsigned = detail.replace("退款共-30.00元", "退款共30.00元");
    assert_eq!(difference(&bill(&[&unsigned])), None);
}

#[test]
fn a_sum_of_the_summary_that_is_not_that_of_the_rows_is_named() {
    let (detail, summary) = (text("trade", false), text("trade", true));
    for (what, from, to) in [
        ("交易笔数", "合计\t,\t,2,", "合计\t,\t,1,"),
        ("订单金额", "合计\t,\t,2,1,90.00", "合计\t,\t,2,1,91.00"),
        ("商家实收", "90.00,88.00", "90.00,80.00"),
        ("服务费", "-0.53,0.00,87.47", "0.53,0.00,87.47"),
    ] {
        let changed = summary.replace(from, to);
        assert_ne!(changed, summary);
        let found = difference(&bill(&[&changed, &detail])).unwrap();
        assert_eq!((found.place, found.what), ("last row of the summary", what));
    }
    // All rows of it agree with one another, and not with the detail.
    let changed =
        summary.replace(",70.00,70.00,", ",71.00,70.00,").replace(",90.00,88.00,", ",91.00,88.00,");
    let found = difference(&bill(&[&detail, &changed])).unwrap();
    assert_eq!((found.place, &*found.stated, &*found.counted), ("summary", "91.00", "90.00"));
}

#[test]
fn a_row_that_is_missing_is_noticed() {
    let detail = text("trade", false);
    let rows: Vec<_> = detail.lines().filter(|line| !line.contains("order-0002")).collect();
    let found = difference(&bill(&[&rows.join("\n")])).unwrap();
    assert_eq!((found.what, &*found.stated, &*found.counted), ("交易笔数", "2", "1"));
}

#[test]
fn the_sums_of_a_bill_of_balances_are_compared() {
    let (detail, summary) = (text("signcustomer", false), text("signcustomer", true));
    let check = |detail: &str, summary: &str| {
        let bill = bill(&[detail, summary]);
        let rows: Vec<_> = bill.balances().unwrap().collect();
        rows.into_iter().find_map(Result::err).map(|error| error.to_string())
    };
    assert_eq!(check(&detail, &summary), None);
    assert_eq!(check(&detail.replace("共-30.60元", "共30.60元"), &summary), None);
    for (detail, summary, name) in [
        (detail.replace("2笔，共-30.60", "2笔，共-30.61"), summary.clone(), "支出金额"),
        (detail.replace("#收入合计：1笔", "#收入合计：2笔"), summary.clone(), "收入笔数"),
        (detail.clone(), summary.replace("-30.60,69.40", "-30.60,69.41"), "总金额"),
    ] {
        let error = check(&detail, &summary).unwrap();
        assert!(error.contains(name), "{name}: {error}");
    }
}

#[test]
fn a_table_in_several_files_is_one_and_its_sums_are_stated_by_part_or_for_all() {
    let detail = text("trade", false);
    let lines: Vec<_> = detail.lines().collect();
    let part = |rows: std::ops::Range<usize>, sums: [&str; 2]| {
        let mut part: Vec<&str> = lines[..5].to_vec();
        part.extend_from_slice(&lines[rows]);
        part.push(lines[8]);
        part.extend(sums);
        part.join("\n")
    };
    let (paid, back) = (lines[9], lines[10]);
    let none = "#退款合计：0笔，商家实收退款共0.00元，商家优惠退款共0.00元";
    let nothing = "#交易合计：0笔，商家实收共0.00元，商家优惠共0.00元";
    let summary = text("trade", true);
    for (first, second) in [
        (part(5..7, [paid, none]), part(7..8, [nothing, back])),
        (part(5..7, [paid, back]), part(7..8, [paid, back])),
        (part(5..7, ["", ""]), part(7..8, [paid, back])),
    ] {
        assert_eq!(rows_and_errors(&bill(&[&summary, &first, &second])), (3, vec![]));
    }
    let three = paid.replace("2笔", "3笔");
    let wrong = [part(5..7, [&three, none]), part(7..8, [nothing, back])];
    assert!(difference(&bill(&[&wrong[0], &wrong[1]])).is_some());
}

#[test]
fn two_batches_in_one_zip_are_added_up() {
    let (detail, summary) = (text("trade", false), text("trade", true));
    let bill = bill(&[&detail, &summary, &detail, &summary]);
    assert_eq!(rows_and_errors(&bill), (6, vec![]));
}
