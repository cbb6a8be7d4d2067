internal import JSONScanning

extension JSONScanner {
    /// Enters the document, which has to be an object; tells whether it has a first member.
    mutating func enterDocument(counting counts: inout AnomalyCounts) throws(BodyFault) -> Bool {
        if skipByteOrderMark() { counts.count(.byteOrderMark) }
        skipWhitespace()
        guard position < bytes.count else { throw .empty }
        guard next == .openBrace else {
            try skipValue(depth: 0)
            try expectEnd()
            throw .notAnObject
        }
        return enter(closing: .closeBrace)
    }

    /// Reads a verdict; gives nothing where the value is neither text nor a whole number.
    mutating func resultCode() throws(BodyFault) -> ResultCode? {
        switch next {
        case .quote:
            return ResultCode(text: text(of: try string()))
        case 0x30...0x39:
            guard case .integer(let number) = try number() else { return nil }
            return ResultCode(number: number)
        default:
            try skipValue(depth: 1)
            return nil
        }
    }
}
