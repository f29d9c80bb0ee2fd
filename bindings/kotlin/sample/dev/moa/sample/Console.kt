package dev.moa.sample

import dev.moa.Moa
import dev.moa.MoaOptions
import dev.moa.MoaOptions.Directory
import dev.moa.link
import java.net.URI
import kotlinx.coroutines.runBlocking

/**
 * Links every bank of a directory and prints what they hold: `Console DIRECTORY BROWSER`.
 *
 * `cargo run -p mock-banks -- serve` gives a directory, `target/debug/scripted-browser` plays the browser.
 */
fun main(arguments: Array<String>) {
    val (directory, browser) = arguments
    print(runBlocking { overviewOf(directory) { ProcessBuilder(browser, it.toString()).inheritIO().start() } })
}

internal suspend fun overviewOf(directory: String, openBrowser: (URI) -> Unit): String =
    Moa.open(MoaOptions(Directory.At(directory), appName = "Moa console")).use { moa ->
        val names = moa.banks().associate { it.id to it.name }
        for (bank in names.keys) moa.link(bank) { openBrowser(it) }
        check(moa.sync().isComplete) { "a bank did not give everything" }
        val overview = moa.overview()
        buildString {
            for (bank in overview.banks) {
                appendLine(names[bank.link.bank])
                for (account in bank.accounts) {
                    val amounts = account.headlines.joinToString { it.amount.toString() }
                    appendLine("  %-28s %20s".format(account.name ?: "Account", amounts.ifEmpty { "unknown" }))
                }
            }
            for (total in overview.totals) appendLine("%-30s %20s".format("Total", total.total))
        }
    }
