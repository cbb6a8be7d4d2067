internal import CMS
internal import Roster
internal import StatusEngine

/// What the state directory says of a lock-out of the present credentials; the file is only read.
enum LockOutNotice: Hashable, Sendable {
    /// The largest file that is read, in bytes.
    private static let maximumBytes = 4 << 10

    /// Nothing: calls may be sent.
    case none
    /// The CMS refused these credentials.
    case refused(LockOutRecord)
    /// Something that cannot be read, so that a lock-out is not ruled out: the end of a sentence.
    case unknown(String)

    init(in state: StateSettings?, of cms: CMSSettings, _ files: any FileReading) {
        guard let state else {
            self = .none
            return
        }
        do throws(FileTrouble) {
            self.init(try files.read(state.lockOutFile, atMost: Self.maximumBytes).bytes, of: cms)
        } catch .notFound {
            self = .none
        } catch {
            self = .unknown("\(error)")
        }
    }

    private init(_ bytes: [UInt8], of cms: CMSSettings) {
        guard let document = LockOutDocument(bytes: bytes), let salt = document.saltBytes,
            let record = document.record
        else {
            self = .unknown("is damaged")
            return
        }
        let isOurs =
            LockOutDocument.hex(cms.credentialsFingerprint(salt: salt)) == document.credentials
        self = isOurs ? .refused(record) : .none
    }

    /// The lock-out that a refusal at this moment makes, where it is known what was before.
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

    /// How long the gateway waits after a first refusal.
    private static let firstStepMilliseconds: Int64 = 60_000
}
