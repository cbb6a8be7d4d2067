internal import CMS
internal import Roster
internal import StatusEngine

/// The file of a lock-out, as a gateway and a probe read and write it.
struct LockOutFile: Sendable {
    /// What the file says to those who sign with certain credentials.
    enum Contents: Hashable {
        /// Nothing: calls may be sent.
        case none
        /// The CMS refused these credentials.
        case refused(LockOutRecord)
        /// The CMS refused others.
        case refusedOthers
        /// Something that cannot be read, so that a lock-out is not ruled out: the end of a sentence.
        case unreadable(String)
    }

    private static let section = "lockOut"
    private static let slotSize = 4 << 10

    private let slots: SlotFile
    private let formerPath: String
    private let files: any StateFiles

    /// Names the file in the state directory; it need not be there.
    init(_ state: StateSettings, _ files: any StateFiles) {
        slots = SlotFile(state.lockOutFile, slotSize: Self.slotSize, files)
        formerPath = state.formerLockOutFile
        self.files = files
    }

    /// Where it is.
    var path: String { slots.path }

    /// Reads the file.
    func read(by cms: CMSSettings) -> Contents {
        switch slots.read() {
        case .nothing: return former(cms)
        case .unreadable(let reason): return .unreadable(reason)
        case .document(let document, let isLatest):
            if let content = document.content(of: Self.section) {
                return Self.contents(content, cms)
            }
            guard isLatest, !document.sections.contains(where: { $0.name == Self.section }) else {
                return .unreadable("is damaged, or of a version that is not known")
            }
            return former(cms)
        }
    }

    /// Takes the room for the file, so that a lock-out can be written on a full disk.
    /// - Throws: `FileWriteTrouble`.
    func prepare() throws(FileWriteTrouble) { try slots.prepare() }

    /// Writes a lock-out; when this returns it is on the disk.
    /// - Throws: `FileWriteTrouble`.
    func write(
        _ record: LockOutRecord,
        of cms: CMSSettings,
        salt: [UInt8]
    ) throws(FileWriteTrouble) {
        let fingerprint = cms.credentialsFingerprint(salt: salt)
        let document = LockOutDocument(record, salt: salt, fingerprint: fingerprint)
        try slots.write([StateDocument.Section(Self.section, document.bytes)])
        try removeFormer()
    }

    /// Writes that there is no lock-out.
    /// - Throws: `FileWriteTrouble`.
    func clear() throws(FileWriteTrouble) {
        try slots.write([])
        try removeFormer()
    }

    private func former(_ cms: CMSSettings) -> Contents {
        do throws(FileTrouble) {
            return Self.contents(try files.read(formerPath, atMost: Self.slotSize).bytes, cms)
        } catch .notFound {
            return .none
        } catch {
            return .unreadable("\(error)")
        }
    }

    private func removeFormer() throws(FileWriteTrouble) {
        guard files.modifiedAt(formerPath) != nil else { return }
        try files.remove(formerPath)
    }

    private static func contents(_ bytes: [UInt8], _ cms: CMSSettings) -> Contents {
        guard let document = LockOutDocument(bytes: bytes), let salt = document.saltBytes,
            let record = document.record
        else { return .unreadable("is damaged") }
        let own = cms.credentialsFingerprint(salt: salt).hex
        return own == document.credentials ? .refused(record) : .refusedOthers
    }
}

extension LockOutFile.Contents {
    /// How long the gateway waits after a first refusal.
    private static let firstStepMilliseconds: Int64 = 60_000

    /// The lock-out that a refusal at this moment makes, after what is known of one before.
    func record(after code: CallFailure.Code, at now: Timestamp) -> LockOutRecord {
        let probeAt = Timestamp(milliseconds: now.milliseconds + Self.firstStepMilliseconds)
        guard case .refused(let record) = self else {
            return LockOutRecord(step: 0, probeAt: probeAt, code: code)
        }
        return LockOutRecord(
            step: record.step,
            probeAt: max(record.probeAt, probeAt),
            code: code
        )
    }
}
