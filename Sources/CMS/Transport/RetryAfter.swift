internal import JSONScanning
internal import Roster

/// The `Retry-After` header: seconds or a date (RFC 9110 section 10.2.3).
enum RetryAfter {
    /// What is believed at most, in seconds: a day.
    static let maximum: Int64 = 86_400

    /// Reads the header's value.
    /// - Parameters:
    ///   - text: the header's value.
    ///   - now: what a date is counted from.
    /// - Returns: seconds of 0 to `maximum`, or nothing where the value is neither of the two.
    static func seconds(_ text: String, now: Timestamp) -> Int64? {
        let value = text.filter { $0 != "\t" }.split(separator: " ").joined(separator: " ")
        guard value.isEmpty || !value.utf8.allSatisfy(\.isDigit) else {
            return value.isEmpty ? nil : min(Int64(value) ?? maximum, maximum)
        }
        guard let date = Timestamp(httpDate: value, now: now) else { return nil }
        let (wait, overflow) = date.milliseconds.subtractingReportingOverflow(now.milliseconds)
        guard !overflow else { return nil }
        return min(max((wait + 999) / 1_000, 0), maximum)
    }
}
