internal import Glibc
internal import StatusEngine

/// The process's standard error: a file, a terminal, a pipe or a socket.
///
/// It stays as it was inherited: others may write to it, so it is not made non-blocking.
struct StandardError: LogOutput {
    func hasRoom(within time: Duration) -> Bool {
        let milliseconds = Int32(clamping: time.nanoseconds / 1_000_000)
        var descriptor = pollfd(fd: STDERR_FILENO, events: Int16(POLLOUT), revents: 0)
        var ready: Int32
        repeat {
            ready = unsafe poll(&descriptor, 1, milliseconds)
        } while ready < 0 && errno == EINTR
        return ready > 0
    }

    func write(_ piece: ArraySlice<UInt8>) -> Int? {
        let taken = unsafe piece.withUnsafeBytes { bytes in
            unsafe Glibc.write(STDERR_FILENO, bytes.baseAddress, bytes.count)
        }
        if taken >= 0 { return taken }
        return errno == EINTR || errno == EAGAIN ? 0 : nil
    }
}
