import NIOCore
import Roster
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

    @Test func `moments of three days in turn are written as each is`() {
        let days: [Int64] = [0, 1, 0, 1, 1, 2, 0, 2, 1, 0, -1, 1]
        let moments = days.map { Timestamp(milliseconds: ($0 * 86_400 + 3_661) * 1_000) }
        var buffer = ByteBuffer()
        buffer.write(atMost: 1_024) { writer in
            for moment in moments { writer.moment(moment) }
        }
        #expect(String(buffer: buffer) == moments.map { "\"\($0)\"" }.joined())
    }
}
