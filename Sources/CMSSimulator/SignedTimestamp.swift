internal import Roster

/// A signature's timestamp (contract section 2, step 1), in either of its two forms:
/// `2026-11-23T08:00:00.000Z` and `2026-11-23T08:00:00Z`.
struct SignedTimestamp {
    let moment: Timestamp

    /// Reads the text, or nothing when it is no moment in one of the forms.
    init?(parsing text: Substring) {
        let bytes = Array(text.utf8)
        guard bytes.count == 20 || bytes.count == 24,
            let year = Self.number(bytes[0..<4]), let month = Self.number(bytes[5..<7]),
            let day = Self.number(bytes[8..<10]), let hour = Self.number(bytes[11..<13]),
            let minute = Self.number(bytes[14..<16]), let second = Self.number(bytes[17..<19]),
            let fraction = bytes.count == 24 ? Self.number(bytes[20..<23]) : 0
        else { return nil }
        let days = CivilDate(year: year, month: month, day: day).daysSince1970
        let seconds = ((days * 24 + hour) * 60 + minute) * 60 + second
        let found = Timestamp(milliseconds: seconds * 1_000 + fraction)
        // Writing it again proves the separators and that there is such a day.
        let written = bytes.count == 24 ? found.descriptionWithMilliseconds : found.description
        guard written == text else { return nil }
        moment = found
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        digits.reduce(0) { value, digit in
            guard let value, (48...57).contains(digit) else { return nil }
            return value * 10 + Int64(digit - 48)
        }
    }
}
