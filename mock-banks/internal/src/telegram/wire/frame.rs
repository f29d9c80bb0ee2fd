//! Frames: five digits of length, then so many bytes. A length that is not digits, or more than a message has, ends the
//! conversation: nobody knows where the next frame would begin.

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

pub use super::message::MESSAGE_BYTES_MAX;

const LENGTH_DIGITS: usize = 5;

/// Why no frame came.
#[derive(Debug, thiserror::Error)]
pub enum FrameError {
    /// What came is not the length of a frame.
    #[error("what came is not the length of a frame")]
    Length,
    /// The connection broke, or ended in the middle of a frame.
    #[error("the connection broke")]
    Broken(#[from] std::io::Error),
}

/// Reads one frame; nothing when the other side has hung up between two.
///
/// # Errors
/// See [`FrameError`]. The connection is of no more use then.
pub async fn read(from: &mut (impl AsyncRead + Unpin)) -> Result<Option<Vec<u8>>, FrameError> {
    let mut length = [0; LENGTH_DIGITS];
    let (first, others) = length.split_at_mut(1);
    if from.read(first).await? == 0 {
        return Ok(None);
    }
    from.read_exact(others).await?;
    let length = std::str::from_utf8(&length).ok().filter(|text| text.bytes().all(|digit| digit.is_ascii_digit()));
    let length: usize = length.and_then(|text| text.parse().ok()).ok_or(FrameError::Length)?;
    if length > MESSAGE_BYTES_MAX {
        return Err(FrameError::Length);
    }
    let mut message = vec![0; length];
    from.read_exact(&mut message).await?;
    Ok(Some(message))
}

/// Writes one frame.
///
/// # Errors
/// [`FrameError::Length`] for a message that is too long, of which nothing is written; else when the connection breaks.
pub async fn write(to: &mut (impl AsyncWrite + Unpin), message: &[u8]) -> Result<(), FrameError> {
    if message.len() > MESSAGE_BYTES_MAX {
        return Err(FrameError::Length);
    }
    // One write: length and message travel together.
    let mut frame = format!("{:0LENGTH_DIGITS$}", message.len()).into_bytes();
    frame.extend_from_slice(message);
    to.write_all(&frame).await?;
    Ok(to.flush().await?)
}
