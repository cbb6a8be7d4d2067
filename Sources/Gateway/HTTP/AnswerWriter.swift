internal import NIOCore
internal import NIOHTTP1

/// Makes the bytes of an answer: head and body together, as one ready buffer.
struct AnswerWriter {
    /// Up to this size the body is copied behind the head; above, copying costs more than the
    /// second buffer, and both leave in one vectored write.
    static let maximumCopiedBytes = 65_536
    /// About what a head takes.
    private static let headCapacity = 384

    /// Where buffers come from.
    let allocator: ByteBufferAllocator
    /// The `Date` line of this event loop.
    let dates: DateCache

    /// The answer as one buffer, or as two where the body is large.
    func buffers(
        for answer: Response,
        envelope: Exchange.Envelope,
        isLast: Bool
    ) -> (first: ByteBuffer, second: ByteBuffer?) {
        let bodySize = answer.body.readableBytes
        let isCopied = !envelope.isHead && bodySize <= Self.maximumCopiedBytes
        let capacity = Self.headCapacity + (isCopied ? bodySize : 0)
        var buffer = allocator.buffer(capacity: capacity)
        writeHead(of: answer, envelope: envelope, isLast: isLast, to: &buffer)
        if isCopied { buffer.writeImmutableBuffer(answer.body) }
        return (buffer, envelope.isHead || isCopied ? nil : answer.body)
    }

    private func writeHead(
        of answer: Response,
        envelope: Exchange.Envelope,
        isLast: Bool,
        to buffer: inout ByteBuffer
    ) {
        writeStatusLine(answer.status, to: &buffer)
        buffer.writeImmutableBuffer(dates.dateLine())
        if let contentType = answer.contentType { write("Content-Type", contentType, to: &buffer) }
        // RFC 9110 section 8.6: a 204 has no Content-Length, and that of a 304 would be the 200's.
        if answer.status != 204, answer.status != 304 {
            write("Content-Length", String(answer.body.readableBytes), to: &buffer)
        }
        write("X-Request-Id", envelope.requestID, to: &buffer)
        if isLast {
            write("Connection", "close", to: &buffer)
        } else if envelope.namesKeepAlive {
            write("Connection", "keep-alive", to: &buffer)
        }
        answer.caching?.write(to: &buffer)
        for field in answer.fields { write(field.name, field.value, to: &buffer) }
        buffer.writeStaticString("\r\n")
    }

    private func writeStatusLine(_ status: Int, to buffer: inout ByteBuffer) {
        guard status != 200 else {
            buffer.writeStaticString("HTTP/1.1 200 OK\r\n")
            return
        }
        let reason = HTTPResponseStatus(statusCode: status).reasonPhrase
        buffer.writeString("HTTP/1.1 \(status) \(reason)\r\n")
    }

    private func write(_ name: String, _ value: String, to buffer: inout ByteBuffer) {
        buffer.writeString(name)
        buffer.writeStaticString(": ")
        buffer.writeString(value)
        buffer.writeStaticString("\r\n")
    }
}
