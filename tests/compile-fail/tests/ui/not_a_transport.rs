use alipay_sdk::{Client, ClientBuilder};

struct HttpClient;

fn client() -> ClientBuilder {
    Client::builder().transport(HttpClient)
}

fn main() {}
