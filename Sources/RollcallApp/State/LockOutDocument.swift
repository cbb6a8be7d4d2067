internal import Foundation
internal import Roster
internal import StatusEngine

/// A lock-out as it stands in its file, with what it was provoked by; no secret is in it.
struct LockOutDocument: Codable, Hashable {
    /// The version of the format that is written and read.
    static let currentVersion = 1

    /// The version of the format.
    let version: Int
    /// Which back-off step is being waited for, counting from 0.
    let step: Int
    /// When the next call may probe, in milliseconds since 1970.
    let probeAt: Int64
    /// What the CMS answered; a `CallFailure.Code`.
    let code: String
    /// What the fingerprint was made with, in hex.
    let salt: String
    /// The fingerprint of the credentials, in hex.
    let credentials: String

    /// Creates a document.
    init(_ record: LockOutRecord, salt: [UInt8], fingerprint: [UInt8]) {
        version = Self.currentVersion
        step = record.step
        probeAt = record.probeAt.milliseconds
        code = record.code.rawValue
        self.salt = salt.hex
        credentials = fingerprint.hex
    }

    /// Reads a file's bytes; nothing where they are not all that a lock-out needs.
    init?(bytes: [UInt8]) {
        guard let read = try? JSONDecoder().decode(LockOutDocument.self, from: Data(bytes)),
            read.version == Self.currentVersion, read.record != nil, read.saltBytes != nil
        else { return nil }
        self = read
    }

    /// The bytes of a file.
    var bytes: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        // Numbers and texts can always be encoded.
        return ((try? encoder.encode(self)).map(Array.init) ?? []) + [0x0A]
    }

    /// The lock-out; nil if its code is none that can stand for one.
    var record: LockOutRecord? {
        guard let code = CallFailure.Code(rawValue: code), code.canLockOut else { return nil }
        return LockOutRecord(
            step: step,
            probeAt: Timestamp(milliseconds: probeAt),
            code: code
        )
    }

    /// What the fingerprint was made with.
    var saltBytes: [UInt8]? {
        salt.isEmpty ? nil : [UInt8](hex: salt)
    }
}
