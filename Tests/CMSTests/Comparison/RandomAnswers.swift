import StatusEngine

/// Makes answers whose JSON is right and whose rows are anything.
struct RandomAnswers {
    private var random: SplitMix64

    private static let names = [
        "agentId", "currentState", "currentStateTime", "prevState", "prevStateTime", "logonTime",
        "currentStateReason", "locationId", "agentRelease", "currentPrivateCallNum",
    ]
    private static let oddValues = [
        "null", "true", "false", "\"5\"", "\"\"", "\"x\"", "\"-1\"", "\"007\"", "[]", "{}",
        "[1,{}]",
        "1.0", "2.5e1", "5e0", "-1", "-0", "65535", "2147483647", "2147483648", "4294967295",
        "4294967296", "4291747199999", "4291747200000", "4323283199999", "9223372036854775807",
        "9223372036854775808", "18446744073709551616", "123456789012345678901234567890", "0",
        "-9223372036854775808", "-9223372036854775809", "11", "255", "\"\\u0038\"",
    ]

    init(seed: UInt64) {
        random = SplitMix64(seed: seed)
    }

    /// One document: both arrays or one, equal or not, in any order.
    mutating func next() -> [UInt8] {
        let rows = array()
        let other = chance(3) ? array() : rows
        var members = [#""result":"0""#, "\"resultCode\":\(code())"]
        if !chance(8) { members.append("\"resultDesc\":\(chance(12) ? odd() : rows)") }
        if !chance(8) { members.append("\"resultDatas\":\(chance(12) ? odd() : other)") }
        return Array("{\(members.shuffled(using: &random).joined(separator: ", "))}".utf8)
    }

    private mutating func array() -> String {
        let rows = (0..<Int.random(in: 0...5, using: &random))
            .map { _ in chance(12) ? odd() : row() }
        return "[\(rows.joined(separator: ","))]"
    }

    private mutating func row() -> String {
        var members: [String] = []
        for name in Self.names where !chance(20) {
            members.append("\"\(name)\":\(chance(8) ? odd() : usual(name))")
        }
        if chance(8) { members.append("\"\(Self.names[pick(Self.names.count)])\":\(odd())") }
        if chance(8) { members.append("\"skill\\u0041\":\(odd())") }
        return "{\(members.shuffled(using: &random).joined(separator: ","))}"
    }

    private mutating func usual(_ name: String) -> String {
        switch name {
        case "agentId": String(100 + pick(6))
        case "currentState", "prevState": String(pick(12))
        case "logonTime": String(1_795_413_600_000 + pick(1_000))
        default: String(pick(100_000))
        }
    }

    private mutating func code() -> String {
        let codes = ["100000", "\"0100002\"", "\"0100001\"", "\"\"", "null", "1.5", "-1", "[]"]
        return chance(8) ? codes[pick(codes.count)] : "\"0100000\""
    }

    private mutating func odd() -> String { Self.oddValues[pick(Self.oddValues.count)] }

    private mutating func pick(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }

    private mutating func chance(_ outOf: Int) -> Bool { pick(outOf) == 0 }
}
