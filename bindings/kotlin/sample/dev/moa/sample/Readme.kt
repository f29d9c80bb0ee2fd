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
            for (account in moa.accounts()) println("${account.name ?: "Account"}: ${account.headlines.map { it.amount }}")
        } catch (error: MoaException) {
            println(error.message) // for people; its class tells the program what to do
        }
    }
}
