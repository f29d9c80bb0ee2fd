// Links every bank of a directory and prints what they hold: `moa-console DIRECTORY BROWSER`.
//
// `cargo run -p mock-banks -- serve` gives a directory, `target/debug/scripted-browser` plays the browser.

import Foundation
import MoaSamples

let arguments = CommandLine.arguments
guard arguments.count == 3 else {
    print("usage: moa-console DIRECTORY BROWSER")
    exit(2)
}
let browser = arguments[2]
let text = try await overview(of: arguments[1]) { url in
    let process = Process()
    process.executableURL = URL(fileURLWithPath: browser)
    process.arguments = [url.absoluteString]
    try process.run()
}
print(text, terminator: "")
