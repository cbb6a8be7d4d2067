internal import NIOCore
internal import StatusEngine

extension ConnectionHandler {
    /// Bytes written and not yet taken by the socket.
    var bufferedBytes: Int {
        let options = context?.channel.syncOptions
        return (try? options?.getOption(.bufferedWritableBytes)) ?? 0
    }

    /// The connection stands.
    func begin() {
        guard !hasBegun else { return }
        hasBegun = true
        source = ClientSource(Peer(context?.channel.remoteAddress), shared.proxies)
        shared.observer.observe(initialFault == nil ? .connectionOpened : .connectionRefused)
        if let initialFault { state.refuse(initialFault) }
        pump()
    }

    /// The connection is gone.
    func end() {
        guard hasBegun, !hasEnded else { return }
        hasEnded = true
        alarm?.scheduled.cancel()
        alarm = nil
        if abandonStream() { shared.observer.observe(.requestAbandoned) }
        for withdraw in state.gone() {
            shared.observer.observe(.requestAbandoned)
            withdraw()
        }
        settleCharge()
        if initialFault == nil { shared.observer.observe(.connectionClosed) }
    }

    /// Tells the server's budget what this connection holds back now.
    private func settleCharge() {
        let buffered = hasEnded || state.unwritableSince == nil ? 0 : bufferedBytes
        let bytes = state.heldBytes + state.bodyBytes + buffered
        guard bytes != chargedBytes else { return }
        shared.budget.change(by: bytes - chargedBytes)
        chargedBytes = bytes
    }

    /// Performs what the state wants until it wants no more.
    func pump() {
        guard hasBegun, !hasEnded, !isPumping, let context else { return }
        isPumping = true
        let now = eventLoop.now
        let wasWritable = state.unwritableSince == nil
        while let step = state.next(now: now) { perform(step, now: now, context: context) }
        isPumping = false
        if hasWritten {
            hasWritten = false
            context.flush()
            noteBacklog(wasWritable: wasWritable)
        }
        settleCharge()
        if isReadWanted, state.wantsInput {
            isReadWanted = false
            context.read()
        }
        setAlarm()
    }

    /// Keeps what the socket has left, where the client's time to take it has just begun.
    private func noteBacklog(wasWritable: Bool) {
        if case .flushing = state.output {
            state.stalledBytes = bufferedBytes
        } else if wasWritable, state.unwritableSince != nil {
            state.stalledBytes = bufferedBytes
        }
    }

    private func perform(_ step: ConnectionStep, now: NIODeadline, context: ChannelHandlerContext) {
        switch step {
        case .ask(let number): ask(number, now: now, context: context)
        case .write(let answer, let envelope, let isLast):
            write(answer, envelope: envelope, isLast: isLast, now: now, context: context)
        case .beginStream(let answer, let stream, let envelope, let isLast):
            begin(stream, of: answer, envelope: envelope, isLast: isLast, context: context)
        case .writePage(let isChunk, let isTurnOver):
            writePage(isChunk: isChunk, isTurnOver: isTurnOver, context: context)
        case .endStream(let isChunked, let isLast):
            endStream(isChunked: isChunked, isLast: isLast, now: now, context: context)
        case .withdraw(let withdraw):
            shared.observer.observe(.requestAbandoned)
            withdraw()
        case .sendContinue:
            let line = ByteBuffer(staticString: "HTTP/1.1 100 Continue\r\n\r\n")
            context.write(Self.wrapOutboundOut(line), promise: nil)
            hasWritten = true
        case .finish:
            context.write(Self.wrapOutboundOut(ByteBuffer()), promise: flushPromise())
            hasWritten = true
        case .close: context.close(promise: nil)
        }
    }

    /// An answer was handed to the socket, with so many bytes of a body that was a stream.
    func finished(
        _ answer: Response,
        _ envelope: Exchange.Envelope,
        streamedBytes: Int = 0,
        now: NIODeadline
    ) {
        let finished = FinishedRequest(
            answer,
            envelope,
            streamedBytes: streamedBytes,
            at: now
        )
        shared.observer.observe(.requestFinished(finished))
    }

