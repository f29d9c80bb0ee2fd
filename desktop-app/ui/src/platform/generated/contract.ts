// Generated from desktop-app/core/src/dto by `MOA_REGENERATE=1 cargo test -p moa-desktop-core contract`.
// Do not edit: a test compares.

/**
 * An exact, signed amount: `{ amount: "-46.18", currency: "GBP", digits: 2 }`. Negative left the account or is owed.
 */
export type Amount = {
  /**
   * Decimal text with at least `digits` decimals and the sign in front, never an exponent.
   */
  amount: string,
  /**
   * Three capital letters (ISO 4217, or whatever the bank sent).
   */
  currency: string,
  /**
   * How many decimals are usual for the currency (KRW 0, GBP 2). A bank may have sent more; they are all in `amount`.
   */
  digits: number,
};

/**
 * Whether real money is behind an entry of the directory.
 */
export type Environment = "sandbox" | "live";

/**
 * How a bank looks in a chip and in the strip: enough to draw it without a network or an image.
 */
export type BankFace = {
  /**
   * The directory's id of the bank (`thames`).
   */
  id: string,
  /**
   * Its name in English, or the only one it has.
   */
  name: string,
  /**
   * Its name in Korean, when the directory knows one that differs.
   */
  nameKo: string | null,
  /**
   * One or two Latin letters, or one hangul syllable.
   */
  monogram: string,
  /**
   * `#rrggbb`, for the chip and the strip; white text on it is readable.
   */
  color: string,
  /**
   * `#rrggbb`, its pale twin for dark screens; near-black text on it is readable.
   */
  colorDark: string,
  /**
   * Two capital letters (ISO 3166-1), when the directory says so.
   */
  country: string | null,
};

/**
 * A bank that can be added.
 */
export type BankChoice = {
  /**
   * How it looks.
   */
  bank: BankFace,
  /**
   * Where its sign-in page lives, as the person will see it in the browser's address bar (`https://bank.example`).
   */
  address: string,
  /**
   * Sandbox or live.
   */
  environment: Environment,
  /**
   * How many links to this bank exist already (a second login is allowed).
   */
  links: number,
};

/**
 * The directory, as far as it can be read.
 */
export type BankList = {
  /**
   * Every usable bank, in the directory's order.
   */
  banks: Array<BankChoice>,
  /**
   * Entries of the directory that had to be refused, by name or id, so that a missing bank is not a riddle.
   */
  refused: Array<string>,
  /**
   * Where the directory was read from.
   */
  directory: string,
};

/**
 * What the health mark shows.
 */
export type HealthCode = "healthy" | "neverSynced" | "partial" | "endingSoon" | "ended" | "askedToWait" | "down" | "needsReconnect";

/**
 * How a link is doing.
 */
export type Health = {
  /**
   * What the mark shows.
   */
  code: HealthCode,
  /**
   * When this began, when that is known.
   */
  since: string | null,
  /**
   * Until when it lasts or the permission holds, when that is known.
   */
  until: string | null,
  /**
   * When the bank last answered with data.
   */
  lastSuccess: string | null,
};

/**
 * Which account: a bank's account id is unique only within its link.
 */
export type AccountRef = {
  /**
   * The link.
   */
  link: string,
  /**
   * The bank's id of the account.
   */
  account: string,
};

/**
 * One balance the bank gave, with its age.
 */
export type BalanceFigure = {
  /**
   * How much, credit lines left out.
   */
  amount: Amount,
  /**
   * The kind of balance as the standard calls it (ISO 20022: `CLBD` closing booked, `ITAV` interim available, …).
   */
  kind: string,
  /**
   * Whether holds and pending entries are already counted in.
   */
  includesPending: boolean,
  /**
   * When the bank says this was true: a moment, or a day (`YYYY-MM-DD`) when it gave only that. Nothing, when the bank
   * did not say: then `fetchedAt` is all that is known of its age.
   */
  asOf: string | null,
  /**
   * When Moa fetched it.
   */
  fetchedAt: string,
  /**
   * Whether credit the bank grants was taken out of the bank's figure, so that only own money is shown.
   */
  creditTakenOut: boolean,
};

/**
 * Why an account has no balance in a total.
 */
export type NoBalanceReason = "notGiven" | "notOwnMoney" | "noLongerListed";

/**
 * An account as a line on home.
 */
