/// Reads a batch call's body in its plain form: the three members, whole numbers, no escapes.
struct BatchScanner {
    private let bytes: [UInt8]
    private var index = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The body, or nothing when it is not in the plain form.
    mutating func scan() -> BatchRequest? {
        var ccID: Int64?
        var vdn: Int64?
        var agentIDs: [Int64]?
        guard take("{") else { return nil }
        repeat {
            guard let key = key(), take(":") else { return nil }
            switch key {
            case "ccId" where ccID == nil: ccID = number()
            case "vdn" where vdn == nil: vdn = number()
            case "agentIds" where agentIDs == nil: agentIDs = numbers()
            default: return nil
            }
        } while take(",")
        guard take("}"), isAtEnd(), let ccID, let vdn, let agentIDs else { return nil }
        return BatchRequest(ccID: ccID, vdn: vdn, agentIDs: agentIDs)
    }

    private mutating func key() -> String? {
        guard take("\"") else { return nil }
        let start = index
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") { index += 1 }
        let name = String(decoding: bytes[start..<index], as: UTF8.self)
        return take("\"") ? name : nil
    }

    private mutating func numbers() -> [Int64]? {
        guard take("[") else { return nil }
        var numbers: [Int64] = []
        numbers.reserveCapacity((bytes.count - index) / 5)
        if take("]") { return numbers }
        repeat {
            guard let number = number() else { return nil }
            numbers.append(number)
        } while take(",")
        return take("]") ? numbers : nil
    }

    /// A whole number of at most nine digits without sign or leading zero.
    private mutating func number() -> Int64? {
        skipSpace()
        let start = index
        var value: Int64 = 0
        while index < bytes.count, (48...57).contains(bytes[index]), index - start < 9 {
            value = value * 10 + Int64(bytes[index] - 48)
            index += 1
        }
        let isPlain = index - start == 1 || index > start && bytes[start] != 48
        return isPlain ? value : nil
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard index < bytes.count, bytes[index] == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    private mutating func isAtEnd() -> Bool {
        skipSpace()
        return index == bytes.count
    }

    private mutating func skipSpace() {
        while index < bytes.count, [32, 9, 10, 13].contains(bytes[index]) { index += 1 }
    }
}
