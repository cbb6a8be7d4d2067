package import Roster

/// The three points in which the sources of the signing scheme differ (contract section 2).
package struct SigningSettings: Hashable, Sendable {
    /// How finely the timestamp is written.
    package enum TimestampPrecision: String, CaseIterable, Hashable, Sendable {
        case milliseconds
        case seconds
    }

    /// Which headers are signed.
    package enum SignedHeaders: String, CaseIterable, Hashable, Sendable {
        /// `content-length;content-type;host`
        case all
        /// `host`
        case host
    }

    /// What stands in the canonical request when there is no query.
    package enum EmptyQueryLine: String, CaseIterable, Hashable, Sendable {
        /// No line.
        case omit
        /// A blank line.
        case blank
    }

    /// How finely the timestamp is written.
    package var timestamp: TimestampPrecision
    /// Which headers are signed.
    package var signedHeaders: SignedHeaders
    /// What stands for no query.
    package var emptyQueryLine: EmptyQueryLine

    /// Creates settings; the defaults are the contract's.
    package init(
        timestamp: TimestampPrecision = .milliseconds,
        signedHeaders: SignedHeaders = .all,
        emptyQueryLine: EmptyQueryLine = .omit
    ) {
        self.timestamp = timestamp
        self.signedHeaders = signedHeaders
        self.emptyQueryLine = emptyQueryLine
    }
}

extension SigningSettings.TimestampPrecision {
    /// The timestamp's text (contract section 2, step 1).
    package func text(of moment: Timestamp) -> String {
        switch self {
        case .milliseconds: moment.descriptionWithMilliseconds
        case .seconds: moment.description
        }
    }
}
