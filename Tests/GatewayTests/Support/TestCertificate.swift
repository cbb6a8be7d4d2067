import Foundation

/// A self-signed certificate for `gateway.test`, valid 2020-2119, and its key: for tests only.
enum TestCertificate {
    static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBajCCARCgAwIBAgIBATAKBggqhkjOPQQDAjAXMRUwEwYDVQQDDAxnYXRld2F5
        LnRlc3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBcxFTATBgNV
        BAMMDGdhdGV3YXkudGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABDm4Zbkp
        /iaDt8a4nizEfBDmst8V/IPzI1AZ9D0ikeaY3p/6GLO421V5w6e541CaKNcfNqU0
        ZsIKNTqY5E/zXYWjSzBJMBcGA1UdEQQQMA6CDGdhdGV3YXkudGVzdDAPBgNVHRMB
        Af8EBTADAQH/MB0GA1UdDgQWBBT2hwe+JoeebIeGLd6nxgw5/0vb7TAKBggqhkjO
        PQQDAgNIADBFAiEAi5dJTxnmHhBuRyNqL7lS88F0PxaWwR5BlCx8KzbfYjsCIF7+
        JacqmrytOAnMeT6cQCw5t4m5UVjAG+kzhtsxkyRd
        -----END CERTIFICATE-----

        """

    static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg+r8VCekkcmFzLj4Y
        8NG1vuMyoeJH2nEDMLCOIcjx6RChRANCAAQ5uGW5Kf4mg7fGuJ4sxHwQ5rLfFfyD
        8yNQGfQ9IpHmmN6f+hizuNtVecOnueNQmijXHzalNGbCCjU6mORP812F
        -----END PRIVATE KEY-----

        """

    /// Writes both to files for the length of one scope.
    static func withFiles(
        _ body: (_ certificate: String, _ key: String) async throws -> Void
    )
        async throws
    {
        let directory = FileManager.default.temporaryDirectory
            .appending(path: "gateway-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let files = (directory.appending(path: "c.pem"), directory.appending(path: "k.pem"))
        try Data(certificate.utf8).write(to: files.0)
        try Data(key.utf8).write(to: files.1)
        try await body(files.0.path, files.1.path)
    }
}
