//! Keys and certificates as people paste them: what is read, and what is refused with which words.

use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE, BASE64_URL_SAFE_NO_PAD};

use alipay_sdk_core::{Certificate, PrivateKey, PublicKey};

use crate::fixture;

/// A file, and how its content is named.
const FILES: [(&str, &str); 4] = [
    ("rsa_2048.pem", "RSA PRIVATE KEY"),
    ("rsa_2048.pkcs8.pem", "PRIVATE KEY"),
    ("rsa_2048.spki.pem", "PUBLIC KEY"),
    ("root.crt", "CERTIFICATE"),
];

/// Whether a text is read as what the file holds.
fn read(file: &str, text: impl AsRef<[u8]>) -> Result<(), String> {
    let expected = PrivateKey::parse(fixture::bytes("rsa_2048.pem")).expect("a key");
    let text = text.as_ref();
    let is_same = match file {
        "root.crt" => {
            let certificate = Certificate::parse(text).map_err(|error| error.to_string())?;
            let root = Certificate::parse(fixture::bytes(file)).expect("a certificate");
            certificate.der() == root.der()
        }
        "rsa_2048.spki.pem" => {
            PublicKey::parse(text).map_err(|error| error.to_string())? == *expected.public_key()
        }
        _ => {
            let key = PrivateKey::parse(text).map_err(|error| error.to_string())?;
            key.public_key() == expected.public_key()
        }
    };
    if is_same { Ok(()) } else { Err("another key".to_owned()) }
}

#[track_caller]
fn is_read(file: &str, text: impl AsRef<[u8]>) {
    let text = text.as_ref();
    let start = String::from_utf8_lossy(text.get(..40).unwrap_or(text)).into_owned();
    assert_eq!(read(file, text), Ok(()), "{file}: {start:?}");
}

/// The words of a rejection, in which nothing of the text may be.
#[track_caller]
fn refused(file: &str, text: &str) -> String {
    let error = read(file, text).expect_err(file);
    let pieces = text.split(|letter: char| !letter.is_ascii_alphanumeric());
    for piece in pieces.filter(|piece| piece.len() >= 12) {
        assert!(!error.contains(piece), "{error}");
    }
    error
}

/// The text of a file as PEM with LF, and as bare Base64.
fn forms(file: &str) -> [String; 2] {
    [fixture::text(file), fixture::base64(file)]
}

#[test]
fn the_cases_of_the_bug_reports() {
    let case = |name: &str| fixture::bytes(&format!("cases/{name}.txt"));
    for name in ["key_K02c_bare_in_double_quotes", "key_K07h_base64_of_pem"] {
        let key = PrivateKey::parse(case(name));
        assert_eq!(key.unwrap_or_else(|error| panic!("{name}: {error}")).bits(), 2048);
    }
    let error = PrivateKey::parse(case("key_K07c_plus_became_blank")).expect_err("no `+`");
    assert!(error.to_string().contains("blanks where `+` belongs"), "{error}");
}

/// That every form of every file is read between each two of these texts.
#[track_caller]
fn are_read_between(pairs: &[(&str, &str)]) {
    for (file, _) in FILES {
        for text in forms(file) {
            for (before, after) in pairs {
                is_read(file, format!("{before}{text}{after}"));
            }
        }
    }
}

#[test]
fn quotes_of_all_kinds_do_not_matter() {
    are_read_between(&[
        ("\"", "\""),
        ("'", "'"),
        ("`", "`"),
        ("“", "”"),
        ("‘", "’"),
        ("„", "“"),
        ("«", "»"),
        ("「", "」"),
        ("『", "』"),
        ("＂", "＂"),
        ("＇", "＇"),
        ("\"\"\"", "\"\"\""),
        ("\\\"", "\\\""),
        ("\"", "\";"),
        (" \"", "\",\n"),
        ("\"", ""),
        ("", "'"),
    ]);
}

