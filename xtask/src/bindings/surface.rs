//! What crosses the border, as a text to be reviewed: every exported function, record, enum and trait, without the code
//! around it. It is read out of the generated Swift, which says each export on a line of its own; Kotlin is made of the same.

/// The declarations of a generated Swift file, in its order.
pub(super) fn of(swift: &str) -> String {
    let mut seen = String::new();
    let mut comment = false;
    let mut inside = false;
    for line in swift.lines() {
        let trimmed = line.trim();
        if trimmed.starts_with("/**") {
            comment = !trimmed.ends_with("*/");
            continue;
        }
        if comment {
            // A comment in the middle of a parameter list ends on the line of its parameter.
            comment = !trimmed.contains("*/");
            continue;
        }
        if let Some(opening) = opens(line) {
            inside = true;
            seen.push_str(&format!("{opening}\n"));
        } else if line.starts_with('}') {
            inside = false;
        } else if inside && is_member(line) {
            seen.push_str(&format!(
                "    {}\n",
                trimmed.trim_end_matches('{').split_whitespace().collect::<Vec<_>>().join(" ")
            ));
        } else if line.starts_with("public func ffi") {
            seen.push_str(&format!(
                "{}\n",
                trimmed.trim_end_matches('{').split_whitespace().collect::<Vec<_>>().join(" ")
            ));
        }
    }
    seen
}

/// The first line of an exported type.
fn opens(line: &str) -> Option<&str> {
    let kinds = ["public protocol Ffi", "public struct Ffi", "public enum Ffi"];
    let exported = kinds.iter().any(|kind| line.starts_with(kind)) && !line.contains("Converter");
    exported.then(|| line.trim_end_matches('{').trim_end())
}

/// A function of a protocol, a field of a record, or a case of an enum. The generator's own code is indented further.
fn is_member(line: &str) -> bool {
    let own = line.strip_prefix("    ").filter(|rest| !rest.starts_with(' '));
    own.is_some_and(|rest| ["func ", "public let ", "case "].iter().any(|start| rest.starts_with(start)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_exported_is_shown() {
        let generated = "/**\n * A bank.\n */\npublic struct FfiBank: Equatable {\n    /**\n     * Its name.\n     */\n    public let name: String\n\n    public init(\n        /**\n         * Its name.\n         */name: String) {\n        self.name = name\n    }\n}\npublic struct FfiConverterTypeFfiBank: FfiConverter {\n    public static func read() {}\n}\npublic protocol FfiMoaProtocol: AnyObject {\n    \n    func banks() throws  -> [FfiBank]\n    \n}\npublic func ffiErrorKinds()throws  -> [String]  {\n    return 1\n}\n";
        assert_eq!(
            of(generated),
            "public struct FfiBank: Equatable\n    public let name: String\npublic protocol FfiMoaProtocol: AnyObject\n    func banks() throws -> [FfiBank]\npublic func ffiErrorKinds()throws -> [String]\n"
        );
    }
}
