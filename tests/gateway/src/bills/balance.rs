//! The bill of balances: every movement of a merchant's money.

use super::table::{Table, plain, text};
use crate::state::{BUYER_LOGON_ID, Entry, EntryKind, Fen};

const COLUMNS: &str = "账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,\
    收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注,业务描述,业务账单来源,\
    业务基础订单号,业务订单号";

const SUMMARY_COLUMNS: &str = "类型,收入笔数,收入金额（+元）,支出笔数,支出金额（-元）,总金额（元）";

/// What a movement is called: its kind, and its description.
fn names(entry: &Entry) -> (&'static str, &'static str) {
    match entry.kind {
        EntryKind::Payment => ("在线支付", "0010001|交易收款-交易收款"),
        EntryKind::Refund => ("交易退款", "0010002|交易退款-交易退款"),
        EntryKind::Transfer => ("转账", "0020001|转账-单笔转账"),
        EntryKind::Deposit if entry.amount < 0 => ("提现", "0040001|提现"),
        EntryKind::Deposit => ("充值", "0050001|充值"),
    }
}

/// Each movement, the newest first.
pub(super) fn detail(entries: &[Entry]) -> Table {
    let total = Flow::of(entries.iter());
    Table {
        title: "账务明细",
        columns: COLUMNS,
        rows: entries.iter().rev().map(row).collect(),
        footers: vec![
            format!("#支出合计：{}笔，共{}元", total.spent.0, Fen(total.spent.1)),
            format!("#收入合计：{}笔，共{}元", total.earned.0, Fen(total.earned.1)),
        ],
    }
}

/// The sums by kind.
pub(super) fn summary(entries: &[Entry]) -> Table {
    let mut kinds: Vec<&str> = Vec::new();
    for entry in entries {
        let (kind, _) = names(entry);
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    let of_kind = |kind: &str| Flow::of(entries.iter().filter(|entry| names(entry).0 == kind));
    let mut rows: Vec<_> = kinds.iter().map(|kind| of_kind(kind).row(kind)).collect();
    rows.push(Flow::of(entries.iter()).row("合计"));
    Table { title: "账务汇总", columns: SUMMARY_COLUMNS, rows, footers: Vec::new() }
}

fn row(entry: &Entry) -> String {
    let (kind, description) = names(entry);
    let gain = entry.gain();
    let (other, number, order) = match entry.kind {
        EntryKind::Payment => {
            (BUYER_LOGON_ID, &entry.out_number, format!("M{{{}}}", entry.out_number))
        }
        EntryKind::Refund => {
            (BUYER_LOGON_ID, &entry.out_request_no, format!("O{{{}}}", entry.out_request_no))
        }
        EntryKind::Transfer | EntryKind::Deposit => ("", &entry.out_number, String::new()),
    };
    let fields = [
        text(&format!("{:018}", entry.sequence)),
        text(&entry.number),
        text(number),
        text(&entry.subject),
        entry.time.clone(),
        text(other),
        Fen(gain.max(0)).to_string(),
        Fen(gain.min(0)).to_string(),
        Fen(entry.balance).to_string(),
        "支付宝".to_owned(),
        kind.to_owned(),
        String::new(),
        description.to_owned(),
        "商家平台".to_owned(),
        plain(&entry.out_number),
        plain(&order),
    ];
    fields.join(",")
}

/// How many movements brought money or took it, and how much, in fen.
#[derive(Default)]
struct Flow {
    earned: (usize, i64),
    spent: (usize, i64),
}

impl Flow {
    fn of<'a>(entries: impl Iterator<Item = &'a Entry>) -> Self {
        let mut flow = Self::default();
        for entry in entries {
            let gain = entry.gain();
            let side = if gain < 0 { &mut flow.spent } else { &mut flow.earned };
            side.0 += 1;
            side.1 += gain;
        }
        flow
    }

    fn row(&self, kind: &str) -> String {
        let Self { earned, spent } = self;
        let total = Fen(earned.1 + spent.1);
        format!("{kind},{},{},{},{},{total}", earned.0, Fen(earned.1), spent.0, Fen(spent.1))
    }
}
