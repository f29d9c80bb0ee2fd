import Foundation
import MoaFFI
@testable import MoaSDK
import XCTest

final class ConvertTests: XCTestCase {
    func testEveryStateOfALinkCrosses() {
        let moment = Date(timeIntervalSince1970: 1_775_001_600)
        let states: [(FfiLinkState, LinkState)] = [
            (.active, .active),
            (.expiringSoon(endsAt: moment), .expiringSoon(endsAt: moment)),
            (.expired(since: moment), .expired(since: moment)),
            (.lost(since: moment), .lost(since: moment)),
            (.revoked(since: moment), .revoked(since: moment)),
            (.unknown, .unknown),
        ]
        for (crossing, state) in states {
            let link = FfiLink(
                id: "link-1", bank: "thames", consent: "consent-1", state: crossing, linkedAt: moment, expiresAt: nil
            )
            XCTAssertEqual(Link(link), Link(id: LinkID(rawValue: "link-1"), bank: "thames", state: state, linkedAt: moment, expiresAt: nil))
        }
    }
}
