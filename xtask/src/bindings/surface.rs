//! What crosses the border, as a text to be reviewed: every exported function, record, enum and trait, without the code
//! around it. It is read out of the generated Swift, which says each export on a line of its own; Kotlin is made of the same.
//! What every export has to keep to is asked of that text ([`broken_rules`]).

/// The declarations of a generated Swift file, in its order.
pub(super) fn of(swift: &str) -> String {
    let mut reader = Reader::default();
    swift.lines().for_each(|line| reader.read(line));
    reader.seen
}

/// Where the reading is.
#[derive(Default)]
struct Reader {
    seen: String,
    comment: bool,
    inside: bool,
    /// A case whose fields follow, each on a line of its own.
    case: Option<String>,
}

impl Reader {
    fn read(&mut self, line: &str) {
        let Some(line) = self.without_comment(line) else { return };
        if let Some(case) = &mut self.case {
            case.push_str(line.trim_start());
            if line.trim() == ")" {
                let case = self.case.take().unwrap_or_default();
                self.note("    ", &case);
            }
        } else if let Some(opening) = opens(line) {
            self.inside = true;
            self.note("", opening);
        } else if line.starts_with('}') {
            self.inside = false;
        } else if self.inside && is_member(line) && line.ends_with('(') {
            self.case = Some(line.trim().to_owned());
        } else if is_constructor(line) || (self.inside && is_member(line)) {
            self.note("    ", line);
        } else if line.starts_with("public func ffi") {
            self.note("", line);
        }
    }

    /// A line, or what stands behind a comment that ends on it: so do the fields of a case.
    fn without_comment<'line>(&mut self, line: &'line str) -> Option<&'line str> {
        if line.trim().starts_with("/**") {
            self.comment = !line.trim().ends_with("*/");
            return None;
        }
        if !self.comment {
            return Some(line);
        }
        let (_, rest) = line.split_once("*/")?;
        self.comment = false;
        Some(rest)
    }

    fn note(&mut self, indent: &str, line: &str) {
        // The generator puts a function without a result on one line with its code.
        let declared = line.split(" {").next().unwrap_or(line);
        let words = declared.split_whitespace().collect::<Vec<_>>();
        self.seen.push_str(&format!("{indent}{}\n", words.join(" ")));
    }
}

/// The first line of an exported type.
fn opens(line: &str) -> Option<&str> {
    // An error's `public` stands on the line before.
    let kinds = ["public protocol Ffi", "public struct Ffi", "public enum Ffi", "enum Ffi", "open class Ffi"];
    let exported = kinds.iter().any(|kind| line.starts_with(kind)) && !line.contains("Converter");
    exported.then_some(line)
}

/// A function of a protocol, a field of a record, or a case of an enum. The generator's own code is indented further.
fn is_member(line: &str) -> bool {
    let own = line.strip_prefix("    ").filter(|rest| !rest.starts_with(' '));
    own.is_some_and(|rest| ["func ", "public let ", "case "].iter().any(|start| rest.starts_with(start)))
}

/// `init` of an object, or an async constructor by its name: they stand in the class, and at the left edge.
fn is_constructor(line: &str) -> bool {
    line.starts_with("public convenience init(") || line.starts_with("public static func ")
}

/// Why these declarations would hurt the other side, one line each.
///
/// Every export returns a `Result`, which Swift writes as `throws`: a panic in one that does not takes the process down. And
/// Kotlin does not compile an error with a field called `message`, nor an object with a function `close` or `toString`; the
/// records keep to it as well, because one may become an error's.
pub(super) fn broken_rules(surface: &str) -> Vec<String> {
    surface.lines().filter_map(|line| Some(format!("{}: {}", broken_rule(line.trim())?, line.trim()))).collect()
}

fn broken_rule(line: &str) -> Option<&'static str> {
    let calls = line.contains("func ") || line.contains(" init(");
    if calls && !line.contains("throws") {
        return Some("an export that returns no Result");
    }
    if line.starts_with("public let message:") || (line.starts_with("case ") && is_told_message(line)) {
        return Some("a field called message");
    }
    let taken = ["close", "toString"].iter().any(|name| line.starts_with(&format!("func {name}(")));
    taken.then_some("a name that Kotlin has taken")
}

