internal import CMSSimulator
internal import Foundation
internal import Testing

/// How a call's body is read.
struct BatchRequestTests {
    private static let plain = Array(#"{"ccId":1,"vdn":170,"agentIds":[1031,1099,999999]}"#.utf8)
    private static let expected = BatchRequest(
        ccID: 1,
        vdn: 170,
        agentIDs: [1_031, 1_099, 999_999]
    )

    @Test(arguments: [
        #"{"ccId":1,"vdn":170,"agentIds":[1031,1099,999999]}"#,
        #" { "agentIds" : [ 1031 , 1099 ,"# + "\n\t" + #"999999 ] , "vdn" : 170 , "ccId" : 1 } "#,
        #"{"ccId":1,"vdn":170,"agentIds":[1031,1099,999999],"more":{"a":[1,"x"]}}"#,
        #"{"cc\u0049d":1,"vdn":170.0,"agentIds":[1031,1099,999999]}"#,
    ])
    func `members are read in any order, spaced, escaped and among others`(text: String) {
        #expect(BatchRequest(json: Array(text.utf8)) == Self.expected)
    }

    @Test func `the plain form is read as Foundation reads it, however it is damaged`() {
        var random = SeededRandom(3)
        let pieces = Array(#"{}[]":, 0123456789-.eE\ncvaIdgst"#.utf8)
        for _ in 0..<4_000 {
            var bytes = Self.plain
            for _ in 0..<random.draw(1...3) {
                let place = Int(random.draw(0...Int64(bytes.count - 1)))
                let piece = pieces[Int(random.draw(0...Int64(pieces.count - 1)))]
                switch random.draw(0...2) {
                case 0: bytes[place] = piece
                case 1: bytes.insert(piece, at: place)
                default: bytes.remove(at: place)
                }
            }
            let reference = try? JSONDecoder().decode(BatchRequest.self, from: Data(bytes))
            #expect(
                BatchRequest(json: bytes) == reference,
                "\(String(decoding: bytes, as: UTF8.self))"
            )
        }
    }
}
