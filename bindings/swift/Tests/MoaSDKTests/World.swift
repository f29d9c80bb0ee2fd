import Foundation
import MoaSDK
import XCTest
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// Where the programs of the workspace lie.
private let programs = ProcessInfo.processInfo.environment["MOA_PROGRAMS"] ?? "../../target/debug"

/// Two mock banks, started as a process of their own.
struct MockBanks: Sendable {
    /// Where the list of these banks is.
    let directory: String
    /// Where the first bank answers.
    let thames: String

    static let running: MockBanks = {
        do { return try start() } catch { fatalError("the mock banks did not start: \(error)") }
    }()

    private static func start() throws -> MockBanks {
        let table = try BankProcess().table()
        return MockBanks(directory: origin("directory", in: table), thames: origin("Thames", in: table))
    }

    fileprivate static func read(_ output: FileHandle) -> String {
        var table = ""
        while !table.contains("Ctrl-C") {
            let piece = output.availableData
            if piece.isEmpty { break }
            table += String(decoding: piece, as: UTF8.self)
        }
        return table
    }

    private static func origin(_ start: String, in table: String) -> String {
        let line = table.split(separator: "\n").first { $0.trimmingCharacters(in: .whitespaces).hasPrefix(start) } ?? ""
        return line.split(separator: " ").first { $0.hasPrefix("http://") }.map(String.init) ?? ""
    }

    static var options: MoaOptions { MoaOptions(directory: .at(running.directory), appName: "Moa for Swift") }

    /// The list of banks as text, with the first bank somewhere else.
    static func participants(withThamesAt origin: String) async throws -> String {
        let (data, _) = try await URLSession.shared.data(from: URL(string: running.directory)!)
        return String(decoding: data, as: UTF8.self).replacingOccurrences(of: running.thames, with: origin)
    }
}

/// The banks' own process, behind a shell that stops them when this process goes away, however it goes: they would otherwise
/// hold its output open for ever. (Swift 6.0's compiler crashes when this stands in the function that uses it.)
private final class BankProcess: @unchecked Sendable {
    private let process = Process()
    private let (output, life) = (Pipe(), Pipe())
    nonisolated(unsafe) private static var running: BankProcess?

    init() throws {
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        let serve = "serve --port-base 0 --memory --bank thames --bank rheinbank --transactions 2000"
        process.arguments = ["-c", "\"$0\" \(serve) </dev/null 2>/dev/null & read -r _; kill -9 $!", programs + "/mock-banks"]
        process.standardOutput = output
        process.standardInput = life
        try process.run()
        Self.running = self
    }

    func table() -> String { MockBanks.read(output.fileHandleForReading) }
}

/// A value that several threads share.
final class Box<Value: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var stored: Value
    init(_ value: Value) { stored = value }
    var value: Value { lock.withLock { stored } }
    func set(_ value: Value) { lock.withLock { stored = value } }
    func change(_ change: (inout Value) -> Void) { lock.withLock { change(&stored) } }
}

/// Somebody at a browser, who signs in at the bank's own pages and decides.
enum Person {
    struct CouldNotFinish: Error { let said: String }

    private static func browse(_ url: URL, _ more: [String] = [], decides: String = "allow") throws -> String {
        let browser = Process()
        browser.executableURL = URL(fileURLWithPath: programs + "/scripted-browser")
        browser.arguments = more + [url.absoluteString]
        var environment = ProcessInfo.processInfo.environment
        environment["MOA_PERSON_DECIDES"] = decides
        browser.environment = environment
        let output = Pipe()
        browser.standardOutput = output
        browser.standardError = output
        try browser.run()
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        browser.waitUntilExit()
        guard browser.terminationStatus == 0 else { throw CouldNotFinish(said: said) }
        return said.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Allows everything and comes back to the app.
    static func allows(_ url: URL) { Thread.detachNewThread { _ = try? browse(url) } }
    /// Says no and comes back to the app.
    static func denies(_ url: URL) { Thread.detachNewThread { _ = try? browse(url, decides: "deny") } }
    /// Allows everything, and gives the address the browser was sent to.
    static func allowsAndHandsOver(_ url: URL) throws -> String { try browse(url, ["--hand-over"]) }
}

/// Opens Moa and links the first bank.
func linked(_ options: MoaOptions = MockBanks.options) async throws -> (Moa, Link) {
    let moa = try await Moa.open(options)
    return (moa, try await moa.link("thames") { Person.allows($0) })
}

/// The faults that a test library can be made to have.
enum Planted {
    private static func symbol<T>(_ name: String, as type: T.Type) -> T {
        guard let address = dlsym(UnsafeMutableRawPointer(bitPattern: 0), name) else {
            fatalError("the library was built without `planted`")
        }
        return unsafeBitCast(address, to: type)
    }

    /// The next call fails with an error of this kind, or panics.
    static func next(_ what: String) {
        symbol("moa_plant", as: (@convention(c) (UnsafePointer<CChar>) -> Void).self)(what)
    }

    /// How many objects of Rust this process holds.
    static var alive: Int64 { symbol("moa_objects_alive", as: (@convention(c) () -> Int64).self)() }
}

/// A bank that takes calls and never answers, or answers one thing to everything.
final class OddBank: @unchecked Sendable {
    let origin: String
    private let socket: Int32
    private let callers = Box<[Int32]>([])
    /// Somebody has called.
    let called = XCTestExpectation(description: "somebody calls")
    /// A caller that got no answer has hung up.
    let hungUp = XCTestExpectation(description: "the caller hangs up")

    init(answering answer: String? = nil) {
        #if canImport(Glibc)
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
        socket = Darwin.socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let socket = self.socket
        let port: UInt16 = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                _ = bind(socket, generic, size)
                _ = listen(socket, 16)
                _ = getsockname(socket, generic, &size)
            }
            return UInt16(bigEndian: pointer.pointee.sin_port)
        }
        origin = "http://127.0.0.1:\(port)"
        called.assertForOverFulfill = false
        hungUp.assertForOverFulfill = false
        let (called, hungUp, callers) = (called, hungUp, callers)
        Thread.detachNewThread {
            while true {
                let caller = accept(socket, nil, nil)
                guard caller >= 0 else { return }
                callers.change { $0.append(caller) }
                Thread.detachNewThread {
                    var buffer = [UInt8](repeating: 0, count: 65_536)
                    if recv(caller, &buffer, buffer.count, 0) > 0 { called.fulfill() }
                    if let answer {
                        _ = answer.withCString { send(caller, $0, strlen($0), 0) }
                        shutdown(caller, Int32(SHUT_RDWR))
                        return
                    }
                    while recv(caller, &buffer, buffer.count, 0) > 0 {}
                    hungUp.fulfill()
                }
            }
        }
    }

    func stop() {
        shutdown(socket, Int32(SHUT_RDWR))
        close(socket)
        callers.value.forEach { _ = close($0) }
    }
}

/// The error that a call throws.
func thrown<T>(_ body: () async throws -> T, file: StaticString = #filePath, line: UInt = #line) async -> MoaError? {
    do {
        _ = try await body()
        XCTFail("nothing was thrown", file: file, line: line)
    } catch let error as MoaError {
        return error
    } catch {
        XCTFail("something else was thrown: \(error)", file: file, line: line)
    }
    return nil
}
