//! Files that come through the v2 gateway.

use alipay_gateway::{Gateway, Verdict};
use serde_json::Value;

use crate::form::{Form, post_as};

const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n\0\xff--\r\n";

/// Public parameters in the query, fields and files in the body, as the official clients do it.
async fn upload(gateway: &Gateway, form: Form, files: &[(&str, &str, &[u8])]) -> Value {
    const PUBLIC: [&str; 7] =
        ["app_id", "charset", "method", "sign", "sign_type", "timestamp", "version"];
    let mut form = form.signed(gateway);
    let mut body = Vec::new();
    let mut add = |head: String, content: &[u8]| {
        let head = format!("--boundary\r\ncontent-disposition: form-data; {head}\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    };
    for (name, value) in form.0.iter().filter(|(name, _)| !PUBLIC.contains(name)) {
        add(format!("name=\"{name}\""), value.as_bytes());
    }
    for (part, name, content) in files {
        let head = format!("name=\"{part}\"; filename=\"{name}\"\r\ncontent-type: image/png");
        add(head, content);
    }
    body.extend_from_slice(b"--boundary--\r\n");
    form.0.retain(|name, _| PUBLIC.contains(name));
    let header = "content-type: multipart/form-data; boundary=boundary\r\n";
    post_as(gateway, &form.encoded(), header, &body).await.content()
}

#[tokio::test]
async fn the_files_of_an_upload_are_kept() {
    let gateway = Gateway::start().await.expect("a gateway");
    let form = Form::new(&gateway, "alipay.open.file.upload").with("biz_code", "content_creation");
    let first = upload(&gateway, form, &[("file_content", "图片.png", PICTURE)]).await;
    assert_eq!(first["code"], "10000", "{first}");
    let form = Form::new(&gateway, "alipay.offline.material.image.upload");
    let form = form.with("image_name", "店面 & \"门\"").with("image_type", "png");
    let second = upload(&gateway, form, &[("image_content", "a.png", b"1")]).await;
    assert_eq!(second["code"], "10000", "{second}");

    let [file, image] = &*gateway.uploads() else { panic!("{:?}", gateway.uploads()) };
    assert_eq!(first["file_id"], *file.id);
    assert_eq!((&*file.part, &*file.file_name), ("file_content", "图片.png"));
    assert_eq!((&*file.content_type, file.size), ("image/png", PICTURE.len()));
    assert_eq!((&*image.operation, image.size), ("alipay.offline.material.image.upload", 1));
    let call = &gateway.calls()[0];
    assert_eq!((&call.verdict, call.files[0].size), (&Verdict::Accepted, PICTURE.len()));
    assert_eq!(call.files[0].md5.len(), 32);
}

#[tokio::test]
async fn a_file_that_the_method_does_not_have_is_rejected() {
    let gateway = Gateway::start().await.expect("a gateway");
    for method in ["alipay.open.file.upload", "alipay.trade.query"] {
        let form = Form::new(&gateway, method);
        let response = upload(&gateway, form, &[("image_content", "a.png", PICTURE)]).await;
        assert_eq!(response["sub_code"], "isv.invalid-parameter", "{method}");
        assert_eq!(response["details"][0]["field"], "image_content");
    }
    let form = Form::new(&gateway, "alipay.open.file.upload");
    assert_eq!(upload(&gateway, form, &[]).await["sub_code"], "FILE_CHECK_FAIL");
    assert!(gateway.uploads().is_empty());
}

#[tokio::test]
async fn a_field_of_an_upload_is_signed() {
    let gateway = Gateway::start().await.expect("a gateway");
    let form = Form::new(&gateway, "alipay.open.file.upload").with("biz_code", "a");
    let form = form.signed(&gateway).with("biz_code", "b");
    let body = "--boundary\r\ncontent-disposition: form-data; name=\"file_content\"; \
                filename=\"a\"\r\n\r\n1\r\n--boundary--\r\n";
    let header = "content-type: multipart/form-data; boundary=boundary\r\n";
    let response = post_as(&gateway, &form.encoded(), header, body.as_bytes()).await.content();
    assert_eq!(response["sub_code"], "isv.invalid-signature");
}
