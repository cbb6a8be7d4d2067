import StatusEngine
import Testing

@testable import RollcallApp

struct SlotFileTests {
    private static let path = "/state/slots"
    private static let size = 256
    private let files = MemoryStateFiles()

    private var file: SlotFile { SlotFile(Self.path, slotSize: Self.size, files) }

    private func section(_ number: UInt8) -> [StateDocument.Section] {
        [StateDocument.Section("number", [number])]
    }

    private var latest: UInt8? {
        guard case .document(let document, _) = file.read() else { return nil }
        return document.content(of: "number")?.first
    }

    @Test func `its room is taken once, and nothing is in it then`() throws {
        #expect(file.read() == .nothing)
        try file.prepare()
        try file.prepare()
        #expect(file.read() == .nothing)
        #expect(files.done == ["replace \(Self.path)"])
        #expect(files.files[Self.path]?.count == 2 * Self.size)
    }

    @Test func `what was written last is read, and its size stays`() throws {
        try file.prepare()
        for number: UInt8 in 1...5 {
            try file.write(section(number))
            #expect(latest == number)
        }
        #expect(files.done.dropFirst() == Array(repeating: "overwrite \(Self.path)", count: 5)[...])
        #expect(files.files[Self.path]?.count == 2 * Self.size)
    }

    @Test func `a write that is cut off anywhere leaves what was before it`() throws {
        try file.prepare()
        for number: UInt8 in 1...2 { try file.write(section(number)) }
        let before = try #require(files.files[Self.path])
        try file.write(section(3))
        let after = try #require(files.files[Self.path])
        let changed = before.indices.filter { before[$0] != after[$0] }
        for end in changed.dropLast() {
            files.files[Self.path] = Array(after[...end] + before[(end + 1)...])
            #expect(latest == 2)
            try file.write(section(9))
            #expect(latest == 9)
        }
    }

    @Test func `a file that is gone or of another size is made anew at the next write`() throws {
        try file.write(section(1))
        #expect(latest == 1)
        files.files = [:]
        try file.write(section(2))
        #expect(latest == 2)
        for damage: [UInt8] in [[], [1], Array(repeating: 1, count: 2 * Self.size + 1)] {
            files.files[Self.path] = damage
            guard case .unreadable = file.read() else {
                Issue.record("read \(damage.count) bytes")
                continue
            }
            try file.write(section(3))
            #expect(latest == 3)
        }
    }

    @Test func `a document that does not fit is refused, and what was before it stays`() throws {
        try file.write(section(1))
        let long = StateDocument.Section("number", Array(repeating: 2, count: Self.size))
        #expect(throws: FileWriteTrouble.self) { try file.write([long]) }
        #expect(latest == 1)
    }
}
