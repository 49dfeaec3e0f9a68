//! The calls that both SDKs make.

use serde_json::json;

use crate::setup::Call;

const TOKEN: Option<&str> = Some("202606BBtoken");

const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n\0\xff--\r\n";

pub(crate) fn calls() -> Vec<Call> {
    let json = [with_bodies(), without_bodies()].concat();
    // Of a GET there is nothing to encrypt, and Node does not ask for an encrypted response.
    let encrypted = json.clone().into_iter().filter(|call| call.method != "GET");
    let encrypted = encrypted.map(|call| Call { encrypted: true, ..call });
    json.clone().into_iter().chain(encrypted).chain(uploads()).collect()
}

fn with_bodies() -> [Call; 4] {
    [
        Call {
            body: json!({"out_trade_no": "订单-😀-1", "query_options": ["trade_settle_info"]}),
            ..Call::new("POST", "alipay.trade.query", "/v3/alipay/trade/query")
        },
        Call {
            body: json!({
                "out_trade_no": "20260616-1",
                "subject": "茶 & \"点心\" </b> \\ 😀\u{2028}\n\t𠮷",
                "total_amount": "88.88",
                "auth_code": "28763443825664394",
                "scene": "bar_code",
                "goods_detail": [{"goods_id": "1", "goods_name": "龙井", "quantity": 2, "price": "1"}],
            }),
            app_auth_token: TOKEN,
            ..Call::new("POST", "alipay.trade.pay", "/v3/alipay/trade/pay")
        },
        Call {
            body: json!({"employee_name": "张三"}),
            ..Call::new(
                "PUT",
                "alipay.commerce.ec.employee.info.modify",
                "/v3/alipay/commerce/ec/employee/info",
            )
        },
        Call {
            body: json!({"out_biz_no": "停"}),
            ..Call::new(
                "PATCH",
                "alipay.marketing.activity.delivery.stop",
                "/v3/alipay/marketing/delivery/2026-1/stop",
            )
        },
    ]
}

fn without_bodies() -> [Call; 4] {
    [
        Call {
            query: vec![
                ("out_request_no", "退款😀"),
                ("settle_no", "a b+c&d=e/f?g#h%20~*'()!,;:@$|"),
            ],
            app_auth_token: TOKEN,
            ..Call::new(
                "GET",
                "alipay.trade.batch.transfer.query",
                "/v3/alipay/trade/batch/transfer/query",
            )
        },
        Call::new(
            "GET",
            "alipay.marketing.activity.query",
            "/v3/alipay/marketing/activity/2026%2F1%20%E6%B4%BB%E5%8A%A8",
        ),
        Call {
            query: vec![("auth_token", "anonymous_code_12+/=")],
            ..Call::new("POST", "alipay.user.info.share", "/v3/alipay/user/info/share")
        },
        Call {
            query: vec![("target_card_no", "卡 1")],
            app_auth_token: TOKEN,
            ..Call::new(
                "DELETE",
                "alipay.marketing.card.delete",
                "/v3/alipay/marketing/card/delete",
            )
        },
    ]
}

fn uploads() -> [Call; 4] {
    let upload = |operation, path| Call::new("POST", operation, path);
    [
        Call {
            body: json!({"scene": "SYNC_ORDER 图片"}),
            files: vec![("file_content", "图片 😀.png", PICTURE)],
            ..upload("alipay.merchant.item.file.upload", "/v3/alipay/merchant/item/file/upload")
        },
        Call {
            body: json!({"batch_no": "2026", "shop_name": "小店"}),
            files: vec![
                ("shop_scene_pic", "scene.jpg", PICTURE),
                ("business_license_pic", "license.unknown", b"2"),
            ],
            app_auth_token: TOKEN,
            ..upload("alipay.open.agent.facetoface.sign", "/v3/alipay/open/agent/facetoface/sign")
        },
        // An upload that could have fields, and has none.
        Call {
            files: vec![("image_content", "a.png", PICTURE)],
            ..upload("alipay.merchant.image.upload", "/v3/alipay/merchant/image/upload")
        },
        // An upload that has no fields.
        Call {
            files: vec![("app_logo", "a.png", PICTURE)],
            ..upload(
                "alipay.open.mini.innerbaseinfo.applogo.upload",
                "/v3/alipay/open/mini/innerbaseinfo/applogo/upload",
            )
        },
    ]
}
