internal import NIOCore

extension ConnectionState {
    /// An answer is ready.
    mutating func answered(_ number: UInt64, _ answer: Response) {
        guard let index = index(of: number), exchanges[index].answer == nil else { return }
        exchanges[index].answer = answer
        exchanges[index].withdraw = nil
        heldBytes += answer.body.readableBytes
    }

    /// An answer will come later.
    mutating func waits(_ number: UInt64, withdraw: @escaping @Sendable () -> Void) {
        guard let index = index(of: number) else { return }
        exchanges[index].withdraw = withdraw
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
        stalledBytes = buffered
    }

    /// The server stops.
    mutating func drain(now: NIODeadline) {
        drainingSince = drainingSince ?? now
    }

    /// The connection is gone; gives back whom to tell that nobody waits any more.
    mutating func gone() -> [@Sendable () -> Void] {
        let withdrawals = exchanges.compactMap(\.withdraw)
        exchanges.removeAll()
        askedCount = 0
        input = .ended
        output = .closed
        return withdrawals
    }

    private func index(of number: UInt64) -> CircularBuffer<Exchange>.Index? {
        guard number >= firstNumber, number - firstNumber < UInt64(askedCount) else { return nil }
        return exchanges.index(exchanges.startIndex, offsetBy: Int(number - firstNumber))
    }
}
