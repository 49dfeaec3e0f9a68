//! The values in examples: the most telling fields of each object.

use std::collections::BTreeSet;

use super::book::Book;
use super::code::{Call, Code};
use super::scalar::{innermost, scalar};
use crate::ir::{Field, File, ModelKey, Operation, Sample, Type};
use crate::names::RustName;

/// How many fields are set of an object, and how many when more are required.
const FIELDS: usize = 4;
const REQUIRED: usize = 16;
/// How many files an upload has.
const FILES: usize = 2;
/// How many objects stand inside one another.
const DEPTH: usize = 3;

/// Writes values, and notes what they need.
pub(super) struct Writer<'a> {
    book: &'a Book<'a>,
    /// The id of the operation whose example it is.
    operation: &'a str,
    /// The models that are used.
    pub(super) models: BTreeSet<&'a str>,
    /// Whether there are files.
    pub(super) files: bool,
}

impl<'a> Writer<'a> {
    pub(super) fn new(book: &'a Book<'a>, operation: &'a str) -> Self {
        Self { book, operation, models: BTreeSet::new(), files: false }
    }

    /// A parameter of the path, which cannot be left out.
    pub(super) fn argument(&self, field: &Field) -> String {
        let sample = self.book.ir.samples.of(self.operation, &field.wire);
        scalar(field, &field.ty, sample).unwrap_or_else(|| "1".to_owned())
    }

    /// The parameters of a query.
    pub(super) fn params(&mut self, operation: &Operation) -> Code {
        let (id, names) = (&operation.id, self.book.names);
        let shown_fields = self.telling(id, operation.query.iter(), 0);
        let calls = shown_fields
            .into_iter()
            .map(|(field, sample)| {
                let value = self.value(field, &field.ty, sample, 0);
                Call::new(names.param(id, &field.wire).as_str(), value)
            })
            .collect();
        Code::Chain(new(names.params(id)), calls)
    }

    /// A JSON body.
    pub(super) fn body(&mut self, ty: &Type) -> Code {
        match ty {
            Type::Model(key) => self.model(key, 0),
            _ => Code::Short("Default::default()".to_owned()),
        }
    }

    /// The parts of an upload.
    pub(super) fn parts(&mut self, id: &str, data: Option<&Type>, files: &[File]) -> Code {
        let names = self.book.names;
        let mut calls = Vec::new();
        if let Some(Type::Model(key)) = data {
            calls.push(Call::new(names.part(id, "data").as_str(), self.model(key, 1)));
        }
        let required = files.iter().filter(|file| file.required).count();
        let mut files: Vec<_> = files.iter().collect();
        files.sort_by_key(|file| !file.required);
        files.truncate(required.clamp(FILES, REQUIRED));
        for File { wire, .. } in files {
            self.files = true;
            let sample = self.book.ir.samples.of(self.operation, wire);
            let path = sample.map_or("picture.png", |sample| &sample.value);
            let file = format!("FilePart::from_path({path:?})?");
            calls.push(Call::short(names.part(id, wire).as_str(), file));
        }
        Code::Chain(new(names.parts(id)), calls)
    }

    /// A model inside `depth` others.
    fn model(&mut self, key: &ModelKey, depth: usize) -> Code {
        let book = self.book;
        let name = book.names.model(key);
        self.models.insert(name.as_str());
        let shown_fields = self.telling(&key.root, book.ir.models[key].fields.values(), depth);
        let calls = shown_fields
            .into_iter()
            .map(|(field, sample)| {
                let value = self.value(field, &field.ty, sample, depth);
                Call::new(book.names.field(key, &field.wire).as_str(), value)
            })
            .collect();
        Code::Chain(new(name), calls)
    }

    /// The value of a field of an object inside `depth` others.
    fn value(&mut self, field: &Field, ty: &Type, sample: Option<&Sample>, depth: usize) -> Code {
        match ty {
            Type::Model(key) => self.model(key, depth + 1),
            Type::List(item) => match self.value(field, item, sample, depth) {
                Code::Short(item) => Code::Short(format!("[{item}]")),
                item => Code::List(Box::new(item)),
            },
            ty => Code::Short(scalar(field, ty, sample).unwrap_or_default()),
        }
    }

    /// The fields to show of an object inside `depth` others: those that were chosen, or the
    /// required and the most telling ones.
    fn telling<'f>(
        &self,
        object: &str,
        fields: impl Iterator<Item = &'f Field>,
        depth: usize,
    ) -> Vec<(&'f Field, Option<&'a Sample>)> {
        let (book, samples) = (self.book, &self.book.ir.samples);
        let shown = |&(field, sample): &(&Field, _)| has_value(book, field, sample, depth);
        if let Some(chosen) = samples.objects.get(object) {
            let shown_fields =
                fields.filter_map(|field| Some((field, Some(chosen.get(&field.wire)?))));
            return shown_fields.filter(shown).collect();
        }
        let current = fields.filter(|field| !field.deprecated);
        let shown_fields = current.map(|field| (field, samples.of(self.operation, &field.wire)));
        let mut shown_fields: Vec<_> = shown_fields.filter(shown).collect();
        let rank = |sample: Option<&Sample>| sample.map_or(usize::MAX, |sample| sample.rank);
        shown_fields.sort_by_key(|(field, sample)| (!field.required, rank(*sample)));
        let required = shown_fields.iter().filter(|(field, _)| field.required).count();
        shown_fields.truncate(required.clamp(FIELDS, REQUIRED));
        shown_fields
    }
}

/// Whether there is a value for a field of an object inside `depth` others.
fn has_value(book: &Book<'_>, field: &Field, sample: Option<&Sample>, depth: usize) -> bool {
    match innermost(&field.ty) {
        Type::Model(key) => depth + 1 < DEPTH && book.shown.contains(key),
        ty => scalar(field, ty, sample).is_some(),
    }
}

fn new(ty: &RustName) -> String {
    format!("{}::new()", ty.as_str())
}
