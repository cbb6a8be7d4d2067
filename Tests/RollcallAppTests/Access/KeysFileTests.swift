import Gateway
import Roster
import Testing

@testable import RollcallApp

struct KeysFileTests {
    private static let digest = String(repeating: "0a", count: 32)
    private static let other = String(repeating: "0b", count: 32)

    private func file(_ text: String) -> KeysFile {
        let vdns = [170, 171].compactMap { VDN($0) }
        let members = AgentIDSet(ranges: [1031...1033])
        let directory = GroupDirectory([
            vdns[0]: [Group(name: "billing", source: .file, members: members)],
            vdns[1]: [Group(name: "support", source: .file, members: members)],
        ])
        return KeysFile(Array(text.utf8), path: "keys.yaml", groups: directory, vdns: vdns)
    }

    @Test func `names have keys, scopes and limits`() {
        let file = file(
            """
            wallboard: {sha256: \(Self.digest)}
            crm:
              sha256: \(Self.other)
              vdns: [170]
              groups: [billing]
              rateLimit: {requests: 100, window: 10s, burst: 20}
            """
        )
        #expect(file.problems == [])
        #expect(file.keys.map(\.name) == ["wallboard", "crm"])
        #expect(file.keys.map(\.digest.hex) == [Self.digest, Self.other])
        #expect(file.keys[0].scope == .init(vdns: nil, groups: nil))
        #expect(file.keys[1].scope == .init(vdns: [170], groups: ["billing"]))
        let limit = RateLimit(requests: 100, windowSeconds: 10, burst: 20)
        #expect(file.keys.map(\.rateLimit) == [nil, limit])
    }

    @Test(arguments: [
        ("a: {}", "key a (keys.yaml, line 1): has no sha256; rollcall make-key prints"),
        ("a: {sha256: 12ab}", "has a sha256 that is not 64 hex digits"),
        ("a: {sha256: [\(Self.digest)]}", "has a sha256 that is not 64 hex digits"),
        ("a: text", "is not a key"), ("a:", "is not a key"), ("", "has no keys"),
        ("'': {sha256: \(Self.digest)}", "has a name that is not allowed"),
        ("a b: {sha256: \(Self.digest)}", "has a name that is not allowed"),
        ("[a]: {sha256: \(Self.digest)}", "has a name that is not allowed"),
        ("a: {sha265: \(Self.digest)}", "did you mean sha256?"),
        ("a: {sha256: \(Self.digest), colour: red}", "a key has groups, rateLimit, sha256, vdns"),
        ("a: {sha256: \(Self.digest), vdns: 170}", "has vdns that are no list"),
        ("a: {sha256: \(Self.digest), vdns: []}", "leave it out where all are meant"),
        ("a: {sha256: \(Self.digest), vdns: [172]}", "\"172\" is not a VDN that is served"),
        ("a: {sha256: \(Self.digest), groups: [x]}", "\"x\" is not a group of the VDNs covered"),
        (
            "a: {sha256: \(Self.digest), vdns: [170], groups: [support]}",
            "\"support\" is not a group of the VDNs covered"
        ),
        ("a: {sha256: \(Self.digest), groups: [[x]]}", "has groups that are no list of texts"),
        ("a: {sha256: \(Self.digest), rateLimit: 5}", "has a rateLimit of other parts"),
        ("a: {sha256: \(Self.digest), rateLimit: {requests: 1}}", "without requests or window"),
        (
            "a: {sha256: \(Self.digest), rateLimit: {requests: 0, window: 1s}}",
            "without requests or window"
        ),
        (
            "a: {sha256: \(Self.digest), rateLimit: {requests: 1, window: 1500ms}}",
            "without requests or window"
        ),
        (
            "a: {sha256: \(Self.digest), rateLimit: {requests: 1, window: 1s, burst: x}}",
            "has a burst that is not allowed"
        ),
        ("a: {sha256: \(Self.digest)}\nb: {sha256: \(Self.digest)}", "has the same key as a"),
        ("a: {sha256: \(Self.digest)}\na: {sha256: \(Self.other)}", "names \"a\" more than once"),
        ("- a", "is not a list of names"), ("a: [", "is not YAML"),
    ])
    func `misuse is told with the name and what is allowed`(text: String, complaint: String) {
        let problems = file(text).problems.map(\.description)
        #expect(problems.contains { $0.contains(complaint) }, "\(problems)")
    }

    @Test func `all misuse is told at once, with its line`() {
        let problems = file("a: {}\nb: {sha256: x, vdns: [9]}\nc: {sha265: y}").problems
        #expect(problems.count == 5)
        #expect(problems.map { $0.origin?.description.suffix(1) } == ["1", "2", "2", "3", "3"])
    }

    @Test(arguments: [
        "a: {sha256: rk_plain-key}", "rk_plain-key: {sha256: \(Self.digest)}", "a: rk_plain-key",
        "a: {key: rk_plain-key}", "a: {rk_plain-key: 1}", "a: [rk_plain-key]",
    ])
    func `a key that stands where it does not belong is not shown`(text: String) {
        let problems = file(text).problems.map(\.description)
        #expect(!problems.isEmpty)
        #expect(!problems.contains { $0.contains("plain") }, "\(problems)")
    }
}

extension AccessScope {
    /// The scope that a file of ``KeysFileTests`` should give.
    fileprivate init(vdns: Set<Int>?, groups: Set<String>?) {
        let served = [170, 171].compactMap { VDN($0) }
        let members = AgentIDSet(ranges: [1031...1033])
        self.init(
            vdns: vdns.map { Set($0.compactMap { VDN($0) }) },
            groups: groups,
            directory: GroupDirectory([
                served[0]: [Group(name: "billing", source: .file, members: members)],
                served[1]: [Group(name: "support", source: .file, members: members)],
            ]),
            served: served
        )
    }
}
