//! `mock-banks`: runs a country of conforming banks on this machine.

mod command;

use clap::Parser as _;
use command::{Arguments, Command};
use mimalloc::MiMalloc;

/// A request makes a few hundred small things and drops them again: the system's allocator took a tenth of its time.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[tokio::main]
async fn main() -> std::process::ExitCode {
    let (outcome, format) = match Arguments::parse().command {
        Command::Serve(serve) => {
            let format = serve.log.start();
            (command::serve::run(serve).await, format)
        }
        Command::Core(core) => {
            let format = core.log.start();
            (command::core::run(core).await, format)
        }
        Command::Admin(admin) => return command::admin::run(admin).await,
    };
    match outcome {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            format.say_why(&error);
            std::process::ExitCode::FAILURE
        }
    }
}
