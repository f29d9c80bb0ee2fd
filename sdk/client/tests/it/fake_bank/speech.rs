//! As much HTTP/1.1 as a fake bank needs.

use std::io::Write as _;

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use url::form_urlencoded;

/// A call, as it was heard.
#[derive(Clone, Debug)]
pub(crate) struct Heard {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Heard {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    pub(crate) fn form(&self, name: &str) -> Option<String> {
        form_urlencoded::parse(&self.body).find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    }

    /// The claims of a JWT somebody sent, unverified: the fake bank believes everybody.
    pub(crate) fn claims(token: &str) -> Value {
        use base64::Engine as _;
        let middle = token.split('.').nth(1).unwrap();
        serde_json::from_slice(&base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(middle).unwrap()).unwrap()
    }

    pub(crate) fn proof(&self) -> Value {
        Self::claims(self.header("dpop").unwrap())
    }
}

/// An answer. One with `endless` never stops after its body; one that is `silent` never begins.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    pub(crate) endless: bool,
    pub(crate) silent: bool,
}

impl Reply {
    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self::text(status, "application/json", &body.to_string())
    }

    pub(crate) fn text(status: u16, kind: &str, body: &str) -> Self {
        let headers = vec![("content-type".to_owned(), kind.to_owned())];
        Self { status, headers, body: body.as_bytes().to_vec(), endless: false, silent: false }
    }

    pub(crate) fn empty(status: u16) -> Self {
        Self { status, headers: vec![], body: vec![], endless: false, silent: false }
    }

    pub(crate) fn silence() -> Self {
        Self { silent: true, ..Self::empty(200) }
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}

pub(crate) async fn converse(mut stream: TcpStream, answer: impl Fn(&Heard) -> Reply) {
    while let Some(heard) = listen(&mut stream).await {
        let reply = answer(&heard);
        if reply.silent {
            // Until the caller gives up.
            let _ = stream.read(&mut [0; 1]).await;
            return;
        }
        if speak(&mut stream, &reply).await.is_err() {
            return;
        }
    }
}

async fn listen(stream: &mut TcpStream) -> Option<Heard> {
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let mut lines = head.split("\r\n");
    let mut words = lines.next()?.split(' ');
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let headers: Vec<_> =
        lines.filter_map(|line| line.split_once(": ")).map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
    let length = headers.iter().find(|(key, _)| key.eq_ignore_ascii_case("content-length"));
    let length: usize = length.map_or(0, |(_, value)| value.parse().unwrap());
    let mut body = bytes[end + 4..].to_vec();
    while body.len() < length {
        stream.read_buf(&mut body).await.ok()?;
    }
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    Some(Heard { method, path: path.to_owned(), query: query.to_owned(), headers, body })
}

async fn speak(stream: &mut TcpStream, reply: &Reply) -> std::io::Result<()> {
    let mut head = Vec::new();
    write!(head, "HTTP/1.1 {} Fine\r\n", reply.status)?;
    for (name, value) in &reply.headers {
        write!(head, "{name}: {value}\r\n")?;
    }
    if reply.endless {
        write!(head, "\r\n")?;
        stream.write_all(&head).await?;
        loop {
            stream.write_all(&reply.body).await?;
        }
    }
    write!(head, "content-length: {}\r\n\r\n", reply.body.len())?;
    stream.write_all(&head).await?;
    stream.write_all(&reply.body).await
}
