//! The operations that the gateway responds to: those of the documents.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};
#[cfg(feature = "documents")]
use std::{fs, io, path::Path};

use alipay_codegen::ir::{Ir, Model, ModelKey, Operation, Protocol};
use alipay_codegen::packed::{self, PackError};
#[cfg(feature = "documents")]
use alipay_codegen::{Problems, Source, Sources, understand};

/// The documents of this version, understood; `cargo xtask codegen` writes them.
const EMBEDDED: &[u8] = include_bytes!("../documents.bin");

/// The operations by method and path.
pub(crate) struct Catalog {
    ir: Ir,
    /// For each path of the documents, the operations by method.
    routes: matchit::Router<BTreeMap<&'static str, (String, String)>>,
}

/// Why the documents cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CatalogError {
    /// The documents cannot be read.
    #[cfg(feature = "documents")]
    #[error("the documents cannot be read")]
    Read(#[from] io::Error),
    /// The documents have errors.
    #[cfg(feature = "documents")]
    #[error("the documents are wrong: {0}")]
    Documents(Problems),
    /// The documents inside this crate are from another version.
    #[error("the embedded documents cannot be read")]
    Embedded(#[from] PackError),
    /// Two paths are ambiguous.
    #[error("the paths cannot be told apart: {0}")]
    Paths(#[from] matchit::InsertError),
}

/// What a path and a method lead to.
pub(crate) enum Found<'a> {
    /// An operation.
    Operation(&'a Operation),
    /// The path is known, the method is not: these are.
    OtherMethods(Vec<&'static str>),
    /// Nothing.
    Nothing,
}

impl Catalog {
    /// The documents inside this crate: read once, for all gateways of a process.
    pub(crate) fn embedded() -> Result<Arc<Self>, CatalogError> {
        static CATALOG: OnceLock<Arc<Catalog>> = OnceLock::new();
        if let Some(catalog) = CATALOG.get() {
            return Ok(catalog.clone());
        }
        let catalog = Arc::new(Self::new(packed::unpack(EMBEDDED)?)?);
        Ok(CATALOG.get_or_init(|| catalog).clone())
    }

    /// Reads the documents of a folder.
    #[cfg(feature = "documents")]
    pub(crate) fn read(folder: &Path) -> Result<Self, CatalogError> {
        let mut files = Vec::new();
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name.ends_with(".yaml") {
                files.push(Source { content: fs::read(&path)?, name });
            }
        }
        let ir = understand(&Sources::new(files)).map_err(CatalogError::Documents)?;
        Self::new(ir)
    }

    fn new(ir: Ir) -> Result<Self, CatalogError> {
        let mut paths: BTreeMap<String, BTreeMap<_, _>> = BTreeMap::new();
        for api in ir.apis_of(Protocol::V3) {
            for operation in api.operations.values() {
                let target = (api.tag.clone(), operation.id.clone());
                let methods = paths.entry(operation.path.clone()).or_default();
                methods.insert(operation.method.wire(), target);
            }
        }
        let mut routes = matchit::Router::new();
        for (path, methods) in paths {
            routes.insert(path, methods)?;
        }
        Ok(Self { ir, routes })
    }

    /// The operation that a request addresses; the path is still percent-encoded.
    pub(crate) fn find(&self, method: &str, path: &str) -> Found<'_> {
        let Ok(matched) = self.routes.at(path) else { return Found::Nothing };
        let Some((tag, id)) = matched.value.get(method) else {
            return Found::OtherMethods(matched.value.keys().copied().collect());
        };
        let operation = self.ir.apis.get(tag).and_then(|api| api.operations.get(id));
        operation.map_or(Found::Nothing, Found::Operation)
    }

    pub(crate) fn model(&self, key: &ModelKey) -> Option<&Model> {
        self.ir.models.get(key)
    }

    /// The operation of this id.
    pub(crate) fn operation(&self, id: &str) -> Option<&Operation> {
        self.ir.apis.values().find_map(|api| api.operations.get(id))
    }

    /// All operations.
    pub(crate) fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.ir.operations()
    }
}
