use std::collections::BTreeMap;

use super::*;

/// A model by hand, with every type that a field can have.
#[derive(Default)]
struct Order {
    number: Option<String>,
    pieces: Option<i64>,
    weight: Option<f64>,
    gift: Option<bool>,
    extra: Option<Json>,
    parent: Option<Box<Order>>,
    tags: Option<Vec<String>>,
    parts: Option<Vec<Order>>,
    counts: Option<BTreeMap<String, i64>>,
}

impl Order {
    fn new() -> Self {
        Self::default()
    }

    fn full() -> Self {
        let part = Self { number: Some("part".to_owned()), ..Self::new() };
        Self {
            number: Some("中\"\n".to_owned()),
            pieces: Some(i64::MIN),
            weight: Some(0.5),
            gift: Some(false),
            extra: Some(serde_json::json!({"a": [1, null]})),
            parent: Some(Box::new(part.clone())),
            tags: Some(vec![String::new(), "b".to_owned()]),
            parts: Some(vec![part, Self::new()]),
            counts: Some(BTreeMap::from([("x".to_owned(), 1)])),
        }
    }
}

impl Model for Order {
    fn fields(&self) -> Fields<'_> {
        Fields::new(
            "Order",
            [
                ("number", &self.number),
                ("pieces", &self.pieces),
                ("weight", &self.weight),
                ("gift", &self.gift),
                ("extra", &self.extra),
                ("parent", &self.parent),
                ("tags", &self.tags),
                ("parts", &self.parts),
                ("counts", &self.counts),
            ],
        )
    }

    fn field_mut(&mut self, name: &str) -> Option<&mut dyn FieldValue> {
        find(
            name,
            [
                ("number", &mut self.number),
                ("pieces", &mut self.pieces),
                ("weight", &mut self.weight),
                ("gift", &mut self.gift),
                ("extra", &mut self.extra),
                ("parent", &mut self.parent),
                ("tags", &mut self.tags),
                ("parts", &mut self.parts),
                ("counts", &mut self.counts),
            ],
        )
    }
}

crate::impl_model!(Order);

fn read(text: &str) -> Result<Order, DecodeError> {
    let mut order = Order::new();
    from_json(&mut order, text.as_bytes())?;
    Ok(order)
}

#[test]
fn every_type_survives_json_and_back() {
    let order = Order::full();
    let text = to_json(&order).expect("JSON");
    assert_eq!(read(std::str::from_utf8(&text).expect("text")).expect("an order"), order);
}

#[test]
fn a_copy_is_equal_and_apart() {
    let order = Order::full();
    let mut copy = order.clone();
    assert_eq!(copy, order);
    copy.parts.as_mut().expect("parts")[0].pieces = Some(2);
    assert_ne!(copy, order);
}

#[test]
fn absent_fields_are_left_out() {
    assert_eq!(to_json(&Order::new()).expect("JSON"), b"{}");
    assert_eq!(format!("{:?}", Order::new()), "Order");
}