#[test]
fn a_name_before_the_key_does_not_matter() {
    are_read_between(&[
        ("ALIPAY_PRIVATE_KEY=", ""),
        ("export ALIPAY_KEY='", "'"),
        ("private_key: ", ""),
        ("private_key: |\n  ", "\n"),
        ("private-key = \"", "\""),
        ("{\"privateKey\": \"", "\"}"),
        ("$config['key'] => '", "',"),
        ("String KEY = \"", "\";"),
        ("应用私钥=", ""),
        ("应用私钥：", "；"),
        ("<privateKey>", "</privateKey>"),
    ]);
}

#[test]
fn a_key_in_source_code_is_read() {
    for (file, _) in FILES {
        for joint in ["\" +\n    \"", "\"\n    \"", "' .\n '", "\",\n\"", "\\n\" +\n\""] {
            let lines: Vec<_> = fixture::text(file).lines().map(str::to_owned).collect();
            is_read(file, format!("\"{}\";", lines.join(joint)));
        }
    }
}

#[test]
fn line_breaks_written_out_do_not_matter() {
    for (file, _) in FILES {
        let text = fixture::text(file);
        for line_break in [
            "\\n", "\\r\\n", "\\\\n", "<br>", "<br/>", "<BR />\n", "</p><p>", "&#10;", "&#xA;",
            "%0A", "%0D%0A", "\\u000a", "\u{2028}", "\r", " ", "\\\n", "\u{a0}\n",
        ] {
            is_read(file, text.replace('\n', line_break));
            is_read(file, text.trim_end().replace('\n', line_break));
        }
        is_read(file, text.replace('\n', ""));
    }
}

#[test]
fn blanks_that_are_none_do_not_matter() {
    for (file, label) in FILES {
        for blank in [
            "\u{a0}",
            "\u{3000}",
            "\u{2003}",
            "\u{200b}",
            "\u{200d}",
            "\u{2060}",
            "\u{feff}",
            "\u{ad}",
            "\u{202a}",
            "\0",
            "&nbsp;",
            "&#160;",
            "&ZeroWidthSpace;",
            "%E3%80%80",
            "%C2%A0",
            "%EF%BB%BF",
        ] {
            for text in forms(file) {
                is_read(file, format!("{blank}{text}{blank}"));
            }
            // Between two letters, as they come out of a chat.
            let (before, after) = (fixture::base64(file), fixture::base64(file).split_off(100));
            let bare = [&before[..100], blank, &after].concat();
            is_read(file, &bare);
            is_read(file, format!("-----BEGIN {label}-----\n{bare}\n-----END {label}-----"));
        }
        let bare = fixture::base64(file);
        let wide = |letter| char::from_u32(u32::from(letter) + 0xfee0).expect("a full-width form");
        is_read(file, bare.chars().map(wide).collect::<String>());
    }
}

fn percent_encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |encoded, byte| {
        if byte.is_ascii_alphanumeric() || byte == b'-' {
            encoded + &char::from(byte).to_string()
        } else {
            format!("{encoded}%{byte:02X}")
        }
    })
}

#[test]
fn a_key_out_of_an_address_is_read() {
    for (file, _) in FILES {
        for text in forms(file) {
            let encoded = percent_encoded(&text);
            is_read(file, &encoded);
            is_read(file, encoded.replace("%2B", "%2b").replace("%2F", "%2f"));
            is_read(file, encoded.replace("%20", "+"));
            is_read(file, encoded.replace('%', "%25"));
            // What leaves `+`, `/` and `=` as they are.
            is_read(file, text.replace(' ', "%20").replace('\n', "%0A"));
            is_read(file, text.replace('/', "\\/").replace('=', "\\u003d").replace('+', "\\u002B"));
            is_read(
                file,
                text.replace('+', "&#43;").replace('/', "&#x2F;").replace('=', "&equals;"),
            );
        }
    }
}

