internal import NIOCore

extension ConnectionState {
    /// When time will next run out, unless something happens before.
    ///
    /// Inlined, since asked with each request: a call would begin with a copy of the whole state.
    @inline(__always) var deadline: NIODeadline? {
        switch output {
        case .closed: nil
        case .flushing(let since): since + TimeAmount(limits.writeTimeout)
        case .lingering(let since): since + TimeAmount(limits.lingerTimeout)
        case .open:
            if let unwritableSince {
                unwritableSince + TimeAmount(limits.writeTimeout)
            } else {
                inputDeadline
            }
        }
    }

    @inline(__always) private var inputDeadline: NIODeadline? {
        switch input {
        case .head(let since), .body(_, let since):
            isHeldBack ? nil : since + TimeAmount(limits.headTimeout)
        case .idle where exchanges.isEmpty && streaming == nil:
            if let drainingSince {
                drainingSince + TimeAmount(limits.drainPause)
            } else if let handshakingSince {
                handshakingSince + TimeAmount(limits.headTimeout)
            } else {
                idleSince + idleTimeout
            }
        case .idle, .ended: nil
        }
    }

    /// Takes notice of the time; tells which time has run out.
    ///
    /// `buffered` bytes wait for the socket: a client that took enough since the last time is
    /// given more time.
    mutating func reached(_ now: NIODeadline, buffered: Int) -> HTTPEvent.Timeout? {
        guard let deadline, deadline <= now else { return nil }
        switch output {
        case .closed: return nil
        case .lingering:
            mustClose = true
            return nil
        case .flushing:
            return stalled(at: now, buffered: buffered)
        case .open:
            return unwritableSince == nil
                ? inputTimedOut(buffered: buffered) : stalled(at: now, buffered: buffered)
        }
    }

    private mutating func stalled(at now: NIODeadline, buffered: Int) -> HTTPEvent.Timeout? {
        let share = max(Self.leastTakenBytes, stalledBytes / 8)
        guard stalledBytes - buffered >= max(1, min(stalledBytes, share)) else {
            mustClose = true
            return .write
        }
        stalledBytes = buffered
        if case .flushing = output { output = .flushing(since: now) } else { unwritableSince = now }
        return nil
    }

    private mutating func inputTimedOut(buffered: Int) -> HTTPEvent.Timeout? {
        switch input {
        case .head, .body:
            refuse(.timedOut)
            return .head
        case .idle:
            // Answers written before still reach a slow client; in a handshake there are none.
            if buffered > 0, handshakingSince == nil { input = .ended } else { mustClose = true }
            guard drainingSince == nil else { return nil }
            return handshakingSince == nil ? .idle : .head
        case .ended: return nil
        }
    }
}
