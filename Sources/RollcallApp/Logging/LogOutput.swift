/// What takes the bytes of log lines: standard error in the program, a double of it in tests.
protocol LogOutput: Sendable {
    /// Waits until a piece can be written without waiting, but no longer than so long.
    /// - Returns: whether it can be.
    func hasRoom(within time: Duration) -> Bool

    /// Writes a piece of at most ``StandardErrorSink/pieceBytes``.
    /// - Returns: how many bytes of it were taken; nothing when nobody will take any more.
    func write(_ piece: ArraySlice<UInt8>) -> Int?
}
