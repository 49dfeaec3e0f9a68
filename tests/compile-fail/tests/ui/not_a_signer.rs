use alipay_sdk::{Client, ClientBuilder};

fn client() -> ClientBuilder {
    Client::builder().signer("-----BEGIN PRIVATE KEY-----")
}

fn main() {}
