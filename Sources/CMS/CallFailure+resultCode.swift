internal import StatusEngine

extension CallFailure {
    /// What a verdict other than success means (contract section 1).
    /// - Parameters:
    ///   - resultCode: the verdict.
    ///   - name: the member it stood in.
    ///   - description: the CMS's own words; only their beginning is kept, as plain ASCII.
    init(resultCode: ResultCode, in name: String = "resultCode", description: String?) {
        let words = description.map { ": \(Self.printable($0))" } ?? ""
        let detail = "\(name) \(Self.printable(resultCode.text))\(words)"
        self.init(Self.code(for: resultCode.text), detail: detail)
    }

    private static func code(for text: String) -> Code {
        switch text {
        case "0100001": .callFailed
        case "0100002": .illegalParameter
        case "0100003": .needsNewerCTI
        case "0100999": .unknownException
        case "0101001", "0101002": .otherModule
        case "0101003": .noPermission
        default: .unknownResultCode
        }
    }

    private static func printable(_ text: String) -> String {
        let bytes = text.utf8.prefix(80).map { (0x20..<0x7F).contains($0) ? $0 : 0x3F }
        return String(decoding: bytes, as: UTF8.self)
    }
}
