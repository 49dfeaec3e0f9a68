//! Keys from texts, bytes and paths, so that a builder can take `impl TryInto<PrivateKey>`.

use super::{KeyError, PrivateKey, PublicKey};

crate::encoding::conversions!(PrivateKey, KeyError);
crate::encoding::conversions!(PublicKey, KeyError);
