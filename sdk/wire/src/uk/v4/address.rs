//! Postal addresses.

use serde::{Deserialize, Serialize};

use crate::Code;

/// Where somebody can be written to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct PostalAddress {
    /// Kind of address: `HOME`, `BIZZ`, `CORR` and others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address_type: Option<Code>,
    /// Department.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// Sub-department.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sub_department: Option<String>,
    /// Street.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub street_name: Option<String>,
    /// House number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub building_number: Option<String>,
    /// House name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub building_name: Option<String>,
    /// Floor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floor: Option<String>,
    /// Unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_number: Option<String>,
    /// Room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<String>,
    /// Post box.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post_box: Option<String>,
    /// Part of the town.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub town_location_name: Option<String>,
    /// District.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub district_name: Option<String>,
    /// Care of whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub care_of: Option<String>,
    /// Postcode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post_code: Option<String>,
    /// Town.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub town_name: Option<String>,
    /// County or state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country_sub_division: Option<String>,
    /// Two letters (ISO 3166).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Free lines, for what does not fit above.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub address_line: Vec<String>,
}
