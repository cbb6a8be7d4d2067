import NIOHTTP1
import Testing

@testable import Gateway

@Suite struct CrossOriginTests {
    private let policy = CrossOrigin(origins: [
        "https://wallboard.example", "http://localhost:3000",
    ])

    private func marked(
        _ policy: CrossOrigin,
        _ headers: HTTPHeaders,
        method: HTTPMethod = .GET,
        fields: [Response.Field] = []
    ) -> [String: String] {
        let request = Request(id: "r", method: method, path: "/", headers: headers)
        var response = Response(status: 200, contentType: nil, fields: fields, route: .none)
        policy.mark(&response, for: OriginAsking(request))
        return response.writtenFields
    }

    @Test func `an allowed origin may read the answer and its fields`() {
        let fields = marked(policy, ["Origin": "https://wallboard.example"])
        #expect(fields["Access-Control-Allow-Origin"] == "https://wallboard.example")
        #expect(fields["Access-Control-Expose-Headers"]?.contains("ETag") == true)
        #expect(fields["Vary"] == "Origin")
        #expect(fields["Access-Control-Allow-Credentials"] == nil)
        #expect(fields["Access-Control-Max-Age"] == nil)
    }

    @Test(arguments: [
        "https://wallboard.example.evil", "http://wallboard.example",
        "https://wallboard.example:444",
        "null", "", "*", "https://evil.example", "https://Wallboard.example",
    ])
    func `another origin gets no field but Vary`(origin: String) {
        #expect(marked(policy, ["Origin": origin]) == ["Vary": "Origin"])
    }

    @Test func `an answer without an origin varies all the same`() {
        #expect(marked(policy, [:]) == ["Vary": "Origin"])
    }

    @Test func `two origins are none`() {
        let headers = HTTPHeaders([
            ("Origin", "https://wallboard.example"), ("Origin", "https://wallboard.example"),
        ])
        #expect(marked(policy, headers) == ["Vary": "Origin"])
    }

    @Test func `a preflight names methods, fields and how long it holds`() {
        let headers = HTTPHeaders([
            ("Origin", "https://wallboard.example"), ("Access-Control-Request-Method", "GET"),
        ])
        let allow = [Response.Field("Allow", "GET, HEAD, OPTIONS")]
        let fields = marked(policy, headers, method: .OPTIONS, fields: allow)
        #expect(fields["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS")
        #expect(fields["Access-Control-Allow-Headers"]?.contains("X-API-Key") == true)
        #expect(fields["Access-Control-Max-Age"] == "7200")
    }

    @Test func `any origin is a star, and nothing varies by it`() {
        let fields = marked(CrossOrigin(origins: ["*"]), ["Origin": "https://evil.example"])
        #expect(fields["Access-Control-Allow-Origin"] == "*")
        #expect(fields["Vary"] == nil)
        #expect(fields["Access-Control-Allow-Credentials"] == nil)
    }
}
