import Foundation
import MoaSDK
import XCTest

final class TlsTests: XCTestCase {
    func testBanksOverTLSAreTrustedByTheAuthorityThatTheAppNamesAndByNoOther() async throws {
        let banks = try MockBanks.start("--bank thames --tls")
        defer { banks.stop() }
        XCTAssertTrue(banks.directory.hasPrefix("https://") && banks.thames.hasPrefix("https://"), banks.table)
        let line = try XCTUnwrap(banks.table.split(separator: "\n").first { $0.contains("trust this CA") })
        let file = try XCTUnwrap(line.components(separatedBy: "trust this CA").last).trimmingCharacters(in: .whitespaces)
        let pem = try String(contentsOfFile: file, encoding: .utf8)

        var options = MoaOptions(directory: .at(banks.directory), trustedAuthority: pem, startOffline: false)
        let moa = try await Moa.open(options)
        let link = try await moa.link("thames") { Person.allows($0) }
        let report = try await moa.sync(link.id)
        XCTAssertTrue(report.isComplete)

        options.trustedAuthority = nil
        let list = await thrown { [options] in try await Moa.open(options) }
        XCTAssertEqual(list?.kind, .directoryUnreadable, "whose list is not trusted is not read")
        options.directory = .json(try await MockBanks.participants(withThamesAt: banks.thames))
        let stranger = try await Moa.open(options)
        let bank = await thrown { try await stranger.prepareLink("thames") }
        guard case .bankAtFault? = bank else { return XCTFail("\(String(describing: bank))") }
        XCTAssertEqual(bank?.kind, .untrusted)

        for odd in ["", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", file] {
            options.trustedAuthority = odd
            let error = await thrown { [options] in try await Moa.open(options) }
            XCTAssertEqual(error?.kind, .misconfigured, odd)
        }
    }
}
