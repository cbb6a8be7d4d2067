import Gateway
import Roster
import StatusEngine
import Testing

@testable import RollcallApp

struct MakeKeyTests {
    private let terminal = RecordedTerminal()

    private func make(_ name: String, seed: UInt64 = 1) -> RollcallApp.ExitStatus {
        let surroundings = CommandSurroundings(
            environment: [:],
            files: MemoryFiles(),
            terminal: terminal,
            logSink: RecordedLog()
        )
        var numbers = SplitMix64(seed: seed)
        return MakeKey(name: name).run(in: surroundings, using: &numbers)
    }

    @Test func `the line printed lets the key printed in`() throws {
        #expect(make("wallboard") == .success)
        let lines = terminal.said.split(separator: "\n").map(String.init)
        try #require(lines.count == 4)
        let file = KeysFile(Array(lines[3].utf8), path: "keys.yaml", groups: .init([:]), vdns: [])
        #expect(file.problems == [])
        #expect(APIKeys(file.keys).key(presented: lines[1])?.name == "wallboard")
        #expect(!lines[3].contains(lines[1].dropFirst(3)))
    }

    @Test func `a key has 258 random bits in letters that need no escape`() {
        var numbers = SplitMix64(seed: 7)
        let keys = (0..<200).map { _ in NewKey(using: &numbers).text }
        #expect(Set(keys).count == 200)
        #expect(keys.allSatisfy { $0.hasPrefix("rk_") && $0.utf8.count == 46 })
        let digits = Set(keys.flatMap { $0.dropFirst(3) })
        #expect(digits.count == 64)
        #expect(
            digits.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) }
        )
    }

    @Test func `a name that is not allowed gets no key`() {
        #expect(make("a b").rawValue == 64)
        #expect(terminal.said.isEmpty)
        #expect(terminal.complained.contains("letters, digits"))
    }
}