    private func ask(_ number: UInt64, now: NIODeadline, context: ChannelHandlerContext) {
        guard var request = state.takeRequest(number) else { return }
        request.client = source.client(request.headers, shared.proxies)
        let connection = NIOLoopBound(self, eventLoop: eventLoop)
        state.sent(by: request.client?.text, number)
        let responded = shared.responder.respond(to: request) { answer in
            connection.eventLoop.execute { connection.value.deliver(answer, number: number) }
        }
        switch consume responded {
        case .now(let answer):
            guard shared.budget.allows(answer.heldBytes) else {
                return state.answered(number, answer.replaced(by: overloaded(request)))
            }
            guard let turn = state.answeredInTurn(number, answer, now: now) else {
                return state.answered(number, answer)
            }
            write(
                answer,
                envelope: turn.envelope,
                isLast: turn.isLast,
                now: now,
                context: context
            )
        case .later(let expectedBytes, let mark, let withdraw):
            guard !shared.budget.allows(expectedBytes) else {
                return state.waits(number, expectedBytes: expectedBytes, withdraw: withdraw)
            }
            withdraw()
            state.answered(number, mark(overloaded(request)))
        }
    }

    private func overloaded(_ request: Request) -> Response {
        let reason = "Too many bytes of answers wait for slow clients."
        return Problem(.overloaded, reason, retryAfter: 1)
            .response(requestID: request.id, route: .none)
    }

    private func deliver(_ answer: Response, number: UInt64) {
        state.answered(number, answer)
        pump()
    }

    private func write(
        _ answer: Response,
        envelope: Exchange.Envelope,
        isLast: Bool,
        now: NIODeadline,
        context: ChannelHandlerContext
    ) {
        let written = writer.write(answer, envelope: envelope, isLast: isLast)
        let promise = isLast ? flushPromise() : nil
        hasWritten = true
        if let second = written.second {
            context.write(Self.wrapOutboundOut(written.first), promise: nil)
            context.write(Self.wrapOutboundOut(second), promise: promise)
        } else {
            context.write(Self.wrapOutboundOut(written.first), promise: promise)
        }
        finished(answer, envelope, now: now)
    }

    /// Fulfilled when the last answer has left: then our direction is closed.
    func flushPromise() -> EventLoopPromise<Void> {
        let promise = eventLoop.makePromise(of: Void.self)
        promise.futureResult.assumeIsolated()
            .whenComplete { [self] result in
                guard case .success = result else { return flushed(successfully: false) }
                let closing = eventLoop.makePromise(of: Void.self)
                closing.futureResult.assumeIsolated().whenFailure { [self] _ in closeNow() }
                flushed(successfully: true)
                context?.close(mode: .output, promise: closing)
            }
        return promise
    }

    private func flushed(successfully: Bool) {
        state.flushed(successfully: successfully, now: eventLoop.now)
        pump()
    }

    private func closeNow() {
        state.mustClose = true
        pump()
    }
}

// MARK: - Time

extension ConnectionHandler {
    /// Sees to it that an alarm rings not later than the state's deadline.
    ///
    /// A deadline that moves away leaves the alarm where it is: it rings, finds nothing to do, and
    /// is set anew. So a busy connection costs no timer a request.
    private func setAlarm() {
        guard let deadline = state.deadline, !hasEnded else { return }
        if let alarm, alarm.at <= deadline { return }
        alarm?.scheduled.cancel()
        let scheduled = eventLoop.assumeIsolated()
            .scheduleTask(deadline: deadline) { [self] in
                alarmRings()
            }
        alarm = (deadline, scheduled)
    }

    private func alarmRings() {
        alarm = nil
        if let timeout = state.reached(eventLoop.now, buffered: bufferedBytes) {
            shared.observer.observe(.timedOut(timeout))
        }
        pump()
    }
}
