//! As much HTTP as the listener needs: one request line and one `Host`, both short.

use std::net::SocketAddr;

use tokio::io::{AsyncRead, AsyncReadExt as _};

/// A redirect with its parameters fits ten times over.
const MOST_BYTES: usize = 16 * 1024;

/// Reads up to the empty line. Nothing when the caller stops before it, or goes on for too long.
pub(super) async fn read_head(stream: &mut (impl AsyncRead + Unpin)) -> Option<String> {
    let mut head = Vec::new();
    let mut piece = [0; 2048];
    loop {
        let read = stream.read(&mut piece).await.ok().filter(|read| *read > 0)?;
        head.extend_from_slice(piece.get(..read)?);
        if let Some(end) = head.windows(4).position(|four| four == b"\r\n\r\n") {
            head.truncate(end);
            return String::from_utf8(head).ok();
        }
        if head.len() > MOST_BYTES {
            return None;
        }
    }
}

/// Path and query of a GET that was meant for us: a page elsewhere whose name was made to point to 127.0.0.1 says another
/// `Host`.
pub(super) fn target(head: &str, address: SocketAddr) -> Option<(String, String)> {
    let mut lines = head.split("\r\n");
    let mut words = lines.next()?.split(' ');
    let (method, target, version) = (words.next()?, words.next()?, words.next()?);
    if method != "GET" || !version.starts_with("HTTP/1.") || words.next().is_some() || !target.starts_with('/') {
        return None;
    }
    let hosts: Vec<&str> = lines
        .filter_map(|line| line.split_once(':'))
        .filter(|(name, _)| name.eq_ignore_ascii_case("host"))
        .map(|(_, value)| value.trim())
        .collect();
    if hosts != [address.to_string()] {
        return None;
    }
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    Some((path.to_owned(), query.to_owned()))
}
