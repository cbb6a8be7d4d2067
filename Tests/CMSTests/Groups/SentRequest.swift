import CMS
import Testing

/// A request as it came over the wire, taken apart.
struct SentRequest {
    /// The first line.
    let line: String
    /// The headers, names in lower case; a header that stands twice is an issue.
    let fields: [String: String]
    /// What follows the head.
    let body: String

    init(_ text: String) throws {
        let end = try #require(text.firstRange(of: "\r\n\r\n"))
        let lines = text[..<end.lowerBound].split(separator: "\r\n")
        line = String(try #require(lines.first))
        let headers = lines.dropFirst()
            .map { line in
                let halves = line.split(separator: ":", maxSplits: 1)
                return (halves[0].lowercased(), String(halves[1].drop { $0 == " " }))
            }
        fields = Dictionary(headers) { first, _ in first }
        #expect(fields.count == headers.count)
        body = String(text[end.upperBound...])
    }

    /// Whether it bears the signature of these headers, made when the tests' clock begins.
    func isSigned(_ names: [String], method: String, path: String) -> Bool {
        let authorization = Signature.authorization(
            for: SignableRequest(
                method: method,
                path: path,
                headers: names.map { ($0, fields[$0] ?? "") },
                body: Array(body.utf8)
            ),
            credentials: Calls.credentials,
            timestamp: "2026-11-23T08:00:00.000Z"
        )
        return fields["authorization"] == authorization
    }
}
