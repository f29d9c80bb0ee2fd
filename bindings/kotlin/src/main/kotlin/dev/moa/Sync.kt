package dev.moa

import java.time.Instant

/** What changed in the store. */
public data class Tally(val added: Long = 0, val changed: Long = 0, val removed: Long = 0)

/** Where one bank is. */
public data class SyncProgress(
    val link: LinkId,
    val bank: BankId,
    val stage: Stage,
    /** Pages read so far. */
    val pages: Long = 0,
    /** What changed so far. */
    val tally: Tally = Tally(),
) {
    /** What a bank's sync is doing. */
    public sealed interface Stage {
        /** It has not begun: other banks come first. */
        public data object Waiting : Stage

        /** Reading the list of accounts. */
        public data object ReadingAccounts : Stage

        /** Reading the account of this [name]; [page] is the one that was read last, 0 before the first. */
        public data class ReadingAccount(val name: String?, val page: Int, val of: Int?) : Stage {
            override fun toString(): String = "ReadingAccount(page=$page, of=$of)"
        }

        /** Everything is here. */
        public data object Done : Stage

        /** Something is missing; the report says what. */
        public data object Partial : Stage

        /** It was stopped. What was read stays. */
        public data object Stopped : Stage

        /** Nothing more can be had; [kind] says why. */
        public data class Failed(val kind: ErrorKind) : Stage
    }
}

/** What happens in a sync, for those who collect it as a flow. */
public sealed interface SyncEvent {
    /** A bank has come further. */
    public data class Progress(val progress: SyncProgress) : SyncEvent

    /** The last one. */
    public data class Finished(val report: SyncReport) : SyncEvent
}

/** What came of a sync, bank by bank. */
public data class SyncReport(
    val startedAt: Instant,
    val finishedAt: Instant,
    /** Whether every link gave everything. */
    val isComplete: Boolean,
    val links: List<LinkReport>,
)

/** What came of one link. */
public data class LinkReport(
    val link: LinkId,
    val bank: BankId,
    val outcome: Outcome,
    val pages: Long = 0,
    val tally: Tally = Tally(),
    /** How many rows could not be read. What is stored of them stays. */
    val skipped: Long = 0,
    /** Answers that were cut short. */
    val cut: List<Cut> = emptyList(),
    /** Single questions that failed while the rest went on. */
    val failed: List<MoaException> = emptyList(),
) {
    /** How a link's sync ended. */
    public sealed interface Outcome {
        /** Everything is here. */
        public data object Complete : Outcome

        /** Something is missing: see what was skipped, cut and failed. */
        public data object Partial : Outcome

        /** It was stopped. What was read stays. */
        public data object Stopped : Outcome

        /** Nothing more could be had; [error] says why. */
        public data class Failed(val error: MoaException) : Outcome
    }

    /** An answer that was cut short: `too_many_pages`, `too_many_rows`, `took_too_long` or `went_in_circles`. */
    public data class Cut(val account: AccountRef?, val why: String)
}
