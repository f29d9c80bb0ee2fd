//! `mock-banks`: runs a country of conforming banks on this machine.

mod command;

use clap::Parser as _;
use command::{Arguments, Command};

#[tokio::main]
async fn main() -> std::process::ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Serve(serve) => {
            command::log::start(&serve.log);
            command::serve::run(serve).await
        }
        Command::Core(core) => {
            command::log::start(&core.log);
            command::core::run(core).await
        }
        Command::Admin(admin) => return command::admin::run(admin).await,
    };
    match outcome {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            command::log::say_why(&error);
            std::process::ExitCode::FAILURE
        }
    }
}
