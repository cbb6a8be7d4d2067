import Foundation
import Logging
import Testing

@testable import RollcallApp

struct LogHandlerTests {
    private let log = RecordedLog()

    @Test func `a text line has time, level, message and sorted pairs`() {
        log.logger().info("It happened.", metadata: ["b.two": "2", "a.one": "with space"])
        #expect(
            log.lines == [
                "2026-11-23T08:00:00.000Z info It happened. a.one=\"with space\" b.two=2"
            ]
        )
    }

    @Test(arguments: ["a\nb", "a\r\nb", "\u{2028}", "a\u{0}", "\"", "\\", "x=y", ""])
    func `a value never breaks out of its line or its quotes`(value: String) throws {
        log.logger().info("M.", metadata: ["k": "\(value)"])
        log.logger(.json).info("M.", metadata: ["k": "\(value)"])
        #expect(log.lines.allSatisfy { !$0.contains(where: \.isNewline) })
        let object = try JSONSerialization.jsonObject(with: Data(log.lines[1].utf8))
        #expect((object as? [String: String])?["k"] == value)
        #expect(log.lines[0].hasPrefix("2026-11-23T08:00:00.000Z info M. k=\""))
    }

    @Test func `a JSON line has its own members and metadata beside them`() throws {
        log.logger(.json).warning("Odd.", metadata: ["level": "mine", "cms.vdn": "170"])
        let object = try JSONSerialization.jsonObject(with: Data(log.lines[0].utf8))
        let expected = [
            "time": "2026-11-23T08:00:00.000Z", "level": "warning", "message": "Odd.",
            "_level": "mine", "cms.vdn": "170",
        ]
        #expect(object as? [String: String] == expected)
    }

    @Test func `lines below the level are not written`() {
        let logger = log.logger(level: .warning)
        logger.info("No.")
        logger.error("Yes.")
        #expect(log.lines.count == 1)
    }

    @Test func `metadata of the logger stand in every line and give way to the event's`() {
        var logger = log.logger()
        logger[metadataKey: "a"] = "logger"
        logger.info("One.")
        logger.info("Two.", metadata: ["a": "event"])
        #expect(log.lines.map { String($0.suffix(8)) } == ["a=logger", " a=event"])
    }
}
