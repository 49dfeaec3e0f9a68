//! QR codes as pictures inside a page.

use std::fmt::Write;

use qrcode::{Color, QrCode};

/// How many modules around the code are left free, as the standard asks for.
const MARGIN: usize = 4;

/// The code of a text as SVG; empty when the text is too long for one.
pub(crate) fn svg(text: &str) -> String {
    let Ok(code) = QrCode::new(text) else { return String::new() };
    let width = code.width();
    let mut path = String::new();
    for (index, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            let (x, y) = (index % width + MARGIN, index / width + MARGIN);
            // Writing to a text cannot fail.
            let _ = write!(path, "M{x} {y}h1v1h-1z");
        }
    }
    let side = width + 2 * MARGIN;
    // Dark on light, whatever the colors of the page are: not all readers take the reverse.
    format!(
        "<svg class=\"qr\" viewBox=\"0 0 {side} {side}\" role=\"img\" aria-label=\"QR code\" \
         shape-rendering=\"crispEdges\"><rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/>\
         <path d=\"{path}\" fill=\"#000\"/></svg>"
    )
}

#[cfg(test)]
mod tests {
    use super::svg;

    #[test]
    fn nothing_of_the_text_reaches_the_page_as_it_is() {
        let svg = svg("http://127.0.0.1:9999/qr/<script>");
        assert!(svg.contains("viewBox=\"0 0 ") && svg.contains("M4 4h1v1h-1z"), "{svg}");
        assert!(!svg.contains("script"), "{svg}");
    }

    #[test]
    fn a_text_that_is_too_long_has_no_code() {
        assert_eq!(svg(&"a".repeat(8000)), "");
    }
}
