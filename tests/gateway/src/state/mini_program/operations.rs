//! The operations on versions of mini programs: building, audit, online.

use serde_json::json;

use super::version::{Key, Stage, Version};
use crate::rejection::{Rejection, Reply};
use crate::request::Checked;
use crate::state::bounded::Bounded;
use crate::state::files::Files;
use crate::state::input::Merchant;

/// How often a build is asked for until it is done.
const QUERIES: u32 = 2;

/// What differs between builds: the field of the version, and codes.
pub(in crate::state) struct Build {
    version: &'static str,
    blank: &'static str,
    exists: &'static str,
    not_exist: &'static str,
    inner: bool,
}

/// A build from a template.
pub(in crate::state) const TEMPLATE_BUILD: Build = Build {
    version: "app_version",
    blank: "APP_VERSION_IS_BLANK",
    exists: "VERSION_HAS_EXISTED",
    not_exist: "BUILD_VERSION_NOT_EXISTED",
    inner: false,
};

/// A build of an uploaded package.
pub(in crate::state) const PACKAGE_BUILD: Build = Build {
    version: "build_version",
    blank: "PACKAGE_VERSION_IS_BLANK",
    exists: "BUILD_VERSION_ALREADY_EXIST",
    not_exist: "POLLING_BUILD_VERSION_NOT_EXIST",
    inner: true,
};

/// All versions.
#[derive(Default)]
pub(in crate::state) struct MiniPrograms {
    versions: Bounded<Key, Version>,
    /// Whether a version has to be uploaded before something is done with it.
    pub(in crate::state) strict: bool,
}

impl MiniPrograms {
    pub(in crate::state) fn apply(
        &mut self,
        files: &mut Files,
        merchant: &Merchant,
        request: &Checked,
    ) -> Reply {
        let key = Key::read(merchant, request, "app_version");
        if key.version.is_empty() {
            return Err(Rejection::business("APP_VERSION_IS_BLANK", "版本号不能为空"));
        }
        let twice = |part: &str| request.files.iter().filter(|file| file.part == part).count() > 1;
        if let Some(file) = request.files.iter().find(|file| twice(&file.part)) {
            let expected = format!("one file of the name {}", file.part);
            return Err(Rejection::business("INVALID_PARAMETER", "参数无效").expected(expected));
        }
        let submitted = self.versions.find(&key);
        if submitted.is_some_and(|version| version.stage == Stage::Auditing) {
            return Err(Rejection::business("CAN_NOT_SUBMIT_WITH_AUDIT", "审核中的版本不能提审"));
        }
        let unbuilt = ("CAN_NOT_SUBMIT_WITHOUT_INIT", "非开发状态的版本不能提审");
        let unknown = ("MINIAPP_VERSION_NOT_EXSIT", "小程序版本不存在");
        match self.built(&key, unbuilt, unknown)? {
            Some(version) => version.stage = Stage::Auditing,
            None => self.add(key, 0, Stage::Auditing),
        }
        files.add(request, "");
        Ok(json!({"speed_up": "false", "speed_up_memo": "审核预计需要 1 个工作日"}))
    }

    pub(in crate::state) fn cancel(&mut self, merchant: &Merchant, request: &Checked) -> Reply {
        let key = Key::read(merchant, request, "app_version");
        let version = self
            .versions
            .find_mut(&key)
            .filter(|version| version.stage == Stage::Auditing)
            .ok_or_else(|| {
                Rejection::business("AUDITING_VERSION_NOT_EXIST", "不存在审核中的版本")
            })?;
        version.stage = Stage::Development;
        Ok(json!({}))
    }

    pub(in crate::state) fn upload(
        &mut self,
        merchant: &Merchant,
        request: &Checked,
        build: &Build,
    ) -> Reply {
        let key = Key::read(merchant, request, build.version);
        if key.version.is_empty() {
            return Err(Rejection::business(build.blank, "版本号不能为空"));
        }
        if self.versions.find(&key).is_some() {
            return Err(Rejection::business(build.exists, "版本已存在"));
        }
        self.add(key.clone(), QUERIES, Stage::Development);
        let Some(version) = self.versions.find(&key) else { return Ok(json!({})) };
        let mut response = version.build();
        if build.inner {
            response["package_id"] = version.package_id.as_str().into();
            response["build_version"] = key.version.into();
        } else {
            response["create_status"] = response["build_status"].clone();
        }
        Ok(response)
    }

