import Testing

@testable import Gateway

@Suite struct LineEndsTests {
    private func ends(_ pieces: [String]) -> (onlyLineEnds: [Bool], beginWithEmptyLine: Bool) {
        var ends = LineEnds()
        let only = pieces.map { ends.add(Array($0.utf8).span) }
        return (only, ends.beginWithEmptyLine)
    }

    @Test(arguments: [
        (["a\r\n\r\n"], true), (["a\r\n\r\n\n"], true), (["a\r", "\n\r", "\n"], true),
        (["a\r\n\r\n", "\r\n"], true), (["a\r\n\r\nb\r\n"], false), (["a\r\n\r"], false),
        (["a\n\n"], false), (["a\r\n\r\nb"], false), (["a\r\n\r\n", "b\r\n", "\r\n"], true),
        ([], false),
    ])
    func `a run that begins with an empty line is seen however it was cut`(
        _ pieces: [String],
        _ isSeen: Bool
    ) {
        #expect(ends(pieces).beginWithEmptyLine == isSeen)
    }

    @Test func `what holds nothing but line ends is told from the rest`() {
        #expect(ends(["\r\n", "a\r\n", "\n", "b"]).onlyLineEnds == [true, false, true, false])
    }
}
