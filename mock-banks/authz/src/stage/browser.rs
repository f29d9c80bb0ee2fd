//! A browser on the stage: a cookie jar, the page it last saw, and fingers that fill in forms.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use http::{Request, StatusCode};

use super::{Answer, ISSUER, Stage};

/// A browser. It shows one page.
#[derive(Default)]
pub(crate) struct Browser {
    pub(crate) jar: BTreeMap<String, String>,
    /// The address of the page.
    pub(crate) page: String,
    pub(crate) html: String,
    pub(crate) accounts: Vec<String>,
    pub(crate) language: Option<&'static str>,
}

impl Browser {
    /// Follows an address until there is a page.
    pub(crate) async fn arrive(&mut self, stage: &Stage, address: &str) -> Answer {
        let mut answer = self.get(stage, address).await;
        while answer.status == StatusCode::SEE_OTHER && answer.header("location").starts_with('/') {
            let next = answer.header("location").to_owned();
            answer = self.get(stage, &next).await;
        }
        answer
    }

    pub(crate) async fn login(&mut self, stage: &Stage, name: &str, password: &str) -> Answer {
        let answer = self.send_login(stage, name, password).await;
        if answer.header("location").starts_with('/') { self.follow(stage, &answer).await } else { answer }
    }

    pub(crate) async fn send_login(&mut self, stage: &Stage, name: &str, password: &str) -> Answer {
        let form = [("csrf", self.hidden("csrf")), ("login", name.to_owned()), ("password", password.to_owned())];
        self.post(stage, "login", &form, &[("origin", ISSUER)]).await
    }

    /// The login form on its way from a network address.
    pub(crate) fn login_request(&self, name: &str, password: &str, address: Option<&str>) -> Request<Body> {
        let form = [("csrf", self.hidden("csrf")), ("login", name.to_owned()), ("password", password.to_owned())];
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let mut request = Request::post(format!("{}/login", self.page))
            .header("content-type", "application/x-www-form-urlencoded")
            .header("cookie", self.cookies());
        if let Some(address) = address {
            request = request.extension(ConnectInfo(SocketAddr::new(address.parse().unwrap(), 40_000)));
        }
        request.body(Body::from(body)).unwrap()
    }

    /// Logs in from a network address and looks at the page it leads to.
    pub(crate) async fn login_from(&mut self, stage: &Stage, name: &str, password: &str, address: &str) -> Answer {
        let answer = stage.send(self.login_request(name, password, Some(address))).await;
        self.keep_cookies(&answer);
        self.follow(stage, &answer).await
    }

    pub(crate) async fn leave(&mut self, stage: &Stage) -> Answer {
        let form = [("csrf", self.hidden("csrf"))];
        self.post(stage, "leave", &form, &[("origin", ISSUER)]).await
    }

    pub(crate) async fn decide(&mut self, stage: &Stage, decision: &str, accounts: &[String]) -> Answer {
        let form = self.decision(decision, accounts);
        self.post(stage, "decide", &form, &[("origin", ISSUER)]).await
    }

    /// The consent form as it would be sent.
    pub(crate) fn decision(&self, decision: &str, accounts: &[String]) -> Vec<(&'static str, String)> {
        let mut form =
            vec![("csrf", self.hidden("csrf")), ("terms", self.hidden("terms")), ("decision", decision.to_owned())];
        form.extend(accounts.iter().map(|account| ("account", account.clone())));
        form
    }

    pub(crate) async fn post(
        &mut self,
        stage: &Stage,
        action: &str,
        form: &[(&str, String)],
        headers: &[(&str, &str)],
    ) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let mut request = Request::post(format!("{}/{action}", self.page))
            .header("content-type", "application/x-www-form-urlencoded")
            .header("cookie", self.cookies());
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = stage.send(request.body(Body::from(body)).unwrap()).await;
        assert_ne!(answer.status, 307, "a form with a password must not be sent on");
        self.keep_cookies(&answer);
        answer
    }

    pub(crate) async fn follow(&mut self, stage: &Stage, answer: &Answer) -> Answer {
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let next = answer.header("location").to_owned();
        self.get(stage, &next).await
    }

    pub(crate) async fn get(&mut self, stage: &Stage, address: &str) -> Answer {
        let mut request = Request::get(address).header("cookie", self.cookies());
        if let Some(language) = self.language {
            request = request.header("accept-language", language);
        }
        let answer = stage.send(request.body(Body::empty()).unwrap()).await;
        self.keep_cookies(&answer);
        if answer.status == StatusCode::OK {
            self.page = address.split('?').next().unwrap().to_owned();
            self.html = answer.body.clone();
            self.accounts = values(&self.html, "account");
        }
        answer
    }

    /// The value of a hidden field on the page.
    pub(crate) fn hidden(&self, name: &str) -> String {
        values(&self.html, name).into_iter().next().unwrap_or_default()
    }

    fn cookies(&self) -> String {
        self.jar.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    fn keep_cookies(&mut self, answer: &Answer) {
        for cookie in answer.headers.get_all("set-cookie") {
            let (pair, attributes) = cookie.to_str().unwrap().split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if attributes.contains("Max-Age=0") {
                self.jar.remove(name);
            } else {
                self.jar.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

/// The values of all inputs of a name.
fn values(html: &str, name: &str) -> Vec<String> {
    let mark = format!("name=\"{name}\" value=\"");
    html.split(&mark).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}
