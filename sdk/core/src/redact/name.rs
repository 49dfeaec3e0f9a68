//! Names of fields that speak of a secret or of a person.
//!
//! The lists are texts, a name between blanks each: they are read more often by people than by the
//! program, which reads them for `Debug` and traces alone.

/// Any name with one of these words is masked.
const WORDS: &str = "
    account accout accounts address addresses avatar bankcard birth birthday card cards cert
    certificate certs email face facetype gender handheld height id_card idcard identity
    identify idno latitude licence license login logon longitude mail mobile nick passport
    passwd password phone phones photo plate portrait pwd secret tel telephone token tokens
    vin weight
";

/// Any name that has one of these in it is masked.
const PARTS: &str = "
    token secret passw realname fullname username contact passenger faceval facedata
    fingerprint open_id openid user_id userid weixin wechat student_no car_no car_number
    car_num imei idfa authimg base_64 verify_code sms_code apikey appkey secretkey privatekey
";

/// A name that ends in `name` is masked when one of these words stands in it.
const PERSONS: &str = "
    acc agent auth bank buyer child contact customer employee english family full guardian
    holder legal nickname org owner patient payee payer person personal promoter real receive
    receiver replier rider seller sender show signer student true updater user
";

/// Whole names and endings that are masked.
const ENDINGS: &str = "
    _lat _lng _lon mac _ip id_no auth_code auth_no _key key_material sign_params id_number
    bar_code
";

/// Whole names that are masked: an OAuth code stands under `code`.
const WHOLE: &str = "
    code dynamic_id encrypt_key key lat lng name private_key sign_data value
";

/// Returns whether a field with this wire name is masked, whatever its value is.
pub fn is_sensitive(name: &str) -> bool {
    let name = snake_case(name);
    let has_word = |list| name.split('_').any(|word| any(list, |listed| listed == word));
    any(WHOLE, |whole| name == whole)
        || any(ENDINGS, |ending| name.ends_with(ending))
        || any(PARTS, |part| name.contains(part))
        || has_word(WORDS)
        || ((name.ends_with("name") || name.ends_with("names")) && has_word(PERSONS))
}

/// Whether this holds for any of the listed names.
fn any(list: &str, holds: impl Fn(&str) -> bool) -> bool {
    list.split_ascii_whitespace().any(holds)
}

fn snake_case(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    let mut after_lower = false;
    for character in name.chars() {
        if character.is_ascii_uppercase() && after_lower {
            snake.push('_');
        }
        after_lower = character.is_ascii_lowercase() || character.is_ascii_digit();
        snake.push(if character == '-' { '_' } else { character.to_ascii_lowercase() });
    }
    snake
}
