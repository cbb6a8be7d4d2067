internal import CMS
internal import StatusEngine

/// What the state directory says of a lock-out of the present credentials; the file is only read.
struct LockOutNotice: Sendable {
    /// The largest file that is read, in bytes.
    private static let maximumBytes = 4 << 10

    /// The lock-out, if one is kept.
    let record: LockOutRecord?

    init(in state: StateSettings?, of cms: CMSSettings, _ files: any FileReading) {
        guard let state,
            let contents = try? files.read(state.lockOutFile, atMost: Self.maximumBytes),
            let document = LockOutDocument(bytes: contents.bytes), let salt = document.saltBytes,
            LockOutDocument.hex(cms.credentialsFingerprint(salt: salt)) == document.credentials
        else {
            record = nil
            return
        }
        record = document.record
    }
}
