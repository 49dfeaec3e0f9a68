//! One version of a mini program.

use serde_json::{Value, json};

use crate::request::Checked;
use crate::state::input::Merchant;

/// The version of one mini program on one client.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    merchant: Merchant,
    mini_app_id: String,
    bundle_id: String,
    pub(super) version: String,
}

pub(super) struct Version {
    pub(super) package_id: String,
    /// After how many more queries it is built.
    pub(super) queries_left: u32,
    pub(super) stage: Stage,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Built, or still building.
    Development,
    Auditing,
    Online,
}

impl Version {
    pub(super) fn new(id: u64, queries_left: u32, stage: Stage) -> Self {
        let package_id = format!("package-{id:08}");
        Self { package_id, queries_left, stage }
    }

    pub(super) fn is_built(&self) -> bool {
        self.queries_left == 0
    }

    /// 1: it builds; 6: the version is there. The builder wants to be asked again while it builds.
    pub(super) fn build(&self) -> Value {
        let flag = |is: bool| if is { "true" } else { "false" };
        let built = self.is_built();
        json!({
            "build_status": if built { "6" } else { "1" }, "need_rotation": flag(!built),
            "version_created": flag(built),
        })
    }
}

impl Key {
    /// The version that a field or parameter of this name names.
    pub(super) fn read(merchant: &Merchant, request: &Checked, version: &str) -> Self {
        let read = |name: &str| {
            request
                .body_text(name)
                .or_else(|| request.query_text(name))
                .unwrap_or_default()
                .to_owned()
        };
        Self {
            merchant: merchant.clone(),
            mini_app_id: read("mini_app_id"),
            bundle_id: read("bundle_id"),
            version: read(version),
        }
    }
}
