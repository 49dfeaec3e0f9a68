//! What an import cannot decide: questions with places.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::problem::{Place, Problem};

/// How many names a folded question lists.
const LISTED: usize = 8;

/// A question that the maintainer has to answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Question {
    /// The place for the maintainer's decision.
    pub place: Place,
    /// The question, with what holds until it is answered.
    pub text: String,
}

impl Question {
    /// Whether a decision that applies to nothing can go.
    pub(crate) fn of_unused(problem: &Problem) -> Self {
        let text = format!("should it be removed? {}", problem.reason);
        Self { place: problem.place.clone(), text }
    }
}

impl fmt::Display for Question {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.place, self.text)
    }
}

/// A question that is asked once for all things of a document in `spec/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fold {
    /// Stands in `spec/`, but not in the document.
    Kept,
    /// The document, older than `spec/`, says otherwise.
    Contradicted,
    /// Fields and parameters without a sentence.
    Unexplained,
    /// Operations that may be safe to retry.
    Unjudged,
}

/// The questions so far.
#[derive(Default)]
pub(super) struct Questions {
    single: BTreeSet<Question>,
    folded: BTreeMap<(String, Fold), BTreeSet<String>>,
}

impl Questions {
    /// Asks.
    pub(super) fn ask(&mut self, place: Place, text: impl Into<String>) {
        self.single.insert(Question { place, text: text.into() });
    }

    /// Asks once for all things of a document.
    pub(super) fn fold(&mut self, document: &str, fold: Fold, thing: impl Into<String>) {
        self.folded.entry((document.to_owned(), fold)).or_default().insert(thing.into());
    }

    /// All of them, in the order of their places.
    pub(super) fn into_vec(self) -> Vec<Question> {
        let folded = self.folded.into_iter().map(|((document, fold), things)| Question {
            place: place(&document, fold),
            text: fold.ask(&things),
        });
        let mut all: Vec<_> = self.single.into_iter().chain(folded).collect();
        all.sort();
        all
    }
}

fn place(document: &str, fold: Fold) -> Place {
    match fold {
        Fold::Kept | Fold::Contradicted => Place::root(document),
        Fold::Unexplained => Place::root(document).at("components"),
        Fold::Unjudged => Place::root("decisions.yaml").at("idempotency"),
    }
}

impl Fold {
    fn ask(self, things: &BTreeSet<String>) -> String {
        let mut list: Vec<&str> = things.iter().take(LISTED).map(String::as_str).collect();
        let more = format!("{} more", things.len().saturating_sub(LISTED));
        if things.len() > LISTED {
            list.push(&more);
        }
        let list = list.join(", ");
        match self {
            Self::Kept => format!(
                "is this gone from the platform? The document does not have it, and it is kept: {list}"
            ),
            Self::Contradicted => format!(
                "which is right? The document is older than spec/, so spec/ was not changed: {list}"
            ),
            Self::Unexplained => format!(
                "what do these mean? Describe them in glossary.yaml, or beside the field; until then they \
                 have no description: {list}"
            ),
            Self::Unjudged => format!(
                "which of these change nothing, or are done once per idempotency key? Until you decide, \
                 they are not retried: {list}"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_things_of_a_document_are_one_question_that_lists_a_few() {
        let mut questions = Questions::default();
        for number in 10..30 {
            questions.fold("trade.yaml", Fold::Kept, format!("Model.field_{number}"));
        }
        questions.fold("fund.yaml", Fold::Kept, "Model.other");
        let questions = questions.into_vec();
        let [fund, trade] = questions.as_slice() else { panic!("{questions:?}") };
        assert_eq!(fund.place, Place::root("fund.yaml"));
        assert!(trade.text.ends_with("Model.field_16, Model.field_17, 12 more"), "{trade}");
    }
}
