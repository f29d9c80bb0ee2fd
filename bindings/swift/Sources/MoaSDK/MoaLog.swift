import MoaFFI

/// Moa's own log. It says nothing secret: lines pass a sieve before they come here.
public enum MoaLog {
    /// How important a line is.
    public enum Level: String, Sendable, CaseIterable { case error, warn, info, debug }

    /// One line.
    public struct Line: Hashable, Sendable {
        public let level: Level
        /// The part of Moa that says it.
        public let source: String
        public let text: String
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
