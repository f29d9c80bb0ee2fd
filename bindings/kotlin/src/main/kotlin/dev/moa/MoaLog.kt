package dev.moa

import dev.moa.internal.ffi.FfiLogException
import dev.moa.internal.ffi.FfiLogLevel
import dev.moa.internal.ffi.FfiLogLine
import dev.moa.internal.ffi.FfiLogSink
import dev.moa.internal.ffi.ffiLogTo
import dev.moa.internal.rust

/** Moa's own log. It says nothing secret: lines pass a sieve before they come here. */
public object MoaLog {
    /** How important a line is. */
    public enum class Level { ERROR, WARN, INFO, DEBUG }

    /** One line. */
    public data class Line(val level: Level, val source: String, val text: String)

    /** Takes lines, one after the other, on a thread of its own. A sink that throws is told the next line all the same. */
    public fun interface Sink {
        /** Takes one line. */
        public fun log(line: Line)
    }

    /** Sends lines of this [level] and above to a [sink] from now on. There is one sink per process. */
    public fun sendTo(level: Level = Level.INFO, sink: Sink): Unit = rust {
        val heard = object : FfiLogSink {
            override fun log(line: FfiLogLine) = try {
                sink.log(Line(Level.valueOf(line.level.name), line.target, line.text))
            } catch (thrown: Throwable) {
                // An `Error` too: the generated code would hand it to JNA, which prints it.
                throw FfiLogException.Failed()
            }
        }
        ffiLogTo(heard, FfiLogLevel.valueOf(level.name))
    }

    /** Sends lines to nobody. */
    public fun silence(): Unit = rust { ffiLogTo(null, FfiLogLevel.ERROR) }
}
