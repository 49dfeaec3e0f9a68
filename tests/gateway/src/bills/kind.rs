//! The kinds of bills.

use super::table::Table;
use super::{balance, trade};
use crate::rejection::Rejection;
use crate::state::Entry;

/// Bills that the platform has, and this merchant has not signed for.
const NOT_SIGNED: [&str; 4] = ["merchant_act", "trade_zft_merchant", "zft_acc", "settlementMerge"];

/// What kind of bill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Payments and refunds.
    Trade,
    /// Every movement of money.
    Balance,
}

impl Kind {
    pub(super) fn parse(bill_type: &str) -> Result<Self, Rejection> {
        match bill_type {
            "trade" => Ok(Self::Trade),
            "signcustomer" => Ok(Self::Balance),
            other if NOT_SIGNED.contains(&other) => {
                Err(Rejection::business("TYPE_NOT_SUPPORTED", "账单类型不支持"))
            }
            _ => Err(invalid("bill_type trade or signcustomer")),
        }
    }

    /// As the address names it.
    pub(super) fn biz_type(self) -> &'static str {
        match self {
            Self::Trade => "trade",
            Self::Balance => "fnd",
        }
    }

    pub(super) fn has(self, entry: &Entry) -> bool {
        self == Self::Balance || trade::belongs(entry)
    }

    /// What the files are called, and their tables.
    pub(super) fn tables(self, entries: &[Entry]) -> [(&'static str, Table); 2] {
        match self {
            Self::Trade => {
                [("业务明细", trade::detail(entries)), ("业务明细(汇总)", trade::summary(entries))]
            }
            Self::Balance => [
                ("账务明细", balance::detail(entries)),
                ("账务明细(汇总)", balance::summary(entries)),
            ],
        }
    }
}

/// A parameter is missing or wrong; the code is spelled as the platform does.
pub(super) fn invalid(expected: &str) -> Rejection {
    Rejection::business("INVAILID_ARGUMENTS", format!("入参不合法：{expected}"))
}
