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
        switch find(head, in: bytes, now: now) {
        case .known(let known): give(known, to: head, in: bytes, now: now, context: context)
        case .askedBefore:
            state.requestArrived(RequestHead(head, in: bytes), isRepeated: true, now: now)
        case .new:
            state.requestArrived(RequestHead(head, in: bytes), isRepeated: false, now: now)
        }
        return true
    }

    /// Looks for an answer that is the right one whoever asks, and whatever else the request says.
    private func find(
        _ head: PlainHead,
        in bytes: Span<UInt8>,
        now: NIODeadline
    ) -> AnswerMemory.Finding {
        guard let changes = shared.changes, !head.isHead,
            head.names.present.isDisjoint(with: .asking), state.mayAnswerAtOnce
        else { return .new }
        let moment = AnswerMemory.Moment(
            now: now,
            wall: loop.dates.now(),
            changes: changes.current
        )
        return loop.answers.find(bytes.extracting(head.target), at: moment)
    }

    private func give(
        _ known: AnswerMemory.Known,
        to head: PlainHead,
        in bytes: Span<UInt8>,
        now: NIODeadline,
        context: ChannelHandlerContext
    ) {
        let id = state.answeredAtOnce(proposedID: head.proposedID(in: bytes), now: now)
        let answer = writer.write(known.rest, requestID: id, at: loop.dates.now())
        context.write(Self.wrapOutboundOut(answer), promise: nil)
        hasWritten = true
        let client =
            switch source {
            case .client(let address): address
            case .proxy: source.client(HTTPHeaders(head, in: bytes), shared.proxies)
            }
        let finished = known.finished.again(
            id: id,
            client: client?.text,
            duration: .nanoseconds((eventLoop.now - now).nanoseconds)
        )
        shared.observer.observe(.requestFinished(finished))
    }

    /// Keeps an answer that was just written, to be given again.
    func keep(
        _ written: AnswerWriter.Written,
        _ answer: Response,
        _ envelope: Exchange.Envelope,
        _ hold: AnswerHold,
        of request: Request,
        changes: UInt64,
        now: NIODeadline
    ) {
        let head = written.first
        let start = head.readerIndex + written.ownBytes
        guard answer.status == 200, written.second == nil,
            let rest = head.getSlice(at: start, length: head.readableBytes - written.ownBytes)
        else { return }
        let moment = AnswerMemory.Moment(
            now: now,
            wall: hold.moments.lowerBound,
            changes: changes
        )
        loop.answers.keep(
            AnswerMemory.Known(
                to: request.query.map { "\(request.path)?\($0)" } ?? request.path,
                hold,
                since: moment,
                rest: rest,
                finished: FinishedRequest(answer, envelope, at: now)
            )
        )
    }
}
