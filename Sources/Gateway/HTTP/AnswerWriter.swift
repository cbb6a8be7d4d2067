internal import NIOCore
internal import NIOHTTP1
internal import Roster

/// Makes the bytes of an answer: head and body together, as one ready buffer.
struct AnswerWriter {
    /// Up to this size the body is copied behind the head; above, copying costs more than the
    /// second buffer, and both leave in one vectored write.
    static let maximumCopiedBytes = 65_536
    /// Where buffers come from.
    let allocator: ByteBufferAllocator
    /// The `Date` line of this event loop.
    let dates: DateCache

    /// An answer as it is handed to the socket.
    struct Written {
        /// Head and body; the head alone where the body is large, or left out.
        let first: ByteBuffer
        /// The body, where it is large.
        let second: ByteBuffer?
    }

    /// The answer as one buffer, or as two where the body is large.
    func write(_ answer: Response, envelope: Exchange.Envelope, isLast: Bool) -> Written {
        let bodySize = answer.body.readableBytes
        let isCopied = !envelope.isHead && bodySize <= Self.maximumCopiedBytes
        let (dateLine, requestID) = (dates.dateLine(), envelope.requestID.utf8Span)
        let longest = longestHead(of: answer, envelope, dateLine) + (isCopied ? bodySize : 0)
        var buffer = allocator.buffer(capacity: longest)
        buffer.write(atMost: longest) { bytes in
            writeStart(answer.status, requestID.span, dateLine, to: &bytes)
            writeHead(of: answer, envelope, isLast: isLast, to: &bytes)
            if isCopied { bytes.bytes(of: answer.body) }
        }
        let second = envelope.isHead || isCopied ? nil : answer.body
        return Written(first: buffer, second: second)
    }

    /// The head alone, of an answer whose body is a stream.
    func head(of answer: Response, envelope: Exchange.Envelope, isLast: Bool) -> ByteBuffer {
        let (dateLine, requestID) = (dates.dateLine(), envelope.requestID.utf8Span)
        let longest = longestHead(of: answer, envelope, dateLine)
        var buffer = allocator.buffer(capacity: longest)
        buffer.write(atMost: longest) { head in
            writeStart(answer.status, requestID.span, dateLine, to: &head)
            writeHead(of: answer, envelope, isLast: isLast, to: &head)
        }
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

    /// What the head takes at most, in bytes: names and marks, the reason of the status, and values.
    func longestHead(
        of answer: Response,
        _ envelope: Exchange.Envelope,
        _ dateLine: [UInt8]
    ) -> Int {
        var longest = 256 + ByteWriter.longestNumber + dateLine.count
        longest += (answer.contentType?.utf8.count ?? 0) + envelope.requestID.utf8.count
        longest += (answer.caching?.longest ?? 0) + answer.dependencies.writtenLength
        for field in answer.fields { longest += field.writtenLength }
        for field in answer.askerFields { longest += field.writtenLength }
        return longest
    }

    /// The status line, and the date and the id that every answer has.
    private func writeStart(
        _ status: Int,
        _ requestID: Span<UInt8>,
        _ dateLine: [UInt8],
        to head: inout ByteWriter
    ) {
        writeStatusLine(status, to: &head)
        head.bytes(of: dateLine.span)
        head.raw("X-Request-Id: ")
        head.bytes(of: requestID)
        head.raw("\r\n")
    }

    private func writeHead(
        of answer: Response,
        _ envelope: Exchange.Envelope,
        isLast: Bool,
        to head: inout ByteWriter
    ) {
        if let contentType = answer.contentType { head.field("Content-Type: ", contentType) }
        writeFraming(of: answer, envelope: envelope, to: &head)
        if isLast {
            head.raw("Connection: close\r\n")
        } else if envelope.namesKeepAlive {
            head.raw("Connection: keep-alive\r\n")
        }
        answer.caching?.write(isPrivate: answer.isPrivate, to: &head)
        answer.dependencies.write(to: &head)
        for field in answer.fields { field.write(to: &head) }
        for field in answer.askerFields { field.write(to: &head) }
        head.raw("\r\n")
    }

    private func writeFraming(
        of answer: Response,
        envelope: Exchange.Envelope,
        to head: inout ByteWriter
    ) {
        guard answer.stream == nil else {
            // RFC 9112 section 6.1: not in an answer to HTTP/1.0, and to HEAD it may be left out.
            guard !envelope.knowsNoChunks, !envelope.isHead else { return }
            return head.raw("Transfer-Encoding: chunked\r\n")
        }
        // RFC 9110 section 8.6: a 204 has no Content-Length, and that of a 304 would be the 200's.
        guard answer.status != 204, answer.status != 304 else { return }
        head.raw("Content-Length: ")
        head.number(answer.body.readableBytes)
        head.raw("\r\n")
    }

    private func writeStatusLine(_ status: Int, to head: inout ByteWriter) {
        guard status != 200 else { return head.raw("HTTP/1.1 200 OK\r\n") }
        head.raw("HTTP/1.1 ")
        head.number(status)
        head.raw(" ")
        head.text(HTTPResponseStatus(statusCode: status).reasonPhrase)
        head.raw("\r\n")
    }
}

extension ByteWriter {
    /// Writes a field as a line; the name comes with its colon.
    @inline(__always)
    fileprivate mutating func field(_ name: StaticString, _ value: String) {
        raw(name)
        text(value)
        raw("\r\n")
    }
}

extension Response.Field {
    /// What the field takes as a line, in bytes.
    fileprivate var writtenLength: Int { name.utf8.count + value.utf8.count + 4 }

    /// Writes the field as a line.
    fileprivate func write(to head: inout ByteWriter) {
        head.text(name)
        head.raw(": ")
        head.text(value)
        head.raw("\r\n")
    }
}
