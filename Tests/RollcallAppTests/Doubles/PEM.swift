import Foundation
import RollcallApp

/// Certificates and keys in PEM, valid for a hundred years: for tests only.
enum PEM {
    /// A self-signed certificate for `gateway.test`.
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

    /// Its key.
    static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg+r8VCekkcmFzLj4Y
        8NG1vuMyoeJH2nEDMLCOIcjx6RChRANCAAQ5uGW5Kf4mg7fGuJ4sxHwQ5rLfFfyD
        8yNQGfQ9IpHmmN6f+hizuNtVecOnueNQmijXHzalNGbCCjU6mORP812F
        -----END PRIVATE KEY-----

        """

    /// Its key again, encrypted.
    static let encryptedKey = """
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAgqKUpk1AAoQwICCAAw
        DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEF+SxmyrBEp6NtlNGS1FWGwEgZAO
        wtI5XtFLBhesvbcay9L6qyjUGvo/mdNt2He9CC365FyHqYIdoFKm1tcJNRfWFHei
        N2NfHrBOxtgMuGRu+E3sVFZI5UmgyuFeyzzn3jmHTb5yri6Fx2yTmiduJAlwK1pd
        QeW2y8jIuvVPjzeuDIFLIfKpQ65/EKYVHpDx/SlJwobdVYYowrdABPuStrL2cIw=
        -----END ENCRYPTED PRIVATE KEY-----

        """

    /// A self-signed certificate for `stranger.test`.
    static let otherCertificate = """
        -----BEGIN CERTIFICATE-----
        MIIBhzCCAS2gAwIBAgIUV315hFrdxyC69Uw8pF1kfBf35dkwCgYIKoZIzj0EAwIw
        GDEWMBQGA1UEAwwNc3RyYW5nZXIudGVzdDAgFw0yNjExMjUwMjM0MDNaGA8yMTI1
        MDYxOTAyMzQwM1owGDEWMBQGA1UEAwwNc3RyYW5nZXIudGVzdDBZMBMGByqGSM49
        AgEGCCqGSM49AwEHA0IABAgQAm6iE781wU/8c/2wriE0w13RdrDWgpBj9c8aNtJO
        qTiXJJmeOFla6xjqqpm3ZJXIcIWirQ/rUuXd3WUThbWjUzBRMB0GA1UdDgQWBBRW
        OlrHTuq1qwlCs+LkL5pjdFu4azAfBgNVHSMEGDAWgBRWOlrHTuq1qwlCs+LkL5pj
        dFu4azAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIFC9pyzW0I/t
        e8iORHmtmTa+Q4W5ouWSJj4QsnA9D465AiEA44hzdZbxP7H8duO0foT1WdnCm+Jx
        9Ty6tU0zGjw9OTk=
        -----END CERTIFICATE-----

        """

    /// The key of that.
    static let otherKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgSinPT1wUbE2ZlC95
        H5ACgTNvjwKDSkBlMoKyEhawomuhRANCAAQIEAJuohO/NcFP/HP9sK4hNMNd0Xaw
        1oKQY/XPGjbSTqk4lySZnjhZWusY6qqZt2SVyHCFoq0P61Ll3d1lE4W1
        -----END PRIVATE KEY-----

        """

    /// What stands in the first block, in DER.
    static func der(_ pem: String) -> [UInt8] {
        let lines = pem.split(separator: "\n").filter { !$0.hasPrefix("-") }
        return Data(base64Encoded: lines.joined()).map(Array.init) ?? []
    }

    /// A file as it lies beside a configuration.
    static func file(_ pem: String) -> FileContents { FileContents(bytes: Array(pem.utf8)) }
}
