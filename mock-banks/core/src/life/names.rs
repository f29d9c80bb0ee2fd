//! Names of shops, companies and friends. All invented; a name that turns out to be somebody's is to be replaced.

use moa_kernel::Currency;

/// A place where a card is used.
pub(super) struct Shop {
    pub(super) name: &'static str,
    /// The merchant category code.
    pub(super) category: &'static str,
}

/// A company that collects each month.
pub(super) struct Biller {
    pub(super) name: &'static str,
    /// About how much, in pence of an ordinary British life.
    pub(super) pence: i64,
    /// On which day of the month.
    pub(super) day: i8,
    /// Whether the amount differs from month to month.
    pub(super) metered: bool,
}

/// The names of one country.
pub(super) struct Names {
    pub(super) towns: &'static [&'static str],
    pub(super) grocers: &'static [Shop],
    pub(super) travel: &'static [Shop],
    pub(super) cafes: &'static [Shop],
    pub(super) restaurants: &'static [Shop],
    pub(super) shops: &'static [Shop],
    pub(super) chemists: &'static [Shop],
    pub(super) billers: &'static [Biller],
    pub(super) friends: &'static [&'static str],
}

const fn shop(name: &'static str, category: &'static str) -> Shop {
    Shop { name, category }
}

const fn biller(name: &'static str, pence: i64, day: i8, metered: bool) -> Biller {
    Biller { name, pence, day, metered }
}

/// The names of a country; British ones where nobody has thought of others yet.
pub(super) fn of(country: &str) -> &'static Names {
    match country {
        "DE" | "AT" => &GERMAN,
        _ => &BRITISH,
    }
}

/// Places abroad, by the currency they take.
pub(super) fn abroad(currency: Currency) -> (&'static [&'static str], &'static [Shop]) {
    match currency.code() {
        "USD" => (&["PORTLAND OR", "BOSTON MA"], &AMERICAN),
        "GBP" => (BRITISH.towns, BRITISH.restaurants),
        "SEK" => (&["GOTEBORG", "MALMO"], &SWEDISH),
        "CHF" => (&["BASEL", "LUZERN"], &SWISS),
        _ => (&["LISBOA", "BOLOGNA", "LYON"], &SOUTHERN),
    }
}

static BRITISH: Names = Names {
    towns: &["LONDON", "LONDON SE1", "LEEDS", "GLASGOW"],
    grocers: &[
        shop("Harrow Grocers", "5411"),
        shop("Pennywell Foods", "5411"),
        shop("Oakmere Market", "5411"),
        shop("Greengate Provisions", "5499"),
    ],
    travel: &[shop("Cityline Travel", "4111"), shop("Northbank Rail", "4112"), shop("Hopalong Cabs", "4121")],
    cafes: &[
        shop("Foundry Lane Coffee", "5814"),
        shop("Copper Kettle Tearoom", "5814"),
        shop("Larder and Loaf", "5462"),
        shop("Sandwich Parish", "5814"),
    ],
    restaurants: &[
        shop("The Blue Heronry", "5812"),
        shop("Saffron Yard Kitchen", "5812"),
        shop("Noodle Post Office", "5812"),
        shop("The Idle Ferryman", "5813"),
    ],
    shops: &[
        shop("Wren and Thistle", "5651"),
        shop("Lantern Street Books", "5942"),
        shop("Juniper Homewares", "5719"),
        shop("Pikeworks Electricals", "5732"),
        shop("Fen and Field Outdoors", "5941"),
    ],
    chemists: &[shop("Meadowgate Chemist", "5912"), shop("Quayside Dispensary", "5912")],
    billers: &[
        biller("Brightmoor Energy", 7_640, 3, true),
        biller("Saltmarsh Water", 2_905, 8, false),
        biller("Fernhill Mobile", 1_600, 11, false),
        biller("Tallow Broadband", 2_899, 14, false),
        biller("Streamvale TV", 999, 17, false),
        biller("Kestrel Yard Gym", 2_450, 1, false),
        biller("Heathercross Insurance", 1_912, 20, false),
    ],
    friends: &["R OKONKWO", "S LINDQVIST", "T BAPTISTE", "H FARROW", "A CALLOWAY", "N IDRISSI"],
};

static GERMAN: Names = Names {
    towns: &["KOELN", "KOELN-EHRENFELD", "BONN", "DUESSELDORF"],
    grocers: &[
        shop("Marktkorb Ehrenfeld", "5411"),
        shop("Feldfrisch Lebensmittel", "5411"),
        shop("Backstube Morgenrot", "5462"),
        shop("Hofladen Wiesengrund", "5499"),
    ],
    travel: &[shop("Rheintakt Verkehr", "4111"), shop("Talbahn Ticket", "4112"), shop("Taxi Domblick", "4121")],
    cafes: &[shop("Kaffeekontor Suedstadt", "5814"), shop("Brotzeit am Ring", "5814"), shop("Milchbar Zeisig", "5814")],
    restaurants: &[
        shop("Gasthaus Zum Kormoran", "5812"),
        shop("Kueche Nummer Neun", "5812"),
        shop("Brauhaus Silberpfennig", "5813"),
    ],
    shops: &[
        shop("Buchhandlung Lesezeichen", "5942"),
        shop("Wohnwerk Nippes", "5719"),
        shop("Tuch und Faden", "5651"),
        shop("Elektro Blitzableiter", "5732"),
    ],
    chemists: &[shop("Apotheke Am Brunnen", "5912"), shop("Drogerie Seerose", "5912")],
    billers: &[
        biller("Rheinquell Stadtenergie", 7_200, 3, true),
        biller("Fernblick Mobilfunk", 1_450, 10, false),
        biller("Taubenpost Internet", 2_690, 15, false),
        biller("Filmkiste Abo", 1_030, 18, false),
        biller("Sportwerk Ehrenfeld", 2_180, 1, false),
        biller("Lahntaler Haftpflicht", 640, 21, false),
    ],
    friends: &["LENA OSTERKAMP", "NORA WIESENTHAL", "MATTEO BRANDIS", "FRIEDA HOLLEBEEK", "YUSUF ARDEN"],
};

static SOUTHERN: [Shop; 4] = [
    shop("Pastelaria Azulejo", "5814"),
    shop("Trattoria Portico", "5812"),
    shop("Librairie du Pont Vieux", "5942"),
    shop("Museu do Rio", "7991"),
];
static AMERICAN: [Shop; 3] =
    [shop("Fogbank Diner", "5812"), shop("Cedar Hollow Books", "5942"), shop("Harborline Transit", "4111")];
static SWEDISH: [Shop; 3] =
    [shop("Fika vid An", "5814"), shop("Skargard Farja", "4111"), shop("Nordljus Form", "5719")];
static SWISS: [Shop; 2] = [shop("Confiserie Zytturm", "5441"), shop("Bergbahn Sonnegg", "4111")];
