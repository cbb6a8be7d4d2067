/// How a call fails, written `status:503`, `firewall:403`, `code:0100999`, `hang` or `close`.
package enum SimulatorFailure: Hashable, Sendable {
    /// The CMS itself answers with this HTTP status, 400-599.
    case status(Int)
    /// Something before the CMS answers with this HTTP status, 400-599, and a page of HTML.
    case firewall(Int)
    /// HTTP 200 with this result code (contract section 1) and no rows.
    case resultCode(String)
    /// No answer ever.
    case hang
    /// The connection is closed without an answer.
    case close

    /// The forms a failure is written in, for error messages.
    package static let allowedText =
        "status:400-599, firewall:400-599, code: and seven digits, hang or close"

    /// Reads a failure, or nothing when the text is none.
    package init?(parsing text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        switch (parts.first, parts.count) {
        case ("hang", 1): self = .hang
        case ("close", 1): self = .close
        case ("status", 2):
            guard let status = Self.status(parts[1]) else { return nil }
            self = .status(status)
        case ("firewall", 2):
            guard let status = Self.status(parts[1]) else { return nil }
            self = .firewall(status)
        case ("code", 2):
            guard parts[1].count == 7, parts[1].utf8.allSatisfy({ (48...57).contains($0) })
            else { return nil }
            self = .resultCode(String(parts[1]))
        default: return nil
        }
    }

    private static func status(_ text: Substring) -> Int? {
        Int(text).flatMap { (400...599).contains($0) ? $0 : nil }
    }
}

extension SimulatorFailure: CustomStringConvertible {
    /// The failure as it is written.
    package var description: String {
        switch self {
        case .status(let status): "status:\(status)"
        case .firewall(let status): "firewall:\(status)"
        case .resultCode(let code): "code:\(code)"
        case .hang: "hang"
        case .close: "close"
        }
    }
}

extension SimulatorFailure: Encodable {
    /// Writes the failure as its text.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
