extension Duration {
    /// What longer durations are taken for: 2^31 seconds (RFC 9111 section 1.2.2).
    private static let mostSeconds: Int64 = 1 << 31

    /// Reads whole seconds, one or more digits.
    init?(wholeSeconds text: some StringProtocol) {
        guard let seconds = Self.number(text.utf8) else { return nil }
        self = .seconds(seconds)
    }

    /// Reads seconds with a fraction of at most nine digits, or without one.
    init?(decimalSeconds text: some StringProtocol) {
        let parts = text.utf8.split(
            separator: UInt8(ascii: "."),
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        guard let whole = parts.first, let seconds = Self.number(whole) else { return nil }
        self = .seconds(seconds)
        guard parts.count > 1 else { return }
        let digits = parts[1]
        guard digits.count <= 9, let fraction = Self.number(digits, upTo: .max) else { return nil }
        let scale = (digits.count..<9).reduce(Int64(1)) { scale, _ in scale * 10 }
        self += .nanoseconds(fraction * scale)
    }

    /// The seconds in decimal, with as many digits after the point as there are to show, at most
    /// nine; durations below zero show as `0`.
    var decimalSeconds: String {
        guard self > .zero else { return "0" }
        let (seconds, attoseconds) = components
        let nanoseconds = attoseconds / 1_000_000_000
        guard nanoseconds > 0 else { return "\(seconds)" }
        let digits = "\(1_000_000_000 + nanoseconds)".dropFirst()
        let end = digits.lastIndex { $0 != "0" } ?? digits.startIndex
        return "\(seconds).\(digits[...end])"
    }

    private static func number(
        _ digits: some Sequence<UInt8>,
        upTo limit: Int64 = mostSeconds
    ) -> Int64? {
        var number: Int64?
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            let next = (number ?? 0) * 10 + Int64(digit - UInt8(ascii: "0"))
            number = min(next, limit)
        }
        return number
    }
}
