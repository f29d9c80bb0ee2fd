//! The forms of a page, as a browser without JavaScript sees them.

use anyhow::{Context as _, Result};
use scraper::{ElementRef, Html, Selector};
use url::Url;

/// A field that is sent with its form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The name it is sent under.
    pub name: String,
    /// What is sent.
    pub value: String,
    /// The kind of input: `text`, `password`, `hidden`, `checkbox` …
    pub kind: String,
    /// The words beside it.
    pub label: String,
    /// Whether it is sent: ticked, or not a box at all.
    pub sent: bool,
}

/// A button that submits its form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Button {
    /// The name it is sent under.
    pub name: String,
    /// What it says to the bank.
    pub value: String,
}

/// A form, partly filled in.
#[derive(Debug, Clone)]
pub struct Form {
    /// Where it goes.
    pub action: Url,
    /// `GET` or `POST`.
    pub method: String,
    /// Its fields, in the order of the page.
    pub fields: Vec<Field>,
    /// Its buttons.
    pub buttons: Vec<Button>,
    pressed: Option<Button>,
}

impl Form {
    /// Reads every form of a page.
    ///
    /// # Errors
    /// When a form's action is no address.
    pub fn read_all(html: &str, page: &Url) -> Result<Vec<Self>> {
        let document = Html::parse_document(html);
        document.select(&selector("form")?).map(|form| Self::read(form, page)).collect()
    }

    fn read(form: ElementRef<'_>, page: &Url) -> Result<Self> {
        let attribute = |name| form.value().attr(name);
        let action = page.join(attribute("action").unwrap_or("")).context("a form goes nowhere")?;
        let fields = form.select(&selector("input, select")?).filter_map(field).collect();
        let buttons = form.select(&selector("button[name]")?).filter_map(button).collect();
        let method = attribute("method").unwrap_or("get").to_ascii_uppercase();
        Ok(Self { action, method, fields, buttons, pressed: None })
    }

    /// The name of the password field, when there is one.
    #[must_use]
    pub fn password_field(&self) -> Option<String> {
        self.named_by_kind("password")
    }

    /// The name of the first text field, when there is one.
    #[must_use]
    pub fn text_field(&self) -> Option<String> {
        self.named_by_kind("text").or_else(|| self.named_by_kind("email"))
    }

    fn named_by_kind(&self, kind: &str) -> Option<String> {
        self.fields.iter().find(|field| field.kind == kind).map(|field| field.name.clone())
    }

    /// The button that says `value` to the bank, when there is one.
    #[must_use]
    pub fn button(&self, value: &str) -> Option<&Button> {
        self.buttons.iter().find(|button| button.value == value)
    }

    /// Fills in a field, or adds one that the page does not have (as an attacker would).
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        if let Some(field) = self.fields.iter_mut().find(|field| field.name == name && field.kind != "checkbox") {
            value.clone_into(&mut field.value);
            return self;
        }
        let (name, value) = (name.to_owned(), value.to_owned());
        self.fields.push(Field { name, value, kind: "text".into(), label: String::new(), sent: true });
        self
    }

    /// Leaves a field out altogether.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.fields.retain(|field| field.name != name);
        self
    }

    /// Ticks exactly the boxes whose label is wanted.
    #[must_use]
    pub fn tick(mut self, wanted: impl Fn(&str) -> bool) -> Self {
        for field in self.fields.iter_mut().filter(|field| field.kind == "checkbox") {
            field.sent = wanted(&field.label);
        }
        self
    }

    /// Presses the button that says `value`.
    ///
    /// # Errors
    /// When the form has no such button.
    pub fn press(mut self, value: &str) -> Result<Self> {
        self.pressed = Some(self.button(value).with_context(|| format!("there is no button {value:?}"))?.clone());
        Ok(self)
    }

    /// What is sent: name and value of each field that counts, and of the pressed button.
    #[must_use]
    pub fn pairs(&self) -> Vec<(String, String)> {
        let fields = self.fields.iter().filter(|field| field.sent);
        let pressed = self.pressed.iter().map(|button| (button.name.clone(), button.value.clone()));
        fields.map(|field| (field.name.clone(), field.value.clone())).chain(pressed).collect()
    }
}

fn field(input: ElementRef<'_>) -> Option<Field> {
    let attribute = |name| input.value().attr(name);
    let kind = if input.value().name() == "select" { "select" } else { attribute("type").unwrap_or("text") };
    if kind == "submit" {
        return None;
    }
    let box_like = kind == "checkbox" || kind == "radio";
    let value = match kind {
        "select" => chosen(input).unwrap_or_default(),
        _ => attribute("value").unwrap_or(if box_like { "on" } else { "" }).to_owned(),
    };
    Some(Field {
        name: attribute("name")?.to_owned(),
        value,
        kind: kind.to_owned(),
        label: words_beside(input),
        sent: !box_like || attribute("checked").is_some(),
    })
}

/// The option that a browser would send for a drop-down nobody touched.
fn chosen(select: ElementRef<'_>) -> Option<String> {
    let options: Vec<_> = select.select(&Selector::parse("option").ok()?).collect();
    let chosen = options.iter().find(|option| option.value().attr("selected").is_some()).or(options.first())?;
    Some(chosen.value().attr("value").unwrap_or_default().to_owned())
}

fn button(button: ElementRef<'_>) -> Option<Button> {
    let attribute = |name| button.value().attr(name).map(str::to_owned);
    Some(Button { name: attribute("name")?, value: attribute("value").unwrap_or_default() })
}

/// The words of the label around a field, or of the label that names it.
fn words_beside(input: ElementRef<'_>) -> String {
    let around = input.ancestors().filter_map(ElementRef::wrap).find(|element| element.value().name() == "label");
    let text = |element: ElementRef<'_>| element.text().collect::<Vec<_>>().join(" ");
    around
        .map(text)
        .unwrap_or_else(|| label_for(input).unwrap_or_default())
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn label_for(input: ElementRef<'_>) -> Option<String> {
    let id = input.value().attr("id")?;
    let root = input.ancestors().filter_map(ElementRef::wrap).last()?;
    let labels = Selector::parse("label[for]").ok()?;
    root.select(&labels).find(|label| label.value().attr("for") == Some(id)).map(|label| label.text().collect())
}

fn selector(css: &str) -> Result<Selector> {
    Selector::parse(css).map_err(|error| anyhow::anyhow!("{css}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<form method="post" action="/authorize/consent">
        <input type="hidden" name="csrf" value="abc">
        <label><input type="checkbox" name="account" value="1" checked> Everyday ··4471</label>
        <label><input type="checkbox" name="account" value="2"> Travel card</label>
        <button name="decision" value="allow">Allow</button><button name="decision" value="deny">Don't</button></form>"#;

    #[test]
    fn a_form_sends_what_a_browser_would_send() {
        let page = "http://127.0.0.1:1/authorize".parse().unwrap();
        let form = Form::read_all(PAGE, &page).unwrap().remove(0);
        assert_eq!((form.method.as_str(), form.action.path()), ("POST", "/authorize/consent"));
        let sent = form.clone().press("allow").unwrap().pairs();
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(sent, [pair("csrf", "abc"), pair("account", "1"), pair("decision", "allow")]);
        let travel = form.tick(|label| label.contains("Travel")).pairs();
        assert_eq!(travel, [pair("csrf", "abc"), pair("account", "2")]);
    }
}
