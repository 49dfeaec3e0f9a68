//! Other names of an item, by which the search of rustdoc finds it: those on the wire, the official
//! titles, and those of the official SDKs.

use proc_macro2::TokenStream;
use quote::quote;

use crate::names::RustName;
use crate::prose;

/// Attributes with these names, but without the name of the item itself and without duplicates,
/// which rustdoc refuses.
pub(super) fn aliases(own: &RustName, names: impl IntoIterator<Item = String>) -> TokenStream {
    let mut aliases = Vec::new();
    for name in names {
        // Rustdoc refuses both quotation marks.
        let name = prose::plain(&name.replace(['"', '\''], " "));
        if !name.is_empty() && name != own.as_str() && !aliases.contains(&name) {
            aliases.push(name);
        }
    }
    quote!(#(#[doc(alias = #aliases)])*)
}

/// What the official SDKs for Java and .NET call a class of an operation: `AlipayTradePayRequest`.
/// Nothing for an id that cannot be part of such a name.
pub(super) fn class(id: &str, ending: &str) -> Option<String> {
    let is_word =
        |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let mut class = String::new();
    for word in id.split('.') {
        let (first, rest) = word.split_at_checked(1).filter(|_| is_word(word))?;
        class.push_str(&first.to_ascii_uppercase());
        class.push_str(rest);
    }
    Some(class + ending)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attribute(names: &[&str]) -> String {
        let names = names.iter().map(|&name| name.to_owned());
        aliases(&RustName::default(), names).to_string()
    }

    #[test]
    fn an_alias_is_what_rustdoc_takes() {
        let found = attribute(&["a.b", "支付 \u{3000}\"接口\"\u{202e}", "", " a.b", "'"]);
        assert_eq!(found, r#"# [doc (alias = "a.b")] # [doc (alias = "支付 接口")]"#);
        assert_eq!(attribute(&["'", ""]), "");
    }

    #[test]
    fn a_class_has_the_words_of_the_id() {
        let request = |id| class(id, "Request");
        assert_eq!(request("alipay.trade.pay").as_deref(), Some("AlipayTradePayRequest"));
        assert_eq!(request("a.b2c").as_deref(), Some("AB2cRequest"));
        for id in ["", "a..b", "支付", "a.b-c"] {
            assert_eq!(request(id), None, "{id}");
        }
    }
}
