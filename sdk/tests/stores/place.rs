//! Where a store keeps what it is given.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use alipay_sdk::store::{
    AuthenticatedStore, FolderStore, IdempotencyStore, MemoryStore, PostgresStore, RedisStore,
    StoreKey,
};
use deadpool_postgres::{Manager, Pool, tokio_postgres};
use redis::aio::{ConnectionManager, ConnectionManagerConfig};

use crate::server::{Postgres, Redis};

pub(crate) enum Place {
    Memory(Arc<MemoryStore>),
    Authenticated(Arc<MemoryStore>),
    Folder(PathBuf),
    Redis(Redis),
    Postgres(Postgres),
}

impl Place {
    /// A store with a connection of its own.
    pub(crate) async fn open(&self) -> Arc<dyn IdempotencyStore> {
        match self {
            Self::Memory(store) => Arc::new(store.clone()),
            Self::Authenticated(store) => {
                Arc::new(AuthenticatedStore::new(store.clone(), StoreKey::new([1; 32]).unwrap()))
            }
            Self::Folder(folder) => Arc::new(FolderStore::open(folder).unwrap()),
            Self::Redis(server) => Arc::new(RedisStore::new(connection(server).await)),
            Self::Postgres(server) => {
                let store = PostgresStore::new(pool(server));
                store.migrate().await.unwrap();
                Arc::new(store)
            }
        }
    }

    /// Ends the server without a warning, if there is one.
    pub(crate) fn crash(&self) {
        match self {
            Self::Memory(_) | Self::Authenticated(_) | Self::Folder(_) => {}
            Self::Redis(server) => server.crash(),
            Self::Postgres(server) => server.crash(),
        }
    }

    pub(crate) fn recover(&self) {
        match self {
            Self::Memory(_) | Self::Authenticated(_) | Self::Folder(_) => {}
            Self::Redis(server) => server.run(),
            Self::Postgres(server) => server.run(),
        }
    }
}

/// A connection that tries once to come back.
pub(crate) async fn connection(server: &Redis) -> ConnectionManager {
    let client = redis::Client::open(server.url()).unwrap();
    let config = ConnectionManagerConfig::new()
        .set_number_of_retries(1)
        .set_response_timeout(Some(Duration::from_secs(60)));
    ConnectionManager::new_with_config(client, config).await.unwrap()
}

pub(crate) fn pool(server: &Postgres) -> Pool {
    let manager = Manager::new(server.config(), tokio_postgres::NoTls);
    Pool::builder(manager).max_size(8).build().unwrap()
}
