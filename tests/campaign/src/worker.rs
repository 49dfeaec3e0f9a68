//! One life of the process that pays. Two workers run the same orders at once, each kept in the
//! store, until the process dies or all have ended.

use std::path::Path;
use std::time::Duration;

use alipay_sdk::flow::Flows;
use alipay_sdk::store::{FolderStore, IdempotencyStore};
use alipay_sdk::{Client, ClientBuilder, Config, RetryPolicy};
use anyhow::{Context, Result, ensure};
use fastrand::Rng;

use crate::Life;
use crate::calls::{self, Line, Recorder};
use crate::chance::Chance;
use crate::clocks::{StoreClock, WorkerClock};
use crate::death::Death;
use crate::meddler::Meddler;
use crate::notices::Receiver;
use crate::plan::{Order, Plan};
use crate::shop::Shop;
use crate::told::Told;
use crate::unsteady::Unsteady;
use crate::world::World;

/// The configuration of the client, in the folder.
pub(crate) const CONFIG: &str = "client.json";

/// What the process writes when the payout account is empty. Once it is filled, it gets a line.
pub(crate) const EMPTY: &str = "empty";

/// The store, in the folder.
const STORE: &str = "store";

/// How far lives are apart: longer than any life, and than all leases.
const LIFE: Duration = Duration::from_secs(10_000_000);

/// Of a thousand orders, how many a worker drops in the middle, and takes up again later.
const DROPPED: u16 = 30;

/// One of the two.
struct Worker {
    name: &'static str,
    clock: WorkerClock,
    chance: Chance,
    shop: Shop,
    receiver: Receiver,
    told: Told,
}

pub(crate) async fn run(life: Life) -> Result<()> {
    let plan = Plan { seed: life.seed, sizes: life.sizes };
    let seed = Rng::with_seed(life.seed ^ u64::from(life.life).rotate_left(40)).u64(..);
    let world = World::new(seed, LIFE * (life.life + 1));
    let death = Death::of(life.seed, life.life, life.mortal);
    let workers = [
        Worker::new("a", &life, plan, &world, seed, &death)?,
        Worker::new("b", &life, plan, &world, !seed, &death)?,
    ];
    let orders = life.from..plan.sizes.all();
    let all = async {
        for index in orders {
            let [a, b] = &workers;
            // In the same order each time: a lease may end while either of them is polled.
            let (a, b) = tokio::join!(biased; a.run(index), b.run(index));
            a.and(b).with_context(|| format!("order {index}"))?;
            println!("{index}");
        }
        anyhow::Ok(())
    };
    world.run(all).await
}

impl Worker {
    fn new(
        name: &'static str,
        life: &Life,
        plan: Plan,
        world: &World,
        seed: u64,
        death: &Death,
    ) -> Result<Self> {
        let folder = &life.folder;
        let chance = if life.mortal { Chance::of(seed) } else { Chance::none() };
        let clock = WorkerClock::new(world, chance.clone());
        // What the life before left is found some time later.
        clock.begin(chance.seconds(0..180));
        let line = Line {
            worker: name,
            file: calls::open(folder)?,
            world: world.clone(),
            chance: chance.clone(),
            meddler: Meddler::new(chance.clone(), life.rates),
            death: death.clone(),
        };
        let client = client(folder, &clock, line)?;
        let unsteady = || -> Result<_> {
            let inner = store(folder, world)?;
            Ok(Unsteady::new(inner, world, chance.clone(), death.clone()))
        };
        let flows = Flows::new(&client).store(unsteady()?);
        let receiver = Receiver::new(name, life, unsteady()?, clock.clone(), death.clone())?;
        let shop = Shop { plan, flows, world: world.clone(), fill };
        Ok(Self { name, clock, chance, shop, receiver, told: Told::open(folder)? })
    }

    /// Runs an order, in one piece or dropped in the middle and taken up again.
    async fn run(&self, index: usize) -> Result<()> {
        self.shop.world.wait(self.chance.delay(500, 1..30)).await;
        if self.chance.hits(DROPPED) {
            let end = self.shop.world.wait(self.chance.seconds(1..60));
            tokio::select! {
                biased;
                done = self.order(index) => return done,
                () = end => {}
            }
            self.shop.world.wait(self.chance.seconds(1..300)).await;
        }
        self.order(index).await?;
        self.clock.begin(Duration::ZERO);
        Ok(())
    }

    async fn order(&self, index: usize) -> Result<()> {
        let plan = self.shop.plan;
        let (number, ended) = match plan.order(index) {
            Order::Payment(index) => (plan.number(index), self.shop.payment(index).await?),
            Order::Refund(index) => match self.shop.refunded(index).await? {
                Some((payment, place)) => {
                    let number = plan.refund_number(payment, place);
                    (number, self.shop.refund(payment, place).await?)
                }
                None => return Ok(()),
            },
            Order::Transfer(index) => {
                (plan.transfer_number(index), self.shop.transfer(index).await?)
            }
            Order::Notice(index) => {
                let paid = self.shop.payment(index).await?;
                return self.receiver.receive(index, paid, &self.chance).await;
            }
        };
        ended.map_or(Ok(()), |ended| self.told.write(&number, self.name, &ended))
    }
}

/// Asks for money in the payout account, and waits for it.
fn fill() -> Result<()> {
    println!("{EMPTY}");
    let filled = std::io::stdin().read_line(&mut String::new())?;
    ensure!(filled > 0, "nobody fills the account");
    Ok(())
}

fn client(folder: &Path, clock: &WorkerClock, line: Line) -> Result<Client> {
    let builder = builder(folder)?.clock(clock.clone());
    let builder = builder.wrap_transport(move |inner| Recorder { inner, line });
    // No chance in the waits: every run of a seed is the same.
    let policy = RetryPolicy::new().wait(Duration::ZERO, Duration::ZERO);
    Ok(builder.retry(policy).build()?)
}

pub(crate) fn builder(folder: &Path) -> Result<ClientBuilder> {
    let path = folder.join(CONFIG);
    let text = std::fs::read(&path).with_context(|| format!("{}", path.display()))?;
    Ok(Client::builder().config(serde_json::from_slice::<Config>(&text)?))
}

/// The store, with the time of this world.
pub(crate) fn store(folder: &Path, world: &World) -> Result<impl IdempotencyStore + use<>> {
    Ok(FolderStore::open(folder.join(STORE))?.clock(StoreClock(world.clone())))
}
