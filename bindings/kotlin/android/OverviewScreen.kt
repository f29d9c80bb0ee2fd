package dev.moa.android

import android.net.Uri
import androidx.browser.customtabs.CustomTabsIntent
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.items
import androidx.compose.material3.Button
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.LocalContext
import androidx.lifecycle.ViewModel
import androidx.lifecycle.compose.collectAsStateWithLifecycle
import androidx.lifecycle.viewModelScope
import dev.moa.BankId
import dev.moa.Moa
import dev.moa.MoaException
import dev.moa.Overview
import dev.moa.link
import java.net.URI
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch

/**
 * Everything in one list, and a button that links a bank: how a Compose app uses Moa.
 *
 * **Source only:** it was neither compiled nor run where Moa's tests run, because there is no Android SDK there.
 */
@Composable
public fun OverviewScreen(model: OverviewModel, bank: BankId) {
    val state by model.state.collectAsStateWithLifecycle()
    val context = LocalContext.current
    LazyColumn {
        items(state.overview.totals) { Text("${it.total}", style = MaterialTheme.typography.headlineMedium) }
        items(state.overview.accounts, key = { "${it.ref.link}/${it.ref.account}" }) { account ->
            Row(Modifier.fillMaxWidth(), Arrangement.SpaceBetween) {
                Text(account.name ?: "Account")
                Text(account.headline?.amount?.toString() ?: "unknown")
            }
        }
        state.trouble?.let { item { Text(it, color = MaterialTheme.colorScheme.error) } }
        item {
            Button(enabled = !state.busy, onClick = {
                // A Custom Tab is the customer's own browser; a web view would let the app read along.
                model.link(bank) { url -> CustomTabsIntent.Builder().build().launchUrl(context, Uri.parse("$url")) }
            }) { Text("Link a bank") }
        }
    }
}

/** Made with the interface, so that its tests play Moa. Leaving the screen cancels what waits, and the consent goes back. */
public class OverviewModel(private val moa: Moa) : ViewModel() {
    public data class State(val overview: Overview = Overview(), val busy: Boolean = false, val trouble: String? = null)

    private val mutable = MutableStateFlow(State())
    public val state = mutable.asStateFlow()

    init {
        doing { }
    }

    public fun link(bank: BankId, openBrowser: (URI) -> Unit): Unit = doing {
        val link = moa.link(bank) { openBrowser(it) }
        moa.sync(link.id)
    }

    private fun doing(work: suspend () -> Unit) {
        viewModelScope.launch {
            mutable.update { it.copy(busy = true, trouble = null) }
            val trouble = try {
                work()
                null
            } catch (said: MoaException) {
                sentence(said)
            }
            mutable.update { State(moa.overview(), busy = false, trouble) }
        }
    }

    /** The screen decides by the class; the words are the app's own, in its own languages. */
    private fun sentence(error: MoaException): String? = when (error) {
        is MoaException.TryAgainLater -> "Your bank is not available at the moment."
        is MoaException.ReconnectNeeded -> "Your permission has ended. Link the bank again."
        is MoaException.ApprovalNeeded, is MoaException.GivenUp -> "Nothing was linked."
        is MoaException.BankAtFault -> "Your bank's answer was odd. Reference ${error.requestId ?: "none"}."
        is MoaException.PassphraseNeeded, is MoaException.UnlockNeeded -> "Unlock your device first."
        is MoaException.BadRequest, is MoaException.Internal -> "Something is wrong with this app."
        is MoaException.Closed -> null
    }
}