export type AccountRow = {
  /**
   * Which account.
   */
  key: AccountRef,
  /**
   * The name to show: the customer's nickname, else the bank's product name. Nothing, when the bank sent neither.
   */
  name: string | null,
  /**
   * The kind of account (`current`, `savings`, `card`, `loan`, `mortgage`, `eMoney`, `prepaid`, `isa`), or the bank's
   * own code when it is none of these. Nothing, when the bank did not say.
   */
  kind: string | null,
  /**
   * The last digits of its number, at most four, when the bank sent a number.
   */
  lastFour: string | null,
  /**
   * Three capital letters.
   */
  currency: string | null,
  /**
   * The balance that counts in the total, or nothing when there is none: `noBalance` says why.
   */
  balance: BalanceFigure | null,
  /**
   * Of an account with several currencies: the balances in the others. They count in their currencies' totals.
   */
  otherCurrencies: Array<BalanceFigure>,
  /**
   * Why this account is in no total.
   */
  noBalance: NoBalanceReason | null,
  /**
   * What is left after pending entries, when the bank says so and it differs.
   */
  available: BalanceFigure | null,
  /**
   * The credit line that is not the customer's money, when there is one.
   */
  creditLine: Amount | null,
  /**
   * The bank no longer lists this account; what is here is history.
   */
  noLongerUpdated: boolean,
};

/**
 * A number of an account, masked: enough to recognise it.
 */
export type NumberHint = {
  /**
   * Whose numbering it follows, as the standard calls it (`SortCodeAccountNumber`, `IBAN`, `PAN`).
   */
  scheme: string,
  /**
   * Its last letters or digits, at most four.
   */
  lastFour: string,
};

/**
 * The head of the account page.
 */
export type AccountDetail = {
  /**
   * The line as on home.
   */
  row: AccountRow,
  /**
   * Whose bank.
   */
  bank: BankFace,
  /**
   * How its link is doing.
   */
  health: Health,
  /**
   * Every balance of the account, in the bank's order.
   */
  balances: Array<BalanceFigure>,
  /**
   * How many transactions are stored.
   */
  transactions: number,
  /**
   * How many of them are pending.
   */
  pending: number,
  /**
   * What all pending entries come to, when they have one currency.
   */
  pendingTotal: Amount | null,
  /**
   * The name of the holder as the bank wrote it.
   */
  holder: string | null,
  /**
   * Its numbers, masked.
   */
  numbers: Array<NumberHint>,
};

/**
 * One bank's part of a total.
 */
export type BankShare = {
  /**
   * The link.
   */
  link: string,
  /**
   * The bank, for its colour.
   */
  bank: BankFace,
  /**
   * What it adds to the total, debts included.
   */
  amount: Amount,
  /**
   * Its part of the strip in thousandths: shares of positive balances only. They add up to 1000, or are all 0.
   */
  permille: number,
};

/**
 * A total at the end of a day.
 */
export type TrendPoint = {
  /**
   * The day.
   */
  day: string,
  /**
   * The total.
   */
  total: Amount,
};

/**
 * A total over the last days, counted back from its balances.
 */
export type Trend = {
  /**
   * The total at the end of each day, oldest first; the last is the total of now.
   */
  points: Array<TrendPoint>,
  /**
   * The first day of this month.
   */
  since: string,
  /**
   * What the total gained, or lost, since that day began. Transfers between own accounts cancel out.
   */
  change: Amount,
};

/**
 * Everything in one currency.
 */
export type CurrencyTotal = {
  /**
   * The sum of every balance in this currency, debts included.
   */
  total: Amount,
  /**
   * How many accounts are in the sum.
   */
  accounts: number,
  /**
   * Where it comes from: one entry per link, largest first.
   */
  shares: Array<BankShare>,
  /**
   * When the oldest part of the sum was true (a moment or a day), as far as the banks say.
   */
  oldestAsOf: string | null,
  /**
   * How it came to be over the last days. None when that is not known exactly: then there is no line to draw.
   */
  trend: Trend | null,
};

/**
 * One bank and its accounts.
 */
export type BankGroup = {
  /**
   * The link.
   */
  link: string,
  /**
   * The bank.
   */
  bank: BankFace,
  /**
   * How the link is doing.
   */
  health: Health,
  /**
   * Its accounts, in the bank's order.
   */
  accounts: Array<AccountRow>,
};

/**
 * The whole home screen but recent activity, which is a transaction window over every account.
 */
