//! The kinds of bills.

use std::borrow::Cow;

/// A kind of bill (`bill_type`). Convert other types from text: `"some_type".into()`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BillType {
    /// `trade`: payments and refunds ([`Bill::trades`](super::Bill::trades)).
    Trade,
    /// `signcustomer`: every movement of the balance ([`Bill::balances`](super::Bill::balances)).
    SignCustomer,
    /// `merchant_act`: marketing activities.
    MerchantAct,
    /// `trade_zft_merchant`: trades of one second-level merchant
    /// ([`Bills::smid`](super::Bills::smid)).
    TradeZftMerchant,
    /// `zft_acc`: movements of all second-level merchants.
    ZftAcc,
    /// `settlementMerge`: settlements of a day to a bank card.
    SettlementMerge,
    /// Any other type.
    Other(Cow<'static, str>),
}

impl BillType {
    /// Returns the value of `bill_type`.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Trade => "trade",
            Self::SignCustomer => "signcustomer",
            Self::MerchantAct => "merchant_act",
            Self::TradeZftMerchant => "trade_zft_merchant",
            Self::ZftAcc => "zft_acc",
            Self::SettlementMerge => "settlementMerge",
            Self::Other(other) => other,
        }
    }
}

impl From<&'static str> for BillType {
    fn from(text: &'static str) -> Self {
        Self::Other(text.into())
    }
}

impl From<String> for BillType {
    fn from(text: String) -> Self {
        Self::Other(text.into())
    }
}
