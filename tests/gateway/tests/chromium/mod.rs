//! Headless Chromium, driven over a pipe as a person would: opens, looks, clicks.

// Each test binary uses its own part of it.
#![allow(dead_code)]

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use tempfile::TempDir;

/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// A browser with one page; it ends with this.
pub(crate) struct Browser {
    child: Child,
    commands: ChildStdin,
    messages: Receiver<Value>,
    session: Value,
    last: u64,
    /// How many pages were loaded since the last step.
    loads: u32,
    /// What the console has said that is an error: exceptions, breaches of the policy, missing
    /// files.
    pub(crate) errors: Vec<String>,
    _profile: TempDir,
}

impl Browser {
    /// A browser; none where there is no Chromium.
    pub(crate) fn start() -> Option<Self> {
        let name = ["chromium", "chromium-browser"].into_iter().find(|name| {
            let found = Command::new(name).arg("--version").stdout(Stdio::null()).status();
            found.is_ok_and(|status| status.success())
        });
        let Some(name) = name else {
            // Past the harness, which keeps the words of a test that passes.
            let why = "there is no chromium here (apt-get install chromium)";
            let _ = writeln!(std::io::stderr(), "left out: the pages in a browser: {why}");
            return None;
        };
        let profile = tempfile::tempdir().expect("a folder");
        // It reads commands from descriptor 3 and writes messages to 4.
        let mut child = Command::new("sh")
            .args(["-c", "exec \"$@\" 3<&0 4>&1 0</dev/null 1>/dev/null 2>/dev/null", "sh", name])
            .args(["--headless", "--remote-debugging-pipe", "--no-sandbox", "--no-first-run"])
            .args(["--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=1"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a browser");
        let commands = child.stdin.take().expect("a pipe");
        let mut output = BufReader::new(child.stdout.take().expect("a pipe"));
        let (to, messages) = channel();
        thread::spawn(move || {
            let mut text = Vec::new();
            while output.read_until(0, &mut text).is_ok_and(|length| length > 0) {
                let message = serde_json::from_slice(text.strip_suffix(b"\0").unwrap_or(&text));
                if message.is_ok_and(|message| to.send(message).is_err()) {
                    return;
                }
                text.clear();
            }
        });
        let (session, errors) = (Value::Null, Vec::new());
        let mut browser = Self {
            child,
            commands,
            messages,
            session,
            last: 0,
            loads: 0,
            errors,
            _profile: profile,
        };
        let target = browser.call("Target.createTarget", json!({"url": "about:blank"}));
        let attach = json!({"targetId": target["targetId"], "flatten": true});
        browser.session = browser.call("Target.attachToTarget", attach)["sessionId"].take();
        for domain in ["Page.enable", "Runtime.enable", "Log.enable"] {
            browser.call(domain, json!({}));
        }
        Some(browser)
    }

    /// Gives the page a size; a narrow one is a phone's.
    pub(crate) fn resize(&mut self, width: u32, height: u32) {
        let size = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600,
        });
        self.call("Emulation.setDeviceMetricsOverride", size);
    }

    /// Prefers light or dark.
    pub(crate) fn prefer(&mut self, scheme: &str) {
        let features = json!([{"name": "prefers-color-scheme", "value": scheme}]);
        self.call("Emulation.setEmulatedMedia", json!({"features": features}));
    }

    /// Opens an address.
    pub(crate) fn open(&mut self, url: &str) {
        self.loads = 0;
        let opened = self.call("Page.navigate", json!({"url": url}));
        assert!(opened["errorText"].is_null(), "{url}: {opened}");
        self.wait_for_load(url);
    }

    /// Clicks where an element is, and waits for the page that this leads to.
    pub(crate) fn click(&mut self, selector: &str) {
        let center = self.look(&format!(
            "(() => {{ const found = document.querySelector({selector:?}); found.scrollIntoView();
             const at = found.getBoundingClientRect();
             return [at.x + at.width / 2, at.y + at.height / 2]; }})()"
        ));
        self.loads = 0;
        for kind in ["mousePressed", "mouseReleased"] {
            let event = json!({
                "type": kind, "x": center[0], "y": center[1], "button": "left", "clickCount": 1,
            });
            self.call("Input.dispatchMouseEvent", event);
        }
        self.wait_for_load(selector);
    }

    /// Types into a field.
    pub(crate) fn fill(&mut self, selector: &str, text: &str) {
        self.look(&format!("document.querySelector({selector:?}).focus()"));
        self.call("Input.insertText", json!({"text": text}));
    }

    /// What an expression says of the page.
    pub(crate) fn look(&mut self, expression: &str) -> Value {
        let question = json!({"expression": expression, "returnByValue": true});
        let mut response = self.call("Runtime.evaluate", question);
        assert!(response["exceptionDetails"].is_null(), "{expression}: {response}");
        response["result"]["value"].take()
    }

    /// The text of an element; empty when there is none.
    pub(crate) fn text(&mut self, selector: &str) -> String {
        let text = self.look(&format!("document.querySelector({selector:?})?.innerText ?? ''"));
        text.as_str().unwrap_or_default().to_owned()
    }

    pub(crate) fn url(&mut self) -> String {
        self.look("location.href").as_str().unwrap_or_default().to_owned()
    }

    /// Whether the page is wider than its window.
    pub(crate) fn overflows(&mut self) -> bool {
        self.look("document.documentElement.scrollWidth > window.innerWidth") == json!(true)
    }

    /// Writes what is seen as PNG.
    pub(crate) fn picture(&mut self, file: &Path) {
        let picture = self.call("Page.captureScreenshot", json!({"format": "png"}));
        let png = BASE64_STANDARD.decode(picture["data"].as_str().expect("a picture"));
        std::fs::write(file, png.expect("Base64")).expect("a file");
    }

    fn wait_for_load(&mut self, what: &str) {
        while self.loads == 0 {
            self.receive(what);
        }
    }

    fn call(&mut self, method: &str, params: Value) -> Value {
        self.last += 1;
        let mut command = json!({"id": self.last, "method": method, "params": params});
        if self.session.is_string() {
            command["sessionId"] = self.session.clone();
        }
        self.commands.write_all(format!("{command}\0").as_bytes()).expect("sent");
        loop {
            let mut message = self.receive(method);
            if message["id"] == self.last {
                assert!(message["error"].is_null(), "{method}: {message}");
                return message["result"].take();
            }
        }
    }

    /// The next message; events are kept on the way.
    fn receive(&mut self, what: &str) -> Value {
        let message = self.messages.recv_timeout(PATIENCE);
        let message = message.unwrap_or_else(|error| panic!("{what}: {error}"));
        let params = &message["params"];
        match message["method"].as_str() {
            Some("Page.loadEventFired") => self.loads += 1,
            Some("Runtime.exceptionThrown") => self.errors.push(params.to_string()),
            Some("Runtime.consoleAPICalled") if params["type"] == "error" => {
                self.errors.push(params.to_string());
            }
            Some("Log.entryAdded") if params["entry"]["level"] == "error" => {
                self.errors.push(params["entry"].to_string());
            }
            _ => {}
        }
        message
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.commands.write_all(b"{\"id\":0,\"method\":\"Browser.close\"}\0");
        let _ = self.child.wait();
    }
}
