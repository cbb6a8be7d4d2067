import NIOCore
import NIOHTTP1
import Testing

@testable import Gateway

@Suite struct IfNoneMatchTests {
    private let tag = EntityTag(of: ByteBuffer(string: "a"))

    private func holds(_ lines: String...) -> Bool {
        let fields = lines.map { ("If-None-Match", $0.replacing("TAG", with: tag.opaque)) }
        return IfNoneMatch(HTTPHeaders([("Host", "a")] + fields)).holds(tag)
    }

    @Test func `a client that names nothing has nothing`() {
        #expect(!holds())
        #expect(!IfNoneMatch.nothing.holds(tag))
    }

    @Test(arguments: [
        "W/\"TAG\"", "\"TAG\"", " W/\"TAG\" ", "W/\"TAG\", \"b\"", "\"b\", W/\"TAG\", \"c\"",
        "\"b\",\"c\",\"TAG\"", ",, \"b\" ,\t\"TAG\",", "\"\", \"TAG\"", "\"é\", \"TAG\"",
        "b, \"TAG\"", "W/b, \"TAG\"", "\"b\" x, \"TAG\"", "\"a,b\", \"TAG\"", "*", " * ",
        "\"b\\\", \"TAG\"",
    ])
    func `a tag is found among others, weak or strong`(_ line: String) {
        #expect(holds(line))
    }

    @Test(arguments: [
        "", " ", ",", "\"b\"", "TAG", "w/\"TAG\"", "W\"TAG\"", "W\\\"TAG\"", "W/ \"TAG\"", "W/TAG",
        "\"TAG", "TAG\"", "\"TAG\"x", "\"TAG\" \"TAG\"", "'TAG'", "\" TAG\"", "\"TAG \"", "\"TA\"",
        "\"TAGx\"", "**", "* *", "\"*\"", "W/*", "*, \"b\"", "\"b\"; \"TAG\"", "W/W/\"TAG\"",
        "\"\u{7F}TAG\"", "x\"TAG\"",
    ])
    func `what is not a tag, or another one, is not found`(_ line: String) {
        #expect(!holds(line))
    }

    @Test func `several lines are one list, and an asterisk stands alone`() {
        #expect(holds("\"b\"", "W/\"TAG\""))
        #expect(!holds("\"b\"", "*"))
    }

    @Test func `a line of any length is read once`() {
        let many = String(repeating: "\"b\", ", count: 6_000)
        #expect(holds(many + "\"TAG\""))
        #expect(!holds(many))
        #expect(!holds(String(repeating: "\"", count: 30_000)))
        #expect(!holds(String(repeating: "W/", count: 15_000)))
    }
}
