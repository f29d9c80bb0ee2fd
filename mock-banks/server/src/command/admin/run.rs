//! From a command to its requests, and from what came back to what is printed.

use std::io::Write as _;
use std::process::ExitCode;

use anyhow::Context as _;
use moa_kernel::{ExposeSecret as _, SecretString};
use serde_json::{Value, json};
use url::Url;

use super::arguments::{Accounts, Admin, AdminCommand, Api, Approvals, Audit, Consents, Plans, ReportFormat, Which};
use super::call::{Answer, Ask, Caller};
use super::lists::{
    accounts, alerts, api, apis, app, approval, approvals, apps, audit_verdict, banks, consents, new_password, plans,
    pretty, records, reports, traffic,
};
use super::show::{card, cell};
use super::tell::{Refused, Stuck};
use super::{USUAL, draft, explanation, follow, offline, requests, session};
use crate::command::log::LogFormat;
use crate::command::serve;

const FOUND_SOMETHING: u8 = 3;
const NOT_LOGGED_IN: u8 = 4;

/// Does what was asked, and says how it went.
pub(crate) async fn run(admin: Admin) -> ExitCode {
    match obey(admin).await {
        Ok(code) => code,
        Err(error) => {
            LogFormat::Text.say_why(&error);
            let stranger = error.downcast_ref::<Refused>().is_some_and(Refused::is_stranger);
            if stranger { ExitCode::from(NOT_LOGGED_IN) } else { ExitCode::FAILURE }
        }
    }
}

async fn obey(admin: Admin) -> anyhow::Result<ExitCode> {
    if let AdminCommand::ResetPassword { name, state } = admin.command {
        print(&offline::reset_password(&name, state)?);
        return Ok(ExitCode::SUCCESS);
    }
    let kept = session::find()?;
    let url = admin.url.clone().or_else(|| kept.as_ref().map(|kept| kept.url.clone()));
    let url = address(url.as_deref().unwrap_or(USUAL))?;
    // A session is shown to whoever gave it, and to nobody else.
    let ours = kept.filter(|kept| Url::parse(&kept.url).is_ok_and(|given| given.origin() == url.origin()));
    let token = session::token(admin.token_file.as_deref(), ours.as_ref())?;
    let ca = admin.ca.clone().or_else(|| ours?.ca).or_else(serve::usual_ca);
    let terminal = Terminal { caller: Caller { url, token, ca }, json: admin.json, bank: admin.bank };
    terminal.obey(admin.command).await
}

/// An address as `serve` prints it. `localhost:7299` is one to people, and to a parser the scheme `localhost`.
fn address(text: &str) -> Result<Url, Stuck> {
    match Url::parse(text) {
        Ok(url) if url.has_host() => Ok(url),
        _ => {
            let next = format!("write it as `mock-banks serve` prints it, with its scheme: --url {USUAL}");
            Err(Stuck::new(format!("`{text}` is no address of a management centre"), next))
        }
    }
}

/// Who asks, and how they want to be answered.
struct Terminal {
    caller: Caller,
    json: bool,
    bank: Option<String>,
}

impl Terminal {
    async fn obey(&self, command: AdminCommand) -> anyhow::Result<ExitCode> {
        match command {
            AdminCommand::Login { name } => self.log_in(&name).await,
            AdminCommand::Logout => self.log_out().await,
            AdminCommand::Whoami => self.show(Ask::get("/admin/v1/session"), card).await,
            AdminCommand::Password => self.change_password().await,
            AdminCommand::ResetPassword { .. } => Ok(ExitCode::SUCCESS),
            AdminCommand::Accounts(command) => self.accounts(&command).await,
            AdminCommand::Banks => self.show(Ask::get("/admin/v1/banks"), banks).await,
            AdminCommand::Apis => self.show(Ask::get(self.at("apis").await?), apis).await,
            AdminCommand::Api(command) => self.api(command).await,
            AdminCommand::Report(mut wanted) => {
                if self.json {
                    wanted.format = ReportFormat::Json;
                }
                let bank = self.bank().await?;
                print_bytes(&follow::find_report(&self.caller, &bank, &wanted).await?);
                Ok(ExitCode::SUCCESS)
            }
            AdminCommand::Apps { after } => {
                self.show(requests::apps(&self.bank().await?, after.as_deref()), apps).await
            }
            AdminCommand::App(command) => {
                let bank = self.bank().await?;
                self.show(requests::app(&bank, &command)?, app).await
            }
            AdminCommand::Plans(command) => self.plans(&command).await,
            AdminCommand::Approvals(command) => self.approvals(command).await,
            AdminCommand::Consents(command) => self.consents(&command).await,
            AdminCommand::Traffic { deprecated } => {
                let ask = Ask::get(self.at(&format!("traffic?deprecated={deprecated}")).await?);
                self.show(ask, |answer| traffic(answer, deprecated)).await
            }
            AdminCommand::Alerts { after } => {
                self.show(Ask::get(self.at(&format!("alerts?after={after}")).await?), alerts).await
            }
            AdminCommand::Explain { interaction } => {
                let path = self.at(&format!("explanations/{}", requests::part(&interaction))).await?;
                self.show(Ask::get(path), explanation::page).await
            }
            AdminCommand::Audit(command) => self.audit(&command).await,
            AdminCommand::Metrics => self.raw(Ask::get("/metrics")).await,
            AdminCommand::MetricsToken => {
                self.show(Ask::post("/admin/v1/metrics-tokens", &json!({})), metrics_token).await
            }
        }
    }

