internal import NIOCore

extension ConnectionState {
    /// Hands out a request that is to be asked.
    mutating func takeRequest(_ number: UInt64) -> Request? {
        guard let index = index(of: number), let request = exchanges[index].request.take() else {
            return nil
        }
        queuedBodyBytes -= request.body?.readableBytes ?? 0
        return request
    }

    /// It is known who sent a request; kept for the log.
    mutating func sent(by client: String?, _ number: UInt64) {
        guard let client, let index = index(of: number) else { return }
        exchanges[index].envelope.subject?.client = client
    }

    /// An answer is ready.
    mutating func answered(_ number: UInt64, _ answer: consuming Response) {
        guard let index = index(of: number), !exchanges[index].isAnswered else { return }
        queuedAnswerBytes += answer.heldBytes - exchanges[index].expectedBytes
        exchanges[index].expectedBytes = 0
        exchanges[index].withdraw = nil
        exchanges[index].answer = answer
    }

    /// An answer is ready as soon as it was asked for: where it is its turn, it is not kept.
    ///
    /// - Returns: what its head depends on, as it is to be written now; nothing where it is to be
    ///   given to ``answered(_:_:)``.
    mutating func answeredInTurn(
        _ number: UInt64,
        _ answer: borrowing Response,
        now: NIODeadline
    ) -> (envelope: Exchange.Envelope, isLast: Bool)? {
        guard number == firstNumber, askedCount > 0, streaming == nil, output == .open,
            answer.stream == nil
        else { return nil }
        let envelope = endFirst(bodyBytes: answer.body.readableBytes)
        return (envelope, wroteWhole(envelope, now: now))
    }

    /// An answer will come later, with about so many bytes: they count as held already, so that
    /// not all of a pipeline of large questions is under way at a time.
    mutating func waits(
        _ number: UInt64,
        expectedBytes: Int,
        withdraw: @escaping @Sendable () -> Void
    ) {
        guard let index = index(of: number), !exchanges[index].isAnswered else { return }
        exchanges[index].withdraw = withdraw
        exchanges[index].expectedBytes = expectedBytes
        queuedAnswerBytes += expectedBytes
    }

    /// The last answer has left for the socket, or could not.
    mutating func flushed(successfully: Bool, now: NIODeadline) {
        guard case .flushing = output else { return }
        output = .lingering(since: now)
        mustClose = !successfully
    }

    /// The socket takes more, or no more; `buffered` bytes wait for it.
    mutating func writability(_ isWritable: Bool, buffered: Int, now: NIODeadline) {
        guard isWritable != (unwritableSince == nil) else { return }
        unwritableSince = isWritable ? nil : now
        // While the last answer is flushed, what is taken is counted from the beginning of its time.
        if case .flushing = output { return }
        stalledBytes = buffered
    }

    /// The server stops.
    mutating func drain(now: NIODeadline) {
        drainingSince = drainingSince ?? now
    }

    /// The connection is gone; gives back whom to tell that nobody waits any more.
    mutating func gone() -> [@Sendable () -> Void] {
        let withdrawals = abandoned + exchanges.compactMap(\.withdraw)
        abandoned.removeAll()
        exchanges.removeAll()
        streaming = nil
        askedCount = 0
        queuedAnswerBytes = 0
        queuedBodyBytes = 0
        input = .ended
        output = .closed
        return withdrawals
    }

    private func index(of number: UInt64) -> Int? {
        guard number >= firstNumber, number - firstNumber < UInt64(askedCount) else { return nil }
        return Int(number - firstNumber)
    }
}
