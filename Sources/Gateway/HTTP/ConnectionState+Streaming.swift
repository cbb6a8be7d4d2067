internal import NIOCore

// A page is asked for only when the socket takes more: so a client that takes nothing leaves its
// connection with what the socket has not taken of the last page, and with the stream's own place.
extension ConnectionState {
    /// The page asked for has been written, or was empty, and another may follow.
    mutating func turnCame() {
        streaming?.rested(isEnded: false)
    }

    /// There was no further page.
    mutating func streamEnded() {
        streaming?.rested(isEnded: true)
    }

    /// What comes first of an answer whose body is a stream.
    mutating func begin(
        _ stream: any BodyStream,
        of answer: Response,
        _ envelope: Exchange.Envelope
    ) -> ConnectionStep {
        let isChunked = !envelope.knowsNoChunks
        let isLast = !isChunked || envelope.closes || (exchanges.isEmpty && mayCloseNow)
        if isLast { takeNoMore() }
        streaming = Streaming(
            heldBytes: stream.heldBytes,
            isChunked: isChunked,
            isLast: isLast
        )
        return .beginStream(answer, stream, envelope, isLast: isLast)
    }

    /// What comes next of the stream under way, if something does.
    mutating func nextPart(now: NIODeadline) -> ConnectionStep? {
        guard var streaming else { return nil }
        switch streaming.phase {
        case .resting: return nil
        case .ready:
            guard unwritableSince == nil else { return nil }
            let isTurnOver = streaming.nextPage()
            self.streaming = streaming
            return .writePage(isChunk: streaming.isChunked, isTurnOver: isTurnOver)
        case .ended:
            self.streaming = nil
            let isLast = streaming.isLast || (exchanges.isEmpty && mayCloseNow)
            if isLast { finish(now: now) }
            if exchanges.isEmpty { idleSince = now }
            return .endStream(isChunked: streaming.isChunked, isLast: isLast)
        }
    }
}
