import CMS
import Foundation
import Testing

/// The reader beside `JSONSerialization`, from fixed seeds.
@Suite(.timeLimit(.minutes(5)))
struct ComparisonTests {
    @Test(arguments: 1...4)
    func `spoilt documents are judged and read as JSONSerialization does, but for known causes`(
        seed: Int
    ) throws {
        var mutator = Mutator(seed: UInt64(seed))
        let originals = [
            try Fixture.bytes("batch-response.json"),
            Array(
                Answers.success(rows: Answers.row(1031, extra: #","n":"é𝄞\u00e9","l":[1.5e3]"#))
                    .utf8
            ),
            Array(#"{"resultCode":"0100002","resultDesc":"illegal parameter"}"#.utf8),
        ]
        let found = try compare((0..<1_500).map { mutator.mutate(originals[$0 % 3]) })
        #expect(found.agreed.rows > 100 && found.agreed.notJSON > 900)
        #expect(found.explained[.trailingComma, default: 0] <= 5)
        #expect(found.explained[.hugeExponent, default: 0] <= 5)
        #expect(found.explained[.duplicateMember, default: 0] <= 5)
        #expect(found.explained[.otherEncoding, default: 0] <= 2)
        #expect(found.explained[.foreignWords, default: 0] <= 40)
        #expect(found.explained[.depth, default: 0] == 0)
    }

    @Test(arguments: 1...4)
    func `documents of right JSON and any content are read the same, without exception`(
        seed: Int
    ) throws {
        var answers = RandomAnswers(seed: UInt64(seed))
        let found = try compare((0..<750).map { _ in answers.next() })
        #expect(found.explained.isEmpty)
        #expect(found.agreed.rows > 500)
    }

    @Test(arguments: [
        (Difference.trailingComma, #"{"resultCode":"0100000","resultDesc":[1, ],}"#),
        (.hugeExponent, #"{"resultCode":"0100000","resultDesc":[{"agentId":1e999}]}"#),
        (.duplicateMember, #"{"resultCode":"0100000","resultDesc":[],"resultDesc":[]}"#),
        (.otherEncoding, "{\u{0}}\u{0}"),
        (
            .depth,
            "{\"a\":" + String(repeating: "[", count: 64) + String(repeating: "]", count: 64) + "}"
        ),
    ])
    func `each known cause is one, and is told from the others`(cause: Difference, text: String) {
        let document = Array(text.utf8)
        #expect(ReferenceOutcome(scanning: document) != ReferenceReader.read(document))
        #expect(Difference.explaining(document) == cause)
    }

    private struct Found {
        var agreed = (rows: 0, notJSON: 0, other: 0)
        var explained: [Difference: Int] = [:]
    }

    private func compare(_ documents: [[UInt8]]) throws -> Found {
        var found = Found()
        for document in documents {
            let ours = ReferenceOutcome(scanning: document)
            guard ours != ReferenceReader.read(document) else {
                switch ours {
                case .rows: found.agreed.rows += 1
                case .notJSON: found.agreed.notJSON += 1
                default: found.agreed.other += 1
                }
                continue
            }
            let text = String(decoding: document, as: UTF8.self)
            let cause = try #require(Difference.explaining(document), "\(ours): \(text)")
            found.explained[cause, default: 0] += 1
        }
        return found
    }
}
