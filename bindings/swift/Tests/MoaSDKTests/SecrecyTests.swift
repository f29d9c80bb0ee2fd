import Foundation
import MoaSDK
import XCTest

final class SecrecyTests: XCTestCase {
    private let planted = "pl4nted-s3cret-pl4nted-s3cret"

    /// Remembers every secret that passes.
    private actor Watching: SecretVault {
        private let vault = InMemoryVault()
        nonisolated var kept: InMemoryVault { vault }
        private(set) var seen: [String] = []

        func find(_ name: String) async -> String? { await vault.find(name) }
        func forget(_ name: String) async { await vault.forget(name) }
        func keep(_ secret: String, as name: String) async {
            // The long words of what is kept: tokens, key material, the database's key.
            let words = secret.split { !($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
            seen += words.filter { $0.count >= 32 }.map(String.init)
            await vault.keep(secret, as: name)
        }
    }

    /// Everything that was logged so far: the lines come in order, so a line that is made to come is the last of them.
    private func heard(_ lines: AsyncStream<String>) async throws -> [String] {
        let moa = try await Moa.open(MoaOptions(directory: .json("[]")))
        Planted.next("panic")
        _ = await thrown { try await moa.overview() }
        moa.close()
        var heard: [String] = []
        for await line in lines {
            if line.contains("planted.rs") { break }
            heard.append(line)
        }
        try MoaLog.silence()
        return heard
    }

    func testNoTokenKeyOrAccountNumberIsInALogLineAnErrorOrADescription() async throws {
        let (lines, line) = AsyncStream<String>.makeStream()
        try MoaLog.send(.debug) { line.yield("\($0)") }
        let said = Box<[String]>([])
        let say: @Sendable (Any) -> Void = { thing in
            let (plain, debug) = (String(describing: thing), String(reflecting: thing))
            var dumped = ""
            dump(thing, to: &dumped)
            said.change { [dumped] in $0 += [plain, debug, dumped] }
        }
        let vault = Watching()
        var options = MockBanks.options
        options.secrets = .own(vault)
        let (moa, link) = try await linked(options)
        say(try await moa.sync(nil) { say($0) })
        let overview = try await moa.overview()
        let page = try await moa.transactions()
        let original = try await moa.transaction(XCTUnwrap(page.rows.first?.key))
        say(moa); say(link); say(overview); say(page); say(original as Any); say(overview.accounts.map(\.numbers))
        say(MoaOptions.Secrets.device(service: "s", file: URL(fileURLWithPath: "f"), passphrase: planted))
        say(options); say(vault.kept)
        var device = options
        device.secrets = .device(service: "s", file: URL(fileURLWithPath: "f"), passphrase: planted)
        say(device)
        let approval = try await moa.prepareLink("thames")
        say(approval)
        let error = await thrown { try await approval.complete(redirect: "http://127.0.0.1/callback?code=\(planted)&state=\(planted)") }
        say(error as Any)
        say(try await moa.unlink(link.id))
        moa.close()
        let logged = try await heard(lines)

        let numbers = overview.accounts.flatMap(\.numbers).map(\.number)
        let secrets = await vault.seen
        XCTAssertTrue(secrets.count > 5 && !numbers.isEmpty, "there is something to look for")
        let everything = (said.value + logged).joined(separator: "\n")
        XCTAssertTrue(logged.contains { $0.contains("the bank answered") })
        for secret in secrets + numbers + [planted] {
            XCTAssertFalse(everything.contains(secret), "found \(secret)")
        }
    }

    func testWhatABankSaysInItsErrorsGoesNowhere() async throws {
        let (lines, line) = AsyncStream<String>.makeStream()
        try MoaLog.send(.debug) { line.yield("\($0)") }
        let body = #"{"error":"\#(planted)","ErrorCode":"\#(planted)","error_description":"\#(planted)","x":"\#(planted)"}"#
        let answer = Answer.json(400, body, planted: planted)
        let bank = OddBank { _, _ in answer }
        defer { bank.stop() }
        let moa = try await Moa.open(MoaOptions(directory: .json(MockBanks.participants(withThamesAt: bank.origin))))
        let error = await thrown { try await moa.prepareLink("thames") }
        guard case .bankAtFault(let details)? = error else { return XCTFail("\(String(describing: error))") }
        XCTAssertEqual(details.kind, .metadataRefused)
        XCTAssertEqual(details.status, 400)
        XCTAssertEqual(details.bank, "thames")
        XCTAssertFalse(String(reflecting: details).contains(planted))
        let logged = try await heard(lines)
        XCTAssertFalse(logged.isEmpty)
        XCTAssertFalse(logged.contains { $0.contains(planted) })
    }

    func testATokenOrAnAccountNumberThatABankSendsBackAsItsCodeGoesNowhere() async throws {
        let (lines, line) = AsyncStream<String>.makeStream()
        try MoaLog.send(.debug) { line.yield("\($0)") }
        let secrets = [planted, "GB33BUKB20201555555555", "plantedtoken"]
        for secret in secrets {
            for (path, kind) in [("/register", MoaError.Kind.registrationRefused), ("/token", .approvalFailed)] {
                try await saysNothing(of: secret, kind, refusal(at: path, with: secret))
            }
            let moa = try await Moa.open(MockBanks.options)
            let approval = try await moa.prepareLink("thames")
            let back = try Person.allowsAndHandsOver(approval.url)
            let told = back.replacingOccurrences(of: "code=[^&]+", with: "error=" + secret, options: .regularExpression)
            saysNothing(of: secret, .approvalFailed, await thrown { try await approval.complete(redirect: told) })
        }
        let logged = try await heard(lines)
        XCTAssertTrue(logged.contains { $0.contains("the bank answered") })
        XCTAssertFalse(logged.contains { line in secrets.contains { line.contains($0) } })
    }

    private func saysNothing(of secret: String, _ kind: MoaError.Kind, _ error: MoaError?) {
        XCTAssertEqual(error?.kind, kind)
        XCTAssertNil(error?.bankCode)
        XCTAssertFalse("\(String(describing: error)) \(String(reflecting: error)) \(error?.localizedDescription ?? "")".contains(secret))
    }

    /// The error of linking a bank that refuses at one path, and gives a secret as the reason.
    private func refusal(at path: String, with secret: String) async throws -> MoaError? {
        let refusal = Answer.json(400, #"{"error":"\#(secret)","error_description":"\#(secret)"}"#, planted: planted)
        let registered = Answer.json(201, #"{"client_id":"app-1"}"#, planted: planted)
        let bank = OddBank { [planted] origin, asked in
            switch asked {
            case path: refusal
            case "/register": registered
            default: Answer.json(200, Answer.metadata(origin), planted: planted)
            }
        }
        defer { bank.stop() }
        let moa = try await Moa.open(MoaOptions(directory: .json(MockBanks.participants(withThamesAt: bank.origin))))
        return await thrown { try await moa.prepareLink("thames") }
    }
}
