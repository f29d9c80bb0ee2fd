//! A request, open to tampering until it is sent.

use anyhow::Result;
use reqwest::{Client, Method};
use url::Url;

use super::Answer;
use super::log::Watch;

/// A request that has not gone out yet.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Its method.
    pub method: Method,
    /// Where it goes.
    pub url: Url,
    headers: Vec<(String, String)>,
    body: Body,
}

#[derive(Debug, Clone)]
enum Body {
    None,
    Form(Vec<(String, String)>),
    Bytes { content_type: &'static str, bytes: Vec<u8> },
}

impl Ask {
    /// A request without a body.
    #[must_use]
    pub fn bare(method: Method, url: Url) -> Self {
        Self { method, url, headers: Vec::new(), body: Body::None }
    }

    /// A form.
    #[must_use]
    pub fn form(url: Url, fields: &[(&str, &str)]) -> Self {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Self { body: Body::Form(fields), ..Self::bare(Method::POST, url) }
    }

    /// A body of any kind.
    #[must_use]
    pub fn bytes(url: Url, content_type: &'static str, bytes: impl Into<Vec<u8>>) -> Self {
        Self { body: Body::Bytes { content_type, bytes: bytes.into() }, ..Self::bare(Method::POST, url) }
    }

    /// With a field set to another value, or added.
    #[must_use]
    pub fn with(self, name: &str, value: &str) -> Self {
        self.without(name).also(name, value)
    }

    /// With a field added, whether there is one of that name or not.
    #[must_use]
    pub fn also(mut self, name: &str, value: &str) -> Self {
        if let Body::Form(fields) = &mut self.body {
            fields.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    /// Without a field.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        if let Body::Form(fields) = &mut self.body {
            fields.retain(|(own, _)| own != name);
        }
        self
    }

    /// With a header set to another value, or added.
    #[must_use]
    pub fn header(self, name: &str, value: &str) -> Self {
        self.without_header(name).another_header(name, value)
    }

    /// With a header added, whether there is one of that name or not.
    #[must_use]
    pub fn another_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Without a header.
    #[must_use]
    pub fn without_header(mut self, name: &str) -> Self {
        self.headers.retain(|(own, _)| own != name);
        self
    }

    /// To another path, everything else the same.
    #[must_use]
    pub fn to(mut self, path: &str) -> Self {
        self.url.set_path(path);
        self
    }

    /// With another method, everything else the same.
    #[must_use]
    pub fn by(self, method: Method) -> Self {
        Self { method, ..self }
    }

    pub(super) async fn send(self, http: &Client, watch: &Watch) -> Result<Answer> {
        self.note_secrets(watch);
        let mut request = http.request(self.method, self.url);
        for (name, value) in self.headers {
            request = request.header(name, value);
        }
        request = match self.body {
            Body::None => request,
            Body::Form(fields) => request.form(&fields),
            Body::Bytes { content_type, bytes } => request.header("content-type", content_type).body(bytes),
        };
        let answer = Answer::read(request.send().await?).await?;
        watch.note_answer(&answer.headers, answer.body.as_bytes());
        Ok(answer)
    }

    fn note_secrets(&self, watch: &Watch) {
        self.headers.iter().for_each(|(name, value)| watch.note_header(name, value));
        if let Body::Form(fields) = &self.body {
            fields.iter().for_each(|(name, value)| watch.note_field(name, value));
        }
    }
}
