//! The texts that a notification may be signed over, and what a signature over them proves.

use super::gateway_check;
use super::parameter_names::{RETURN_PAGE, TRADE, is_documented};
use super::parameters::{Form, join};

/// One way to build the signed text. The signature proves only the parameters in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    keeps_sign_type: bool,
    keeps_empty: bool,
    keeps_serial: bool,
}

impl Rule {
    /// Returns whether a parameter is part of the text.
    pub fn covers(self, name: &[u8], value: &[u8]) -> bool {
        match name {
            b"sign" => false,
            b"sign_type" if !self.keeps_sign_type => false,
            b"alipay_cert_sn" if !self.keeps_serial => false,
            _ => self.keeps_empty || !value.is_empty(),
        }
    }

    /// Returns the signed text of these parameters.
    pub fn text(self, form: &Form) -> Vec<u8> {
        let pairs = form.iter().map(|(name, value)| (name.as_slice(), value.as_slice()));
        join(pairs.filter(|(name, value)| self.covers(name, value)))
    }
}

/// Returns the rules that may apply to these parameters, the usual one first. Trades, return pages
/// and messages are signed without `sign_type`. Posts to the application gateway with a `service`
/// are signed with it. The official SDKs try both rules for messages. They do not agree on empty
/// values, and some leave out `alipay_cert_sn`.
pub fn rules(form: &Form) -> impl Iterator<Item = Rule> {
    let sign_types: &[bool] = if gateway_check::is_of_service(form) {
        &[true]
    } else if form.contains_key(b"sign_type".as_slice()) {
        &[false, true]
    } else {
        &[false]
    };
    let serials = with_or_without(form.contains_key(b"alipay_cert_sn".as_slice()));
    let empties = with_or_without(form.values().any(Vec::is_empty));
    serials.iter().flat_map(move |&keeps_serial| {
        empties.iter().flat_map(move |&keeps_empty| {
            sign_types.iter().map(move |&keeps_sign_type| Rule {
                keeps_sign_type,
                keeps_empty,
                keeps_serial,
            })
        })
    })
}

fn with_or_without(is_there: bool) -> &'static [bool] {
    if is_there { &[true, false] } else { &[true] }
}

/// Returns whether a parameter of the platform can have this name. Another name might hold `=` or
/// `&`, and then one signed text would belong to several forms.
pub fn is_name(name: &[u8]) -> bool {
    !name.is_empty()
        && name.iter().all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(byte))
}

/// Finds a parameter whose value holds another parameter (`&trade_status=`), and returns both
/// names: a second form then has the same signed text. The platform allows no `&` and `=` in
/// numbers, times, amounts and `subject`. Two parameters are free text: `biz_content` and `body`.
/// `body` may hold the name of a parameter as long as the form has that parameter, too.
pub fn ambiguity(form: &Form) -> Option<(&[u8], &'static str)> {
    let inner = |(name, value): (&Vec<u8>, &Vec<u8>)| {
        let mut inside = inner_names(value);
        inside.find(|inside| match name.as_slice() {
            b"biz_content" => false,
            b"body" => TRADE.contains(inside) && !form.contains_key(inside.as_bytes()),
            _ => true,
        })
    };
    form.iter().find_map(|pair| Some((pair.0.as_slice(), inner(pair)?)))
}

/// The documented names that stand in a value as `&name=`.
fn inner_names(value: &[u8]) -> impl Iterator<Item = &'static str> {
    value.split(|byte| *byte == b'&').skip(1).filter_map(|part| {
        let end = part.iter().position(|byte| *byte == b'=')?;
        let name = part.get(..end)?;
        TRADE.iter().chain(RETURN_PAGE).copied().find(|known| known.as_bytes() == name)
    })
}

