internal import Roster

/// The bytes of a file that outlives a restart: sections, each with a name, a version and a length.
///
/// A reader takes the sections it knows and skips the others, so that files of older and newer
/// versions are read. The head and each section begin with a line of text:
///
///     rollcall state 1 <sequence> <length of all sections> <CRC-32 of sequence and sections>
///     <name> <version> <length> … the content … a line end
package struct StateDocument: Hashable, Sendable {
    /// One part of the document.
    package struct Section: Hashable, Sendable {
        /// What it holds: letters only.
        package let name: String
        /// The version of its content's format, 1 and up.
        package let version: Int
        /// Its content.
        package let content: [UInt8]

        /// Creates a section.
        package init(_ name: String, version: Int = 1, _ content: [UInt8]) {
            self.name = name
            self.version = version
            self.content = content
        }
    }

    /// Which of several documents in one file was written last: the one with the highest number.
    package var sequence: UInt64
    /// All sections.
    package var sections: [Section]

    /// Creates a document.
    package init(sequence: UInt64 = 0, _ sections: [Section]) {
        self.sequence = sequence
        self.sections = sections
    }

    /// The content of a section; nil if there is none of that name and version.
    package func content(of name: String, version: Int = 1) -> [UInt8]? {
        sections.first { $0.name == name && $0.version == version }?.content
    }
}

extension StateDocument {
    private static let beginning = "rollcall state 1 "
    /// The longest head or section line, in bytes.
    private static let longestLine = 96
    private static let lineEnd = UInt8(ascii: "\n")

    /// The document as the bytes of a file.
    package var bytes: [UInt8] {
        var body: [UInt8] = []
        body.reserveCapacity(sections.reduce(0) { $0 + $1.content.count + Self.longestLine })
        for section in sections {
            body += Array("\(section.name) \(section.version) \(section.content.count)\n".utf8)
            body += section.content
            body.append(Self.lineEnd)
        }
        return Array(Self.head(sequence, body[...]).utf8) + body
    }

    /// Reads a document.
    /// - Parameters:
    ///   - bytes: the document, and behind it whatever a longer one has left.
    ///   - isPadded: whether something may stand behind it.
    /// - Throws: ``StateFileError``.
    package init(_ bytes: ArraySlice<UInt8>, isPadded: Bool = false) throws(StateFileError) {
        var reader = Lines(rest: bytes)
        let head = try reader.line().split(separator: " ", omittingEmptySubsequences: false)
        guard head.count == 6, head[0] == "rollcall", head[1] == "state" else { throw .notOurs }
        guard head[2] == "1" else { throw .unknownVersion }
        guard let sequence = UInt64(head[3]), let length = Int(head[4]), length >= 0,
            length <= reader.rest.count, isPadded || length == reader.rest.count
        else { throw .wrongLength }
        let body = reader.rest.prefix(length)
        guard Self.head(sequence, body).dropLast() == head.joined(separator: " ") else {
            throw .wrongChecksum
        }
        self.sequence = sequence
        sections = []
        reader.rest = body
        while !reader.rest.isEmpty { sections.append(try reader.section()) }
    }

    private static func head(_ sequence: UInt64, _ body: ArraySlice<UInt8>) -> String {
        let checksum = CRC32.checksum(of: Array("\(sequence) ".utf8)[...], then: body)
        return "\(beginning)\(sequence) \(body.count) \(checksum.hex)\n"
    }

    /// Reads lines and what is as long as they say.
    private struct Lines {
        var rest: ArraySlice<UInt8>

        mutating func line() throws(StateFileError) -> String {
            guard let end = rest.prefix(longestLine).firstIndex(of: lineEnd) else { throw .notOurs }
            defer { rest = rest[(end + 1)...] }
            return String(decoding: rest[..<end], as: UTF8.self)
        }

        mutating func section() throws(StateFileError) -> Section {
            let words = try line().split(separator: " ", omittingEmptySubsequences: false)
            guard words.count == 3, let version = Int(words[1]), let length = Int(words[2]),
                length >= 0, length < rest.count, rest[rest.startIndex + length] == lineEnd
            else { throw .wrongLength }
            defer { rest = rest.dropFirst(length + 1) }
            return Section(String(words[0]), version: version, Array(rest.prefix(length)))
        }
    }
}

/// Why a file that ought to outlive a restart cannot be used; nothing of it is used then.
package enum StateFileError: Error, Hashable, Sendable {
    /// It does not begin as such a file does.
    case notOurs
    /// It was written in a version of the format that is not read here.
    case unknownVersion
    /// It is shorter or longer than it says.
    case wrongLength
    /// Its checksum is not the one of its bytes.
    case wrongChecksum
    /// It holds what cannot be.
    case impossibleContent
}
