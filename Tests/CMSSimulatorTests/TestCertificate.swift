internal import CMSSimulator
internal import Foundation

/// A self-signed certificate for 127.0.0.1 and its key; good for nothing but these tests.
enum TestCertificate {
    static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBpjCCAUugAwIBAgIUf8xbVRsdBRPj8S/m62fpSUZ3K/YwCgYIKoZIzj0EAwIw
        GTEXMBUGA1UEAwwOc2ltdWxhdG9yLnRlc3QwIBcNMjYxMTIzMjAxOTM0WhgPMjEy
        NjEwMzAyMDE5MzRaMBkxFzAVBgNVBAMMDnNpbXVsYXRvci50ZXN0MFkwEwYHKoZI
        zj0CAQYIKoZIzj0DAQcDQgAEavUR2cIqxJD4e73MxuDYdqb2dkWtsOymxDsCYSaz
        jGF+pl6b1pcPU+HV2xXppryQvymHL+jTenuOxtCjaqnVKaNvMG0wHQYDVR0OBBYE
        FBiHwcl4ekEbIN3qFpnFib+9o+zPMB8GA1UdIwQYMBaAFBiHwcl4ekEbIN3qFpnF
        ib+9o+zPMA8GA1UdEwEB/wQFMAMBAf8wGgYDVR0RBBMwEYcEfwAAAYIJbG9jYWxo
        b3N0MAoGCCqGSM49BAMCA0kAMEYCIQCIoZKi+Ryxu/O8nQCV+aNNQP/Axl/hxB+4
        hKpfQfLVAAIhAPsbw1tec+VJ2PrU96xxx0ZNtr0aAB3WCNkP2GNhGFtF
        -----END CERTIFICATE-----
        """

    private static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgpbWFQFMH1ssR0ybh
        /1cbl1NmmBOhffci4Blng5bdZ3mhRANCAARq9RHZwirEkPh7vczG4Nh2pvZ2Ra2w
        7KbEOwJhJrOMYX6mXpvWlw9T4dXbFemmvJC/KYcv6NN6e47G0KNqqdUp
        -----END PRIVATE KEY-----
        """

    /// Lays both into files for as long as `body` takes.
    static func withFiles(
        _ body: (SimulatorSettings.TLSFiles) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("simulator-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = SimulatorSettings.TLSFiles(
            certificateFile: folder.appendingPathComponent("certificate.pem").path,
            keyFile: folder.appendingPathComponent("key.pem").path
        )
        try Data(certificate.utf8).write(to: URL(filePath: files.certificateFile))
        try Data(key.utf8).write(to: URL(filePath: files.keyFile))
        try await body(files)
    }
}
