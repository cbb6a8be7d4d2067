internal import CMS
internal import Gateway
internal import Logging
internal import StatusEngine

/// The parts of a running rollcall that a reload reaches.
struct RunningParts: Sendable {
    /// What answers the gateway's requests.
    let answers: ResponderKeeper
    /// The engine.
    let status: any RunningEngine
    /// The way to the CMS.
    let fetcher: any CredentialsUser
    /// What shows clients a certificate.
    let listener: any CertificateUser
    /// What the CMS is known by.
    let cms: any CertificateUser
    /// The lock-out on the disk, where it is kept.
    let lockOut: (any CredentialsUser)?
    /// The least severe lines that are logged, where that can be changed.
    let logThreshold: LogThreshold?

    /// Lets new connections go by other certificates.
    /// - Returns: what is wrong with them, if they are of no use; then nothing has changed.
    func renew(_ part: CertificatePart, to settings: Settings) -> SettingsProblem? {
        do throws(SettingsProblem) {
            switch part {
            case .listener: try listener.renew(settings)
            case .cms: try cms.renew(settings)
            }
            return nil
        } catch {
            return error
        }
    }

    /// Lets everything else go by the new settings; nothing of this can fail.
    func change(from before: Settings, to next: Settings) {
        logThreshold?.set(next.log.level)
        if before.cms.isSignedUnlike(next.cms) {
            // The file and the signatures first: whatever the engine lets leave once it is told
            // anything is signed anew, and what is refused then is kept for the new credentials.
            lockOut?.use(next.cms)
            fetcher.use(next.cms)
            status.use(next.cms)
        }
        status.change(to: next.engine)
        answers.change(to: next)
    }
}

extension CMSSettings {
    /// Whether the CMS would judge our signature anew.
    func isSignedUnlike(_ other: CMSSettings) -> Bool {
        credentials != other.credentials || signing != other.signing
    }
}

extension RunningParts {
    /// The parts of an application.
    init(
        _ listeners: Listeners,
        _ status: StatusService,
        _ fetcher: CMSFetcher,
        _ lockOut: LockOutKeeper?,
        _ surroundings: Application.Surroundings
    ) {
        self.init(
            answers: listeners.answers,
            status: status,
            fetcher: fetcher,
            listener: listeners.gateway,
            cms: fetcher,
            lockOut: lockOut,
            logThreshold: surroundings.logThreshold
        )
    }
}
