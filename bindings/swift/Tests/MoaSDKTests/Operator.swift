import Foundation
import XCTest

/// Somebody who manages the mock banks, at the program that they have for it.
struct Operator {
    private let program: URL
    private let address: String
    private let password: String
    /// Where the program keeps its session.
    private let home: URL

    init(of banks: MockBanks, home: URL) throws {
        program = URL(fileURLWithPath: programs + "/mock-banks")
        address = MockBanks.origin("management", in: banks.table)
        password = try XCTUnwrap(banks.table.components(separatedBy: "admin / ").last?.split(separator: " ").first.map(String.init))
        self.home = home
    }

    /// Ends every consent there is, as a bank does when its customer says so at the counter; gives how many.
    func endsEveryConsent() throws -> Int {
        struct Listed: Decodable {
            struct Consent: Decodable { let id: String }
            let consents: [Consent]
        }
        _ = try admin("login", saying: password)
        let listed = try JSONDecoder().decode(Listed.self, from: admin("consents", "list", "--json", "--in-force"))
        for consent in listed.consents { _ = try admin("consents", "revoke", consent.id, "--reason", "asked at the counter") }
        return listed.consents.count
    }

    private func admin(_ words: String..., saying line: String = "") throws -> Data {
        let process = Process()
        process.executableURL = program
        process.arguments = ["admin", "--url", address] + words
        process.environment = ["HOME": home.path, "PATH": "/usr/bin:/bin"]
        let (output, input) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardInput = input
        try process.run()
        input.fileHandleForWriting.write(Data((line + "\n").utf8))
        try input.fileHandleForWriting.close()
        let said = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CouldNot(words: words.joined(separator: " ")) }
        return said
    }

    struct CouldNot: Error { let words: String }
}
