//! How a UK bank says no (`OBErrorResponse1`).

use serde::{Deserialize, Serialize};

use crate::Code;

/// An error answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ErrorResponse {
    /// A reference for the help desk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What went wrong, roughly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// What went wrong, in a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// What went wrong, one by one.
    pub errors: Vec<ErrorDetail>,
}

/// One thing that went wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ErrorDetail {
    /// In a word of four letters in version 4.
    pub error_code: Code,
    /// In a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Which field it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Where to read on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_reads_back_and_an_old_code_survives() {
        let text = r#"{"Id":"5f","Code":"400","Message":"no","Errors":[{"ErrorCode":"UK.OBIE.Resource.NotFound","Path":"AccountId"}]}"#;
        let error: ErrorResponse = serde_json::from_str(text).unwrap();
        assert_eq!(error.errors[0].error_code.as_str(), "UK.OBIE.Resource.NotFound");
        assert_eq!(serde_json::to_string(&error).unwrap(), text);
        assert!(serde_json::from_str::<ErrorResponse>("{}").is_err());
    }
}