fn is_told_message(case: &str) -> bool {
    case.split(['(', ',']).skip(1).any(|field| field.trim_start().starts_with("message:"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_export_that_would_hurt_the_other_side_is_named() {
        let fine = "public protocol FfiMoaProtocol: AnyObject\n    func banks() throws -> [FfiBank]\n    func \
                    links(cancel: FfiCancelToken?) async throws -> [FfiLink]\nopen class FfiMoa: FfiMoaProtocol\n    public convenience \
                    init() throws\npublic struct FfiErrorFacts\n    public let reason: String\n    case failed(facts: FfiErrorFacts)\n    \
                    case http(code: UInt16, messages: [String])\n";
        assert_eq!(broken_rules(fine), Vec::<String>::new());
        for wrong in [
            "    func banks() -> [FfiBank]",
            "    func links() async -> [FfiLink]",
            "    public convenience init()",
            "    public static func open(options: FfiOptions) async -> FfiMoa",
            "public func ffiErrorKinds() -> [FfiKindFacts]",
            "    public let message: String",
            "    case failed(message: String)",
            "    case failed(code: UInt16, message: String)",
            "    func close() throws",
            "    func toString() throws -> String",
        ] {
            assert_eq!(broken_rules(&format!("{fine}{wrong}\n")).len(), 1, "{wrong}");
        }
    }

    #[test]
    fn errors_and_the_fields_of_their_cases_are_shown() {
        let generated = "public \nenum FfiError: Swift.Error {\n\n    /**\n     * It failed.\n     */\n    case Failed(\n        /**\n         * Why.\n         */facts: FfiErrorFacts, \n        status: UInt16\n    )\n    /**\n     * It is over.\n     */\n    case Over\n}\n";
        assert_eq!(
            of(generated),
            "enum FfiError: Swift.Error\n    case Failed(facts: FfiErrorFacts, status: UInt16)\n    case Over\n"
        );
    }

    #[test]
    fn constructors_are_shown() {
        let generated = "open class FfiMoa: FfiMoaProtocol, @unchecked Sendable {\n    fileprivate let handle: UInt64\npublic convenience init()throws  {\n    self.init()\n}\npublic static func open(options: FfiOptions)async throws  -> FfiMoa  {\n    return 1\n}\n\nopen func banks()throws  -> [FfiBank]  {\n}\n}\n";
        assert_eq!(
            of(generated),
            "open class FfiMoa: FfiMoaProtocol, @unchecked Sendable\n    public convenience init()throws\n    public static func open(options: FfiOptions)async throws -> FfiMoa\n"
        );
    }

    #[test]
    fn only_what_is_exported_is_shown() {
        let generated = "/**\n * A bank.\n */\npublic struct FfiBank: Equatable {\n    /**\n     * Its name.\n     */\n    public let name: String\n\n    public init(\n        /**\n         * Its name.\n         */name: String) {\n        self.name = name\n    }\n}\npublic struct FfiConverterTypeFfiBank: FfiConverter {\n    public static func read() {}\n}\npublic protocol FfiMoaProtocol: AnyObject {\n    \n    func banks() throws  -> [FfiBank]\n    \n}\npublic func ffiErrorKinds()throws  -> [String]  {\n    return 1\n}\npublic func ffiLogTo(most: FfiLogLevel)throws  {try rustCallWithError(FfiConverterTypeFfiError_lift) {\n}\n}\n";
        assert_eq!(
            of(generated),
            "public struct FfiBank: Equatable\n    public let name: String\npublic protocol FfiMoaProtocol: AnyObject\n    func banks() throws -> [FfiBank]\npublic func ffiErrorKinds()throws -> [String]\npublic func ffiLogTo(most: FfiLogLevel)throws\n"
        );
    }
}
