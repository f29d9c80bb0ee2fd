import Foundation
import MoaFFI
@testable import MoaSDK
import MoaSamples
import XCTest

final class SampleTests: XCTestCase {
    private let package =
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    func testTheSampleLinksTwoBanksAndPrintsWhatTheyHold() async throws {
        let printed = try await overview(of: MockBanks.running.directory) { Person.allows($0) }
        XCTAssertTrue(printed.contains("Thames & Co") && printed.contains("Everyday") && printed.contains("EUR"), printed)
        XCTAssertEqual(printed.split(separator: "\n").filter { $0.hasPrefix("Total") }.count, 3, printed)
    }

    func testTheExampleOfTheReadmeIsTheOneThatIsCompiled() throws {
        let page = try String(contentsOf: package.appendingPathComponent("README.md"), encoding: .utf8)
        let source = try String(contentsOf: package.appendingPathComponent("Sources/MoaSamples/Readme.swift"), encoding: .utf8)
        let example = try XCTUnwrap(source.components(separatedBy: "// example\n").last).trimmingCharacters(in: .whitespacesAndNewlines)
        XCTAssertTrue(page.contains(example), "README.md shows another example than Readme.swift")
        XCTAssertLessThanOrEqual(example.split(separator: "\n").count, 20, "twenty lines were promised")
    }

    func testEveryKindStandsInTheReadmeBesideItsCase() throws {
        let page = try String(contentsOf: package.appendingPathComponent("README.md"), encoding: .utf8)
        let rows = page.components(separatedBy: "\n").filter { $0.hasPrefix("| `") }.map { $0.components(separatedBy: "|") }
        let kinds = try ffiErrorKinds()
        XCTAssertEqual(Set(kinds.map(\.kind)), Set(MoaError.Kind.allCases.map(\.rawValue)))
        for kind in kinds {
            let error = MoaError(FfiErrorFacts(
                kind: kind.kind, reason: kind.reason, advice: kind.advice, bank: nil, requestId: nil, status: nil, bankCode: nil,
                retryable: false, retryAfter: nil
            ))
            let name = try XCTUnwrap(Mirror(reflecting: error).children.first?.label)
            let row = try XCTUnwrap(rows.first { $0[1].contains("`\(name)`") }, "\(name) has no row")
            XCTAssertTrue(row[2].contains("`\(kind.kind)`"), "\(kind.kind) is not in the row of \(name)")
        }
    }

    func testTextsThatAreNoDaysAreNone() {
        XCTAssertEqual(CalendarDay("2026-11-24"), CalendarDay(year: 2026, month: 11, day: 24))
        XCTAssertEqual(CalendarDay("2026-11-24")?.description, "2026-11-24")
        for wrong in ["", "2026-11", "24/11/2026", "2026-11-24-1", "a-b-c"] { XCTAssertNil(CalendarDay(wrong), wrong) }
    }
}
