//! The bill of trades: payments and refunds.

use super::table::{Table, plain, text};
use crate::state::{BUYER_LOGON_ID, Entry, EntryKind, Fen};

const COLUMNS: &str = "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,\
    门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,\
    支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,\
    退款批次号/请求号,服务费（元）,分润（元）,备注";

const SUMMARY_COLUMNS: &str = "门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）,\
    商家实收（元）,支付宝优惠（元）,商家优惠（元）,卡消费金额（元）,服务费（元）,分润（元）,\
    实收净额（元）";

/// The movements that are in this bill.
pub(super) fn belongs(entry: &Entry) -> bool {
    matches!(entry.kind, EntryKind::Payment | EntryKind::Refund)
}

/// Each payment and each refund.
pub(super) fn detail(entries: &[Entry]) -> Table {
    let (paid, refunded) =
        (Sum::of(entries, EntryKind::Payment), Sum::of(entries, EntryKind::Refund));
    Table {
        title: "业务明细",
        columns: COLUMNS,
        rows: entries.iter().map(row).collect(),
        footers: vec![
            format!("#交易合计：{}笔，商家实收共{}元，商家优惠共0.00元", paid.count, paid.gain),
            format!(
                "#退款合计：{}笔，商家实收退款共{}元，商家优惠退款共0.00元",
                refunded.count, refunded.gain
            ),
        ],
    }
}

/// One row per shop; the gateway knows no shops.
pub(super) fn summary(entries: &[Entry]) -> Table {
    let (paid, refunded) =
        (Sum::of(entries, EntryKind::Payment), Sum::of(entries, EntryKind::Refund));
    let net = Fen(entries.iter().map(Entry::gain).sum());
    let numbers =
        format!("{},{},{net},{net},0.00,0.00,0.00,0.00,0.00,{net}", paid.count, refunded.count);
    let mut rows = Vec::new();
    if !entries.is_empty() {
        rows.push(format!("\t,\t,{numbers}"));
    }
    rows.push(format!("合计,\t,{numbers}"));
    Table { title: "业务汇总", columns: SUMMARY_COLUMNS, rows, footers: Vec::new() }
}

fn row(entry: &Entry) -> String {
    let kind = if entry.kind == EntryKind::Refund { "退款" } else { "交易" };
    let (gain, none) = (Fen(entry.gain()).to_string(), "0.00".to_owned());
    let fields = [
        text(&entry.number),
        text(&entry.out_number),
        text(kind),
        plain(&entry.subject),
        entry.created_at.clone(),
        entry.time.clone(),
        text(""),
        text(""),
        text(""),
        text(""),
        text(&format!("*测试买家({BUYER_LOGON_ID})")),
        gain.clone(),
        gain,
        none.clone(),
        none.clone(),
        none.clone(),
        none.clone(),
        none.clone(),
        String::new(),
        text(&none),
        none.clone(),
        text(&entry.out_request_no),
        none.clone(),
        none,
        String::new(),
    ];
    fields.join(",")
}

/// How many movements of one kind there are, and what the merchant gained by them.
struct Sum {
    count: usize,
    gain: Fen,
}

impl Sum {
    fn of(entries: &[Entry], kind: EntryKind) -> Self {
        let of_kind = || entries.iter().filter(|entry| entry.kind == kind);
        Self { count: of_kind().count(), gain: Fen(of_kind().map(Entry::gain).sum()) }
    }
}
