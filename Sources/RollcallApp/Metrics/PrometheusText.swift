/// Text format 0.0.4 as it is put together, line by line.
struct PrometheusText {
    /// The lines so far.
    private(set) var text = ""

    /// Begins a family: its meaning and its kind.
    mutating func open(_ family: MetricFamily, as name: String) {
        let name = Self.name(name)
        let help = family.help.isEmpty ? "" : "# HELP \(name) \(Self.escapedHelp(family.help))\n"
        text += "\(help)# TYPE \(name) \(family.kind.word)\n"
    }

    /// Adds a sample; labels are names and values in turn.
    mutating func add(_ name: String, _ labels: [String], value: Double) {
        text += Self.name(name)
        if !labels.isEmpty {
            let pairs = stride(from: 0, to: labels.count - 1, by: 2)
                .map { index in
                    "\(Self.name(labels[index]))=\"\(Self.escapedLabel(labels[index + 1]))\""
                }
            text += "{\(pairs.joined(separator: ","))}"
        }
        text += " \(Self.number(value))\n"
    }

    /// A value as the format writes it; whole numbers without a fraction.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return Int64(exactly: value).map(String.init) ?? "\(value)"
    }

    /// A name with everything that may not stand in one replaced.
    private static func name(_ text: String) -> String {
        let mapped = text.map { character in
            character.isASCII && (character.isLetter || character.isNumber) || character == "_"
                || character == ":" ? character : "_"
        }
        return mapped.first?.isNumber == true ? "_" + String(mapped) : String(mapped)
    }

    private static func escapedHelp(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
    }

    private static func escapedLabel(_ text: String) -> String {
        escapedHelp(text).replacing("\"", with: "\\\"")
    }
}
