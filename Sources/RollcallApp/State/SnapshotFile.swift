internal import StatusEngine

/// A snapshot as it stands in its file: its own sections, and one that says of which CMS it tells.
struct SnapshotFile {
    /// Why a file is of no use.
    enum Refusal: Error, Hashable, CustomStringConvertible {
        /// The bytes are no snapshot we can read.
        case bytes(StateFileError)
        /// It tells of another CMS or contact centre.
        case otherCMS

        /// The end of a sentence.
        var description: String {
            switch self {
            case .otherCMS: "tells of another CMS or contact centre"
            case .bytes(.notOurs): "is no snapshot"
            case .bytes(.unknownVersion): "is of a version that is not known"
            case .bytes(.wrongLength): "is shorter or longer than it says"
            case .bytes(.wrongChecksum): "has a wrong checksum"
            case .bytes(.impossibleContent): "holds what cannot be"
            }
        }
    }

    /// The section that says of which CMS the others tell.
    private static let section = "origin"
    /// The length of an origin, in bytes.
    private static let originLength = 32

    /// What the CMS answers for are known by (`CMSSettings.originFingerprint`).
    let origin: [UInt8]

    /// The bytes to write.
    func bytes(of snapshot: StatusSnapshot) -> [UInt8] {
        StateDocument([StateDocument.Section(Self.section, origin)] + snapshot.sections).bytes
    }

    /// Reads bytes that were written, in the present format or the one before.
    func snapshot(_ bytes: [UInt8]) throws(Refusal) -> StatusSnapshot {
        let (snapshot, origin) = try read(bytes)
        guard origin == self.origin else { throw .otherCMS }
        return snapshot
    }

    private func read(_ bytes: [UInt8]) throws(Refusal) -> (StatusSnapshot, origin: [UInt8]?) {
        do throws(StateFileError) {
            guard StatusSnapshot.isFormer(bytes) else {
                let document = try StateDocument(bytes[...])
                return (try StatusSnapshot(document), document.content(of: Self.section))
            }
            let length = max(0, bytes.count - Self.originLength)
            let snapshot = try StatusSnapshot(former: Array(bytes[..<length]))
            return (snapshot, Array(bytes[length...]))
        } catch {
            throw .bytes(error)
        }
    }
}
