import CMS
import JSONScanning
import Roster
import StatusEngine
import Testing

/// Strings are read eight bytes at a time, digits without a check until they could overflow: what
/// matters may stand at any place of a word, and at its edges.
struct WordwiseScanningTests {
    private static let paddings = 0...24

    private func response(field bytes: [UInt8]) throws(BodyFault) -> BatchResponse {
        let (before, after) = (Array(#"{"note":""#.utf8), Answers.success(rows: Answers.row()))
        return try Answers.read(before + bytes + Array(#"","#.utf8) + after.utf8.dropFirst())
    }

    private func fault(field bytes: [UInt8]) -> BodyFault? {
        do {
            _ = try response(field: bytes)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: ["", #"\""#, #"\\"#, #"\u00e9"#, "é", "€", "😀", " ", "!", "#", "[", "]", "~"])
    func `a string ends at its own quote, wherever in it something stands out`(text: String) throws
    {
        for padding in Self.paddings {
            for rest in Self.paddings {
                let field =
                    String(repeating: "a", count: padding) + text
                    + String(repeating: "b", count: rest)
                let reports = try response(field: Array(field.utf8)).rows.reports
                #expect(reports.map(\.id.number) == [1031])
            }
        }
    }

    @Test func `a control character spoils a string wherever it stands`() {
        for control in UInt8(0)..<0x20 {
            for padding in Self.paddings {
                let plain = [UInt8](repeating: 0x61, count: padding)
                #expect(fault(field: plain + [control] + plain) == .notJSON)
            }
        }
    }

    @Test func `a byte that begins no character spoils a string wherever it stands`() {
        for byte in [0x80, 0xBF, 0xC1, 0xFF] as [UInt8] {
            for padding in Self.paddings {
                let plain = [UInt8](repeating: 0x61, count: padding)
                #expect(fault(field: plain + [byte] + plain) == .invalidUTF8)
            }
        }
    }

    @Test(arguments: 1...12)
    func `a number keeps each of its digits`(digits: Int) throws {
        let text = String("123456789012".prefix(digits))
        let row = Answers.row(1031, ["logonTime": "", "prevStateTime": text])
        let report = try Answers.read(Answers.success(rows: row)).rows.reports.first
        let number = try #require(Int64(text))
        #expect(report?.previousStateSeconds == (number < 4_294_967_295 ? number : nil))
    }

    @Test(arguments: [
        ("999999999999999999", "numberOutOfRange"),
        ("1000000000000000000", "numberOutOfRange"),
        ("9223372036854775807", "numberOutOfRange"),
        ("9223372036854775808", "numberOutOfRange"),
        ("99999999999999999999", "numberOutOfRange"),
        ("-9223372036854775808", "numberOutOfRange"),
        ("-9223372036854775809", "numberOutOfRange"),
        ("100000000000000000.5", "numberNotWhole"),
    ])
    func `a number that fits is told from one that does not`(id: String, anomaly: String) throws {
        let row = Answers.row(1031, ["agentRelease": id])
        let response = try Answers.read(Answers.success(rows: row))
        #expect(response.met == [anomaly: 1])
        let named = Answers.row(1031, ["agentId": id])
        let isWhole = anomaly == "numberOutOfRange"
        let answer = Answers.success(rows: named, Answers.row(1099))
        #expect(try Answers.read(answer).met[isWhole ? "idOutOfRange" : anomaly] == 1)
        #expect(try Answers.read(answer).rows.reports.map(\.id.number) == [1099])
    }
}
