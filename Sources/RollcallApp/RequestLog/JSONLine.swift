/// A JSON object in one line, as it is put together; what is nothing is left out.
struct JSONLine {
    private var members: [String] = []

    /// The object.
    var text: String { "{\(members.joined(separator: ","))}" }

    mutating func add(_ name: String, _ value: String?) {
        guard let value else { return }
        members.append("\"\(name)\":\(LogLine.quoted(value))")
    }

    mutating func add(_ name: String, _ value: Int) {
        members.append("\"\(name)\":\(value)")
    }

    /// Adds an array, unless it is empty.
    mutating func add(_ name: String, _ values: [UInt64]) {
        guard !values.isEmpty else { return }
        let list = values.map(String.init).joined(separator: ",")
        members.append("\"\(name)\":[\(list)]")
    }

    /// Adds a duration in milliseconds with three places.
    mutating func addMilliseconds(_ name: String, _ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let microseconds = max(0, seconds * 1_000_000 + attoseconds / 1_000_000_000_000)
        let places = String(microseconds % 1_000)
        let zeros = String(repeating: "0", count: 3 - places.count)
        members.append("\"\(name)\":\(microseconds / 1_000).\(zeros)\(places)")
    }
}
