import CMS
import Crypto
import Foundation
import Roster
import Testing

struct SignatureTests {
    let credentials = Credentials(accessKey: "AK", secretKey: "SK")

    @Test func `there are three vectors`() {
        #expect(SigningVector.all.count == 3)
    }

    @Test(arguments: SigningVector.all)
    func `a vector's authorization is met`(vector: SigningVector) {
        let authorization = Signature.authorization(
            for: vector.request,
            credentials: vector.credentials,
            timestamp: vector.timestamp,
            emptyQueryLine: vector.blankLine
        )
        #expect(authorization == vector.authorization)
        #expect(authorization.hasSuffix("/" + vector.signature))
    }

    @Test(arguments: SigningVector.all.filter { $0.signingKey != nil })
    func `a vector's signing key and canonical request are met`(vector: SigningVector) {
        let prefix = Signature.prefix(
            of: vector.request,
            credentials: vector.credentials,
            timestamp: vector.timestamp
        )
        let canonical = Signature.canonicalRequest(vector.request, emptyQueryLine: vector.blankLine)
        #expect(
            Signature.signingKey(secretKey: vector.secretKey, prefix: prefix) == vector.signingKey
        )
        #expect(String(decoding: canonical, as: UTF8.self) == vector.canonicalRequest)
    }

    @Test func `no query has no line, or a blank one where that is set`() {
        let request = SignableRequest(
            method: "GET",
            path: "/p",
            headers: [("host", "h:1")],
            body: []
        )
        #expect(canonical(request, .omit) == "GET\n/p\nhost\nhost:h%3A1\n")
        #expect(canonical(request, .blank) == "GET\n/p\n\nhost\nhost:h%3A1\n")
    }

    @Test func `a query is encoded and sorted, and its line stands in both settings`() {
        let request = SignableRequest(
            method: "GET",
            path: "/p",
            query: [("b", "2 3"), ("a/x", "ü~"), ("B", ""), ("a", "&="), ("a", "%")],
            headers: [("host", "h")],
            body: []
        )
        let line = "B=&a%2Fx=%C3%BC~&a=%25&a=%26%3D&b=2%203"
        #expect(canonical(request, .omit) == "GET\n/p\n\(line)\nhost\nhost:h\n")
        #expect(canonical(request, .blank) == canonical(request, .omit))
    }

    @Test func `headers are sorted by name and their values trimmed, not squeezed`() {
        let request = SignableRequest(
            method: "POST",
            path: "/p",
            headers: [("host", " \th "), ("content-type", "a;  b\t"), ("content-length", "   ")],
            body: Array("x".utf8)
        )
        let lines = [
            "POST", "/p", "content-length;content-type;host", "content-length:",
            "content-type:a%3B%20%20b", "host:h", "x",
        ]
        #expect(canonical(request, .omit) == lines.joined(separator: "\n"))
    }

    @Test func `every byte is kept or escaped as the contract says`() {
        let body = (0...UInt8.max).map { $0 }
        let request = SignableRequest(method: "M", path: "/", headers: [("host", "h")], body: body)
        let kept = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
        let encoded = body.map { byte in
            kept.contains(byte)
                ? String(UnicodeScalar(byte))
                : "%" + (byte < 16 ? "0" : "")
                    + String(byte, radix: 16, uppercase: true)
        }
        #expect(canonical(request, .omit) == "M\n/\nhost\nhost:h\n" + encoded.joined())
    }

    @Test func `six thousand ids are signed right`() throws {
        let ids = (70_000..<76_000).compactMap { AgentID($0) }
        let vdn = try #require(VDN(170))
        let batch = BatchRequest(ccID: 1, vdn: vdn, agents: ids)
        let baseURL = try BaseURL(parsing: "https://cms.example.test:28443")
        let headers = batch.signedHeaders(
            for: baseURL,
            credentials: credentials,
            signing: SigningSettings(),
            at: Timestamp(milliseconds: 1_795_420_800_000)
        )
        #expect(batch.body.count == 36_033)
        let expected = plainAuthorization(body: String(decoding: batch.body, as: UTF8.self))
        #expect(headers.last?.value == expected)
    }

    @Test func `neither printing nor dumping credentials shows the secret key`() {
        let credentials = Credentials(accessKey: "AK", secretKey: "hush-hush")
        var dumped = ""
        dump(credentials, to: &dumped)
        #expect(!"\(credentials) \(String(reflecting: credentials)) \(dumped)".contains("hush"))
    }

    private func canonical(
        _ request: SignableRequest,
        _ line: SigningSettings.EmptyQueryLine
    ) -> String {
        String(decoding: Signature.canonicalRequest(request, emptyQueryLine: line), as: UTF8.self)
    }

    /// The contract's seven steps once more, by other means.
    private func plainAuthorization(body: String) -> String {
        var kept = CharacterSet()
        kept.insert(
            charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
        )
        let encode = { (text: String) in
            text.addingPercentEncoding(withAllowedCharacters: kept) ?? ""
        }
        let names = "content-length;content-type;host"
        let prefix = "auth-v2/AK/2026-11-23T08:00:00.000Z/\(names)"
        let text = """
            POST
            \(BatchRequest.path)
            \(names)
            content-length:\(body.utf8.count)
            content-type:\(encode("application/json;charset=UTF-8"))
            host:\(encode("cms.example.test:28443"))
            \(encode(body))
            """
        return "\(prefix)/\(hmac(hmac("SK", prefix), text))"
    }

    private func hmac(_ key: String, _ message: String) -> String {
        let key = SymmetricKey(data: Data(key.utf8))
        return HMAC<SHA256>.authenticationCode(for: Data(message.utf8), using: key)
            .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
