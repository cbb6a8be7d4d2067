import Testing

@testable import StatusEngine

@Suite struct StateDocumentTests {
    private let document = StateDocument(
        sequence: 7,
        [
            StateDocument.Section("agents", [0, 1, 10, 255]),
            StateDocument.Section("groups", version: 3, []),
        ]
    )

    @Test func `what is written is read again`() throws {
        #expect(try StateDocument(document.bytes[...]) == document)
        #expect(try StateDocument(StateDocument([]).bytes[...]) == StateDocument([]))
        let padded = document.bytes + [1, 2, 3]
        #expect(try StateDocument(padded[...], isPadded: true) == document)
    }

    @Test func `a section is found by its name and version`() {
        #expect(document.content(of: "agents") == [0, 1, 10, 255])
        #expect(document.content(of: "groups") == nil)
        #expect(document.content(of: "groups", version: 3) == [])
    }

    @Test func `its head and its sections begin with a line of text`() {
        let text = String(decoding: StateDocument(sequence: 2, []).bytes, as: UTF8.self)
        #expect(text.hasPrefix("rollcall state 1 2 0 "))
        #expect(text.hasSuffix("\n"))
    }

    @Test func `every damaged bit, missing byte and added byte is noticed`() {
        let bytes = document.bytes
        for index in bytes.indices {
            for bit in 0..<8 {
                var damaged = bytes
                damaged[index] ^= 1 << bit
                #expect(throws: StateFileError.self) { try StateDocument(damaged[...]) }
                #expect(throws: StateFileError.self) {
                    try StateDocument(damaged[...], isPadded: true)
                }
            }
            #expect(throws: StateFileError.self) {
                try StateDocument(bytes[..<index], isPadded: true)
            }
        }
        #expect(throws: StateFileError.wrongLength) { try StateDocument((bytes + [0])[...]) }
    }

    @Test(arguments: [
        ("", StateFileError.notOurs), ("{}", .notOurs), ("rollcall state\n", .notOurs),
        ("rollcall state 2 0 0 00000000\n", .unknownVersion),
        ("rollcall state 1 0 -1 00000000\n", .wrongLength),
        ("rollcall state 1 0 9999999999999999999 00000000\n", .wrongLength),
        ("rollcall state 1 x 0 00000000\n", .wrongLength),
        ("rollcall state 1 0 0 00000000\n", .wrongChecksum),
    ])
    func `what is no document is refused with the reason`(text: String, error: StateFileError) {
        #expect(throws: error) { try StateDocument(Array(text.utf8)[...]) }
    }
}
