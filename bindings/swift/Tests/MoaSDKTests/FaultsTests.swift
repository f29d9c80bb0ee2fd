import Foundation
import MoaFFI
@testable import MoaSDK
import XCTest

final class FaultsTests: XCTestCase {
    private let nowhere = MoaOptions(directory: .json("[]"))

    private func folder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        addTeardownBlock { try? FileManager.default.removeItem(at: folder) }
        return folder
    }

    func testEveryKindOfErrorHasItsTextItsCaseAndItsConstant() async throws {
        let moa = try await Moa.open(nowhere)
        let kinds = try ffiErrorKinds()
        XCTAssertEqual(Set(kinds.map(\.kind)), Set(MoaError.Kind.allCases.map(\.rawValue)))
        for kind in kinds {
            Planted.next(kind.kind)
            let error = await thrown { try await moa.overview() }
            XCTAssertEqual(error?.kind.rawValue, kind.kind)
            XCTAssertEqual(error?.localizedDescription, kind.reason)
            if case .tryAgainLater? = error { XCTAssertEqual(error?.isRetryable, true) }
            XCTAssertEqual(error?.isRetryable, error?.retryAfter != nil)
        }
    }

    func testAPanicIsAnErrorOfItsCallAndTheProcessLives() async throws {
        let moa = try await Moa.open(nowhere)
        Planted.next("panic")
        let waiting = await thrown { try await moa.overview() }
        Planted.next("panic")
        let plain = await thrown { try moa.banks() }
        Planted.next("panic")
        let sync = await thrown { try await moa.sync() }
        Planted.next("panic")
        let toEnd = await thrown { try await moa.unlink(LinkID(rawValue: "x")) }
        for error in [waiting, plain, sync, toEnd] {
            guard case .internal? = error else { return XCTFail("\(String(describing: error))") }
            XCTAssertFalse(String(reflecting: error).contains("planted"))
        }
        let (lines, line) = AsyncStream<String>.makeStream()
        try MoaLog.send(.error) { line.yield($0.text) }
        Planted.next("panic")
        _ = await thrown { try await moa.months() }
        var heard = lines.makeAsyncIterator()
        let text = await heard.next() ?? ""
        XCTAssertTrue(text.contains("planted.rs") && !text.contains("planted-in"), "where, and not what: \(text)")
        try MoaLog.silence()
        let overview = try await moa.overview()
        XCTAssertEqual(overview, Overview())
    }

    func testCancellingATaskHangsUpOnTheBank() async throws {
        let bank = OddBank()
        defer { bank.stop() }
        let list = try await MockBanks.participants(withThamesAt: bank.origin)
        let moa = try await Moa.open(MoaOptions(directory: .json(list)))
        try await expectCutOff(bank) { _ = try await moa.prepareLink("thames") }
    }

    func testCancellingASyncOrAPageHangsUpOnTheBankAndNoPageWasAskedForAhead() async throws {
        let banks = try MockBanks.start("--bank thames --transactions 300")
        let port = UInt16(try XCTUnwrap(URL(string: banks.thames)?.port))
        let moa = try await Moa.open(MoaOptions(directory: .at(banks.directory)))
        let link = try await moa.link("thames") { Person.allows($0) }
        let report = try await moa.sync()
        XCTAssertTrue(report.isComplete)
        let accounts = try await moa.accounts()
        let everyday = try XCTUnwrap(accounts.first { $0.name == "Everyday" }).ref

        // The bank goes away when the first page is here, and one that says nothing takes its place.
        var silent: OddBank?
        var ten = 0
        for try await _ in moa.transactionsAtBank(everyday) {
            if silent == nil {
                banks.stop()
                silent = OddBank(port: port)
            }
            ten += 1
            if ten == 10 { break }
        }
        let bank = try XCTUnwrap(silent)
        try await expectCutOff(bank) { for try await _ in moa.transactionsAtBank(everyday) {} }
        XCTAssertEqual(bank.calls, 1, "this one, and none for a second page before it")
        bank.stop()
        let other = OddBank(port: port)
        defer { other.stop() }
        try await expectCutOff(other) { try await moa.sync(link.id) }
    }

    private func expectCutOff(_ bank: OddBank, _ work: @escaping @Sendable () async throws -> Void) async throws {
        try await abandon(bank, work)
        await fulfillment(of: bank.hangingUp, timeout: 20)
    }

    func testClosingEndsTheCallsUnderWayAndRefusesThoseThatCome() async throws {
        let bank = OddBank()
        defer { bank.stop() }
        let list = try await MockBanks.participants(withThamesAt: bank.origin)
        let moa = try await Moa.open(MoaOptions(directory: .json(list)))
        let work = Task { await thrown { try await moa.prepareLink("thames") } }
        await fulfillment(of: [bank.called], timeout: 20)
        moa.close()
        moa.close()
        let ended = await work.value
        XCTAssertEqual(ended?.kind, .closed)
        await fulfillment(of: bank.hangingUp, timeout: 20)
        let late = await thrown { try await moa.overview() }
        let plain = await thrown { try moa.banks() }
        XCTAssertEqual([late?.kind, plain?.kind], [.closed, .closed])
    }

    func testObjectsAreLetGoOfAtOnce() async throws {
        let before = Planted.alive
        for _ in 0..<20 {
            let moa = try await Moa.open(nowhere)
            _ = try await moa.overview()
        }
        XCTAssertEqual(Planted.alive, before)
    }

    func testApprovalsPagesVaultsAndListenersAreLetGoOf() async throws {
        final class OwnVault: SecretVault {
            let kept = InMemoryVault()
            func find(_ name: String) async throws -> String? { await kept.find(name) }
            func keep(_ secret: String, as name: String) async throws { await kept.keep(secret, as: name) }
            func forget(_ name: String) async throws { await kept.forget(name) }
        }
        final class Listening: FfiSyncListener {
            func progressed(progress: FfiSyncProgress) throws {}
        }
        let before = Planted.alive
        weak var ours: OwnVault?
        weak var ears: Listening?
        do {
            let (vault, listener) = (OwnVault(), Listening())
            ours = vault
            ears = listener
            var options = MockBanks.options
            options.secrets = .own(vault)
            let (moa, link) = try await linked(options)
            let whole = FfiSyncOptions(link: link.id.rawValue)
            let report = try await moa.ffi.sync(options: whole, listener: listener, cancel: FfiCancelToken())
            XCTAssertTrue(report.complete)
            let accounts = try await moa.accounts()
            let account = try XCTUnwrap(accounts.first).ref.account
            var held: [any Sendable] = []
            for _ in 0..<3 {
                held.append(try await moa.prepareLink("thames"))
                let pages = try await moa.ffi.transactionsAtBank(
                    link: link.id.rawValue, account: account, since: nil, until: nil, cancel: nil
                )
                let page = try await pages.next(cancel: nil)
                XCTAssertNotNil(page)
                held.append(pages)
            }
            XCTAssertGreaterThanOrEqual(Planted.alive, before + 7, "three approvals, three lists and Moa")
        }
        XCTAssertEqual(Planted.alive, before)
        XCTAssertNil(ours, "Rust still holds the vault")
        XCTAssertNil(ears, "Rust still holds the listener")
    }

    func testAListThatIsOverSaysSoAsOftenAsItIsAsked() async throws {
        let (moa, link) = try await linked()
        try await moa.sync()
        let accounts = try await moa.accounts()
        let account = try XCTUnwrap(accounts.first).ref.account
        let pages = try await moa.ffi.transactionsAtBank(
            link: link.id.rawValue, account: account, since: nil, until: nil, cancel: nil
        )
        let first = try await pages.next(cancel: nil)
        XCTAssertNotNil(first)
        try pages.stop()
        for _ in 0..<2 {
            let more = try await pages.next(cancel: nil)
            XCTAssertNil(more)
        }
    }

    func testWithoutANetworkWhatIsStoredCanBeLookedAt() async throws {
        let bank = OddBank()
        bank.stop()
        let gone = MoaOptions(directory: .at(bank.origin + "/participants"))
        let moa = try await Moa.open(gone)
        XCTAssertTrue(try moa.banks().isEmpty)
        let overview = try await moa.overview()
        XCTAssertEqual(overview, Overview())
        let unknown = await thrown { try await moa.prepareLink("thames") }
        XCTAssertEqual(unknown?.kind, .unknownBank)
        let unreadable = await thrown { try await moa.reloadBanks() }
        guard case .tryAgainLater? = unreadable else { return XCTFail("\(String(describing: unreadable))") }
        var strict = gone
        strict.startOffline = false
        let refused = await thrown { try await Moa.open(strict) }
        XCTAssertEqual(refused?.kind, .directoryUnreadable)
        let odd = await thrown { try await Moa.open(MoaOptions(directory: .at("ftp://x/y"))) }
        guard case .badRequest? = odd else { return XCTFail("\(String(describing: odd))") }
    }

    func testTheVaultOfTheAppIsTheVaultOfRustAndItsFileOpensWithNothingElse() async throws {
        let vault = InMemoryVault()
        var kept = MockBanks.options
        kept.secrets = .own(vault)
        kept.data = .encrypted(try folder().appendingPathComponent("moa.db"))
        let (first, link) = try await linked(kept)
        try await first.sync()
        let overview = try await first.overview()
        first.close()
        let count = await vault.count
        XCTAssertGreaterThanOrEqual(count, 3, "the database's key, the client and the grant")
        let again = try await Moa.open(kept)
        let seen = try await again.overview()
        XCTAssertEqual(seen, overview)
        let report = try await again.sync(link.id)
        XCTAssertTrue(report.isComplete, "the tokens are still good")
        again.close()
        var other = kept
        other.secrets = .own(InMemoryVault())
        let wrong = await thrown { try await Moa.open(other) }
        guard case .reconnectNeeded(let details)? = wrong else { return XCTFail("\(String(describing: wrong))") }
        XCTAssertEqual(details.kind, .storeFailed)
    }

    func testAVaultThatIsLockedOrBrokenIsToldApartAndWhatItSaysStaysInTheApp() async throws {
        struct Broken: Error, CustomStringConvertible { let description = "pl4nted-s3cret" }
        final class Refusing: SecretVault {
            let how: any Error
            init(_ how: any Error) { self.how = how }
            func find(_ name: String) async throws -> String? { throw how }
            func keep(_ secret: String, as name: String) async throws { throw how }
            func forget(_ name: String) async throws { throw how }
        }
        var options = nowhere
        options.data = .encrypted(try folder().appendingPathComponent("moa.db"))
        options.secrets = .own(Refusing(VaultLocked()))
        let locked = await thrown { [options] in try await Moa.open(options) }
        guard case .unlockNeeded? = locked else { return XCTFail("\(String(describing: locked))") }
        options.secrets = .own(Refusing(Broken()))
        let broken = await thrown { [options] in try await Moa.open(options) }
        XCTAssertEqual(broken?.kind, .vaultFailed)
        XCTAssertFalse(String(reflecting: broken).contains("pl4nted"))
    }

    func testADeviceWithoutAKeyringAsksForAPassphraseAndKeepsToIt() async throws {
        let folder = try folder()
        func device(_ passphrase: String?) -> MoaOptions {
            var options = nowhere
            let file = folder.appendingPathComponent("vault.sealed")
            options.secrets = .device(service: "moa-swift-test-without-keyring", file: file, passphrase: passphrase)
            options.data = .encrypted(folder.appendingPathComponent("moa.db"))
            return options
        }
        do {
            try await Moa.open(device(nil)).close()
            throw XCTSkip("this device has a keyring")
        } catch MoaError.passphraseNeeded {}
        try await Moa.open(device("a long passphrase")).close()
        let wrong = await thrown { try await Moa.open(device("a guess")) }
        XCTAssertEqual(wrong?.kind, .wrongPassphrase)
        try await Moa.open(device("a long passphrase")).close()
    }

    func testAListenerThatThrowsSpoilsNoSync() async throws {
        final class Throwing: FfiSyncListener {
            let told = Box(0)
            func progressed(progress: FfiSyncProgress) throws {
                told.change { $0 += 1 }
                throw URLError(.unknown)
            }
        }
        let (moa, _) = try await linked()
        let listener = Throwing()
        let report = try await moa.ffi.sync(options: FfiSyncOptions(link: nil), listener: listener, cancel: nil)
        XCTAssertTrue(report.complete)
        XCTAssertEqual(listener.told.value, 1, "it is not told any more")
    }
}
