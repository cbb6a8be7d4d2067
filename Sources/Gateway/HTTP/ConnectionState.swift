internal import NIOCore
internal import NIOHTTP1

/// The rules of one HTTP/1 connection, without the connection: events change it, `next` says
/// what to do about them, one step at a time.
///
/// Answers leave in the order of their requests (RFC 9112 section 9.3.2). Whatever goes wrong with
/// the input becomes a last answer in that order. A request whose first byte was read is answered,
/// also while the server stops, unless it takes longer than the head time-out to arrive.
struct ConnectionState {
    /// What is being read.
    enum Input {
        /// Nothing: between two requests.
        case idle
        /// A head, since its first byte.
        case head(since: NIODeadline)
        /// A body, since its head was complete.
        case body(IncomingRequest, since: NIODeadline)
        /// Nothing more is taken in.
        case ended
    }

    /// How far the output is.
    enum Output: Hashable {
        /// Answers may follow.
        case open
        /// The last answer was written and is on its way to the socket.
        case flushing(since: NIODeadline)
        /// Our direction is closed; the other one is emptied.
        case lingering(since: NIODeadline)
        /// All is over.
        case closed
    }

    /// How much is taken and how long waited.
    let limits: HTTPLimits
    /// How long nothing may be asked for, as is looked at with each request.
    let idleTimeout: TimeAmount
    /// What is being read.
    var input = Input.idle
    /// How far the output is.
    var output = Output.open
    /// Begun and not yet answered, in order; the first `askedCount` have been asked about.
    var exchanges: [Exchange] = []
    /// How many of the exchanges somebody has been asked about.
    var askedCount = 0
    /// The body that is being written page by page, if one is; the exchange it belongs to is over.
    var streaming: Streaming?
    /// Gives up waiting for answers that can no longer be written.
    var abandoned: [@Sendable () -> Void] = []
    /// The number of the first exchange in the queue.
    var firstNumber: UInt64 = 0
    /// Bytes of answers that wait for an earlier one, and of those expected.
    var queuedAnswerBytes = 0
    /// Bytes of bodies of requests that nobody has been asked about yet.
    var queuedBodyBytes = 0
    /// Names the requests.
    var ids: RequestIDs
    /// When the last read, or the connection, began.
    var readAt: NIODeadline
    /// Since when the TLS handshake has been under way; nothing once it is done, or without TLS.
    var handshakingSince: NIODeadline?
    /// When the last answer was written.
    var idleSince: NIODeadline
    /// When the server began to stop.
    var drainingSince: NIODeadline?
    /// Since when the socket has taken nothing; nothing while it takes all.
    var unwritableSince: NIODeadline?
    /// Bytes the socket had not taken at that time, and what was written since.
    var stalledBytes = Int.max
    /// Whether the other end has stopped sending.
    var isInputClosed = false
    /// Whether all is to end at once.
    var mustClose = false
    /// Whether the client waits for `100 Continue`.
    var owesContinue = false
    /// Whether reading was held back, so that the input's time stands still.
    var isHeldBack = false
    /// Whether a `Content-Length` told where the last request ends.
    var lastRequestHadLength = false
    /// Whether the last request's body had trailers.
    var lastRequestHadTrailers = false
    /// Whether a request ended in the bytes now being parsed.
    var endedInThisRead = false
    /// Whether the parser is known to hold nothing: no byte of a next request, and nothing of the last
    /// that would have it treat the next otherwise.
    var isParserAtRest = true

    /// How many bytes of an answer a slow client has to take in each `writeTimeout`.
    ///
    /// An eighth of what is left where that is more: so 20 MB last 20 minutes at most.
    static let leastTakenBytes = 65_536
    /// How many bytes of answers may wait for an earlier one before no more is asked, and how many
    /// of bodies for their question before no more is read.
    static let maximumHeldBytes = 262_144

    /// Creates the state of a connection just opened.
    init(limits: HTTPLimits, ids: RequestIDs, now: NIODeadline) {
        self.limits = limits
        idleTimeout = TimeAmount(limits.idleTimeout)
        self.ids = ids
        readAt = now
        idleSince = now
    }

