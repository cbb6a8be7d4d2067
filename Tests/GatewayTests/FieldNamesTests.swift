import NIOHTTP1
import Testing

@testable import Gateway

@Suite struct FieldNamesTests {
    static let known: [(String, FieldNames.Names)] = [
        ("Host", .host), ("Content-Length", .contentLength),
        ("Transfer-Encoding", .transferEncoding), ("Expect", .expect), ("Upgrade", .upgrade),
        ("X-Request-Id", .requestID), ("Prefer", .prefer), ("Cache-Control", .cacheControl),
        ("Pragma", .pragma), ("If-None-Match", .ifNoneMatch),
        ("Connection", .connection), ("Proxy-Connection", .connection),
    ]

    @Test(arguments: known)
    func `a field is found however its name is written`(
        _ name: String,
        _ expected: FieldNames.Names
    ) {
        for written in [name, name.lowercased(), name.uppercased()] {
            let found = FieldNames(["Accepts": "*/*", written: "a"])
            #expect(found.present == expected)
            #expect(found.repeated.isEmpty)
        }
    }

    @Test(arguments: ["", "Hos", "Hosts", "Most", "X-Request-Ip", "ETag", "Prefix", "Pragna"])
    func `other fields are no concern`(_ name: String) {
        #expect(FieldNames([name: "a"]).present.isEmpty)
    }

    @Test func `a field that is there more than once is told`() {
        let found = FieldNames(["Host": "a", "Prefer": "wait=1", "host": "b", "Pragma": "c"])
        #expect(found.present == [.host, .prefer, .pragma])
        #expect(found.repeated == .host)
    }
}
