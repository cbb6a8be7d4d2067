internal import NIOHTTP1
internal import Tracing

/// How trace contexts are read from a request's header fields, and written for a call's.
enum TraceFields {
    /// Reads a request's fields.
    ///
    /// A field that must not be repeated and is counts as absent; several `tracestate` fields are
    /// one list (W3C Trace Context section 3.3.1).
    struct Reader: Extractor {
        func extract(key: String, from headers: HTTPHeaders) -> String? {
            let values = headers[key]
            guard key.lowercased() != "tracestate" else {
                return values.isEmpty ? nil : values.joined(separator: ",")
            }
            return values.count == 1 ? Self.trimmed(values[0]) : nil
        }

        /// Without the spaces the parser leaves around a value.
        private static func trimmed(_ value: String) -> String {
            let isSpace = { (character: Character) in character == " " || character == "\t" }
            return String(value.drop(while: isSpace).reversed().drop(while: isSpace).reversed())
        }
    }

    /// Collects fields, their names in lower case.
    struct Writer: Injector {
        func inject(_ value: String, forKey key: String, into fields: inout [String: String]) {
            fields[key.lowercased()] = value
        }
    }
}