export type Overview = {
  /**
   * What to call the person: the given name a bank has of them, when one has.
   */
  person: string | null,
  /**
   * One total per currency, the one with most accounts first.
   */
  totals: Array<CurrencyTotal>,
  /**
   * Accounts by bank, in the order the banks were linked.
   */
  banks: Array<BankGroup>,
  /**
   * How many accounts have no balance; they are in no total.
   */
  withoutBalance: number,
  /**
   * When the last sync ended, when there was one.
   */
  lastSync: string | null,
  /**
   * Whether a sync is running now.
   */
  syncing: boolean,
};

/**
 * Booked, or still on its way.
 */
export type TransactionStatus = "booked" | "pending" | "rejected" | "other";

/**
 * Which way money went.
 */
export type Direction = "in" | "out";

/**
 * Which directions to list.
 */
export type DirectionFilter = "all" | "in" | "out";

/**
 * Which states to list.
 */
export type StatusFilter = "all" | "booked" | "pending";

/**
 * In which order to list.
 */
export type SortOrder = "newestFirst" | "oldestFirst" | "largestFirst";

/**
 * What to list. Everything is optional: `{}` is every transaction of every account.
 */
export type TransactionQuery = {
  /**
   * Only of this account.
   */
  account?: AccountRef | null,
  /**
   * Words that must all occur in the name, the bank's own text or the amount. At most 200 characters.
   */
  search?: string | null,
  /**
   * Only money in, or only money out.
   */
  direction?: DirectionFilter,
  /**
   * Only booked, or only pending.
   */
  status?: StatusFilter,
  /**
   * First day, `YYYY-MM-DD`.
   */
  from?: string | null,
  /**
   * Last day, `YYYY-MM-DD`, included.
   */
  to?: string | null,
  /**
   * The order.
   */
  sort?: SortOrder,
};

/**
 * A transaction as a line of a list.
 */
export type TransactionRow = {
  /**
   * What this installation calls it; pass it to `transaction`. Stable for as long as the row exists.
   */
  key: string,
  /**
   * Which account.
   */
  account: AccountRef,
  /**
   * Which bank (look it up in the overview).
   */
  bank: string,
  /**
   * The day it counts on, in the bank's calendar, `YYYY-MM-DD`. Of a pending one it is the bank's forecast, or nothing.
   */
  day: string | null,
  /**
   * The name to show: who it came from or went to, tidied. Nothing, when the bank sent no text at all.
   */
  title: string | null,
  /**
   * The bank's own text, word for word.
   */
  text: string | null,
  /**
   * What sort of payment, as a code (`card`, `directDebit`, `standingOrder`, `transfer`, `interest`, `fee`, `cash`,
   * `salary`, `refund`) when the bank's codes tell.
   */
  kind: string | null,
  /**
   * Booked or pending.
   */
  status: TransactionStatus,
  /**
   * Signed from the customer's view.
   */
  amount: Amount,
  /**
   * In or out.
   */
  direction: Direction,
  /**
   * The balance right after it, only when the bank sent one.
   */
  balanceAfter: Amount | null,
  /**
   * Whether it went between accounts of this person; `null` while nobody has looked.
   */
  betweenOwnAccounts: boolean | null,
};

/**
 * Some rows of a long list.
 */
export type TransactionWindow = {
  /**
   * How many rows the whole list has.
   */
  total: number,
  /**
   * The place of the first row given here.
   */
  offset: number,
  /**
   * The rows, at most as many as were asked for and never more than 500.
   */
  rows: Array<TransactionRow>,
};

/**
 * One month of a list, in one currency: what a sticky month header shows, and where to jump to.
 */
export type Month = {
  /**
   * The year.
   */
  year: number,
  /**
   * 1 to 12.
   */
  month: number,
  /**
   * How many rows of the list are in it. Rows of different currencies of one month are counted apart.
   */
  rows: number,
  /**
   * Money in.
   */
  moneyIn: Amount,
  /**
   * Money out, negative or zero.
   */
  moneyOut: Amount,
  /**
   * Both together.
   */
  net: Amount,
};

/**
 * Where a value comes from.
 */
export type Provenance = {
  /**
   * The bank.
   */
  bank: BankFace,
  /**
   * The link whose permission it was fetched under.
   */
  link: string,
  /**
   * The bank's id of that permission.
   */
  consent: string | null,
  /**
   * The standard it was sent in (`uk`).
   */
  standard: string,
  /**
   * When.
   */
  fetchedAt: string,
};

/**
 * A transaction with all that is known about it.
 */
