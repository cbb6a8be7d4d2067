import NIOCore
import Testing

@testable import Gateway

@Suite struct ByteWriterTests {
    private func written(_ longest: Int, _ write: (inout ByteWriter) -> Void) -> String {
        var buffer = ByteBuffer()
        buffer.write(atMost: longest, write)
        return String(buffer: buffer)
    }

    @Test(arguments: [
        (Int64.zero, "0"), (7, "7"), (-7, "-7"), (10, "10"), (1_795_420_955, "1795420955"),
        (.max, "9223372036854775807"), (.min, "-9223372036854775808"),
    ])
    func `numbers are written in decimal`(_ number: Int64, _ text: String) {
        #expect(written(ByteWriter.longestNumber) { $0.number(number) } == text)
        #expect(text.utf8.count <= ByteWriter.longestNumber)
    }

    @Test(arguments: ["", "a", "15 bytes or less", "a text that lies on the heap", "ä\u{0}€"])
    func `texts and buffers are written as they are`(_ text: String) {
        #expect(written(64) { $0.text(text) } == text)
        #expect(written(64) { $0.bytes(of: ByteBuffer(string: text)) } == text)
    }
}
