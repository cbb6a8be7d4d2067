internal import NIOCore
internal import NIOHTTP1

extension ConnectionState {
    /// The connection stands and begins with a TLS handshake, which has the time of a head.
    mutating func handshakeBegan(now: NIODeadline) {
        handshakingSince = now
    }

    /// The TLS handshake is done.
    mutating func handshakeCompleted(now: NIODeadline) {
        handshakingSince = nil
        idleSince = now
    }

    /// Bytes were read that nothing was made of yet; tells whether they are for the parser, or to be
    /// thrown away.
    mutating func bytesArrive(areLineEndsOnly: Bool, now: NIODeadline) -> Bool {
        readAt = now
        endedInThisRead = false
        isParserAtRest = false
        switch input {
        case .ended: return false
        case .idle where !areLineEndsOnly:
            input = .head(since: now)
            return output == .open
        case .idle, .head, .body: return output == .open
        }
    }

    /// Whether a request begins with the next byte, and the parser holds nothing.
    var mayTakePlainHead: Bool {
        guard isParserAtRest, case .idle = input else { return false }
        return output == .open
    }

    /// A request came whole, in one read, without the parser.
    mutating func requestArrived(_ head: RequestHead, now: NIODeadline) {
        readAt = now
        let id = ids.next(proposed: head.headers.proposedID(head.names))
        exchanges.append(Exchange(head, id: id, startedAt: now))
    }

    /// A head is complete.
    mutating func headArrived(_ head: HTTPRequestHead, now: NIODeadline) {
        let startedAt: NIODeadline
        switch input {
        case .idle: startedAt = readAt
        case .head(let since): startedAt = since
        case .body, .ended: return
        }
        let names = FieldNames(head.headers)
        let id = ids.next(proposed: head.headers.proposedID(names))
        do throws(HTTPFault) {
            let checked = try RequestHead(head, names, limits: limits)
            owesContinue = checked.expectsContinue
            lastRequestHadLength = checked.hasContentLength
            let incoming = IncomingRequest(head: checked, id: id, startedAt: startedAt)
            input = .body(incoming, since: now)
        } catch {
            refuse(error, id: id, isHead: head.method == .HEAD, startedAt: startedAt)
        }
    }

    /// Bytes of bodies that are held: of the one arriving, and of those before it.
    var bodyBytes: Int {
        guard case .body(let incoming, _) = input else { return queuedBodyBytes }
        return queuedBodyBytes + (incoming.body?.readableBytes ?? 0)
    }

    /// A piece of the body was read.
    mutating func bodyArrived(_ piece: ByteBuffer) {
        guard case .body(var incoming, let since) = input else { return }
        owesContinue = false
        input = .ended
        if incoming.append(piece, limit: limits.maximumBodyBytes) {
            input = .body(incoming, since: since)
        } else {
            input = .idle
            refuse(
                .bodyTooLarge(limit: limits.maximumBodyBytes),
                id: incoming.id,
                isHead: incoming.head.method == .HEAD,
                startedAt: incoming.startedAt,
                subject: incoming.subject
            )
        }
    }

    /// The request is complete.
    mutating func endArrived(hasTrailers: Bool = false) {
        guard case .body = input else { return }
        lastRequestHadTrailers = hasTrailers
        // Moved out: a copy would be one of all its fields.
        var read = Input.ended
        swap(&read, &input)
        guard case .body(let incoming, _) = consume read else { return }
        if incoming.head.keepsAlive { input = .idle }
        owesContinue = false
        endedInThisRead = true
        queuedBodyBytes += incoming.body?.readableBytes ?? 0
        exchanges.append(incoming.exchange)
    }

    /// All bytes read have been through the parser.
    ///
    /// Where a request ended in them and nothing but line ends is behind its empty line, the parser holds
    /// nothing; where they go on, the next head has begun. After a body told by its length neither can be seen: the
    /// next head is then taken to begin with the next read. The parser takes fields of trailers for
    /// fields of a head, so that after them it may hold that the connection is to be closed.
    mutating func readFinished(endsInEmptyLine: Bool, now: NIODeadline) {
        guard endedInThisRead, case .idle = input, !lastRequestHadLength else { return }
        isParserAtRest = endsInEmptyLine && !lastRequestHadTrailers
        if !endsInEmptyLine { input = .head(since: now) }
    }

    /// Something is wrong with the input: it becomes the last answer.
    mutating func refuse(_ fault: HTTPFault) {
        switch input {
        case .ended: return
        case .idle:
            refuse(fault, id: ids.next(proposed: nil), isHead: false, startedAt: readAt)
        case .head(let since):
            refuse(fault, id: ids.next(proposed: nil), isHead: false, startedAt: since)
        case .body(let incoming, _):
            let isHead = incoming.head.method == .HEAD
            refuse(
                fault,
                id: incoming.id,
                isHead: isHead,
                startedAt: incoming.startedAt,
                subject: incoming.subject
            )
        }
    }

    /// The other end has stopped sending.
    mutating func inputClosed() {
        isInputClosed = true
        switch input {
        case .idle: input = .ended
        case .head, .body: refuse(.badRequest("The connection ended within a request."))
        case .ended: break
        }
    }

    private mutating func refuse(
        _ fault: HTTPFault,
        id: String,
        isHead: Bool,
        startedAt: NIODeadline,
        subject: RequestSubject? = nil
    ) {
        let envelope = Exchange.Envelope(
            requestID: id,
            isHead: isHead,
            closes: true,
            startedAt: startedAt,
            subject: subject
        )
        input = .ended
        owesContinue = false
        var exchange = Exchange(envelope: envelope)
        let answer = fault.problem.response(requestID: id, route: .none)
        queuedAnswerBytes += answer.heldBytes
        exchange.answer = answer
        exchanges.append(exchange)
    }
}
