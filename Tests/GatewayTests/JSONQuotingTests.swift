import JSONScanning
import Testing

@Suite struct JSONQuotingTests {
    @Test func `what JSON asks for is escaped, and nothing else`() {
        #expect(
            "a \"b\" \\ /\n\r\t\u{1}\u{1F}é😀".jsonQuoted() == #""a \"b\" \\ /\n\r\t\u0001\u001fé😀""#
        )
        #expect("".jsonQuoted() == "\"\"")
    }

    @Test
    func `further characters are escaped where they are named, in pairs beyond the basic plane`() {
        let text = "\u{7F}\u{2028}😀é"
        #expect(
            text.jsonQuoted { !"é".unicodeScalars.contains($0) } == #""\u007f\u2028\ud83d\ude00é""#
        )
    }
}
