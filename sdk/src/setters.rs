//! Options: their defaults, and the methods that set them.

/// Methods of a builder that set one option and give the builder back: the field that each sets,
/// and to what.
macro_rules! setters {
    ($(
        $(#[$about:meta])*
        pub fn $name:ident($value:ident: $type:ty) => $($field:ident).+ = $set:expr;
    )+) => {$(
        $(#[$about])*
        pub fn $name(mut self, $value: $type) -> Self {
            self.$($field).+ = $set;
            self
        }
    )+};
}

/// Options that are all set alike: the struct, `new` with the defaults, and a setter for each.
#[allow(unused_macros, reason = "for the features `bills` and `flows`")]
macro_rules! options {
    (
        $(#[$about:meta])*
        pub struct $name:ident;

        $(#[$new:meta])*
        pub fn new;

        $(
            $(#[$says:meta])*
            pub fn $option:ident($value:ident: $type:ty) = $default:expr;
        )+
    ) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[must_use]
        pub struct $name {
            $(pub(super) $option: $type,)+
        }

        impl $name {
            $(#[$new])*
            pub const fn new() -> Self {
                Self { $($option: $default,)+ }
            }

            $(
                $(#[$says])*
                pub const fn $option(mut self, $value: $type) -> Self {
                    self.$option = $value;
                    self
                }
            )+
        }

        impl Default for $name {
            fn default() -> Self {
                Self::new()
            }
        }
    };
}

/// A struct with a default for each field.
macro_rules! with_defaults {
    (
        $(#[$about:meta])*
        $vis:vis struct $name:ident {
            $($(#[$says:meta])* $field_vis:vis $field:ident: $type:ty = $default:expr,)+
        }
    ) => {
        $(#[$about])*
        $vis struct $name {
            $($(#[$says])* $field_vis $field: $type,)+
        }

        impl Default for $name {
            fn default() -> Self {
                Self { $($field: $default,)+ }
            }
        }
    };
}

pub(crate) use {options, setters, with_defaults};
