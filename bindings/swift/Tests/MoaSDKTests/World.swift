import Foundation
import MoaSDK
import XCTest
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// Where the programs of the workspace lie.
let programs = ProcessInfo.processInfo.environment["MOA_PROGRAMS"] ?? "../../target/debug"

/// Mock banks, started as a process of their own.
struct MockBanks: Sendable {
    /// Where the list of these banks is.
    let directory: String
    /// Where the first bank answers.
    let thames: String
    /// What they said when they opened.
    let table: String

    private let process: BankProcess

    /// Two banks for all tests, stopped with them.
    static let running: MockBanks = {
        do {
            return try start("--bank thames --bank rheinbank --transactions 2000")
        } catch { fatalError("the mock banks did not start: \(error)") }
    }()

    static func start(_ which: String) throws -> MockBanks {
        let process = try BankProcess(which)
        let table = process.table()
        let (directory, thames) = (origin("directory", in: table), origin("Thames", in: table))
        return MockBanks(directory: directory, thames: thames, table: table, process: process)
    }

    /// Their computer is switched off: nothing is said any more, and their ports are free.
    func stop() { process.stop() }

    fileprivate static func read(_ output: FileHandle) -> String {
        var table = ""
        while !table.contains("Ctrl-C") {
            let piece = output.availableData
            if piece.isEmpty { break }
            table += String(decoding: piece, as: UTF8.self)
        }
        return table
    }

    static func origin(_ start: String, in table: String) -> String {
        let line = table.split(separator: "\n").first { $0.trimmingCharacters(in: .whitespaces).hasPrefix(start) } ?? ""
        return line.split(separator: " ").first { $0.hasPrefix("http") }.map(String.init) ?? ""
    }

    static var options: MoaOptions { MoaOptions(directory: .at(running.directory), appName: "Moa for Swift") }

    /// The list of banks as text, with the first bank somewhere else.
    static func participants(withThamesAt origin: String) async throws -> String {
        let (data, _) = try await URLSession.shared.data(from: URL(string: running.directory)!)
        return String(decoding: data, as: UTF8.self).replacingOccurrences(of: running.thames, with: origin)
    }
}

/// The banks' own process. The shell becomes them, and what it leaves behind stops them when this process goes away, however
/// it goes: they would otherwise hold its output open for ever. (Swift 6.0's compiler crashes when this stands in the function
/// that uses it.)
private final class BankProcess: @unchecked Sendable {
    private let process = Process()
    private let (output, life) = (Pipe(), Pipe())

    init(_ which: String) throws {
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        let stop = "exec 3<&0; (read -r _ <&3; kill -9 $$) >/dev/null & "
        let serve = "exec \"$0\" serve --port-base 0 --memory \(which) </dev/null 2>/dev/null 3<&-"
        process.arguments = ["-c", stop + serve, programs + "/mock-banks"]
        // What banks keep although they keep nothing (the authority of `--tls`) lies apart from what the user keeps.
        let kept = FileManager.default.temporaryDirectory.appendingPathComponent("moa-swift-tests-banks")
        process.environment = ProcessInfo.processInfo.environment.merging(["XDG_DATA_HOME": kept.path]) { _, new in new }
        process.standardOutput = output
        process.standardInput = life
        try process.run()
    }

    func table() -> String { MockBanks.read(output.fileHandleForReading) }

    func stop() {
        try? life.fileHandleForWriting.close()
        process.waitUntilExit()
    }
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

/// A bank that takes calls and never answers, or answers what it is told to, by its own origin and the request's path.
final class OddBank: @unchecked Sendable {
    let origin: String
    private let socket: Int32
    private let callers = Box<[(socket: Int32, hungUp: XCTestExpectation)]>([])
    private let requests = Box<[String]>([])
    /// Somebody has called.
    let called = XCTestExpectation(description: "somebody calls")

    /// How many have called.
    var calls: Int { callers.value.count }
    /// What they asked, each with its headers.
    var heard: [String] { requests.value }
    /// Everybody who called and got no answer hangs up. The SDK's own patience is longer than the tests'.
    var hangingUp: [XCTestExpectation] { callers.value.map(\.hungUp) }

    init(port: UInt16 = 0, answering answer: (@Sendable (_ origin: String, _ path: String) -> String)? = nil) {
        #if canImport(Glibc)
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
        socket = Darwin.socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        address.sin_port = port.bigEndian
        // Connections of the bank that was there before may still be ending.
        var reuse: Int32 = 1
        setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size))
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let socket = self.socket
        let bound: UInt16 = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                precondition(bind(socket, generic, size) == 0, "the port is taken")
                _ = listen(socket, 16)
                _ = getsockname(socket, generic, &size)
            }
            return UInt16(bigEndian: pointer.pointee.sin_port)
        }
        let origin = "http://127.0.0.1:\(bound)"
        self.origin = origin
        called.assertForOverFulfill = false
        let (called, callers, requests) = (called, callers, requests)
        Thread.detachNewThread {
            while true {
                let caller = accept(socket, nil, nil)
                guard caller >= 0 else { return }
                let hungUp = XCTestExpectation(description: "a caller hangs up")
                callers.change { $0.append((caller, hungUp)) }
                Thread.detachNewThread {
                    let asked = Self.read(caller)
                    if !asked.isEmpty {
                        requests.change { $0.append(asked) }
                        called.fulfill()
                    }
                    if let answer {
                        let path = asked.split(separator: " ").dropFirst().first.map(String.init) ?? ""
                        _ = answer(origin, path).withCString { send(caller, $0, strlen($0), 0) }
                        shutdown(caller, Int32(SHUT_RDWR))
                        return
                    }
                    var buffer = [UInt8](repeating: 0, count: 4096)
                    while recv(caller, &buffer, buffer.count, 0) > 0 {}
                    hungUp.fulfill()
                }
            }
        }
    }

    /// A whole request.
    private static func read(_ caller: Int32) -> String {
        var (text, buffer) = ("", [UInt8](repeating: 0, count: 65_536))
        while true {
            let count = recv(caller, &buffer, buffer.count, 0)
            guard count > 0 else { return text }
            text += String(decoding: buffer[..<count], as: UTF8.self)
            guard let end = text.range(of: "\r\n\r\n") else { continue }
            let length = text[..<end.lowerBound].lowercased().components(separatedBy: "content-length: ").dropFirst().first
            let expected = length.flatMap { Int($0.prefix { $0.isNumber }) } ?? 0
            if text[end.upperBound...].utf8.count >= expected { return text }
        }
    }

    func stop() {
        shutdown(socket, Int32(SHUT_RDWR))
        close(socket)
        callers.value.forEach { _ = close($0.socket) }
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

extension XCTestCase {
    /// Starts work, and stops waiting for it when the bank was called: its caller is told at once.
    func abandon(_ bank: OddBank, _ work: @escaping @Sendable () async throws -> Void) async throws {
        let task = Task { try await work() }
        await fulfillment(of: [bank.called], timeout: 20)
        task.cancel()
        do {
            try await task.value
            XCTFail("it was cancelled")
        } catch {
            XCTAssertTrue(error is CancellationError, "\(error)")
        }
    }
}