    async fn send(&self, ask: Ask) -> anyhow::Result<Answer> {
        Ok(Refused::or(self.caller.send(ask).await?)?)
    }

    /// Sends, and prints the answer: as it came, or as `how` writes it for a person.
    async fn show(&self, ask: Ask, how: impl FnOnce(&Value) -> String) -> anyhow::Result<ExitCode> {
        let answer = self.send(ask).await?.json()?;
        print(&if self.json { pretty(&answer) } else { how(&answer) });
        Ok(ExitCode::SUCCESS)
    }

    async fn raw(&self, ask: Ask) -> anyhow::Result<ExitCode> {
        print_bytes(&self.send(ask).await?.body);
        Ok(ExitCode::SUCCESS)
    }

    /// The bank that was named, or the only one.
    async fn bank(&self) -> anyhow::Result<String> {
        if let Some(bank) = &self.bank {
            return Ok(bank.clone());
        }
        let list = self.send(Ask::get("/admin/v1/banks")).await?.json()?;
        let named = |bank: &Value| bank.get("bank").and_then(Value::as_str).map(str::to_owned);
        let ids: Vec<String> =
            list.get("banks").and_then(Value::as_array).into_iter().flatten().filter_map(named).collect();
        match ids.as_slice() {
            [only] => Ok(only.clone()),
            _ => {
                let first = ids.first().map_or("thames", String::as_str);
                let next = format!("name one with --bank {first}, or once for all: export MOA_ADMIN_BANK={first}");
                Err(Stuck::new(format!("this is about one bank, and there are {}", ids.join(", ")), next).into())
            }
        }
    }

    async fn at(&self, rest: &str) -> anyhow::Result<String> {
        Ok(requests::at(&self.bank().await?, rest))
    }

    async fn log_in(&self, name: &str) -> anyhow::Result<ExitCode> {
        self.caller.check()?;
        let password = session::ask(&format!("Password of {name}"))?;
        let body = json!({ "name": name, "password": password.expose_secret() });
        let opened = self.send(Ask::post("/admin/v1/sessions", &body)).await?.json()?;
        let token = opened.get("token").and_then(Value::as_str).context("the answer holds no session")?;
        let ca = self.caller.ca.as_deref().filter(|_| self.caller.url.scheme() == "https");
        let path = session::keep(self.caller.url.as_str(), ca, token)?;
        let text = |name: &str| cell(opened.get(name));
        // The token lies in its file, and need not stand in anybody's log.
        print(&if self.json {
            pretty(&json!({ "name": text("name"), "role": text("role"), "expires_at": opened.get("expires_at") }))
        } else {
            format!("Logged in as {} ({}) until {}.\n", text("name"), text("role"), text("expires_at"))
        });
        eprintln!("The session is kept in {}.", path.display());
        Ok(ExitCode::SUCCESS)
    }

    async fn log_out(&self) -> anyhow::Result<ExitCode> {
        let Some(token) = &self.caller.token else {
            print("Nobody was logged in.\n");
            return Ok(ExitCode::SUCCESS);
        };
        let answer = self.caller.send(Ask::delete("/admin/v1/session")).await;
        // Here it ends whatever they say there.
        session::forget(token)?;
        match Refused::or(answer?) {
            Ok(_) => print("Logged out.\n"),
            Err(refused) if refused.is_stranger() => print("The session was over already.\n"),
            Err(refused) => return Err(refused.into()),
        }
        Ok(ExitCode::SUCCESS)
    }

    async fn change_password(&self) -> anyhow::Result<ExitCode> {
        let (present, new) = (session::ask("Present password")?, session::ask("New password")?);
        let text = |secret: &SecretString| secret.expose_secret().to_owned();
        let body = json!({ "present": text(&present), "new": text(&new) });
        self.send(Ask::put("/admin/v1/session/password", &body)).await?;
        self.caller.token.as_ref().map_or(Ok(()), session::forget)?;
        print("The password is changed. Log in again.\n");
        Ok(ExitCode::SUCCESS)
    }

    async fn accounts(&self, command: &Accounts) -> anyhow::Result<ExitCode> {
        let ask = requests::accounts(command);
        match command {
            Accounts::List => self.show(ask, accounts).await,
            Accounts::Remove { name } => self.show(ask, |_| format!("The account {name} is gone.\n")).await,
            Accounts::Add { .. } | Accounts::Reset { .. } => self.show(ask, new_password).await,
        }
    }

