internal import Synchronization

/// How many bytes of answers, and of bodies not yet asked about, one server's connections may hold
/// together.
///
/// Once it is spent, large answers and bodies are refused; small ones are bounded by each connection alone.
final class OutputBudget: Sendable {
    /// Bodies up to this many bytes are not refused.
    static let smallBytes = 65_536

    private let maximum: Int
    private let held = Atomic<Int>(0)

    /// Creates a budget of so many bytes.
    init(maximum: Int) {
        self.maximum = maximum
    }

    /// Whether a body of so many bytes may be begun.
    func allows(_ bytes: Int) -> Bool {
        bytes <= Self.smallBytes || held.load(ordering: .relaxed) < maximum
    }

    /// Takes notice that a connection holds more, or fewer, bytes than before.
    func change(by bytes: Int) {
        held.wrappingAdd(bytes, ordering: .relaxed)
    }
}
