//! Faults of the gateway, and when they happen.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// A fault of one call.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Fault {
    /// The response is delayed by this time.
    Latency(Duration),
    /// The connection is reset before the request is processed.
    ResetBefore,
    /// The request is processed, then the connection is reset without a response.
    ResetAfter,
    /// The connection breaks off in the middle of the body.
    Truncated,
    /// The signature belongs to another text.
    WrongSignature,
    /// The signature is missing.
    MissingSignature,
    /// The response names a certificate that does not exist.
    UnknownSerial,
    /// The response is 429 (too many calls). The request is not processed.
    TooManyRequests,
    /// The response is 500, although the request was processed.
    SystemError,
    /// The response is 502 with the HTML page of a proxy. The request is not processed.
    BadGateway,
    /// The response is 202: the request is accepted, but not processed.
    Accepted,
    /// The body of the response is empty.
    EmptyBody,
    /// The body is signed, but not UTF-8.
    NotUtf8,
    /// The body is followed by this many bytes of signed white space.
    HugeBody(usize),
    /// The body comes in pieces, with this pause between them.
    SlowDrip(Duration),
    /// The request is processed twice, as when the network duplicates it.
    Duplicate,
}

impl Fault {
    /// Returns every kind of fault once.
    pub fn all() -> Vec<Self> {
        vec![
            Self::Latency(Duration::from_millis(20)),
            Self::ResetBefore,
            Self::ResetAfter,
            Self::Truncated,
            Self::WrongSignature,
            Self::MissingSignature,
            Self::UnknownSerial,
            Self::TooManyRequests,
            Self::SystemError,
            Self::BadGateway,
            Self::Accepted,
            Self::EmptyBody,
            Self::NotUtf8,
            Self::HugeBody(1 << 20),
            Self::SlowDrip(Duration::from_millis(1)),
            Self::Duplicate,
        ]
    }

    /// Whether the request is processed in spite of it.
    fn lets_through(&self) -> bool {
        !matches!(
            self,
            Self::ResetBefore | Self::TooManyRequests | Self::BadGateway | Self::Accepted
        )
    }

    /// Spoils a body, if that is what this fault does.
    pub(crate) fn spoil(&self, body: &mut Vec<u8>) {
        match self {
            Self::NotUtf8 => {
                let start = body.len().min(1);
                body.splice(start..start, *b"\"\xff\xfe\":1,");
            }
            Self::HugeBody(size) => body.resize(body.len() + size, b' '),
            _ => {}
        }
    }
}

/// What becomes of a request under a fault: nothing when it is not processed.
pub(crate) fn run<T>(fault: Option<&Fault>, process: impl Fn() -> T) -> Option<T> {
    match fault {
        Some(fault) if !fault.lets_through() => return None,
        Some(Fault::Duplicate) => drop(process()),
        _ => {}
    }
    Some(process())
}

/// A rule that makes calls fail.
#[derive(Clone, Debug, PartialEq)]
pub struct FaultRule {
    /// The id of the operation, or `None` for all operations.
    pub operation: Option<String>,
    /// The fault.
    pub fault: Fault,
    /// How often the rule applies, or `None` for every call.
    pub times: Option<usize>,
}

/// The faults to come.
#[derive(Default)]
pub(crate) struct Faults(Mutex<Plan>);

#[derive(Default)]
struct Plan {
    rules: VecDeque<FaultRule>,
    random: Option<Random>,
}

/// Faults by chance, the same for the same seed.
struct Random {
    chance: fastrand::Rng,
    /// Of a thousand calls, how many fail.
    per_mille: u16,
    kinds: Vec<Fault>,
}

impl Faults {
    pub(crate) fn add(&self, rule: FaultRule) {
        self.plan(|plan| plan.rules.push_back(rule));
    }

    pub(crate) fn clear(&self) {
        self.plan(|plan| *plan = Plan::default());
    }

    pub(crate) fn seed(&self, seed: u64, per_mille: u16, kinds: Vec<Fault>) {
        let chance = fastrand::Rng::with_seed(seed);
        self.plan(|plan| plan.random = Some(Random { chance, per_mille, kinds }));
    }

    /// The fault of the next call of this operation: by the first rule that fits, else by chance.
    pub(crate) fn next(&self, operation: &str) -> Option<Fault> {
        self.plan(|plan| {
            let fits = |rule: &FaultRule| {
                rule.times != Some(0) && rule.operation.as_ref().is_none_or(|id| id == operation)
            };
            if let Some(rule) = plan.rules.iter_mut().find(|rule| fits(rule)) {
                rule.times = rule.times.map(|times| times - 1);
                return Some(rule.fault.clone());
            }
            let random = plan.random.as_mut()?;
            let hit = random.chance.u16(0..1000) < random.per_mille;
            let kind = random.chance.usize(0..random.kinds.len().max(1));
            random.kinds.get(kind).filter(|_| hit).cloned()
        })
    }

    fn plan<T>(&self, work: impl FnOnce(&mut Plan) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