export type TransactionDetail = {
  /**
   * The line as in the list.
   */
  row: TransactionRow,
  /**
   * The account's name, when it has one.
   */
  accountName: string | null,
  /**
   * The last digits of the account's number.
   */
  accountLastFour: string | null,
  /**
   * When it was booked, as the bank sent it (with the bank's own zone).
   */
  bookedAt: string | null,
  /**
   * When it has value, as the bank sent it.
   */
  valueAt: string | null,
  /**
   * Who it came from or went to, as the bank names them.
   */
  counterparty: string | null,
  /**
   * The reference a person or payee gave.
   */
  reference: string | null,
  /**
   * The last digits of the card, when one was used.
   */
  cardLastFour: string | null,
  /**
   * The amount in the other currency, when money was changed.
   */
  originalAmount: Amount | null,
  /**
   * The bank's id of the transaction, when it gave one.
   */
  bankId: string | null,
  /**
   * The bank's codes, as `[["BankTransactionCode", "ReceivedCreditTransfer"], …]`.
   */
  codes: Array<[string, string]>,
  /**
   * Whether the title is a tidied form of the bank's text.
   */
  titleWasTidied: boolean,
  /**
   * Where it comes from.
   */
  provenance: Provenance,
  /**
   * The record exactly as the bank sent it (JSON text).
   */
  original: string,
};

/**
 * The state of a link.
 */
export type LinkStateCode = "active" | "needsReconnect" | "expired" | "revoked";

/**
 * Something a bank was asked to let Moa read.
 */
export type Permission = "accounts" | "balances" | "transactions" | "party" | "beneficiaries" | "directDebits" | "standingOrders" | "scheduledPayments" | "other";

/**
 * A link as a line of the permissions screen.
 */
export type LinkRow = {
  /**
   * The link.
   */
  id: string,
  /**
   * The bank.
   */
  bank: BankFace,
  /**
   * Its state.
   */
  state: LinkStateCode,
  /**
   * How it is doing.
   */
  health: Health,
  /**
   * What the person allowed.
   */
  permissions: Array<Permission>,
  /**
   * Since when.
   */
  since: string,
  /**
   * Until when, when it ends.
   */
  until: string | null,
  /**
   * How many accounts it covers, as far as is known.
   */
  accounts: number,
  /**
   * When Moa last read something under it.
   */
  lastUsed: string | null,
  /**
   * The bank's id of the permission, for a call to the bank.
   */
  consent: string | null,
};

/**
 * An attempt that waits for the person in the browser.
 */
export type Attempt = {
  /**
   * What this run of the app calls the attempt.
   */
  attemptId: string,
  /**
   * The bank.
   */
  bank: BankFace,
  /**
   * What the address in the browser must start with (`https://bank.example`).
   */
  bankAddress: string,
  /**
   * The page to open. It holds no secret, only a reference to the request the bank already has.
   */
  page: string,
  /**
   * When the attempt ends by itself.
   */
  expiresAt: string,
  /**
   * Whether a browser could be opened. If not, the person copies `page`.
   */
  browserOpened: boolean,
};

/**
 * How an attempt ended.
 */
export type AttemptEnd = "linked" | "denied" | "cancelled" | "expired" | "failed";

/**
 * The outcome of an attempt.
 */
export type AttemptOutcome = {
  /**
   * How it ended.
   */
  outcome: AttemptEnd,
  /**
   * The new link, when it ended well.
   */
  link: string | null,
  /**
   * The reason, when it failed.
   */
  error: CommandError | null,
};

/**
 * Where an attempt is.
 */
export type AttemptStage = "requesting" | "waitingForPerson" | "finishing" | "over";

/**
 * Where one bank is.
 */
export type BankSyncState = "waiting" | "reading" | "done" | "partial" | "askedToWait" | "failed" | "stopped";

/**
 * One bank's row of the sync screen.
 */
export type BankSync = {
  /**
   * The link.
   */
  link: string,
  /**
   * The bank.
   */
  bank: BankFace,
  /**
   * Where it is.
   */
  state: BankSyncState,
  /**
   * The account being read now, by name.
   */
  account: string | null,
  /**
   * Pages read so far.
   */
  pages: number,
  /**
   * Pages in all, when the bank says so.
   */
  pagesTotal: number | null,
  /**
   * Records that were new.
   */
  added: number,
  /**
   * Records that were known but different now.
   */
  changed: number,
  /**
   * Records that were the same.
   */
  unchanged: number,
  /**
   * Records that could not be read; they are named in the report and nothing stored was touched.
   */
  skipped: number,
  /**
   * When it ended.
   */
  finishedAt: string | null,
  /**
   * Why it did not work.
   */
  error: CommandError | null,
};

