import NIOCore
import StatusEngine
import Testing

@testable import Gateway

@Suite struct AnswerWriterTests {
    let writer = AnswerWriter(
        allocator: ByteBufferAllocator(),
        dates: DateCache(now: { testNow })
    )

    /// An answer in whose head everything stands that can, at its longest.
    private var fullest: Response {
        var answer = Response(
            status: 511,
            contentType: "application/problem+json",
            fields: [Response.Field("Retry-After", "\(Int64.max)"), Response.Field("A", "")],
            body: ByteBuffer(string: "{}"),
            route: .health
        )
        answer.askerFields = [Response.Field("RateLimit", "\"client\";r=0;t=1")]
        answer.dependencies = [.accept, .authorization, .origin]
        answer.caching = CachingFields(
            isAskedForAnew: true,
            tag: EntityTag(of: ByteBuffer(string: "content")),
            age: .min,
            status: CacheStatus(
                outcome: .forwarded(.request),
                secondsLeft: .min,
                isCollapsed: true,
                detail: "a-detail-of-some-length"
            )
        )
        return answer
    }

    @Test(arguments: [true, false], [true, false])
    func `no head takes more than the room it is given`(_ isPrivate: Bool, _ isLast: Bool) {
        var answer = fullest
        answer.isPrivate = isPrivate
        for id in ["r", String(repeating: "r", count: 128)] {
            var envelope = Exchange.Envelope(requestID: id, startedAt: .uptimeNanoseconds(0))
            envelope.namesKeepAlive = true
            let head = writer.head(of: answer, envelope: envelope, isLast: isLast)
            let room = writer.longestHead(of: answer, envelope, writer.dates.dateLine())
            #expect(head.readableBytes <= room)
            #expect(String(buffer: head).hasSuffix("\r\n\r\n"))
        }
    }

    @Test(arguments: [0, AnswerWriter.maximumCopiedBytes, AnswerWriter.maximumCopiedBytes + 1])
    func `a body stands behind its head, copied where it is small`(_ size: Int) {
        let body = ByteBuffer(repeating: UInt8(ascii: "a"), count: size)
        let answer = Response(status: 200, contentType: "text/plain", body: body, route: .health)
        let envelope = Exchange.Envelope(requestID: "r", startedAt: .uptimeNanoseconds(0))
        let answered = writer.write(answer, envelope: envelope, isLast: false)
        #expect((answered.second == nil) == (size <= AnswerWriter.maximumCopiedBytes))
        let second = answered.second.map { String(buffer: $0) } ?? ""
        let written = String(buffer: answered.first) + second
        #expect(written.hasSuffix("\r\n\r\n" + String(buffer: body)))
        #expect(written.contains("Content-Length: \(size)\r\n"))
    }
}
