//! Bytes as a picture: what a painter may be given.

use std::io::Read as _;

/// The format of a picture. None of them can load or run anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageFormat {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// GIF.
    Gif,
}

impl ImageFormat {
    /// The registered media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Gif => "image/gif",
        }
    }
}

/// The format, width and height of bytes that are a picture from its beginning to its end. What stands in the name is
/// of no account.
pub(super) fn look(bytes: &[u8]) -> Option<(ImageFormat, u32, u32)> {
    let (format, size) = match bytes {
        [0xff, 0xd8, ..] => (ImageFormat::Jpeg, jpeg(bytes)),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', rest @ ..] => (ImageFormat::Png, png(rest)),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', rest @ ..] => (ImageFormat::Gif, gif(rest)),
        _ => return None,
    };
    size.filter(|(width, height)| *width > 0 && *height > 0).map(|(width, height)| (format, width, height))
}

/// Its segments up to the picture's data, then an end. Cameras write more behind that.
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    const END: [u8; 2] = [0xff, 0xd9];
    let (mut rest, mut size) = (&bytes[2..], None);
    loop {
        let marker = *rest.strip_prefix(&[0xff])?.first()?;
        // A marker may have more of its first byte before it.
        if marker == 0xff {
            rest = &rest[1..];
            continue;
        }
        let length = usize::from(short(rest, 2)?);
        let segment = rest.get(4..2 + length)?;
        match marker {
            // A frame's head, of any of the ways to write one: bits of a sample, then height and width.
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                size = Some((short(segment, 3)?.into(), short(segment, 1)?.into()));
            }
            0xda => {
                let data = rest.get(2 + length..)?;
                return size.filter(|_| memchr::memmem::find(data, &END).is_some());
            }
            _ => {}
        }
        rest = rest.get(2 + length..)?;
    }
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

/// Its chunks, each with its checksum, the head first and the end last.
fn png(mut rest: &[u8]) -> Option<(u32, u32)> {
    let mut size = None;
    loop {
        let length = word(&mut rest)? as usize;
        let named = rest.get(..length.checked_add(4)?)?;
        rest = &rest[named.len()..];
        if word(&mut rest)? != crc32fast::hash(named) {
            return None;
        }
        let mut content = &named[4..];
        match &named[..4] {
            b"IHDR" if size.is_none() => size = Some((word(&mut content)?, word(&mut content)?)),
            b"IEND" => return size,
            _ if size.is_none() => return None,
            _ => {}
        }
    }
}

/// The next four bytes.
fn word(rest: &mut &[u8]) -> Option<u32> {
    let mut word = [0; 4];
    rest.read_exact(&mut word).ok()?;
    Some(u32::from_be_bytes(word))
}

/// Its size, and a last byte that says so.
fn gif(rest: &[u8]) -> Option<(u32, u32)> {
    let [low, high, below, above, .., 0x3b] = rest else { return None };
    Some((u16::from_le_bytes([*low, *high]).into(), u16::from_le_bytes([*below, *above]).into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A JPEG's segments: a comment, a frame of 192 x 88, the data and the end.
    fn jpeg() -> Vec<u8> {
        let comment = [0xff, 0xd8, 0xff, 0xfe, 0, 4, b'x', b'y'];
        let frame = [0xff, 0xff, 0xc0, 0, 8, 8, 0, 88, 0, 192, 1];
        [&comment[..], &frame, &[0xff, 0xda, 0, 3, 0, 1, 2, 3, 0xff, 0xd9]].concat()
    }

    fn png() -> Vec<u8> {
        let chunk = |name: &[u8], content: &[u8]| {
            let named = [name, content].concat();
            let length = (content.len() as u32).to_be_bytes();
            [&length[..], &named, &crc32fast::hash(&named).to_be_bytes()].concat()
        };
        let head = [0, 0, 0, 3, 0, 0, 1, 0, 8, 0, 0, 0, 0];
        [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &head), chunk(b"IDAT", b"data"), chunk(b"IEND", b"")].concat()
    }

    #[test]
    fn pictures_have_a_size_and_an_end() {
        let gif = b"GIF89a\x03\x00\x00\x01data\x3b".to_vec();
        for (bytes, known) in [
            (jpeg(), (ImageFormat::Jpeg, 192, 88)),
            (png(), (ImageFormat::Png, 3, 256)),
            (gif, (ImageFormat::Gif, 3, 256)),
        ] {
            assert_eq!(look(&bytes), Some(known));
            for length in 0..bytes.len() {
                assert_eq!(look(&bytes[..length]), None, "{known:?} {length}");
            }
        }
        assert!(look(&[&jpeg()[..], b"more"].concat()).is_some());
    }

    #[test]
    fn other_bytes_are_no_picture() {
        let mut changed = png();
        changed[20] ^= 1;
        for bytes in [
            &b""[..],
            b"<!DOCTYPE html><script>alert(1)</script>",
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            b"\xff\xd8\xff<html>",
            b"\xff\xd8\xff\xe0\x00\x00\xff\xd9",
            b"GIF89a\x00\x00\x00\x00\x3b",
            b"%PDF-1.7",
            &changed,
        ] {
            assert_eq!(look(bytes), None);
        }
    }
}
