internal import Yams

/// A parsed YAML text, or what is wrong with it; nothing of the text itself is ever in an error.
struct YAMLDocument {
    /// The outermost mapping.
    let root: Node.Mapping

    /// Reads one document whose outermost value is a mapping; an empty text is an empty mapping.
    /// - Throws: `YAMLTrouble`.
    init(_ bytes: [UInt8]) throws(YAMLTrouble) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw YAMLTrouble(line: nil, "is not UTF-8 text")
        }
        guard let node = try Self.node(text), node.null == nil || node.scalar?.style != .plain
        else {
            root = Node.Mapping([])
            return
        }
        guard let mapping = node.mapping else {
            throw YAMLTrouble(line: node.mark?.line, "is not a list of names with values")
        }
        root = mapping
    }

    private static func node(_ text: String) throws(YAMLTrouble) -> Node? {
        do {
            return try Parser(yaml: text).singleRoot()
        } catch let error as YamlError {
            throw YAMLTrouble(error)
        } catch {
            throw YAMLTrouble(line: nil, "is not YAML")
        }
    }
}
