//! Recipes as a whole: what is written well is taken, what is not is refused with a reason, and nothing a template tries
//! costs more than it may.

use minijinja::value::Value;
use proptest::prelude::*;

use super::render::{ANSWER_BYTES_MAX, engine, environment, render};
use super::{Recipe, RecipeFault, trial};

/// A recipe over movements with this template.
fn recipe(template: &str) -> Recipe {
    let recipe = serde_json::json!({
        "parameters": [{"kind": "integer", "name": "months", "min": 1, "max": 24, "default": 3}],
        "questions": [
            {"ask": "transactions", "name": "movements", "period": {"last-months": "months"}, "rows-max": 5000},
            {"ask": "accounts", "name": "accounts"},
            {"ask": "balances", "name": "balances"},
        ],
        "template": template,
    });
    serde_json::from_value(recipe).unwrap()
}

fn fault(template: &str) -> String {
    recipe(template).check().unwrap_err().to_string()
}

/// Renders without a look through the tags before, as if that had been got around.
fn rendered(template: &str) -> Result<String, RecipeFault> {
    let context = Value::from_pairs([
        ("movements".to_owned(), trial::some_movements(40)),
        ("label".to_owned(), Value::from("}}\"{%\u{1}\u{2028}")),
    ]);
    Ok(String::from_utf8(render(&engine(template)?, context)?).unwrap())
}

const GOOD: &str = r#"{"Months": {{ months }}, "Today": {{ today }}, "Self": {{ url }}, "From": {{ movements.from }},
"Accounts": [{% for account in accounts %}{"Id": {{ account.id }}, "Name": {{ account.nickname }}}
  {%- if not loop.last %},{% endif %}{% endfor %}],
"Worth": [{% for total in balances | where("kind", "interim-available") | totals %}{{ total }}
  {%- if not loop.last %},{% endif %}{% endfor %}],
"Spent": [{% for category in movements | spent | group_by("category") %}{"Category": {{ category.key }}, "By": [
  {% for one in category.rows | group_by("currency") %}{% set sum = one.rows | sum | absolute -%}
    {"Sum": {{ sum.amount }}, "Currency": {{ sum.currency }}, "Count": {{ one.rows | count }}}
  {%- if not loop.last %},{% endif %}{% endfor %}]}
  {%- if not loop.last %},{% endif %}{% endfor %}]}"#;

#[test]
fn a_recipe_that_is_written_well_is_taken_and_reads_back_from_its_json() {
    let recipe = recipe(GOOD);
    assert_eq!(recipe.check(), Ok(()));
    let text = serde_json::to_string(&recipe).unwrap();
    assert_eq!(serde_json::from_str::<Recipe>(&text).unwrap(), recipe);
    let mut lines = serde_json::to_value(&recipe).unwrap();
    lines["template"] = GOOD.split('\n').collect::<Vec<_>>().into();
    assert_eq!(serde_json::from_value::<Recipe>(lines).unwrap(), recipe);
}

#[test]
fn a_slip_of_the_pen_is_found_and_named_with_its_line() {
    for (template, told) in [
        ("{\"a\": {{ months }}", "not one JSON document"),
        ("{} {}", "not one JSON document"),
        ("", "not one JSON document"),
        ("{\"a\": \"{{ today }}\"}", "not one JSON document"),
        ("{\n\"a\": {{ movement | count }}}", "line 2: there is no `movement` here, there is: accounts, balances"),
        ("{\n\n\"a\": {{ months }", "line 3: a tag is not closed"),
        ("{% if months %}{}", "syntax error"),
        ("[{% for m in movements %}\n{{ m.amuont }}{% endfor %}]", "line 2: there is no such value"),
        ("[{% for m in movements | where('cat', 'x') %}{% endfor %}]", "no field `cat`"),
        ("[{% for g in movements | group_by('amount') %}{% endfor %}]", "cannot be grouped by `amount`"),
        ("{{ movements | sum }}", "no rows have no sum"),
        ("[{% for g in movements | group_by('month') %}{{ g.rows | sum }}{% endfor %}]", "two currencies have no sum"),
        ("{{ accounts | totals }}", "not printed whole"),
        ("[{% for t in accounts | totals %}{% endfor %}]", "no amounts"),
        ("{{ movements }}", "not printed whole"),
        ("{{ 0.1 }}", "not exact"),
        ("{{ months / 7 }}", "not exact"),
        ("{{ today | upper }}", "no filter `upper`"),
        ("{{ range(3) }}", "there is no `range`"),
    ] {
        let said = fault(template);
        assert!(said.contains(told), "{template}: {said}");
    }
}

