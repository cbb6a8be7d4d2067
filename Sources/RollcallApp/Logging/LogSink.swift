/// Where finished log lines go.
package protocol LogSink: Sendable {
    /// Takes one line, or several with line ends between, without the last line end.
    /// - Returns: whether it was taken whole; otherwise it is lost, or a part of it.
    @discardableResult
    func write(_ line: String) -> Bool
}
