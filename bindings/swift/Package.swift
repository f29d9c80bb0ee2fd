// swift-tools-version: 6.0
// The package for building and testing beside the sources: it links the library that `cargo xtask bindings` built.
// An app takes the XCFramework instead (`cargo xtask bindings xcframework`, see README.md).

import Foundation
import PackageDescription

let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
let natives = ProcessInfo.processInfo.environment["MOA_NATIVE_DIR"]
    ?? root.appendingPathComponent("../../target/bindings").standardized.path

let package = Package(
    name: "Moa",
    platforms: [.iOS(.v16), .macOS(.v13)],
    products: [
        .library(name: "MoaSDK", targets: ["MoaSDK"]),
        .executable(name: "moa-console", targets: ["MoaConsole"]),
    ],
    targets: [
        .systemLibrary(name: "CMoaFFI"),
        // Written by UniFFI. Swift 6.0's compiler crashes on its async foreign traits in Swift 6 mode; the fix upstream is not released.
        .target(name: "MoaFFI", dependencies: ["CMoaFFI"], swiftSettings: [.swiftLanguageMode(.v5)]),
        .target(name: "MoaSDK", dependencies: ["MoaFFI"]),
        .target(name: "MoaSamples", dependencies: ["MoaSDK"]),
        .executableTarget(name: "MoaConsole", dependencies: ["MoaSamples"], linkerSettings: [.unsafeFlags(["-L\(natives)", "-Xlinker", "-rpath", "-Xlinker", natives])]),
        .testTarget(
            name: "MoaSDKTests",
            dependencies: ["MoaSDK", "MoaFFI", "MoaSamples"],
            linkerSettings: [.unsafeFlags(["-L\(natives)", "-Xlinker", "-rpath", "-Xlinker", natives])]
        ),
    ],
    swiftLanguageModes: [.v6]
)
