//! What pages call things differently for each protocol, beside the templates `call-….md`.

use super::cell::cell;
use crate::ir::{Operation, Protocol};

/// What stands before the operations of a protocol.
pub(super) struct Names {
    /// What stands between the client and a group.
    pub(super) gateway: &'static str,
    /// The type of the client, where it is not `Client`.
    pub(super) other_client: &'static str,
    /// The module that the calls are of.
    pub(super) module: &'static str,
    /// The one path of all operations; none where each has its own.
    path: &'static str,
}

pub(super) fn names_of(protocol: Protocol) -> Names {
    match protocol {
        Protocol::V3 => Names { gateway: "", other_client: "", module: "", path: "" },
        Protocol::V2 => Names { gateway: "v2", other_client: "", module: "", path: "/gateway.do" },
        Protocol::Top => {
            Names { gateway: "", other_client: "TopClient", module: "", path: "/router/rest" }
        }
    }
}

impl Names {
    /// What leads from the client to a group.
    pub(super) fn accessor(&self, accessor: &str) -> String {
        match self.gateway {
            "" => accessor.to_owned(),
            gateway => format!("{gateway}().{accessor}"),
        }
    }

    /// The first line of the request: HTTP method and path.
    pub(super) fn request(&self, operation: &Operation) -> String {
        let path = if self.path.is_empty() { &operation.path } else { self.path };
        cell(&format!("{} {path}", operation.method.wire()))
    }
}
