//! A bank in a few lines: it speaks HTTP over a raw listener, has the manners of an honest UK bank (`manners.rs`), writes
//! down everything it hears, and can be taught tricks, one path at a time.

mod manners;
mod speech;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use moa_kernel::OsEntropy;
use moa_security::keys::SigningKey;
use tokio::net::TcpListener;

use self::manners::Memory;
#[allow(unused_imports, reason = "not every binary needs an entry without a bank")]
pub(crate) use self::manners::entry;
pub(crate) use self::speech::{Heard, Reply};

type Trick = Box<dyn Fn(&Heard, usize) -> Option<Reply> + Send + Sync>;

pub(crate) struct FakeBank {
    pub(crate) id: String,
    pub(crate) origin: String,
    inner: Arc<Inner>,
    task: tokio::task::JoinHandle<()>,
}

struct Inner {
    origin: String,
    key: SigningKey,
    memory: Mutex<Memory>,
    heard: Mutex<Vec<Heard>>,
    tricks: Mutex<HashMap<String, Trick>>,
}

impl FakeBank {
    pub(crate) async fn open(id: &str) -> Self {
        let socket = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", socket.local_addr().unwrap());
        let inner = Arc::new(Inner {
            origin: origin.clone(),
            key: SigningKey::make(&OsEntropy),
            memory: Mutex::default(),
            heard: Mutex::default(),
            tricks: Mutex::default(),
        });
        let serving = Arc::clone(&inner);
        let task = tokio::spawn(async move {
            // Conversations end with the bank.
            let mut conversations = tokio::task::JoinSet::new();
            while let Ok((stream, _)) = socket.accept().await {
                let inner = Arc::clone(&serving);
                conversations.spawn(speech::converse(stream, move |heard| inner.answer(heard)));
            }
        });
        Self { id: id.to_owned(), origin, inner, task }
    }

    /// Answers calls to a path by `trick`, which gets the call and how many there were before. `None`: good manners after all.
    pub(crate) fn trick(&self, path: &str, trick: impl Fn(&Heard, usize) -> Option<Reply> + Send + Sync + 'static) {
        self.inner.tricks.lock().unwrap().insert(path.to_owned(), Box::new(trick));
    }

    /// Changes the JSON an honest answer would have had.
    pub(crate) fn twist(&self, path: &str, twist: impl Fn(&mut serde_json::Value) + Send + Sync + 'static) {
        let inner = Arc::downgrade(&self.inner);
        self.trick(path, move |heard, _| {
            let mut reply = inner.upgrade()?.honestly(heard);
            let mut json = serde_json::from_slice(&reply.body).ok()?;
            twist(&mut json);
            reply.body = serde_json::to_vec(&json).ok()?;
            Some(reply)
        });
    }

    /// Everything it heard on a path.
    pub(crate) fn heard_on(&self, path: &str) -> Vec<Heard> {
        self.inner.heard.lock().unwrap().iter().filter(|heard| heard.path == path).cloned().collect()
    }

    /// Every path it heard, in order.
    pub(crate) fn heard(&self) -> Vec<String> {
        self.inner.heard.lock().unwrap().iter().map(|heard| format!("{} {}", heard.method, heard.path)).collect()
    }

    /// Token requests for a code: what an attacker waits for.
    pub(crate) fn codes_received(&self) -> usize {
        self.heard_on("/token").iter().filter(|heard| heard.form("code").is_some()).count()
    }

    /// What a customer's approval makes of the last pushed request: the address the browser is sent back to.
    pub(crate) fn approve(&self) -> String {
        self.send_back(&[("code", "the-code"), ("iss", &self.origin)])
    }

    /// The address the browser is sent back to, with the state of the last pushed request and these parameters.
    pub(crate) fn send_back(&self, parameters: &[(&str, &str)]) -> String {
        let pushed = self.heard_on("/par").pop().expect("a request was pushed");
        let mut url = url::Url::parse(&pushed.form("redirect_uri").unwrap()).unwrap();
        url.query_pairs_mut().append_pair("state", &pushed.form("state").unwrap()).extend_pairs(parameters);
        url.into()
    }

    /// The entry of the bank in a participants file.
    pub(crate) fn entry(&self) -> serde_json::Value {
        manners::entry(&self.id, &self.origin)
    }
}

impl Inner {
    fn answer(&self, heard: &Heard) -> Reply {
        let before = self.heard.lock().unwrap().iter().filter(|other| other.path == heard.path).count();
        self.heard.lock().unwrap().push(heard.clone());
        let tricked = self.tricks.lock().unwrap().get(&heard.path).and_then(|trick| trick(heard, before));
        tricked.unwrap_or_else(|| self.honestly(heard))
    }

    fn honestly(&self, heard: &Heard) -> Reply {
        manners::answer(&self.origin, &self.key, &mut self.memory.lock().unwrap(), heard)
    }
}

impl Drop for FakeBank {
    fn drop(&mut self) {
        self.task.abort();
    }
}