#[test]
fn other_forms_of_base64_are_read() {
    for (file, label) in FILES {
        let [pem, bare] = forms(file);
        let der = BASE64_STANDARD.decode(&bare).expect("Base64");
        for text in [
            BASE64_URL_SAFE.encode(&der),
            BASE64_URL_SAFE_NO_PAD.encode(&der),
            bare.trim_end_matches('=').to_owned(),
            format!("{}=", bare.trim_end_matches('=')),
            format!("{}===", bare.trim_end_matches('=')),
        ] {
            is_read(file, &text);
            is_read(file, format!("-----BEGIN {label}-----\n{text}\n-----END {label}-----"));
        }
        let one_line = pem.replace('\n', "");
        let windows = pem.replace('\n', "\r\n");
        let marked = format!("\u{feff}{pem}");
        for text in [&pem, &one_line, &windows, &marked, &bare] {
            let encoded = BASE64_STANDARD.encode(text);
            is_read(file, &encoded);
            let lines: Vec<_> =
                encoded.as_bytes().chunks(76).map(String::from_utf8_lossy).collect();
            is_read(file, lines.join("\n"));
            is_read(file, BASE64_URL_SAFE_NO_PAD.encode(text));
            is_read(file, format!("KEY=\"{encoded}\""));
            is_read(file, format!("-----BEGIN {label}-----\n{encoded}\n-----END {label}-----"));
            is_read(file, BASE64_STANDARD.encode(encoded));
        }
        let utf_16: Vec<u8> = pem.encode_utf16().flat_map(u16::to_le_bytes).collect();
        is_read(file, BASE64_STANDARD.encode(&utf_16));
        is_read(file, utf_16);
    }
}

#[test]
fn dashes_that_were_replaced_or_lost_do_not_matter() {
    for (file, _) in FILES {
        let text = fixture::text(file);
        for dashes in ["----", "--", "—–", "———", "－－－－－", "−−−−−"] {
            is_read(file, text.replace("-----", dashes));
        }
        let text = text.trim_start_matches(|letter| letter != '\n');
        assert!(read(file, text).is_ok(), "{file} without its first line");
    }
}

#[test]
fn blanks_in_the_places_of_plus_are_named() {
    for (file, _) in FILES {
        let [pem, bare] = forms(file);
        assert!(bare.contains('+'), "{file} has no `+`");
        let one_line = pem.replace('\n', " ");
        for text in [&pem, &bare, &one_line, &pem.replace('\n', "\\n")] {
            for blank in [" ", "%20", "&nbsp;", "\u{a0}"] {
                let error = refused(file, &text.replace('+', blank));
                assert!(error.contains("blanks where `+` belongs"), "{file}: {error}");
                assert!(!error.contains("truncated"), "{file}: {error}");
            }
        }
        let quoted = format!("KEY=\"{}\"", bare.replace('+', " "));
        assert!(refused(file, &quoted).contains("blanks where `+` belongs"), "{file}");
        let encoded = BASE64_STANDARD.encode(pem.replace('+', " "));
        assert!(refused(file, &encoded).contains("blanks where `+` belongs"), "{file}");
    }
}

#[test]
fn a_key_that_ends_too_early_is_truncated_however_it_is_wrapped() {
    for (file, _) in FILES {
        let bare = fixture::base64(file);
        let lines: Vec<_> = bare.as_bytes().chunks(64).map(String::from_utf8_lossy).collect();
        for text in [lines[..4].join("\n"), lines[..4].join(" "), bare[..201].to_owned()] {
            let error = refused(file, &text);
            assert!(error.contains("truncated"), "{file}: {error}");
        }
    }
}

#[test]
fn the_first_odd_character_is_shown_with_its_place() {
    for (file, label) in FILES {
        let bare = fixture::base64(file);
        for (odd, shown) in
            [("，", "`，` (U+FF0C)"), ("*", "`*`"), ("密", "`密` (U+5BC6)"), ("\u{1}", "(U+0001)")]
        {
            let text = [&bare[..70], odd, &bare[70..]].concat();
            let error = refused(file, &text);
            assert!(error.contains(&format!("{shown} at line 1, column 71")), "{error}");
            let lines = format!("{}\n{text}", &bare[..64]);
            let pem = format!("-----BEGIN {label}-----\n{lines}\n-----END {label}-----");
            let error = refused(file, &pem);
            assert!(error.contains(&format!("{shown} at line 3, column 71")), "{error}");
        }
    }
}
