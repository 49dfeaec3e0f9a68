//! Files that were uploaded: their names and sizes.

use serde_json::json;

use super::bounded::Bounded;
use crate::rejection::{Rejection, Reply};
use crate::request::Checked;

/// An uploaded file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Upload {
    /// The id of the file in responses. It is empty when the operation returns none.
    pub id: String,
    /// The operation of the upload.
    pub operation: String,
    /// The name of the part.
    pub part: String,
    /// The name of the file.
    pub file_name: String,
    /// The content type of the file.
    pub content_type: String,
    /// The size of the file in bytes.
    pub size: usize,
}

/// All files.
#[derive(Default)]
pub(super) struct Files {
    uploads: Bounded<u64, Upload>,
}

impl Files {
    pub(super) fn upload(&mut self, request: &Checked) -> Reply {
        let [file] = request.files.as_slice() else {
            let expected = format!("one file, not {}", request.files.len());
            return Err(Rejection::business("FILE_CHECK_FAIL", "文件校验失败").expected(expected));
        };
        if file.size == 0 {
            let rejection = Rejection::business("FILE_CHECK_FAIL", "文件校验失败");
            return Err(rejection.expected("a file that is not empty"));
        }
        let id = format!("file-{:08}", self.uploads.next_id());
        self.add(request, &id);
        Ok(json!({ "file_id": id }))
    }

    /// Remembers the files of a request.
    pub(super) fn add(&mut self, request: &Checked, id: &str) {
        for file in &request.files {
            let upload = Upload {
                id: id.to_owned(),
                operation: request.operation.id.clone(),
                part: file.part.clone(),
                file_name: file.file_name.clone(),
                content_type: file.content_type.clone(),
                size: file.size,
            };
            self.uploads.add_finished(self.uploads.next_id(), upload);
        }
    }

    /// All of them, the oldest first.
    pub(super) fn uploads(&self) -> Vec<Upload> {
        self.uploads.iter().cloned().collect()
    }

    pub(super) fn set_limit(&mut self, limit: usize) {
        self.uploads.set_limit(limit);
    }
}

#[cfg(test)]
mod tests {
    use crate::state::testing::{App, code};

    #[test]
    fn files_are_remembered_by_name_and_size() {
        let app = App::new();
        let upload = |files: &[(&str, usize)]| {
            app.upload("alipay.open.file.upload", serde_json::Value::Null, files)
        };
        let first = upload(&[("file_content", 7)]).unwrap();
        let second = upload(&[("file_content", 8)]).unwrap();
        assert_ne!(first["file_id"], second["file_id"]);
        let uploads = app.state.uploads();
        assert_eq!(first["file_id"], *uploads[0].id);
        assert_eq!((&*uploads[1].file_name, uploads[1].size), ("file_content.png", 8));
    }

    #[test]
    fn an_upload_without_a_file_is_rejected() {
        let app = App::new();
        for files in [&[][..], &[("file_content", 0)], &[("file_content", 1), ("file_content", 1)]]
        {
            let response = app.upload("alipay.open.file.upload", serde_json::Value::Null, files);
            assert_eq!(code(response), "FILE_CHECK_FAIL");
        }
    }
}
