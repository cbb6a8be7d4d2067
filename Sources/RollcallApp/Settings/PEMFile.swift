internal import NIOSSL

/// Certificates and keys in PEM, read as TLS reads them at the start.
///
/// TLS itself passes over what it does not understand: of a list of authorities whose first one
/// stands behind a byte order mark it would trust only the others.
enum PEMFile {
    private static let certificateLabels: Set = [
        "CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE",
    ]

    /// All certificates of a file, at least one.
    /// - Throws: `SettingComplaint`, which never holds anything of the file.
    static func certificates(
        _ bytes: [UInt8]
    ) throws(SettingComplaint) -> [NIOSSLCertificate] {
        let labels = try labels(bytes)
        let count = labels.count { certificateLabels.contains($0) }
        guard count > 0 else {
            let isKey = labels.contains { $0.hasSuffix("PRIVATE KEY") }
            let holding = isKey ? "holds a private key and no certificate" : "holds no certificate"
            throw SettingComplaint(nil, holding)
        }
        guard let certificates = try? NIOSSLCertificate.fromPEMBytes(bytes) else {
            throw SettingComplaint(nil, "has a certificate that cannot be read")
        }
        guard certificates.count == count else {
            let readable = "of which \(certificates.count) can be read"
            throw SettingComplaint(nil, "has \(count) certificates \(readable)")
        }
        return certificates
    }

    /// The private key of a file.
    /// - Throws: `SettingComplaint`, which never holds anything of the file.
    static func privateKey(_ bytes: [UInt8]) throws(SettingComplaint) -> NIOSSLPrivateKey {
        let labels = try labels(bytes).filter { $0.hasSuffix("PRIVATE KEY") }
        guard let label = labels.first else {
            throw SettingComplaint(nil, "holds no private key")
        }
        guard label != "ENCRYPTED PRIVATE KEY", !lines(bytes).contains(where: isEncrypted) else {
            throw SettingComplaint(nil, "is encrypted, and there is nobody to ask for a passphrase")
        }
        guard let key = try? NIOSSLPrivateKey(bytes: bytes, format: .pem) else {
            throw SettingComplaint(nil, "has a private key that cannot be read")
        }
        return key
    }

    /// Whether TLS takes the key for that of the first certificate.
    static func belongTogether(_ chain: [NIOSSLCertificate], _ key: NIOSSLPrivateKey) -> Bool {
        let configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(key)
        )
        return (try? NIOSSLContext(configuration: configuration)) != nil
    }

    /// What the blocks of a file say they are.
    private static func labels(_ bytes: [UInt8]) throws(SettingComplaint) -> [String] {
        guard bytes.contains(where: { $0 > 0x20 }) else { throw SettingComplaint(nil, "is empty") }
        guard !bytes.starts(with: [0xEF, 0xBB, 0xBF]) else {
            throw SettingComplaint(nil, "begins with a byte order mark, which PEM has not")
        }
        let (begin, end) = (Array("-----BEGIN ".utf8), Array("-----".utf8))
        let labels = lines(bytes).filter { $0.starts(with: begin) }
            .map { line in
                let rest = line.dropFirst(begin.count)
                let stop = rest.firstRange(of: end)?.lowerBound ?? rest.startIndex
                return String(decoding: rest[..<stop], as: UTF8.self)
            }
        guard labels.isEmpty else { return labels }
        let isBinary = bytes.contains { $0 < 0x20 && !(0x09...0x0D).contains($0) }
        throw SettingComplaint(nil, isBinary ? "is binary (DER?) and not PEM" : "holds no PEM")
    }

    /// The lines without blanks before them, which TLS passes over and people do not see.
    private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        bytes.split(separator: UInt8(ascii: "\n")).map { $0.drop { $0 == 0x20 || $0 == 0x09 } }
    }

    private static func isEncrypted(_ line: ArraySlice<UInt8>) -> Bool {
        line.starts(with: "Proc-Type: 4,ENCRYPTED".utf8)
    }
}
