import CMS
import Foundation
import JSONScanning

/// The ways in which the reader may differ from `JSONSerialization`; each is proved on the document
/// itself, by taking the cause away and seeing the difference go.
enum Difference: String, CaseIterable {
    /// Foundation takes a comma before a closing bracket; RFC 8259 does not.
    case trailingComma
    /// Foundation refuses numbers beyond Double; RFC 8259 sets no limit, and the scanner takes
    /// them as missing.
    case hugeExponent
    /// Foundation nests to 512, the scanner to 64.
    case depth
    /// Foundation reads UTF-16 and UTF-32 where it finds NULs at the start; RFC 8259 is UTF-8.
    case otherEncoding
    /// Words of the CMS in another encoding: they spoil the document for Foundation, and not for us.
    case foreignWords
    /// Foundation lets the last of two equal members win; where one of the document's own stands
    /// twice, the scanner refuses it.
    case duplicateMember

    /// Explains the difference on one document, if one of the known causes does.
    static func explaining(_ document: [UInt8]) -> Difference? {
        let (ours, theirs) = (
            ReferenceOutcome(scanning: document), ReferenceReader.read(document)
        )
        if ours == .fault(.duplicateKey) { return hasDuplicate(document) ? .duplicateMember : nil }
        if document.prefix(4).contains(0)
            || [[0xFF, 0xFE], [0xFE, 0xFF]].contains(document.prefix(2))
        {
            return ours == .notJSON ? .otherEncoding : nil
        }
        if theirs == .notJSON, String(validating: document, as: UTF8.self) == nil {
            let plain = Array(String(decoding: document, as: UTF8.self).utf8)
            return agree(plain) ? .foreignWords : nil
        }
        if Answers.fault(document) == .tooDeep, theirs != .notJSON { return .depth }
        if ours == .notJSON { return agree(withoutTrailingCommas(document)) ? .trailingComma : nil }
        return theirs == .notJSON && agree(withoutExponents(document)) ? .hugeExponent : nil
    }

    private static func agree(_ document: [UInt8]) -> Bool {
        let ours = ReferenceOutcome(scanning: document)
        return ours != .notJSON
            && (ours == ReferenceReader.read(document) || ours == .fault(.duplicateKey))
    }

    private static func hasDuplicate(_ document: [UInt8]) -> Bool {
        let text = String(decoding: document, as: UTF8.self)
        return ["\"result\"", "\"resultCode\"", "\"resultDesc\"", "\"resultDatas\""]
            .contains { text.ranges(of: $0).count > 1 }
    }

    /// Commas in strings have no bracket behind them in these documents.
    private static func withoutTrailingCommas(_ document: [UInt8]) -> [UInt8] {
        let text = String(decoding: document, as: UTF8.self)
        return Array(text.replacing(/,([ \t\r\n]*[\]}])/) { $0.output.1 }.utf8)
    }

    private static func withoutExponents(_ document: [UInt8]) -> [UInt8] {
        let text = String(decoding: document, as: UTF8.self)
        return Array(text.replacing(/([0-9])[eE]\+?[0-9]{2,}/) { "\($0.output.1).5" }.utf8)
    }
}
