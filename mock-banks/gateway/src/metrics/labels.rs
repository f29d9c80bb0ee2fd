//! The labels, and how many of them there can be.

use std::collections::HashMap;

use http::StatusCode;
use moa_kernel::ClientId;
use prometheus_client::encoding::EncodeLabelSet;

use super::Label;

/// More apps than this are not told apart.
pub(super) const APPS_MAX: usize = 200;

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct RequestLabels {
    pub(super) bank: Label,
    pub(super) app: Label,
    pub(super) api: Label,
    pub(super) version: Label,
    pub(super) core: Label,
    pub(super) status: &'static str,
}

/// Without the app: a histogram has a dozen lines for each of its label sets.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct LatencyLabels {
    pub(super) bank: Label,
    pub(super) api: Label,
    pub(super) version: Label,
    pub(super) core: Label,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct AlertLabels {
    pub(super) bank: Label,
    pub(super) threat: &'static str,
}

/// The apps that have a label of their own.
#[derive(Debug, Default)]
pub(super) struct Apps(HashMap<ClientId, Label>);

impl Apps {
    pub(super) fn label(&mut self, app: Option<&ClientId>) -> Label {
        let Some(app) = app else { return Label::from("none") };
        if let Some(label) = self.0.get(app) {
            return Label::clone(label);
        }
        if self.0.len() >= APPS_MAX {
            return Label::from("other");
        }
        let label = Label::from(app.as_str());
        self.0.insert(app.clone(), Label::clone(&label));
        label
    }
}

/// The class of a status.
pub(super) fn class(status: StatusCode) -> &'static str {
    match status.as_u16() / 100 {
        1 => "1xx",
        2 => "2xx",
        3 => "3xx",
        4 => "4xx",
        _ => "5xx",
    }
}