    pub(in crate::state) fn query(
        &mut self,
        merchant: &Merchant,
        request: &Checked,
        build: &Build,
    ) -> Reply {
        let not_exist = || Rejection::business(build.not_exist, "构建版本不存在");
        let key = Key::read(merchant, request, build.version);
        let mut response = match self.versions.find_mut(&key) {
            Some(version) => {
                let package_id = request.query_text("build_package_id");
                if package_id.is_some_and(|id| !id.is_empty() && id != version.package_id) {
                    return Err(not_exist());
                }
                version.queries_left = version.queries_left.saturating_sub(1);
                version.build()
            }
            None if self.strict => return Err(not_exist()),
            None => Version::new(0, 0, Stage::Development).build(),
        };
        let built = response["version_created"] == "true";
        match (build.inner, built) {
            (true, true) => response["build_package_url"] = package_url(&key.version).into(),
            (true, false) => {}
            (false, _) => response["create_status"] = response["build_status"].clone(),
        }
        Ok(response)
    }

    pub(in crate::state) fn online(&mut self, merchant: &Merchant, request: &Checked) -> Reply {
        let key = Key::read(merchant, request, "app_online_version");
        let unbuilt = ("MINI_APP_VERSION_STATUS_ILLEGAL", "小程序版本状态不合法");
        let unknown = ("MINI_APP_VERSION_NOT_EXISTS", "小程序版本不存在");
        if let Some(version) = self.built(&key, unbuilt, unknown)? {
            version.stage = Stage::Online;
        }
        let offline = Key::read(merchant, request, "app_offline_version");
        if let Some(version) = self.versions.find_mut(&offline) {
            version.stage = Stage::Development;
        }
        Ok(json!({}))
    }

    pub(in crate::state) fn sync(&self, merchant: &Merchant, request: &Checked) -> Reply {
        let version = self.versions.find(&Key::read(merchant, request, "app_version"));
        let online = version.is_some_and(|version| version.stage == Stage::Online);
        if self.strict && !online {
            return Err(Rejection::business("SYNC_WITHOUT_ONLINE_ERROR", "未上架的版本不能同步"));
        }
        Ok(json!({}))
    }

    pub(in crate::state) fn upgrade(&self, request: &Checked) -> Reply {
        if self.strict && request.body_text("template_version").is_none() {
            return Err(Rejection::business("TEMPLATE_VERSION_NOT_EXIST", "模板版本不存在"));
        }
        Ok(json!({}))
    }

    /// A version that is built; nothing when it is unknown, and need not be known. The rejections
    /// of others have these codes and messages.
    fn built(
        &mut self,
        key: &Key,
        unbuilt: (&str, &str),
        unknown: (&str, &str),
    ) -> Result<Option<&mut Version>, Rejection> {
        let rejected = |(code, message)| Err(Rejection::business(code, message));
        match self.versions.find_mut(key) {
            Some(version) if version.is_built() => Ok(Some(version)),
            Some(_) => rejected(unbuilt),
            None if self.strict => rejected(unknown),
            None => Ok(None),
        }
    }

    fn add(&mut self, key: Key, queries_left: u32, stage: Stage) {
        let version = Version::new(self.versions.next_id(), queries_left, stage);
        self.versions.add_finished(key, version);
    }

    pub(in crate::state) fn set_limit(&mut self, limit: usize) {
        self.versions.set_limit(limit);
    }
}

