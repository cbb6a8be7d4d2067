import Testing

@testable import Gateway

@Suite struct PathMisuseTests {
    @Test(arguments: [
        "/groups/../agents", "/groups/..", "/./agents", "/groups/%2e%2E/status", "/groups/%2e",
        "/groups/.%2e", "/%2e%2e/%2e%2e/etc/passwd", "/../../etc/passwd", "/vdns/../groups",
    ])
    func `a dot segment is refused, encoded or not`(_ path: String) {
        #expect(throws: Problem.self) { try PathSegments(parsing: path) }
    }

    @Test(arguments: [
        "/groups/%", "/groups/%2", "/groups/%zz", "/groups/%2g", "/groups/%-1", "/groups/%u0041",
    ])
    func `a broken percent sign is refused`(_ path: String) {
        #expect(throws: Problem.self) { try PathSegments(parsing: path) }
    }

    @Test(arguments: [
        "%ff", "%c0%af", "%c0%80", "%ed%a0%80", "%f4%90%80%80", "%e5%ae", "%80", "%a9",
        "F%a9",
    ])
    func `bytes that are not UTF-8 are refused`(_ segment: String) {
        #expect(throws: Problem.self) { try PathSegments(parsing: "/groups/\(segment)") }
    }

    @Test func `nothing is decoded twice`() throws {
        #expect(try PathSegments(parsing: "/groups/%252e%252e").all == ["groups", "%2e%2e"])
    }

    @Test func `what is echoed is cut short`() throws {
        let path = "/groups/%zz" + String(repeating: "a", count: 10_000)
        let problem = #expect(throws: Problem.self) { try PathSegments(parsing: path) }
        #expect((problem?.detail.utf8.count ?? .max) < 200)
        let combining = String(repeating: "e\u{301}", count: 10_000)
        #expect(Excerpt(combining).description.utf8.count < 200)
    }
}
