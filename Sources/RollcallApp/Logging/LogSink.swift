/// Where finished log lines go.
package protocol LogSink: Sendable {
    /// Takes one line, without its line end.
    func write(_ line: String)
}
