//! The pictures that rows name, among the attachments of their unit.

use std::sync::Arc;

use super::image::{ImageFormat, look};
use crate::error::{Code, Error};
use crate::unit::{Attachment, sealed_name};

/// The largest file that is painted, and the most pixels: a picture's file may say that it is as large as a field.
const MAX_BYTES: usize = 8 << 20;
const MAX_PIXELS: u64 = 50_000_000;

// Why a picture is not shown, and what to do about it.
const MISSING: &str = "この画像がありません。送信単位のファイルに含まれているか確認してください。";
const NO_PICTURE: &str = "画像ではないか、壊れています。送信元に確認してください。";
const SEVERAL: &str = "同じ名前で内容の違う画像があります。送信元に確認してください。";
const TOO_LARGE: &str = "大きすぎるため表示していません。ファイルを開いて確認してください。";
const UNREADABLE: &str = "画像ファイルを読めません。ファイルを確認してください。";

/// A picture's bytes, as they were given.
pub(super) struct Image {
    pub(super) bytes: Arc<[u8]>,
    pub(super) format: ImageFormat,
    pub(super) width: u32,
    pub(super) height: u32,
}

/// Attachments, whose bytes are read when a page needs them.
#[derive(Default)]
pub(super) struct Pictures(Vec<Attachment>);

impl Pictures {
    pub(super) fn add(&mut self, attachments: impl IntoIterator<Item = Attachment>) {
        self.0.extend(attachments);
    }

    /// The picture of a name, or why there is none to be shown. Names are compared as the rule on missing images does.
    pub(super) fn find(&self, name: &str) -> Result<Image, &'static str> {
        let named = self.0.iter().filter(|attachment| sealed_name(&attachment.name).eq_ignore_ascii_case(name));
        let mut found: Option<Arc<[u8]>> = None;
        for attachment in named {
            let unread = |error: Error| if error.code() == Code::TooLarge { TOO_LARGE } else { UNREADABLE };
            let bytes = attachment.source.share(MAX_BYTES).map_err(unread)?;
            if found.as_ref().is_some_and(|known| *known != bytes) {
                // Whose family it is cannot be told.
                return Err(SEVERAL);
            }
            found = Some(bytes);
        }
        let bytes = found.ok_or(MISSING)?;
        let (format, width, height) = look(&bytes).ok_or(NO_PICTURE)?;
        if u64::from(width) * u64::from(height) > MAX_PIXELS {
            return Err(TOO_LARGE);
        }
        Ok(Image { bytes, format, width, height })
    }
}
