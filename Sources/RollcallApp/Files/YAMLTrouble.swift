internal import Yams

/// What is wrong with a YAML text.
struct YAMLTrouble: Error, Hashable {
    /// Where, counted from 1.
    let line: Int?
    /// The end of a sentence.
    let complaint: String

    init(line: Int?, _ complaint: String) {
        self.line = line
        self.complaint = complaint
    }

    /// Takes the kind and the place of an error, and leaves the text it quotes.
    init(_ error: YamlError) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            self.init(line: mark.line, "is not YAML: \(problem)")
        case .duplicatedKeysInMapping(let keys, let context):
            let names = Set(keys).sorted().map { "\"\($0)\"" }.joined(separator: ", ")
            self.init(line: context.mark.line, "names \(names) more than once")
        case .reader(let problem, _, _, _): self.init(line: nil, "is not YAML: \(problem)")
        default: self.init(line: nil, "is not YAML")
        }
    }
}
