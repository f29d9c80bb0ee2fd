package dev.moa.sample

import dev.moa.*
import dev.moa.MoaOptions.*
import java.net.URI
import java.nio.file.Path

// example
suspend fun linkABank(vault: SecretVault, folder: Path, openBrowser: (URI) -> Unit) {
    val options = MoaOptions(
        directory = Directory.At("http://127.0.0.1:7300/participants"), // the mock banks' list
        secrets = Secrets.Own(vault),
        data = Data.Encrypted(folder.resolve("moa.db")),
        appName = "My app",
    )
    Moa.open(options).use { moa ->
        try {
            val link = moa.link(BankId("thames")) { url -> openBrowser(url) }
            moa.sync(link.id) { progress -> println(progress.stage) }
            for (account in moa.accounts()) {
                val amounts = account.headlines.map { "${it.amount}" }.ifEmpty { listOf("unknown") }
                println("${account.name ?: "Account"}: ${amounts.joinToString()}")
            }
        } catch (error: MoaException.ApprovalNeeded) {
            println("Nothing was linked: ${error.message}")
        } catch (error: MoaException.TryAgainLater) {
            println("Later, in ${error.retryAfter}: ${error.message}")
        }
    }
}
