/// Pages straight from a bank. Each iteration begins anew and asks for a page when the one before is used up; leaving it, by
/// `break`, an error or a cancellation, stops the fetching.
public struct BankPages: AsyncSequence, Sendable {
    /// A page, in the bank's order.
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

    /// Begins anew.
    public func makeAsyncIterator() -> Iterator { Iterator(begin: begin) }

    /// One reading. Letting go of it stops the fetching.
    public struct Iterator: AsyncIteratorProtocol {
        let begin: @Sendable () async throws -> @Sendable () async throws -> BankPage?
        var read: (@Sendable () async throws -> BankPage?)?
        var isOver = false

        init(begin: @escaping @Sendable () async throws -> @Sendable () async throws -> BankPage?) { self.begin = begin }

        /// The next page, fetched now; nil after the last one.
        public mutating func next() async throws -> BankPage? {
            do {
                try Task.checkCancellation()
                if read == nil, !isOver { read = try await begin() }
                if let page = try await read?() { return page }
                end()
                return nil
            } catch {
                end()
                throw error
            }
        }

        /// Lets go of the list in Rust, although whoever iterates may keep the iterator.
        fileprivate mutating func end() {
            read = nil
            isOver = true
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
    /// A transaction, in the bank's order.
    public typealias Element = Transaction

    let pages: BankPages

    /// The rows of these pages.
    public init(_ pages: BankPages) { self.pages = pages }

    /// Begins anew.
    public func makeAsyncIterator() -> Iterator { Iterator(pages: pages.makeAsyncIterator()) }

    /// One reading. Letting go of it stops the fetching.
    public struct Iterator: AsyncIteratorProtocol {
        var pages: BankPages.Iterator
        var waiting: ArraySlice<Transaction> = []
        var skipped: UInt64 = 0

        init(pages: BankPages.Iterator) { self.pages = pages }

        /// The next row; nil after the last one. A cancelled task gets none, also of those that are here already.
        public mutating func next() async throws -> Transaction? {
            try checkCancellation()
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

        private mutating func checkCancellation() throws {
            do {
                try Task.checkCancellation()
            } catch {
                pages.end()
                throw error
            }
        }
    }
}
