/// Sizes as people write them in settings: `512B`, `64KiB`, `256MiB`, `1GiB`.
package enum SizeText {
    private static let units: [(name: String, bytes: Int)] = [
        ("B", 1), ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30),
    ]

    /// Reads a whole number and its unit; nothing for any other text.
    package static func bytes(_ text: String) -> Int? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let unit = text.dropFirst(digits.count)
        guard let number = Int(digits), let scale = units.first(where: { $0.name == unit })?.bytes
        else { return nil }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: scale)
        return overflow ? nil : bytes
    }

    /// The text with the largest unit that loses nothing.
    package static func text(_ bytes: Int) -> String {
        guard bytes != 0 else { return "0B" }
        let unit = units.last { bytes % $0.bytes == 0 } ?? units[0]
        return "\(bytes / unit.bytes)\(unit.name)"
    }
}
