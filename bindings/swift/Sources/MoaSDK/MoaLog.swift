import MoaFFI

/// Moa's own log. It says nothing secret: lines pass a sieve before they come here.
public enum MoaLog {
    /// How important a line is.
    public enum Level: String, Sendable, CaseIterable {
        /// Something is broken.
        case error
        /// Something is odd, and the work goes on.
        case warn
        /// What a support desk wants to know.
        case info
        /// Every call and its answer.
        case debug
    }

    /// One line.
    public struct Line: Hashable, Sendable {
        /// How important it is.
        public let level: Level
        /// The part of Moa that says it.
        public let source: String
        /// What happened.
        public let text: String

        /// A line for tests: Moa writes its own.
        public init(level: Level, source: String, text: String) {
            self.level = level
            self.source = source
            self.text = text
        }
    }

    /// Sends lines of this level and above to a sink from now on, one after the other, on a thread of its own. There is one
    /// sink per process.
    public static func send(_ level: Level = .info, to sink: @escaping @Sendable (Line) -> Void) throws {
        try rust { try ffiLogTo(sink: Ear(sink), most: level.ffi) }
    }

    /// Sends lines to nobody.
    public static func silence() throws {
        try rust { try ffiLogTo(sink: nil, most: .error) }
    }

    private final class Ear: FfiLogSink {
        let sink: @Sendable (Line) -> Void
        init(_ sink: @escaping @Sendable (Line) -> Void) { self.sink = sink }
        func log(line: FfiLogLine) throws { sink(Line(level: Level(line.level), source: line.target, text: line.text)) }
    }
}

extension MoaLog.Level {
    init(_ level: FfiLogLevel) {
        self = switch level {
        case .error: .error
        case .warn: .warn
        case .info: .info
        case .debug: .debug
        }
    }

    var ffi: FfiLogLevel {
        switch self {
        case .error: .error
        case .warn: .warn
        case .info: .info
        case .debug: .debug
        }
    }
}
