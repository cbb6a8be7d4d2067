import Foundation
import NIOCore

@testable import Gateway

extension Response {
    /// The header fields as a client sees them, but for those every answer has.
    var writtenFields: [String: String] {
        let writer = AnswerWriter(
            allocator: ByteBufferAllocator(),
            dates: DateCache(now: { testNow })
        )
        let envelope = Exchange.Envelope(requestID: "r", startedAt: .uptimeNanoseconds(0))
        let head = writer.head(of: self, envelope: envelope, isLast: false)
        let lines = String(buffer: head).split(separator: "\r\n").dropFirst()
        let fields = lines.compactMap { line -> (String, String)? in
            guard let colon = line.range(of: ": ") else { return nil }
            return (String(line[..<colon.lowerBound]), String(line[colon.upperBound...]))
        }
        let common = ["Date", "Content-Length", "X-Request-Id"]
        return Dictionary(fields.filter { !common.contains($0.0) }) { first, second in
            "\(first), \(second)"
        }
    }
}
