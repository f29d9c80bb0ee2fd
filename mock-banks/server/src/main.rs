//! `mock-banks`: runs a country of conforming banks on this machine.

mod command;

use clap::Parser as _;
use command::{Arguments, Command};

#[tokio::main]
async fn main() -> std::process::ExitCode {
    let Command::Serve(serve) = Arguments::parse().command;
    command::log::start(&serve.log);
    match command::serve::run(serve).await {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            command::log::say_why(&error);
            std::process::ExitCode::FAILURE
        }
    }
}
