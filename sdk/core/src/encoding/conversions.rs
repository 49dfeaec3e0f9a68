//! The conversions that keys and certificates share.

/// Text and bytes are the content itself; a path is read.
macro_rules! conversions {
    ($type:ident, $error:ident) => {
        impl $type {
            /// Reads a file; `parse` lists the accepted content.
            ///
            /// # Errors
            ///
            /// As for `parse`, and when the file cannot be read or is larger than 1 MiB. The error
            /// names the file.
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

        $crate::encoding::try_from! { $type, $error;
            [] &str, content => Self::parse(content);
            [] &String, content => Self::parse(content);
            /// The text is wiped.
            [] String, content => Self::parse(zeroize::Zeroizing::new(content).as_str());
            [] &[u8], content => Self::parse(content);
            /// For `include_bytes!`.
            [const LENGTH: usize] &[u8; LENGTH], content => Self::parse(content);
            /// The bytes are wiped.
            [] Vec<u8>, content => Self::parse(zeroize::Zeroizing::new(content));
            /// Reads the file.
            [] &std::path::Path, path => Self::read(path);
            /// Reads the file.
            [] &std::path::PathBuf, path => Self::read(path);
            /// Reads the file.
            [] std::path::PathBuf, path => Self::read(path);
        }
    };
}

/// One `TryFrom` for each type that is taken. A single one for all of them would rule out that
/// others are added.
macro_rules! try_from {
    (
        $type:ident, $error:ident;
        $($(#[$doc:meta])* [$($generics:tt)*] $from:ty, $given:ident => $parsed:expr;)*
    ) => {$(
        $(#[$doc])*
        impl<$($generics)*> TryFrom<$from> for $type {
            type Error = $error;

            fn try_from($given: $from) -> Result<Self, $error> {
                $parsed
            }
        }
    )*};
}

pub(crate) use conversions;
pub(crate) use try_from;
