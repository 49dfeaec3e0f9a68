//! The code of a project elsewhere, which places orders.

mod client;

use std::io::{Read, Write};
use std::net::TcpStream;

use alipay_gateway::App;
use client::Call;

struct Shop {
    address: String,
    app: App,
}

impl Shop {
    fn new(base_url: String, app: App) -> Self {
        Self { address: base_url.replace("http://", ""), app }
    }

    async fn place_order(&self, number: &str, amount: &str) {
        let (target, address) = ("/v3/alipay/trade/create", self.address.clone());
        let order = format!(
            r#"{{"out_trade_no":"{number}","total_amount":"{amount}","subject":"tea"}}"#
        );
        let call = Call::new("POST", target, &order);
        let authorization = call.authorization(&self.app, &self.app.private_key);
        let request = format!(
            "POST {target} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\
             content-type: application/json\r\nauthorization: {authorization}\r\n\
             content-length: {}\r\n\r\n{order}",
            order.len()
        );
        let exchange = tokio::task::spawn_blocking(move || {
            let mut stream = TcpStream::connect(address).expect("a connection");
            stream.write_all(request.as_bytes()).expect("sent");
            let mut response = String::new();
            stream.read_to_string(&mut response).expect("a response");
            response
        });
        let response = exchange.await.expect("an exchange");
        assert!(response.starts_with("HTTP/1.1 200"), "{response}");
    }
}

