internal import StatusEngine

/// A snapshot as it stands in its file: its own bytes, and behind them of which CMS it tells.
struct SnapshotFile {
    /// Why a file is of no use.
    enum Refusal: Error, Hashable, CustomStringConvertible {
        /// The bytes are no snapshot we can read.
        case bytes(SnapshotError)
        /// It tells of another CMS or contact centre.
        case otherCMS

        /// The end of a sentence.
        var description: String {
            switch self {
            case .otherCMS: "tells of another CMS or contact centre"
            case .bytes(.notASnapshot): "is no snapshot"
            case .bytes(.unknownVersion(let version)): "has version \(version), which is not known"
            case .bytes(.wrongLength): "is shorter or longer than it says"
            case .bytes(.wrongChecksum): "has a wrong checksum"
            case .bytes(.impossibleEntry): "holds an entry that cannot be"
            }
        }
    }

    /// The length of an origin, in bytes.
    static let originLength = 32

    /// What the CMS answers for are known by (`CMSSettings.originFingerprint`).
    let origin: [UInt8]

    /// The bytes to write.
    func bytes(of snapshot: StatusSnapshot) -> [UInt8] {
        snapshot.bytes + origin
    }

    /// Reads bytes that were written.
    func snapshot(_ bytes: [UInt8]) throws(Refusal) -> StatusSnapshot {
        let length = max(0, bytes.count - Self.originLength)
        let snapshot: StatusSnapshot
        do throws(SnapshotError) {
            snapshot = try StatusSnapshot(bytes: Array(bytes[..<length]))
        } catch {
            throw .bytes(error)
        }
        guard bytes[length...].elementsEqual(origin) else { throw .otherCMS }
        return snapshot
    }
}
