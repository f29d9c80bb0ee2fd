/**
 * English. Plain, short, on the person's side: what happened, what it means, what to do.
 * People read “permission”; “consent” stays in the interfaces.
 */
import { errorsEn } from './errors-en';

const MONTHS = [
  'January', 'February', 'March', 'April', 'May', 'June',
  'July', 'August', 'September', 'October', 'November', 'December',
] as const;
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

/** `1 account`, `5 accounts`. */
function count(n: number, one: string, many = `${one}s`): string {
  return `${grouped(n)} ${n === 1 ? one : many}`;
}

function grouped(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',');
}

function dated(day: number, month: number, year: number | null): string {
  return `${day} ${MONTHS[month] ?? ''}${year === null ? '' : ` ${year}`}`;
}

export const en = {
  appName: 'moa',
  join: (parts: string[]) => parts.join(', '),
  and: (parts: string[]) =>
    parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`,
  grouped,
  theBank: 'The bank',

  time: {
    justNow: 'just now',
    minutesAgo: (n: number) => `${n} min ago`,
    hoursAgo: (n: number) => `${n} h ago`,
    yesterdayAt: (time: string) => `yesterday ${time}`,
    today: 'Today',
    dayAge: { today: 'today', yesterday: 'yesterday' },
    fetched: (age: string) => `fetched ${age}`,
    noDay: 'No date yet',
    yesterday: 'Yesterday',
    todayAt: (time: string) => `${time} today`,
    dateAt: (date: string, time: string) => `${date}, ${time}`,
    date: dated,
    weekdayDate: (weekday: number, day: number, month: number, year: number | null) =>
      `${DAYS[weekday] ?? ''} ${dated(day, month, year)}`,
    month: (month: number, year: number) => `${MONTHS[month] ?? ''} ${year}`,
    asOf: (age: string) => `as of ${age}`,
    oldest: (age: string) => `oldest balance ${age}`,
    left: (minutes: number, seconds: number) =>
      minutes > 0 ? `${minutes} min ${seconds} s left` : `${seconds} s left`,
    daysLeft: (n: number) => (n === 0 ? 'ends today' : `${count(n, 'day')} left`),
    inDays: (n: number) => (n === 0 ? 'today' : n === 1 ? 'tomorrow' : `in ${n} days`),
    exactly: (moment: string) => `exactly ${moment}`,
    never: 'not yet',
  },

  nav: {
    label: 'Main',
    home: 'Home',
    activity: 'Activity',
    permissions: 'Permissions',
    addBank: 'Add a bank',
    banks: 'Banks',
    settings: 'Settings',
    hideAmounts: 'Hide amounts',
    showAmounts: 'Show amounts',
    skip: 'Skip to the page',
    needAttention: (n: number) => `${n} need you`,
    accountsOf: (bank: string) => `Accounts at ${bank}`,
  },

  actions: {
    cancel: 'Cancel',
    close: 'Close',
    back: 'Back',
    tryAgain: 'Try again',
    later: 'Later',
    renew: 'Renew',
    stop: 'Stop',
    keep: 'Keep',
    copy: 'Copy',
    copied: 'Copied',
    details: 'See what happened',
  },

  home: {
    greeting: { morning: 'Good morning', afternoon: 'Good afternoon', evening: 'Good evening' },
    greetingTo: (greeting: string, name: string) => `${greeting}, ${name}`,
    syncNow: 'Sync now',
    synced: (time: string) => `Synced ${time}`,
    syncing: (done: number, all: number) => `Syncing, ${done} of ${all}`,
    accounts: 'Accounts',
    keptApart: 'Currencies are kept apart. Nothing is converted.',
    accountCount: (n: number) => count(n, 'account'),
    fromBanks: (n: number) => `from ${count(n, 'bank')}`,
    stripOf: (parts: string) => `Gathered from ${parts}`,
    share: (bank: string, percent: string) => `${bank} ${percent}`,
    changeSince: (date: string) => ({ before: '', after: ` since ${date}` }),
    changeHidden: 'Change is hidden',
    noChange: (date: string) => `No change since ${date}`,
    noTrend: 'Its earlier days are not known',
    noTrendWhy:
      'A line is drawn when every account in the total was read over the last weeks and has a booked balance.',
    trendHidden: 'Trend, amounts hidden',
    trendSaid: (date: string, first: string, now: string) => `Trend: ${first} on ${date}, ${now} now`,
    recent: 'Recent activity',
    allActivity: 'All activity',
    nothingRecent: 'No transactions yet.',
    noBalance: { notGiven: 'no balance sent', notOwnMoney: 'not own money', noLongerListed: 'no longer updated' },
    noBalanceCount: (n: number) =>
      n === 1 ? 'One account has no balance and is in no total.' : `${n} accounts have no balance and are in no total.`,
    noAccounts: 'Nothing has been read from this bank yet.',
    noTotals: 'No balances yet',
    noTotalsText: 'They appear here as soon as a bank has answered.',
  },

  currencies: { GBP: 'Pounds', EUR: 'Euros', KRW: 'Won', USD: 'Dollars', JPY: 'Yen' } as Record<string, string>,

  health: {
    healthy: 'Up to date',
    neverSynced: 'Not read yet',
    partial: 'Partly read',
    endingSoon: (days: number) =>
      days === 0 ? 'Permission ends today' : `Permission ends in ${count(days, 'day')}`,
    ended: 'Permission ended',
    askedToWait: (time: string | null) => (time ? `Asked to wait until ${time}` : 'Asked to wait'),
    down: 'Not available',
    needsReconnect: 'Connect again',
  },

  action: {
    endingTitle: (bank: string, days: number) =>
      days === 0
        ? `${bank} permission ends today`
        : days === 1
          ? `${bank} permission ends tomorrow`
          : `${bank} permission ends in ${days} days`,
    endingText: (date: string) =>
      `Renew by ${date} and nothing stops. It takes about a minute, on the bank’s own page.`,
    endedTitle: (bank: string) => `${bank} permission ended`,
    endedText: (date: string | null) =>
      `${date ? `It ended on ${date}. ` : ''}Your last balances stay here, marked with their age. Renew to update them.`,
    reconnectTitle: (bank: string) => `${bank} asks you to connect again`,
    reconnectText: 'Your last balances stay here, marked with their age. Connect again to update them.',
    downTitle: (bank: string) => `${bank} is having trouble on its side`,
    downText: (since: string | null) =>
      `${since ? `It has not answered since ${since}. ` : 'It did not answer. '}Your last balance is kept, with its age.`,
  },

  first: {
    title: 'Your accounts, gathered',
    text: 'Add one bank to begin. You will see its balances and transactions here, and how fresh each one is.',
    add: 'Add your first bank',
    points: [
      {
        title: 'Reads, never moves',
        text: 'Moa asks banks for reading only. There is no way to pay from here.',
      },
      {
        title: 'Stays on this computer',
        text: 'Your data is stored here, encrypted. There is no Moa account to open.',
      },
      {
        title: 'You hold the keys',
        text: 'Every permission has an end date. Take any of them back in two clicks.',
      },
    ],
    sandbox: 'The banks of this directory are invented, and so is their money.',
  },

  add: {
    title: 'Add a bank',
    text: 'You sign in on the bank’s own page. Moa never sees your password and cannot move money.',
    search: 'Bank name, in any language',
    all: 'All',
    country: 'Country',
    connect: 'Connect',
    connectTo: (bank: string) => `Connect to ${bank}`,
    added: 'Added',
    another: 'Add another login',
    anotherAt: (bank: string) => `Add another login at ${bank}`,
    sandbox: 'practice bank',
    none: (search: string) => `No bank is called “${search}”.`,
    noneText: 'Check the spelling, or look through all of them.',
    showAll: 'Show all banks',
    listOf: 'Banks',
    found: (n: number) => `${count(n, 'bank')} found`,
    notHere: 'Not here? Moa lists the banks of its directory, and only those that can be trusted.',
    refused: (n: number, names: string) =>
      `${n === 1 ? 'One entry' : `${n} entries`} of the directory could not be trusted and ${n === 1 ? 'is' : 'are'} left out: ${names}.`,
    loading: 'Reading the directory of banks',
  },

  wait: {
    preparing: (bank: string) => `Asking ${bank}`,
    preparingText: 'Moa makes its keys for this bank and sends the request. This takes a moment.',
    title: 'Approve in your browser',
    text: (bank: string) => `The page of ${bank} is open in your browser. Moa notices when you are done.`,
    noBrowser: (bank: string) => `No browser could be opened. Copy the link and open the page of ${bank} yourself.`,
    sent: (bank: string) => `Request sent to ${bank}`,
    sentText: 'Reading your name, accounts, balances and transactions. Nothing else.',
    waiting: (host: string) => `Waiting for you at ${host}`,
    waitingText: 'Sign in there and tick the accounts you want to show',
    approved: 'You approved',
    finishing: (bank: string) => `Finishing with ${bank}`,
    firstSync: 'First sync',
    firstSyncText: 'Usually under a minute',
    reading: (pages: number, account: string | null) =>
      `${account ? `${account}, ` : ''}${count(pages, 'page')} read`,
    openAgain: 'Open the page again',
    copyLink: 'Copy link',
    footer: (bank: string) =>
      `If you cancel, nothing is saved and the request to ${bank} ends. Check that the address in your browser starts with`,
    footerEnd: 'before you sign in.',
    linkedTitle: (bank: string) => `${bank} is connected`,
    linkedText: (accounts: number) =>
      accounts === 0
        ? 'Its accounts are on the home page now.'
        : accounts === 1
          ? 'Its account and the balance are on the home page now.'
          : `${accounts} accounts and their balances are on the home page now.`,
    partlyTitle: (bank: string) => `${bank} is connected, the first sync is not complete`,
    partlyText: 'The permission is in place. Moa tries again when you sync.',
    seeAccounts: 'See your accounts',
    addAnother: 'Add another bank',
    deniedTitle: 'You said no at the bank',
    deniedText: (bank: string) => `Nothing was saved, and ${bank} shares nothing with Moa. You can try again whenever you like.`,
    cancelledTitle: 'Cancelled',
    cancelledText: (bank: string) => `Nothing was saved. The request to ${bank} has ended.`,
    expiredTitle: 'The time to approve ran out',
    expiredText: (bank: string) => `Nobody came back from the page of ${bank}, so the request ended. Nothing was saved. Start again when you are ready.`,
    failedTitle: (bank: string) => `${bank} was not connected`,
    chooseAnother: 'Choose another bank',
  },

  account: {
    unnamed: 'Account',
    kinds: {
      current: 'Current account', savings: 'Savings account', card: 'Card', creditCard: 'Credit card', loan: 'Loan',
      mortgage: 'Mortgage', prepaid: 'Prepaid card', eMoney: 'E-money account', isa: 'ISA',
    } as Record<string, string>,
    ending: (four: string) => `··${four}`,
    endingSaid: (four: string) => `ending ${four.split('').join(' ')}`,
    afterPending: 'after pending',
    balanceKind: 'Kind of balance',
    balances: {
      CLBD: 'closing, booked', ITBD: 'interim, booked', CLAV: 'closing, available', ITAV: 'interim, available',
      OPBD: 'opening, booked', OPAV: 'opening, available', PRCD: 'previously closed', XPCD: 'expected',
      FWAV: 'forward, available', INFO: 'for information',
    } as Record<string, string>,
    search: 'Search name, amount or the bank’s own text',
    filters: { label: 'Show', all: 'All', in: 'Money in', out: 'Money out', pending: 'Pending' },
    pendingCount: (n: number) => `Pending ${n}`,
    pending: 'Pending',
    held: 'held',
    net: 'net',
    moneyIn: 'in',
    moneyOut: 'out',
    list: (name: string) => `Transactions of ${name}`,
    listAll: 'Transactions of all accounts',
    columns: { day: 'Day', name: 'Name', amount: 'Amount', balance: 'Balance after' },
    rowSaid: (parts: string[]) => parts.join(', '),
    untitled: 'No text from the bank',
    ownTransfer: 'Between your accounts',
    payment: {
      card: 'Card', directDebit: 'Direct debit', standingOrder: 'Standing order', transfer: 'Transfer',
      interest: 'Interest', fee: 'Fee', cash: 'Cash', salary: 'Salary', refund: 'Refund',
    } as Record<string, string>,
    status: { booked: 'Booked', pending: 'Pending', rejected: 'Refused by the bank', other: 'Unknown state' },
    none: 'No transactions yet.',
    noneText: 'They appear after the next sync.',
    noMatch: 'Nothing matches.',
    noMatchText: (search: string) => `No transaction has “${search}” in its name, amount or text.`,
    noMatchFilter: 'No transaction fits this filter.',
    clear: 'Clear search and filters',
    found: (n: number) => `${count(n, 'transaction')} found`,
    stored: (n: number) => count(n, 'transaction'),
    loading: 'Reading',
    accountGone: 'This account is no longer here.',
    creditLine: 'credit line, not your money',
    creditTakenOut: 'The bank’s figure counted credit in. Only your own money is shown.',
  },

  detail: {
    label: 'Transaction',
    bookedOn: (date: string) => `${date}`,
    pendingSince: (date: string) => `${date}, not booked yet. It may change or vanish.`,
    rejected: (date: string) => `${date}, refused by the bank after it was announced.`,
    from: 'From', to: 'To', account: 'Account', paidBy: 'Paid by',
    card: (four: string) => `Card ending ${four}`,
    counterparty: 'Named by the bank',
    reference: 'Reference',
    original: 'In the other currency',
    balanceThen: 'Balance then',
    valueAt: 'Value date',
    source: 'Where this comes from',
    bank: 'Bank',
    permission: 'Permission',
    view: 'View',
    fetched: 'Fetched',
    bankId: 'Bank’s id',
    noBankId: 'the bank gave none',
    text: 'Original text, exactly as the bank sent it',
    noText: 'The bank sent no text.',
    tidied: (title: string) => `Moa shortened the name to “${title}”. Everything else is unchanged.`,
    record: 'The whole record',
    codes: 'The bank’s codes',
  },

  activity: {
    title: 'Activity',
    text: (accounts: number) => `Everything, newest first, from ${count(accounts, 'account')}.`,
  },

  permissions: {
    title: 'Permissions',
    text: 'What each bank lets Moa read, and until when. Moa can read only. It cannot pay or move anything.',
    columns: { bank: 'Bank', reads: 'May read', since: 'Since', until: 'Until', used: 'Last used', actions: 'Actions' },
    reads: {
      accounts: 'accounts', balances: 'balances', transactions: 'transactions', party: 'your name',
      beneficiaries: 'saved payees', directDebits: 'direct debits', standingOrders: 'standing orders',
      scheduledPayments: 'planned payments', other: 'other things',
    },
    more: (n: number) => `and ${n} more`,
    life: (bank: string, left: string) => `Permission at ${bank}: ${left}`,
    noEnd: 'no end date',
    ended: 'Ended',
    endedText: 'Nothing new comes from these. What was read stays until you remove it.',
    endedOn: (date: string) => `Ended on ${date}.`,
    takenBack: 'Taken back at the bank.',
    remove: 'Remove',
    removeBank: (bank: string) => `Remove ${bank}`,
    renewBank: (bank: string) => `Renew ${bank}`,
    note: 'Remove takes a permission back: Moa tells the bank, and erases what the bank sent.',
    none: 'No bank has given Moa a permission yet.',
  },

  remove: {
    title: (bank: string) => `Remove ${bank}?`,
    tells: (bank: string) => `Moa tells ${bank} that the permission ends, and stops reading now.`,
    erases: (accounts: number) =>
      accounts === 0
        ? 'What was read from it is erased from this computer.'
        : `${count(accounts, 'account')} with balances and transactions ${accounts === 1 ? 'is' : 'are'} erased from this computer.`,
    again: 'You can connect again at any time. It means signing in at the bank once more.',
    confirm: 'Remove',
    busy: (bank: string) => `Telling ${bank}`,
    doneTitle: (bank: string) => `${bank} was removed`,
    told: (bank: string) => `${bank} confirmed that the permission has ended.`,
    notTold: (bank: string) =>
      `${bank} could not be told just now. Nothing on this computer can use the permission any more; to be sure, ask the bank to end it too.`,
    erased: (records: number) =>
      records === 0 ? 'Nothing of it is left on this computer.' : `${count(records, 'record')} and its keys were erased from this computer.`,
    notErased: 'Something could not be erased from this computer. Moa tries again at the next start.',
    done: 'Done',
  },

  sync: {
    running: (n: number) => `Syncing ${count(n, 'bank')}`,
    finished: 'Last sync',
    stoppedTitle: 'Sync stopped',
    counts: {
      done: (n: number) => `${n} done`, reading: (n: number) => `${n} running`, waiting: (n: number) => `${n} waiting`,
      failed: (n: number) => `${n} not available`, partial: (n: number) => `${n} partly read`,
      askedToWait: (n: number) => `${n} asked to wait`, stopped: (n: number) => `${n} stopped`,
    },
    upToDate: (done: number, all: number) =>
      done === all ? (all === 1 ? 'The bank is up to date.' : `All ${all} banks are up to date.`) : `${done} of ${all} banks are up to date.`,
    keepEarlier: (names: string, many: boolean) => `${names} ${many ? 'keep their' : 'keeps its'} earlier balances.`,
    waiting: 'Waiting for its turn',
    page: (page: number, all: number | null, account: string | null) =>
      `page ${page}${all === null ? '' : ` of ${all}`}${account ? `, ${account}` : ''}`,
    added: (n: number) => `${n === 1 ? 'One new record' : `${grouped(n)} new records`}`,
    changed: (n: number) => `${grouped(n)} changed`,
    nothingNew: 'Nothing new',
    skipped: (n: number) => `${grouped(n)} could not be read and ${n === 1 ? 'was' : 'were'} left as ${n === 1 ? 'it was' : 'they were'}`,
    stopped: 'Stopped. What was read stays.',
    balanceFrom: (age: string) => `balance from ${age}`,
    noBalance: 'nothing read yet',
    tryNow: 'Try now',
    note: 'You can leave this page. Banks that answer are shown at once, the others keep their last balance and its age.',
    never: 'Nothing has been synced yet',
    neverText: 'Sync reads what is new from every bank. Nothing is ever deleted by it.',
    begin: 'Sync now',
    saidDone: (bank: string) => `${bank} is up to date`,
    saidFailed: (bank: string, sentence: string) => `${bank}: ${sentence}`,
    answer: 'What it was',
    reference: 'To quote',
    nextTry: 'May be asked again',
  },

  settings: {
    title: 'Settings',
    language: 'Language',
    languageText: 'Bank text stays in the bank’s own words.',
    theme: 'Appearance',
    themeText: 'Follows the system unless you say otherwise.',
    system: 'System',
    light: 'Light',
    dark: 'Dark',
    english: 'English',
    korean: '한국어',
    amounts: 'Hide amounts',
    amountsText: 'Every figure becomes dots, also for screen readers. Stays hidden after a restart.',
    data: 'Where your data is',
    dataText: 'One encrypted database. The key is not in this folder.',
    keys: 'Where the keys are',
    keyring: 'In the keyring of this computer',
    sealedFile: 'In a file sealed with your passphrase',
    directory: 'Directory of banks',
    version: 'Version',
    shortcuts: 'Keyboard',
    keyAdd: 'Add a bank',
    keySearch: 'Search',
    keyHide: 'Hide or show amounts',
    keyMove: 'Move in lists',
    keyOpen: 'Open',
    keyClose: 'Close',
    notSaved: 'This choice could not be saved. It lasts until you close Moa.',
    damaged: 'Your settings could not be read, so the usual ones are in place. The damaged file was kept aside.',
  },

  unlock: {
    title: 'Unlock Moa',
    text: 'No keyring runs on this computer, so your keys are in a file sealed with your passphrase.',
    newTitle: 'Choose a passphrase',
    newText: 'No keyring runs on this computer. Moa seals your keys in a file instead, and only this passphrase opens it. It is kept nowhere: if it is lost, you connect your banks again.',
    field: 'Passphrase',
    again: 'Once more',
    differ: 'The two are not the same.',
    short: 'At least 8 characters.',
    open: 'Unlock',
    create: 'Seal and begin',
    busy: 'Opening',
    show: 'Show passphrase',
    hide: 'Hide passphrase',
    forgotten: 'I forgot the passphrase',
  },

  beginAnew: {
    title: 'Begin anew?',
    aside: (folder: string) => `Your data on this computer is set aside, in a new folder inside ${folder}. It is not deleted: whoever finds the old key or passphrase can put it back.`,
    permissions: 'This does not take back the permissions you gave. They end by themselves, or you take them back at the bank.',
    again: 'You connect your banks again.',
    confirm: 'Begin anew',
  },

  errors: errorsEn,
  errorPage: { retry: 'Try again', reference: (id: string) => `To quote: ${id}` },
  waitFor: (seconds: number) =>
    seconds < 60
      ? `in ${count(seconds, 'second')}`
      : seconds < 5400
        ? `in ${count(Math.ceil(seconds / 60), 'minute')}`
        : `in ${count(Math.ceil(seconds / 3600), 'hour')}`,
};
