package import NIOCore
internal import Roster

extension ByteBuffer {
    private static let headRoom = 512

    /// An empty buffer with room in front for an answer's head.
    static func withHeadRoom() -> ByteBuffer {
        var buffer = ByteBuffer(repeating: 0, count: headRoom)
        buffer.moveReaderIndex(forwardBy: headRoom)
        return buffer
    }

    /// Puts text in front of what can be read, in place where there is room.
    mutating func prepend(_ text: String) {
        let length = text.utf8.count
        guard length <= readerIndex else {
            var copy = ByteBuffer(string: text)
            copy.writeBuffer(&self)
            self = copy
            return
        }
        moveReaderIndex(to: readerIndex - length)
        setString(text, at: readerIndex)
    }
}

extension SimulatedAnswer {
    /// The bytes that go over the wire, head and body in one buffer; a HEAD request gets no body.
    package consuming func wire(keepAlive: Bool, withBody: Bool) -> ByteBuffer {
        let head = head(keepAlive: keepAlive)
        var buffer = body
        body = ByteBuffer()
        if !withBody { buffer.moveWriterIndex(to: buffer.readerIndex) }
        if case .cutOff(let bodyBytes) = delivery {
            buffer.moveWriterIndex(to: buffer.readerIndex + min(bodyBytes, buffer.readableBytes))
        }
        buffer.prepend(head)
        return buffer
    }

    private func head(keepAlive: Bool) -> String {
        var lines = ["HTTP/1.1 \(status) \(HTTPReason.phrase(of: status))"]
        lines += headers.map { "\($0.name): \($0.value)" }
        lines.append("Content-Length: \(body.readableBytes)")
        lines.append("Date: \(date.httpDate)")
        if !keepAlive { lines.append("Connection: close") }
        return lines.joined(separator: "\r\n") + "\r\n\r\n"
    }
}