fn package_url(version: &str) -> String {
    format!("https://gateway.example/package/{version}.zip")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::rejection::Rejection;
    use crate::state::testing::{App, code};

    const APPLY: &str = "alipay.open.mini.version.audit.apply";
    const CANCEL: &str = "alipay.open.mini.version.audit.cancel";
    const UPLOAD: &str = "alipay.open.mini.innerversion.upload";
    const STATUS: &str = "alipay.open.mini.innerversion.uploadstatus.query";
    const ONLINE: &str = "alipay.open.mini.innerversion.online";
    const SYNC: &str = "alipay.open.mini.innerversion.sync";

    fn status(app: &App, version: &str) -> Result<Value, Rejection> {
        app.get(STATUS, &[("mini_app_id", "m"), ("build_version", version)])
    }

    #[test]
    fn only_a_version_under_audit_is_taken_out_of_it() {
        let app = App::new();
        let version = json!({"app_version": "0.0.1"});
        assert_eq!(code(app.call(CANCEL, version.clone())), "AUDITING_VERSION_NOT_EXIST");
        let files = [("app_logo", 3), ("first_screen_shot", 4)];
        app.upload(APPLY, version.clone(), &files).unwrap();
        assert_eq!(app.state.uploads().len(), 2);
        let again = app.upload(APPLY, version.clone(), &files);
        assert_eq!(code(again), "CAN_NOT_SUBMIT_WITH_AUDIT");
        assert!(app.done(CANCEL, version.clone()));
        assert_eq!(code(app.call(CANCEL, version.clone())), "AUDITING_VERSION_NOT_EXIST");
        app.upload(APPLY, version, &files).unwrap();
    }

    #[test]
    fn wrong_submissions_are_rejected() {
        let app = App::new();
        assert_eq!(code(app.upload(APPLY, Value::Null, &[])), "APP_VERSION_IS_BLANK");
        let twice = [("app_logo", 3), ("app_logo", 3)];
        let response = app.upload(APPLY, json!({"app_version": "1"}), &twice);
        assert_eq!(code(response), "INVALID_PARAMETER");
        assert!(app.state.uploads().is_empty());
    }

    #[test]
    fn a_build_is_not_done_at_once() {
        let app = App::new();
        let upload = json!({"mini_app_id": "m", "build_version": "0.0.1"});
        let response = app.call(UPLOAD, upload.clone()).unwrap();
        assert_eq!(
            (&response["build_status"], &response["need_rotation"]),
            (&json!("1"), &json!("true"))
        );
        assert_eq!(code(app.call(UPLOAD, upload)), "BUILD_VERSION_ALREADY_EXIST");
        let online = json!({"mini_app_id": "m", "app_online_version": "0.0.1"});
        let early = app.call(ONLINE, online.clone());
        assert_eq!(code(early), "MINI_APP_VERSION_STATUS_ILLEGAL");
        assert_eq!(status(&app, "0.0.1").unwrap()["build_status"], "1");
        let done = status(&app, "0.0.1").unwrap();
        assert_eq!(
            (&done["build_status"], &done["version_created"]),
            (&json!("6"), &json!("true"))
        );
        assert!(done["build_package_url"].is_string());
        assert!(app.done(ONLINE, online));
        assert_eq!(code(app.call(UPLOAD, json!({}))), "PACKAGE_VERSION_IS_BLANK");
    }

    #[test]
    fn a_build_from_a_template_is_told_apart_by_its_version() {
        let app = App::new();
        let upload = json!({"app_version": "0.0.1", "template_id": "t"});
        let response = app.call("alipay.open.mini.version.upload", upload.clone()).unwrap();
        assert_eq!(response["create_status"], "1");
        let again = app.call("alipay.open.mini.version.upload", upload);
        assert_eq!(code(again), "VERSION_HAS_EXISTED");
        let query = [("app_version", "0.0.1")];
        app.get("alipay.open.mini.version.build.query", &query).unwrap();
        let done = app.get("alipay.open.mini.version.build.query", &query).unwrap();
        assert_eq!(done["create_status"], "6");
    }

    #[test]
    fn unknown_versions_pass_unless_the_gateway_is_strict() {
        let app = App::new();
        let online = json!({"mini_app_id": "m", "app_online_version": "9"});
        let sync = json!({"mini_app_id": "m", "app_version": "9"});
        assert_eq!(status(&app, "9").unwrap()["build_status"], "6");
        assert!(app.done(ONLINE, online.clone()) && app.done(SYNC, sync.clone()));
        app.state.set_strict(true);
        assert_eq!(code(status(&app, "9")), "POLLING_BUILD_VERSION_NOT_EXIST");
        assert_eq!(code(app.call(ONLINE, online.clone())), "MINI_APP_VERSION_NOT_EXISTS");
        assert_eq!(code(app.call(SYNC, sync.clone())), "SYNC_WITHOUT_ONLINE_ERROR");
        app.call(UPLOAD, json!({"mini_app_id": "m", "build_version": "9"})).unwrap();
        for _ in 0..2 {
            status(&app, "9").unwrap();
        }
        assert!(app.done(ONLINE, online) && app.done(SYNC, sync));
    }
}
