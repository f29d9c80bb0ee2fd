import Foundation
import MoaSDK
import XCTest

/// Letting go: of a Moa that is at work, and of a list that is being read.
final class LeaksTests: XCTestCase {
    /// A bank's computer that can be switched off, with an account that was read once.
    private struct Scene {
        let banks: MockBanks
        let moa: Moa
        let link: LinkID
        let account: AccountRef

        init() async throws {
            banks = try MockBanks.start("--bank thames --transactions 300")
            moa = try await Moa.open(MoaOptions(directory: .at(banks.directory)))
            link = try await moa.link("thames") { Person.allows($0) }.id
            try await moa.sync()
            let accounts = try await moa.accounts()
            account = try XCTUnwrap(accounts.first { $0.name == "Everyday" }).ref
        }

        /// In place of the bank, one that says nothing.
        func fallsSilent() throws -> OddBank {
            banks.stop()
            return OddBank(port: UInt16(try XCTUnwrap(URL(string: banks.thames)?.port)))
        }
    }

    func testClosingDuringASyncOrAPageEndsItAndLeavesNothing() async throws {
        let works: [@Sendable (Scene) async throws -> Void] = [
            { try await $0.moa.sync() },
            { for try await _ in $0.moa.pagesAtBank($0.account) {} },
            { for try await _ in $0.moa.transactionsAtBank($0.account) {} },
            { for try await _ in $0.moa.syncing() {} },
        ]
        let before = Planted.alive
        for (number, work) in works.enumerated() {
            let ended: MoaError?
            let bank: OddBank
            do {
                let scene = try await Scene()
                bank = try scene.fallsSilent()
                let task = Task { await thrown { try await work(scene) } }
                await fulfillment(of: [bank.called], timeout: 20)
                scene.moa.close()
                ended = await task.value
            }
            guard case .closed? = ended else { return XCTFail("\(number): \(String(describing: ended))") }
            await fulfillment(of: bank.hangingUp, timeout: 20)
            bank.stop()
            XCTAssertEqual(Planted.alive, before, "\(number)")
        }
    }

    func testClosingWhileTheCustomerIsAtTheBankEndsTheWaitingAndLeavesNothing() async throws {
        let before = Planted.alive
        do {
            let moa = try await Moa.open(MockBanks.options)
            let (addresses, address) = AsyncStream<URL>.makeStream()
            let whole = Task { await thrown { try await moa.link("thames") { address.yield($0) } } }
            var iterator = addresses.makeAsyncIterator()
            _ = await iterator.next()
            let approval = try await moa.prepareLink("thames")
            let waiting = Task { await thrown { try await approval.awaitCustomer() } }
            moa.close()
            for ended in [await whole.value, await waiting.value] {
                guard case .closed? = ended else { return XCTFail("\(String(describing: ended))") }
            }
            let late = await thrown { try await approval.awaitCustomer() }
            XCTAssertEqual(late?.kind, .closed)
        }
        XCTAssertEqual(Planted.alive, before)
    }

    func testAConsumerThatLeavesThrowsOrIsCancelledLetsGoOfTheListAtOnce() async throws {
        struct Enough: Error {}
        let scene = try await Scene()
        defer { scene.banks.stop() }
        let (moa, account) = (scene.moa, scene.account)
        let before = Planted.alive

        for try await _ in moa.transactionsAtBank(account) {
            XCTAssertEqual(Planted.alive, before + 1, "the list, and no more")
            break
        }
        XCTAssertEqual(Planted.alive, before, "after it was left")

        do {
            for try await _ in moa.pagesAtBank(account) { throw Enough() }
            XCTFail("it was thrown")
        } catch is Enough {}
        XCTAssertEqual(Planted.alive, before, "after its consumer threw")

        let rows = Box(0)
        let (begun, begin) = AsyncStream<Void>.makeStream()
        let (forEver, end) = AsyncStream<Void>.makeStream()
        let task = Task {
            for try await _ in moa.transactionsAtBank(account) {
                rows.change { $0 += 1 }
                begin.yield()
                for await _ in forEver {}
            }
        }
        var iterator = begun.makeAsyncIterator()
        _ = await iterator.next()
        task.cancel()
        do {
            try await task.value
            XCTFail("it was cancelled")
        } catch {
            XCTAssertTrue(error is CancellationError, "\(error)")
        }
        end.finish()
        XCTAssertEqual(rows.value, 1, "ninety-nine more were here already, and nobody wanted them")
        XCTAssertEqual(Planted.alive, before, "after it was cancelled")
    }

    func testAListThatHasEndedIsLetGoOfAlthoughItsIteratorIsKept() async throws {
        let scene = try await Scene()
        let (moa, account) = (scene.moa, scene.account)
        let before = Planted.alive
        var whole = moa.pagesAtBank(account).makeAsyncIterator()
        while try await whole.next() != nil { XCTAssertEqual(Planted.alive, before + 1) }
        XCTAssertEqual(Planted.alive, before, "after its last page")
        let after = try await whole.next()
        XCTAssertNil(after, "and it does not begin anew")

        var broken = moa.pagesAtBank(account).makeAsyncIterator()
        _ = try await broken.next()
        moa.close()
        do {
            _ = try await broken.next()
            XCTFail("Moa was closed")
        } catch {
            XCTAssertEqual((error as? MoaError)?.kind, .closed)
        }
        XCTAssertEqual(Planted.alive, before, "after its error")
        scene.banks.stop()
    }
}
