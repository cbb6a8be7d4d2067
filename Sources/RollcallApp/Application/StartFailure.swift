internal import CMS
internal import Foundation
package import Gateway
internal import NIOCore
internal import NIOSSL

/// Why rollcall could not start, in a sentence for whoever started it.
package struct StartFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The sentence.
    package let description: String
    /// How the command ends: as with settings that cannot be used, where another start will not help.
    package let status: ExitStatus

    /// Creates a failure from a sentence.
    package init(_ description: String, status: ExitStatus = .failure) {
        self.description = description
        self.status = status
    }

    /// A listener could not be opened.
    package init(listening name: String, at address: ListenAddress, _ error: any Error) {
        self.init(
            "The \(name) cannot listen on \(address): \(Self.reason(error)).",
            status: Self.staysSo(error) ? .configuration : .failure
        )
    }

    /// What calls are sent with cannot be used.
    init(cms error: any Error) {
        let reason = (error as? CMSSetupError).map(Self.reason) ?? "\(error)"
        self.init("The way to the CMS cannot be prepared: \(reason).", status: .configuration)
    }

    /// Whether nothing but other settings, or another user, helps; what depends on the moment, as
    /// a port in use, a name not known yet, a folder or an address still to come, does not stay so.
    private static func staysSo(_ error: any Error) -> Bool {
        if error is NIOSSLError || error is BoringSSLError { return true }
        if case .unixDomainSocketPathTooLong? = error as? SocketAddressError { return true }
        guard let error = error as? IOError else { return false }
        return [EACCES, EPERM, EROFS].contains(error.errnoCode)
    }

    private static func reason(_ error: any Error) -> String {
        if error is NIOSSLError || error is BoringSSLError {
            return "its certificate or key is not usable, or the two do not belong together"
        }
        if let error = error as? UnixSocketError { return error.description }
        if error is SocketAddressError.UnknownHost { return "its name is not known" }
        guard let error = error as? IOError else {
            return "the address cannot be used (\(error))"
        }
        return switch error.errnoCode {
        case EADDRINUSE: "another program listens there already"
        case EACCES, EPERM: "this user may not listen there"
        case EROFS: "the disk is read-only"
        case EADDRNOTAVAIL: "this machine has no such address"
        case ENOENT: "the folder does not exist"
        default: "the system refused (error \(error.errnoCode))"
        }
    }

    private static func reason(_ error: CMSSetupError) -> String {
        switch error {
        case .noBaseURL: "cms.baseURLs is empty"
        case .caFile: "cms.tls.caFile holds no certificate in PEM"
        case .certificateFile: "cms.tls.certificateFile holds no certificate in PEM"
        case .keyFile: "cms.tls.keyFile holds no private key in PEM"
        case .keyWithoutCertificate: "cms.tls.keyFile is given without cms.tls.certificateFile"
        case .certificateWithoutKey: "cms.tls.certificateFile is given without cms.tls.keyFile"
        case .serverName: "cms.tls.serverName is not a name"
        }
    }
}
