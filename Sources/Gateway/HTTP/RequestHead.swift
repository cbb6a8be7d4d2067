internal import NIOHTTP1

/// A request's head, checked against RFC 9112: what its connection has to know of it.
struct RequestHead: Sendable {
    /// The method.
    let method: HTTPMethod
    /// The target.
    let target: RequestTarget
    /// The header fields.
    let headers: HTTPHeaders
    /// Which of them there are.
    let names: FieldNames
    /// The version: 1.0 or 1.1.
    let version: HTTPVersion
    /// Whether the connection may stay open after the answer.
    let keepsAlive: Bool
    /// Whether the client waits for `100 Continue` before it sends the body.
    let expectsContinue: Bool
    /// Whether a `Content-Length` tells the body's size.
    let hasContentLength: Bool

    /// Checks a head.
    /// - Throws: what is wrong with it, the first fault found.
    init(
        _ head: HTTPRequestHead,
        _ names: FieldNames,
        limits: HTTPLimits
    ) throws(HTTPFault) {
        guard head.version == .http1_1 || head.version == .http1_0 else {
            throw .otherVersion
        }
        guard head.uri.utf8.count <= limits.maximumTargetBytes else {
            throw .targetTooLong(limit: limits.maximumTargetBytes)
        }
        method = head.method
        version = head.version
        headers = head.headers
        self.names = names
        try Self.checkHost(head, names)
        if names.present.contains(.transferEncoding) { try Self.checkTransferCoding(head, names) }
        target = try RequestTarget(parsing: head.uri, method: head.method)
        let length =
            names.present.contains(.contentLength)
            ? headers.firstTrimmed("content-length").map { Int($0) ?? .max } : nil
        guard length ?? 0 <= limits.maximumBodyBytes else {
            throw .bodyTooLarge(limit: limits.maximumBodyBytes)
        }
        hasContentLength = length != nil
        let hasBody = (length ?? 0) > 0 || names.present.contains(.transferEncoding)
        expectsContinue = try Self.expectsContinue(head, names) && hasBody
        // The parser takes an upgrade for the end of HTTP and reads nothing after it.
        keepsAlive = head.isKeepAlive && !names.present.contains(.upgrade)
    }

    /// Takes a head in which there is nothing to check, out of the bytes it was read from.
    init(_ head: PlainHead, in bytes: Span<UInt8>) {
        method = head.isHead ? .HEAD : .GET
        target = RequestTarget(head, in: bytes)
        headers = HTTPHeaders(head, in: bytes)
        names = head.names
        version = .http1_1
        keepsAlive = true
        expectsContinue = false
        hasContentLength = false
    }

    /// RFC 9112 section 3.2: exactly one valid `Host`, which only HTTP/1.0 may leave out.
    private static func checkHost(
        _ head: HTTPRequestHead,
        _ names: FieldNames
    ) throws(HTTPFault) {
        guard !names.repeated.contains(.host) else {
            throw .badRequest("There is more than one Host field.")
        }
        guard let host = head.headers.firstTrimmed("host") else {
            guard head.version == .http1_0 else { throw .badRequest("The Host field is missing.") }
            return
        }
        guard HostField.isValid(host) else { throw .badRequest("The Host field is malformed.") }
    }

    /// RFC 9112 section 6.1: what two readers might frame differently is refused.
    private static func checkTransferCoding(
        _ head: HTTPRequestHead,
        _ names: FieldNames
    ) throws(HTTPFault) {
        let codings = head.headers.trimmed("transfer-encoding")
        guard head.version == .http1_1, !names.present.contains(.contentLength) else {
            throw .badRequest("Transfer-Encoding is not allowed in this request.")
        }
        guard codings.count == 1, codings[0].lowercased() == "chunked" else {
            throw .unknownTransferCoding
        }
    }

    /// RFC 9110 section 10.1.1; HTTP/1.0 knows no expectations.
    private static func expectsContinue(
        _ head: HTTPRequestHead,
        _ names: FieldNames
    ) throws(HTTPFault) -> Bool {
        guard names.present.contains(.expect), head.version == .http1_1,
            let expectation = head.headers.firstTrimmed("expect")
        else { return false }
        guard expectation.lowercased() == "100-continue" else { throw .expectationFailed }
        return true
    }
}
