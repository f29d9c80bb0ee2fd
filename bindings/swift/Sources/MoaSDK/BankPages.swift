/// Pages straight from a bank. Each iteration begins anew and asks for a page when the one before is used up; leaving it, by
/// `break`, an error or a cancellation, stops the fetching.
public struct BankPages: AsyncSequence, Sendable {
    public typealias Element = BankPage

    /// Begins to read, and gives what reads on.
    let begin: @Sendable () async throws -> @Sendable () async throws -> BankPage?

    /// Pages that a test plays.
    public init(_ pages: [BankPage]) {
        begin = {
            let left = Played(pages)
            return { await left.next() }
        }
    }

    init(begin: @escaping @Sendable () async throws -> @Sendable () async throws -> BankPage?) {
        self.begin = begin
    }

    public func makeAsyncIterator() -> Iterator { Iterator(begin: begin) }

    public struct Iterator: AsyncIteratorProtocol {
        let begin: @Sendable () async throws -> @Sendable () async throws -> BankPage?
        var read: (@Sendable () async throws -> BankPage?)?

        init(begin: @escaping @Sendable () async throws -> @Sendable () async throws -> BankPage?) { self.begin = begin }

        public mutating func next() async throws -> BankPage? {
            if read == nil { read = try await begin() }
            return try await read?()
        }
    }

    private actor Played {
        var left: ArraySlice<BankPage>
        init(_ pages: [BankPage]) { left = pages[...] }
        func next() -> BankPage? { left.popFirst() }
    }
}

/// Transactions straight from a bank, one after the other.
public struct BankTransactions: AsyncSequence, Sendable {
    public typealias Element = Transaction

    let pages: BankPages

    public func makeAsyncIterator() -> Iterator { Iterator(pages: pages.makeAsyncIterator()) }

    public struct Iterator: AsyncIteratorProtocol {
        var pages: BankPages.Iterator
        var waiting: ArraySlice<Transaction> = []
        var skipped: UInt64 = 0

        init(pages: BankPages.Iterator) { self.pages = pages }

        public mutating func next() async throws -> Transaction? {
            while waiting.isEmpty {
                guard let page = try await pages.next() else {
                    guard skipped > 0 else { return nil }
                    let reason = "\(skipped) rows of the bank's answer could not be read"
                    skipped = 0
                    throw MoaError.bankAtFault(.init(kind: .unreadable, reason: reason))
                }
                skipped += page.skipped
                waiting = page.transactions[...]
            }
            return waiting.popFirst()
        }
    }
}
