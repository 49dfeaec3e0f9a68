//! The conversions that keys and certificates share.

/// Text and bytes are the content itself; a path is read.
macro_rules! conversions {
    ($type:ident, $error:ident) => {
        impl $type {
            /// Reads a file, as `parse` does its content.
            ///
            /// # Errors
            ///
            /// As `parse`; also a file that cannot be read, or is far too large. The error names the
            /// file.
            pub fn read(path: impl AsRef<std::path::Path>) -> Result<Self, $error> {
                use $crate::encoding::{FileError, read_file};

                let path = path.as_ref();
                let content = read_file(path).map_err(|error| {
                    let path = path.to_owned();
                    match error {
                        FileError::Io(source) => $error::Read { path, source },
                        FileError::TooLarge => $error::TooLarge { path },
                    }
                })?;
                Self::parse(content).map_err(|error| {
                    let (path, reason) = (path.to_owned(), Box::new(error));
                    $error::File { path, reason }
                })
            }
        }

        impl std::str::FromStr for $type {
            type Err = $error;

            fn from_str(content: &str) -> Result<Self, $error> {
                Self::parse(content)
            }
        }

        impl TryFrom<&str> for $type {
            type Error = $error;

            fn try_from(content: &str) -> Result<Self, $error> {
                Self::parse(content)
            }
        }

        impl TryFrom<&String> for $type {
            type Error = $error;

            fn try_from(content: &String) -> Result<Self, $error> {
                Self::parse(content)
            }
        }

        /// The text is wiped.
        impl TryFrom<String> for $type {
            type Error = $error;

            fn try_from(content: String) -> Result<Self, $error> {
                Self::parse(zeroize::Zeroizing::new(content).as_str())
            }
        }

        impl TryFrom<&[u8]> for $type {
            type Error = $error;

            fn try_from(content: &[u8]) -> Result<Self, $error> {
                Self::parse(content)
            }
        }

        /// For `include_bytes!`.
        impl<const LENGTH: usize> TryFrom<&[u8; LENGTH]> for $type {
            type Error = $error;

            fn try_from(content: &[u8; LENGTH]) -> Result<Self, $error> {
                Self::parse(content)
            }
        }

        /// The bytes are wiped.
        impl TryFrom<Vec<u8>> for $type {
            type Error = $error;

            fn try_from(content: Vec<u8>) -> Result<Self, $error> {
                Self::parse(zeroize::Zeroizing::new(content))
            }
        }

        /// Reads the file.
        impl TryFrom<&std::path::Path> for $type {
            type Error = $error;

            fn try_from(path: &std::path::Path) -> Result<Self, $error> {
                Self::read(path)
            }
        }

        /// Reads the file.
        impl TryFrom<&std::path::PathBuf> for $type {
            type Error = $error;

            fn try_from(path: &std::path::PathBuf) -> Result<Self, $error> {
                Self::read(path)
            }
        }

        /// Reads the file.
        impl TryFrom<std::path::PathBuf> for $type {
            type Error = $error;

            fn try_from(path: std::path::PathBuf) -> Result<Self, $error> {
                Self::read(path)
            }
        }
    };
}

pub(crate) use conversions;
