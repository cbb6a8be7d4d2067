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

    /// The head alone, of an answer whose body is a stream.
    func head(of answer: Response, envelope: Exchange.Envelope, isLast: Bool) -> ByteBuffer {
        var buffer = allocator.buffer(capacity: Self.headCapacity)
        writeHead(of: answer, envelope: envelope, isLast: isLast, to: &buffer)
        return buffer
    }

    /// A page of a stream as one chunk (RFC 9112 section 7.1); no empty one, which would be the end.
    func chunk(_ page: ByteBuffer) -> (size: ByteBuffer, page: ByteBuffer) {
        var size = allocator.buffer(capacity: 16)
        size.writeString(String(page.readableBytes, radix: 16))
        size.writeStaticString("\r\n")
        var page = page
        page.writeStaticString("\r\n")
        return (size, page)
    }

    /// What follows the last page of a stream.
    func end(isChunked: Bool) -> ByteBuffer {
        isChunked ? ByteBuffer(staticString: "0\r\n\r\n") : ByteBuffer()
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
        writeFraming(of: answer, envelope: envelope, to: &buffer)
        write("X-Request-Id", envelope.requestID, to: &buffer)
        if isLast {
            write("Connection", "close", to: &buffer)
        } else if envelope.namesKeepAlive {
            write("Connection", "keep-alive", to: &buffer)
        }
        answer.caching?.write(isPrivate: answer.isPrivate, to: &buffer)
        answer.dependencies.write(to: &buffer)
        for field in answer.fields { write(field.name, field.value, to: &buffer) }
        for field in answer.askerFields { write(field.name, field.value, to: &buffer) }
        buffer.writeStaticString("\r\n")
    }

    private func writeFraming(
        of answer: Response,
        envelope: Exchange.Envelope,
        to buffer: inout ByteBuffer
    ) {
        guard answer.stream == nil else {
            // RFC 9112 section 6.1: not in an answer to HTTP/1.0, and to HEAD it may be left out.
            guard !envelope.knowsNoChunks, !envelope.isHead else { return }
            return write("Transfer-Encoding", "chunked", to: &buffer)
        }
        // RFC 9110 section 8.6: a 204 has no Content-Length, and that of a 304 would be the 200's.
        guard answer.status != 204, answer.status != 304 else { return }
        write("Content-Length", String(answer.body.readableBytes), to: &buffer)
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