#[test]
fn what_a_recipe_says_of_itself_must_make_sense() {
    let whole = serde_json::to_value(recipe("{}")).unwrap();
    for (change, told) in [
        (r#"{"parameters":[{"kind":"integer","name":"months","min":3,"max":1}]}"#, "its least, 3"),
        (r#"{"parameters":[{"kind":"integer","name":"months","min":1,"max":24,"default":25}]}"#, "its default must be"),
        (r#"{"parameters":[{"kind":"integer","name":"months","min":0,"max":24}]}"#, "may count from 1 to 120"),
        (r#"{"parameters":[{"kind":"date","name":"months"}]}"#, "not an integer"),
        (r#"{"parameters":[]}"#, "no such parameter"),
        (r#"{"parameters":[{"kind":"text","name":"months","max-chars":100000}]}"#, "max-chars is from 1 to 200"),
        (r#"{"parameters":[{"kind":"word","name":"months","words":["a","a"]}]}"#, "a word twice"),
        (r#"{"parameters":[{"kind":"word","name":"months","words":[]}]}"#, "1 to 64 words"),
        (r#"{"questions":[{"ask":"accounts","name":"today"}]}"#, "a meaning of its own"),
        (r#"{"questions":[{"ask":"accounts","name":"months"}]}"#, "something else has it"),
        (r#"{"questions":[{"ask":"accounts","name":"a-b"}]}"#, "only letters"),
        (r#"{"questions":[{"ask":"accounts","name":""}]}"#, "a name is a letter"),
        (r#"{"questions":[{"ask":"transactions","name":"a","period":{"last-days":1},"rows-max":0}]}"#, "rows-max"),
        (r#"{"questions":[{"ask":"transactions","name":"a","period":{"last-days":1},"rows-max":5001}]}"#, "rows-max"),
        (
            r#"{"questions":[{"ask":"transactions","name":"a","period":{"between":{"from":"2026-01-01","to":"end"}},"rows-max":9}]}"#,
            "no such parameter or day",
        ),
    ] {
        let mut changed = whole.clone();
        let change: serde_json::Map<_, _> = serde_json::from_str(change).unwrap();
        changed.as_object_mut().unwrap().extend(change);
        let said = serde_json::from_value::<Recipe>(changed).unwrap().check().unwrap_err().to_string();
        assert!(said.contains(told), "{said}");
    }
    for unknown in [
        r#"{"questions":[{"ask":"everything","name":"a"}],"template":"{}"}"#,
        r#"{"questions":[{"ask":"accounts","name":"a","customer":"jun"}],"template":"{}"}"#,
        r#"{"questions":[],"template":"{}","shell":"rm"}"#,
    ] {
        assert!(serde_json::from_str::<Recipe>(unknown).is_err(), "{unknown}");
    }
}

#[test]
fn there_is_an_end_to_everything_a_recipe_has() {
    let many = |what: &str, one: serde_json::Value, n: usize| {
        let mut whole = serde_json::to_value(recipe("{}")).unwrap();
        let numbered = (0..n).map(|at| {
            let mut one = one.clone();
            one["name"] = format!("n{at}").into();
            one
        });
        whole[what] = numbered.collect();
        serde_json::from_value::<Recipe>(whole).unwrap().check().unwrap_err().to_string()
    };
    let date = serde_json::json!({"kind": "date"});
    assert_eq!(many("parameters", date, 17), "a recipe has at most 16 parameters");
    let accounts = serde_json::json!({"ask": "accounts"});
    assert_eq!(many("questions", accounts, 9), "a recipe has at most 8 questions");
    assert_eq!(fault(&" ".repeat(32 * 1024 + 1)), "a recipe has at most 32768 bytes of template");
}

/// Templates that want more than their share. Each ends, soon, and with a reason.
const HOSTILE: &[&str] = &[
    // Loops in loops, over rows and over what is made of them.
    "{% for a in movements %}{% for b in movements %}{% for c in movements %}{% for d in movements %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}",
    "{% for a in movements recursive %}{{ loop(movements) }}{% endfor %}",
    "{% for a in 'x' * 100000000 %}{% endfor %}",
    // Texts and lists that double.
    "{{ 'x' * 1000000000000 }}",
    "{% set a = 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' %}{% set a = a ~ a ~ a ~ a ~ a ~ a ~ a ~ a %}{% set a = a ~ a ~ a ~ a ~ a ~ a ~ a ~ a %}{% set a = a ~ a ~ a ~ a ~ a ~ a ~ a ~ a %}{% set a = a ~ a ~ a ~ a ~ a ~ a ~ a ~ a %}{% set a = a ~ a ~ a ~ a ~ a ~ a ~ a ~ a %}{% set a = a ~ a ~ a ~ a ~ a ~ a ~ a ~ a %}{% set a = a ~ a ~ a ~ a ~ a ~ a ~ a ~ a %}{% set a = a ~ a ~ a ~ a ~ a ~ a ~ a ~ a %}{{ a }}",
    "{% set a = [1, 2] * 1000000000 %}{{ a }}",
    "{{ 2 ** 100000 }}",
    // Much from little.
    "{% for a in movements %}{% for b in movements %}{{ 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' * 20 }}{% endfor %}{% endfor %}",
    "{% for a in movements %}{% for b in movements %}{% for c in movements | sort_by('day') | reverse %}{{ movements | sort_by('category') | count }}{% endfor %}{% endfor %}{% endfor %}",
    // Calls of itself.
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% macro m(x) %}{{ x }}{{ m(x ~ x) }}{% endmacro %}{{ m('x') }}",
    // Other files.
    "{% include 'template' %}",
    "{% include '/etc/passwd' %}",
    "{% import 'template' as t %}{{ t }}",
    "{% extends 'template' %}",
    "{% from '../Cargo.toml' import x %}",
    // The engine's own inside, and what other engines would give away.
    "{{ self }}",
    "{{ debug() }}",
    "{{ movements.__class__ }}",
    "{{ ''.__class__.__mro__ }}",
    "{{ movements.rows() }}",
    "{{ label | safe }}",
    "{% autoescape false %}{{ movements }}{% endautoescape %}",
    "{% do movements.clear() %}",
];

#[test]
fn a_hostile_template_is_refused_when_it_is_defined() {
    for template in HOSTILE {
        assert!(recipe(template).check().is_err(), "{template}");
    }
}

#[test]
fn and_would_get_nothing_if_it_were_not() {
    for template in HOSTILE {
        let got = rendered(template);
        assert!(got.is_err(), "{template}: {got:.200?}");
    }
}

#[test]
fn deep_nesting_is_refused_and_not_a_crash() {
    for (open, close) in [("(", ")"), ("[", "]"), ("{'a':", "}"), ("not ", ""), ("-", ""), ("a.", ""), ("1~", "")] {
        for deep in [30, 5000] {
            let template = format!("{{{{ {}1{} }}}}", open.repeat(deep), close.repeat(deep));
            // What is little enough for the engine may be a value that is not printed, or even one that is.
            let got = recipe(&template).check();
            assert!(deep == 30 || got.is_err(), "{open}");
        }
    }
    for (open, close) in [("{% for a in movements %}", "{% endfor %}"), ("{% if true %}", "{% endif %}")] {
        for deep in [30, 190, 2000] {
            let template = format!("{}1{}", open.repeat(deep), close.repeat(deep));
            assert!(deep == 30 || recipe(&template).check().is_err(), "{open}");
        }
    }
    let many = format!("{{% if false %}}{}{{% endif %}}", "{% elif false %}".repeat(390));
    assert!(recipe(&many).check().is_err());
}

#[test]
fn a_text_from_outside_stays_a_text() {
    let answer = rendered(r#"{"a": {{ label }}}"#).unwrap();
    let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(answer["a"], "}}\"{%\u{1}\u{2028}");
}

#[test]
fn an_answer_has_an_end() {
    let long = format!("[{}0]", "0,".repeat(ANSWER_BYTES_MAX / 2));
    let said = rendered(&long).unwrap_err().to_string();
    assert!(said.contains("longer than"), "{said}");
    let fits = format!("[{}0]", "0,".repeat(ANSWER_BYTES_MAX / 2 - 2));
    assert_eq!(rendered(&fits).unwrap(), fits);
}

/// Pieces that templates are made of, sound and unsound.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("{{ movements | spent | totals }}"),
        Just("{% for m in movements %}"),
        Just("{% endfor %}"),
        Just("{% if label %}"),
        Just("{% else %}{% endif %}"),
        Just("{{ m.amount }}"),
        Just("{% set x = movements | sort_by('amount') | top(3) %}"),
        Just("{{ x | count * 7 }}"),
        Just("{% for g in movements | group_by('month') %}"),
        Just("{{ g.rows | sum | absolute }}"),
        Just("{{ label ~ label }}"),
        Just("{% set label = label ~ label %}"),
        Just("{% set x %}{{ label }}{{ label }}{% endset %}"),
        Just("{{"),
        Just("}}"),
        Just("{%"),
        Just("{#"),
        Just("\""),
        Just("["),
        Just("]"),
        Just(","),
        Just("1"),
    ]
    .prop_map(str::to_owned)
    .boxed()
    .prop_union("\\PC{0,6}".boxed())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_rendered_is_one_json_document_of_bounded_length(pieces in proptest::collection::vec(piece(), 0..40)) {
        let template = pieces.concat();
        if let Ok(answer) = rendered(&template) {
            prop_assert!(answer.len() <= ANSWER_BYTES_MAX);
            prop_assert!(serde_json::from_str::<serde_json::Value>(&answer).is_ok(), "{}", answer);
        }
        // And the check has an opinion about it, without a panic.
        let _ = recipe(&template).check();
    }

    #[test]
    fn a_label_can_hold_anything(label in "\\PC{0,40}") {
        let template = "{\"a\": {{ label }}}";
        let context = Value::from_pairs([("label".to_owned(), Value::from(label.as_str()))]);
        let answer = render(&environment(template).unwrap(), context).unwrap();
        let answer: serde_json::Value = serde_json::from_slice(&answer).unwrap();
        prop_assert_eq!(&answer["a"], label.as_str());
    }
}
