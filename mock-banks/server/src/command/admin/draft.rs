//! A definition from its file. It is sent as it was written; what is looked at here is only whether there is something to send.

use std::io::Read as _;
use std::path::Path;

use axum::body::Bytes;
use serde::de::IgnoredAny;

use super::tell::Stuck;

/// The largest definition that is sent.
const FILE_BYTES_MAX: u64 = 2 * 1024 * 1024;

const FORMAT: &str = "a definition is one JSON object: docs/custom-apis.md tells what is in it, \
                      mock-banks/examples/spending-1.0.json is one, and `mock-banks admin api definition` prints those that are there";

/// Reads a file, or standard input for `-`.
pub(crate) fn read(file: &Path) -> Result<Bytes, Stuck> {
    let name = if file == Path::new("-") { "standard input".to_owned() } else { file.display().to_string() };
    let bytes = content(file).map_err(|error| {
        let next = "name a file that is there, or `-` for standard input";
        Stuck::new(format!("{name} cannot be read"), next).because(&error)
    })?;
    if bytes.len() as u64 > FILE_BYTES_MAX {
        return Err(Stuck::new(format!("{name} is larger than any definition"), FORMAT));
    }
    match serde_json::from_slice::<IgnoredAny>(&bytes) {
        Ok(_) => Ok(bytes.into()),
        Err(error) => Err(Stuck::new(format!("{name} is no JSON"), FORMAT).because(&error)),
    }
}

fn content(file: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if file == Path::new("-") {
        std::io::stdin().take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes)?;
    } else {
        std::fs::File::open(file)?.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}
