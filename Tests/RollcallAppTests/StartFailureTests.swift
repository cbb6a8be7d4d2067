import CMS
import Foundation
import Gateway
import NIOCore
import NIOSSL
import Testing

@testable import RollcallApp

struct StartFailureTests {
    private static let address = ListenAddress.tcp(host: "127.0.0.1", port: 80)

    private static func failure(_ error: any Error) -> StartFailure {
        StartFailure(listening: "gateway", at: address, error)
    }

    @Test(arguments: [EADDRINUSE, EADDRNOTAVAIL, ENOENT, ENFILE, EAFNOSUPPORT])
    func `what another moment may change ends with 1`(number: Int32) {
        let failure = Self.failure(IOError(errnoCode: number, reason: "bind"))
        #expect(failure.status == .failure)
    }

    @Test(arguments: [EACCES, EPERM, EROFS])
    func `what no other moment changes ends with 78`(number: Int32) {
        let failure = Self.failure(IOError(errnoCode: number, reason: "bind"))
        #expect(failure.status == .configuration)
    }

    @Test func `a certificate or a path that cannot be used ends with 78`() {
        #expect(Self.failure(NIOSSLError.failedToLoadCertificate).status == .configuration)
        #expect(
            Self.failure(SocketAddressError.unixDomainSocketPathTooLong).status == .configuration
        )
        #expect(Self.failure(UnixSocketError.inUse("/run/r.sock")).status == .failure)
    }

    @Test func `whatever the way to the CMS lacks ends with 78`() {
        for error in CMSSetupError.allCases {
            #expect(StartFailure(cms: error).status == .configuration)
        }
    }
}
