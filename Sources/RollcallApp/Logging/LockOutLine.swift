internal import Logging
internal import Roster
internal import StatusEngine

/// The one line a lock-out gets: what happened, what follows, when the next call leaves, and what
/// to do.
struct LockOutLine {
    /// A difference between two clocks that can be why a signature is refused, in seconds.
    static let suspiciousSkew: Int64 = 60

    /// What happened, and what follows from it.
    let message: Logger.Message
    /// When the next call leaves, and what to do.
    let metadata: Logger.Metadata

    init(_ failure: CallFailure, _ record: LockOutRecord) {
        message = Self.message(failure.code)
        var metadata = failure.metadata
        metadata["cms.next_probe"] = "\(record.probeAt)"
        metadata["cms.advice"] = "\(Self.advice(failure))"
        self.metadata = metadata
    }

    private static func message(_ code: CallFailure.Code) -> Logger.Message {
        switch code {
        case .addressLocked: addressLocked
        case .forbidden: forbidden
        default: signatureRefused
        }
    }

    private static let addressLocked: Logger.Message = """
        The CMS has locked our address; all calls are stopped except one probe after 1, 2, 4 … 30 \
        minutes.
        """
    private static let forbidden: Logger.Message = """
        Calls to the CMS are repeatedly forbidden (HTTP 403); all calls are stopped except one probe \
        after 1, 2, 4 … 30 minutes.
        """
    private static let signatureRefused: Logger.Message = """
        The CMS refused our signature; all calls are stopped except one probe after 1, 2, 4 … 30 \
        minutes.
        """

    private static func advice(_ failure: CallFailure) -> String {
        if let skew = failure.clockSkew, abs(skew) > suspiciousSkew {
            let direction = skew > 0 ? "ahead of" : "behind"
            return "the CMS's clock is \(abs(skew)) s \(direction) this machine's: check NTP"
        }
        return switch failure.code {
        case .addressLocked:
            "have the address unlocked, and check accessKey/secretKey: it is locked after bad"
                + " signatures"
        case .forbidden:
            "ask the administrator of the firewall or proxy in front of the CMS to allow our address;"
                + " if the CMS itself refuses it, have the address unlocked"
        default:
            "check accessKey/secretKey; correct them and reload (SIGHUP) to try at once, a cause"
                + " fixed on the CMS's side shows at the next probe"
        }
    }
}

extension CallFailure {
    /// The particulars of a failure in a log line.
    var metadata: Logger.Metadata {
        var metadata: Logger.Metadata = ["cms.failure.code": "\(code.rawValue)"]
        if !detail.isEmpty { metadata["cms.failure.detail"] = "\(detail)" }
        if let retryAfter { metadata["cms.retry_after_s"] = "\(retryAfter)" }
        if let clockSkew { metadata["cms.clock_skew_s"] = "\(clockSkew)" }
        return metadata
    }
}
