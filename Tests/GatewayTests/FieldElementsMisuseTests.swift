import NIOHTTP1
import Testing

@testable import Gateway

@Suite struct FieldElementsMisuseTests {
    private func names(_ line: String) -> [String] { FieldElements(line).map(\.name) }

    @Test(arguments: [
        "=1", "a=", "a= ", "a==1", "a b", "a=1 2", "a=b=c", "a/b", "a=1;b=", "a;=1", "a;b c", "(a)",
        "a\"b\"", "a=\"b\"c", "ä", "a=ä", "\"a\"", "a\u{0}", "a;\"b\"", "a=1;/",
    ])
    func `a malformed element does not harm its neighbors`(_ element: String) {
        #expect(names(element) == [])
        #expect(names("x, \(element), y") == ["x", "y"])
    }

    @Test func `a comma in quotes does not end a malformed element`() {
        #expect(names(#"a b="x, wait=1", y"#) == ["y"])
        #expect(names(#"a/"\", wait=1", y"#) == ["y"])
    }

    @Test(arguments: [#"a=""#, #"a="b"#, #"a="b\"#, #"a="b\""#, #"a;b="c"#, #"/""#])
    func `quotes that do not close take the rest of the line with them`(_ element: String) {
        #expect(names("x, \(element)") == ["x"])
        #expect(names("x, \(element), y") == ["x"])
    }

    @Test func `quotes do not reach into the next line`() {
        let headers: HTTPHeaders = ["Prefer": "a=\"b", "prefer": "wait=2, c=\"d"]
        #expect(Preferences(headers).wait == .seconds(2))
    }

    @Test(arguments: [
        ",", ", ", "a,", "a;", "a=\"\\\"", "\"", "\"\"", ";", "=", "a b,", "a=\"b\"c,",
    ])
    func `a field of any length is read to its end`(_ piece: String) {
        let line = String(repeating: piece, count: 32_768 / piece.utf8.count)
        #expect(names(line).allSatisfy { $0 == "a" })
        #expect(Preferences(["prefer": "wait=2,\(line)"]).wait == .seconds(2))
    }
}
