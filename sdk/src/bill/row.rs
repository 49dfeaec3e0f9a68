//! What the kinds of rows have in common.

use super::columns::{Cells, TextRow};
use super::error::BillError;
use super::sheet::Subject;
use super::sums::{Sum, Sums};

/// A kind of rows: [`TradeRow`](super::TradeRow), [`BalanceRow`](super::BalanceRow) or [`TextRow`].
pub(super) trait BillRow: Sized {
    /// Which files have such rows; none for all of them.
    const SUBJECT: Option<Subject>;
    /// The titles of each field.
    const TITLES: &'static [&'static [&'static str]];
    /// The first titles of fields that cannot be missing.
    const REQUIRED: &'static [&'static str];
    /// The sums that a bill states of its rows.
    const SUMS: &'static [Sum];

    fn read(cells: Cells<'_>) -> Result<Self, BillError>;

    fn add_to(&self, sums: &mut Sums);
}

impl BillRow for TextRow {
    const SUBJECT: Option<Subject> = None;
    const TITLES: &'static [&'static [&'static str]] = &[];
    const REQUIRED: &'static [&'static str] = &[];
    const SUMS: &'static [Sum] = &[];

    fn read(cells: Cells<'_>) -> Result<Self, BillError> {
        Ok(cells.other())
    }

    fn add_to(&self, _: &mut Sums) {}
}

/// A row from one list: its fields, how each is read, and the titles that its column has.
macro_rules! bill_row {
    ($(#[$about:meta])* $name:ident {
        $($(#[$says:meta])* $field:ident: $type:ty = $read:ident [$($title:literal),+],)+
    }) => {
        $(#[$about])*
        #[derive(Clone, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$says])* pub $field: $type,)+
            /// The columns that have no field in this version of the SDK.
            pub other: TextRow,
        }

        impl $name {
            const TITLES: &'static [&'static [&'static str]] = &[$(&[$($title),+]),+];

            /// In the order of the list, which the columns were found in.
            fn from_cells(mut cells: Cells<'_>) -> Result<Self, BillError> {
                Ok(Self { $($field: cells.next($read)?,)+ other: cells.other() })
            }
        }
    };
}

pub(super) use bill_row;
