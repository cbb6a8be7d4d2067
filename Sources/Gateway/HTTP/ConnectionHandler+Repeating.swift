internal import NIOCore
internal import NIOHTTP1
internal import StatusEngine

extension ConnectionHandler {
    /// Takes a request that came whole and plain, in the parser's place.
    ///
    /// Where its answer is known and holds it is given again; else it goes the way of all requests.
    func takesPlainRequest(_ buffer: ByteBuffer, _ context: ChannelHandlerContext) -> Bool {
        guard state.mayTakePlainHead else { return false }
        let bytes = buffer.readableBytesUInt8Span
        guard let head = PlainHead(bytes, limits: shared.limits) else { return false }
        let now = eventLoop.now
        var isRepeated = false
        if let moment = momentToAnswer(head, now: now) {
            let (target, accept) = (head.target, head.accept)
            let finding = loop.answers.find(
                bytes.extracting(target),
                accepting: bytes.extracting(accept),
                at: moment
            )
            switch finding {
            case .known(let known):
                // Where too much waits for slow clients already, it is told so on the way of all requests.
                guard shared.budget.allows(known.body?.readableBytes ?? 0) else { break }
                give(known, to: head, in: bytes, at: moment, context)
                return true
            case .askedBefore: isRepeated = true
            case .new: break
            }
        }
        state.requestArrived(RequestHead(head, in: bytes), isRepeated: isRepeated, now: now)
        return true
    }

    /// The moment to look for an answer at; nothing where one that is right for others is not for this
    /// request, or not to be written now.
    private func momentToAnswer(_ head: PlainHead, now: NIODeadline) -> AnswerMemory.Moment? {
        guard let changes = shared.changes, !head.isHead,
            head.names.present.isDisjoint(with: .asking),
            !head.names.repeated.contains(.accept), state.mayAnswerAtOnce
        else { return nil }
        // The count first: what changes from now on ends what is made from now on.
        let count = changes.current
        return AnswerMemory.Moment(now: now, wall: loop.dates.now(), changes: count)
    }

    /// Gives an answer again, under the client's own id or the next of ours.
    private func give(
        _ known: AnswerMemory.Known,
        to head: PlainHead,
        in bytes: Span<UInt8>,
        at moment: AnswerMemory.Moment,
        _ context: ChannelHandlerContext
    ) {
        if let own = head.proposedID, RequestIDs.isSane(bytes.extracting(own)) {
            state.answersAtOnce(now: moment.now)
            give(known, as: bytes.extracting(own), to: head, in: bytes, at: moment, context)
        } else {
            let id = state.answersAtOnceByName(now: moment.now)
            give(known, as: id.span, to: head, in: bytes, at: moment, context)
        }
    }

    private func give(
        _ known: AnswerMemory.Known,
        as id: Span<UInt8>,
        to head: PlainHead,
        in bytes: Span<UInt8>,
        at moment: AnswerMemory.Moment,
        _ context: ChannelHandlerContext
    ) {
        let answer = writer.write(
            known.rest,
            requestID: id,
            at: moment.wall,
            to: &loop.outgoing
        )
        if let body = known.body {
            context.write(Self.wrapOutboundOut(answer), promise: nil)
            context.writeAndFlush(Self.wrapOutboundOut(body), promise: nil)
        } else {
            context.writeAndFlush(Self.wrapOutboundOut(answer), promise: nil)
        }
        hasGiven = true
        let duration = eventLoop.now - moment.now
        shared.observer.observe(repeated: known.finished, duration: duration) {
            known.finished.again(
                id: id.text(id.indices),
                client: source.client(HTTPHeaders(head, in: bytes), shared.proxies)?.text,
                duration: .nanoseconds(duration.nanoseconds)
            )
        }
        // Nothing waited before the answer, so that nothing is left to do unless the socket takes no more.
        guard state.unwritableSince != nil else { return }
        state.stalledBytes = bufferedBytes
        pump()
    }

    /// Keeps an answer that was just written, to be given again.
    func keep(
        _ written: AnswerWriter.Written,
        _ finished: FinishedRequest,
        _ hold: AnswerHold,
        of request: Request,
        now: NIODeadline,
        changes: UInt64
    ) {
        let accept = request.has(.accept) ? request.headers.first(name: "Accept") : nil
        loop.answers.keep(
            AnswerMemory.Known(
                to: request.query.map { "\(request.path)?\($0)" } ?? request.path,
                accepting: accept ?? "",
                hold,
                now: now,
                changes: changes,
                rest: written.rest,
                body: written.second,
                finished: finished
            )
        )
    }
}