    /// Whether more bytes should be read from the socket.
    var wantsInput: Bool {
        switch output {
        case .lingering: return true
        case .flushing, .closed: return false
        case .open:
            if case .ended = input { return false }
            return unwritableSince == nil && queuedBodyBytes <= Self.maximumHeldBytes
                && exchanges.count < limits.maximumPipelinedRequests
        }
    }

    /// Bytes of answers held: of those that wait or are expected, and of the stream under way.
    var heldBytes: Int { queuedAnswerBytes + (streaming?.heldBytes ?? 0) }

    /// The next thing to do, or nothing until another event.
    mutating func next(now: NIODeadline) -> ConnectionStep? {
        guard output != .closed else { return nil }
        if let withdraw = abandoned.popLast() { return .withdraw(withdraw) }
        if mustClose || isOver {
            output = .closed
            return .close
        }
        guard output == .open else { return nil }
        if case .ended = input, exchanges.isEmpty, streaming == nil {
            finish(now: now)
            return .finish
        }
        if !exchanges.isEmpty || streaming != nil,
            let step = nextPart(now: now) ?? nextWrite(now: now) ?? nextAsk()
        {
            return step
        }
        if owesContinue, exchanges.isEmpty, streaming == nil {
            owesContinue = false
            return .sendContinue
        }
        updateHolding(now: now)
        return nil
    }

    /// Whether both directions have ended.
    private var isOver: Bool {
        if case .lingering = output { isInputClosed } else { false }
    }

    private mutating func nextWrite(now: NIODeadline) -> ConnectionStep? {
        guard streaming == nil, !exchanges.isEmpty, let answer = exchanges[0].answer.take() else {
            return nil
        }
        queuedAnswerBytes -= answer.heldBytes
        let envelope = endFirst(bodyBytes: answer.body.readableBytes)
        if let stream = answer.stream, !envelope.isHead {
            return begin(stream, of: answer, envelope)
        }
        return .write(answer, envelope, isLast: wroteWhole(envelope, now: now))
    }

    /// Takes the first exchange out of the queue: its answer is being written.
    mutating func endFirst(bodyBytes: Int) -> Exchange.Envelope {
        // Most of the time there is one alone, which need not be moved down to.
        let isAlone = exchanges.count == 1
        let envelope = (isAlone ? exchanges.removeLast() : exchanges.removeFirst()).envelope
        askedCount = max(0, askedCount - 1)
        firstNumber += 1
        if unwritableSince != nil, !envelope.isHead { stalledBytes += bodyBytes }
        return envelope
    }

    /// Takes notice that an answer is being written whole; tells whether it is the last.
    mutating func wroteWhole(_ envelope: Exchange.Envelope, now: NIODeadline) -> Bool {
        let isLast = envelope.closes || (exchanges.isEmpty && mayCloseNow)
        if isLast { finish(now: now) }
        if exchanges.isEmpty { idleSince = now }
        return isLast
    }

    /// Whether the connection should end once nothing is under way.
    var mayCloseNow: Bool {
        guard case .idle = input else { return isInputClosed }
        return isInputClosed || drainingSince != nil
    }

    /// The last of all is being written.
    mutating func finish(now: NIODeadline) {
        output = .flushing(since: now)
        takeNoMore()
    }

    /// What is being answered is the last.
    mutating func takeNoMore() {
        input = .ended
        abandoned += exchanges.compactMap(\.withdraw)
        exchanges.removeAll()
        askedCount = 0
        queuedAnswerBytes = 0
        queuedBodyBytes = 0
        owesContinue = false
    }

    private mutating func nextAsk() -> ConnectionStep? {
        guard askedCount < exchanges.count, unwritableSince == nil,
            askedCount < limits.maximumPipelinedRequests,
            heldBytes <= Self.maximumHeldBytes
        else { return nil }
        let number = firstNumber + UInt64(askedCount)
        askedCount += 1
        return exchanges[askedCount - 1].request == nil ? nil : .ask(number: number)
    }

    /// Stops the input's time while reading is held back, and starts it anew afterwards.
    private mutating func updateHolding(now: NIODeadline) {
        guard isHeldBack == wantsInput else { return }
        isHeldBack = !wantsInput
        guard !isHeldBack else { return }
        switch input {
        case .head: input = .head(since: now)
        case .body(let incoming, _): input = .body(incoming, since: now)
        case .idle, .ended: break
        }
    }
}