#[test]
fn loose_responses_are_read_when_nothing_is_lost() {
    let order = read(
        r#"{"number": 12345678901234567890, "pieces": "7", "weight": 2, "gift": "true",
            "tags": null, "unknown": {"deep": []}, "number": "the last one counts"}"#,
    );
    let expected = Order {
        number: Some("the last one counts".to_owned()),
        pieces: Some(7),
        weight: Some(2.0),
        gift: Some(true),
        ..Order::new()
    };
    assert_eq!(order.expect("an order"), expected);
    let listed = read(r#"{"parts": [null, {"pieces": 2.0}], "number": 88.80}"#).expect("an order");
    assert_eq!(listed.parts.as_ref().expect("parts").len(), 2);
    assert_eq!(listed.parts.expect("parts")[1].pieces, Some(2));
    assert_eq!(listed.number.as_deref(), Some("88.8"));
    let large = read(r#"{"number": 12345678901234567890}"#).expect("an order");
    assert_eq!(large.number.as_deref(), Some("12345678901234567890"));
}

#[test]
fn no_digit_of_a_number_is_lost() {
    for number in ["90071992547409.93", "-0.1234567890123456789", "138000000001380000000000"] {
        let text =
            format!(r#"{{"number": {number}, "tags": [{number}], "extra": {{"a": {number}}}}}"#);
        let order = read(&text).expect("an order");
        assert_eq!(order.number.as_deref(), Some(number));
        assert_eq!(order.tags, Some(vec![number.to_owned()]));
        assert_eq!(order.extra, Some(serde_json::json!({ "a": number })));
    }
    let order = read(r#"{"weight": 90071992547409.93, "extra": 88.5}"#).expect("an order");
    assert_eq!(order.weight, Some(90_071_992_547_409.93));
    assert_eq!(order.extra, Some(serde_json::json!(88.5)));
}

#[test]
fn a_digit_that_another_reader_lost_is_not_made_up() {
    // With the feature `arbitrary_precision` the digits are there.
    let order = serde_json::from_str::<Order>(r#"{"number": 90071992547409.93}"#);
    assert!(
        order.is_err() || order.is_ok_and(|it| it.number.as_deref() == Some("90071992547409.93"))
    );
    let json = serde_json::from_str(r#"{"number": 90071992547409.93}"#).expect("JSON");
    let order = wrapped(json);
    assert!(
        order.is_err() || order.is_ok_and(|it| it.number.as_deref() == Some("90071992547409.93"))
    );
    let order = wrapped(serde_json::json!({"number": 88.80, "pieces": 2.0, "weight": "0.5"}));
    let order = order.expect("an order");
    assert_eq!((order.number.as_deref(), order.pieces), (Some("88.8"), Some(2)));
}

#[test]
fn a_repeated_list_is_not_appended() {
    let order = read(r#"{"tags": ["a"], "tags": ["b"]}"#).expect("an order");
    assert_eq!(order.tags, Some(vec!["b".to_owned()]));
}

#[test]
fn an_error_names_the_place_and_quotes_nothing() {
    for (text, path) in [
        (r#"{"parts": [{}, {"pieces": "13800000000x"}]}"#, "parts[1].pieces"),
        (r#"{"parent": "13800000000"}"#, "parent"),
        (r#"{"tags": "13800000000"}"#, "tags"),
        (r#"{"counts": 13800000000}"#, "counts"),
        (r#"{"gift": 13800000000}"#, "gift"),
        (r#"{"pieces": 13800000000.5}"#, "pieces"),
        (r#"{"pieces": 13800000000138000000}"#, "pieces"),
        (r#"{"number": {"13800000000": 1}}"#, "number"),
        (r#"{"number": 1e300}"#, "number"),
        (r#"{"parent": 13800000000.5}"#, "parent"),
        (r#"{"counts": 13800000000.5}"#, "counts"),
        (r#"{"tags": 13800000000.5}"#, "tags"),
        (r#"{"gift": 13800000000.5}"#, "gift"),
        (r#"{"pieces": 13800000000.12345678}"#, "pieces"),
        (r#"{"number": ["13800000000"]}"#, "number"),
    ] {
        let error = read(text).expect_err(text);
        assert_eq!(error.path, path, "{text}");
        assert!(!error.to_string().contains("138"), "{error}");
    }
}

#[test]
fn a_key_of_a_map_is_shown_as_one_short_line_without_personal_data() {
    for key in ["13800000000", "a\\n2026 INFO paid", &"y".repeat(2_000)] {
        let error = read(&format!(r#"{{"counts": {{"{key}": "x"}}}}"#)).expect_err(key);
        let (path, shown) = (&error.path, error.to_string());
        // Of a path that is too long nothing stays.
        assert!(path.starts_with("counts") || path == "…", "{path}");
        assert!(!shown.contains("138") && !shown.contains('\n'), "{shown:?}");
        assert!(shown.len() < 1_000, "{} bytes", shown.len());
    }
}

#[test]
fn text_after_the_response_is_refused() {
    assert!(read("{} {}").is_err());
    assert!(read("").is_err());
    assert!(read("[]").is_err());
}

#[test]
fn a_number_without_json_text_is_refused() {
    let order = Order { weight: Some(f64::NAN), ..Order::new() };
    assert!(to_json(&order).is_err());
}

fn wrapped(json: Json) -> Result<Order, DecodeError> {
    let mut order = Order::new();
    from_wrapped(&mut order, &json, true).map(|()| order)
}

#[test]
fn empty_elements_are_absent_fields_and_empty_lists() {
    let blank = wrapped(serde_json::json!({
        "number": "", "pieces": "", "weight": "\n ", "gift": "", "parent": "\n", "counts": "",
        "tags": "", "parts": " ",
    }));
    let expected = Order {
        number: Some(String::new()),
        tags: Some(Vec::new()),
        parts: Some(Vec::new()),
        ..Order::new()
    };
    assert_eq!(blank, Ok(expected));
}

#[test]
fn an_item_that_is_nothing_stays_empty() {
    for parts in
        [serde_json::json!([null, {"number": "1"}]), serde_json::json!(["", {"number": "1"}])]
    {
        let read = wrapped(serde_json::json!({ "parts": { "order": parts } }));
        let one = Order { number: Some("1".to_owned()), ..Order::new() };
        assert_eq!(read.map(|order| order.parts), Ok(Some(vec![Order::new(), one])));
    }
}

#[test]
fn lists_are_unwrapped_inside_of_maps_and_places_are_named_as_elsewhere() {
    let mut lists = BTreeMap::<String, Vec<String>>::new();
    let json = serde_json::json!({"a": {"string": ["x", "y"]}, "b": {}});
    from_wrapped(&mut lists, &json, true).expect("lists");
    assert_eq!(lists["a"], ["x", "y"]);
    assert!(lists["b"].is_empty());
    let error = wrapped(serde_json::json!({"parts": {"order": [{}, {"parent": {"gift": 1}}]}}));
    assert_eq!(error.map_err(|error| error.path), Err("parts[1].parent.gift".to_owned()));
}

#[test]
fn untyped_responses_have_plain_lists_and_stay_objects() {
    let untyped = |json: Json| {
        let mut value = Json::Null;
        from_wrapped(&mut value, &json, true).map(|()| value)
    };
    let json = serde_json::json!({"devices": {"device": [{"id": 1}]}, "codes": {}, "n": null});
    let plain = serde_json::json!({"devices": [{"id": 1}], "codes": [], "n": null});
    assert_eq!(untyped(json), Ok(plain));
    assert_eq!(untyped(serde_json::json!({})), Ok(serde_json::json!({})));
    let one = serde_json::json!({"device": [1]});
    assert_eq!(untyped(one.clone()), Ok(one));
}
