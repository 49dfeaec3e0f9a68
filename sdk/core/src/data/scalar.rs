//! Scalars of JSON, and what is taken for them where the platform is loose.

use serde::de::{Error, Expected, MapAccess, Unexpected, Visitor};

use super::scan::{is_exact, is_long};

/// Refuses scalars without naming them: serde's own texts quote what they found, and a response
/// may hold anybody's personal data.
macro_rules! refuse {
    ($($kind:ident),*) => { $(refuse!(@ $kind);)* };
    (@ text) => {
        fn visit_str<E: serde::de::Error>(self, _: &str) -> Result<Self::Value, E> {
            Err(E::invalid_type(serde::de::Unexpected::Other("text"), &self))
        }
    };
    (@ numbers) => {
        fn visit_i64<E: serde::de::Error>(self, _: i64) -> Result<Self::Value, E> {
            Err(E::invalid_type(serde::de::Unexpected::Other("a number"), &self))
        }

        fn visit_u64<E: serde::de::Error>(self, _: u64) -> Result<Self::Value, E> {
            Err(E::invalid_type(serde::de::Unexpected::Other("a number"), &self))
        }

        refuse!(@ fraction);
    };
    (@ fraction) => {
        fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<Self::Value, E> {
            Err(E::invalid_type(serde::de::Unexpected::Other("a number with a fraction"), &self))
        }
    };
    (@ boolean) => {
        fn visit_bool<E: serde::de::Error>(self, _: bool) -> Result<Self::Value, E> {
            Err(E::invalid_type(serde::de::Unexpected::Other("true or false"), &self))
        }
    };
}

/// What a visitor reads, for errors.
macro_rules! expecting {
    ($what:literal) => {
        fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            formatter.write_str($what)
        }
    };
}

pub(super) use {expecting, refuse};

/// From here on a floating number stands for several whole ones: its digits are not those that
/// were sent.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// The name of the entry in which serde_json, with its feature `arbitrary_precision`, hands over a
/// number with a fraction.
pub(super) const NUMBER: &str = "$serde_json::private::Number";

/// The text of the number that such a map is.
fn number_of<'de, A: MapAccess<'de>>(
    mut map: A,
    expected: &dyn Expected,
) -> Result<String, A::Error> {
    match map.next_key::<String>()?.as_deref() {
        Some(NUMBER) => map.next_value(),
        _ => Err(A::Error::invalid_type(Unexpected::Map, expected)),
    }
}

/// The same as the float that it is without the feature.
fn float_of<E: Error>(number: &str, expected: &dyn Expected) -> Result<f64, E> {
    let number = number.parse().ok().filter(|number: &f64| number.is_finite());
    number.ok_or_else(|| too_large(expected))
}

fn too_large<E: Error>(expected: &dyn Expected) -> E {
    E::invalid_value(Unexpected::Other("a larger number"), expected)
}

/// Takes scalars as their text.
macro_rules! as_text {
    ($($visit:ident: $type:ty),+) => {$(
        fn $visit<E>(self, value: $type) -> Result<String, E> {
            Ok(value.to_string())
        }
    )+};
}

pub(super) struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = String;

    expecting!("text");

    fn visit_str<E>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_string<E>(self, text: String) -> Result<String, E> {
        Ok(text)
    }

    as_text!(visit_i64: i64, visit_u64: u64, visit_i128: i128, visit_u128: u128, visit_bool: bool);

    /// In the shortest text: `88.80` is read as `88.8`. A float with more digits than it can hold
    /// is not what was sent.
    fn visit_f64<E: Error>(self, number: f64) -> Result<String, E> {
        let text = number.to_string();
        if number.abs() < EXACT && is_exact(&text) {
            return Ok(text);
        }
        Err(E::invalid_value(Unexpected::Other("a number with too many digits"), &self))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<String, A::Error> {
        let text = number_of(map, &self)?;
        if is_long(text.as_bytes()) {
            return Ok(text);
        }
        let number = float_of(&text, &self)?;
        self.visit_f64(number)
    }
}

pub(super) struct IntegerVisitor;

impl<'de> Visitor<'de> for IntegerVisitor {
    type Value = i64;

    refuse!(boolean);

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<i64, A::Error> {
        let number = float_of(&number_of(map, &self)?, &self)?;
        self.visit_f64(number)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<i64, E> {
        if number.fract() == 0.0 && number.abs() < EXACT {
            return Ok(number as i64);
        }
        Err(E::invalid_value(Unexpected::Other("a number with a fraction"), &self))
    }

    expecting!("a whole number of at most 64 bits");

    fn visit_i64<E>(self, number: i64) -> Result<i64, E> {
        Ok(number)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<i64, E> {
        i64::try_from(number).map_err(|_| too_large(&self))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<i64, E> {
        text.parse().map_err(|_| E::invalid_value(Unexpected::Other("other text"), &self))
    }
}

pub(super) struct NumberVisitor;

impl<'de> Visitor<'de> for NumberVisitor {
    type Value = f64;

    refuse!(boolean);

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<f64, A::Error> {
        float_of(&number_of(map, &self)?, &self)
    }

    expecting!("a number");

    fn visit_f64<E>(self, number: f64) -> Result<f64, E> {
        Ok(number)
    }

    fn visit_i64<E>(self, number: i64) -> Result<f64, E> {
        Ok(number as f64)
    }

    fn visit_u64<E>(self, number: u64) -> Result<f64, E> {
        Ok(number as f64)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<f64, E> {
        match text.parse() {
            Ok(number) if f64::is_finite(number) => Ok(number),
            _ => Err(E::invalid_value(Unexpected::Other("other text"), &self)),
        }
    }
}

pub(super) struct BooleanVisitor;

impl Visitor<'_> for BooleanVisitor {
    type Value = bool;

    refuse!(numbers);

    expecting!("true or false");

    fn visit_bool<E>(self, flag: bool) -> Result<bool, E> {
        Ok(flag)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<bool, E> {
        match text {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(E::invalid_value(Unexpected::Other("other text"), &self)),
        }
    }
}