/**
 * The payload of `sync-progress`: every bank of the running sync, so that a late listener misses nothing.
 */
export type SyncProgress = {
  /**
   * Every bank of this sync.
   */
  banks: Array<BankSync>,
  /**
   * When it began.
   */
  startedAt: string,
  /**
   * When it ended; nothing while it runs.
   */
  finishedAt: string | null,
};

/**
 * The answer of `sync`.
 */
export type SyncSummary = {
  /**
   * Every bank, at its end.
   */
  banks: Array<BankSync>,
  /**
   * When it began.
   */
  startedAt: string,
  /**
   * When it ended.
   */
  finishedAt: string,
  /**
   * Whether the person stopped it.
   */
  stopped: boolean,
};

/**
 * Whether the bank knows.
 */
export type BankTold = "confirmed" | "notConfirmed";

/**
 * The receipt of a removal.
 */
export type Removal = {
  /**
   * The bank.
   */
  bank: BankFace,
  /**
   * Whether the bank knows.
   */
  told: BankTold,
  /**
   * Whether everything of the link is gone from this device: rows of the database and keys of the vault.
   */
  erased: boolean,
  /**
   * How many records were erased.
   */
  erasedRecords: number,
  /**
   * When.
   */
  at: string,
};

/**
 * The language.
 */
export type LocaleChoice = "system" | "en" | "ko";

/**
 * Light or dark.
 */
export type Theme = "system" | "light" | "dark";

/**
 * What a person chose. Kept in `preferences.json`, which holds nothing about money.
 */
export type Preferences = {
  /**
   * The language.
   */
  locale: LocaleChoice,
  /**
   * Light or dark.
   */
  theme: Theme,
  /**
   * Whether amounts are hidden until asked for.
   */
  hideAmounts: boolean,
};

/**
 * Where secrets are kept.
 */
export type VaultKind = "keyring" | "sealedFile";

/**
 * Whether secrets can be reached.
 */
export type VaultState = { "state": "ready",
  /**
   * Where they are kept.
   */
  kind: VaultKind, } | { "state": "needsPassphrase",
  /**
   * Whether there is no sealed file yet, so that the person chooses a passphrase now.
   */
  new: boolean, } | { "state": "unavailable",
  /**
   * Why.
   */
  error: CommandError,
};

/**
 * Something worth saying once.
 */
export type Notice = "preferencesDamaged" | "preferencesNotSaved";

/**
 * What the window needs before it can draw anything.
 */
export type Startup = {
  /**
   * The language to use now: `en` or `ko`.
   */
  locale: string,
  /**
   * A BCP 47 tag that is safe to give to `Intl` (`en-GB`, `ko-KR`): never `C`, never empty.
   */
  formatLocale: string,
  /**
   * What the person chose.
   */
  preferences: Preferences,
  /**
   * Whether secrets can be reached.
   */
  vault: VaultState,
  /**
   * The version of the app.
   */
  version: string,
  /**
   * Where data is kept, to show in settings.
   */
  dataDir: string,
  /**
   * Where the directory of banks is read from.
   */
  directory: string,
  /**
   * What is worth saying once.
   */
  notices: Array<Notice>,
  /**
   * Whether no bank was ever linked: show the first run. Not known while the vault is locked.
   */
  firstRun: boolean | null,
};

/**
 * The payload of `link-progress`.
 */
export type LinkProgress = {
  /**
   * The attempt; nothing while it is still being requested (its id is the answer of `begin_link`).
   */
  attemptId: string | null,
  /**
   * The bank.
   */
  bank: string,
  /**
   * Where it is.
   */
  stage: AttemptStage,
};

/**
 * What changed.
 */
export type DataChange = "accounts" | "links" | "preferences";

/**
 * The payload of `data-changed`.
 */
export type DataChanged = {
  /**
   * What changed.
   */
  changed: Array<DataChange>,
  /**
   * The link it is about, when it is about one.
   */
  link: string | null,
};

/**
 * The reason, for the screen to decide by. The screen owns the words.
 */
