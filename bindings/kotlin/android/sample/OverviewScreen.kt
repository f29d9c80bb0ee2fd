package dev.moa.android

import android.content.Intent
import android.net.Uri
import android.os.Bundle
import androidx.activity.ComponentActivity
import androidx.activity.compose.setContent
import androidx.activity.viewModels
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
import androidx.lifecycle.viewmodel.initializer
import androidx.lifecycle.viewmodel.viewModelFactory
import dev.moa.Approval
import dev.moa.BankId
import dev.moa.ErrorKind
import dev.moa.Moa
import dev.moa.MoaException
import dev.moa.Overview
import java.net.URI
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
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

/**
 * The only activity, with `android:launchMode="singleTop"` and the README's intent filter: the system brings customers back to
 * it, from the bank's page or from the bank's app, and to no other app. `App` holds the one Moa of the process, opened with
 * `redirect = URI("https://app.example")`.
 */
public class OverviewActivity : ComponentActivity() {
    private val model: OverviewModel by viewModels { viewModelFactory { initializer { OverviewModel(App.moa) } } }

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        setContent { MaterialTheme { OverviewScreen(model, BankId("thames")) } }
        // Where the app was ended meanwhile, the intent starts it. After a turn of the screen it has been here already.
        if (savedInstanceState == null) cameBack(intent)
    }

    override fun onNewIntent(intent: Intent) {
        super.onNewIntent(intent)
        cameBack(intent)
    }

    private fun cameBack(intent: Intent) {
        intent.data?.let { model.onRedirect(it.toString()) }
    }
}

/** Made with the interface, so that its tests play Moa. */
public class OverviewModel(private val moa: Moa) : ViewModel() {
    public data class State(val overview: Overview = Overview(), val busy: Boolean = false, val trouble: String? = null)

    private val mutable = MutableStateFlow(State())
    public val state: StateFlow<State> = mutable.asStateFlow()

    /** The approval whose customer is at their bank. */
    private var asked: Approval? = null

    init {
        doing { null }
    }

    /** Nobody waits here: the customer may look at other apps, and comes back by [onRedirect]. */
    public fun link(bank: BankId, openBrowser: (URI) -> Unit): Unit = doing {
        asked?.use { it.giveUp() }
        val approval = moa.prepareLink(bank)
        asked = approval
        openBrowser(approval.url)
        null
    }

    /** What the intent brings: the whole address that the bank sent the customer to, a no as well as a yes. */
    public fun onRedirect(address: String): Unit = doing {
        // An approval lives in memory: an app that was ended meanwhile asks anew.
        val approval = asked ?: return@doing "That took too long. Link the bank again."
        val link = try {
            approval.complete(address)
        } catch (said: MoaException) {
            // Any app can send such an intent: what is not the bank's answer leaves the way open for it.
            if (said.kind == ErrorKind.ISSUER_MISMATCH || said.kind == ErrorKind.STATE_MISMATCH) throw said
            over(approval)
            throw said
        }
        over(approval)
        moa.sync(link.id)
        null
    }

    private fun over(approval: Approval) {
        approval.close()
        if (asked == approval) asked = null
    }

    /** Where nobody completes it, the consent lapses at the bank. */
    override fun onCleared() {
        asked?.close()
    }

    /** Does what takes its time, and shows what is there after it; [work] gives what the customer should read, if anything. */
    private fun doing(work: suspend () -> String?) {
        viewModelScope.launch {
            mutable.update { it.copy(busy = true, trouble = null) }
            val trouble = try {
                work()
            } catch (said: MoaException) {
                sentence(said)
            }
            val seen = try {
                moa.overview()
            } catch (_: MoaException) {
                state.value.overview
            }
            mutable.update { State(seen, busy = false, trouble) }
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
