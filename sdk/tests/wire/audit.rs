//! An application for an audit with all its files.

use alipay_sdk::FilePart;
use alipay_sdk::model::AlipayOpenMiniVersionAuditApplyModel;
use alipay_sdk::operation::AlipayOpenMiniVersionAuditApplyParts;

/// The parts of an application for this version. Each file is named after its part, and holds what
/// `content` makes of that name.
pub(crate) fn audit(
    version: AlipayOpenMiniVersionAuditApplyModel,
    content: impl Fn(&str) -> String,
) -> AlipayOpenMiniVersionAuditApplyParts {
    let file = |name: &str| FilePart::new(format!("{name}.png"), content(name));
    AlipayOpenMiniVersionAuditApplyParts::new()
        .data(version)
        .app_logo(file("app_logo"))
        .fifth_license_pic(file("fifth_license_pic"))
        .fifth_screen_shot(file("fifth_screen_shot"))
        .first_license_pic(file("first_license_pic"))
        .first_screen_shot(file("first_screen_shot"))
        .first_special_license_pic(file("first_special_license_pic"))
        .fourth_license_pic(file("fourth_license_pic"))
        .fourth_screen_shot(file("fourth_screen_shot"))
        .out_door_pic(file("out_door_pic"))
        .second_license_pic(file("second_license_pic"))
        .second_screen_shot(file("second_screen_shot"))
        .second_special_license_pic(file("second_special_license_pic"))
        .test_file_name(file("test_file_name"))
        .third_license_pic(file("third_license_pic"))
        .third_screen_shot(file("third_screen_shot"))
        .third_special_license_pic(file("third_special_license_pic"))
}