export type Code = "badArgument" | "notFound" | "locked" | "wrongPassphrase" | "passphraseTooShort" | "vaultUnavailable" | "keyringLocked" | "storeUnavailable" | "keyLost" | "directoryUnreachable" | "directoryRefused" | "bankUnreachable" | "bankDown" | "rateLimited" | "bankAnswerRefused" | "bankRefusedApp" | "bankRefusedRequest" | "needsReconnect" | "signInRefused" | "attemptRunning" | "syncRunning" | "cancelled" | "browserUnavailable" | "internal";

/**
 * Why a command did not do what was asked.
 */
export type CommandError = {
  /**
   * The reason.
   */
  code: Code,
  /**
   * The bank it is about, by id.
   */
  bank: string | null,
  /**
   * After how many seconds it makes sense to try again.
   */
  retryAfterSeconds: number | null,
  /**
   * What to quote to the bank or to us: the interaction id of the call, or the line in the log.
   */
  reference: string | null,
};

/**
 * `list_transactions`: which list, and which rows of it.
 */
export type TransactionsAsk = {
  /**
   * Which list.
   */
  query: TransactionQuery,
  /**
   * The first row.
   */
  offset: number,
  /**
   * How many rows, 1 to 500.
   */
  limit: number,
};

/**
 * `transaction`: which one.
 */
export type TransactionAsk = {
  /**
   * The row's `key`.
   */
  key: string,
};

/**
 * `begin_link`: which bank.
 */
export type BankAsk = {
  /**
   * The directory's id of the bank.
   */
  bank: string,
  /**
   * The link to renew: it keeps its data and gets a new permission. A new link when left out.
   */
  renew?: string | null,
};

/**
 * `await_link`, `reopen_bank_page`, `cancel_link`: which attempt.
 */
export type AttemptAsk = {
  /**
   * The attempt.
   */
  attemptId: string,
};

/**
 * `remove_bank`: which link.
 */
export type LinkAsk = {
  /**
   * The link.
   */
  link: string,
};

/**
 * `sync`: which banks.
 */
export type SyncAsk = {
  /**
   * Only this link; every link when left out. A sync of one link waits for its turn; a sync of all answers
   * `syncRunning` when one is under way.
   */
  only?: string | null,
};

/**
 * `set_preferences`: what to change; what is left out stays.
 */
export type PreferencesAsk = {
  /**
   * The language.
   */
  locale?: LocaleChoice,
  /**
   * Light or dark.
   */
  theme?: Theme,
  /**
   * Whether amounts are hidden.
   */
  hideAmounts?: boolean,
};

/**
 * `unlock_vault`: the passphrase of the sealed file. It is moved out of here at once and never printed.
 */
export type UnlockAsk = {
  /**
   * The passphrase: at most 1024 characters, at least 8 when it is new.
   */
  passphrase: string,
};

/**
 * `report_window_error`: what `window.onerror` saw, so that a blank window leaves a line in the log.
 */
export type WindowErrorReport = {
  /**
   * The message; only its first 500 characters are kept.
   */
  message: string,
  /**
   * The file and line of the front end, when known; only the first 200 characters are kept.
   */
  place?: string,
};

/** Every command. One with an `ask` is called as `invoke(name, { ask })`; it rejects with a `CommandError`. */
export interface Commands {
  startup: { ask: void; answer: Startup };
  unlock_vault: { ask: UnlockAsk; answer: Startup };
  begin_anew: { ask: void; answer: Startup };
  set_preferences: { ask: PreferencesAsk; answer: Preferences };
  list_banks: { ask: void; answer: BankList };
  begin_link: { ask: BankAsk; answer: Attempt };
  await_link: { ask: AttemptAsk; answer: AttemptOutcome };
  reopen_bank_page: { ask: AttemptAsk; answer: void };
  cancel_link: { ask: AttemptAsk; answer: void };
  sync: { ask: SyncAsk; answer: SyncSummary };
  cancel_sync: { ask: void; answer: void };
  overview: { ask: void; answer: Overview };
  account: { ask: AccountRef; answer: AccountDetail };
  list_transactions: { ask: TransactionsAsk; answer: TransactionWindow };
  transaction_months: { ask: TransactionQuery; answer: Array<Month> };
  transaction: { ask: TransactionAsk; answer: TransactionDetail };
  list_links: { ask: void; answer: Array<LinkRow> };
  remove_bank: { ask: LinkAsk; answer: Removal };
  report_window_error: { ask: WindowErrorReport; answer: void };
}

/** Every event and its payload. */
export interface Events {
  "sync-progress": SyncProgress;
  "link-progress": LinkProgress;
  "data-changed": DataChanged;
}
