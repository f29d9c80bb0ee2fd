//! From a command to its requests, and from what came back to what is printed.

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use moa_kernel::{ExposeSecret as _, SecretString};
use serde_json::{Value, json};
use url::Url;

use super::arguments::{Accounts, Admin, AdminCommand, Api, Approvals, Audit, Consents, Plans};
use super::call::{Answer, Ask, Caller};
use super::lists::{
    accounts, alerts, apis, approvals, apps, audit_verdict, banks, consents, new_password, plans, pretty, records,
    reports, traffic,
};
use super::show::card;
use super::tell::Refused;
use super::{follow, offline, requests, session};
use crate::command::{log, serve};

/// Where the management centre is when nothing else is known.
const USUAL: &str = "http://127.0.0.1:7299";
/// The largest definition that is sent.
const FILE_BYTES_MAX: u64 = 2 * 1024 * 1024;

const FOUND_SOMETHING: u8 = 3;
const NOT_LOGGED_IN: u8 = 4;

/// Does what was asked, and says how it went.
pub(crate) async fn run(admin: Admin) -> ExitCode {
    match obey(admin).await {
        Ok(code) => code,
        Err(error) => {
            log::say_why(&error);
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
    let url =
        Url::parse(&url.unwrap_or_else(|| USUAL.to_owned())).context("this is no address: http://127.0.0.1:7299")?;
    // A session is shown to whoever gave it, and to nobody else.
    let ours = kept.filter(|kept| Url::parse(&kept.url).is_ok_and(|given| given.origin() == url.origin()));
    let token = session::token(admin.token_file.as_deref(), ours.as_ref())?;
    let ca = admin.ca.clone().or_else(serve::usual_ca);
    let terminal = Terminal { caller: Caller { url, token, ca }, json: admin.json, bank: admin.bank };
    terminal.obey(admin.command).await
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
            AdminCommand::Report(wanted) => {
                let bank = self.bank().await?;
                print_bytes(&follow::find_report(&self.caller, &bank, &wanted).await?);
                Ok(ExitCode::SUCCESS)
            }
            AdminCommand::Apps => self.show(Ask::get(self.at("apps").await?), apps).await,
            AdminCommand::App(command) => {
                let bank = self.bank().await?;
                self.show(requests::app(&bank, &command)?, card).await
            }
            AdminCommand::Plans(command) => self.plans(&command).await,
            AdminCommand::Approvals(command) => self.approvals(&command).await,
            AdminCommand::Consents(command) => self.consents(&command).await,
            AdminCommand::Traffic { deprecated } => {
                self.show(Ask::get(self.at(&format!("traffic?deprecated={deprecated}")).await?), traffic).await
            }
            AdminCommand::Alerts { after } => {
                self.show(Ask::get(self.at(&format!("alerts?after={after}")).await?), alerts).await
            }
            AdminCommand::Explain { interaction } => {
                let path = self.at(&format!("explanations/{}", requests::part(&interaction))).await?;
                self.show(Ask::get(path), pretty).await
            }
            AdminCommand::Audit(command) => self.audit(&command).await,
            AdminCommand::Metrics => self.raw(Ask::get("/metrics")).await,
            AdminCommand::MetricsToken => self.show(Ask::post("/admin/v1/metrics-tokens", json!({})), card).await,
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
            _ => bail!("say which bank with --bank (or MOA_ADMIN_BANK): there are {}", ids.join(", ")),
        }
    }

    async fn at(&self, rest: &str) -> anyhow::Result<String> {
        Ok(requests::at(&self.bank().await?, rest))
    }

    async fn log_in(&self, name: &str) -> anyhow::Result<ExitCode> {
        let password = session::ask(&format!("Password of {name}"))?;
        let body = json!({ "name": name, "password": password.expose_secret() });
        let opened = self.send(Ask::post("/admin/v1/sessions", body)).await?.json()?;
        let token = opened.get("token").and_then(Value::as_str).context("the answer holds no session")?;
        let path = session::keep(self.caller.url.as_str(), token)?;
        let of = |name: &str| opened.get(name).and_then(Value::as_str).unwrap_or_default();
        let until = of("expires_at");
        print(&format!("Logged in as {} ({}) until {until}.\n", of("name"), of("role")));
        eprintln!("The session is kept in {}.", path.display());
        Ok(ExitCode::SUCCESS)
    }

    async fn log_out(&self) -> anyhow::Result<ExitCode> {
        let answer = self.caller.send(Ask::delete("/admin/v1/session")).await;
        // Here it ends whatever they say there.
        session::forget()?;
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
        self.send(Ask::put("/admin/v1/session/password", body)).await?;
        session::forget()?;
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
                let body: Value =
                    serde_json::from_slice(&read(&file)?).with_context(|| format!("{} is no JSON", file.display()))?;
                self.show(Ask::post(requests::at(&bank, "apis"), body), card).await
            }
            Api::Definition(_) => self.show(requests::api(&bank, &command)?, pretty).await,
            Api::Reports(_) => self.show(requests::api(&bank, &command)?, reports).await,
            Api::Cancel(_) => self.show(requests::api(&bank, &command)?, |_| "It will stop.\n".to_owned()).await,
            Api::Verify { .. } => self.verify(&bank, &command).await,
            _ => self.show(requests::api(&bank, &command)?, card).await,
        }
    }

    async fn verify(&self, bank: &str, command: &Api) -> anyhow::Result<ExitCode> {
        let Api::Verify { which, no_wait, .. } = command else { return Ok(ExitCode::FAILURE) };
        let ask = requests::api(bank, command)?;
        if *no_wait {
            return self.show(ask, card).await;
        }
        self.send(ask).await?;
        let end = follow::follow(&self.caller, bank, which).await?;
        let id = end.get("report").and_then(Value::as_str);
        match (self.json, id) {
            (true, _) => print(&pretty(&end)),
            (false, Some(id)) => print(&follow::report(&self.caller, bank, id).await?),
            (false, None) => print(&card(&end)),
        }
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

    async fn approvals(&self, command: &Approvals) -> anyhow::Result<ExitCode> {
        let ask = requests::approvals(&self.bank().await?, command);
        match command {
            Approvals::List { .. } => self.show(ask, approvals).await,
            _ => self.show(ask, card).await,
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

fn read(file: &Path) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if file == Path::new("-") {
        std::io::stdin().take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes)?;
    } else {
        let open = std::fs::File::open(file).with_context(|| format!("{} cannot be read", file.display()))?;
        open.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes)?;
    }
    if bytes.len() as u64 > FILE_BYTES_MAX {
        bail!("{} is larger than any definition", file.display());
    }
    Ok(bytes)
}

fn print(text: &str) {
    print_bytes(text.as_bytes());
}

/// Whoever closed our output does not want the rest of it.
fn print_bytes(bytes: &[u8]) {
    let _closed = std::io::stdout().write_all(bytes);
}
