//! What the receiver of a trade is told: that it was paid, refunded, closed.

use super::record::{RefundRecord, Trade};
use crate::notify::{Notice, PaidTrade};

impl Trade {
    pub(super) fn paid_notice(&self) -> Option<Notice> {
        Some(self.told()?.notice())
    }

    /// Money went back; the trade is closed when nothing is left.
    pub(super) fn refund_notice(&self, refund: &RefundRecord) -> Option<Notice> {
        let notice = self.told()?.notice().parameters([
            ("trade_status", self.status()),
            ("out_biz_no", &refund.out_request_no),
            // All that went back, as in the response.
            ("refund_fee", &self.refunded().to_string()),
            ("gmt_refund", &refund.at),
        ]);
        Some(match &self.closed_at {
            Some(at) => notice.parameter("gmt_close", at),
            None => notice,
        })
    }

    /// Nobody has paid, and nobody can any more.
    pub(super) fn closed_notice(&self) -> Option<Notice> {
        let told = self.told()?;
        Some(
            told.identity()
                .parameters(&told.more)
                .parameter("trade_status", self.status())
                .parameter("gmt_close", self.closed_at.as_deref().unwrap_or_default()),
        )
    }

    /// The parameters that are always told, when there is a receiver.
    fn told(&self) -> Option<PaidTrade> {
        let notify_url = self.notify_url.clone()?;
        let mut more = self.echoed.clone();
        let mut add = |name: &str, value: &str| more.insert(name.to_owned(), value.to_owned());
        add("auth_app_id", self.merchant.own_app_id());
        add("seller_id", &self.merchant.account());
        add("buyer_id", &self.buyer.user_id);
        add("buyer_open_id", &self.buyer.open_id);
        add("gmt_create", &self.created_at);
        if let Some(at) = &self.paid_at {
            add("gmt_payment", at);
        }
        Some(PaidTrade {
            notify_url,
            app_id: self.merchant.app_id.clone(),
            trade_no: self.trade_no.clone(),
            out_trade_no: self.out_trade_no.clone(),
            total_amount: self.total.to_string(),
            subject: self.subject.clone(),
            more,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::state::testing::App;

    const PAYS: &str = "251234567890123456";

    /// An order whose receiver is told, and what it is told.
    fn placed(code: &str) -> App {
        let app = App::new();
        let order = json!({
            "out_trade_no": "a", "total_amount": "1.00", "auth_code": code, "subject": "茶",
            "notify_url": "http://127.0.0.1/notify", "passback_params": "shop%3D1", "body": "b",
        });
        app.call("alipay.trade.pay", order).unwrap();
        app
    }

    #[test]
    fn refunds_are_told_with_their_number_and_the_sum() {
        let app = placed(PAYS);
        let told = app.told();
        assert_eq!(told.len(), 1);
        assert_eq!((&*told[0]["trade_status"], &*told[0]["body"]), ("TRADE_SUCCESS", "b"));
        assert_eq!(told[0]["passback_params"], "shop%3D1");
        let refund = |number: &str, amount: &str| {
            let body =
                json!({"out_trade_no": "a", "refund_amount": amount, "out_request_no": number});
            app.call("alipay.trade.refund", body).unwrap();
            app.told()
        };
        let first = refund("r1", "0.30");
        assert_eq!(
            (&*first[0]["trade_status"], &*first[0]["refund_fee"]),
            ("TRADE_SUCCESS", "0.30")
        );
        assert_eq!(first[0]["out_biz_no"], "r1");
        assert!(refund("r1", "0.30").is_empty(), "a retry moves no money");
        let last = refund("r2", "0.70");
        assert_eq!((&*last[0]["trade_status"], &*last[0]["refund_fee"]), ("TRADE_CLOSED", "1.00"));
        assert!(last[0].contains_key("gmt_close") && last[0].contains_key("gmt_payment"));
    }

    #[test]
    fn closing_is_told_once_and_without_a_payment() {
        for operation in ["alipay.trade.close", "alipay.trade.cancel"] {
            let app = placed("289999999999999901");
            assert!(app.told().is_empty());
            app.call(operation, json!({"out_trade_no": "a"})).unwrap();
            let told = app.told();
            assert_eq!(told.len(), 1, "{operation}");
            assert_eq!(told[0]["trade_status"], "TRADE_CLOSED");
            assert!(told[0].contains_key("gmt_close") && !told[0].contains_key("gmt_payment"));
            assert!(!told[0].contains_key("receipt_amount"));
            let _ = app.call(operation, json!({"out_trade_no": "a"}));
            assert!(app.told().is_empty(), "{operation}");
        }
    }

    #[test]
    fn canceling_a_paid_trade_is_told_as_a_refund() {
        let app = placed(PAYS);
        app.told();
        app.call("alipay.trade.cancel", json!({"out_trade_no": "a"})).unwrap();
        let told = app.told();
        assert_eq!(told.len(), 1);
        assert_eq!((&*told[0]["trade_status"], &*told[0]["refund_fee"]), ("TRADE_CLOSED", "1.00"));
    }

    #[test]
    fn without_a_receiver_nobody_is_told() {
        let app = App::new();
        app.pay("a", "1.00", PAYS).unwrap();
        app.call("alipay.trade.cancel", json!({"out_trade_no": "a"})).unwrap();
        assert!(app.told().is_empty());
    }
}
