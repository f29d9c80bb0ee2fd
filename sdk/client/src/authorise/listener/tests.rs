//! The listener among right and wrong callers.

use std::sync::atomic::{AtomicU32, Ordering::SeqCst};

use moa_kernel::SecretString;
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;

use super::*;

const PATH: &str = "/callback/thames/r4nd0m";

async fn send(address: SocketAddr, text: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

fn get(address: SocketAddr, target: &str) -> String {
    format!("GET {target} HTTP/1.1\r\nHost: {address}\r\n\r\n")
}

/// Runs the listener while `callers` do what they do; gives what the listener took as the right call.
async fn among(language: Language, callers: impl AsyncFnOnce(SocketAddr)) -> Redirect {
    let listener = Listener::bind().await.unwrap();
    let (address, state) = (listener.address, State::from_secret(SecretString::from("right")));
    let right = RightCaller { path: PATH, state: &state, language };
    let (redirect, ()) = tokio::join!(listener.wait(right), callers(address));
    assert!(TcpStream::connect(address).await.is_err(), "the listener closes behind the right caller");
    redirect
}

#[tokio::test]
async fn the_right_caller_gets_a_page_that_repeats_nothing() {
    let redirect = among(Language::Korean, async |address| {
        let answer = send(address, &get(address, &format!("{PATH}?code=planted&state=right&iss=x"))).await;
        assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.contains("은행 승인이 끝났어요"), "{answer}");
        assert!(!answer.contains("planted") && !answer.contains("{{"));
        assert!(answer.contains("no-referrer") && answer.contains("default-src 'none'"));
    })
    .await;
    assert!(!redirect.is_refusal());
}

#[tokio::test]
async fn a_refusal_is_said_as_one() {
    let redirect = among(Language::English, async |address| {
        let answer = send(address, &get(address, &format!("{PATH}?error=access_denied&state=right"))).await;
        assert!(answer.contains("Nothing was linked"));
    })
    .await;
    assert!(redirect.is_refusal());
}

#[tokio::test]
async fn wrong_callers_get_a_400_and_do_not_stop_the_right_one() {
    among(Language::English, async |address| {
        // One that connects and says nothing, for as long as the test runs.
        let _silent = TcpStream::connect(address).await.unwrap();
        let wrong = [
            get(address, "/"),
            get(address, &format!("{PATH}?code=c&state=wrong")),
            get(address, &format!("{PATH}?code=c")),
            get(address, &format!("{PATH}?code=c&state=right&state=right")),
            get(address, "/callback/evil/r4nd0m?code=c&state=right"),
            format!("POST {PATH}?code=c&state=right HTTP/1.1\r\nHost: {address}\r\n\r\n"),
            format!("GET {PATH}?code=c&state=right HTTP/1.1\r\nHost: evil.example\r\n\r\n"),
            format!("GET {PATH}?code=c&state=right HTTP/1.1\r\n\r\n"),
            format!("GET http://{address}{PATH}?code=c&state=right HTTP/1.1\r\nHost: {address}\r\n\r\n"),
            "nonsense\r\n\r\n".to_owned(),
        ];
        for call in wrong {
            let answer = send(address, &call).await;
            assert!(answer.starts_with("HTTP/1.1 400"), "{call} {answer}");
        }
        send(address, &get(address, &format!("{PATH}?code=c&state=right&iss=x"))).await;
    })
    .await;
}

#[tokio::test]
async fn an_endless_head_is_cut_off() {
    among(Language::English, async |address| {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let _ = stream.write_all("GET /".repeat(10_000).as_bytes()).await;
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        send(address, &get(address, &format!("{PATH}?code=c&state=right"))).await;
    })
    .await;
}

#[tokio::test]
async fn a_room_full_of_silent_callers_does_not_keep_the_right_one_out() {
    let mut silent = Vec::new();
    among(Language::English, async |address| {
        for _ in 0..2 * callers::ROOM {
            silent.push(TcpStream::connect(address).await.unwrap());
        }
        let answer = send(address, &get(address, &format!("{PATH}?code=c&state=right&iss=x"))).await;
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    })
    .await;
    for mut stream in silent {
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        assert!(answer.is_empty(), "the right caller had to wait until the patience with a silent one was over");
    }
}

/// A system that is out of file handles three hundred times, and then lets the right caller in.
#[tokio::test]
async fn a_system_that_gives_no_connections_is_asked_less_and_less() {
    let state = State::from_secret(SecretString::from("right"));
    let right = RightCaller { path: PATH, state: &state, language: Language::English };
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 49152));
    let (mut browser, ours) = tokio::io::duplex(32 * 1024);
    browser.write_all(get(address, &format!("{PATH}?code=c&state=right")).as_bytes()).await.unwrap();
    let (asked, ours) = (AtomicU32::new(0), std::sync::Mutex::new(Some(ours)));
    let accept = || async {
        if asked.fetch_add(1, SeqCst) < 300 {
            return Err(std::io::Error::other("too many open files"));
        }
        ours.lock().unwrap().take().ok_or_else(|| std::io::Error::other("nobody else comes"))
    };
    let pauses = std::sync::Mutex::new(Vec::new());
    let pause = |breath| {
        pauses.lock().unwrap().push(breath);
        std::future::ready(())
    };
    wait_among(accept, pause, right, address).await;
    let pauses = pauses.into_inner().unwrap();
    assert_eq!((pauses.len(), pauses.first(), pauses.last()), (300, Some(&BREATH), Some(&LONGEST_BREATH)));
    assert!(pauses.is_sorted());
}
