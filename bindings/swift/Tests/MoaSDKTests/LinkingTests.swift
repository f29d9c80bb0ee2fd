import Foundation
import MoaSDK
import XCTest

final class LinkingTests: XCTestCase {
    func testTheDirectoryListsTheBanksWithTheirLooks() async throws {
        let moa = try await Moa.open(MockBanks.options)
        let bank = try XCTUnwrap(moa.bank("thames"))
        XCTAssertEqual(bank.name, "Thames & Co")
        XCTAssertTrue(bank.isSandbox && bank.registersApps)
        XCTAssertEqual([bank.country, bank.colour, bank.monogram], ["GB", "#27408B", "TC"])
        let again = try await moa.reloadBanks()
        XCTAssertEqual(try moa.banks(), again)
        XCTAssertEqual(try moa.refusedBanks(), [])
    }

    func testACustomerWhoAllowsGivesALinkWhichEndsAtTheBankAndHere() async throws {
        let (moa, link) = try await linked()
        XCTAssertEqual(link.state, .active)
        var links = try await moa.links()
        XCTAssertEqual(links, [link])
        try await moa.sync()
        let receipt = try await moa.unlink(link.id)
        XCTAssertTrue(receipt.isConfirmedByBank && receipt.erasedSecrets && receipt.erasedRows > 2000, "\(receipt)")
        links = try await moa.links()
        XCTAssertTrue(links.isEmpty)
        let again = await thrown { try await moa.unlink(link.id) }
        XCTAssertEqual(again?.kind, .unknownLink)
    }

    func testACustomerWhoDeniesGivesNoLink() async throws {
        let moa = try await Moa.open(MockBanks.options)
        let error = await thrown { try await moa.link("thames") { Person.denies($0) } }
        guard case .approvalNeeded = error else { return XCTFail("\(String(describing: error))") }
        XCTAssertEqual(error?.kind, .denied)
        XCTAssertEqual(error?.localizedDescription, "the customer did not approve (bank thames)")
        let links = try await moa.links()
        XCTAssertTrue(links.isEmpty)
    }

    func testAnAppThatCatchesTheRedirectItselfCompletesWithItOnce() async throws {
        let moa = try await Moa.open(MockBanks.options)
        let approval = try await moa.prepareLink("thames", request: LinkRequest(.transactions, months: 6))
        let redirect = try Person.allowsAndHandsOver(approval.url)
        let link = try await approval.complete(redirect: redirect)
        XCTAssertEqual(link.bank, "thames")
        let again = await thrown { try await approval.complete(redirect: redirect) }
        XCTAssertEqual(again?.kind, .misconfigured)
    }

    func testACustomerComesBackToTheAddressThatTheSystemGivesToTheApp() async throws {
        var options = MockBanks.options
        options.redirect = URL(string: "https://app.example/moa")
        let moa = try await Moa.open(options)
        XCTAssertEqual(moa.redirect, options.redirect)
        let unasked = await thrown { try await moa.link("thames") { _ in XCTFail("a browser is opened") } }
        guard case .badRequest? = unasked else { return XCTFail("\(String(describing: unasked))") }
        let approval = try await moa.prepareLink("thames")
        let waiting = await thrown { try await approval.awaitCustomer() }
        guard case .badRequest? = waiting else { return XCTFail("\(String(describing: waiting))") }
        let opened = try Person.allowsAndHandsOver(approval.url)
        XCTAssertTrue(opened.hasPrefix("https://app.example/moa/callback/thames/"), "what the system matches links by")
        let link = try await approval.complete(redirect: opened)
        XCTAssertEqual(link.bank, "thames")
        let second = try await moa.prepareLink("thames")
        let elsewhere = try Person.allowsAndHandsOver(second.url).replacingOccurrences(of: "app.example", with: "evil.example")
        let refused = await thrown { try await second.complete(redirect: elsewhere) }
        XCTAssertEqual(refused?.kind, .issuerMismatch)
        let links = try await moa.links()
        XCTAssertEqual(links, [link])
        for address in ["myapp://callback", "http://app.example", "https://127.0.0.1/"] {
            options.redirect = URL(string: address)
            let error = await thrown { [options] in try await Moa.open(options) }
            XCTAssertEqual(error?.kind, .misconfigured, address)
        }
    }

