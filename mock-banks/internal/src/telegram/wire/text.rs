//! Text in EUC-KR, counted in bytes.
//!
//! What EUC-KR lacks is written as its number in Unicode, `&F6;` for ö; so are `&` itself, control characters, and a space
//! that would end a cell, where it could not be told from the padding. Text that is there but empty is `&;`. So every text
//! comes out as it went in, and a terminal that knows nothing of this shows something a person can still read.

use encoding_rs::EUC_KR;

/// Text, written: a first piece that fits the cell, and what goes on behind it. Every piece ends between characters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Pieces {
    pub(super) first: Vec<u8>,
    pub(super) more: Vec<Vec<u8>>,
    /// How many characters EUC-KR does not have.
    pub(super) foreign: u64,
}

pub(super) fn write(text: &str, width: usize, width_of_more: usize) -> Pieces {
    let mut written = Pieces::default();
    if text.is_empty() {
        written.place(b"&;", width, width_of_more);
    }
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let (bytes, foreign) = encode(letter);
        written.foreign += u64::from(foreign);
        if letter == ' ' {
            // Plain only when something other than a space follows it in the same piece.
            let next = letters.peek().filter(|next| **next != ' ').map(|next| encode(*next).0);
            match next.filter(|next| written.room(width, width_of_more) > next.len()) {
                Some(_) => written.place(b" ", width, width_of_more),
                None => written.place(b"&20;", width, width_of_more),
            }
        } else {
            written.place(&bytes, width, width_of_more);
        }
    }
    written
}

impl Pieces {
    fn room(&self, width: usize, width_of_more: usize) -> usize {
        match self.more.last() {
            None => width.saturating_sub(self.first.len()),
            Some(last) => width_of_more.saturating_sub(last.len()),
        }
    }

    fn place(&mut self, bytes: &[u8], width: usize, width_of_more: usize) {
        if self.room(width, width_of_more) < bytes.len() {
            self.more.push(Vec::new());
        }
        self.more.last_mut().unwrap_or(&mut self.first).extend_from_slice(bytes);
    }
}

/// One character as it travels, and whether EUC-KR does not have it.
fn encode(letter: char) -> (Vec<u8>, bool) {
    let number = || format!("&{:X};", u32::from(letter)).into_bytes();
    if letter == '&' || letter.is_control() {
        return (number(), false);
    }
    if letter.is_ascii() {
        return (vec![u8::try_from(letter).unwrap_or(b'?')], false);
    }
    let mut buffer = [0; 4];
    let (bytes, _, lacks) = EUC_KR.encode(letter.encode_utf8(&mut buffer));
    let same = |bytes: &[u8]| decode(bytes).is_some_and(|text| text.chars().eq([letter]));
    if lacks || !same(&bytes) { (number(), true) } else { (bytes.into_owned(), false) }
}

fn decode(bytes: &[u8]) -> Option<String> {
    EUC_KR.decode_without_bom_handling_and_without_replacement(bytes).map(std::borrow::Cow::into_owned)
}

/// The text of a cell and what goes on behind it: `None` for a blank one.
///
/// # Errors
/// When it is no EUC-KR, or a number in it is none.
pub(super) fn read<'a>(pieces: impl Iterator<Item = &'a [u8]>) -> Result<Option<String>, ()> {
    let mut bytes = Vec::new();
    for piece in pieces {
        bytes.extend_from_slice(piece.trim_ascii_end());
    }
    match bytes.as_slice() {
        b"" => return Ok(None),
        b"&;" => return Ok(Some(String::new())),
        _ => {}
    }
    let written = decode(&bytes).ok_or(())?;
    let mut text = String::with_capacity(written.len());
    let mut rest = written.as_str();
    while let Some((plain, number)) = rest.split_once('&') {
        let (number, after) = number.split_once(';').ok_or(())?;
        text.push_str(plain);
        text.push(u32::from_str_radix(number, 16).ok().and_then(char::from_u32).ok_or(())?);
        rest = after;
    }
    text.push_str(rest);
    Ok(Some(text))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sent(text: &str, width: usize) -> (Vec<Vec<u8>>, u64) {
        let Pieces { mut first, more, foreign } = write(text, width, 100);
        first.resize(first.len().max(width), b' ');
        assert_eq!(first.len(), width, "a cell is as wide as it is");
        let mut all = vec![first];
        all.extend(more);
        (all, foreign)
    }

    fn received(pieces: &[Vec<u8>]) -> Option<String> {
        read(pieces.iter().map(Vec::as_slice)).unwrap()
    }

    #[test]
    fn hangul_takes_two_bytes_and_is_never_cut_in_half() {
        let (pieces, foreign) = sent("모아은행", 7);
        assert_eq!((pieces[0].len(), pieces.len(), foreign), (7, 2, 0));
        assert_eq!(pieces[0][..6], *EUC_KR.encode("모아은").0);
        assert_eq!(pieces[0][6], b' ', "half a character does not fill the last byte");
        assert_eq!(received(&pieces).as_deref(), Some("모아은행"));
    }

    #[test]
    fn what_euc_kr_lacks_travels_as_its_number_and_is_counted() {
        let (pieces, foreign) = sent("Köln & Düsseldorf", 40);
        assert_eq!(String::from_utf8_lossy(&pieces[0]).trim_end(), "K&F6;ln &26; D&FC;sseldorf");
        assert_eq!(foreign, 2, "the ampersand is not foreign");
        assert_eq!(received(&pieces).as_deref(), Some("Köln & Düsseldorf"));
    }

    #[test]
    fn blank_is_absent_and_empty_is_there() {
        assert_eq!(received(&[b"        ".to_vec()]), None);
        assert_eq!(received(&sent("", 8).0).as_deref(), Some(""));
        assert_eq!(received(&sent(" ", 8).0).as_deref(), Some(" "));
        assert_eq!(received(&sent("two  ends ", 8).0).as_deref(), Some("two  ends "));
    }

    #[test]
    fn what_nobody_writes_is_refused() {
        for wrong in [&b"&"[..], b"&F6", b"&XY;", b"&D800;", b"&110000;", b"\xff\xff", b"\xb0"] {
            assert!(read(std::iter::once(wrong)).is_err(), "{wrong:?}");
        }
    }

    proptest! {
        #[test]
        fn every_text_comes_out_as_it_went_in(text in "\\PC{0,60}|[ &;가-힣öé\u{1F600}\n]{0,40}", width in 1_usize..60) {
            let (pieces, _) = sent(&text, width);
            prop_assert!(pieces[1..].iter().all(|piece| piece.len() <= 100));
            prop_assert_eq!(received(&pieces), Some(text));
        }

        #[test]
        fn noise_is_text_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            let _ = read(std::iter::once(bytes.as_slice()));
        }
    }
}
