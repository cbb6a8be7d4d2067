/// What was found out around a call that failed before it was sent.
struct ProbeCircumstances: Hashable, Sendable {
    /// Why a certificate was not accepted.
    enum Certificate: Hashable, Sendable {
        /// So many days ago its time was over.
        case expired(days: Int64)
        /// Its time has not come.
        case notYetValid
        /// It is for another name.
        case otherName
        /// Nobody we trust vouches for it.
        case unknownAuthority
        /// It was not the certificate, or there was none.
        case unknown
    }

    /// Whether the host's name leads to an address.
    var nameResolves = true
    /// What is wrong with the certificate.
    var certificate = Certificate.unknown
}

extension ProbeCircumstances.Certificate {
    /// Judges by the certificate's dates, where it could be seen, and by what TLS complained of.
    ///
    /// The dates are looked at first, since TLS tells an expired certificate and an unknown CA in
    /// the same words.
    init(_ dates: CertificateDates?, detail: String, now: Int64) {
        switch dates {
        case .some(let dates) where now > dates.end:
            self = .expired(days: (now - dates.end) / 86_400)
        case .some(let dates) where now < dates.start: self = .notYetValid
        default:
            if detail.contains("failedToValidateHostname") {
                self = .otherName
            } else {
                self = detail.contains("CERTIFICATE_VERIFY_FAILED") ? .unknownAuthority : .unknown
            }
        }
    }
}