    func testARedirectOfAnotherAttemptOrNoneAtAllIsRefused() async throws {
        let moa = try await Moa.open(MockBanks.options)
        let (one, other) = (try await moa.prepareLink("thames"), try await moa.prepareLink("thames"))
        let foreign = try Person.allowsAndHandsOver(other.url)
        let mixed = await thrown { try await one.complete(redirect: foreign) }
        XCTAssertEqual(mixed?.kind, .stateMismatch)
        let odd = await thrown { try await other.complete(redirect: "not an address") }
        XCTAssertEqual(odd?.kind, .callbackUnreadable)
        let link = try await other.complete(redirect: foreign)
        XCTAssertEqual(link.bank, "thames")
    }

    func testAStrangersAddressEndsNoWaiting() async throws {
        let moa = try await Moa.open(MockBanks.options)
        let approval = try await moa.prepareLink("thames")
        let waiting = Task { try await approval.awaitCustomer() }
        let forged = "http://127.0.0.1:9/callback/thames/guess?code=a&state=b&iss=\(MockBanks.running.thames)"
        let refused = await thrown { try await approval.complete(redirect: forged) }
        XCTAssertEqual(refused?.kind, .issuerMismatch)
        Person.allows(approval.url)
        let link = try await waiting.value
        XCTAssertEqual(link.bank, "thames")
    }

    func testGivingUpEndsTheWaiting() async throws {
        let moa = try await Moa.open(MockBanks.options)
        let approval = try await moa.prepareLink("thames")
        let waiting = Task { await thrown { try await approval.awaitCustomer() } }
        try await approval.giveUp()
        guard case .givenUp? = await waiting.value else { return XCTFail("it went on waiting") }
    }

    func testCancellingWhileTheCustomerIsAtTheBankTakesTheConsentBack() async throws {
        let moa = try await Moa.open(MockBanks.options)
        let (addresses, address) = AsyncStream<URL>.makeStream()
        let work = Task { try await moa.link("thames") { address.yield($0) } }
        var iterator = addresses.makeAsyncIterator()
        let next = await iterator.next()
        let url = try XCTUnwrap(next)
        work.cancel()
        do {
            _ = try await work.value
            XCTFail("it was cancelled")
        } catch {
            XCTAssertTrue(error is CancellationError, "\(error)")
        }
        let said: String
        do { said = try Person.allowsAndHandsOver(url) } catch { said = "\(error)" }
        XCTAssertFalse(said.contains("code="), "the bank still gives a code: \(said)")
    }

    func testARenewedLinkKeepsItsID() async throws {
        let (moa, link) = try await linked()
        let renewed = try await moa.link("thames", request: LinkRequest(renewing: link.id)) { Person.allows($0) }
        XCTAssertEqual(renewed.id, link.id)
        let links = try await moa.links()
        XCTAssertEqual(links.count, 1)
    }

    func testAConsentThatTheBankEndedIsALostLinkUntilItIsRenewed() async throws {
        let banks = try MockBanks.start("--bank thames")
        defer { banks.stop() }
        let moa = try await Moa.open(MoaOptions(directory: .at(banks.directory)))
        let link = try await moa.link("thames") { Person.allows($0) }
        try await moa.sync()
        let home = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: home) }
        let ended = try Operator(of: banks, home: home).endsEveryConsent()
        XCTAssertEqual(ended, 1)
        var links = try await moa.links()
        XCTAssertEqual(links, [link], "nobody has asked the bank yet")

        let report = try await moa.sync()
        guard case .failed(.reconnectNeeded(let details))? = report.links.first?.outcome else { return XCTFail("\(report)") }
        XCTAssertEqual(details.kind, .linkEnded)
        links = try await moa.links()
        guard links.count == 1, case .lost(let since) = links[0].state else { return XCTFail("\(links)") }
        XCTAssertFalse(links[0].state.isUsable)
        XCTAssertTrue(report.startedAt.addingTimeInterval(-1) <= since && since <= Date(), "\(since)")
        let accounts = try await moa.accounts()
        XCTAssertFalse(accounts.isEmpty, "what was read is kept")

        let renewed = try await moa.link("thames", request: LinkRequest(renewing: link.id)) { Person.allows($0) }
        XCTAssertEqual(renewed.id, link.id)
        XCTAssertTrue(renewed.state == .active && renewed.state.isUsable)
    }

    func testAStateIsUsableWhenTheBankAnswers() {
        let states: [LinkState: Bool] = [
            .active: true, .expiringSoon(endsAt: .distantFuture): true, .expired(since: .distantPast): false,
            .lost(since: .distantPast): false, .revoked(since: .distantPast): false, .unknown: false,
        ]
        for (state, usable) in states { XCTAssertEqual(state.isUsable, usable, "\(state)") }
    }
}
