/// Lines that wait to be written: up to a number of bytes, and what comes beyond is dropped.
struct LineBacklog: Sendable {
    private let maximumBytes: Int
    private var lines: [String] = []
    private var bytes = 0

    init(maximumBytes: Int) { self.maximumBytes = maximumBytes }

    /// Takes a line, if there is room for it.
    /// - Returns: whether there was, and whether nothing waited before it.
    mutating func add(_ line: String) -> (isKept: Bool, isFirst: Bool) {
        let isFirst = lines.isEmpty
        let size = line.utf8.count + 1
        guard bytes + size <= maximumBytes else { return (false, isFirst) }
        lines.append(line)
        bytes += size
        return (true, isFirst)
    }

    /// Hands out all that waits.
    mutating func take() -> [String] {
        defer { (lines, bytes) = ([], 0) }
        return lines
    }
}
