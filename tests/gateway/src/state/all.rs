//! All that is remembered.

use super::book::Book;
use super::files::Files;
use super::mini_program::MiniPrograms;
use super::token::Tokens;
use super::trade::Trades;
use super::transfer::Transfers;

/// All of it; the operations borrow the parts that they need.
#[derive(Default)]
pub(super) struct All {
    pub(super) trades: Trades,
    pub(super) transfers: Transfers,
    pub(super) tokens: Tokens,
    pub(super) files: Files,
    pub(super) mini_programs: MiniPrograms,
    pub(super) book: Book,
}
