//! Every vector in `tests/vectors` of the repository, or in the folder that `ALIPAY_VECTORS` names:
//! one module per file.

mod cert_sn;
mod common;
mod key_formats;
