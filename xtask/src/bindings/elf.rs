//! Whether a library may be loaded where memory pages have 16 KB, as Android 15 and the Play Store demand.

use anyhow::{Context as _, Result, bail};

/// The page size that every part of the file has to be aligned to.
pub(super) const PAGE: u64 = 16 * 1024;
/// A part that is loaded.
const LOAD: u32 = 1;

/// The smallest alignment of the parts of a 64-bit little-endian ELF file that are loaded.
pub(super) fn alignment(file: &[u8]) -> Result<u64> {
    if file.get(..6) != Some(b"\x7fELF\x02\x01") {
        bail!("it is no 64-bit little-endian ELF file");
    }
    let (at, size, count) = (number(file, 32, 8)?, number(file, 54, 2)?, number(file, 56, 2)?);
    let mut smallest = None;
    for index in 0..count {
        let header =
            at.checked_add(index * size).and_then(|at| usize::try_from(at).ok()).context("a header out of reach")?;
        if number(file, header, 4)? == u64::from(LOAD) {
            let align = number(file, header.saturating_add(48), 8)?;
            smallest = Some(smallest.map_or(align, |known: u64| known.min(align)));
        }
    }
    smallest.context("nothing in it is loaded")
}

fn number(file: &[u8], at: usize, bytes: usize) -> Result<u64> {
    let end = at.checked_add(bytes).context("a number out of reach")?;
    let bytes = file.get(at..end).context("the file is cut short")?;
    Ok(bytes.iter().rev().fold(0, |sum, byte| (sum << 8) | u64::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(alignments: &[(u32, u64)]) -> Vec<u8> {
        let mut file = vec![0; 64 + alignments.len() * 56];
        file[..6].copy_from_slice(b"\x7fELF\x02\x01");
        file[32..40].copy_from_slice(&64_u64.to_le_bytes());
        file[54..56].copy_from_slice(&56_u16.to_le_bytes());
        file[56..58].copy_from_slice(&u16::try_from(alignments.len()).unwrap().to_le_bytes());
        for (index, (kind, align)) in alignments.iter().enumerate() {
            let at = 64 + index * 56;
            file[at..at + 4].copy_from_slice(&kind.to_le_bytes());
            file[at + 48..at + 56].copy_from_slice(&align.to_le_bytes());
        }
        file
    }

    #[test]
    fn the_smallest_alignment_of_what_is_loaded_counts() {
        assert_eq!(alignment(&file(&[(LOAD, PAGE), (LOAD, 4096), (2, 8)])).unwrap(), 4096);
        assert_eq!(alignment(&file(&[(LOAD, PAGE), (2, 8)])).unwrap(), PAGE);
    }

    #[test]
    fn what_is_no_such_file_is_refused() {
        for wrong in [&b""[..], b"\x7fELF\x01\x01", b"\x7fELF\x02\x01", &file(&[(2, 8)])] {
            assert!(alignment(wrong).is_err());
        }
        let mut lying = file(&[(LOAD, PAGE)]);
        lying[32..40].copy_from_slice(&u64::MAX.to_le_bytes());
        assert!(alignment(&lying).is_err());
    }
}
