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
            switch loop.answers.find(bytes.extracting(head.target), at: moment) {
            case .known(let known):
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
            head.names.present.isDisjoint(with: .asking), state.mayAnswerAtOnce
        else { return nil }
        // The count first: what changes from now on ends what is made from now on.
        let count = changes.current
        return AnswerMemory.Moment(now: now, wall: loop.dates.now(), changes: count)
    }

    private func give(
        _ known: AnswerMemory.Known,
        to head: PlainHead,
        in bytes: Span<UInt8>,
        at moment: AnswerMemory.Moment,
        _ context: ChannelHandlerContext
    ) {
        let proposedID = head.proposedID(in: bytes)
        let id = state.answeredAtOnce(proposedID: proposedID, now: moment.now)
        let answer = writer.write(known.rest, requestID: id, at: moment.wall)
        context.write(Self.wrapOutboundOut(answer), promise: nil)
        hasWritten = true
        let client = source.client(HTTPHeaders(head, in: bytes), shared.proxies)
        let finished = known.finished.again(
            id: id,
            client: client?.text,
            duration: .nanoseconds((eventLoop.now - moment.now).nanoseconds)
        )
        shared.observer.observe(.requestFinished(finished))
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
        guard let rest = written.rest else { return }
        loop.answers.keep(
            AnswerMemory.Known(
                to: request.query.map { "\(request.path)?\($0)" } ?? request.path,
                hold,
                now: now,
                changes: changes,
                rest: rest,
                finished: finished
            )
        )
    }
}
