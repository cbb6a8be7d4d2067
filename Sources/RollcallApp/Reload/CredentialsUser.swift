internal import CMS
internal import StatusEngine

/// A part of rollcall that goes by the credentials for the CMS.
protocol CredentialsUser: Sendable {
    /// Goes by these settings' credentials from now on.
    func use(_ cms: CMSSettings)
}

extension LockOutKeeper: CredentialsUser {}

extension CMSFetcher: CredentialsUser {
    /// Signs the calls that leave from now on with them.
    func use(_ cms: CMSSettings) { sign(with: cms.credentials, cms.signing) }
}

extension StatusService: CredentialsUser {
    /// Ends a lock-out: it was for others.
    func use(_ cms: CMSSettings) { credentialsChanged() }
}