/// Returns the parameters that the platform does not send with such a form: something on the way
/// added them.
pub fn unexpected(form: &Form) -> impl Iterator<Item = &[u8]> {
    let method = form.get(b"method".as_slice()).map(Vec::as_slice).unwrap_or_default();
    let of_page = method.ends_with(b".pay.return");
    let names = form.keys().map(Vec::as_slice);
    names.filter(move |name| match std::str::from_utf8(name) {
        Ok(name) if of_page => !RETURN_PAGE.contains(&name),
        Ok(name) => !is_documented(name),
        Err(_) => true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> Form {
        pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect()
    }

    fn texts(pairs: &[(&str, &str)]) -> Vec<String> {
        let form = form(pairs);
        let text = |rule: Rule| String::from_utf8(rule.text(&form)).expect("UTF-8");
        rules(&form).map(text).collect()
    }

    #[test]
    fn the_text_has_no_sign_type_and_the_one_with_it_is_tolerated() {
        let pairs = [("sign_type", "RSA2"), ("b", "1 &="), ("sign", "x"), ("B", "2")];
        assert_eq!(texts(&pairs), ["B=2&b=1 &=", "B=2&b=1 &=&sign_type=RSA2"]);
        assert_eq!(texts(&[("b", "1"), ("sign", "x")]), ["b=1"]);
    }

    #[test]
    fn what_a_service_posts_is_signed_with_sign_type_alone() {
        let pairs = [("service", "alipay.service.check"), ("sign_type", "RSA2"), ("sign", "x")];
        assert_eq!(texts(&pairs), ["service=alipay.service.check&sign_type=RSA2"]);
    }

    #[test]
    fn empty_values_may_be_signed_or_left_out() {
        let pairs = [("a", ""), ("b", "1"), ("sign_type", "RSA2"), ("sign", "x")];
        assert_eq!(texts(&pairs), ["a=&b=1", "a=&b=1&sign_type=RSA2", "b=1", "b=1&sign_type=RSA2"]);
    }

    #[test]
    fn the_serial_of_the_certificate_may_be_signed_or_left_out() {
        let pairs = [("alipay_cert_sn", "1"), ("b", "1")];
        assert_eq!(texts(&pairs), ["alipay_cert_sn=1&b=1", "b=1"]);
    }

    #[test]
    fn a_rule_covers_what_its_text_holds() {
        let form = form(&[("a", ""), ("alipay_cert_sn", "1"), ("sign_type", "RSA2"), ("b", "1")]);
        for rule in rules(&form) {
            let covered = form.iter().filter(|(name, value)| rule.covers(name, value));
            let names: Vec<_> = covered.map(|(name, _)| name.as_slice()).collect();
            let text = rule.text(&form);
            let held: Vec<_> = text
                .split(|byte| *byte == b'&')
                .filter_map(|pair| pair.split(|byte| *byte == b'=').next())
                .collect();
            assert_eq!(names, held);
        }
    }

    #[test]
    fn names_are_of_letters_digits_and_three_signs() {
        for name in ["app_id", "A.b-9"] {
            assert!(is_name(name.as_bytes()), "{name}");
        }
        for name in ["", "a=b", "a&b", "a b", "a[b]", "amp;a", "é", "a\n", "a%3D"] {
            assert!(!is_name(name.as_bytes()), "{name}");
        }
    }

    #[test]
    fn a_value_holds_no_other_parameter_unless_it_is_free_text() {
        let found = |pairs: &[(&str, &str)]| {
            let form = form(pairs);
            ambiguity(&form)
                .map(|(name, inner)| (String::from_utf8_lossy(name).into_owned(), inner))
        };
        let held = |name: &str, inner| Some((name.to_owned(), inner));
        for name in ["subject", "passback_params", "x", "app_id"] {
            assert_eq!(found(&[(name, "a&trade_no=1")]), held(name, "trade_no"));
            assert_eq!(found(&[(name, "a&b=1")]), None);
            assert_eq!(found(&[(name, "trade_no=1&trade_no")]), None);
        }
        assert_eq!(found(&[("body", "a&trade_no=1")]), held("body", "trade_no"));
        assert_eq!(found(&[("body", "a&trade_no=1"), ("trade_no", "2")]), None);
        assert_eq!(found(&[("body", "a&method=1")]), None);
        assert_eq!(found(&[("biz_content", "{\"a\":\"?b=1&trade_no=1\"}")]), None);
    }

    #[test]
    fn a_return_page_has_fewer_parameters_than_a_notification() {
        let page = form(&[("method", "alipay.trade.page.pay.return"), ("order", ""), ("body", "")]);
        assert_eq!(unexpected(&page).collect::<Vec<_>>(), [&b"body"[..], b"order"]);
        let notification = form(&[("order", ""), ("body", ""), ("msg_method", "")]);
        assert_eq!(unexpected(&notification).collect::<Vec<_>>(), [b"order"]);
    }
}
