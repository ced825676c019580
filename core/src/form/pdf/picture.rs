//! Pictures in PDF.

use std::sync::Arc;

use krilla::image::Image;

use crate::form::fit::{Flow, Room, fit};
use crate::form::frame::Frame;
use crate::form::image::ImageFormat;
use crate::form::lines::{Lines, Run};
use crate::form::page::Picture;

/// The size of what stands in the place of a picture.
const SIZE: f32 = 3.0;

/// A picture as PDF has it: JPEG alone goes in as its bytes are. Others would have to be decoded, and where that fails
/// the whole file would.
pub(super) fn usable(picture: &Picture) -> Option<Image> {
    if picture.format != ImageFormat::Jpeg {
        return None;
    }
    let bytes: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::new(Arc::clone(&picture.bytes));
    Image::from_jpeg(bytes.into(), true).ok()
}

/// Where it is in its place: in the middle, and as large as it can be there.
pub(super) fn contained(picture: &Picture) -> Frame {
    let Frame { left, top, width, height } = picture.frame;
    let scale = (width / picture.width as f32).min(height / picture.height as f32);
    let (wide, high) = (picture.width as f32 * scale, picture.height as f32 * scale);
    Frame { left: left + (width - wide) / 2.0, top: top + (height - high) / 2.0, width: wide, height: high }
}

/// What is said in its place.
pub(super) fn instead(picture: &Picture) -> Lines {
    let text = format!("{}\nこの形式の画像はPDFに入れられません。HTMLの帳票でご覧ください。", picture.alt);
    let room = Room { width: picture.frame.width, height: picture.frame.height, size: SIZE, flow: Flow::Block };
    let fitted = fit(&text, &room);
    Lines { size: fitted.size, lines: fitted.lines.into_iter().map(|line| vec![Run::plain(line)]).collect() }
}
