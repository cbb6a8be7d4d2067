/// One element of an `Accept` field: `application/*;q=0.5` (RFC 9110 section 12.5.1).
struct MediaRange: Hashable, Sendable {
    /// The type, in lower case, or `*`.
    let type: String
    /// The subtype, in lower case, or `*`.
    let subtype: String
    /// How much it is liked, in thousandths; 0 rules it out.
    let quality: Int

    /// The elements of one line; malformed ones are passed over up to the next comma.
    static func all(in line: String) -> [MediaRange] {
        var scanner = FieldScanner(line)
        var ranges: [MediaRange] = []
        while !scanner.isAtEnd {
            if let range = MediaRange(&scanner) { ranges.append(range) }
            scanner.skipToComma()
            _ = scanner.skip(",")
        }
        return ranges
    }

    /// The element that says most closely whether a media type is wanted, if one does.
    static func closest(to mediaType: String, among ranges: [MediaRange]) -> MediaRange? {
        let parts = mediaType.split(separator: "/").map(String.init)
        return ranges.filter { $0.matches(parts[0], parts[1]) }
            .max { ($0.closeness, $0.quality) < ($1.closeness, $1.quality) }
    }

    /// The element itself, unless it rules out what it matches.
    var accepted: MediaRange? { quality > 0 ? self : nil }

    /// Whether another element's match is to be preferred.
    func isOutdone(by other: MediaRange) -> Bool {
        (quality, closeness) < (other.quality, other.closeness)
    }

    private var closeness: Int { (type == "*" ? 0 : 1) + (subtype == "*" ? 0 : 1) }

    private func matches(_ type: String, _ subtype: String) -> Bool {
        (self.type == "*" || self.type == type) && (self.subtype == "*" || self.subtype == subtype)
    }

    /// Reads one element.
    private init?(_ scanner: inout FieldScanner) {
        scanner.skipBlanks()
        guard let type = scanner.token(), scanner.skip("/"), let subtype = scanner.token(),
            type != "*" || subtype == "*"
        else { return nil }
        scanner.skipBlanks()
        guard let quality = Self.quality(&scanner), scanner.isAtEnd || scanner.isAt(",") else {
            return nil
        }
        self.type = type.lowercased()
        self.subtype = subtype.lowercased()
        self.quality = quality
    }

    /// Reads the parameters; others than the quality are ignored, as none of our types has any.
    private static func quality(_ scanner: inout FieldScanner) -> Int? {
        var quality = 1_000
        while scanner.skip(";") {
            scanner.skipBlanks()
            if scanner.isAtParameter {
                guard let name = scanner.token() else { return nil }
                let value = scanner.skip("=") ? scanner.word() : nil
                if name.lowercased() == "q" {
                    guard let weight = value.flatMap(thousandths) else { return nil }
                    quality = weight
                }
            }
            scanner.skipBlanks()
        }
        return quality
    }

    /// Reads `0`, `0.5` or `1.000` (RFC 9110 section 12.4.2).
    private static func thousandths(_ text: String) -> Int? {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = parts.first.flatMap({ Int(String($0) ?? "") }),
            (0...1).contains(whole), parts[0].count == 1
        else { return nil }
        let digits = parts.count > 1 ? parts[1] : ""[...].utf8
        guard digits.count <= 3, digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        let fraction = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        let scaled = (digits.count..<3).reduce(fraction) { value, _ in value * 10 }
        let thousandths = whole * 1_000 + scaled
        return thousandths <= 1_000 ? thousandths : nil
    }
}
