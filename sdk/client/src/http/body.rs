//! Reads an answer piece by piece, and stops where no honest answer would still go on.

use std::time::Duration;

use bytes::{Bytes, BytesMut};

use super::error::HttpError;

/// Reads the whole body, if it has at most `most` bytes *after* decompression and no two pieces are further apart than
/// `idle`. Half a megabyte of gzip can unpack to half a gigabyte: only what comes out is counted.
pub(super) async fn read_bounded(
    mut response: reqwest::Response,
    most: usize,
    idle: Duration,
) -> Result<Bytes, HttpError> {
    if response.content_length().is_some_and(|announced| announced > most as u64) {
        return Err(HttpError::TooLarge(most));
    }
    let mut whole = BytesMut::new();
    loop {
        let piece =
            tokio::time::timeout(idle, response.chunk()).await.map_err(|_| HttpError::TimedOut("next piece"))?;
        match piece {
            Ok(Some(piece)) if whole.len() + piece.len() > most => return Err(HttpError::TooLarge(most)),
            Ok(Some(piece)) => whole.extend_from_slice(&piece),
            Ok(None) => return Ok(whole.freeze()),
            Err(error) if error.is_timeout() => return Err(HttpError::TimedOut("answer")),
            Err(_) => return Err(HttpError::Broken),
        }
    }
}
