//! What the platform tells of payments, to both workers and several times; the goods are shipped
//! once.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::Duration;

use alipay_sdk::notify::{
    Event, Fact, HandleError, HandleOnce, Handled, Notification, NotificationVerifier, Reply,
};
use alipay_sdk::store::{AuthenticatedStore, IdempotencyStore, StoreErrorKind, StoreKey};
use alipay_sdk::{Clock, PrivateKey};
use anyhow::{Context, Result, anyhow, bail};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use url::form_urlencoded::Serializer;

use crate::Life;
use crate::chance::Chance;
use crate::clocks::WorkerClock;
use crate::death::Death;
use crate::plan::Plan;
use crate::shop::Ended;

pub(crate) const FILE: &str = "work.log";

/// The line that is written when work begins.
pub(crate) const BEGUN: &str = "begun";
/// The line that is written at each step of it.
pub(crate) const STEP: &str = "step";
/// The line that is written at its end.
pub(crate) const DONE: &str = "done";
/// The line that is written when the store has it that it is done.
pub(crate) const HANDLED: &str = "handled";

/// How often the platform sends a notification, and how long it waits in between.
const DELIVERIES: usize = 8;
const REPETITION: Duration = Duration::from_secs(240);
/// How long a step takes.
const PACE: Duration = Duration::from_secs(5);

const APP_ID: &str = "2021000000000000";

/// What a worker does with notifications.
pub(crate) struct Receiver {
    /// Tells its attempts from those of others.
    name: String,
    plan: Plan,
    store: AuthenticatedStore,
    clock: WorkerClock,
    death: Death,
    verifier: NotificationVerifier,
    /// The platform's.
    key: PrivateKey,
    file: File,
    attempts: AtomicU32,
}

impl Receiver {
    pub(crate) fn new(
        name: &str,
        life: &Life,
        store: impl IdempotencyStore,
        clock: WorkerClock,
        death: Death,
    ) -> Result<Self> {
        let key = PrivateKey::parse(include_str!("../../vectors/keys/alipay_private.pkcs8.pem"))?;
        let verifier = NotificationVerifier::new(key.public_key().clone(), APP_ID);
        let store = AuthenticatedStore::new(store, StoreKey::of(&key)?);
        let file = open(&life.folder)?;
        let plan = Plan { seed: life.seed, sizes: life.sizes };
        let name = format!("{}{name}", life.life);
        Ok(Self { name, plan, store, clock, death, verifier, key, file, attempts: 0.into() })
    }

    /// Receives all that the platform tells of a payment: that it is paid, and later once more.
    pub(crate) async fn receive(
        &self,
        index: usize,
        paid: Option<Ended>,
        chance: &Chance,
    ) -> Result<()> {
        let Some(Ended::Succeeded(trade_no)) = paid else { return Ok(()) };
        for status in ["TRADE_SUCCESS", "TRADE_FINISHED"] {
            self.clock.sleep(chance.seconds(0..300)).await;
            let body = self.body(index, &trade_no, status)?;
            for _ in 0..DELIVERIES {
                let notification = self.verifier.verify(body.as_bytes())?;
                if self.handle(index, &notification).await? == Reply::Success {
                    break;
                }
                self.clock.sleep(REPETITION).await;
            }
        }
        Ok(())
    }

    async fn handle(&self, index: usize, notification: &Notification) -> Result<Reply> {
        let number = self.plan.number(index);
        let attempt = format!("{}.{}", self.name, self.attempts.fetch_add(1, Relaxed));
        let write = |what: &str| self.write(&format!("{number} {attempt} {what}"));
        let ship = async {
            let Event::Trade(trade) = notification.event()? else { bail!("it is about no trade") };
            if trade.fact() != Some(&Fact::Paid) {
                bail!("it reports another fact");
            }
            write(BEGUN)?;
            for _ in 0..self.plan.steps(index) {
                self.clock.sleep(PACE).await;
                write(STEP)?;
            }
            write(DONE)
        };
        let once = HandleOnce::new().clock(self.clock.clone());
        match once.handle(&self.store, notification, ship).await {
            Ok(handled) => {
                if handled == Handled::Now {
                    write(HANDLED)?;
                }
                Ok(handled.reply())
            }
            Err(HandleError::Work(error)) => Err(error),
            Err(HandleError::Store(error)) if error.kind() == StoreErrorKind::Untrusted => {
                Err(anyhow!(error))
            }
            Err(_) => Ok(Reply::Fail),
        }
    }

    /// A notification as the platform posts it.
    fn body(&self, index: usize, trade_no: &str, status: &str) -> Result<String> {
        let (number, total) = (self.plan.number(index), self.plan.total(index).to_string());
        let id = format!("{number}{status}");
        let parameters = [
            ("app_id", APP_ID),
            ("charset", "utf-8"),
            ("notify_id", &id),
            ("notify_type", "trade_status_sync"),
            ("out_trade_no", &number),
            ("total_amount", &total),
            ("trade_no", trade_no),
            ("trade_status", status),
        ];
        let pairs: Vec<_> =
            parameters.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let signature = BASE64_STANDARD.encode(self.key.sign(pairs.join("&").as_bytes())?);
        let mut form = Serializer::new(String::new());
        form.extend_pairs(parameters).append_pair("sign_type", "RSA2");
        Ok(form.append_pair("sign", &signature).finish())
    }

    /// A line, in one piece: whatever happens next, it stands.
    fn write(&self, line: &str) -> Result<()> {
        self.death.may_come();
        (&self.file).write_all(format!("{line}\n").as_bytes()).context(FILE)
    }
}

fn open(folder: &Path) -> Result<File> {
    let path = folder.join(FILE);
    let file = OpenOptions::new().create(true).append(true).open(&path);
    file.with_context(|| format!("{}", path.display()))
}
