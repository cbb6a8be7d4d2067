extension Timestamp {
    /// Reads a moment as RFC 3339 section 5.6 writes it: `2026-11-23T08:00:00Z`, with a fraction of
    /// a second or another offset where there is one; nothing for any other text.
    ///
    /// What is finer than a millisecond is cut off. A leap second is the second after it.
    package init?(rfc3339 text: some StringProtocol) {
        var reader = MomentReader(text)
        guard let moment = reader.moment() else { return nil }
        self = moment
    }
}

/// Reads the parts of a moment, from the start on.
private struct MomentReader {
    private var rest: Substring.UTF8View

    init(_ text: some StringProtocol) {
        rest = Substring(text).utf8
    }

    mutating func moment() -> Timestamp? {
        guard let days = date(), skip(among: "Tt"), let seconds = timeOfDay(),
            let milliseconds = fraction(), let offset = offset(), rest.isEmpty
        else { return nil }
        let whole = days * 86_400 + seconds - offset
        return Timestamp(milliseconds: whole * 1_000 + milliseconds)
    }

    /// Days since 1970; nothing for a day that its month does not have.
    private mutating func date() -> Int64? {
        guard let year = number(digits: 4), skip(among: "-"), let month = number(digits: 2),
            skip(among: "-"), let day = number(digits: 2)
        else { return nil }
        guard (1...12).contains(month), (1...31).contains(day) else { return nil }
        let date = CivilDate(year: year, month: month, day: day)
        let isReal = CivilDate(daysSince1970: date.daysSince1970) == date
        return isReal ? date.daysSince1970 : nil
    }

    private mutating func timeOfDay() -> Int64? {
        guard let minutes = hoursAndMinutes(), skip(among: ":"), let second = number(digits: 2),
            second <= 60
        else { return nil }
        return minutes * 60 + second
    }

    private mutating func hoursAndMinutes() -> Int64? {
        guard let hour = number(digits: 2), hour <= 23, skip(among: ":"),
            let minute = number(digits: 2), minute <= 59
        else { return nil }
        return hour * 60 + minute
    }

    /// Milliseconds; zero where no fraction stands.
    private mutating func fraction() -> Int64? {
        guard skip(among: ".") else { return 0 }
        let digits = rest.prefix(while: Self.isDigit)
        guard !digits.isEmpty else { return nil }
        rest = rest[digits.endIndex...]
        let shown = digits.prefix(3)
        let number = shown.reduce(Int64(0)) { $0 * 10 + Self.value($1) }
        return (shown.count..<3).reduce(number) { value, _ in value * 10 }
    }

    /// Seconds ahead of UTC.
    private mutating func offset() -> Int64? {
        if skip(among: "Zz") { return 0 }
        let isAhead = skip(among: "+")
        guard isAhead || skip(among: "-"), let minutes = hoursAndMinutes() else { return nil }
        return (isAhead ? minutes : -minutes) * 60
    }

    private mutating func number(digits count: Int) -> Int64? {
        let digits = rest.prefix(count)
        guard digits.count == count, digits.allSatisfy(Self.isDigit) else { return nil }
        rest = rest.dropFirst(count)
        return digits.reduce(0) { $0 * 10 + Self.value($1) }
    }

    private mutating func skip(among characters: StaticString) -> Bool {
        guard let byte = rest.first, characters.description.utf8.contains(byte) else {
            return false
        }
        rest = rest.dropFirst()
        return true
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func value(_ digit: UInt8) -> Int64 {
        Int64(digit - UInt8(ascii: "0"))
    }
}
