//! Who is notified.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use url::form_urlencoded;

type Told = BTreeMap<String, String>;

/// Acknowledges everything, and remembers it.
pub(crate) struct Receiver {
    pub(crate) url: String,
    told: Arc<Mutex<Vec<Told>>>,
}

impl Receiver {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a listener");
        let url = format!("http://{}/notify", listener.local_addr().expect("an address"));
        let told = Arc::<Mutex<Vec<Told>>>::default();
        let kept = told.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let parameters = receive(stream);
                kept.lock().expect("a lock").push(parameters);
            }
        });
        Self { url, told }
    }

    /// The last notification of a trade in this state; waits for it.
    pub(crate) fn told(&self, out_trade_no: &str, status: &str) -> Told {
        let until = Instant::now() + Duration::from_secs(20);
        while Instant::now() < until {
            let found = self.all().into_iter().rev().find(|told| {
                told["out_trade_no"] == out_trade_no && told["trade_status"] == status
            });
            if let Some(found) = found {
                return found;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("nothing was told of {out_trade_no} as {status}: {:?}", self.all());
    }

    pub(crate) fn all(&self) -> Vec<Told> {
        self.told.lock().expect("a lock").clone()
    }
}

fn receive(mut stream: TcpStream) -> Told {
    let mut reader = BufReader::new(stream.try_clone().expect("a stream"));
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).expect("a line");
        let (name, value) = line.trim_end().split_once(':').unwrap_or_default();
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().expect("a number");
        }
        if line.trim_end().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).expect("a body");
    let response = "HTTP/1.1 200 OK\r\ncontent-length: 7\r\nconnection: close\r\n\r\nsuccess";
    stream.write_all(response.as_bytes()).expect("sent");
    form_urlencoded::parse(&body).into_owned().collect()
}
