import Foundation
import MoaSDK
import XCTest

/// What a caller decides by reaches Swift: which request it was, what the bank calls its no, and when to come again.
final class ErrorsTests: XCTestCase {
    /// The error of linking a bank that answers like this.
    private func error(
        _ answer: @escaping @Sendable (_ origin: String, _ path: String) -> String
    ) async throws -> (MoaError?, heard: [String]) {
        let bank = OddBank(answering: answer)
        defer { bank.stop() }
        let list = try await MockBanks.participants(withThamesAt: bank.origin)
        let moa = try await Moa.open(MoaOptions(directory: .json(list)))
        return (await thrown { try await moa.prepareLink("thames") }, bank.heard)
    }

    func testABankThatAsksToWaitSaysHowLongAndWhichRequestItWas() async throws {
        let (error, heard) = try await error { origin, path in
            path == "/token" ? Answer.json(429, "{}", ["retry-after": "77"]) : Answer.upToTheConsent(origin, path)
        }
        guard case .tryAgainLater(let details)? = error else { return XCTFail("\(String(describing: error))") }
        let request = try XCTUnwrap(details.requestID)
        XCTAssertEqual(details, MoaError.Details(
            kind: .rateLimited, reason: "the bank asks us to wait (bank thames, status 429, reference \(request))",
            bank: "thames", requestID: request, status: 429, isRetryable: true, retryAfter: 77
        ))
        XCTAssertEqual([error?.requestID, error?.bankCode], [request, nil])
        XCTAssertEqual(error?.retryAfter, 77)
        let asked = heard.filter { $0.contains("x-fapi-interaction-id: \(request)") }
        XCTAssertEqual(asked.map { $0.prefix(12) }, ["POST /token "], "once, with this very id")
    }

    func testABanksCodeOfItsStandardIsHandedOn() async throws {
        let refusal = #"{"Code":"400","Message":"no","Errors":[{"ErrorCode":"U002","Message":"pl4nted-s3cret"}]}"#
        let (error, heard) = try await error { origin, path in
            path.hasSuffix("/account-access-consents") ? Answer.json(400, refusal) : Answer.upToTheConsent(origin, path)
        }
        guard case .bankAtFault(let details)? = error else { return XCTFail("\(String(describing: error))") }
        let request = try XCTUnwrap(details.requestID)
        XCTAssertEqual(details, MoaError.Details(
            kind: .bankRefused, reason: "the bank refused the call (bank thames, status 400, code U002, reference \(request))",
            bank: "thames", requestID: request, status: 400, bankCode: "U002"
        ))
        XCTAssertEqual(error?.bankCode, "U002")
        XCTAssertTrue(heard.contains { $0.contains("/account-access-consents") && $0.contains(request) })
    }

    func testARegisteredWordOfAnAuthorisationServerIsHandedOn() async throws {
        let (error, _) = try await error { origin, path in
            path == "/token" ? Answer.json(401, #"{"error":"invalid_client"}"#) : Answer.upToTheConsent(origin, path)
        }
        guard case .reconnectNeeded(let details)? = error else { return XCTFail("\(String(describing: error))") }
        XCTAssertEqual(details.kind, .appUnknown)
        XCTAssertEqual(details.bankCode, "invalid_client")
        XCTAssertEqual([details.isRetryable, details.retryAfter != nil], [false, false])
    }
}
