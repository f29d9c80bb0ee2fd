import Foundation
import MoaSDK
import XCTest

/// What becomes of work that nobody waits for any more: what changes something at a bank is brought to its end, the rest is dropped.
final class CancellingTests: XCTestCase {
    /// Holds back a bank's answers until it is opened.
    private final class Gate: @unchecked Sendable {
        private let semaphore = DispatchSemaphore(value: 0)
        func open() { semaphore.signal() }
        func pass() {
            _ = semaphore.wait(timeout: .now() + 20)
            semaphore.signal()
        }
    }

    /// A bank of its own, Moa beside it, and the port that the bank leaves when it stops.
    private func besideABank() async throws -> (Moa, MockBanks, UInt16) {
        let banks = try MockBanks.start("--bank thames")
        let port = UInt16(try XCTUnwrap(URL(string: banks.thames)?.port))
        return (try await Moa.open(MoaOptions(directory: .at(banks.directory))), banks, port)
    }

    func testALinkThatNobodyWaitsToSeeEndedIsEndedAllTheSame() async throws {
        let (moa, banks, port) = try await besideABank()
        let link = try await moa.link("thames") { Person.allows($0) }
        banks.stop()
        let gate = Gate()
        let bank = OddBank(port: port) { _, _ in
            gate.pass()
            return Answer.json(400, #"{"error":"invalid_request"}"#)
        }
        defer { bank.stop() }
        try await abandon(bank) { _ = try await moa.unlink(link.id) }
        let before = try await moa.links()
        XCTAssertEqual(before.map(\.id), [link.id], "the bank has not answered yet")
        gate.open()
        let late = ContinuousClock.now + .seconds(20)
        while try await !moa.links().isEmpty, ContinuousClock.now < late { await Task.yield() }
        let after = try await moa.links()
        XCTAssertTrue(after.isEmpty)
    }

    func testAnApprovalThatNobodyWaitsToSeeCompletedLeavesNoConsentBehindWhenItFails() async throws {
        let (moa, banks, port) = try await besideABank()
        let approval = try await moa.prepareLink("thames")
        let redirect = try Person.allowsAndHandsOver(approval.url)
        banks.stop()
        let gate = Gate()
        let takenBack = XCTestExpectation(description: "the consent is taken back")
        let bank = OddBank(port: port) { _, path in
            gate.pass()
            if path == "/token" { return Answer.json(400, #"{"error":"invalid_grant"}"#) }
            if path.contains("/account-access-consents/") { takenBack.fulfill() }
            return Answer.json(204, "")
        }
        defer { bank.stop() }
        try await abandon(bank) { _ = try await approval.complete(redirect: redirect) }
        XCTAssertEqual(bank.heard.map { String($0.prefix { $0 != "\r\n" }) }, ["POST /token HTTP/1.1"])
        gate.open()
        // The code was refused. Who had gone on waiting would be told; the consent is taken back in any case.
        await fulfillment(of: [takenBack], timeout: 20)
    }

    /// A vault that takes its time over a link's tokens.
    private final class SlowVault: SecretVault {
        let asked = XCTestExpectation(description: "tokens are to be kept")
        let open: AsyncStream<Void>.Continuation
        private let kept = InMemoryVault()
        private let gate: AsyncStream<Void>
        init() { (gate, open) = AsyncStream<Void>.makeStream() }
        func find(_ name: String) async throws -> String? { await kept.find(name) }
        func forget(_ name: String) async throws { await kept.forget(name) }
        func keep(_ secret: String, as name: String) async throws {
            if name.hasPrefix("grant/") {
                asked.fulfill()
                for await _ in gate { break }
            }
            await kept.keep(secret, as: name)
        }
    }

    func testAnApprovalThatNobodyWaitsToSeeCompletedIsALinkAllTheSame() async throws {
        let vault = SlowVault()
        var options = MockBanks.options
        options.secrets = .own(vault)
        let moa = try await Moa.open(options)
        let approval = try await moa.prepareLink("thames")
        let redirect = try Person.allowsAndHandsOver(approval.url)
        let work = Task { try await approval.complete(redirect: redirect) }
        await fulfillment(of: [vault.asked], timeout: 20)
        work.cancel()
        _ = await work.result
        let before = try await moa.links()
        XCTAssertTrue(before.isEmpty, "the tokens are not kept yet")
        vault.open.finish()
        let late = ContinuousClock.now + .seconds(20)
        while try await moa.links().isEmpty, ContinuousClock.now < late { await Task.yield() }
        let report = try await moa.sync()
        XCTAssertTrue(report.isComplete && report.links.count == 1, "and it is a good one")
    }

    func testASyncThatIsLeftOrWhoseTaskIsCancelledHangsUpOnTheBank() async throws {
        let (moa, banks, port) = try await besideABank()
        _ = try await moa.link("thames") { Person.allows($0) }
        for try await event in moa.syncing() {
            guard case .progress = event else { return XCTFail("a sync begins with progress") }
            break
        }
        let report = try await moa.sync()
        XCTAssertTrue(report.isComplete, "it holds up nobody")
        banks.stop()
        let left = OddBank(port: port)
        for try await _ in moa.syncing() {
            await fulfillment(of: [left.called], timeout: 20)
            break
        }
        await fulfillment(of: left.hangingUp, timeout: 20)
        left.stop()
        let bank = OddBank(port: port)
        defer { bank.stop() }
        let collecting = Task { for try await _ in moa.syncing() {} }
        await fulfillment(of: [bank.called], timeout: 20)
        collecting.cancel()
        // A sequence that is left ends; it is the task that learns of its own cancellation.
        _ = await collecting.result
        await fulfillment(of: bank.hangingUp, timeout: 20)
    }
}