    async fn api(&self, command: Api) -> anyhow::Result<ExitCode> {
        let bank = self.bank().await?;
        match command {
            Api::Draft { file } => {
                let ask = Ask::post_as_it_is(requests::at(&bank, "apis"), draft::read(&file)?);
                self.show(ask, api).await
            }
            Api::Definition(_) => self.show(requests::api(&bank, &command)?, pretty).await,
            Api::Reports(_) => self.show(requests::api(&bank, &command)?, reports).await,
            Api::Cancel(_) => self.show(requests::api(&bank, &command)?, |_| "It will stop.\n".to_owned()).await,
            Api::Verify { ref which, no_wait: true, .. } => {
                self.show(requests::api(&bank, &command)?, |_| follow::begun(which)).await
            }
            Api::Verify { ref which, .. } => {
                self.send(requests::api(&bank, &command)?).await?;
                self.watch(&bank, which).await
            }
            Api::Watch(which) => self.watch(&bank, &which).await,
            Api::Publish { which, definition: None } => {
                let definition = self.definition_now(&bank, &which).await?;
                self.show(requests::api(&bank, &Api::Publish { which, definition })?, api).await
            }
            _ => self.show(requests::api(&bank, &command)?, api).await,
        }
    }

    /// The hash of the definition that is there now, and says which it took: somebody may have looked at another.
    async fn definition_now(&self, bank: &str, which: &Which) -> anyhow::Result<Option<String>> {
        let now = self.send(Ask::get(requests::at_api(bank, which, ""))).await?.json()?;
        let definition = now.get("definition").and_then(Value::as_str).map(str::to_owned);
        if let Some(hash) = &definition {
            eprintln!("The definition that is there now is meant: {hash}");
        }
        Ok(definition)
    }

    async fn watch(&self, bank: &str, which: &Which) -> anyhow::Result<ExitCode> {
        let end = follow::follow(&self.caller, bank, which).await?;
        print(&if self.json { pretty(&end) } else { follow::end(&self.caller, bank, which, &end).await? });
        let green = end.get("passed") == Some(&Value::Bool(true));
        Ok(if green { ExitCode::SUCCESS } else { ExitCode::from(FOUND_SOMETHING) })
    }

    async fn plans(&self, command: &Plans) -> anyhow::Result<ExitCode> {
        let ask = requests::plans(&self.bank().await?, command);
        match command {
            Plans::List => self.show(ask, plans).await,
            Plans::Define { .. } => self.show(ask, card).await,
            Plans::Remove { name } => self.show(ask, |_| format!("The plan {name} is gone.\n")).await,
        }
    }

    async fn approvals(&self, command: Approvals) -> anyhow::Result<ExitCode> {
        let bank = self.bank().await?;
        match command {
            Approvals::List { .. } => self.show(requests::approvals(&bank, &command), approvals).await,
            Approvals::AskPublish { which, definition: None, reason } => {
                let definition = self.definition_now(&bank, &which).await?;
                let named = Approvals::AskPublish { which, definition, reason };
                self.show(requests::approvals(&bank, &named), approval).await
            }
            _ => self.show(requests::approvals(&bank, &command), approval).await,
        }
    }

    async fn consents(&self, command: &Consents) -> anyhow::Result<ExitCode> {
        let ask = requests::consents(&self.bank().await?, command);
        match command {
            Consents::List { .. } => self.show(ask, consents).await,
            _ => self.show(ask, card).await,
        }
    }

    async fn audit(&self, command: &Audit) -> anyhow::Result<ExitCode> {
        let (Audit::List { world, .. } | Audit::Export { world } | Audit::Verify { world }) = command;
        let bank = if *world { None } else { Some(self.bank().await?) };
        let ask = requests::audit(bank.as_deref(), command);
        match command {
            Audit::List { .. } => self.show(ask, records).await,
            Audit::Export { .. } => self.raw(ask).await,
            Audit::Verify { .. } => {
                let verdict = self.send(ask).await?.json()?;
                print(&if self.json { pretty(&verdict) } else { audit_verdict(&verdict) });
                let intact = verdict.get("intact") == Some(&Value::Bool(true));
                Ok(if intact { ExitCode::SUCCESS } else { ExitCode::from(FOUND_SOMETHING) })
            }
        }
    }
}

/// The token alone, ready for the file that Prometheus reads it from; what there is to say goes beside it.
fn metrics_token(answer: &Value) -> String {
    let until = cell(answer.get("expires_at"));
    eprintln!("This token reads /metrics and nothing else, until {until}. It is shown this once.");
    format!("{}\n", answer.get("token").and_then(Value::as_str).unwrap_or_default())
}

fn print(text: &str) {
    print_bytes(text.as_bytes());
}

/// Whoever closed our output does not want the rest of it.
fn print_bytes(bytes: &[u8]) {
    let _closed = std::io::stdout().write_all(bytes);
}
