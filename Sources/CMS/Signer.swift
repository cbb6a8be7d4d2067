internal import Crypto
internal import Foundation
package import Roster

/// The key pair the CMS knows a caller by (contract section 2).
package struct Credentials: Hashable, Sendable {
    /// AK, sent with every call.
    package let accessKey: String
    /// SK, never sent and never shown.
    package let secretKey: String

    /// Creates a key pair.
    package init(accessKey: String, secretKey: String) {
        self.accessKey = accessKey
        self.secretKey = secretKey
    }
}

/// The three points in which the sources of the signing scheme differ (contract section 2).
package struct SigningSettings: Hashable, Sendable {
    /// How finely the timestamp is written.
    package enum TimestampPrecision: String, CaseIterable, Hashable, Sendable {
        case milliseconds
        case seconds
    }

    /// Which headers are signed.
    package enum SignedHeaders: String, CaseIterable, Hashable, Sendable {
        /// `content-length;content-type;host`
        case all
        /// `host`
        case host
    }

    /// What stands in the canonical request when there is no query.
    package enum EmptyQueryLine: String, CaseIterable, Hashable, Sendable {
        /// No line.
        case omit
        /// A blank line.
        case blank
    }

    /// How finely the timestamp is written.
    package var timestamp: TimestampPrecision
    /// Which headers are signed.
    package var signedHeaders: SignedHeaders
    /// What stands for no query.
    package var emptyQueryLine: EmptyQueryLine

    /// Creates settings; the defaults are the contract's.
    package init(
        timestamp: TimestampPrecision = .milliseconds,
        signedHeaders: SignedHeaders = .all,
        emptyQueryLine: EmptyQueryLine = .omit
    ) {
        self.timestamp = timestamp
        self.signedHeaders = signedHeaders
        self.emptyQueryLine = emptyQueryLine
    }
}

/// What of a request is signed, as it goes over the wire.
package struct SignableRequest: Sendable {
    /// The method, upper case.
    package var method: String
    /// The path as sent, without a query.
    package var path: String
    /// The query's names and values, decoded.
    package var query: [(name: String, value: String)]
    /// The headers to sign, names in lower case.
    package var headers: [(name: String, value: String)]
    /// The exact bytes of the body.
    package var body: [UInt8]

    /// Creates the signed part of a request.
    package init(
        method: String,
        path: String,
        query: [(name: String, value: String)] = [],
        headers: [(name: String, value: String)],
        body: [UInt8]
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
    }
}

/// The vendor's "C2" signature (contract section 2).
package enum Signature {
    /// The value of the `Authorization` header.
    /// - Parameter timestamp: the text of step 1, as it stands in the header.
    package static func authorization(
        for request: SignableRequest,
        credentials: Credentials,
        timestamp: String,
        emptyQueryLine: SigningSettings.EmptyQueryLine = .omit
    ) -> String {
        let headers = request.headers.sorted { $0.name < $1.name }
        let names = headers.map(\.name).joined(separator: ";")
        let prefix = "auth-v2/\(credentials.accessKey)/\(timestamp)/\(names)"
        let key = hmacHex(key: credentials.secretKey, message: Array(prefix.utf8))
        let message = canonical(request, headers: headers, names: names, emptyQueryLine: emptyQueryLine)
        return "\(prefix)/\(hmacHex(key: key, message: message))"
    }

    /// The canonical request of step 5.
    static func canonical(
        _ request: SignableRequest,
        headers: [(name: String, value: String)],
        names: String,
        emptyQueryLine: SigningSettings.EmptyQueryLine
    ) -> [UInt8] {
        var lines = [request.method, request.path]
        let query = request.query
            .map { (percentEncoded($0.name), percentEncoded($0.value)) }
            .sorted { $0 < $1 }
            .map { "\($0)=\($1)" }
            .joined(separator: "&")
        if !query.isEmpty || emptyQueryLine == .blank { lines.append(query) }
        lines.append(names)
        for header in headers {
            let value = header.value.trimmingCharacters(in: .whitespaces)
            lines.append("\(percentEncoded(header.name)):\(percentEncoded(value))")
        }
        var bytes = Array(lines.joined(separator: "\n").utf8)
        bytes.append(UInt8(ascii: "\n"))
        bytes.reserveCapacity(bytes.count + request.body.count * 2)
        appendPercentEncoded(request.body, to: &bytes)
        return bytes
    }

    private static func percentEncoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        appendPercentEncoded(Array(text.utf8), to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func appendPercentEncoded(_ text: [UInt8], to bytes: inout [UInt8]) {
        let hex = Array("0123456789ABCDEF".utf8)
        for byte in text {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                bytes.append(byte)
            default:
                bytes.append(UInt8(ascii: "%"))
                bytes.append(hex[Int(byte >> 4)])
                bytes.append(hex[Int(byte & 15)])
            }
        }
    }

    private static func hmacHex(key: String, message: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let code = HMAC<SHA256>.authenticationCode(
            for: message,
            using: SymmetricKey(data: Array(key.utf8))
        )
        let text = code.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }
}

extension SigningSettings.TimestampPrecision {
    /// The timestamp's text (contract section 2, step 1).
    package func text(of moment: Timestamp) -> String {
        switch self {
        case .milliseconds: moment.descriptionWithMilliseconds
        case .seconds: moment.description
        }
    }
}
